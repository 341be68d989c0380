// The people of a request for many, as a spreadsheet names them: what a row must hold, and how each of them is decided.
import type { CheckContext } from './check.ts';
import { checkGolongan } from './golongan.ts';
import { checkName } from './name.ts';
import { checkNik } from './nik.ts';
import { checkNip } from './nip.ts';
import { checkOfficeMail } from './office-mail.ts';
import { ROLL_COLUMNS } from './roll.ts';
import type { Columns, SheetRow } from './sheet.ts';
import { rowReader } from './sheet.ts';

/** As a good row has it; normalised as the answers of a form are. */
export interface NewPerson {
  readonly name: string;
  /** 18 digits. */
  readonly nip: string;
  /** 16 digits. */
  readonly nik?: string;
  readonly mail: string;
  readonly golongan?: string;
}

/** One of a request's people. Personal data, but for `id`, which counts them: 1, 2, 3 … */
export interface ListedPerson extends NewPerson {
  readonly id: string;
  readonly state: 'open' | 'accepted' | 'rejected';
  /** Of a rejected one. */
  readonly reason?: string;
}

export interface PersonVerdict {
  readonly id: string;
  readonly accepted: boolean;
  /** Needed where he is not accepted. */
  readonly reason?: string;
}

const { nama, nip, nik, mail, golongan } = ROLL_COLUMNS;

/** The columns of such a sheet, by the names that the roll knows them by. */
export const PEOPLE_COLUMNS = { nama, nip, nik, mail, golongan } as const;

/** The header alone, to be filled in: semicolons and a mark of UTF-8, as Excel in Indonesia expects them. */
export function emptySheet(): string {
  return `\uFEFF${Object.values(PEOPLE_COLUMNS)
    .map(({ title }) => title)
    .join(';')}\r\n`;
}

/** What a row amounts to; without an entry it has errors, in Indonesian as those of the roll. */
export interface PersonRow {
  readonly row: number;
  readonly entry?: NewPerson & { readonly row: number };
  readonly errors: readonly string[];
}

/** Checks one row below the header. */
export function readPersonRow(
  row: SheetRow,
  columns: Columns<keyof typeof PEOPLE_COLUMNS>,
  rules: CheckContext,
): PersonRow {
  const { errors, read } = rowReader(row, columns, PEOPLE_COLUMNS);
  const name = read('nama', checkName);
  const nip = read('nip', (text) => checkNip(text, rules));
  const nik = read('nik', (text) => checkNik(text, rules));
  const mail = read('mail', (text) => checkOfficeMail(text, rules));
  const golongan = read('golongan', checkGolongan);
  if (errors.length > 0 || !name || !nip || !mail) return { row: row.number, errors };
  const more = { ...(nik ? { nik } : {}), ...(golongan ? { golongan } : {}) };
  return { row: row.number, errors, entry: { row: row.number, name, nip, mail, ...more } };
}

/** The list of a new request: everybody waits to be decided. */
export function newList(people: readonly NewPerson[]): ListedPerson[] {
  return people.map((person, index) => ({ ...person, id: String(index + 1), state: 'open' }));
}

export function findPerson(people: readonly ListedPerson[], id: string): ListedPerson | undefined {
  return people.find((person) => person.id === id);
}

export function isOpenPerson({ state }: ListedPerson): boolean {
  return state === 'open';
}

export function isAccepted({ state }: ListedPerson): boolean {
  return state === 'accepted';
}
