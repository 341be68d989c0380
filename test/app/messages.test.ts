// The same message twice, messages out of order, several at once, in one process and in two: nothing is lost, nothing is done twice.
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { phrase } from '../helpers/phrase.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import {
  NAME,
  NIP,
  decideHonestly,
  driveTo,
  fillUntil,
  findRequest,
  handIn,
  latestOf,
  sessionOf,
} from '../helpers/story.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

/** Two processes over one store; each makes ids of its own, as random ones would be. */
async function twoDesks(): Promise<[World, World]> {
  const store = createMemoryStore();
  const first = await makeWorld({ store });
  const second = await makeWorld({ store });
  let count = 0;
  const ids = { next: () => `other-${(count += 1)}`, number: () => `TTE-9${String((count += 1)).padStart(5, '0')}` };
  Object.assign(second.desk, { ids });
  return [first, second];
}

describe('a message delivered more than once', () => {
  it('is dealt with once, at the same time and later', async () => {
    const world = await makeWorld();
    await Promise.all([1, 2, 3].map(() => world.say('pemohon', 'halo', 'same')));
    expect(await world.log('pemohon')).toHaveLength(2);

    expect(await world.say('pemohon', 'halo', 'same')).toEqual([]);
    expect(world.sent).toHaveLength(1);
  });

  it('hands a request in once', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'summary');
    await Promise.all([1, 2, 3].map(() => world.say('pemohon', { choice: 'summary=submit' }, 'same')));

    const { number, applicant, revision } = await latestOf(world);
    expect(await world.store.findApplicationsOf(applicant)).toHaveLength(1);
    expect(revision).toBe(1);
    expect((await world.log('kepala-dinas')).filter(({ message }) => message.text.includes(number))).toHaveLength(1);
  });

  it('keeps a file once, and puts the question that the burst held back', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'surat_permohonan');
    const old = { file: 'foto.png', bytes: sampleFile('png') };
    await world.say('pemohon', old, 'old');
    const again = { file: 'ktp.jpg', bytes: sampleFile('jpeg') };
    await Promise.all([world.say('pemohon', again, 'new'), world.say('pemohon', old, 'old')]);

    const session = await sessionOf(world, 'pemohon');
    expect(Object.keys(session.papers)).toEqual(['surat_permohonan', 'ktp']);
    expect((await world.log('pemohon')).at(-1)?.message.text).toContain('Formulir permohonan BSrE');
  });
});

describe('messages that arrive together', () => {
  it('are answered one after the other, in order', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'nama');
    await Promise.all([world.say('pemohon', NAME), world.say('pemohon', NIP)]);
    expect((await sessionOf(world, 'pemohon')).answers).toMatchObject({ nama: NAME, nip: NIP });
  });

  it('in the wrong order lose nothing: each is answered for what it is', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'nama');
    const lines = await world.say('pemohon', NIP);
    expect(lines.at(-1)?.message.text).toContain('Nama');
    await world.say('pemohon', NAME);
    expect((await sessionOf(world, 'pemohon')).answers['nama']).toBe(NAME);
  });

  it('five files at once are all kept, and the question is put once, after the last', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'surat_permohonan');
    const names = ['surat permohonan.pdf', 'formulir.pdf', 'ktp.pdf', 'sk terakhir.pdf', 'lain.pdf'];
    await Promise.all(names.map((file) => world.say('pemohon', { file, bytes: sampleFile('pdf') })));

    const session = await sessionOf(world, 'pemohon');
    expect(Object.values(session.papers).map(({ name }) => name)).toEqual(names.slice(0, 4));
    expect(session.tray.map(({ name }) => name)).toEqual(['lain.pdf']);
    const questions = (await world.log('pemohon')).filter(({ message }) => phrase('stray.file').test(message.text));
    expect(questions).toHaveLength(1);
  });
});

describe('two processes over one store', () => {
  it('answer one message once', async () => {
    const [first, second] = await twoDesks();
    await Promise.all([first.say('pemohon', 'halo', 'same'), second.say('pemohon', 'halo', 'same')]);
    expect(await first.log('pemohon')).toHaveLength(2);
    expect([...first.sent, ...second.sent]).toHaveLength(1);
  });

  it('lose no answer of one chat, and keep the lines numbered', async () => {
    const [first, second] = await twoDesks();
    await fillUntil(first, 'surat_permohonan');
    const bytes = sampleFile('pdf');
    await Promise.all([
      first.say('pemohon', { file: 'ktp.pdf', bytes }, 'a'),
      second.say('pemohon', { file: 'sk terakhir.pdf', bytes }, 'b'),
      first.say('pemohon', { file: 'formulir.pdf', bytes }, 'c'),
    ]);
    expect(Object.keys((await sessionOf(first, 'pemohon')).papers).sort()).toEqual([
      'formulir_bsre',
      'ktp',
      'sk_terakhir',
    ]);
    const seqs = (await first.log('pemohon')).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map((_, index) => (seqs[0] ?? 0) + index));
  });

  it('leave no second copy of a file that both received', async () => {
    const [first, second] = await twoDesks();
    await fillUntil(first, 'surat_permohonan');
    const stored: string[] = [];
    const original = { ...first.store };
    Object.assign(first.store, {
      saveFile: async (...args: Parameters<Store['saveFile']>) => (stored.push(args[0]), original.saveFile(...args)),
      deleteFile: async (id: string) => (stored.splice(stored.indexOf(id), 1), original.deleteFile(id)),
    });
    const said = { file: 'ktp.pdf', bytes: sampleFile('pdf') };
    await Promise.all([first.say('pemohon', said, 'same'), second.say('pemohon', said, 'same')]);
    expect(stored).toEqual([(await sessionOf(first, 'pemohon')).papers['ktp']?.id]);
  });

  it('make one request of two taps on the same button', async () => {
    const [first, second] = await twoDesks();
    await fillUntil(first, 'summary');
    await Promise.all([
      first.say('pemohon', { choice: 'summary=submit' }, 'a'),
      second.say('pemohon', { choice: 'summary=submit' }, 'b'),
    ]);
    const { applicant, number } = await latestOf(first);
    expect(await first.store.findApplicationsOf(applicant)).toHaveLength(1);
    const texts = (await first.log('pemohon')).map(({ message }) => message.text).join('\n');
    expect(texts).toMatch(phrase('apply.submitted'));
    expect(texts).toContain(number);
    expect((await first.log('kepala-dinas')).filter(({ from }) => from === 'bot')).toHaveLength(1);
  });
});

describe('two officers who decide at once', () => {
  it('cannot both win: the other reads who was quicker, and when', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await world.store.savePerson({ id: 'wakil', name: 'Dewi Anggraeni', roles: ['kepala_dinas'], language: 'id' });
    const act = { choice: `act:${number}:disposisi_kepala_dinas:dispose` };
    const chat = await world.store.findChat('web:kepala-dinas');
    if (!chat) throw new Error('no seat');
    const { seen: _seen, lastSeq: _lastSeq, ...unchanged } = chat;
    await world.store.saveChat({
      ...unchanged,
      address: 'web:wakil',
      person: 'wakil',
      version: 0,
      log: [],
      at: world.now(),
    });
    await Promise.all(['kepala-dinas', 'wakil'].map((seat) => world.say(seat, act)));
    const [one, other] = await Promise.all(
      ['kepala-dinas', 'wakil'].map((seat) => world.say(seat, { choice: 'note=-' })),
    );

    const texts = [one, other].map((lines) => lines?.map(({ message }) => message.text).join('\n') ?? '');
    expect(texts.filter((text) => phrase('decide.decided').test(text))).toHaveLength(1);
    const refused = texts.find((text) => phrase('refusal.already_decided').test(text)) ?? '';
    expect(refused).toMatch(/(Hendra Wijaya|Dewi Anggraeni).*18 November 2026/);
    expect((await findRequest(world, number)).history).toHaveLength(2);
  });

  it('is told at once when the button is of a step that is done', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await decideHonestly(world, number);
    await driveTo(world, number, 'pendataan');
    const [line] = await world.say('kepala-dinas', { choice: `act:${number}:disposisi_kepala_dinas:dispose` });
    expect(line?.message.text).toMatch(phrase('refusal.already_decided'));
  });
});
