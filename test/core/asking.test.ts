import { describe, expect, it } from 'vitest';
import type { Application } from '../../src/core/application.ts';
import { asksAs, objectionToAnswers, objectionToAsking, servicesOpenTo } from '../../src/core/asking.ts';
import type { Asking } from '../../src/core/asking.ts';
import type { CertificateView } from '../../src/core/certificate.ts';
import type { Profile, Service } from '../../src/core/profile.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';

const tarakan = loadProfile('tarakan');
const tanjungpinang = loadProfile('tanjungpinang');
const NIP = '199005152015032001';

function asking(given: Partial<Asking> & { readonly roles?: readonly string[] } = {}): Asking {
  const { roles = [], ...rest } = given;
  return { actor: { person: 'p', name: 'Sari', roles }, profile: tarakan, applications: [], ...rest };
}

function held(state: CertificateView['state']): CertificateView {
  return { id: 'TTE-2B4C6D', nip: NIP, validUntil: '2027-01-01', state };
}

function open(service: string, given: Partial<Application> = {}): Application {
  return { number: 'TTE-7K3M9Q', service, state: 'in_progress', ...given } as Application;
}

function keys(given: Asking): readonly string[] {
  return servicesOpenTo(given).map(({ key }) => key);
}

function service(key: string, profile: Profile = tarakan): Service {
  const found = profile.services[key];
  if (!found) throw new Error(`no service ${key}`);
  return found;
}

describe('a person', () => {
  it.each([
    ['without a certificate', undefined, ['penerbitan']],
    ['with one', held('active'), ['pembaruan', 'penerbitan_kembali', 'perubahan_data', 'pencabutan']],
    [
      'whose certificate ends soon',
      held('near_end'),
      ['pembaruan', 'penerbitan_kembali', 'perubahan_data', 'pencabutan'],
    ],
    ['whose certificate has expired', held('expired'), ['pembaruan']],
    ['whose certificate was revoked', held('revoked'), ['penerbitan']],
  ])('%s may ask for what fits', (_, certificate, expected) => {
    expect(keys(asking({ certificate }))).toEqual(expected);
  });

  it('asks for a new certificate as for the first one where the SOP knows no renewal', () => {
    const { penerbitan } = tarakan.services;
    const plain = { ...tarakan, services: penerbitan ? { penerbitan } : {} };
    expect(keys(asking({ profile: plain, certificate: held('expired') }))).toEqual(['penerbitan']);
  });

  it('has one request at a time, but may always ask for a revocation', () => {
    const busy = asking({ certificate: held('active'), applications: [open('pembaruan')] });
    expect(keys(busy)).toEqual(['pencabutan']);
    expect(objectionToAsking(service('pembaruan'), busy)).toEqual({ code: 'request_open', number: 'TTE-7K3M9Q' });
    expect(keys({ ...busy, applications: [open('pencabutan')] })).toEqual([]);
    expect(keys({ ...busy, applications: [open('pembaruan', { state: 'withdrawn' })] })).toHaveLength(4);
  });

  it('is not held up by what was asked for in an office', () => {
    const head = asking({
      roles: ['kepala_perangkat_daerah'],
      applications: [open('pencabutan', { forOthers: true })],
    });
    expect(keys(head)).toEqual(['penerbitan', 'pencabutan', 'penerbitan_kolektif']);
  });
});

describe('an officer', () => {
  it('who acts at a step of a service never asks for it himself', () => {
    for (const role of ['kepala_dinas', 'kepala_bidang', 'statistisi', 'verifikator'])
      expect(keys(asking({ roles: [role] }))).toEqual([]);
  });

  it('asks in his role, for others, whatever his own certificate', () => {
    const head = asking({ roles: ['kepala_perangkat_daerah'], certificate: held('revoked') });
    expect(asksAs(service('pencabutan'), head)).toBe('kepala_perangkat_daerah');
    expect(objectionToAsking(service('pencabutan'), head)).toBeUndefined();
    expect(asksAs(service('penerbitan'), head)).toBe('pemohon');
  });

  it.each([
    ['statistik_sektoral', ['pejabat_fungsional']],
    ['pengacak_sinyal', ['pimpinan_daerah', 'kepala_perangkat_daerah']],
  ])('alone may ask for %s: %j', (key, roles) => {
    const may = (role: string): boolean =>
      objectionToAsking(service(key, tanjungpinang), asking({ profile: tanjungpinang, roles: [role] })) === undefined;
    expect(Object.keys(tanjungpinang.actors).filter(may).sort()).toEqual([...roles].sort());
    expect(objectionToAsking(service(key, tanjungpinang), asking({ profile: tanjungpinang }))).toEqual({
      code: 'not_for_you',
    });
  });
});

describe('the answers', () => {
  const answers = {
    dasar_pencabutan: 'penyalahgunaan',
    keterangan: 'x',
    nama: 'Sari',
    perangkat_daerah: 'x',
    whatsapp: '1',
  };
  const told = (nip: string, given: Asking) => objectionToAnswers(service('pencabutan'), { ...answers, nip }, given);

  it("may name nobody else's certificate, unless the head of an office asks", () => {
    expect(told(NIP, asking({ certificate: held('active') }))).toBeUndefined();
    expect(told('198704122010012003', asking({ certificate: held('active') }))).toEqual({
      code: 'not_your_certificate',
    });
    expect(told('198704122010012003', asking({ roles: ['kepala_perangkat_daerah'] }))).toBeUndefined();
  });

  it('must be there as far as they are asked for', () => {
    const { keterangan: _left, ...less } = answers;
    const given = asking({ certificate: held('active') });
    expect(objectionToAnswers(service('pencabutan'), { ...less, nip: NIP }, given)).toEqual({
      code: 'answer_missing',
      field: 'keterangan',
    });
  });
});
