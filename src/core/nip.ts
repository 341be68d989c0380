// NIP, the number of a civil servant, of 18 digits.
// PNS (Perka BKN 22/2007): birth date YYYYMMDD, appointment YYYYMM, sex 1 or 2, serial of 3.
// PPPK: birth date YYYYMMDD, year of contract YYYY, a 2, number of the contract, sex 1 or 2, serial of 3.
import { accept, refuse, type Check, type CheckContext, type DoubtCode, type Sex, type Status } from './check.ts';
import { isLocalDate, yearsBetween } from './local-date.ts';
import { isUnusualAge } from './nik.ts';
import type { LocalDate } from './person.ts';
import { typedDigits } from './typed-text.ts';

/**
 * Checks a NIP (PNS) or NI PPPK as typed, e.g. "19850101 201001 1 001". `value` is 18 digits.
 * An unusual age, or an appointment in the future or in childhood, is a doubt.
 */
export function checkNip(input: string, context: Pick<CheckContext, 'today'>): Check {
  const typed = typedDigits(input);
  if (!typed.ok) return typed;
  const nip = typed.digits;
  if (nip.length === 16) return refuse('that_is_a_nik');
  if (nip.length !== 18) return refuse('wrong_length');
  const birthDate = birthDateIn(nip);
  if (birthDate === undefined || birthDate > context.today) return refuse('impossible_birth_date');
  if (startIn(nip) === undefined) return refuse('impossible_start');
  if (sexIn(nip) === undefined) return refuse('impossible_sex');
  const doubts: DoubtCode[] = [];
  if (isUnusualAge(birthDate, context.today)) doubts.push('unusual_age');
  if (isUnusualStart(nip, birthDate, context.today)) doubts.push('unusual_start');
  return accept(nip, ...doubts);
}

export interface NipFacts {
  readonly birthDate: LocalDate;
  readonly sex: Sex;
  readonly status: Status;
  /** Year of appointment (TMT CPNS) or of the contract. */
  readonly startYear: number;
}

/** What a NIP of 18 digits says about its owner; undefined when it is not one. */
export function nipFacts(nip: string): NipFacts | undefined {
  const birthDate = birthDateIn(nip);
  const start = startIn(nip);
  const sex = sexIn(nip);
  if (birthDate === undefined || start === undefined || sex === undefined) return undefined;
  return { birthDate, sex, status: start.status, startYear: start.year };
}

/** As it is written in letters: `19850101 201001 1 001`. Anything but 18 digits comes back as it is. */
export function formatNip(nip: string): string {
  return nip.replace(/^(\d{8})(\d{6})(\d)(\d{3})$/, '$1 $2 $3 $4');
}

function birthDateIn(nip: string): LocalDate | undefined {
  const text = `${nip.slice(0, 4)}-${nip.slice(4, 6)}-${nip.slice(6, 8)}`;
  return nip.length === 18 && nip >= '1900' && isLocalDate(text) ? text : undefined;
}

/** A 2 where a month's first digit would be marks a PPPK: no month begins with it. */
function startIn(nip: string): { readonly status: Status; readonly year: number } | undefined {
  const year = Number(nip.slice(8, 12));
  const month = Number(nip.slice(12, 14));
  const status = nip[12] === '2' ? 'pppk' : 'pns';
  if (status === 'pns' && (month < 1 || month > 12)) return undefined;
  return year < Number(nip.slice(0, 4)) ? undefined : { status, year };
}

function sexIn(nip: string): Sex | undefined {
  if (nip[14] === '1') return 'male';
  return nip[14] === '2' ? 'female' : undefined;
}

/** PPPK exist since 2019 (PP 49/2018); nobody is appointed before his sixteenth year. */
function isUnusualStart(nip: string, birthDate: LocalDate, today: LocalDate): boolean {
  const isPppk = nip[12] === '2';
  const year = nip.slice(8, 12);
  const start = `${year}-${isPppk ? '01' : nip.slice(12, 14)}-01`;
  return start > today || yearsBetween(birthDate, `${year}-12-31`) < 16 || (isPppk && year < '2019');
}
