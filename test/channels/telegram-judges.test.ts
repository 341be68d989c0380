// The Telegram channel before two servers that others have written. They are lenient, but they do not share our misunderstandings.
// telegram-test-api: texts, commands, buttons, edits. crabline: texts, files, edits, webhooks; it claims to need Node 22 and runs on 20.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelegramServer } from '@openclaw/crabline';
import { createCounter } from '../helpers/telegram-double-counter.ts';
import type { Counter } from '../helpers/telegram-double-counter.ts';
import { TOKEN } from '../helpers/telegram-double.ts';

const SARI = 3_527_065;
const YES = { id: 'decide=approve', label: 'Setujui' };
const SHORT_POLL = { pollSeconds: 1 };

let counter: Counter;
afterEach(() => counter.channel.stop());

describe('before telegram-test-api, the channel', () => {
  let server: TelegramServer;
  const client = () =>
    server.getClient(TOKEN, { userId: SARI, chatId: SARI, type: 'private', interval: 20, timeout: 3_000 });

  beforeEach(async () => {
    const port = await freePort();
    server = new TelegramServer({ port, host: '127.0.0.1' });
    await server.start();
    counter = createCounter({ root: server.config.apiURL, token: TOKEN }, { timing: SHORT_POLL });
    await counter.start();
  });
  afterEach(async () => {
    await counter.channel.stop();
    await server.stop();
  });

  it('hears a text and a command, and answers', async () => {
    counter.handle = ({ from, text }) =>
      counter.deliver(from, { text: `*Anda* <berkata>: ${text}` }, 'k').then(() => undefined);
    await client().sendMessage(client().makeMessage('halo & salam', { date: 1_795_395_600 }));
    const { result } = await client().getUpdates();
    expect(result.map(({ message }) => message)).toMatchObject([
      { chat_id: SARI, parse_mode: 'HTML', text: '<b>Anda</b> &lt;berkata&gt;: halo &amp; salam' },
    ]);
    await client().sendCommand(client().makeCommand('/start K7QM-2XWP', { date: 1_795_395_600 }));
    await counter.count(2);
    expect(counter.arrived).toMatchObject([
      { from: `telegram:${SARI}`, text: 'halo & salam', at: '2026-11-23T01:00:00.000Z' },
      { text: '/start K7QM-2XWP' },
    ]);
  });

  it('understands a tap, and takes the buttons away when all is said', async () => {
    const sent = await counter.deliver(`telegram:${SARI}`, { text: 'Setujui?', choices: [YES] }, 'k1');
    const [history] = await client().getUpdatesHistory();
    const { reply_markup: markup } = (history as { message: { reply_markup: Keyboard } }).message;
    const data = markup.inline_keyboard[0]?.[0]?.callback_data ?? '';
    const [, id] = (sent ?? '').split(':');
    const under = { message_id: Number(id), chat: { id: SARI, type: 'private' } };
    await client().sendCallback(client().makeCallbackQuery(data, { message: under as never }));
    await counter.count(1);
    expect(counter.arrived).toMatchObject([{ from: `telegram:${SARI}`, choice: 'decide=approve' }]);
    await counter.channel.amend(`telegram:${SARI}`, sent ?? '', { text: 'Sudah disetujui', choices: [] });
    const [edited] = await client().getUpdatesHistory();
    expect((edited as { message: object }).message).toMatchObject({ text: 'Sudah disetujui' });
  });
});

interface Keyboard {
  readonly inline_keyboard: readonly (readonly { callback_data: string }[])[];
}

describe('before crabline, the channel', () => {
  let server: Awaited<ReturnType<typeof startTelegramServer>>;
  let folder: string;
  let events: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'telegram-'));
    events = '';
    server = await startTelegramServer({
      botToken: TOKEN,
      recorderPath: join(folder, 'traffic.jsonl'),
      onEvent: (event) => void (events += JSON.stringify(event)),
    });
    counter = createCounter(
      { root: server.manifest.endpoints.apiRoot, token: TOKEN },
      { timing: SHORT_POLL, files: FILES },
    );
    await counter.start();
  });
  afterEach(async () => {
    await counter.channel.stop();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  const say = (text: string) =>
    fetch(server.manifest.endpoints.adminInboundUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Crabline-Admin-Token': server.manifest.adminToken },
      body: JSON.stringify({ chatId: SARI, fromId: SARI, text }),
    });

  it('hears texts in order, each once', async () => {
    for (const text of ['satu', 'dua', 'tiga']) expect((await say(text)).ok).toBe(true);
    await counter.count(3);
    expect(counter.arrived.map(({ text }) => text)).toEqual(['satu', 'dua', 'tiga']);
    expect(counter.logged.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it('is found by its webhook, with the secret', async () => {
    await counter.channel.stop();
    const port = await freePort();
    const webhook = { url: `http://127.0.0.1:${port}/masuk`, secret: 'rahasia_1', path: '/masuk', port };
    counter = createCounter({ root: server.manifest.endpoints.apiRoot, token: TOKEN }, { webhook });
    await counter.start();
    await say('lewat webhook');
    await counter.count(1);
    expect(counter.arrived).toMatchObject([{ text: 'lewat webhook' }]);
    expect(counter.logged.filter(({ level }) => level !== 'debug')).toEqual([]);
  });

  it('sends a text in parts that are short enough, a file with words, and an edit', async () => {
    await say('halo');
    await counter.count(1);
    const to = `telegram:${SARI}` as const;
    const sent = await counter.deliver(to, { text: 'panjang & lebar '.repeat(500), choices: [YES] }, 'k1');
    await counter.deliver(
      to,
      { text: 'Bukti', file: { id: 'f1', name: 'bukti.pdf', type: 'pdf', size: 4, sha256: '' } },
      'k2',
    );
    await counter.channel.amend(to, sent ?? '', { text: 'Selesai', choices: [] });
    expect(sent).toMatch(/^3527065:\d+$/);
    expect(events).toContain('bukti.pdf');
    expect(events).toContain('Selesai');
  });
});

const FILES = { f1: new TextEncoder().encode('%PDF') };

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
