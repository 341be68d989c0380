// A Cloud API transport at the Graph double, with the few things of a desk that it asks for.
import type { Address, Inbound, Log, LogEntry, Outbound, SentId, Store } from '../../src/app/ports.ts';
import { choiceOf } from '../../src/channels/action-token.ts';
import type { CloudTransport } from '../../src/channels/whatsapp/cloud/cloud-transport.ts';
import { createCloudTransport } from '../../src/channels/whatsapp/cloud/cloud-transport.ts';
import type { CloudOptions, Timing } from '../../src/channels/whatsapp/cloud/options.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { APP_SECRET, PHONE_ID, TOKEN, VERIFY_TOKEN } from './graph-double-account.ts';
import type { GraphDouble } from './graph-double.ts';

/** Nothing waits longer than it must for a test to see it. */
export const QUICK: Partial<Timing> = { sweepMs: 20, retryMs: [5], callMs: 2_000, mediaMs: 2_000, stopMs: 100 };

export const NOW = '2026-11-23T01:00:00.000Z';

export const WORDS: CloudOptions['words'] = {
  id: { list: 'Pilih', answer: 'Balas' },
  en: { list: 'Choose', answer: 'Reply' },
};

export interface CloudCounter {
  readonly transport: CloudTransport;
  readonly store: Store;
  readonly arrived: Inbound[];
  readonly logged: { readonly level: string; readonly text: string; readonly data: unknown }[];
  /** When people are said to have written last; a minute ago when absent. */
  readonly heard: Map<Address, string | undefined>;
  /** What the desk does with a message besides noting it. */
  handle: (inbound: Inbound) => Promise<void>;
  start(): Promise<void>;
  send(to: Address, message: Partial<Outbound>, key?: string): Promise<SentId>;
  /** Resolves when so many messages have arrived. */
  count(messages: number): Promise<void>;
  /** Resolves when nothing waits in the inbox. */
  settled(): Promise<void>;
}

export interface CounterOptions extends Partial<Omit<CloudOptions, 'log' | 'findChoice' | 'readFile'>> {
  readonly store?: Store;
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

export function createCloudCounter(double: GraphDouble, options: CounterOptions = {}): CloudCounter {
  const { store = createMemoryStore(), files = {}, timing, ...given } = options;
  const lines: LogEntry[] = [];
  const logged: { level: string; text: string; data: unknown }[] = [];
  const note = (level: string) => (text: string, data?: Record<string, unknown>) =>
    void logged.push({ level, text, data });
  const log: Log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
  const heard = new Map<Address, string | undefined>();
  const transport = createCloudTransport({
    token: TOKEN,
    phoneId: PHONE_ID,
    appSecret: APP_SECRET,
    verifyToken: VERIFY_TOKEN,
    apiRoot: double.root,
    webhook: { path: '/whatsapp' },
    inbox: {
      put: (id, body) => store.keepInbox(id, body),
      take: () => store.readInbox(100),
      done: (id) => store.dropInbox(id),
    },
    now: () => NOW,
    lastHeard: (address) => Promise.resolve(heard.has(address) ? heard.get(address) : '2026-11-23T00:59:00.000Z'),
    languageOf: () => Promise.resolve('id'),
    words: WORDS,
    ...given,
    log,
    timing: { ...QUICK, ...timing },
    findChoice: (_address, token) => Promise.resolve(choiceOf(lines, token)),
    readFile: ({ id }) => Promise.resolve(files[id]),
  });
  double.webhook((request) => transport.handleWebhook(request));
  const counter: CloudCounter = {
    transport,
    store,
    arrived: [],
    logged,
    heard,
    handle: () => Promise.resolve(),
    start: () =>
      transport.start(async (inbound) => {
        counter.arrived.push(inbound);
        await counter.handle(inbound);
      }),
    send(to, part, key = `k${lines.length + 1}`) {
      const message: Outbound = { text: '', choices: [], ...part };
      lines.push({ seq: lines.length + 1, from: 'bot', at: NOW, message, key });
      return transport.send(to, message, key);
    },
    count: (messages) => until(async () => counter.arrived.length >= messages),
    settled: () => until(async () => (await store.readInbox(1)).length === 0),
  };
  return counter;
}

/** Resolves as soon as it is so; rejects after two seconds. */
export async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isSo()) return;
    await silence(5);
  }
  throw new Error('what was waited for did not come about');
}

export function silence(ms = 60): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
