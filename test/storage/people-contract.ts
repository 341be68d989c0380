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
