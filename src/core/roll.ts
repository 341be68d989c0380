// The roll of people who have a certificate already, as a spreadsheet holds it: which column is which, and what is wrong with a row.
import type { CheckContext } from './check.ts';
import { checkText } from './check-field.ts';
import { checkGolongan } from './golongan.ts';
import type { HolderFacts } from './holder.ts';
import { holderFacts } from './holder.ts';
import { addYears } from './local-date.ts';
import { mask } from './mask.ts';
import { checkName } from './name.ts';
import { checkNik } from './nik.ts';
import { checkNip } from './nip.ts';
import { checkOfficeMail } from './office-mail.ts';
import type { LocalDate } from './person.ts';
import type { DateRules } from './roll-date.ts';
import type { Columns, SheetRow, Table } from './sheet.ts';
import { rowReader } from './sheet.ts';

/** What is kept of a row; NIK and mail are only checked. */
export interface RollEntry extends HolderFacts {
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

/** The columns of a roll. */
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
} as const satisfies Table<string>;

/** Where they are. */
export type RollColumns = Columns<keyof typeof ROLL_COLUMNS>;

export interface RollRules extends CheckContext, DateRules {
  readonly validYears: number;
}

/** Checks one row below the header. */
export function readRollRow(row: SheetRow, columns: RollColumns, rules: RollRules): RowResult {
  const { errors, warnings, fail, read, day } = rowReader(row, columns, ROLL_COLUMNS);
  const name = read('nama', checkName);
  const nip = read('nip', (text) => checkNip(text, rules));
  const nik = read('nik', (text) => checkNik(text, rules));
  const office = read('office', checkText);
  read('mail', (text) => checkOfficeMail(text, rules));
  const golongan = read('golongan', checkGolongan);
  const issuedOn = day('issued', rules);
  const until = day('until', rules);
  const validUntil = until ?? (issuedOn === undefined ? undefined : addYears(issuedOn, rules.validYears));
  if (issuedOn !== undefined && issuedOn > rules.today) fail('issued', 'belum tiba');
  if (issuedOn !== undefined && until !== undefined && until <= issuedOn) fail('until', 'tidak sesudah tanggal terbit');
  if (validUntil !== undefined && validUntil < rules.today) warnings.push('Berlaku Sampai: sudah lewat');
  const shown = { row: row.number, nip: nip === undefined ? '' : mask(nip, 'nip'), errors, warnings };
  if (errors.length > 0 || !name || !nip || !issuedOn || !validUntil) return shown;
  const facts = holderFacts(
    { nip, ...(office && { office }), ...(golongan && { golongan }), ...(nik && { nik }) },
    rules.today,
  );
  return { ...shown, entry: { row: row.number, name, nip, ...facts, issuedOn, validUntil } };
}
