// The part of the store's contract about certificates: revisions, whose they are, and which reminders are due.
import { expect, it } from 'vitest';
import type { Certificate, Store } from '../../src/app/ports.ts';
import { at, certificate, NIP } from './examples.ts';

export function certificateContract(current: () => Store): void {
  const save = (each: Certificate) => current().saveCertificate(each);
  const ids = (certificates: readonly Certificate[]) => certificates.map(({ id }) => id);
  const full = certificate('TTE-1', {
    revision: 2,
    supersededFrom: '2026-11-24',
    revoked: { on: '2026-11-20', countsFrom: '2026-11-21', ground: 'pensiun', application: 'TTE-7' },
    office: 'Dinas Contoh',
    golongan: 'III/b',
    status: 'pns',
    sex: 'female',
    replaced: { on: '2026-11-20', application: 'TTE-8' },
    activatedOn: '2026-11-21',
    passphraseOn: '2026-11-22',
    snoozed: { kind: 'passphrase', until: '2026-11-23' },
    stopped: ['expiry'],
  });

  it('gives a certificate back as it was saved', async () => {
    expect(await save(certificate('TTE-1'))).toBe(true);
    expect(await current().findCertificate('TTE-1')).toEqual(certificate('TTE-1'));
    expect(await save(full)).toBe(true);
    expect(await current().findCertificate('TTE-1')).toEqual(full);
    expect(await current().findCertificate('TTE-2')).toBeUndefined();
  });

  it('forgets what a later revision no longer has', async () => {
    await save(certificate('TTE-1'));
    await save(full);
    const { remindAt: _at, nip: _nip, ...bare } = certificate('TTE-1', { revision: 3 });
    expect(await save(bare)).toBe(true);
    expect(await current().findCertificate('TTE-1')).toEqual(bare);
    expect(await current().findCertificatesOfHolder({ owner: 'p-9', nip: NIP })).toEqual([]);
  });

  it('refuses every revision but the next, also a second first one', async () => {
    expect(await save(certificate('TTE-1', { revision: 2 }))).toBe(false);
    expect(await current().findCertificate('TTE-1')).toBeUndefined();
    await save(certificate('TTE-1'));
    for (const revision of [1, 3]) expect(await save(certificate('TTE-1', { revision, owner: 'p-2' }))).toBe(false);
    expect(await current().findCertificate('TTE-1')).toEqual(certificate('TTE-1'));
    const tries = Array.from({ length: 20 }, () => save(certificate('TTE-1', { revision: 2 })));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  });

  it("finds a person's certificates, the one issued last first", async () => {
    await save(certificate('TTE-1', { issuedOn: '2024-01-05' }));
    await save(certificate('TTE-2', { issuedOn: '2026-01-05' }));
    await save(certificate('TTE-3', { issuedOn: '2025-01-05' }));
    await save(certificate('TTE-4', { owner: 'p-2' }));
    expect(ids(await current().findCertificatesOf('p-1'))).toEqual(['TTE-2', 'TTE-3', 'TTE-1']);
    expect(await current().findCertificatesOf('p-9')).toEqual([]);
  });

  it('finds certificates by NIP or owner', async () => {
    const { nip: _nip, ...nameless } = certificate('TTE-1', { owner: 'p-1' });
    await save(nameless);
    await save(certificate('TTE-2', { owner: 'p-2' }));
    await save(certificate('TTE-3', { owner: 'p-3', nip: '197001011990011001' }));
    expect(ids(await current().findCertificatesOfHolder({ owner: 'p-1', nip: NIP })).toSorted()).toEqual([
      'TTE-1',
      'TTE-2',
    ]);
    expect(ids(await current().findCertificatesOfHolder({ owner: 'p-3' }))).toEqual(['TTE-3']);
    expect(await current().findCertificatesOfHolder({ owner: 'p-9' })).toEqual([]);
  });

  it('finds the certificates of many by their NIPs, the one issued last first', async () => {
    const other = '197001011990011001';
    const { nip: _nip, ...nameless } = certificate('TTE-1', { owner: '' });
    await save(nameless);
    await save(certificate('TTE-2', { issuedOn: '2025-01-05' }));
    await save(certificate('TTE-3', { issuedOn: '2026-01-05', owner: 'p-3' }));
    await save(certificate('TTE-4', { issuedOn: '2024-01-05', nip: other }));
    expect(ids(await current().findCertificatesByNip([NIP, other, NIP]))).toEqual(['TTE-3', 'TTE-2', 'TTE-4']);
    expect(ids(await current().findCertificatesByNip([other, '196901011990011001']))).toEqual(['TTE-4']);
    expect(await current().findCertificatesByNip([])).toEqual([]);
  });

  it('finds whose reminder is due, the longest due first', async () => {
    const { remindAt: _none, ...silent } = certificate('TTE-1');
    await save(silent);
    await save(certificate('TTE-2', { remindAt: at(5) }));
    await save(certificate('TTE-3', { remindAt: at(4) }));
    await save(certificate('TTE-4', { remindAt: at(6) }));
    expect(ids(await current().findDueReminders(at(5), 10))).toEqual(['TTE-3', 'TTE-2']);
    expect(ids(await current().findDueReminders(at(9), 1))).toEqual(['TTE-3']);
    expect(await current().findDueReminders(at(3), 10)).toEqual([]);
  });

  it('moves reminders on, unless the record has changed meanwhile', async () => {
    await save(certificate('TTE-1', { remindAt: at(4) }));
    await save(certificate('TTE-2', { remindAt: at(4) }));
    await save(certificate('TTE-3', { remindAt: at(4) }));
    const move = { revision: 1, remindedUntil: at(5) };
    await current().moveReminders([
      { ...move, id: 'TTE-1', remindAt: at(8) },
      { ...move, id: 'TTE-2' },
      { ...move, id: 'TTE-3', revision: 2, remindAt: at(8) },
      { ...move, id: 'TTE-9' },
    ]);
    await current().moveReminders([]);
    expect(await current().findCertificate('TTE-1')).toEqual(
      certificate('TTE-1', { revision: 2, remindedUntil: at(5), remindAt: at(8) }),
    );
    const { remindAt: _none, ...ended } = certificate('TTE-2', { revision: 2, remindedUntil: at(5) });
    expect(await current().findCertificate('TTE-2')).toEqual(ended);
    expect(ids(await current().findDueReminders(at(7), 10))).toEqual(['TTE-3']);
    expect(await current().findCertificate('TTE-9')).toBeUndefined();
  });
}
