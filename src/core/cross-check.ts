// Do the answers agree with each other? NIK and NIP both hold the birth date and the sex; NIP and golongan the status.
// Nothing here ends a dialogue: the person sees both values and keeps or changes them.
import { findGolongan } from './golongan.ts';
import { mask } from './mask.ts';
import { nikFacts } from './nik.ts';
import { nipFacts } from './nip.ts';
import type { LocalDate } from './person.ts';
import type { Field, FieldKind } from './profile.ts';

export type FindingCode = 'birth_date_differs' | 'sex_differs' | 'status_differs';

export interface Finding {
  readonly code: FindingCode;
  /** A doubt is a warning; a contradiction is asked about ("keep or change?"). */
  readonly weight: 'doubt' | 'contradiction';
  /** The two answers that disagree, masked, with what each says: a `LocalDate`, `male`/`female` or `pns`/`pppk`. */
  readonly sides: readonly [Side, Side];
}

export interface Side {
  readonly field: string;
  readonly shown: string;
  readonly says: string;
}

/**
 * Compares the answers given so far (checked, by field key); what is missing or unreadable is not compared.
 * Only two digits of the year are in a NIK, so only they are compared.
 */
export function crossCheck(
  answers: Readonly<Record<string, string>>,
  fields: readonly Pick<Field, 'key' | 'kind'>[],
  today: LocalDate,
): readonly Finding[] {
  const nik = find('nik', answers, fields);
  const nip = find('nip', answers, fields);
  const golongan = find('golongan', answers, fields);
  const inNip = nip && nipFacts(nip.value);
  const inNik = nik && nikFacts(nik.value, today);
  const grade = golongan && findGolongan(golongan.value);
  const findings: Finding[] = [];
  if (nik && nip && inNik && inNip && inNik.birthDate.slice(2) !== inNip.birthDate.slice(2)) {
    findings.push(contradiction('birth_date_differs', side(nik, inNik.birthDate), side(nip, inNip.birthDate)));
  }
  if (nik && nip && inNik && inNip && inNik.sex !== inNip.sex) {
    findings.push(contradiction('sex_differs', side(nik, inNik.sex), side(nip, inNip.sex)));
  }
  if (nip && golongan && inNip && grade && inNip.status !== grade.status) {
    findings.push(contradiction('status_differs', side(nip, inNip.status), side(golongan, grade.status)));
  }
  return findings;
}

interface Answer {
  readonly field: string;
  readonly kind: FieldKind;
  readonly value: string;
}

function find(
  kind: FieldKind,
  answers: Readonly<Record<string, string>>,
  fields: readonly Pick<Field, 'key' | 'kind'>[],
): Answer | undefined {
  const field = fields.find((candidate) => candidate.kind === kind);
  const value = field && answers[field.key];
  return field && value !== undefined ? { field: field.key, kind, value } : undefined;
}

function side({ field, kind, value }: Answer, says: string): Side {
  return { field, shown: kind === 'golongan' ? value : mask(value, kind), says };
}

function contradiction(code: FindingCode, one: Side, other: Side): Finding {
  return { code, weight: 'contradiction', sides: [one, other] };
}
