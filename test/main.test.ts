// The service as an operator knows it: it keeps everything over a restart, says in one line what is wrong, and ends when it is told to.
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readServiceConfig } from '../src/config.ts';
import type { Field } from '../src/core/profile.ts';
import { OperationalError } from '../src/app/ports.ts';
import { explain, startService } from '../src/main.ts';
import type { Service } from '../src/main.ts';
import { loadProfile } from '../src/sop/load-profile.ts';
import { WEBHOOK_PATH } from '../src/whatsapp-desk.ts';
import { ESIGN_PASSWORD, ESIGN_USER, openEsignDouble } from './helpers/esign-double.ts';
import { freePort } from './helpers/free-port.ts';
import { APP_SECRET, PHONE_ID, TOKEN, VERIFY_TOKEN } from './helpers/graph-double-account.ts';
import { openGraphDouble } from './helpers/graph-double.ts';
import { mongoForTests } from './helpers/mongo.ts';
import { sampleFile } from './helpers/sample-files.ts';
import { spawnScript } from './helpers/service-process.ts';
import { honestAnswer } from './helpers/story.ts';
import { openTelegramDouble } from './helpers/telegram-double.ts';
import type { TelegramDouble } from './helpers/telegram-double.ts';

const server = await mongoForTests();
await server?.stop();
const own = server?.own ?? false;

const KEY = Buffer.alloc(32, 7).toString('base64');
const WRONG_TOKEN = '7000000002:AAE-another-token_0123456789abcdefgh';
const MAIN = 'src/main.ts';
const folders: string[] = [];

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'meja-tte-main-'));
  folders.push(folder);
  return folder;
}

/** A visitor of the page, with his cookie. */
function createVisitor(): Visitor {
  let cookie = '';
  let url = '';
  const chat = (): string => `${url}/api/chats/saya/messages`;
  async function post(body: string | FormData, headers: Record<string, string> = {}): Promise<void> {
    const response = await fetch(chat(), { method: 'POST', headers: { cookie, ...headers }, body });
    expect(response.status).toBe(202);
    await response.arrayBuffer();
  }
  return {
    async visit(at) {
      url = at;
      const response = await fetch(`${url}/api/people`, { headers: { cookie } });
      await response.arrayBuffer();
      cookie = response.headers.get('set-cookie')?.split(';')[0] ?? cookie;
    },
    say: (said) => post(JSON.stringify(said), { 'content-type': 'application/json' }),
    async upload(name, bytes) {
      const form = new FormData();
      form.set('file', new Blob([Buffer.from(bytes)]), name);
      await post(form);
    },
    async read() {
      const response = await fetch(chat(), { headers: { cookie } });
      return (await response.json()) as { from: string; text: string }[];
    },
  };
}

interface Visitor {
  visit(url: string): Promise<void>;
  say(said: { text: string } | { choice: string }): Promise<void>;
  upload(name: string, bytes: Uint8Array): Promise<void>;
  read(): Promise<{ from: string; text: string }[]>;
}

describe.skipIf(!own)('the service with its own database', { timeout: 60_000 }, () => {
  let service: Service | undefined;
  afterEach(() => service?.stop());

  async function start(folder: string, more: Record<string, string> = {}): Promise<string> {
    const env = { DATA_KEY: KEY, WEB_CHAT: 'on', PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent', ...more };
    service = await startService(readServiceConfig(env));
    return service.url ?? '';
  }

  it('finds a half-filled form again after a restart, and takes the rest of it', async () => {
    const folder = await newFolder();
    const profile = loadProfile('tarakan');
    const { fields, papers } = Object.values(profile.services)[0] ?? { fields: [], papers: [] };
    const answer = (field: Field) => visitor.say({ text: honestAnswer(field, profile) });
    const visitor = createVisitor();
    await visitor.visit(await start(folder));
    await visitor.say({ choice: 'menu=apply' });
    await visitor.say({ choice: 'consent=agree' });
    for (const field of fields.slice(0, 4)) await answer(field);
    const before = await visitor.read();
    await service?.stop();

    await visitor.visit(await start(folder));
    expect(await visitor.read()).toEqual(before);
    for (const field of fields.slice(4)) await answer(field);
    for (const { key } of papers) await visitor.upload(`${key}.pdf`, sampleFile('pdf'));
    await visitor.say({ choice: 'summary=submit' });

    const after = await visitor.read();
    expect(after.map(({ text }) => text).join('\n')).toContain('Permohonan diterima dengan nomor');
    const other = createVisitor();
    await other.visit(service?.url ?? '');
    expect(await other.read()).toEqual([]);
  });

  it('says beside its own verdict what the agency’s Esign Client Service says', async () => {
    const double = await openEsignDouble();
    const settings = { ESIGN_URL: double.url, ESIGN_USER, ESIGN_PASSWORD };
    const visitor = createVisitor();
    await visitor.visit(await start(await newFolder(), settings));
    await visitor.upload('surat.pdf', sampleFile('pdf'));
    await double.close();
    expect(double.calls).toEqual(['/api/v2/verify/pdf']);
    expect((await visitor.read()).at(-1)?.text).toContain('\nPemeriksaan BSrE: tanda tangannya sah.\n');
  });

  it('serves the dashboard without the chat page where only that is wanted', async () => {
    const url = await start(await newFolder(), { WEB_CHAT: 'off', DASHBOARD: 'on' });
    const paths = ['/healthz', '/dasbor/K23456789ABCD', '/dasbor', '/', '/api/people', '/api/about'];
    const statuses = await Promise.all(paths.map(async (each) => (await fetch(`${url}${each}`)).status));
    expect(statuses).toEqual([200, 200, 403, 404, 404, 404]);
  });

  it('refuses a folder that another process uses, in one line', async () => {
    const folder = await newFolder();
    await start(folder);
    const second = spawnScript(MAIN, { DATA_KEY: KEY, WEB_CHAT: 'on', PORT: '0', DATA_DIR: folder });
    expect(await second.ended).toBe(1);
    expect(second.err()).toMatch(/^The data cannot be used: process \d+ already uses .*\. Stop it, or set .*\n$/);
  });

  it('that was killed begins again at once on the same folder, with everything in it', async () => {
    const env = { DATA_KEY: KEY, WEB_CHAT: 'on', PORT: '0', DATA_DIR: await newFolder() };
    const visitor = createVisitor();
    const first = spawnScript(MAIN, env);
    await visitor.visit(await first.url());
    await visitor.say({ choice: 'menu=apply' });
    const before = await visitor.read();
    first.process.kill('SIGKILL');
    await first.ended;

    const second = spawnScript(MAIN, env);
    await visitor.visit(await second.url());
    expect(await visitor.read()).toEqual(before);
    second.process.kill('SIGTERM');
    expect(await second.ended).toBe(0);
  });

  it('says in one line that another key was set than the data were kept with', async () => {
    const folder = await newFolder();
    await start(folder);
    await service?.stop();
    const env = { DATA_KEY: Buffer.alloc(32, 8).toString('base64'), WEB_CHAT: 'on', PORT: '0', DATA_DIR: folder };
    const refused: unknown = await startService(readServiceConfig({ ...env, LOG_LEVEL: 'silent' })).catch(
      (error: unknown) => error,
    );
    expect(explain(refused)).toMatch(/^The data cannot be read \(.*\)\. Set the DATA_KEY that it was kept with\.$/);
  });

  it('says in one line that its port is taken, and gives the folder back', async () => {
    const folder = await newFolder();
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as AddressInfo;
    const env = { DATA_KEY: KEY, WEB_CHAT: 'on', PORT: String(port), DATA_DIR: folder, LOG_LEVEL: 'silent' };
    const refused: unknown = await startService(readServiceConfig(env)).catch((error: unknown) => error);
    await new Promise((resolve) => taken.close(resolve));
    expect(explain(refused)).toMatch(/^The port cannot be had \(listen EADDRINUSE.*\)\. Set PORT/);
    await start(folder);
  });
});

describe('npm start', { timeout: 60_000 }, () => {
  it('says in one line that the key is missing, or that no channel is on', async () => {
    const [keyless, mute] = [spawnScript(MAIN, {}), spawnScript(MAIN, { DATA_KEY: KEY })];
    expect([await keyless.ended, await mute.ended]).toEqual([1, 1]);
    expect(keyless.err()).toBe('DATA_KEY is missing: make one with openssl rand -base64 32\n');
    expect(mute.err()).toBe('No channel is on: set TELEGRAM_BOT_TOKEN, WHATSAPP, or WEB_CHAT=on.\n');
    expect(keyless.out() + mute.out()).toBe('');
  });
});

describe.skipIf(!own)('npm start with TELEGRAM_BOT_TOKEN alone', { timeout: 60_000 }, () => {
  let double: TelegramDouble;
  beforeEach(async () => void (double = await openTelegramDouble()));
  afterEach(() => double.close());

  async function settings(token: string): Promise<Record<string, string>> {
    const DATA_DIR = await newFolder();
    return { DATA_KEY: KEY, DATA_DIR, TELEGRAM_API_ROOT: double.root, TELEGRAM_BOT_TOKEN: token };
  }

  it('works, ends within seconds of SIGTERM, and gives the database back', async () => {
    const env = await settings(double.token);
    const service = spawnScript(MAIN, env);
    const sari = double.person(3_527_065, 'Sari');
    await double.taken(sari.say('/start'));
    expect(sari.shown()[0]?.text).toContain('Silakan pilih layanan');
    const told = Date.now();
    service.process.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(Date.now() - told).toBeLessThan(10_000);
    expect(existsSync(path.join(env['DATA_DIR'] ?? '', 'in-use'))).toBe(false);
    expect(service.err()).toBe('');
    expect(service.out()).not.toContain(double.token.slice(12));
  });

  it('says in one line that the token is wrong', async () => {
    const { ended, err } = spawnScript(MAIN, await settings(WRONG_TOKEN));
    expect(await ended).toBe(1);
    expect(err()).toMatch(/^Telegram does not know this bot: check TELEGRAM_BOT_TOKEN .*\n$/);
  });
});

describe.skipIf(!own)('npm start with WHATSAPP=cloud', { timeout: 60_000 }, () => {
  it('answers who writes, ends within seconds of SIGTERM, and tells no secret', async () => {
    const double = await openGraphDouble();
    const port = await freePort();
    double.webhook(async (request) => {
      const { method, headers } = request;
      return fetch(`http://127.0.0.1:${port}${WEBHOOK_PATH}`, { method, headers, body: await request.text() });
    });
    const service = spawnScript(MAIN, {
      DATA_KEY: KEY,
      DATA_DIR: await newFolder(),
      WHATSAPP: 'cloud',
      WHATSAPP_TOKEN: TOKEN,
      WHATSAPP_PHONE_ID: PHONE_ID,
      WHATSAPP_APP_SECRET: APP_SECRET,
      WHATSAPP_VERIFY_TOKEN: VERIFY_TOKEN,
      WHATSAPP_WEBHOOK_PORT: String(port),
      WHATSAPP_API_ROOT: double.root,
    });
    const sari = double.person('6281200000011');
    await expect.poll(() => service.out(), { timeout: 30_000 }).toContain('the desk is open');
    expect(await sari.say('halo', { at: Math.floor(Date.now() / 1000) })).toBe(200);
    await expect.poll(() => sari.shown()[0]?.text, { timeout: 10_000 }).toContain('Silakan pilih layanan');
    const told = Date.now();
    service.process.kill('SIGTERM');
    expect(await service.ended).toBe(0);
    expect(Date.now() - told).toBeLessThan(10_000);
    expect(service.err()).toBe('');
    for (const secret of [TOKEN, APP_SECRET, VERIFY_TOKEN, sari.id]) expect(service.out()).not.toContain(secret);
    await double.close();
  });
});

/** What Node does where the package is not installed. */
const WITHOUT_BAILEYS = `export async function resolve(name, context, next) {
  if (name !== '@whiskeysockets/baileys') return next(name, context);
  throw Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' });
}`;

function dataUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

describe.skipIf(!own)('npm start with WHATSAPP=baileys', { timeout: 60_000 }, () => {
  it('says in one line that the optional package is missing', async () => {
    const register = dataUrl(
      `import { register } from 'node:module'; register(${JSON.stringify(dataUrl(WITHOUT_BAILEYS))});`,
    );
    const env = { DATA_KEY: KEY, DATA_DIR: await newFolder(), WHATSAPP: 'baileys', PORT: '0' };
    const { ended, err } = spawnScript(MAIN, { ...env, NODE_OPTIONS: `--import=${register}` });
    expect(await ended).toBe(1);
    expect(err()).toMatch(/^WhatsApp by Baileys needs the package @whiskeysockets\/baileys: .*\n$/);
  });
});

describe('what an operator reads', () => {
  it('is one line for what he can mend, whatever the library says', () => {
    const cause = new Error('first line\nsecond line');
    const line = explain(new OperationalError('unavailable', { retryable: false, cause }));
    expect(line).toBe(
      'The database cannot be had (first line). Set MONGODB_URI to a MongoDB 7 or FerretDB 2.7 server.',
    );
    expect(explain(cause)).toBeUndefined();
  });
});
