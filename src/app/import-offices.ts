// Brings in the list of all Perangkat Daerah: every row is checked, then the list as a whole, and then how it differs from what is known.
import type { Office } from '../core/office-list.ts';
import { officeOn, officeProblems } from '../core/office-list.ts';
import type { OfficeRow } from '../core/office-rows.ts';
import { OFFICE_COLUMNS, readOfficeRow } from '../core/office-rows.ts';
import { nearest } from '../core/nearest.ts';
import type { LocalDate } from '../core/person.ts';
import { hasMonthFirst } from '../core/roll-date.ts';
import type { SheetRow } from '../core/sheet.ts';
import { readHeader } from '../core/sheet.ts';

/** A name of an office that stands in records but in no list, with how many people have it. */
export interface StrangeName {
  readonly name: string;
  readonly persons: number;
  /** What it was perhaps meant to be. */
  readonly meant?: string;
}

/** What the new list changes: names of offices. */
export interface OfficesChange {
  readonly added: readonly string[];
  readonly gone: readonly string[];
  readonly changed: readonly string[];
}

const MOST_ROWS = 2000;

/** So many names are looked at for what they were meant to be: a file of nothing but wrong names must not take for ever. */
const MOST_HINTS = 200;

/** The offices of a sheet, the first row being the header; rows with errors have none. Or what is wrong with the sheet as a whole. */
export function readOffices(
  rows: readonly SheetRow[],
  today: LocalDate,
): { readonly results: readonly OfficeRow[] } | { readonly problems: readonly string[] } {
  const [header, ...below] = rows;
  if (!header) return { problems: ['berkas ini kosong'] };
  const columns = readHeader(header, OFFICE_COLUMNS);
  if ('problems' in columns) return { problems: columns.problems };
  const body = below.filter(({ cells }) => cells.some((cell) => cell !== undefined));
  if (body.length === 0) return { problems: ['tidak ada baris di bawah judul kolom'] };
  if (body.length > MOST_ROWS) return { problems: [`lebih dari ${MOST_ROWS} baris`] };
  const rules = { today, monthFirst: hasMonthFirst(body, [columns.from, columns.until]) };
  const results = body.map((row) => readOfficeRow(row, columns, rules));
  if (results.some(({ errors }) => errors.length > 0)) return { results };
  const problems = officeProblems(results.flatMap(({ office }) => office ?? []));
  return problems.length > 0 ? { problems } : { results };
}

/** How the list differs from the one before, of which there may be none. */
export function officesChange(offices: readonly Office[], before: readonly Office[] = []): OfficesChange {
  const others = new Map(before.map((office) => [office.name, said(office)]));
  const names = new Set(offices.map(({ name }) => name));
  return {
    added: offices.filter(({ name }) => !others.has(name)).map(({ name }) => name),
    gone: before.filter(({ name }) => !names.has(name)).map(({ name }) => name),
    changed: offices.filter((each) => (others.get(each.name) ?? said(each)) !== said(each)).map(({ name }) => name),
  };
}

function said({ name, area, also = [], from, until, into }: Office): string {
  return JSON.stringify([name, area, also, from, until, into]);
}

/** Names in use that mean no office of that day's list: people there would be counted in none. The one most in use first. */
export function strangeNames(
  inUse: readonly { readonly office?: string; readonly persons: number }[],
  offices: readonly Office[],
  day: LocalDate,
): StrangeName[] {
  const counted = new Map<string, number>();
  for (const { office, persons } of inUse)
    if (office !== undefined) counted.set(office, (counted.get(office) ?? 0) + persons);
  const names = offices.flatMap(({ name, also = [] }) => [name, ...also]);
  return [...counted]
    .filter(([name]) => officeOn(offices, name, day) === undefined)
    .toSorted(([, one], [, other]) => other - one)
    .map(([name, persons], at) => {
      const meant = at < MOST_HINTS ? nearest(name, names) : undefined;
      return { name, persons, ...(meant !== undefined && { meant }) };
    });
}
