// Reads spreadsheets of people and offices, whatever their columns are: which column is which, and what stands in a cell. The words are
// Indonesian, for those who keep the lists.
import type { Check, ProblemCode } from './check.ts';
import { nearest } from './nearest.ts';
import type { LocalDate } from './person.ts';
import type { DateRules } from './roll-date.ts';
import { readRollDate } from './roll-date.ts';

/** A cell as it stands in the file. A formula is never evaluated, nor is the result trusted that was saved with it. */
export type Cell = { readonly text: string } | { readonly number: number } | { readonly formula: true } | undefined;

/** `number` counts from 1, as the spreadsheet shows it. */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly Cell[];
}

/** Titles of columns are compared without case, spaces and marks. */
export interface Column {
  readonly title: string;
  readonly required: boolean;
  /** Names that it is known by, folded. */
  readonly names: readonly string[];
}

/** The columns that a kind of sheet may have. */
export type Table<Key extends string> = Readonly<Record<Key, Column>>;

/** Where each of them is, from 0. */
export type Columns<Key extends string> = Readonly<Partial<Record<Key, number>>>;

/** Columns that are let through and not read. */
const IGNORED = 'no nomor nomorurut number keterangan catatan remarks notes'.split(' ');

/** Where each of these columns is, or what is wrong with the header row, in words. */
export function readHeader<Key extends string>(
  { cells }: SheetRow,
  table: Table<Key>,
): Columns<Key> | { readonly problems: readonly string[] } {
  const keys = Object.keys(table) as Key[];
  const columns: Partial<Record<Key, number>> = {};
  const problems: string[] = [];
  cells.forEach((cell, at) => {
    const title = cell && 'text' in cell ? cell.text.trim() : '';
    const folded = fold(title);
    if (folded === '' && (cell === undefined || 'text' in cell)) return;
    const key = keys.find((each) => table[each].names.includes(folded));
    if (key === undefined) {
      if (!IGNORED.includes(folded)) problems.push(unknownColumn(title, at, table));
    } else if (columns[key] !== undefined) {
      problems.push(`kolom ${table[key].title} ada dua kali`);
    } else columns[key] = at;
  });
  for (const key of keys)
    if (table[key].required && columns[key] === undefined) problems.push(`kolom ${table[key].title} tidak ada`);
  return problems.length > 0 ? { problems } : columns;
}

function unknownColumn(title: string, at: number, table: Table<string>): string {
  const titles = Object.values(table).map((column) => column.title);
  const meant = nearest(title, titles);
  const hint = meant === undefined ? `yang dikenal: ${titles.join(', ')}` : `mungkin maksudnya ${meant}?`;
  return `kolom ke-${at + 1} "${title.slice(0, 60)}" tidak dikenal; ${hint}`;
}

function fold(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}

/** Reads the cells of one row by column; what is wrong, or odd, gathers beside them. */
export interface RowReader<Key extends string> {
  readonly errors: string[];
  readonly warnings: string[];
  readonly fail: (key: Key, why: string) => undefined;
  /** The checked value; undefined where the cell is empty or wrong. */
  readonly read: (key: Key, check: (text: string) => Check) => string | undefined;
  /** The day; undefined where the cell is empty or wrong. */
  readonly day: (key: Key, rules: DateRules) => LocalDate | undefined;
}

export function rowReader<Key extends string>(row: SheetRow, columns: Columns<Key>, table: Table<Key>): RowReader<Key> {
  const errors: string[] = [];
  const warnings: string[] = [];
  const cellOf = (key: Key): Cell => row.cells[columns[key] ?? -1];
  const fail = (key: Key, why: string): undefined => {
    errors.push(`${table[key].title}: ${why}`);
    return undefined;
  };
  const read = (key: Key, check: (text: string) => Check): string | undefined => {
    const text = textOf(cellOf(key));
    if (typeof text !== 'string') return fail(key, text.problem);
    if (text === '') return table[key].required ? fail(key, 'kosong') : undefined;
    const checked = check(text);
    if (!checked.ok) return fail(key, WHY[checked.problem] ?? 'tidak sesuai');
    if (checked.doubts.length > 0) warnings.push(`${table[key].title}: tampak tidak lazim, mohon diperiksa`);
    return checked.value;
  };
  const day = (key: Key, rules: DateRules): LocalDate | undefined => {
    const date = readRollDate(cellOf(key), rules);
    if ('problem' in date) return fail(key, date.problem);
    return date.day ?? (table[key].required ? fail(key, 'kosong') : undefined);
  };
  return { errors, warnings, fail, read, day };
}

/** Fifteen digits are all that a number in a spreadsheet keeps. */
const MOST_EXACT = 1e15;

function textOf(cell: Cell): string | { readonly problem: string } {
  if (cell === undefined) return '';
  if ('formula' in cell) return { problem: 'berisi rumus; mohon tulis nilainya' };
  if ('text' in cell) return cell.text.trim();
  if (cell.number >= MOST_EXACT)
    return { problem: 'tersimpan sebagai angka, sehingga digit akhirnya hilang; mohon format kolomnya sebagai teks' };
  return String(cell.number);
}

const WHY: Readonly<Partial<Record<ProblemCode, string>>> = {
  too_short: 'terlalu pendek',
  too_long: 'terlalu panjang',
  not_digits: 'bukan angka',
  wrong_length: 'jumlah angkanya tidak sesuai',
  that_is_a_nik: 'berisi NIK (16 angka), bukan NIP',
  that_is_a_nip: 'berisi NIP (18 angka), bukan NIK',
  impossible_birth_date: 'tanggal lahir di dalamnya tidak ada',
  impossible_start: 'tanggal pengangkatan di dalamnya tidak ada',
  impossible_sex: 'angka jenis kelamin di dalamnya tidak ada',
  unknown_golongan: 'golongan tidak dikenal',
  not_a_mail: 'bukan alamat email',
  not_office_mail: 'bukan email dinas instansi ini',
  digits_in_name: 'berisi angka',
  not_a_name: 'bukan nama orang',
};
