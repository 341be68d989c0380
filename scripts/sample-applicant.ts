// The invented applicant of the samples: numbers of a valid form that agree with each other and belong to nobody.
import type { Profile } from '../src/core/profile.ts';

export interface SampleApplicant {
  readonly name: string;
  readonly nip: string;
  readonly nik: string;
  readonly grade: string;
  readonly position: string;
  readonly office: string;
  readonly mail: string;
  readonly phone: string;
  readonly birthplace: string;
  readonly birthday: string;
}

/** First six digits of a NIK registered there; elsewhere 99, which is no province. */
const REGIONS: Readonly<Record<string, string>> = {
  babel: '197101',
  'bangka-selatan': '190301',
  'tanah-bumbu': '631001',
  tanjungpinang: '217201',
  tarakan: '657101',
};

/** A woman born on 12 April 1987, in service since January 2010: NIK (day + 40) and NIP say the same. */
export function sampleApplicant(profile: Profile): SampleApplicant {
  return {
    name: 'Sari Dewi Lestari, S.Kom.',
    nip: '198704122010012003',
    nik: `${REGIONS[profile.key] ?? '990101'}5204870001`,
    grade: 'III/c',
    position: 'Pranata Komputer Ahli Muda',
    office: 'Dinas Perhubungan',
    mail: `sari.lestari@${profile.mailDomains[0] ?? 'contoh.go.id'}`,
    phone: '081200000012',
    birthplace: 'Kota Contoh',
    birthday: '12 April 1987',
  };
}
