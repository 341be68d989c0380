// The words of a report, and what its tables have in common.
import type { Language, Profile } from '../core/profile.ts';
import type { ColumnKind, ReportCell, ReportChart, ReportColumn, ReportSection } from '../core/report.ts';
import { cellText, formatNumber, isSuppressed } from '../core/report-cell.ts';
import type { Params, TextKey } from './text.ts';

/** What follows the prefix in the catalogue's keys. */
type After<Prefix extends string> = TextKey extends infer Key
  ? Key extends `${Prefix}${infer Rest}`
    ? Rest
    : never
  : never;

export interface Words {
  readonly language: Language;
  readonly profile: Profile;
  readonly t: (key: TextKey, params?: Params) => string;
}

export function makeColumn(words: Words, key: After<'report.column.'>, kind: ColumnKind = 'text'): ReportColumn {
  return { key, title: words.t(`report.column.${key}`), kind };
}

interface Plan {
  /** Instead of the words that go with the key. */
  readonly title?: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly ReportCell[])[];
  /** The last row is the sum of the others. */
  readonly hasTotal?: true;
  /** Nothing to be counted: the note says so, and there is no chart. */
  readonly isEmpty: boolean;
  readonly notes?: readonly string[];
  readonly chart?: ReportChart;
}

/** `key` names the section in files; its title is in the catalogue. */
export function makeSection(words: Words, key: After<'report.section.'>, plan: Plan): ReportSection {
  const { title = words.t(`report.section.${key}`), columns, rows, hasTotal, isEmpty, notes = [], chart } = plan;
  const note = [...(isEmpty ? [words.t('report.none')] : []), ...notes].join(' ');
  return {
    key,
    title,
    ...(note === '' ? {} : { note }),
    columns,
    rows,
    ...(hasTotal ? { hasTotal } : {}),
    ...(chart && !isEmpty ? { chart } : {}),
  };
}

/** The sums of the counts; what cannot be added up is left empty. */
export function totalRow(
  words: Words,
  columns: readonly ReportColumn[],
  rows: readonly (readonly ReportCell[])[],
): ReportCell[] {
  return columns.map(({ kind }, at) => {
    if (at === 0) return words.t('report.total');
    if (kind !== 'count') return kind === 'text' ? '' : null;
    return rows.reduce((sum, row) => sum + numberIn(row[at]), 0);
  });
}

/** "Menurut golongan: terbanyak III/a (34)", of what the rows show and not of what they withhold; `at`: the column of the counts. */
export function altOfMost(words: Words, about: string, rows: readonly (readonly ReportCell[])[], at: number): string {
  const most = rows.reduce<readonly ReportCell[]>(
    (best, row) => (numberIn(row[at]) > numberIn(best[at]) ? row : best),
    [],
  );
  if (most.length === 0) return words.t('report.alt.none', { about });
  const isAll = !rows.some((row) => isSuppressed(row[at]));
  return words.t(isAll ? 'report.alt.most' : 'report.alt.most_shown', {
    about,
    label: cellText(most[0], 'text', words.language),
    count: inWords(words, numberIn(most[at])),
  });
}

function numberIn(cell: ReportCell | undefined): number {
  return typeof cell === 'number' ? cell : 0;
}

export function inWords({ language }: Words, value: number): string {
  return formatNumber(value, 'count', language);
}

/** Rows of a label and a count, with their sum at the end; a `second` label stands between the two. */
export function countRows(
  words: Words,
  label: After<'report.column.'>,
  rows: readonly (readonly ReportCell[])[],
  second?: After<'report.column.'>,
): Plan {
  const columns = [
    makeColumn(words, label),
    ...(second ? [makeColumn(words, second)] : []),
    makeColumn(words, 'count', 'count'),
  ];
  const total = totalRow(words, columns, rows);
  return { columns, rows: [...rows, total], hasTotal: true, isEmpty: total.at(-1) === 0 };
}

/** `at`: the column of the counts. */
export function mostFirst(rows: readonly ReportCell[][], at: number): ReportCell[][] {
  return rows.toSorted((one, other) => numberIn(other[at]) - numberIn(one[at]));
}
