// What a turn looks up at once is the same as what it would find query by query.
import { expect, it } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import { certificate, request, turn } from './examples.ts';

export function lookUpContract(current: () => Store): void {
  it('finds the officers alone when nothing else is wanted, also in an empty store', async () => {
    const store = current();
    expect(await store.lookUp({ numbers: [] })).toEqual({
      officers: [],
      applications: [],
      certificates: [],
      named: [],
    });
    await store.savePerson({ id: 'o-2', name: 'Yuni', roles: ['kepala_dinas'], language: 'id' });
    await store.savePerson({
      id: 'o-1',
      name: 'Anton',
      roles: [],
      language: 'id',
      away: { from: '2026-11-18', until: '2026-11-20', delegate: 'p-7' },
    });
    await store.savePerson({ id: 'p-7', name: 'Citra', roles: [], language: 'id' });
    await store.savePerson({ id: 'p-8', name: 'Dewi', roles: [], language: 'id' });
    const { officers } = await store.lookUp({ numbers: [] });
    expect(officers.map(({ id }) => id)).toEqual(['p-7', 'o-2']);
    expect(officers).toEqual(await store.findOfficers());
  });

  it("finds a chat, its person's requests and certificates newest first, and requests by number, as the single queries do", async () => {
    const store = current();
    await store.savePerson({ id: 'o-2', name: 'Yuni', roles: ['kepala_dinas'], language: 'id' });
    await store.saveChat(turn(0, { seen: 'm-1' }));
    const chat = await store.findChat(turn(0).address);
    for (const [number, service, since] of [
      ['TTE-1', 'penerbitan', '2026-11-18T02:00:00.000Z'],
      ['TTE-2', 'pencabutan', '2026-11-19T02:00:00.000Z'],
    ] as const)
      await store.saveApplication(request(number, { service, since, history: [] }), { notices: [] });
    await store.saveApplication(request('TTE-3', { applicant: 'p-3' }), { notices: [] });
    await store.saveCertificate(certificate('TTE-1', { issuedOn: '2024-11-20' }));
    await store.saveCertificate(certificate('TTE-2'));
    await store.saveCertificate(certificate('TTE-3', { owner: 'p-3' }));

    const found = await store.lookUp({ chat: turn(0).address, applicant: 'p-1', numbers: ['TTE-3', 'TTE-2', 'TTE-9'] });
    expect(found.chat).toEqual(chat);
    expect(found.officers).toEqual(await store.findOfficers());
    expect(found.applications).toEqual(await store.findApplicationsOf('p-1'));
    expect(found.applications.map(({ number }) => number)).toEqual(['TTE-2', 'TTE-1']);
    expect(found.certificates).toEqual(await store.findCertificatesOf('p-1'));
    expect(found.certificates.map(({ id }) => id)).toEqual(['TTE-2', 'TTE-1']);
    expect(found.named.map(({ number }) => number).sort()).toEqual(['TTE-2', 'TTE-3']);
    expect(found.named).toContainEqual(await store.findApplication('TTE-3'));
  });

  it('finds a chat that is known already only when it has moved on', async () => {
    const store = current();
    await store.saveChat(turn(0));
    const { address } = turn(0);
    expect((await store.lookUp({ chat: address, version: 1, numbers: [] })).chat).toBeUndefined();
    await store.saveChat(turn(1, { seen: 'm-2' }));
    expect((await store.lookUp({ chat: address, version: 1, numbers: [] })).chat).toEqual(
      await store.findChat(address),
    );
  });

  it('finds no chat where there is none, and no requests of a stranger', async () => {
    const store = current();
    await store.saveApplication(request('TTE-1'), { notices: [] });
    await store.saveCertificate(certificate('TTE-1'));
    const found = await store.lookUp({ chat: 'web:nobody', applicant: 'p-9', numbers: ['TTE-9'] });
    expect(found).toEqual({ officers: [], applications: [], certificates: [], named: [] });
  });
}
