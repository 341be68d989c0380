// The part of the store's contract about people, profiles and files.
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import type { FileMeta, Store } from '../../src/app/ports.ts';
import { at, FILE_NAME, person, profile } from './examples.ts';

const meta: FileMeta = { name: FILE_NAME, type: 'jpeg', owner: 'p-1', at: at(2) };

export function peopleAndFilesContract(current: () => Store): void {
  it('answers when asked whether it is there', async () => {
    expect(await current().ping()).toBe(true);
  });

  it('keeps people and what changes about them', async () => {
    const store = current();
    expect(await store.findPerson('p-1')).toBeUndefined();
    await store.savePerson(person);
    expect(await store.findPerson('p-1')).toEqual(person);
    await store.savePerson({ ...person, name: 'Sari Contoh', language: 'en', roles: ['verifikator'] });
    expect(await store.findPerson('p-1')).toEqual({
      id: 'p-1',
      name: 'Sari Contoh',
      language: 'en',
      roles: ['verifikator'],
    });
  });

  it('finds the holders of a role', async () => {
    const store = current();
    await store.savePerson({ ...person, id: 'p-3', roles: ['verifikator'] });
    await store.savePerson({ ...person, id: 'p-2', roles: ['kepala_dinas', 'verifikator'] });
    await store.savePerson(person);
    expect((await store.findPeopleWithRole('verifikator')).map(({ id }) => id)).toEqual(['p-2', 'p-3']);
    expect((await store.findPeopleWithRole('kepala_dinas')).map(({ id }) => id)).toEqual(['p-2']);
    expect(await store.findPeopleWithRole('admin')).toEqual([]);
  });

  it('keeps for whom an officer acts and while he is away, until that is over', async () => {
    const store = current();
    const acting = [
      { role: 'kepala_dinas', kind: 'plh', until: '2026-11-30' },
      { role: 'kepala_bidang', kind: 'plt', until: '2026-12-31' },
    ] as const;
    const officer = { ...person, roles: ['verifikator'], acting };
    const away = { from: '2026-11-23', until: '2026-11-27', delegate: 'p-2' };
    await store.savePerson({ ...officer, away });
    expect(await store.findPerson('p-1')).toEqual({ ...officer, away });
    const { delegate: _delegate, ...alone } = away;
    await store.savePerson({ ...officer, away: alone });
    expect(await store.findPerson('p-1')).toEqual({ ...officer, away: alone });
    await store.savePerson({ ...person, roles: ['verifikator'] });
    expect(await store.findPerson('p-1')).toEqual({ ...person, roles: ['verifikator'] });
  });

  it('finds all officers by name: with a role of their own, acting, or delegated', async () => {
    const store = current();
    const acting = [{ role: 'kepala_dinas', kind: 'plt', until: '2026-11-30' }] as const;
    const officers = [
      { ...person, id: 'p-2', name: 'Bagus Contoh', acting },
      { ...person, id: 'p-6', name: 'Citra Contoh' },
      { ...person, id: 'p-4', name: 'dewi Contoh', roles: ['verifikator'], acting: [] },
      { ...person, id: 'p-5', name: 'Eko Contoh', roles: ['kepala_dinas', 'verifikator'], acting },
      {
        ...person,
        id: 'p-3',
        name: 'Eko Contoh',
        roles: ['admin'],
        away: { from: '2026-11-23', until: '2026-11-27', delegate: 'p-6' },
      },
    ];
    expect(await store.findOfficers()).toEqual([]);
    for (const officer of officers) await store.savePerson(officer);
    await store.savePerson({ ...person, away: { from: '2026-11-23', until: '2026-11-27' } });
    await store.savePerson({ ...person, id: 'p-7', acting: [] });
    const found = await store.findOfficers();
    expect(found.map(({ id }) => id)).toEqual(['p-2', 'p-6', 'p-4', 'p-3', 'p-5']);
    expect(found[0]).toEqual(officers[0]);
    await store.savePerson({ ...person, id: 'p-4', name: 'dewi Contoh', roles: [] });
    expect((await store.findOfficers()).map(({ id }) => id)).not.toContain('p-4');
  });

  it('keeps every version of a profile unchanged', async () => {
    const store = current();
    await store.keepProfile('contoh@1', profile);
    await store.keepProfile('contoh@1', { ...profile, key: 'changed' });
    expect(await store.findProfile('contoh@1')).toEqual(profile);
    expect(await store.findProfile('contoh@2')).toBeUndefined();
  });

  it.each([0, 1, 300_000, 3_000_000])('gives a file of %i bytes back', async (size) => {
    const store = current();
    const bytes = new Uint8Array(randomBytes(size));
    await store.saveFile('f-1', bytes, meta);
    const read = await store.readFile('f-1');
    expect(read?.length).toBe(size);
    expect(Buffer.compare(Buffer.from(read ?? []), bytes)).toBe(0);
  });

  it('forgets a deleted file and does not mind a missing one', async () => {
    const store = current();
    await store.saveFile('f-1', Uint8Array.of(1, 2, 3), meta);
    await store.deleteFile('f-1');
    await store.deleteFile('f-1');
    expect(await store.readFile('f-1')).toBeUndefined();
  });

  it('finds the files whose time is over, and no others', async () => {
    const store = current();
    const bytes = Uint8Array.of(1, 2, 3);
    await store.saveFile('f-1', bytes, meta);
    await store.saveFile('f-2', bytes, { ...meta, until: at(5) });
    await store.saveFile('f-3', bytes, { ...meta, until: at(6) });
    expect(await store.findOutdatedFiles(at(4), 10)).toEqual([]);
    expect(await store.findOutdatedFiles(at(5), 10)).toEqual(['f-2']);
    expect(await store.findOutdatedFiles(at(6), 1)).toHaveLength(1);
    await store.deleteFile('f-2');
    expect(await store.findOutdatedFiles(at(6), 10)).toEqual(['f-3']);
  });

  it('replaces a file that is saved again, as after a crash', async () => {
    const store = current();
    await store.saveFile('f-1', Uint8Array.of(1, 2, 3), meta);
    await store.saveFile('f-1', Uint8Array.of(4, 5), meta);
    expect([...((await store.readFile('f-1')) ?? [])]).toEqual([4, 5]);
  });

  it('gives copies of files', async () => {
    const store = current();
    const bytes = Buffer.from([1, 2, 3]);
    await store.saveFile('f-1', bytes, meta);
    bytes[0] = 9;
    const first = await store.readFile('f-1');
    first?.fill(9);
    expect([...((await store.readFile('f-1')) ?? [])]).toEqual([1, 2, 3]);
  });
}
