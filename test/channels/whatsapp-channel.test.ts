// WhatsApp as the desk puts it together: the channel's promises over the Cloud API, and by Baileys the page that links a telephone.
import { describe, expect, it } from 'vitest';
import type { Address, LogEntry, Outbound, Store } from '../../src/app/ports.ts';
import { readTexts } from '../../src/main.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { secretsOf } from '../../src/channels/whatsapp/baileys/auth-state.ts';
import { ACCOUNT } from '../../src/channels/whatsapp/baileys/options.ts';
import type { WhatsAppConfig } from '../../src/config.ts';
import type { WhatsAppDesk, WhatsAppParts } from '../../src/whatsapp-desk.ts';
import { WEBHOOK_PATH, whatsappFor } from '../../src/whatsapp-desk.ts';
import { freePort } from '../helpers/free-port.ts';
import { APP_SECRET, PHONE_ID, TOKEN, VERIFY_TOKEN } from '../helpers/graph-double-account.ts';
import { NOW, silence, until } from '../helpers/graph-double-counter.ts';
import { openGraphDouble } from '../helpers/graph-double.ts';
import type { ChannelHarness } from './contract.ts';
import { describeChannel } from './contract.ts';
import { createWebDesk } from './web-desk.ts';

const NUMBERS = { a: '6281200000011', b: '6281200000012' } as const;
const ADDRESSES = { a: `whatsapp:${NUMBERS.a}`, b: `whatsapp:${NUMBERS.b}` } as const;
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

function openDesk(config: WhatsAppConfig, store: Store, change: Partial<WhatsAppParts> = {}): WhatsAppDesk {
  let ids = 0;
  return whatsappFor(config, {
    store,
    ids: { next: () => `id-${(ids += 1)}`, number: () => '', code: () => '' },
    log: SILENT,
    texts: readTexts(),
    language: 'id',
    timeZone: 'Asia/Makassar',
    now: () => NOW,
    random: () => 0,
    onUnlinked: () => {},
    ...change,
  });
}

function cloudAt(apiRoot: string, webhookPort: number): WhatsAppConfig {
  return {
    transport: 'cloud',
    token: TOKEN,
    phoneId: PHONE_ID,
    appSecret: APP_SECRET,
    verifyToken: VERIFY_TOKEN,
    apiRoot,
    webhookPort,
  };
}

/** Puts lines where the use cases would have: the person's own first, since only who wrote may be written to. */
async function keepLines(store: Store, address: Address, message: Outbound, key: string): Promise<void> {
  const chat = await store.findChat(address);
  const seq = chat?.lastSeq ?? 0;
  const said: LogEntry = {
    seq: seq + 1,
    from: 'person',
    at: NOW,
    message: { text: 'halo', choices: [] },
    key: `${key}<`,
  };
  const line: LogEntry = { seq: seq + 2, from: 'bot', at: NOW, message, key, delivery: 'pending' };
  const { version = 0 } = chat ?? {};
  await store.saveChat({ address, version, person: address, language: 'id', session: {}, log: [said, line], at: NOW });
}

async function openCloud(): Promise<ChannelHarness> {
  const double = await openGraphDouble();
  const store = createMemoryStore();
  const port = await freePort();
  const { channel } = openDesk(cloudAt(double.root, port), store);
  double.webhook((request) => fetch(`http://127.0.0.1:${port}${WEBHOOK_PATH}`, forwarded(request)));
  const people = { a: double.person(NUMBERS.a), b: double.person(NUMBERS.b) };
  const dealtWith = () => until(async () => (await store.readInbox(1)).length === 0);
  return {
    channel,
    async say(person, text, mark) {
      await people[person].say(text, mark === undefined ? {} : { mark: `wamid.${mark}` });
      await dealtWith();
      if (mark !== undefined) await silence();
    },
    async choose(person, choice) {
      await people[person].tap(choice);
      await dealtWith();
    },
    async upload(person, { name, bytes }) {
      await people[person].document(name, bytes);
      await dealtWith();
    },
    addressOf: (person) => ADDRESSES[person],
    async deliver(person, message, key) {
      await keepLines(store, ADDRESSES[person], message, key);
      await channel.send(ADDRESSES[person], message, key);
    },
    shown: (person) => Promise.resolve(people[person].shown().map(({ text, choices }) => ({ text, choices }))),
    async close() {
      await channel.stop();
      await double.close();
    },
  };
}

function forwarded(request: Request): RequestInit {
  const { method, headers, body } = request;
  return body ? { method, headers, body, duplex: 'half' } : { method, headers };
}

describeChannel('whatsapp', openCloud);

describe('WhatsApp at the desk', () => {
  it('shows nothing anew and takes nothing back', async () => {
    const { channel } = openDesk({ transport: 'baileys' }, createMemoryStore());
    expect(channel).toMatchObject({ amends: false, discreet: true });
    await channel.amend(ADDRESSES.a, 'id', { text: 'lain', choices: [] });
    await channel.erase(ADDRESSES.a, 'id');
  });

  it('keeps what nobody asked for back after Meta has limited it, also when begun again, and answers all the same', async () => {
    const double = await openGraphDouble();
    const store = createMemoryStore();
    await keepLines(store, ADDRESSES.a, { text: 'x', choices: [] }, 'k0');
    let minutes = 0;
    const now = (): string => new Date(Date.parse(NOW) + minutes * 60_000).toISOString();
    const alerts: string[] = [];
    const log = { ...SILENT, error: (text: string) => void alerts.push(text) };
    const desk = () => openDesk(cloudAt(double.root, 1), store, { now, log }).channel;
    const first = desk();
    double.fail({ status: 400, code: 131048 });
    const limited = first.send(ADDRESSES.a, { text: 'kabar', choices: [], unasked: true }, 'k1');
    await expect(limited).rejects.toMatchObject({ code: 'rate_limited' });
    expect(alerts).toEqual(['WhatsApp has had enough of us; what nobody asked for waits']);
    minutes = 2;
    await first.send(ADDRESSES.a, { text: 'jawaban', choices: [] }, 'k2');
    // Nor does linking the account anew forget it.
    await store.dropSecrets(secretsOf(ACCOUNT));
    const notice: Outbound = { text: 'kabar', choices: [], unasked: true };
    for (const channel of [first, desk()])
      await expect(channel.send(ADDRESSES.a, notice, 'k1')).rejects.toMatchObject({ retryAfter: 58 * 60_000 });
    expect(double.sent).toHaveLength(1);
    await double.close();
  });

  it('leaves alone what the other transport has left in the inbox', async () => {
    const store = createMemoryStore();
    await store.keepInbox('baileys:whatsapp:1', '{}');
    const alerts: string[] = [];
    const log = { ...SILENT, error: (text: string) => void alerts.push(text) };
    const { channel } = openDesk(cloudAt('http://localhost', await freePort()), store, { log });
    await channel.start(async () => {});
    await silence();
    await channel.stop();
    expect(alerts).toEqual([]);
    expect((await store.readInbox(9)).map(({ id }) => id)).toEqual(['baileys:whatsapp:1']);
  });

  it('has by Baileys a page for the operator, at a path that is told nobody else', async () => {
    const { page } = openDesk({ transport: 'baileys' }, createMemoryStore());
    const ask = async (path: string): Promise<number | undefined> =>
      (await page?.answer(new Request(`http://localhost${path}`)))?.status;
    expect(page?.path).toMatch(/^\/whatsapp\/id-\d+$/);
    expect(await ask(page?.path ?? '')).toBe(200);
    expect(await ask('/whatsapp/')).toBe(404);
    expect(await ask(`${page?.path ?? ''}0`)).toBe(404);
    expect(openDesk(cloudAt('http://localhost', 1), createMemoryStore()).page).toBeUndefined();
  });

  it('has that page among those of the chat page where that is on', async () => {
    const { page } = openDesk({ transport: 'baileys' }, createMemoryStore());
    if (!page) throw new Error('there is no page');
    const { channel } = createWebDesk({ operatorPage: page });
    const shown = await channel.fetch(new Request(`http://localhost${page.path}`));
    expect(shown.status).toBe(200);
    expect(await shown.text()).toContain('WhatsApp');
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    const other = await channel.fetch(new Request('http://localhost/whatsapp/id-9'));
    expect(other.status).toBe(404);
    expect(await other.text()).not.toContain('Terputus');
  });
});
