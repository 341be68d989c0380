// A Telegram channel at the Bot API double, with the few things of a desk that it asks for.
import type { Address, FileRef, Inbound, Log, LogEntry, Outbound, SentId } from '../../src/app/ports.ts';
import { choiceOf } from '../../src/channels/action-token.ts';
import type { PollingLease, TelegramOptions, Timing } from '../../src/channels/telegram/options.ts';
import { createTelegramChannel } from '../../src/channels/telegram/telegram-channel.ts';
import type { TelegramChannel } from '../../src/channels/telegram/telegram-channel.ts';
import type { TelegramDouble } from './telegram-double.ts';

/** Nothing waits longer than it must for a test to see it. */
export const QUICK: Partial<Timing> = {
  graceMs: 20,
  busyMs: 20,
  leaseMs: 90,
  retryMs: [5],
  backoffMs: [10],
  patienceSeconds: 0.05,
  startMs: 1_000,
  answerMs: 200,
  webhookMs: 150,
  stopMs: 100,
};

/** For a clock that stands still. */
export const ANY_PACE = { burst: 10_000, perMinute: 10_000 };

export const NOW = '2026-11-23T01:00:00.000Z';

export interface Logged {
  readonly level: string;
  readonly text: string;
  readonly data: Record<string, unknown> | undefined;
}

export interface Counter {
  readonly channel: TelegramChannel;
  readonly arrived: Inbound[];
  readonly logged: Logged[];
  /** What the desk does with a message besides noting it. */
  handle: (inbound: Inbound) => Promise<void>;
  start(): Promise<void>;
  /** Notes the line in the chat's log, as the desk would, and sends it. */
  deliver(to: Address, message: Partial<Outbound>, key: string): Promise<SentId | undefined>;
  /** Resolves when so many messages have arrived. */
  count(messages: number): Promise<void>;
}

export interface Leases extends PollingLease {
  /** Who holds it. */
  holder(): string | undefined;
}

/** One lease without a clock: it ends when it is dropped or told to. */
export function createLeases(): Leases {
  let held: string | undefined;
  return {
    holder: () => held,
    take(_name, holder) {
      held ??= holder;
      return Promise.resolve(held === holder);
    },
    drop(_name, holder) {
      if (held === holder) held = undefined;
      return Promise.resolve();
    },
  };
}

export interface CounterOptions extends Partial<Omit<TelegramOptions, 'log' | 'findChoice' | 'readFile'>> {
  readonly files?: Readonly<Record<string, Uint8Array>>;
}

export function createCounter(
  { root, token }: TelegramDouble | { root: string; token: string },
  options: CounterOptions = {},
): Counter {
  const { files = {}, timing, ...given } = options;
  const chats = new Map<Address, LogEntry[]>();
  const logged: Logged[] = [];
  const waiting: { count: number; wake: () => void }[] = [];
  const note = (level: string) => (text: string, data?: Record<string, unknown>) =>
    void logged.push({ level, text, data });
  const log: Log = { debug: note('debug'), info: note('info'), warn: note('warn'), error: note('error') };
  const channel = createTelegramChannel({
    token,
    apiRoot: root,
    holder: 'one',
    lease: createLeases(),
    language: 'id',
    commands: {
      id: [{ command: 'mulai', description: 'Mulai dari awal' }],
      en: [{ command: 'mulai', description: 'Start again' }],
    },
    now: () => NOW,
    pace: ANY_PACE,
    tooFast: () => Promise.resolve('Terlalu cepat'),
    ...given,
    log,
    timing: { ...QUICK, ...timing },
    findChoice: (address, action) => Promise.resolve(choiceOf(chats.get(address) ?? [], action)),
    readFile: (file: FileRef) => Promise.resolve(files[file.id]),
  });
  const counter: Counter = {
    channel,
    arrived: [],
    logged,
    handle: () => Promise.resolve(),
    start: () =>
      channel.start(async (inbound) => {
        counter.arrived.push(inbound);
        for (const each of waiting) if (counter.arrived.length >= each.count) each.wake();
        await counter.handle(inbound);
      }),
    async deliver(to, part, key) {
      const message: Outbound = { text: '', choices: [], ...part };
      const lines = chats.get(to) ?? [];
      chats.set(to, lines);
      if (!lines.some((line) => line.key === key))
        lines.push({ seq: lines.length + 1, from: 'bot', at: NOW, message, key });
      return channel.send(to, message, key);
    },
    count(messages) {
      if (counter.arrived.length >= messages) return Promise.resolve();
      return new Promise((wake) => waiting.push({ count: messages, wake }));
    },
  };
  return counter;
}

/** Nothing is expected any more; waits long enough to see it come. */
export function silence(ms = 80): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
