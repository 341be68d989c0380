// What the events of a request make of the records of certificates, and what state one is in.
import { describe, expect, it } from 'vitest';
import type { ApplicationEvent } from '../../src/core/application.ts';
import type { Certificate, CertificateChange } from '../../src/core/certificate.ts';
import { applyChange, certificateChanges, certificateState, currentCertificate } from '../../src/core/certificate.ts';
import { certificate, NAME, NIP, request } from '../storage/examples.ts';

const AT = '2026-11-20T02:00:00.000Z';
const JAKARTA = { timeZone: 'Asia/Jakarta' };
const LATER = '2026-12-20T02:00:00.000Z';
const at = { at: AT, by: { person: 'p-9', name: 'Dewi', role: 'verifikator' }, step: 'akhir' };
const decided = { ...at, kind: 'step_decided', decision: 'issue', minutes: 3, late: false } as const;
const issued = { ...at, kind: 'certificate_issued', issuedOn: '2026-11-20', validUntil: '2028-11-20' } as const;
const revoked = { ...at, kind: 'certificate_revoked', revokedOn: '2026-11-20', ground: 'pensiun' } as const;
const completed: ApplicationEvent = { ...at, kind: 'application_completed' };
/** As the NIP says. */
const WOMAN = { status: 'pns', sex: 'female' } as const;
const OTHER_NIP = '197001011990011001';

/** The store after the change, by id. */
function after(change: CertificateChange, there: readonly Certificate[]): Record<string, Certificate> {
  return Object.fromEntries([...there, ...applyChange(change, there)].map((each) => [each.id, each]));
}

function issue(id: string, part: Partial<Certificate> = {}): CertificateChange {
  return { id: '3:certificate_issued', kind: 'issued', certificate: certificate(id, { recordedAt: AT, ...part }) };
}

function revocation(part: Partial<Extract<CertificateChange, { kind: 'revoked' }>> = {}): CertificateChange {
  const end = { on: '2026-11-20', countsFrom: '2026-11-20', ground: 'pensiun', application: 'TTE-9' };
  return {
    id: '3:certificate_revoked',
    kind: 'revoked',
    holder: { owner: 'p-1', nip: NIP },
    revoked: end,
    at: LATER,
    ...part,
  };
}

describe('the changes of certificates', () => {
  it('are none for a decision that issues nothing', () => {
    expect(certificateChanges(request('TTE-1'), [decided, completed], JAKARTA)).toEqual([]);
  });

  it('make a record for everybody accepted of a request for many, known by the NIP alone', () => {
    const one = { nip: NIP, mail: 'a@contoh.go.id' };
    const people = [
      { ...one, id: '1', name: NAME, state: 'accepted' as const },
      { ...one, id: '2', name: 'Bayu', state: 'rejected' as const, reason: 'Keluar' },
      { ...one, id: '3', name: 'Dewi', nip: OTHER_NIP, state: 'accepted' as const },
    ];
    const changes = certificateChanges(
      request('TTE-1', { revision: 7, people }),
      [decided, issued, completed],
      JAKARTA,
    );
    const days = { issuedOn: '2026-11-20', validUntil: '2028-11-20', countsFrom: '2026-11-20' };
    const told = { ...days, recordedAt: AT, remindedUntil: AT, revision: 1 };
    expect(changes).toEqual([
      {
        id: '7:certificate_issued:1',
        kind: 'issued',
        certificate: { id: 'TTE-1-1', owner: 'TTE-1-1', name: NAME, nip: NIP, ...WOMAN, ...told },
      },
      {
        id: '7:certificate_issued:3',
        kind: 'issued',
        certificate: {
          id: 'TTE-1-3',
          owner: 'TTE-1-3',
          name: 'Dewi',
          nip: OTHER_NIP,
          status: 'pns',
          sex: 'male',
          ...told,
        },
      },
    ]);
  });

  it('make a record of what was issued', () => {
    expect(certificateChanges(request('TTE-1', { revision: 7 }), [decided, issued, completed], JAKARTA)).toEqual([
      {
        id: '7:certificate_issued',
        kind: 'issued',
        certificate: {
          id: 'TTE-1',
          owner: 'p-1',
          name: NAME,
          nip: NIP,
          ...WOMAN,
          issuedOn: '2026-11-20',
          validUntil: '2028-11-20',
          recordedAt: AT,
          countsFrom: '2026-11-20',
          remindedUntil: AT,
          revision: 1,
        },
      },
    ]);
  });

  it('say what was revoked, when and why', () => {
    const [change] = certificateChanges(request('TTE-2'), [decided, revoked], JAKARTA);
    expect(change).toMatchObject({
      holder: { owner: 'p-1', nip: NIP },
      revoked: { on: '2026-11-20', countsFrom: '2026-11-20', ground: 'pensiun', application: 'TTE-2' },
    });
  });
});

describe('a new certificate', () => {
  it('is recorded once, however often', () => {
    const once = applyChange(issue('TTE-1'), []);
    expect(once.map(({ id, revision }) => [id, revision])).toEqual([['TTE-1', 1]]);
    expect(applyChange(issue('TTE-1'), once)).toEqual([]);
  });

  it('replaces the one in use, which is reminded of no more', () => {
    const former = certificate('TTE-1', { recordedAt: '2024-11-20T02:00:00.000Z', revision: 4 });
    const records = after(issue('TTE-2'), [former]);
    expect(records['TTE-1']).toMatchObject({ replaced: { on: '2026-11-20', application: 'TTE-2' }, revision: 5 });
    expect(records['TTE-1']).not.toHaveProperty('remindAt');
    expect(records['TTE-2']?.replaced).toBeUndefined();
  });

  it("leaves another person's alone, though the same account asked for it", () => {
    const other = certificate('TTE-1', { nip: OTHER_NIP, recordedAt: '2024-11-20T02:00:00.000Z' });
    expect(after(issue('TTE-2'), [other])['TTE-1']).toBe(other);
  });

  it('that is recorded late has already been replaced by the newer one', () => {
    const newer = certificate('TTE-2', { recordedAt: LATER, issuedOn: '2026-12-20' });
    const records = after(issue('TTE-1'), [newer]);
    expect(records['TTE-2']).toBe(newer);
    expect(records['TTE-1']).toMatchObject({ replaced: { application: 'TTE-2' }, revision: 1 });
  });
});

describe('the day from which figures count by another certificate', () => {
  const older = (part: Partial<Certificate> = {}): Certificate =>
    certificate('TTE-1', { recordedAt: '2024-11-20T02:00:00.000Z', countsFrom: '2024-11-20', ...part });

  it('is the first on which they know of the newer one, of a revoked one too, which stays revoked', () => {
    const end = { on: '2026-01-05', countsFrom: '2026-01-06', ground: 'mutasi', application: 'TTE-9' };
    for (const former of [older(), older({ revoked: end })]) {
      const records = after(issue('TTE-2', { countsFrom: '2026-11-20' }), [former]);
      expect(records['TTE-1']).toMatchObject({ supersededFrom: '2026-11-20', countsFrom: '2024-11-20' });
      expect(records['TTE-1']?.replaced === undefined).toBe(former.revoked !== undefined);
      expect(records['TTE-2']).not.toHaveProperty('supersededFrom');
    }
  });

  it('never comes before the older one counts itself, so that on no day both do', () => {
    const known = older({ countsFrom: '2026-11-25' });
    expect(after(issue('TTE-2', { countsFrom: '2026-11-20' }), [known])['TTE-1']?.supersededFrom).toBe('2026-11-25');
  });

  it('does not move when a third certificate comes', () => {
    const two = after(issue('TTE-2', { countsFrom: '2026-11-20' }), [older()]);
    const three = after(issue('TTE-3', { recordedAt: LATER, countsFrom: '2026-12-20' }), Object.values(two));
    expect(three['TTE-1']?.supersededFrom).toBe('2026-11-20');
    expect(three['TTE-2']?.supersededFrom).toBe('2026-12-20');
  });

  it('is there at once for one that is recorded late, behind the newer one', () => {
    const newer = certificate('TTE-2', { recordedAt: LATER, countsFrom: '2026-12-20' });
    expect(after(issue('TTE-1', { countsFrom: '2026-11-20' }), [newer])['TTE-1']?.supersededFrom).toBe('2026-12-20');
  });
});

describe('what is known of the holder', () => {
  const former = certificate('TTE-1', {
    recordedAt: '2024-11-20T02:00:00.000Z',
    office: 'Dinas Kesehatan',
    golongan: 'III/c',
    status: 'pns',
    sex: 'female',
  });

  it('goes on where the new request did not ask', () => {
    const records = after(issue('TTE-2', { office: 'Dinas Sosial', status: 'pns' }), [former]);
    expect(records['TTE-2']).toMatchObject({
      office: 'Dinas Sosial',
      golongan: 'III/c',
      status: 'pns',
      sex: 'female',
    });
  });

  it('is what the new request says where it did', () => {
    const records = after(issue('TTE-2', { golongan: 'III/d', status: 'pns', sex: 'female' }), [former]);
    expect(records['TTE-2']).toMatchObject({ golongan: 'III/d', office: 'Dinas Kesehatan' });
  });

  it('keeps the status with the golongan, though the NIP is older than both', () => {
    const contract = { ...former, golongan: 'IX', status: 'pppk' as const };
    expect(after(issue('TTE-2', { status: 'pns' }), [contract])['TTE-2']).toMatchObject({
      golongan: 'IX',
      status: 'pppk',
    });
  });

  it('is that of the newest one before', () => {
    const newest = certificate('TTE-2', {
      recordedAt: '2025-11-20T02:00:00.000Z',
      countsFrom: '2025-11-20',
      office: 'Dinas Sosial',
    });
    const oldest = { ...former, countsFrom: '2024-11-20', supersededFrom: '2025-11-20' };
    for (const there of [
      [oldest, newest],
      [newest, oldest],
    ])
      expect(after(issue('TTE-3'), there)['TTE-3']?.office).toBe('Dinas Sosial');
  });
});

describe('a revocation', () => {
  it('ends the one in use, whoever asked for it', () => {
    const records = after(revocation({ holder: { owner: 'p-head', nip: NIP } }), [certificate('TTE-1')]);
    expect(records['TTE-1']).toMatchObject({
      revoked: { on: '2026-11-20', countsFrom: '2026-11-20', ground: 'pensiun' },
      revision: 2,
    });
    expect(records['TTE-1']).not.toHaveProperty('remindAt');
  });

  it('never ends the certificate of the one who asks it for somebody else', () => {
    const own = certificate('TTE-1', { owner: 'p-head', nip: OTHER_NIP });
    expect(applyChange(revocation({ holder: { owner: 'p-head', nip: NIP } }), [own])).toEqual([]);
  });

  it('that is carried out late or again leaves alone what was issued after it', () => {
    const newer = certificate('TTE-2', { recordedAt: '2027-01-20T02:00:00.000Z' });
    const [ended] = applyChange(revocation(), [certificate('TTE-1')]);
    expect(applyChange(revocation(), [newer, ...(ended ? [ended] : [])])).toEqual([]);
  });
});

describe('the state of a certificate', () => {
  const rules = { validYears: 2, activateWithinDays: 7, passphraseEveryDays: 180, expiryNotices: [30, 20, 1] };

  it.each([
    ['2028-10-20', 'active'],
    ['2028-10-21', 'near_end'],
    ['2028-11-20', 'near_end'],
    ['2028-11-21', 'expired'],
  ])('on %s is %s', (today, state) => {
    expect(certificateState(certificate('TTE-1'), today, rules)).toBe(state);
  });

  it('is that of the one issued last, replaced ones aside', () => {
    const end = { on: '2026-11-25', countsFrom: '2026-11-25', ground: 'mutasi', application: 'TTE-4' };
    const own = [
      certificate('TTE-1', { issuedOn: '2024-11-20' }),
      certificate('TTE-2', { revoked: end }),
      certificate('TTE-3', { issuedOn: '2026-11-22', replaced: { on: '2026-11-23', application: 'TTE-2' } }),
    ];
    expect(currentCertificate(own, '2026-11-30', rules)).toEqual({
      id: 'TTE-2',
      nip: NIP,
      state: 'revoked',
      validUntil: '2028-11-20',
    });
    expect(currentCertificate([], '2026-11-30', rules)).toBeUndefined();
  });
});
