// Whatever is typed or tapped gets a sentence, and loses nothing: floods, invisible characters, old and invented buttons.
import { describe, expect, it } from 'vitest';
import { phrase } from '../helpers/phrase.ts';
import { decideHonestly, driveTo, fillUntil, findRequest, handIn, latestOf, sessionOf } from '../helpers/story.ts';
import { makeWorld } from '../helpers/world.ts';
import type { Said, World } from '../helpers/world.ts';

async function replyTo(world: World, said: Said, seat = 'pemohon'): Promise<string> {
  return (await world.say(seat, said)).map(({ message }) => message.text).join('\n');
}

describe('a text', () => {
  it('of ten megabytes is declined in a sentence, at every point, within a second', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'jabatan');
    const flood = 'kata '.repeat(2_000_000);
    const start = performance.now();
    expect(await replyTo(world, flood)).toMatch(phrase('problem.text_too_long'));
    expect(performance.now() - start).toBeLessThan(1000);
    expect(await replyTo(world, flood, 'publik')).toMatch(phrase('problem.text_too_long'));
    const stored = JSON.stringify(await world.log('pemohon'));
    expect(stored.length).toBeLessThan(20_000);
    expect((await sessionOf(world, 'pemohon')).answers['jabatan']).toBeUndefined();
  });

  it('of ten megabytes of invisible characters counts as empty', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'jabatan');
    expect(await replyTo(world, '\u202e\u0000'.repeat(5_000_000))).toMatch(phrase('problem.empty'));
  });

  it('with control and direction characters is taken without them', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'jabatan');
    await replyTo(world, 'Pranata\u0000 \u202eKomputer\u2066 Ahli\u200b');
    expect((await sessionOf(world, 'pemohon')).answers['jabatan']).toBe('Pranata Komputer Ahli');
  });

  it('with half of a surrogate pair at its end does no harm', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'jabatan');
    await replyTo(world, 'Pranata \ud83d');
    expect((await sessionOf(world, 'pemohon')).answers['jabatan']).toBe('Pranata');
  });

  it('that fills in placeholders of ours is shown as it was typed', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'jabatan');
    await replyTo(world, '{{number}} $t(menu.title)');
    expect(await replyTo(world, 'kembali')).toContain('Sekarang: {{number}} $t(menu.title)');
  });

  it('that happens to be a job is an answer, not a word of command', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'jabatan');
    await replyTo(world, 'Operator');
    expect((await sessionOf(world, 'pemohon')).answers['jabatan']).toBe('Operator');
  });

  it('that looks like a request number in the midst of a decision is its note', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await replyTo(world, { choice: `act:${number}:disposisi_kepala_dinas:dispose` }, 'kepala-dinas');
    await replyTo(world, 'Non-aktif', 'kepala-dinas');
    const { history } = await findRequest(world, number);
    expect(history.at(-1)).toMatchObject({ kind: 'step_decided', note: 'Non-aktif' });
  });

  it('that is no word between dialogues leads to the menu; the very first one is greeted', async () => {
    const world = await makeWorld();
    const [first] = await world.say('publik', 'entah apa');
    const [line] = await world.say('publik', 'entah apa');
    expect(first?.message.text).toMatch(phrase('greet.hello'));
    expect(line?.message.text).toMatch(phrase('menu.not_understood'));
    expect(line?.message.choices.length).toBeGreaterThan(2);
  });
});

describe('a choice that was never offered', () => {
  it.each(['nip=garbage', 'nip=keep', 'nip=', 'jabatan=', 'consent=perhaps'])('%s answers nothing', async (choice) => {
    const world = await makeWorld();
    await fillUntil(world, 'nip');
    const before = (await sessionOf(world, 'pemohon')).answers;
    expect(await replyTo(world, { choice })).not.toBe('');
    expect((await sessionOf(world, 'pemohon')).answers).toEqual(before);
  });

  it.each([
    '',
    ':',
    '=',
    'word:nothing',
    'word:constructor',
    'menu=nothing',
    'act:',
    'act:::',
    'open:',
    'x'.repeat(5000),
  ])('"%.20s" is answered with the question at hand', async (choice) => {
    const world = await makeWorld();
    await fillUntil(world, 'nip');
    expect(await replyTo(world, { choice })).toContain('*NIP*');
    expect(world.logged).toEqual([]);
  });

  it('does not hand in a form that is not complete', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'surat_permohonan');
    expect(await replyTo(world, { choice: 'summary=submit' })).toMatch(phrase('button.stale'));
    await expect(latestOf(world)).rejects.toThrow('no request');
  });

  it('does not begin a second request beside an open one', async () => {
    const world = await makeWorld();
    await handIn(world);
    expect(await replyTo(world, { choice: 'menu=apply' })).toMatch(phrase('button.stale'));
    expect((await sessionOf(world, 'pemohon')).conversation).toBeNull();
  });

  it('neither shows nor changes the request of another person', async () => {
    const world = await makeWorld();
    const before = await handIn(world);
    const { number, step } = before;
    for (const choice of [`open:${number}`, `papers:${number}`, `history:${number}`, `act:${number}:${step}:dispose`]) {
      const reply = await replyTo(world, { choice }, 'publik');
      expect(reply).toMatch(phrase('refusal.not_found'));
      expect(reply).not.toContain('Melati');
    }
    expect(await replyTo(world, number, 'publik')).not.toContain('Melati');
    expect(await findRequest(world, number)).toEqual(before);
  });

  it('lets no officer act at a step that is not his, nor the applicant at an officer’s', async () => {
    const world = await makeWorld();
    const before = await handIn(world);
    const choice = `act:${before.number}:disposisi_kepala_dinas:dispose`;
    for (const seat of ['verifikator', 'pemohon']) {
      expect(await replyTo(world, { choice }, seat)).toMatch(phrase('refusal.not_your_step'));
    }
    const wrong = `act:${before.number}:disposisi_kepala_dinas:issue`;
    expect(await replyTo(world, { choice: wrong }, 'kepala-dinas')).toMatch(phrase('refusal.decision_not_allowed'));
    expect(await findRequest(world, before.number)).toEqual(before);
  });
});

describe('a button of yesterday', () => {
  it('that cancels asks again instead of deleting', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'nip');
    await replyTo(world, 'batal');
    await replyTo(world, { choice: 'word:resume' });
    await world.pass(86_400_000);
    expect(await replyTo(world, { choice: 'word:cancel_yes' })).toMatch(phrase('cancel.sure'));
    expect((await sessionOf(world, 'pemohon')).answers['nama']).toBeDefined();
  });

  it('of a decided step says who decided it', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await driveTo(world, number, 'pendataan');
    const reply = await replyTo(world, { choice: `act:${number}:disposisi_kepala_bidang:dispose` }, 'kepala-bidang');
    expect(reply).toMatch(phrase('refusal.already_decided'));
  });

  it('for papers to replace, when none are returned, says so', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    expect(await replyTo(world, { choice: `replace:${number}` })).toMatch(phrase('button.stale'));
    expect((await sessionOf(world, 'pemohon')).conversation).toBeNull();
  });

  it('on another request is not mixed up with the decision under way', async () => {
    const world = await makeWorld();
    const first = await handIn(world);
    const second = await handIn(world, 'publik');
    await replyTo(world, { choice: `act:${first.number}:disposisi_kepala_dinas:dispose` }, 'kepala-dinas');
    await replyTo(world, { choice: `open:${second.number}` }, 'kepala-dinas');
    await replyTo(world, { choice: 'note=-' }, 'kepala-dinas');
    expect((await findRequest(world, first.number)).step).toBe('disposisi_kepala_bidang');
    expect((await findRequest(world, second.number)).step).toBe('disposisi_kepala_dinas');
    await decideHonestly(world, second.number);
    expect((await findRequest(world, second.number)).step).toBe('disposisi_kepala_bidang');
  });

  it('that changes an answer does so only where there is one', async () => {
    const world = await makeWorld();
    expect(await replyTo(world, { choice: 'change:nip' })).toMatch(phrase('button.stale'));
    await fillUntil(world, 'nik');
    expect(await replyTo(world, { choice: 'change:note' })).toMatch(phrase('button.stale'));
    expect(await replyTo(world, { choice: 'change:nip' })).toContain('Sekarang: 1987');
  });
});
