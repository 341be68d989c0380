// A report's tables, and the roll, as CSV: semicolons, a mark of UTF-8 and CRLF, as Excel in Indonesia expects them.
import { HIDDEN, isSuppressed } from '../core/report-cell.ts';
import type { Language } from '../core/profile.ts';
import type { Report, ReportCell, ReportSection, RollLine } from '../core/report.ts';
import { ROLL_KEYS } from '../core/report.ts';
import { csvCell } from './csv-cell.ts';

const MARK = '\uFEFF';

/**
 * File names with their contents: a table for each section and each table of metadata, named by its key (`share.csv`). The first line has
 * the columns' keys; numbers have at most two decimals and the decimal sign of the report's language; a suppressed cell is `*`, an absent
 * figure is empty.
 */
export function reportCsv({ sections, metadata, language }: Report): ReadonlyMap<string, string> {
  return new Map(
    [...sections, ...metadata].map((section) => [`${fileName(section.key)}.csv`, table(section, language)]),
  );
}

/** The titles of the roll's columns, in the order of `rollCsvLine`, with the mark that a file begins with. */
export function rollCsvHeader(titles: Readonly<Record<keyof RollLine, string>>): string {
  return `${MARK}${rollCsvLine(titles)}`;
}

/** One line of the roll with its end, to be written row by row. */
export function rollCsvLine(person: Readonly<Record<keyof RollLine, string>>): string {
  return line(ROLL_KEYS.map((key) => csvCell(person[key])));
}

function table({ columns, rows }: ReportSection, language: Language): string {
  const lines = rows.map((cells) => line(cells.map((cell) => written(cell, language))));
  return [MARK, line(columns.map(({ key }) => csvCell(key))), ...lines].join('');
}

function written(cell: ReportCell, language: Language): string {
  if (cell === null) return '';
  if (isSuppressed(cell)) return csvCell(HIDDEN);
  if (typeof cell === 'string') return csvCell(cell);
  const number = String(Math.round(cell * 100) / 100);
  return language === 'id' ? number.replace('.', ',') : number;
}

function line(cells: readonly string[]): string {
  return `${cells.join(';')}\r\n`;
}

/** A key comes from the program; it is no path for all that. */
function fileName(key: string): string {
  return key.replace(/[^\w-]/g, '_');
}
