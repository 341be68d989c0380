// What is said unasked on a discreet channel: when, how often, in how many messages, and what a number then means.
import { describe, expect, it } from 'vitest';
import { keepCode } from '../../src/app/code.ts';
import { handleMessage } from '../../src/app/handle-message.ts';
import type { Channel, ChatChange, LogEntry, Store } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { tellUnasked, wakeChats } from '../../src/app/unasked.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { phrase } from '../helpers/phrase.ts';
import { beginForm, decideHonestly, fillUntil, findRequest, giveBack, handIn, sessionOf } from '../helpers/story.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const HOUR = 3_600_000;
const discreet = (listening: Channel): Channel => ({ ...listening, discreet: true });

/** The bot's lines in a chat that nobody asked for. */
async function unasked(world: World, seat: string): Promise<LogEntry[]> {
  return (await world.log(seat)).filter(({ message }) => message.unasked === true);
}

async function tell(world: World, seat: string, id: string, choices: readonly string[] = []): Promise<boolean> {
  const chat = await world.store.findChat(`web:${seat}`);
  if (!chat) throw new Error(`nobody sits at ${seat}`);
  return tellUnasked(world.desk, chat, id, () => ({
    text: `Kabar ${id}`,
    choices: choices.map((choice) => ({ id: choice, label: `Pilihan ${choice}` })),
  }));
}

describe('a notice on a discreet channel', () => {
  it('of the night waits until seven in the morning where the agency is', async () => {
    const world = await makeWorld({ channel: discreet, start: '2026-11-18T13:30:00.000Z' });
    await world.say('pemohon', 'menu');
    expect(await tell(world, 'pemohon', 'malam')).toBe(true);
    await world.pass(9 * HOUR);
    expect(await unasked(world, 'pemohon')).toEqual([]);
    await world.pass(HOUR / 2);
    expect((await unasked(world, 'pemohon')).map(({ message }) => message.text)).toEqual(['Kabar malam']);
    expect(world.sent.at(-1)?.message.unasked).toBe(true);
  });

  it('goes out with the others in one message, whose numbers go on where the last ones ended', async () => {
    const world = await makeWorld({ channel: discreet });
    await world.say('pemohon', 'menu');
    const { offered } = await sessionOf(world, 'pemohon');
    await tell(world, 'pemohon', 'satu', ['open:TTE-AAAA']);
    await tell(world, 'pemohon', 'dua');
    await tell(world, 'pemohon', 'tiga', ['open:TTE-BBBB']);
    await world.pass(1_000);
    const [line, more] = await unasked(world, 'pemohon');
    expect(more).toBeUndefined();
    expect(line?.message).toMatchObject({
      text: 'Kabar satu\n\nKabar dua\n\nKabar tiga',
      firstNumber: offered.length + 1,
      choices: [{ label: 'Pilihan open:TTE-AAAA (TTE-AAAA)' }, { label: 'Pilihan open:TTE-BBBB (TTE-BBBB)' }],
    });
    // Nothing waits any more, and the chat is not looked at again and again.
    expect(await world.store.findWaking('2027-01-01T00:00:00.000Z', 9)).toEqual([]);
  });

  it('has a key of its own each time: what has a known one is taken for sent already', async () => {
    const world = await makeWorld({ channel: discreet });
    await world.say('pemohon', 'menu');
    for (const id of ['satu', 'dua', 'tiga']) {
      await tell(world, 'pemohon', id);
      await world.pass(0);
    }
    const keys = (await unasked(world, 'pemohon')).map(({ key }) => key);
    expect(new Set(keys).size).toBe(3);
  });

  it('is told apart from another one about the same certificate by what it is called', async () => {
    const world = await makeWorld({ channel: discreet });
    await world.say('pemohon', 'menu');
    const chat = await world.store.findChat('web:pemohon');
    if (!chat) throw new Error('nobody sits at pemohon');
    for (const kind of ['passphrase', 'expiry'])
      await tellUnasked(world.desk, chat, kind, () => ({
        text: `*Kabar ${kind}*\nMohon diperhatikan.`,
        choices: [{ id: `remind:TTE-AAAA:${kind}`, label: 'Ingatkan besok' }],
      }));
    await world.pass(1_000);
    const [line] = await unasked(world, 'pemohon');
    expect(line?.message.choices.map(({ label }) => label)).toEqual([
      'Ingatkan besok (Kabar passphrase)',
      'Ingatkan besok (Kabar expiry)',
    ]);
  });

  it('leaves the numbers of the question at hand as they are', async () => {
    const world = await makeWorld({ channel: discreet });
    await fillUntil(world, 'summary');
    const before = (await sessionOf(world, 'pemohon')).offered.map(({ id }) => id);
    await tell(world, 'pemohon', 'sela', ['menu=check']);
    await world.pass(1_000);
    expect((await sessionOf(world, 'pemohon')).offered.map(({ id }) => id)).toEqual([...before, 'menu=check']);
    const [answer] = await world.say('pemohon', `${before.indexOf('summary=submit') + 1}`);
    expect(answer?.message.text).toMatch(phrase('apply.submitted'));
  });

  it('is told at once to a person who writes meanwhile, after his answer', async () => {
    const world = await makeWorld({ channel: discreet, start: '2026-11-18T13:30:00.000Z' });
    await world.say('pemohon', 'menu');
    await tell(world, 'pemohon', 'malam');
    const lines = await world.say('pemohon', 'bantuan');
    expect(lines.map(({ message }) => message.text.split('\n')[0])).toEqual(['*Bantuan*', 'Kabar malam']);
    await world.pass(24 * HOUR);
    expect(await unasked(world, 'pemohon')).toHaveLength(1);
  });

  it('is said once although two processes wake the chat at the same moment, and again', async () => {
    const store = createMemoryStore();
    const first = await makeWorld({ store, channel: discreet });
    const second = await makeWorld({ store, channel: discreet });
    await first.say('pemohon', 'menu');
    await tell(first, 'pemohon', 'satu');
    await tell(second, 'pemohon', 'satu');
    await Promise.all([wakeChats(first.desk), wakeChats(second.desk), wakeChats(second.desk)]);
    const said = [...first.sent, ...second.sent].filter(({ message }) => message.unasked === true);
    expect(said.map(({ message }) => message.text)).toEqual(['Kabar satu']);
  });

  it('is said once although the channel takes longer over it than another process would wait', async () => {
    let tries = 0;
    let taken = (): void => {};
    const slow = new Promise<void>((resolve) => (taken = resolve));
    const world = await makeWorld({
      channel: (listening) => ({
        ...discreet(listening),
        async send(to, message, key) {
          if (message.unasked === true) tries += 1;
          if (message.unasked === true) await slow;
          return listening.send(to, message, key);
        },
      }),
    });
    await world.say('pemohon', 'menu');
    await tell(world, 'pemohon', 'satu');
    const waking = wakeChats(world.desk);
    await expect.poll(() => tries, { interval: 2 }).toBe(1);
    const passing = world.pass(2 * 60_000);
    await new Promise((resolve) => void setTimeout(resolve, 20));
    expect(tries).toBe(1);
    taken();
    await Promise.all([waking, passing]);
    expect(tries).toBe(1);
  });

  it('that has to wait longer does not hold up an answer', async () => {
    let limited = true;
    const busy = new OperationalError('rate_limited', { retryable: true, retryAfter: HOUR });
    const world = await makeWorld({
      channel: (listening) => ({
        ...discreet(listening),
        async send(to, message, key) {
          if (message.unasked === true && limited) throw busy;
          return listening.send(to, message, key);
        },
      }),
    });
    await world.say('pemohon', 'menu');
    await tell(world, 'pemohon', 'satu');
    await world.pass(1_000);
    world.sent.length = 0;
    await world.say('pemohon', 'bantuan');
    await world.pass(1_000);
    expect(world.sent).toHaveLength(1);
    limited = false;
    await world.pass(2 * HOUR);
    expect(world.sent.map(({ message }) => message.unasked ?? false)).toEqual([false, true]);
  });
});

describe('what waits longer than was meant', () => {
  /** A channel that is limited for so long after a notice was first tried. */
  async function limitedWorld(start: string, retryAfter: number): Promise<World> {
    let tried = false;
    const limited = new OperationalError('rate_limited', { retryable: true, retryAfter });
    return makeWorld({
      start,
      channel: (listening) => ({
        ...discreet(listening),
        async send(to, message, key) {
          if (message.unasked === true && !tried) {
            tried = true;
            throw limited;
          }
          return listening.send(to, message, key);
        },
      }),
    });
  }
  const told = (world: World): unknown[] =>
    world.sent.filter(({ to, message }) => to === 'web:pemohon' && message.unasked === true);

  it('until it may be tried again at night, waits until the morning', async () => {
    // 18.00 in Tarakan; six hours later it is midnight.
    const world = await limitedWorld('2026-11-18T10:00:00.000Z', 6 * HOUR);
    await world.say('pemohon', 'menu');
    await tell(world, 'pemohon', 'satu');
    await world.pass(1_000);
    await world.pass(6 * HOUR);
    await world.pass(HOUR);
    expect(told(world)).toEqual([]);
    await world.pass(6 * HOUR);
    expect(told(world)).toHaveLength(1);
  });

  it('while no process ran until the next night, waits until the morning after', async () => {
    const world = await makeWorld({ channel: discreet, start: '2026-11-18T13:30:00.000Z' });
    await world.say('pemohon', 'menu');
    await tell(world, 'pemohon', 'satu');
    await world.pass(24 * HOUR);
    expect(told(world)).toEqual([]);
    await world.pass(10 * HOUR);
    expect(told(world)).toHaveLength(1);
  });

  it('does not break in on a human who has the chat by then', async () => {
    // 06.30 in Tarakan.
    const world = await makeWorld({ channel: discreet, start: '2026-11-17T22:30:00.000Z' });
    await world.say('pemohon', 'menu');
    await tell(world, 'pemohon', 'satu');
    await handleMessage(world.desk, { id: 'h1', from: 'web:pemohon', text: 'Pagi, Bu', human: true, at: world.now() });
    await world.pass(HOUR);
    expect(told(world)).toEqual([]);
    await world.pass(HOUR);
    expect(told(world)).toHaveLength(1);
  });

  it.each([true, false])(
    'is not said any more to somebody who has written BERHENTI, discreet: %s',
    async (isDiscreet) => {
      const busy = new OperationalError('rate_limited', { retryable: true, retryAfter: HOUR });
      const world = await makeWorld({
        channel: (listening) => ({
          ...listening,
          discreet: isDiscreet,
          async send(to, message, key) {
            if (message.unasked === true && world.now() === before) throw busy;
            return listening.send(to, message, key);
          },
        }),
      });
      await world.say('pemohon', 'menu');
      await world.pass(1_000);
      const before = world.now();
      await tell(world, 'pemohon', 'satu');
      await world.pass(0);
      await world.say('pemohon', 'BERHENTI');
      await world.pass(2 * HOUR);
      await world.pass(2 * HOUR);
      expect(told(world)).toEqual([]);
      expect((await unasked(world, 'pemohon')).map(({ delivery }) => delivery)).toEqual(['dead']);
      // The answer has come through all the same.
      expect(world.sent.some(({ message }) => phrase('mute.done').test(message.text))).toBe(true);
    },
  );
});

describe('a person who writes BERHENTI', () => {
  it('is told nothing he has not asked for, until he writes MULAI', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    const [stopped] = await world.say('pemohon', 'BERHENTI');
    expect(stopped?.message.text).toMatch(phrase('mute.done'));
    await decideHonestly(world, number);
    expect(await unasked(world, 'pemohon')).toEqual([]);
    const [status] = await world.say('pemohon', 'status');
    expect(status?.message.text).toContain(number);
    const [greeted] = await world.say('pemohon', 'halo');
    expect(greeted?.message.text).not.toMatch(phrase('mute.over'));
    const [back] = await world.say('pemohon', 'Mulai');
    expect(back?.message.text).toMatch(phrase('mute.over'));
    await decideHonestly(world, number);
    expect(await unasked(world, 'pemohon')).toHaveLength(1);
  });

  it('is not told what was waiting for the morning either', async () => {
    const world = await makeWorld({ channel: discreet, start: '2026-11-18T13:30:00.000Z' });
    await world.say('pemohon', 'menu');
    await tell(world, 'pemohon', 'malam');
    expect(await world.say('pemohon', 'berhenti')).toHaveLength(1);
    await world.pass(12 * HOUR);
    expect(await unasked(world, 'pemohon')).toEqual([]);
  });

  it('in the midst of a form keeps his place in it', async () => {
    const world = await makeWorld();
    const question = (await beginForm(world)).at(-1)?.message.text ?? '';
    const [, ...lines] = (await world.say('pemohon', 'stop')).at(-1)?.message.text.split('\n\n') ?? [];
    expect(question).toContain(lines.at(-1));
  });
});

describe('a reply that quotes a message', () => {
  it('answers that message, whatever was asked since', async () => {
    const world = await makeWorld({ sentId: (key) => `sent ${key}` });
    const { number } = await handIn(world);
    const task = (await world.log('kepala-dinas')).find(({ message }) => message.choices.length > 0);
    await world.say('kepala-dinas', 'menu');
    const [answer] = await world.say('kepala-dinas', '1', undefined, `sent ${task?.key ?? ''}`);
    expect(answer?.message.text).toContain(number);
    expect((await sessionOf(world, 'kepala-dinas')).conversation).toBe('decide');
  });

  it.each([
    ['that is not known any more', () => 'sent long ago'],
    ['that offers no such number', (task: string) => `sent ${task}`],
  ])('with a number, of a message %s, decides nothing else', async (_which, quote) => {
    const world = await makeWorld({ sentId: (key) => `sent ${key}` });
    const { number } = await handIn(world);
    const task = (await world.log('kepala-dinas')).find(({ message }) => message.choices.length > 0);
    await world.say('kepala-dinas', 'menu');
    const { offered } = await sessionOf(world, 'kepala-dinas');
    const last = Math.max(offered.length, (task?.message.choices.length ?? 0) + 1);
    Object.assign(offered, { [last - 1]: { id: `act:${number}:disposisi_kepala_dinas:dispose`, label: 'Teruskan' } });
    const [answer] = await world.say('kepala-dinas', `${last}`, undefined, quote(task?.key ?? ''));
    expect(answer?.message.text).toMatch(phrase('button.stale'));
    expect((await sessionOf(world, 'kepala-dinas')).conversation).not.toBe('decide');
  });

  it('answers a question that takes free text by that text, not by what it resembles', async () => {
    const world = await makeWorld({ sentId: (key) => `sent ${key}` });
    const { number, step } = await handIn(world);
    const [asked] = await world.say('kepala-dinas', { choice: `act:${number}:${step}:dispose` });
    await world.say('kepala-dinas', 'catatan', undefined, `sent ${asked?.key ?? ''}`);
    const [event] = (await findRequest(world, number)).history.slice(-1);
    expect(event).toMatchObject({ kind: 'step_decided', note: 'catatan' });
  });

  it('of a message that is not known is read like any other text', async () => {
    const world = await makeWorld({ sentId: (key) => `sent ${key}` });
    await world.say('pemohon', 'menu');
    const [answer] = await world.say('pemohon', 'bantuan', undefined, 'sent long ago');
    expect(answer?.message.text).toMatch(phrase('help.text'));
  });
});

describe('a human who answers from the phone', () => {
  async function humanSays(world: World, text: string, id: string, at = world.now()): Promise<void> {
    await handleMessage(world.desk, { id, from: 'web:pemohon', text, human: true, at });
  }

  it('silences the bot in that chat, which the officers are told once', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await humanSays(world, 'Selamat pagi, ada yang bisa kami bantu?', 'h1');
    await humanSays(world, 'Mohon kirim foto KTP yang jelas.', 'h2');
    await humanSays(world, 'Mohon kirim foto KTP yang jelas.', 'h2');
    expect(await world.say('pemohon', 'Baik, sebentar')).toEqual([]);
    const told = (await unasked(world, 'kepala-dinas')).filter(({ message }) =>
      phrase('human.took_over').test(message.text),
    );
    expect(told).toHaveLength(1);
    // Those at whose step it is, and nobody else.
    expect(await unasked(world, 'verifikator')).toEqual([]);
    expect(told[0]?.message.text).toContain(number);
    expect(told[0]?.message.text).toContain('11.00');
    const said = (await world.log('pemohon')).map(({ message }) => message.text);
    expect(said.slice(-3)).toEqual([
      'Selamat pagi, ada yang bisa kami bantu?',
      'Mohon kirim foto KTP yang jelas.',
      'Baik, sebentar',
    ]);
  });

  it('is the one whom the person answers with a sticker', async () => {
    const world = await makeWorld();
    await world.say('pemohon', 'menu');
    await humanSays(world, 'Halo, Bu', 'h1');
    world.sent.length = 0;
    await handleMessage(world.desk, { id: 's1', from: 'web:pemohon', other: 'sticker', at: world.now() });
    expect(world.sent).toEqual([]);
  });

  it('is not interrupted by a question that a burst of files held back', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'surat_permohonan');
    const file = (name: string) => ({ file: name, bytes: Buffer.from('%PDF-1.4\n%%EOF\n') });
    await world.say('pemohon', file('surat permohonan.pdf'), 'old');
    await humanSays(world, 'Kirim saja lewat sini.', 'h1');
    world.sent.length = 0;
    await Promise.all([
      world.say('pemohon', file('ktp.pdf'), 'new'),
      world.say('pemohon', file('surat permohonan.pdf'), 'old'),
    ]);
    expect(world.sent).toEqual([]);
  });

  it('does not keep the bot from warning of a passphrase, nor is it kept', async () => {
    const world = await makeWorld();
    await world.say('pemohon', 'menu');
    await humanSays(world, 'Ada kendala apa, Bu?', 'h1');
    const [warning, more] = await world.say('pemohon', 'passphrase saya: Rahasia123!');
    expect(warning?.message.text).toMatch(phrase('safety.passphrase'));
    expect(more).toBeUndefined();
    expect(JSON.stringify(await world.log('pemohon'))).not.toContain('Rahasia123');
    expect(await world.say('pemohon', 'baik, Pak')).toEqual([]);
  });

  it('loses no file that the person sends meanwhile', async () => {
    const world = await makeWorld();
    await fillUntil(world, 'ktp');
    await humanSays(world, 'Kirim saja lewat sini.', 'h1');
    const bytes = Buffer.from('%PDF-1.4\n%%EOF\n');
    expect(await world.say('pemohon', { file: 'ktp.pdf', bytes })).toEqual([]);
    const { tray } = await sessionOf(world, 'pemohon');
    expect(tray.map(({ name }) => name)).toEqual(['ktp.pdf']);
    expect(await world.store.readFile(tray[0]?.id ?? '')).toEqual(new Uint8Array(bytes));
  });

  it.each([
    ['a greeting', 'Selamat pagi'],
    ['a call for help', 'tolong'],
    ['a word of a form', 'lanjut'],
    ['a number', '1'],
    ['a file that the bot would refuse', { file: 'surat.docx', bytes: Buffer.from('PK surat') }],
    ['a file that is empty', { file: 'kosong.pdf', bytes: Buffer.alloc(0) }],
  ])('is the one whom the person answers with %s', async (_what, said) => {
    const world = await makeWorld();
    await fillUntil(world, 'ktp');
    await humanSays(world, 'Selamat pagi, ada yang bisa kami bantu?', 'h1');
    expect(await world.say('pemohon', said)).toEqual([]);
    expect(await world.say('pemohon', 'terima kasih')).toEqual([]);
  });

  it.each([
    ['writes BERHENTI', 'berhenti', 'mute.done'],
    ['says a code', 'K23456789ABCD', 'link.joined'],
  ] as const)('does not keep the bot from somebody who %s', async (_what, said, answer) => {
    const world = await makeWorld();
    await keepCode(world.desk, 'K23456789ABCD', 'join', 'web-publik');
    await world.say('pemohon', 'menu');
    await humanSays(world, 'Halo, Bu', 'h1');
    const [line] = await world.say('pemohon', said);
    expect(line?.message.text).toMatch(phrase(answer));
  });

  it.each([/^h1$/, /^human:/])(
    'is told of although the store failed in between (%s), and to nobody twice',
    async (save) => {
      const store = createMemoryStore();
      let dying = false;
      const mortal = new Proxy<Store>(store, {
        get(target, name, receiver) {
          const value = Reflect.get(target, name, receiver) as unknown;
          if (name !== 'saveChat') return value;
          return async (change: ChatChange) => {
            if (dying && save.test(change.seen ?? '')) throw new OperationalError('unavailable', { retryable: true });
            return store.saveChat(change);
          };
        },
      });
      const world = await makeWorld({ store: mortal });
      await handIn(world);
      dying = true;
      await expect(humanSays(world, 'Halo, Bu', 'h1')).rejects.toBeInstanceOf(OperationalError);
      dying = false;
      await humanSays(world, 'Halo, Bu', 'h1');
      await humanSays(world, 'Halo, Bu', 'h1');
      const told = (await unasked(world, 'kepala-dinas')).map(({ message }) => message.text);
      expect(told.filter((text) => phrase('human.took_over').test(text))).toHaveLength(1);
      expect(await world.say('pemohon', 'Ya, Pak')).toEqual([]);
    },
  );

  it('is not interrupted by what was waiting for the morning when the person writes', async () => {
    const world = await makeWorld({ channel: discreet, start: '2026-11-18T13:30:00.000Z' });
    await world.say('pemohon', 'menu');
    await tell(world, 'pemohon', 'malam');
    await humanSays(world, 'Selamat malam, Bu', 'h1');
    expect(await world.say('pemohon', 'Malam, Pak')).toEqual([]);
  });

  it('has the chat for two hours, whatever order his words come in and whatever his clock says', async () => {
    const world = await makeWorld();
    const later = (ms: number): string => new Date(Date.parse(world.now()) + ms).toISOString();
    await world.say('pemohon', 'menu');
    await humanSays(world, 'Dua', 'h2', later(30 * HOUR));
    expect((await sessionOf(world, 'pemohon')).humanUntil).toBe(later(2 * HOUR));
    await humanSays(world, 'Satu', 'h1', later(-HOUR));
    expect((await sessionOf(world, 'pemohon')).humanUntil).toBe(later(2 * HOUR));
  });

  it('hours ago, of which the phone tells only now, does not silence the bot', async () => {
    const world = await makeWorld();
    await handIn(world);
    await humanSays(
      world,
      'Kemarin kami telepon, Bu',
      'h1',
      new Date(Date.parse(world.now()) - 3 * HOUR).toISOString(),
    );
    expect(await world.say('pemohon', 'halo')).not.toEqual([]);
    expect((await world.log('pemohon')).map(({ message }) => message.text)).toContain('Kemarin kami telepon, Bu');
    const told = (await unasked(world, 'kepala-dinas')).map(({ message }) => message.text);
    expect(told.filter((text) => phrase('human.took_over').test(text))).toEqual([]);
  });

  it.each([
    ['the person asks for the menu', async (world: World) => world.say('pemohon', 'menu')],
    [
      'the human gives it back',
      async (world: World) => {
        await humanSays(world, '/bot', 'h9');
        return world.say('pemohon', 'halo, siapa ini?');
      },
    ],
    [
      'two hours have passed',
      async (world: World) => {
        await world.pass(2 * HOUR);
        return world.say('pemohon', 'masih di sana?');
      },
    ],
  ])('has the chat until %s', async (_when, comes) => {
    const world = await makeWorld();
    await world.say('pemohon', 'menu');
    await humanSays(world, 'Dengan petugas di sini.', 'h1');
    expect(await world.say('pemohon', 'Saya mau bertanya')).toEqual([]);
    expect(await comes(world)).not.toEqual([]);
    expect(await world.say('pemohon', 'Saya mau bertanya')).not.toEqual([]);
  });

  it('is told with what is known of somebody who never wrote', async () => {
    const world = await makeWorld();
    await humanSays(world, 'Halo, ini dari Diskominfo.', 'h1');
    const told = (await unasked(world, 'verifikator')).map(({ message }) => message.text);
    expect(told).toEqual([expect.stringMatching(phrase('human.took_over_unknown'))]);
  });
});

describe('papers given back on a discreet channel', () => {
  it('can be replaced by the number under the notice', async () => {
    const world = await makeWorld({ channel: discreet });
    const { number } = await handIn(world);
    for (let step = 0; step < 3; step += 1) await decideHonestly(world, number);
    await giveBack(world, number, ['ktp']);
    await world.pass(1_000);
    const line = (await unasked(world, 'pemohon')).at(-1);
    const shown = line?.message.firstNumber ?? 0;
    const at = line?.message.choices.findIndex(({ id }) => id.startsWith('replace:')) ?? 0;
    const [answer] = await world.say('pemohon', `${shown + at}`);
    expect(answer?.message.text).toContain('KTP');
    expect((await sessionOf(world, 'pemohon')).conversation).toBe('replace');
  });
});
