// Papers that come back, requests taken back, and a procedure that changes while somebody waits in it.
import { describe, expect, it } from 'vitest';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { phrase } from '../helpers/phrase.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { driveTo, fillUntil, findRequest, giveBack, handIn, latestOf, paperFile, sessionOf } from '../helpers/story.ts';
import { makeWorld } from '../helpers/world.ts';
import type { Said, World } from '../helpers/world.ts';

async function replyTo(world: World, said: Said, seat = 'pemohon'): Promise<string> {
  return (await world.say(seat, said)).map(({ message }) => message.text).join('\n');
}

async function returnedWorld(keys: readonly string[]): Promise<{ world: World; number: string }> {
  const world = await makeWorld();
  const { number } = await handIn(world);
  await driveTo(world, number, 'pemeriksaan');
  await giveBack(world, number, keys);
  return { world, number };
}

describe('returned papers', () => {
  it('are asked for alone, with the reason, and the others stay', async () => {
    const { world, number } = await returnedWorld(['ktp', 'sk_terakhir']);
    const before = await findRequest(world, number);
    const first = await replyTo(world, { choice: `replace:${number}` });
    expect(first).toContain('*KTP* — dikembalikan: Buram');
    expect(first).not.toContain('Surat permohonan');
    await world.say('pemohon', paperFile('ktp'));
    expect(await replyTo(world, paperFile('sk_terakhir'))).toMatch(phrase('replace.summary'));
    await world.say('pemohon', { choice: 'summary=send' });

    const after = await findRequest(world, number);
    expect(after).toMatchObject({ state: 'in_progress', step: 'pemeriksaan' });
    const files = (papers: typeof after.papers): string[] => papers.map(({ file }) => file.id);
    expect(files(after.papers).slice(0, 2)).toEqual(files(before.papers).slice(0, 2));
    expect(files(after.papers)[2]).not.toBe(files(before.papers)[2]);
    expect(await sessionOf(world, 'pemohon')).toMatchObject({ conversation: null, parked: [], papers: {} });
  });

  it('a file sent right after the notice is taken for them, without a menu', async () => {
    const { world } = await returnedWorld(['ktp']);
    const reply = await replyTo(world, { file: 'ktp.pdf', bytes: sampleFile('pdf') });
    expect(reply).toMatch(phrase('stray.file'));
    await world.say('pemohon', { choice: 'stray.file=ktp' });
    expect(await replyTo(world, { choice: 'summary=send' })).toMatch(phrase('replace.sent'));
  });

  it('that are half replaced wait through a menu, a withdrawal thought better of and a second tap', async () => {
    const { world, number } = await returnedWorld(['ktp', 'sk_terakhir']);
    await world.say('pemohon', { choice: `replace:${number}` });
    await world.say('pemohon', paperFile('ktp'));
    const { papers } = await sessionOf(world, 'pemohon');
    await world.say('pemohon', { choice: `replace:${number}` });
    expect((await sessionOf(world, 'pemohon')).papers).toEqual(papers);
    await world.say('pemohon', { choice: 'menu=withdraw' });
    await world.say('pemohon', 'tidak jadi');
    expect(await sessionOf(world, 'pemohon')).toMatchObject({ conversation: 'replace', papers, parked: [] });
    await world.say('pemohon', paperFile('sk_terakhir'));
    await world.say('pemohon', { choice: 'summary=send' });
    expect((await findRequest(world, number)).state).toBe('in_progress');
  });

  it('are no longer asked for when the request was withdrawn meanwhile', async () => {
    const { world, number } = await returnedWorld(['ktp', 'sk_terakhir']);
    await world.say('pemohon', { choice: `replace:${number}` });
    await world.say('pemohon', paperFile('ktp'));
    await world.say('pemohon', { choice: 'menu=withdraw' });
    const reply = await replyTo(world, 'ya');
    expect(reply).toMatch(phrase('withdraw.withdrawn'));
    expect(reply).toMatch(phrase('replace.over'));
    expect(await sessionOf(world, 'pemohon')).toMatchObject({ conversation: null, parked: [], papers: {} });
    expect((await findRequest(world, number)).state).toBe('withdrawn');
  });

  it('are each returned once, though the officer changes his mind on the way', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await driveTo(world, number, 'pemeriksaan');
    await world.say('verifikator', { choice: `act:${number}:pemeriksaan:return_papers` });
    await world.say('verifikator', { choice: 'pick.1=ktp' });
    await world.say('verifikator', 'Buram atau tidak terbaca');
    await world.say('verifikator', { choice: 'pick.2=sk_terakhir' });
    await world.say('verifikator', 'kembali');
    await world.say('verifikator', 'kembali');
    await world.say('verifikator', 'kembali');
    await world.say('verifikator', { choice: 'pick.1=sk_terakhir' });
    for (let count = 0; count < 6; count += 1) {
      const { conversation, offered } = await sessionOf(world, 'verifikator');
      if (conversation === null) break;
      const enough = offered.find(({ id }) => id.endsWith('=-') || id.endsWith('=keep')) ?? offered[0];
      await world.say('verifikator', { choice: enough?.id ?? '' });
    }
    const { papers, history } = await findRequest(world, number);
    const event = history.at(-1);
    const keys = event?.kind === 'papers_returned' ? event.papers.map(({ key }) => key) : [];
    expect(new Set(keys).size).toBe(keys.length);
    expect(papers.filter(({ returned }) => returned).map(({ key }) => key)).toEqual(keys);
  });
});

describe('a request taken back', () => {
  it('ends, tells who had it, and lets the person begin anew', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await world.say('pemohon', 'batal');
    expect(await replyTo(world, 'Ya, tarik')).toMatch(phrase('withdraw.withdrawn'));
    expect((await findRequest(world, number)).state).toBe('withdrawn');
    expect((await world.log('kepala-dinas')).at(-1)?.message.text).toMatch(phrase('notice.withdrawn'));
    await world.pass(1000);
    expect((await handIn(world)).number).not.toBe(number);
  });

  it('that was decided to its end meanwhile is not said to go on', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await driveTo(world, number, 'pemeriksaan');
    await world.say('pemohon', { choice: 'menu=withdraw' });
    await world.say('verifikator', { choice: `act:${number}:pemeriksaan:reject` });
    await world.say('verifikator', 'Data kedinasan tidak sesuai');
    const reply = await replyTo(world, 'ya');
    expect(reply).toMatch(phrase('refusal.request_over'));
    expect(reply).not.toMatch(phrase('withdraw.kept'));
  });
});

describe('a profile that changes half-way', () => {
  it('keeps the answers that still fit, asks what is missing, and offers papers nobody wants now', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'sk_terakhir');
    world.setProfile(loadProfile('tanjungpinang'));
    const reply = await replyTo(world, 'halo');

    expect(reply).toMatch(phrase('refit.changed'));
    expect(reply).toContain('*Email dinas*');
    const { answers, papers, tray } = await sessionOf(world, 'pemohon');
    expect(answers).toMatchObject({ nip: '198704122010012003', jabatan: 'Pranata Komputer Ahli Muda' });
    expect(answers['email_dinas']).toBeUndefined();
    expect(Object.keys(papers)).toEqual(['ktp']);
    expect(tray).toHaveLength(2);

    await world.say('pemohon', 'melati@tanjungpinangkota.go.id');
    await world.say('pemohon', { choice: 'stray.file=surat_rekomendasi' });
    await world.say('pemohon', { choice: 'stray.file=-' });
    await world.say('pemohon', { choice: 'summary=submit' });
    expect((await latestOf(world)).profileVersion).toBe(loadProfile('tanjungpinang').version);
    expect(world.logged).toEqual([]);
  });

  it('fits a form that waits aside, too', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'sk_terakhir');
    await world.say('pemohon', { choice: 'menu=check' });
    world.setProfile(loadProfile('tanjungpinang'));
    await world.say('pemohon', 'batal');
    const session = await sessionOf(world, 'pemohon');
    expect(session.conversation).toBe('apply');
    expect(session.answers['email_dinas']).toBeUndefined();
    expect(Object.keys(session.papers)).toEqual(['ktp']);
  });

  it('leaves a request under way in the procedure it was handed in under', async () => {
    const world = await makeWorld();
    const { number, profileVersion } = await handIn(world);
    const changed = structuredClone(loadProfile('tarakan'));
    Object.assign(changed, { version: 'aaaaaaaaaaaa' });
    world.setProfile(changed);
    const done = await driveTo(world, number, 'end');
    expect(done).toMatchObject({ state: 'completed', profileVersion });
    expect(world.logged).toEqual([]);
  });
});
