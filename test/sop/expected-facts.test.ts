import { describe, expect, it } from 'vitest';
import type { Service } from '../../src/core/profile.ts';
import { loadProfile, shippedProfiles } from '../../src/sop/load-profile.ts';

/** What an agency's document says (and, where it is silent, what its profile takes instead), written out by hand. */
interface Facts {
  readonly zone: readonly [timeZone: string, label: string];
  readonly mailDomain: string;
  /** Actor and time allowed, in the order of the document. */
  readonly steps: readonly string[];
  readonly papers: readonly string[];
}

const FACTS: Readonly<Record<string, Facts>> = {
  babel: {
    zone: ['Asia/Jakarta', 'WIB'],
    mailDomain: 'babelprov.go.id',
    steps: [
      'pemohon 15 min',
      'kepala_dinas 15 min',
      'kepala_bidang 15 min',
      'subkoordinator 15 min',
      'verifikator 15 min',
      'verifikator 10 min',
      'verifikator 10 min',
    ],
    papers: ['surat_permohonan', 'formulir_bsre', 'ktp', 'sk_terakhir', 'swafoto_ktp', 'swafoto_wajah'],
  },
  tanjungpinang: {
    zone: ['Asia/Jakarta', 'WIB'],
    mailDomain: 'tanjungpinangkota.go.id',
    steps: [
      'pemohon 15 min',
      'kepala_dinas 15 min',
      'kepala_bidang 15 min',
      'verifikator 30 min',
      'pemohon 15 min',
      'verifikator 15 min',
      'pemohon 15 min',
      'bsre 1 d',
      'pemohon 1 d',
    ],
    papers: ['surat_rekomendasi', 'ktp'],
  },
  tarakan: {
    zone: ['Asia/Makassar', 'WITA'],
    mailDomain: 'tarakankota.go.id',
    steps: [
      'pemohon 15 min',
      'kepala_dinas 15 min',
      'kepala_bidang 15 min',
      'statistisi 15 min',
      'verifikator 10 min',
      'verifikator 20 min',
      'verifikator 10 min',
    ],
    papers: ['surat_permohonan', 'formulir_bsre', 'ktp', 'sk_terakhir'],
  },
  'tanah-bumbu': {
    zone: ['Asia/Makassar', 'WITA'],
    mailDomain: 'tanahbumbukab.go.id',
    steps: [
      'pemohon 15 min',
      'kepala_dinas 15 min',
      'kepala_bidang 15 min',
      'verifikator 15 min',
      'pemohon 15 min',
      'verifikator 10 min',
    ],
    papers: ['surat_permohonan', 'surat_rekomendasi', 'formulir_bsre', 'ktp', 'sk_terakhir', 'perjanjian_pemilik'],
  },
  'bangka-selatan': {
    zone: ['Asia/Jakarta', 'WIB'],
    mailDomain: 'bangkaselatankab.go.id',
    steps: [
      'pemohon 15 min',
      'kepala_dinas 15 min',
      'kepala_bidang 15 min',
      'verifikator 15 min',
      'pemohon 15 min',
      'verifikator 10 min',
    ],
    papers: ['surat_permohonan', 'formulir_bsre', 'ktp', 'sk_terakhir'],
  },
};

function stepsOf(service: Service | undefined): readonly string[] {
  return (service?.steps ?? []).map(({ actor, allowed }) =>
    'minutes' in allowed ? `${actor} ${allowed.minutes} min` : `${actor} ${allowed.days} d`,
  );
}

it('has the facts of every shipped profile', () => {
  expect(Object.keys(FACTS).sort()).toEqual(shippedProfiles());
});

describe.each(Object.entries(FACTS))('the profile of %s', (name, facts) => {
  const profile = loadProfile(name);
  const service = profile.services['penerbitan'];

  it('has the steps, actors and times of its document for issuing', () => {
    expect(stepsOf(service)).toEqual(facts.steps);
  });

  it('asks for the papers of its document for issuing', () => {
    expect(service?.papers.map(({ key }) => key)).toEqual(facts.papers);
  });

  it("runs by its office's clocks and mailboxes", () => {
    expect([profile.office.timeZone, profile.office.zoneLabel]).toEqual(facts.zone);
    expect(profile.mailDomains).toEqual([facts.mailDomain]);
  });

  it('lets a certificate be valid for 2 years, to be activated in 7 days, with a new passphrase every 180', () => {
    expect(profile.certificate).toMatchObject({ validYears: 2, activateWithinDays: 7, passphraseEveryDays: 180 });
  });

  it('tells of the end on D-30, D-20, D-7 to D-1 and the day itself', () => {
    expect(profile.certificate.expiryNotices).toEqual([30, 20, 7, 6, 5, 4, 3, 2, 1, 0]);
  });

  it('knows the holidays of the country', () => {
    expect(profile.office.holidays).toContainEqual({ date: '2027-08-17', name: 'Hari Kemerdekaan' });
  });
});

describe.each(Object.entries(FACTS))('what follows the first certificate in %s', (name, facts) => {
  const { services } = loadProfile(name);

  it('is a renewal by the same procedure, with the same papers', () => {
    expect(stepsOf(services['pembaruan'])).toEqual(facts.steps);
    expect(services['pembaruan']?.papers.map(({ key }) => key)).toEqual(facts.papers);
  });

  it('is a re-issue on loss with the statement of the direct superior', () => {
    expect(stepsOf(services['penerbitan_kembali'])).toEqual(facts.steps);
    expect(services['penerbitan_kembali']?.papers.map(({ key }) => key)).toContain('surat_keterangan_atasan');
  });

  it('is a revocation that the owner or the head of an office asks for', () => {
    expect(services['pencabutan']).toMatchObject({ kind: 'revoke', askedBy: ['pemohon', 'kepala_perangkat_daerah'] });
  });

  it('is a change of data, in which a changed NIK leads to a new certificate', () => {
    const decisions = services['perubahan_data']?.steps.flatMap((step) => step.decisions.map(({ kind }) => kind));
    expect(services['perubahan_data']?.kind).toBe('change_data');
    expect(decisions).toContain('issue');
  });
});

it.each([
  ['babel', ['penyalahgunaan', 'mutasi_internal', 'mutasi_keluar', 'pensiun', 'meninggal', 'mengundurkan_diri']],
  ['tanah-bumbu', ['tidak_menjabat', 'pensiun', 'digunakan_orang_lain', 'informasi_salah', 'kunci_bocor']],
])('has every ground of revocation that the document of %s names', (name, grounds) => {
  const field = loadProfile(name).services['pencabutan']?.fields.find(({ key }) => key === 'dasar_pencabutan');
  expect(field?.options.map(({ id }) => id)).toEqual(grounds);
});

describe('the two other procedures of Tanjungpinang', () => {
  const { services } = loadProfile('tanjungpinang');

  it('give sectoral statistics 195 minutes in 8 steps, without papers', () => {
    const steps = services['statistik_sektoral']?.steps ?? [];
    expect(stepsOf(services['statistik_sektoral'])).toEqual([
      'pejabat_fungsional 60 min',
      'produsen_data 30 min',
      'pejabat_fungsional 30 min',
      'subkoordinator_statistik 15 min',
      'kepala_bidang 15 min',
      'sekretaris 15 min',
      'kepala_dinas 15 min',
      'pejabat_fungsional 15 min',
    ]);
    expect(steps.reduce((sum, { allowed }) => sum + ('minutes' in allowed ? allowed.minutes : NaN), 0)).toBe(195);
    expect(services['statistik_sektoral']?.papers).toEqual([]);
  });

  it('send incomplete data back to their producer', () => {
    const decisions = services['statistik_sektoral']?.steps[2]?.decisions;
    expect(decisions).toContainEqual(expect.objectContaining({ kind: 'dispose', next: 'penyampaian_data' }));
  });

  it('give signal jamming the six rows of its SOP after the request', () => {
    expect(stepsOf(services['pengacak_sinyal']).slice(1)).toEqual([
      'kepala_dinas 30 min',
      'kepala_bidang 20 min',
      'subkoordinator_persandian 1 d',
      'staf_persandian 300 min',
      'staf_persandian 180 min',
      'subkoordinator_persandian 180 min',
    ]);
    expect(services['pengacak_sinyal']?.askedBy).toEqual(['pimpinan_daerah', 'kepala_perangkat_daerah']);
  });
});

it.each([
  ['babel', 95],
  ['tarakan', 100],
])('has the steps of %s add up to the %i minutes of its SOP', (name, minutes) => {
  const steps = loadProfile(name).services['penerbitan']?.steps ?? [];
  const sum = steps.reduce((total, { allowed }) => total + ('minutes' in allowed ? allowed.minutes : NaN), 0);
  expect(sum).toBe(minutes);
});

it('has bangka-selatan ask for what its statistics are made of', () => {
  const fields = loadProfile('bangka-selatan').services['penerbitan']?.fields ?? [];
  const required = fields.filter(({ optional }) => !optional).map(({ key }) => key);
  expect(required).toEqual(expect.arrayContaining(['perangkat_daerah', 'nama', 'email_dinas', 'nip', 'golongan']));
});

it('has babel alone register in phases, which all begin before the end of June 2022', () => {
  const phases = shippedProfiles().map((name) => [name, loadProfile(name).registration] as const);
  expect(phases.filter(([, list]) => list.length > 0).map(([name]) => name)).toEqual(['babel']);
  const { registration } = loadProfile('babel');
  expect(registration.map(({ phase, for: whom }) => `${phase} ${whom.id}`)).toEqual([
    'I Pejabat Eselon II',
    'II Pejabat Eselon III',
    'III seluruh pegawai',
  ]);
  expect(registration.every(({ from }) => from >= '2022-04-28' && from <= '2022-06-30')).toBe(true);
});
