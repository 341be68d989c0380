// NIK, the number of a person in the population register: 6 digits region, 6 birth date, 4 serial.
// The region is where the person was first registered, not where he lives; new provinces may be missing here.
import { accept, refuse, type Check, type CheckContext, type DoubtCode, type Sex } from './check.ts';
import { realDate, yearsBetween } from './local-date.ts';
import type { LocalDate } from './person.ts';
import { typedDigits } from './typed-text.ts';

/**
 * Checks a NIK as typed, spaces, dots and dashes allowed. `value` is 16 digits.
 * An unknown region, the serial 0000 or an unusual age is a doubt; a day that does not exist is a problem.
 */
export function checkNik(input: string, context: Pick<CheckContext, 'today'>): Check {
  const typed = typedDigits(input);
  if (!typed.ok) return typed;
  const nik = typed.digits;
  if (nik.length === 18) return refuse('that_is_a_nip');
  if (nik.length !== 16) return refuse('wrong_length');
  const facts = nikFacts(nik, context.today);
  if (facts === undefined) return refuse('impossible_birth_date');
  const doubts: DoubtCode[] = [];
  if (!isKnownRegion(nik)) doubts.push('unknown_region');
  if (nik.endsWith('0000')) doubts.push('serial_zero');
  if (isUnusualAge(facts.birthDate, context.today)) doubts.push('unusual_age');
  return accept(nik, ...doubts);
}

export interface NikFacts {
  readonly birthDate: LocalDate;
  readonly sex: Sex;
}

/**
 * Birth date and sex inside a NIK of 16 digits; undefined when there is no such day. Women's days are counted
 * from 41. The two-digit year is read as the latest century in which an applicant would be of working age.
 */
export function nikFacts(nik: string, today: LocalDate): NikFacts | undefined {
  const day = Number(nik.slice(6, 8));
  const month = Number(nik.slice(8, 10));
  const year = Number(nik.slice(10, 12));
  const sex: Sex = day > 40 ? 'female' : 'male';
  const century = Math.floor(Number(today.slice(0, 4)) / 100) * 100;
  for (const start of [century, century - 100]) {
    const birthDate = realDate(start + year, month, day > 40 ? day - 40 : day);
    if (birthDate !== undefined && yearsBetween(birthDate, today) >= WORKING_AGE) return { birthDate, sex };
  }
  return undefined;
}

const WORKING_AGE = 16;

/** Younger than 18, or past the latest age at which any civil servant retires (professors at 70, UU 14/2005 art. 67). */
export function isUnusualAge(birthDate: LocalDate, today: LocalDate): boolean {
  const age = yearsBetween(birthDate, today);
  return age < 18 || age > 70;
}

/** Province codes of Kemendagri, old and new ones of Papua together. */
const PROVINCES = new Set(
  '11 12 13 14 15 16 17 18 19 21 31 32 33 34 35 36 51 52 53 61 62 63 64 65 71 72 73 74 75 76 81 82 91 92 93 94 95 96'.split(
    ' ',
  ),
);

function isKnownRegion(nik: string): boolean {
  return PROVINCES.has(nik.slice(0, 2)) && nik.slice(2, 4) !== '00' && nik.slice(4, 6) !== '00';
}
