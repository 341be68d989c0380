// Files that should not be taken are refused with a clear sentence, and nothing else is lost by it.
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { phrase } from '../helpers/phrase.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { fillUntil, sessionOf } from '../helpers/story.ts';
import { makeWorld } from '../helpers/world.ts';
import type { Said, World } from '../helpers/world.ts';

async function atPapers(): Promise<World> {
  const world = await makeWorld();
  await fillUntil(world, 'surat_permohonan');
  return world;
}

async function send(world: World, said: Said): Promise<string> {
  return (await world.say('pemohon', said)).map(({ message }) => message.text).join('\n');
}

const MB = 1_000_000;

describe('a file that cannot be a paper', () => {
  it.each<[string, Said, Parameters<typeof phrase>[0]]>([
    [
      'announced as larger than the desk reads',
      { file: 'surat.pdf', bytes: sampleFile('pdf'), size: 26 * MB },
      'file.too_large',
    ],
    [
      'larger than the desk reads, unannounced',
      { file: 'surat.pdf', bytes: sampleFile('pdf', 26 * MB), size: 1 },
      'file.too_large',
    ],
    [
      'larger than the paper may be',
      { file: 'surat permohonan.pdf', bytes: sampleFile('pdf', 6 * MB) },
      'file.too_large_for',
    ],
    ['empty', { file: 'surat.pdf', bytes: new Uint8Array() }, 'file.empty'],
    ['a program named .pdf', { file: 'surat.pdf', bytes: sampleFile('exe', 4000) }, 'file.disguised'],
    ['plain text', { file: 'surat.txt', bytes: sampleFile('text') }, 'file.wrong_type'],
    ['a PDF cut off', { file: 'surat.pdf', bytes: sampleFile('damaged', 800) }, 'file.damaged'],
    ['a JPEG cut off', { file: 'ktp.jpg', bytes: sampleFile('jpeg', 4000).slice(0, 3000) }, 'file.damaged'],
    ['a PNG cut off', { file: 'ktp.png', bytes: sampleFile('png', 4000).slice(0, 3000) }, 'file.damaged'],
  ])('is refused: %s', async (_what, said, key) => {
    const world = await atPapers();
    const before = await sessionOf(world, 'pemohon');
    const reply = await send(world, said);

    expect(reply).toMatch(phrase(key));
    expect(reply).toContain('*Surat permohonan*');
    const after = await sessionOf(world, 'pemohon');
    expect({ ...after, offered: before.offered }).toEqual(before);
    expect(world.logged).toEqual([]);
  });

  it('leaves nothing in the store', async () => {
    const world = await atPapers();
    const stored = new Set<string>();
    const original = { ...world.store };
    Object.assign(world.desk.store, {
      saveFile: async (...args: Parameters<Store['saveFile']>) => (stored.add(args[0]), original.saveFile(...args)),
      deleteFile: async (id: string) => (stored.delete(id), original.deleteFile(id)),
    });
    await send(world, { file: 'surat permohonan.pdf', bytes: sampleFile('pdf', 6 * MB) });
    await send(world, { file: 'surat.pdf', bytes: sampleFile('exe', 4000) });
    expect([...stored]).toEqual([]);
  });

  it('of a type this paper does not allow is refused with the types that are', async () => {
    const profile = structuredClone(loadProfile('tarakan'));
    const [paper] = profile.services['penerbitan']?.papers ?? [];
    Object.assign(paper ?? {}, { types: ['pdf'] });
    const world = await makeWorld({ profile });
    await fillUntil(world, 'surat_permohonan');
    const reply = await send(world, { file: 'surat permohonan.jpg', bytes: sampleFile('jpeg') });
    expect(reply).toMatch(phrase('file.wrong_type_for'));
    expect((await sessionOf(world, 'pemohon')).papers).toEqual({});
  });
});

describe('a file the channel cannot give', () => {
  it('for good is asked for once more', async () => {
    const world = await atPapers();
    const gone = new OperationalError('gone', { retryable: false });
    Object.assign(world.desk.channel('web'), { download: () => Promise.reject(gone) });
    expect(await send(world, { file: 'surat.pdf', bytes: sampleFile('pdf') })).toMatch(phrase('file.unavailable'));
  });

  it('for the moment is left for the channel to deliver again', async () => {
    const world = await atPapers();
    const original = { ...world.desk.channel('web') };
    const down = new OperationalError('unavailable', { retryable: true });
    const said = { file: 'surat permohonan.pdf', bytes: sampleFile('pdf') };
    Object.assign(world.desk.channel('web'), { download: () => Promise.reject(down) });
    await expect(world.say('pemohon', said, 'same')).rejects.toThrow('unavailable');
    Object.assign(world.desk.channel('web'), original);
    await world.say('pemohon', said, 'same');
    expect(Object.keys((await sessionOf(world, 'pemohon')).papers)).toEqual(['surat_permohonan']);
  });

  it('because it streams more than it announced is refused as too large', async () => {
    const world = await atPapers();
    const large = new OperationalError('too_large', { retryable: false });
    Object.assign(world.desk.channel('web'), { download: () => Promise.reject(large) });
    expect(await send(world, { file: 'surat.pdf', bytes: sampleFile('pdf') })).toMatch(phrase('file.too_large'));
  });
});

describe('a file in the wrong place', () => {
  it('is kept at a question for text, and offered when papers are asked', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'nip');
    expect(await send(world, { file: 'pindaian.pdf', bytes: sampleFile('pdf') })).toMatch(phrase('file.kept'));
    await send(world, '19870412 201001 2 003');
    for (const text of ['6473015204870001', 'III/c', 'Pranata Komputer', 'Dinas Kesehatan']) await send(world, text);
    await send(world, 'melati@tarakankota.go.id');
    expect(await send(world, '081234567890')).toMatch(phrase('stray.file'));
    await send(world, 'KTP');
    expect((await sessionOf(world, 'pemohon')).papers['ktp']?.name).toBe('pindaian.pdf');
  });

  it('sent to an idle chat as a picture is kept, not thrown away', async () => {
    const world = await makeWorld();
    await send(world, { file: 'ktp.jpg', bytes: sampleFile('jpeg') });
    expect((await sessionOf(world, 'pemohon')).tray.map(({ name }) => name)).toEqual(['ktp.jpg']);
  });

  it('is kept up to the twentieth, and the next is declined', async () => {
    const world = await makeWorld();
    for (let count = 1; count <= 20; count += 1) await send(world, { file: `${count}.jpg`, bytes: sampleFile('jpeg') });
    expect(await send(world, { file: 'lagi.jpg', bytes: sampleFile('jpeg') })).toMatch(phrase('file.too_many'));
    expect((await sessionOf(world, 'pemohon')).tray).toHaveLength(20);
  });

  it('outlives a short dialogue that is left', async () => {
    const world = await makeWorld();
    await send(world, { file: 'ktp.jpg', bytes: sampleFile('jpeg') });
    await send(world, { choice: 'menu=check' });
    expect(await send(world, 'batal')).toMatch(phrase('cancel.left'));
    expect(await sessionOf(world, 'pemohon')).toMatchObject({ conversation: null, tray: [{ name: 'ktp.jpg' }] });
  });

  it('sent while a document to check is awaited is kept, and the question stands', async () => {
    const world = await makeWorld();
    await send(world, { choice: 'menu=check' });
    await send(world, { file: 'ktp.jpg', bytes: sampleFile('jpeg') });
    const session = await sessionOf(world, 'pemohon');
    expect(session.tray.map(({ name }) => name)).toEqual(['ktp.jpg']);
    expect(session.papers).toEqual({});
    expect(session.conversation).toBe('check');
  });

  it('sent at the summary is asked about, and can take a paper’s place', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'summary');
    expect(await send(world, { file: 'IMG_1.png', bytes: sampleFile('png') })).toMatch(phrase('stray.file'));
    const old = (await sessionOf(world, 'pemohon')).papers['ktp'];
    await send(world, 'Ganti: KTP');
    expect((await sessionOf(world, 'pemohon')).papers['ktp']?.name).toBe('IMG_1.png');
    expect(await world.store.readFile(old?.id ?? '')).toBeUndefined();
  });

  it('a text where a file is asked is kept, a second one too, and goes along as a note', async () => {
    const world = await atPapers();
    expect(await send(world, 'SK saya masih diproses.')).toMatch(phrase('stray.text'));
    await send(world, { choice: 'stray.text=note' });
    await send(world, 'KTP menyusul.');
    await send(world, { choice: 'stray.text=note' });
    expect((await sessionOf(world, 'pemohon')).answers['note']).toBe('SK saya masih diproses.\nKTP menyusul.');
  });
});

it('shows a file name without path, control and direction characters', async () => {
  const world = await atPapers();
  await send(world, { file: '../../C:\\ktp\u202e\u0000fdp.pdf', bytes: sampleFile('pdf') });
  const { papers } = await sessionOf(world, 'pemohon');
  expect(Object.values(papers).map(({ name }) => name)).toEqual(['ktpfdp.pdf']);
});
