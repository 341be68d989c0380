// What must not be kept is not kept, what must not be logged is not logged, and a bug of ours costs a sentence, not an answer.
import { describe, expect, it } from 'vitest';
import { inspect } from 'node:util';
import { OperationalError } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { phrase } from '../helpers/phrase.ts';
import { NAME, NIK, NIP, PHONE, driveTo, fillUntil, giveBack, handIn, sessionOf } from '../helpers/story.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

/** Everything that was ever handed to the store. */
async function watchedWorld(): Promise<{ world: World; written: () => string }> {
  const store = createMemoryStore();
  const written: unknown[] = [];
  const watched = Object.fromEntries(
    Object.entries(store).map(([name, method]) => [
      name,
      (...args: unknown[]) => {
        if (!name.startsWith('find')) written.push(args);
        return (method as (...args: unknown[]) => unknown)(...args);
      },
    ]),
  ) as unknown as typeof store;
  const world = await makeWorld({ store: watched });
  return { world, written: () => JSON.stringify(written) };
}

describe('a message that looks like a passphrase', () => {
  it.each([
    'passphrase saya Rahasia#2026',
    'Passphrase: Rahasia#2026',
    'kata sandi TTE saya adalah Rahasia#2026',
    'password=Rahasia#2026',
    'passphrase baru Rahasia#2026',
    'Passphrase Rahasia#2026',
    'OTP Rahasia#2026',
    'passphrasenya Rahasia#2026',
    'Passphrase\nRahasia#2026',
    'passphrase sy Rahasia#2026',
    'passphrase yang saya buat Rahasia#2026',
    'pasprase saya Rahasia#2026',
    'pw saya Rahasia#2026',
    'ini sandi email saya ya bu: Rahasia#2026',
    'passphrase-nya itu Rahasia#2026',
    'PASSPHRASE SAYA Rahasia#2026',
  ])('"%s" is warned about and stored nowhere', async (text) => {
    const { world, written } = await watchedWorld();
    await fillUntil(world, 'jabatan');
    for (const seat of ['pemohon', 'publik', 'verifikator']) {
      const [line] = await world.say(seat, text);
      expect(line?.message.text).toMatch(phrase('safety.passphrase'));
    }
    expect(written()).not.toContain('Rahasia#2026');
    expect((await sessionOf(world, 'pemohon')).answers['jabatan']).toBeUndefined();
    expect(inspect(world.logged, { depth: 8 })).not.toContain('Rahasia');
  });

  it('is taken out of the chat, and nothing else is', async () => {
    const world = await makeWorld();
    await world.say('publik', 'halo', 'm1');
    await world.say('publik', 'passphrase saya Rahasia#2026', 'm2');
    expect(world.erased).toEqual([{ from: 'web:publik', messageId: 'm2' }]);
  });

  it('is warned about although the channel does not give it up, or does not answer at all', async () => {
    let failErase = () => Promise.reject<void>(new OperationalError('unavailable', { retryable: true }));
    const world = await makeWorld({ failErase: () => failErase() });
    const [line] = await world.say('publik', 'passphrase saya Rahasia#2026');
    expect(line?.message.text).toMatch(phrase('safety.passphrase'));
    expect(world.logged).toMatchObject([
      { level: 'warn', text: 'a message that looks like a secret could not be erased' },
    ]);
    expect(inspect(world.logged, { depth: 8 })).not.toContain('Rahasia');

    failErase = () => new Promise(() => undefined);
    void world.say('publik', 'passphrase saya Rahasia#2026');
    await expect.poll(() => world.sent.filter(({ to }) => to === 'web:publik')).toHaveLength(2);
  });

  it('in the midst of a flood is not stored either', async () => {
    const { world, written } = await watchedWorld();
    await world.say('publik', `passphrase saya Rahasia#2026 ${'x'.repeat(9000)}`);
    expect(written()).not.toContain('Rahasia#2026');
  });

  it.each([
    'Bagaimana cara mengganti passphrase?',
    'Sandiman Ahli Muda',
    'saya lupa passphrase',
    'passphrase saya lupa',
    'passphrase TTE saya tidak bisa dipakai',
    'Passphrase baru dibuat di mana?',
    'otp saya belum masuk',
    'my password is not working',
    'passphrase untuk TTE-7K3M9Q',
    'Kepala Bidang Persandian',
    'Statistik dan Persandian',
  ])('"%s" is none', async (text) => {
    const world = await makeWorld();
    await fillUntil(world, 'jabatan');
    const [line] = await world.say('pemohon', text);
    expect(line?.message.text).not.toMatch(phrase('safety.passphrase'));
  });
});

describe('a bug inside a turn', () => {
  it('is answered with one neutral sentence, saved nowhere and logged once, without personal data', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'nik');
    const before = await sessionOf(world, 'pemohon');
    const { conversations } = world.desk;
    const { fields: _fields, ...steps } = conversations.apply.steps;
    Object.assign(world.desk, { conversations: { ...conversations, apply: { ...conversations.apply, steps } } });
    const lines = await world.say('pemohon', NIK);

    expect(lines.map(({ message }) => message.text)).toEqual([expect.stringMatching(phrase('trouble.neutral'))]);
    expect(await sessionOf(world, 'pemohon')).toEqual(before);
    expect(world.logged.map(({ level }) => level)).toEqual(['error']);
    expectNothingPersonal(world);

    Object.assign(world.desk, { conversations });
    await world.say('pemohon', NIK);
    expect((await sessionOf(world, 'pemohon')).answers['nik']).toBe(NIK);
  });

  it('in what follows from a message does not undo it, nor reach the person', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'summary');
    const original = { ...world.store };
    Object.assign(world.desk.store, { findChatsOf: () => Promise.reject(new TypeError('broken')) });
    const lines = await world.say('pemohon', { choice: 'summary=submit' });
    expect(lines[0]?.message.text).toMatch(phrase('apply.submitted'));
    expect(world.logged).toHaveLength(1);
    Object.assign(world.desk.store, original);
    await world.pass(1000);
    expect((await world.log('kepala-dinas')).filter(({ from }) => from === 'bot')).toHaveLength(1);
  });
});

describe('the log', () => {
  it('of a whole troubled procedure holds neither names nor numbers', async () => {
    let turn = 0;
    const world = await makeWorld({
      failSend: () => ((turn += 1) % 3 === 0 ? new OperationalError('unavailable', { retryable: true }) : undefined),
    });
    const { number } = await handIn(world);
    await world.pass(600_000);
    await driveTo(world, number, 'pemeriksaan');
    await giveBack(world, number, ['ktp']);
    await world.pass(86_400_000);
    expect(world.logged.length).toBeGreaterThan(3);
    expect(world.logged.every(({ level }) => level === 'warn')).toBe(true);
    expectNothingPersonal(world);
  });
});

function expectNothingPersonal(world: World): void {
  const logged = inspect(world.logged, { depth: 12, maxStringLength: null });
  for (const personal of [NAME, NIP, NIK, PHONE, '+62812', 'melati.puspitasari'])
    expect(logged).not.toContain(personal);
}
