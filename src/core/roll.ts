// The roll of people who have a certificate already, as a spreadsheet holds it: which column is which, and what is wrong with a row.
import { checkGolongan } from './golongan.ts';
import { addYears } from './local-date.ts';
import { mask } from './mask.ts';
import { checkName } from './name.ts';
import { nearest } from './nearest.ts';
import { checkNik } from './nik.ts';
import { checkNip } from './nip.ts';
import { checkOfficeMail } from './office-mail.ts';
import type { Check, CheckContext, ProblemCode } from './check.ts';
import type { LocalDate } from './person.ts';
import { readRollDate } from './roll-date.ts';

/** A cell as it stands in the file. A formula is never evaluated, nor is the result trusted that was saved with it. */
export type Cell = { readonly text: string } | { readonly number: number } | { readonly formula: true } | undefined;

/** `number` counts from 1, as the spreadsheet shows it. */
export interface SheetRow {
  readonly number: number;
  readonly cells: readonly Cell[];
}

export interface RollEntry {
  readonly row: number;
  readonly name: string;
  /** 18 digits. */
  readonly nip: string;
  readonly issuedOn: LocalDate;
  readonly validUntil: LocalDate;
}

/** What a row amounts to; without an entry it has errors. The words are Indonesian, for those who keep the roll. */
export interface RowResult {
  readonly row: number;
  /** Masked; as far as there is one. */
  readonly nip: string;
  readonly entry?: RollEntry;
  readonly errors: readonly string[];
  readonly warnings: readonly string[];
}

interface Column {
  readonly title: string;
  readonly required: boolean;
  /** Other names, folded. */
  readonly names: readonly string[];
}

/** Titles of columns are compared without case, spaces and marks. */
export const ROLL_COLUMNS = {
  nama: { title: 'Nama', required: true, names: 'nama namalengkap namapegawai namapemilik name fullname'.split(' ') },
  nip: { title: 'NIP', required: true, names: 'nip nipbaru nippegawai staffnumber'.split(' ') },
  nik: { title: 'NIK', required: false, names: 'nik noktp nomorktp idnumber'.split(' ') },
  office: {
    title: 'Perangkat Daerah',
    required: true,
    names: 'perangkatdaerah opd skpd unitkerja instansi office'.split(' '),
  },
  mail: {
    title: 'Email Dinas',
    required: true,
    names: 'emaildinas email surel emailkedinasan officialemail officialemailaddress mail'.split(' '),
  },
  golongan: {
    title: 'Golongan',
    required: false,
    names: 'golongan gol golonganruang pangkatgolongan grade'.split(' '),
  },
  issued: {
    title: 'Terbit',
    required: true,
    names: 'terbit tanggalterbit tglterbit tanggalpenerbitan issued issuedon issuedate dateofissue'.split(' '),
  },
  until: {
    title: 'Berlaku Sampai',
    required: false,
    names: 'berlakusampai berlakuhingga masaberlaku tanggalberakhir kedaluwarsa validuntil expires expirydate'.split(
      ' ',
    ),
  },
} as const satisfies Readonly<Record<string, Column>>;

export type ColumnKey = keyof typeof ROLL_COLUMNS;
export type Columns = Readonly<Partial<Record<ColumnKey, number>>>;

/** Columns that are let through and not read. */
const IGNORED = 'no nomor nomorurut number keterangan catatan remarks notes'.split(' ');

const KEYS = Object.keys(ROLL_COLUMNS) as ColumnKey[];

/** Where each of these columns is, or what is wrong with the header row, in words. */
export function readHeader(
  { cells }: SheetRow,
  keys: readonly ColumnKey[] = KEYS,
): Columns | { readonly problems: readonly string[] } {
  const columns: Partial<Record<ColumnKey, number>> = {};
  const problems: string[] = [];
  cells.forEach((cell, at) => {
    const title = cell && 'text' in cell ? cell.text.trim() : '';
    const folded = fold(title);
    if (folded === '' && (cell === undefined || 'text' in cell)) return;
    const key = keys.find((each) => (ROLL_COLUMNS[each].names as readonly string[]).includes(folded));
    if (key === undefined) {
      if (!IGNORED.includes(folded)) problems.push(unknownColumn(title, at, keys));
    } else if (columns[key] !== undefined) {
      problems.push(`kolom ${ROLL_COLUMNS[key].title} ada dua kali`);
    } else columns[key] = at;
  });
  for (const key of keys)
    if (ROLL_COLUMNS[key].required && columns[key] === undefined)
      problems.push(`kolom ${ROLL_COLUMNS[key].title} tidak ada`);
  return problems.length > 0 ? { problems } : columns;
}

function unknownColumn(title: string, at: number, keys: readonly ColumnKey[]): string {
  const titles = keys.map((key) => ROLL_COLUMNS[key].title);
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

export interface RollRules extends CheckContext {
  readonly validYears: number;
  /** Some day in the file can only be month/day/year: the others are then not certain either. */
  readonly monthFirst: boolean;
}

/** Reads the cells of one row by column; what is wrong, or odd, gathers beside them. */
export interface RowReader {
  readonly errors: string[];
  readonly warnings: string[];
  readonly cell: (key: ColumnKey) => Cell;
  readonly fail: (key: ColumnKey, why: string) => undefined;
  /** The checked value; undefined where the cell is empty or wrong. */
  readonly read: (key: ColumnKey, check: (text: string) => Check) => string | undefined;
}

export function rowReader(row: SheetRow, columns: Columns): RowReader {
  const errors: string[] = [];
  const warnings: string[] = [];
  const cellOf = (key: ColumnKey): Cell => row.cells[columns[key] ?? -1];
  const fail = (key: ColumnKey, why: string): undefined => {
    errors.push(`${ROLL_COLUMNS[key].title}: ${why}`);
    return undefined;
  };
  const read = (key: ColumnKey, check: (text: string) => Check): string | undefined => {
    const text = textOf(cellOf(key));
    if (typeof text !== 'string') return fail(key, text.problem);
    if (text === '') return ROLL_COLUMNS[key].required ? fail(key, 'kosong') : undefined;
    const checked = check(text);
    if (!checked.ok) return fail(key, WHY[checked.problem] ?? 'tidak sesuai');
    if (checked.doubts.length > 0) warnings.push(`${ROLL_COLUMNS[key].title}: tampak tidak lazim, mohon diperiksa`);
    return checked.value;
  };
  return { errors, warnings, cell: cellOf, fail, read };
}

/** Checks one row below the header. */
export function readRollRow(row: SheetRow, columns: Columns, rules: RollRules): RowResult {
  const { errors, warnings, cell, fail, read } = rowReader(row, columns);
  const day = (key: ColumnKey): LocalDate | undefined => {
    const date = readRollDate(cell(key), rules);
    if ('problem' in date) return fail(key, date.problem);
    if (date.day === undefined && ROLL_COLUMNS[key].required) return fail(key, 'kosong');
    return date.day;
  };

  const name = read('nama', checkName);
  const nip = read('nip', (text) => checkNip(text, rules));
  read('nik', (text) => checkNik(text, rules));
  read('office', (text) => ({ ok: true, value: text, doubts: [] }));
  read('mail', (text) => checkOfficeMail(text, rules));
  read('golongan', checkGolongan);
  const issuedOn = day('issued');
  const until = day('until');
  const validUntil = until ?? (issuedOn === undefined ? undefined : addYears(issuedOn, rules.validYears));
  if (issuedOn !== undefined && issuedOn > rules.today) fail('issued', 'belum tiba');
  if (issuedOn !== undefined && until !== undefined && until <= issuedOn) fail('until', 'tidak sesudah tanggal terbit');
  if (validUntil !== undefined && validUntil < rules.today) warnings.push('Berlaku Sampai: sudah lewat');
  const shown = { row: row.number, nip: nip === undefined ? '' : mask(nip, 'nip'), errors, warnings };
  if (errors.length > 0 || !name || !nip || !issuedOn || !validUntil) return shown;
  return { ...shown, entry: { row: row.number, name, nip, issuedOn, validUntil } };
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
