// What the figures know of a certificate's holder besides who he is: his office, pay grade, status and sex.
import type { Sex, Status } from './check.ts';
import { findGolongan } from './golongan.ts';
import { nikFacts } from './nik.ts';
import { nipFacts } from './nip.ts';
import type { LocalDate } from './person.ts';

/** What is not known is absent; figures count it in a row of its own. */
export interface HolderFacts {
  /** Name of the Perangkat Daerah as it was given; which one that is, `officeOn` says. */
  readonly office?: string;
  /** A code of `GOLONGAN`. */
  readonly golongan?: string;
  readonly status?: Status;
  readonly sex?: Sex;
}

/** The facts that are known of a record, or of whatever else has such fields; all others are absent. */
export function knownFacts({ office, golongan, status, sex }: Unsure<HolderFacts>): HolderFacts {
  return { ...(office && { office }), ...(golongan && { golongan }), ...(status && { status }), ...(sex && { sex }) };
}

type Unsure<Of> = { readonly [Key in keyof Of]?: Of[Key] | undefined };

/**
 * What a request or a row of the roll says of the holder. The status is that of the golongan, else of the NIP; the sex is that of the NIP,
 * else of the NIK (the publication asks for neither by itself).
 */
export function holderFacts(
  { office, golongan, nip, nik }: Readonly<Partial<Record<'office' | 'golongan' | 'nip' | 'nik', string>>>,
  today: LocalDate,
): HolderFacts {
  const byNip = nip ? nipFacts(nip) : undefined;
  const grade = golongan ? findGolongan(golongan) : undefined;
  const status = grade?.status ?? byNip?.status;
  const sex = byNip?.sex ?? (nik ? nikFacts(nik, today)?.sex : undefined);
  return knownFacts({ office, golongan: grade?.code, status, sex });
}
