// How the cells of a report are written for people, in the reader's language.
import type { Language } from './profile.ts';
import type { ColumnKind, ReportCell, Suppressed } from './report.ts';

/** In the place of a figure that is not told; the notes of the report say why. */
export const HIDDEN = '*';

/** In the place of a figure that there is not. */
export const NONE = '–';

export function isSuppressed(cell: ReportCell | undefined): cell is Suppressed {
  return typeof cell === 'object' && cell !== null;
}

/** `1.234`, `62,5%` / `1,234`, `62.5%`: at most one decimal. Texts stay as they are. */
export function cellText(cell: ReportCell | undefined, kind: ColumnKind, language: Language): string {
  if (cell === null || cell === undefined) return NONE;
  if (isSuppressed(cell)) return HIDDEN;
  return typeof cell === 'string' ? cell : formatNumber(cell, kind, language);
}

export function formatNumber(value: number, kind: ColumnKind, language: Language): string {
  const text = NUMBERS[language].format(value);
  return kind === 'percent' ? `${text}%` : text;
}

const NUMBERS: Readonly<Record<Language, Intl.NumberFormat>> = {
  id: new Intl.NumberFormat('id-ID', { maximumFractionDigits: 1 }),
  en: new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }),
};
