// What the Telegram channel does with taps, names, refusals and files, over real HTTP at the Bot API double.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileRef } from '../../src/app/ports.ts';
import { actionToken } from '../../src/channels/action-token.ts';
import { createCounter } from '../helpers/telegram-double-counter.ts';
import type { Counter, CounterOptions } from '../helpers/telegram-double-counter.ts';
import type { DoublePerson } from '../helpers/telegram-double-people.ts';
import { TOKEN, openTelegramDouble } from '../helpers/telegram-double.ts';
import type { TelegramDouble } from '../helpers/telegram-double.ts';

const SARI = 'telegram:3527065';
const YES = { id: 'decide=approve', label: 'Setujui' };
const PDF: FileRef = { id: 'f1', name: 'bukti; "pemeriksaan" Ñ.pdf', type: 'pdf', size: 6, sha256: '0'.repeat(64) };
const BYTES = new Uint8Array([37, 80, 68, 70, 13, 10, 45, 45, 0, 255]);

let double: TelegramDouble;
let counter: Counter;
let sari: DoublePerson;

beforeEach(async () => {
  double = await openTelegramDouble();
  sari = double.person(3_527_065, 'Sari');
});

afterEach(async () => {
  await counter.channel.stop();
  await double.close();
});

async function open(options: CounterOptions = {}): Promise<void> {
  counter = createCounter(double, { files: { f1: BYTES }, ...options });
  await counter.start();
}

function methods(): string[] {
  return double.calls.map(({ method }) => method).slice(double.calls.findLastIndex(isOpening) + 1);
}

function isOpening({ method }: { method: string }): boolean {
  return ['getMe', 'setMyCommands', 'deleteWebhook'].includes(method);
}

describe('the Telegram channel at the start', () => {
  it('shows the menu in both languages, and Indonesian to everybody else', async () => {
    await open();
    expect([...double.state.commands.keys()]).toEqual(['', 'id', 'en']);
    expect(double.state.commands.get('')).toEqual(double.state.commands.get('id'));
    expect(double.state.commands.get('en')).toEqual([{ command: 'mulai', description: 'Start again' }]);
    expect(counter.channel.username).toBe('meja_tte_bot');
  });

  it('goes on without a menu that Telegram does not take', async () => {
    await open({ commands: { id: [{ command: 'Salah!', description: 'x' }], en: [] } });
    await double.taken(sari.say('halo'));
    expect(counter.arrived).toHaveLength(1);
    expect(counter.logged).toMatchObject([{ level: 'warn', text: "the bot's menu could not be set" }]);
  });

  it.each(['7000000002:AAE-another-token_0123456789abcdefgh', 'no-token'])(
    'says in one line that a token is wrong, without showing it: %s',
    async (token) => {
      counter = createCounter({ root: double.root, token });
      const error: unknown = await counter.start().catch((caught: unknown) => caught);
      expect(error).toMatchObject({ code: 'unauthorized', retryable: false });
      const { message } = (error as Error).cause as Error;
      expect(message).toMatch(/^Telegram does not know this bot token\..*@BotFather.*$/);
      expect(message).not.toContain(token);
    },
  );

  it('waits for a Telegram that is away, and then begins', async () => {
    double.goAway();
    await open();
    expect(counter.channel.username).toBeUndefined();
    double.comeBack();
    await double.taken(sari.say('halo'));
    expect(counter.arrived).toMatchObject([{ text: 'halo' }]);
    expect(counter.channel.username).toBe('meja_tte_bot');
  });
});

describe('a tap', () => {
  it('is answered before the desk hears of it, and brings the choice', async () => {
    await open();
    await counter.deliver(SARI, { text: 'Setujui permohonan?', choices: [YES] }, 'k1');
    const queries: string[] = [];
    counter.handle = async () => {
      queries.push(...double.state.queries.values());
      await counter.deliver(SARI, { text: 'Tercatat' }, 'k2');
    };
    await double.taken(sari.tap('Setujui'));
    expect(queries).toEqual(['answered']);
    expect(counter.arrived).toMatchObject([{ from: SARI, choice: 'decide=approve' }]);
    expect(methods()).toEqual(['sendMessage', 'answerCallbackQuery', 'sendMessage']);
    expect([...double.state.queries.values()]).toEqual(['answered']);
  });

  it('is answered although an earlier message of the chat is still being dealt with', async () => {
    await open();
    await counter.deliver(SARI, { text: 'Setujui?', choices: [YES] }, 'k1');
    let go = (): void => undefined;
    counter.handle = () => new Promise<void>((resolve) => (go = resolve));
    sari.say('sebentar');
    await counter.count(1);
    const tap = sari.tap('Setujui');
    await expect.poll(() => [...double.state.queries.values()]).toEqual(['answered']);
    expect(counter.arrived).toHaveLength(1);
    counter.handle = () => Promise.resolve();
    go();
    await double.taken(tap);
    expect(counter.arrived.map(({ text, choice }) => text ?? choice)).toEqual(['sebentar', 'decide=approve']);
  });

  it('twice arrives twice, each time as the same choice: what it means is for the desk to say', async () => {
    await open();
    await counter.deliver(SARI, { text: 'Setujui?', choices: [YES] }, 'k1');
    await Promise.all([double.taken(sari.tap('Setujui')), double.taken(sari.tap('Setujui'))]);
    expect(counter.arrived.map(({ choice }) => choice)).toEqual(['decide=approve', 'decide=approve']);
    expect(new Set(counter.arrived.map(({ id }) => id)).size).toBe(2);
  });

  it('that Telegram waits for no longer arrives all the same', async () => {
    await open();
    await counter.deliver(SARI, { text: 'Setujui?', choices: [YES] }, 'k1');
    await counter.channel.stop();
    const tap = sari.tap('Setujui');
    for (const query of double.state.queries.keys()) double.state.queries.set(query, 'expired');
    await counter.start();
    await double.taken(tap);
    expect(counter.arrived).toMatchObject([{ choice: 'decide=approve' }]);
    expect(counter.logged.filter(({ level }) => level === 'warn')).toEqual([]);
  });

  it('arrives although its answer was lost or refused for now', async () => {
    await open();
    await counter.deliver(SARI, { text: 'Setujui?', choices: [YES] }, 'k1');
    double.fail('answerCallbackQuery', 'lost');
    await double.taken(sari.tap('Setujui'));
    double.fail('answerCallbackQuery', { retryAfter: 60 });
    await double.taken(sari.tap('Setujui'));
    expect(counter.arrived).toHaveLength(2);
  });

  it('on a button whose line is no longer kept is a choice that nobody offers', async () => {
    await open();
    await counter.deliver(SARI, { text: 'Setujui?', choices: [YES] }, 'k1');
    const token = actionToken('forgotten', 'decide=approve');
    await double.taken(sari.tapData(token));
    expect(counter.arrived).toMatchObject([{ choice: token }]);
  });

  it("by a stranger on somebody else's button is answered and goes no further", async () => {
    await open();
    await counter.deliver(SARI, { text: 'Setujui?', choices: [YES] }, 'k1');
    await double.taken(sari.tapData(actionToken('k1', 'decide=approve'), { id: 99 }));
    expect(counter.arrived).toEqual([]);
    expect([...double.state.queries.values()]).toEqual(['answered']);
  });

  it('still means the same after a restart', async () => {
    await open();
    await counter.deliver(SARI, { text: 'Setujui?', choices: [YES] }, 'k1');
    await counter.channel.stop();
    await counter.start();
    await double.taken(sari.tap('Setujui'));
    expect(counter.arrived).toMatchObject([{ choice: 'decide=approve' }]);
  });
});

describe('what the bot says on Telegram', () => {
  beforeEach(() => open());

  it.each(['<b>Budi</b> & *Ayu* _x_ [a](b) `c`', '</i>', 'R&D <3', '*Ibu* <script>'])(
    'reads as it is written, with a name like %s in it',
    async (name) => {
      await counter.deliver(SARI, { text: `Permohonan ${name} diterima` }, 'k1');
      const plain = name.replace('*Ayu* _x_', 'Ayu x').replace('*Ibu*', 'Ibu');
      expect(sari.shown().map(({ text }) => text)).toEqual([`Permohonan ${plain} diterima`]);
    },
  );

  it('in a very long text comes in several messages, with the buttons under the last, whose id it gives', async () => {
    const text = Array.from({ length: 40 }, (_, index) => `*${index + 1}.* ${'panjang & lebar '.repeat(15)}`).join(
      '\n\n',
    );
    const sent = await counter.deliver(SARI, { text, choices: [YES] }, 'k1');
    const shown = sari.shown();
    expect(shown.length).toBeGreaterThan(1);
    expect(shown.map(({ rows }) => rows.length)).toEqual([...shown.slice(1).map(() => 0), 1]);
    expect(sent).toBe(`3527065:${shown.at(-1)?.id}`);
  });

  it('can be a file with words and buttons under it', async () => {
    await counter.deliver(SARI, { text: 'Ini *buktinya*', choices: [YES], file: PDF }, 'k1');
    expect(sari.shown()).toMatchObject([
      {
        text: 'Ini buktinya',
        document: { name: 'bukti_ _pemeriksaan_ Ñ.pdf', bytes: BYTES },
        rows: [[{ text: 'Setujui' }]],
      },
    ]);
  });

  it('is not sent without its file when that has been erased', async () => {
    const gone = counter.deliver(SARI, { text: 'x', file: { ...PDF, id: 'erased' } }, 'k1');
    await expect(gone).rejects.toMatchObject({ code: 'gone', retryable: false });
  });

  it('is sent once however often the same line is tried', async () => {
    const first = await counter.deliver(SARI, { text: 'Satu kali' }, 'k1');
    expect(await counter.deliver(SARI, { text: 'Satu kali' }, 'k1')).toBe(first);
    expect(sari.shown()).toHaveLength(1);
  });

  it('goes on after the part that was refused for now', async () => {
    double.fail('sendDocument', 'internal');
    const long = { text: 'x '.repeat(3000), choices: [YES] };
    await counter.deliver(SARI, long, 'k1');
    double.fail('sendMessage', 'internal');
    const failed = counter.deliver(SARI, { ...long, file: PDF }, 'k2');
    await expect(failed).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    await counter.deliver(SARI, { ...long, file: PDF }, 'k2').catch(() => undefined);
    await counter.deliver(SARI, { ...long, file: PDF }, 'k2');
    expect(sari.shown().map(({ document }) => document !== undefined)).toEqual([false, false, true, false, false]);
  });
});

describe('what Telegram refuses', () => {
  beforeEach(() => open());
  const send = (to: `telegram:${number}` = SARI) =>
    counter.deliver(to, { text: 'NIK 6473010101900001' }, `k${double.calls.length}`);

  it('because the person blocked the bot, ends there', async () => {
    sari.block();
    await expect(send()).rejects.toMatchObject({ code: 'blocked', retryable: false });
  });

  it('because the account is gone, or never wrote, or is not there, ends there too', async () => {
    sari.chat.deactivated = true;
    await expect(send()).rejects.toMatchObject({ code: 'blocked' });
    double.person(44).chat.started = false;
    await expect(send('telegram:44')).rejects.toMatchObject({ code: 'blocked' });
    await expect(send('telegram:45')).rejects.toMatchObject({ code: 'blocked' });
  });

  it('because there is too much of it, waits exactly as long as told', async () => {
    double.fail('sendMessage', { retryAfter: 37 });
    await expect(send()).rejects.toMatchObject({ code: 'rate_limited', retryable: true, retryAfter: 37_000 });
    expect(sari.shown()).toEqual([]);
  });

  it('for a moment only, is waited out on the spot', async () => {
    double.fail('sendMessage', { retryAfter: 0.02 });
    await send();
    expect(sari.shown()).toHaveLength(1);
  });

  it('because it is in trouble, or not reached, is tried later', async () => {
    double.fail('sendMessage', 'internal');
    await expect(send()).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    double.fail('sendMessage', 'broken');
    await expect(send()).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    double.goAway();
    await expect(send()).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    double.comeBack();
    expect(sari.shown()).toEqual([]);
  });

  it('after it had happened, may be said twice but is never lost', async () => {
    double.fail('sendMessage', 'lost');
    await expect(counter.deliver(SARI, { text: 'penting' }, 'k')).rejects.toMatchObject({ retryable: true });
    await counter.deliver(SARI, { text: 'penting' }, 'k');
    expect(sari.shown().map(({ text }) => text)).toEqual(['penting', 'penting']);
  });

  it('never carries a text, a token or an address into the log', async () => {
    const errors: unknown[] = [];
    double.fail('sendMessage', 'broken');
    errors.push(await send().catch((error: unknown) => error));
    double.fail('sendMessage', { retryAfter: 60 });
    errors.push(await send().catch((error: unknown) => error));
    sari.block();
    errors.push(await send().catch((error: unknown) => error));
    double.goAway();
    errors.push(await send().catch((error: unknown) => error));
    errors.push(await counter.channel.download({ ref: 'file-1', name: 'x' }, 10).catch((error: unknown) => error));
    double.comeBack();
    expect(errors).toHaveLength(5);
    for (const error of errors) {
      const whole = inspectAll(error);
      expect(whole).not.toMatch(/6473010101900001|127\.0\.0\.1/);
      expect(whole).not.toContain(TOKEN.slice(12));
    }
  });
});

describe('a message of a person', () => {
  beforeEach(() => open());

  it('is taken out of the chat, once or twice', async () => {
    await double.taken(sari.say('passphrase saya Rahasia#2026'));
    const { from = SARI, messageId = '' } = counter.arrived[0] ?? {};
    await counter.channel.erase(from, messageId);
    expect(sari.chat.messages).toEqual([]);
    await counter.channel.erase(from, messageId);
  });

  it('stays when it is too old, or Telegram is away: whoever asked is told', async () => {
    await double.taken(sari.say('passphrase saya Rahasia#2026'));
    const [message] = sari.chat.messages;
    const erase = () => counter.channel.erase(SARI, String(message?.id));
    Object.assign(message ?? {}, { old: true });
    await expect(erase()).rejects.toThrow(/refused deleteMessage: 400/);
    double.goAway();
    await expect(erase()).rejects.toMatchObject({ code: 'unavailable' });
    double.comeBack();
    expect(sari.chat.messages).toHaveLength(1);
  });
});

describe('a message shown anew', () => {
  beforeEach(() => open());

  it('has its new words and no buttons any more', async () => {
    const sent = await counter.deliver(SARI, { text: 'Setujui?', choices: [YES] }, 'k1');
    await counter.channel.amend(SARI, sent ?? '', { text: 'Setujui?\n\n*Disetujui* oleh Budi & Co', choices: [] });
    expect(sari.shown()).toMatchObject([{ text: 'Setujui?\n\nDisetujui oleh Budi & Co', rows: [], edits: 1 }]);
  });

  it('that says the same already stays as it is', async () => {
    const sent = await counter.deliver(SARI, { text: 'Setujui?' }, 'k1');
    await counter.channel.amend(SARI, sent ?? '', { text: 'Setujui?', choices: [] });
    expect(sari.shown()).toMatchObject([{ edits: 0 }]);
  });

  it('under a file changes what stands under it', async () => {
    const sent = await counter.deliver(SARI, { text: 'Periksa?', choices: [YES], file: PDF }, 'k1');
    await counter.channel.amend(SARI, sent ?? '', { text: 'Sudah diperiksa', choices: [] });
    expect(sari.shown()).toMatchObject([{ text: 'Sudah diperiksa', rows: [], edits: 1 }]);
  });

  it('that is gone, too old, unknown, or in a chat that is closed, is left alone', async () => {
    const sent = await counter.deliver(SARI, { text: 'Setujui?' }, 'k1');
    const amend = (id: string) => counter.channel.amend(SARI, id, { text: 'baru', choices: [] });
    await amend('3527065:999');
    await amend('nothing of ours');
    const [, message] = (sent ?? '').split(':');
    sari.say('x');
    await amend(`3527065:${Number(message) + 1}`);
    sari.block();
    await amend(sent ?? '');
    expect(sari.shown()).toMatchObject([{ edits: 0 }]);
  });

  it('fails for now when Telegram is away', async () => {
    const sent = await counter.deliver(SARI, { text: 'Setujui?' }, 'k1');
    double.fail('editMessageText', 'internal');
    const amended = counter.channel.amend(SARI, sent ?? '', { text: 'baru', choices: [] });
    await expect(amended).rejects.toMatchObject({ code: 'unavailable', retryable: true });
  });
});

describe('a file from Telegram', () => {
  beforeEach(() => open());
  const fileOf = async (update: number) => {
    await double.taken(update);
    return counter.arrived.at(-1)?.file ?? { ref: '', name: '' };
  };

  it('sent as a photo comes in its largest size', async () => {
    const file = await fileOf(sari.photo(BYTES));
    expect(file.name).toMatch(/^foto-\d+\.jpg$/);
    expect(await counter.channel.download(file, 1000)).toEqual(BYTES);
  });

  it('over 20 MB is refused before anything is asked for', async () => {
    const file = await fileOf(sari.upload({ name: 'besar.pdf', bytes: BYTES, size: 20 * 1024 * 1024 + 1 }));
    const refused = counter.channel.download(file, 25_000_000);
    await expect(refused).rejects.toMatchObject({ code: 'too_large', retryable: false, limitBytes: 20 * 1024 * 1024 });
    expect(methods()).not.toContain('getFile');
  });

  it('that turns out larger than announced is refused by Telegram, or while it is read', async () => {
    const { ref, name } = await fileOf(sari.upload({ name: 'besar.pdf', bytes: BYTES, size: 20 * 1024 * 1024 + 1 }));
    await expect(counter.channel.download({ ref, name }, 25_000_000)).rejects.toMatchObject({ code: 'too_large' });
    const told = await fileOf(sari.upload({ name: 'x.pdf', bytes: BYTES, size: 2000 }));
    await expect(counter.channel.download({ ref: told.ref, name }, 1000)).rejects.toMatchObject({ code: 'too_large' });
    const lying = await fileOf(sari.upload({ name: 'x.pdf', bytes: new Uint8Array(500_000), size: 10 }));
    await expect(counter.channel.download(lying, 1000)).rejects.toMatchObject({ code: 'too_large', limitBytes: 1000 });
  });

  it('that Telegram no longer has is gone', async () => {
    await expect(counter.channel.download({ ref: 'unknown', name: 'x' }, 1000)).rejects.toMatchObject({
      code: 'gone',
      retryable: false,
    });
  });

  it('cannot be had while Telegram is away', async () => {
    const file = await fileOf(sari.upload({ name: 'x.pdf', bytes: BYTES }));
    double.goAway();
    await expect(counter.channel.download(file, 1000)).rejects.toMatchObject({ code: 'unavailable', retryable: true });
    double.comeBack();
  });

  it('comes together with the others of an album, in order, before the desk has dealt with the first', async () => {
    const going: (() => void)[] = [];
    counter.handle = ({ file }) => (file ? new Promise((resolve) => going.push(resolve)) : Promise.resolve());
    const names = ['ktp.pdf', 'sk.pdf', 'surat.pdf'];
    const updates = names.map((name) => sari.upload({ name, bytes: BYTES }));
    const last = sari.say('sudah');
    await counter.count(3);
    expect(counter.arrived.map(({ file }) => file?.name)).toEqual(names);
    for (const go of going) go();
    await Promise.all([...updates, last].map((update) => double.taken(update)));
    expect(counter.arrived.at(-1)).toMatchObject({ text: 'sudah' });
  });
});

describe('whoever is not alone with the bot', () => {
  it('in a group sees it leave, and nothing of it reaches the desk', async () => {
    await open();
    const chat = { id: -100_200, type: 'supergroup', title: 'Kantor' };
    await double.taken(sari.send({ chat, text: '/start' }));
    expect(double.state.left).toEqual([-100_200]);
    expect(counter.arrived).toEqual([]);
  });
});

function inspectAll(error: unknown): string {
  if (!(error instanceof Error)) return JSON.stringify(error);
  return `${error.stack} ${JSON.stringify(error)} ${inspectAll(error.cause)}`;
}
