// Brings in the roll of people who have a certificate already: first everything is checked and reported, then what is good is added.
import type { RollEntry, RollRules, RowResult } from '../core/roll.ts';
import { ROLL_COLUMNS, readRollRow } from '../core/roll.ts';
import { hasMonthFirst } from '../core/roll-date.ts';
import type { Cell, SheetRow } from '../core/sheet.ts';
import { readHeader } from '../core/sheet.ts';
import { csvCell } from '../reports/csv-cell.ts';
import type { LocalDate } from './ports.ts';

/** Where the certificates of the roll are kept. */
export interface Roll {
  /** Of these NIPs those that have a record. */
  known(nips: readonly string[]): Promise<ReadonlyMap<string, Known>>;
  /** Adds certificates of people who have none in use; resolves to how many were added. */
  add(entries: readonly RollEntry[]): Promise<number>;
}

/** The newest certificate of a person; where one is in use, that one. */
export interface Known {
  readonly issuedOn: LocalDate;
  readonly inUse: boolean;
}

/** Whether a row tells of a certificate that is to be added: its holder has none in use, nor had one as new as it. */
export function isFresh({ issuedOn }: Pick<RollEntry, 'issuedOn'>, known: Known | undefined): boolean {
  return known === undefined || (!known.inUse && known.issuedOn < issuedOn);
}

export interface RollReport {
  /** Every row below the header, in order. */
  readonly results: readonly RowResult[];
  /** What would be, or is to be, added. */
  readonly fresh: readonly RollEntry[];
  /** Rows that stand in the store just so. */
  readonly known: number;
}

/** Called now and then with how many rows are done. */
export type Progress = (done: number, of: number) => void;

const MOST_ROWS = 200_000;
const BATCH = 500;

/** What the rows of a sheet amount to, the first of them being the header; or what is wrong with the sheet as a whole. */
export async function checkRoll(
  rows: readonly SheetRow[],
  rules: Omit<RollRules, 'monthFirst'>,
  roll: Roll,
  progress: Progress,
): Promise<RollReport | { readonly problems: readonly string[] }> {
  const [header, ...body] = rows;
  if (!header) return { problems: ['berkas ini kosong'] };
  const columns = readHeader(header, ROLL_COLUMNS);
  if ('problems' in columns) return { problems: columns.problems };
  if (body.length === 0) return { problems: ['tidak ada baris di bawah judul kolom'] };
  if (body.length > MOST_ROWS)
    return { problems: [`lebih dari ${MOST_ROWS} baris; mohon bagi menjadi beberapa berkas`] };
  const monthFirst = hasMonthFirst(body, [columns.issued, columns.until]);
  const read = body.map((row) => readRollRow(row, columns, { ...rules, monthFirst }));
  const single = withoutDoubles(read);
  const results: RowResult[] = [];
  const fresh: RollEntry[] = [];
  let known = 0;
  for (let from = 0; from < single.length; from += BATCH) {
    const batch = single.slice(from, from + BATCH);
    const there = await roll.known(batch.flatMap(({ entry }) => (entry ? [entry.nip] : [])));
    for (const result of batch) {
      const { entry } = result;
      const before = entry && there.get(entry.nip);
      const isNew = entry !== undefined && isFresh(entry, before);
      const isThere = before !== undefined && before.issuedOn === entry?.issuedOn;
      if (isNew) fresh.push(entry);
      if (isThere) known += 1;
      const why = `NIP: sudah tercatat, dengan tanggal terbit ${before?.issuedOn}`;
      results.push(before === undefined || isNew || isThere ? result : refused(result, why));
    }
    progress(results.length, single.length);
  }
  return { results, fresh, known };
}

/** Adds what the report found good. A run that was cut short is finished by another: what is there already is known then. */
export async function applyRoll({ fresh }: RollReport, roll: Roll, progress: Progress): Promise<number> {
  let added = 0;
  for (let from = 0; from < fresh.length; from += BATCH) {
    added += await roll.add(fresh.slice(from, from + BATCH));
    progress(Math.min(from + BATCH, fresh.length), fresh.length);
  }
  return added;
}

/** What a row amounts to; without an entry it has errors. */
interface Read {
  readonly row: number;
  readonly entry?: { readonly row: number; readonly nip: string };
  readonly errors: readonly string[];
}

/** Nobody knows which of two rows is right: both are refused. */
export function withoutDoubles<Result extends Read>(read: readonly Result[]): Result[] {
  const rowsOf = new Map<string, number[]>();
  for (const { entry } of read)
    if (entry) rowsOf.set(entry.nip, [...(rowsOf.get(entry.nip) ?? []), entry.row].slice(0, 3));
  return read.map((result) => {
    const others = (rowsOf.get(result.entry?.nip ?? '') ?? []).filter((row) => row !== result.row);
    return others.length === 0 ? result : refused(result, `NIP: juga ada di baris ${others.join(', ')}`);
  });
}

function refused<Result extends Read>({ entry: _dropped, ...result }: Result, why: string): Result {
  return { ...result, errors: [...result.errors, why] } as unknown as Result;
}

/** The rows with errors as CSV, as they stood in the file, with the reasons in a last column. No cell of it is a formula to a spreadsheet. */
export function errorsFile(rows: readonly SheetRow[], results: readonly RowResult[]): string {
  const why = new Map(results.map(({ row, errors }) => [row, errors.join('; ')]));
  const bad = rows.slice(1).filter(({ number }) => why.get(number));
  const width = Math.max(...rows.map(({ cells }) => cells.length), 0);
  const line = ({ number, cells }: SheetRow, last: string): string =>
    [String(number), ...Array.from({ length: width }, (_, at) => plain(cells[at])), last].map(csvCell).join(',');
  const head = rows[0] ? [line({ number: 0, cells: rows[0].cells }, 'Masalah').replace(/^"0"/, '"Baris"')] : [];
  return [...head, ...bad.map((row) => line(row, why.get(row.number) ?? ''))].join('\r\n').concat('\r\n');
}

function plain(cell: Cell): string {
  if (cell === undefined) return '';
  if ('formula' in cell) return '(rumus)';
  return 'text' in cell ? cell.text : String(cell.number);
}
