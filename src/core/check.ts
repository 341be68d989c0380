// What a check of something a person typed gives back: a normalised value, perhaps with doubts, or one problem.
// Both unions are closed; every code has a text in locales (`problem.<code>`, `doubt.<code>`).
import type { LocalDate } from './person.ts';

/** Why an answer cannot be taken; the person is asked again. */
export type ProblemCode =
  | 'empty'
  | 'too_short'
  | 'too_long'
  | 'not_digits'
  | 'wrong_length'
  /** Sixteen digits where a NIP is asked, eighteen where a NIK is. */
  | 'that_is_a_nik'
  | 'that_is_a_nip'
  | 'impossible_birth_date'
  | 'impossible_start'
  | 'impossible_sex'
  | 'unknown_golongan'
  | 'not_a_phone'
  | 'not_a_mobile'
  | 'not_indonesian'
  | 'not_a_mail'
  | 'not_office_mail'
  | 'digits_in_name'
  | 'not_a_name'
  | 'not_a_date'
  | 'not_a_year'
  | 'future_year'
  | 'unknown_option';

/** What looks odd in an answer that is taken all the same; the person is warned. */
export type DoubtCode =
  | 'unknown_region'
  | 'serial_zero'
  | 'unusual_age'
  | 'unusual_start'
  | 'unknown_prefix'
  | 'mail_characters'
  | 'year_assumed';

export type Check<Value extends string = string> =
  | { readonly ok: true; readonly value: Value; readonly doubts: readonly DoubtCode[] }
  | { readonly ok: false; readonly problem: ProblemCode };

/** What a check needs to know besides the answer. */
export interface CheckContext {
  /** Today in the agency's time zone. */
  readonly today: LocalDate;
  /** The profile's mail domains. */
  readonly mailDomains: readonly string[];
}

export type Sex = 'male' | 'female';

/** Kind of civil servant: PNS (permanent) or PPPK (by contract). */
export type Status = 'pns' | 'pppk';

export function accept<Value extends string>(value: Value, ...doubts: DoubtCode[]): Check<Value> {
  return { ok: true, value, doubts };
}

export function refuse(problem: ProblemCode): { readonly ok: false; readonly problem: ProblemCode } {
  return { ok: false, problem };
}
