// A desk in memory behind the real Telegram channel, at a Bot API server over HTTP, and the people who write to it.
import { conversations } from '../../conversations/all.ts';
import { keepCode } from '../../src/app/code.ts';
import { createDesk } from '../../src/app/desk.ts';
import type { Desk } from '../../src/app/desk.ts';
import { handleMessage } from '../../src/app/handle-message.ts';
import type { Address, Channel, Log, Outbound, Person, Store } from '../../src/app/ports.ts';
import { upkeep, writeDown } from '../../src/app/upkeep.ts';
import { choiceOf } from '../../src/channels/action-token.ts';
import type { TelegramChannel } from '../../src/channels/telegram/telegram-channel.ts';
import type { TelegramConfig } from '../../src/config.ts';
import type { Profile } from '../../src/core/profile.ts';
import type { TextKey } from '../../src/engine/text.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { telegramFor } from '../../src/telegram-desk.ts';
import type { Logged } from './telegram-double-counter.ts';
import { ANY_PACE, QUICK } from './telegram-double-counter.ts';
import type { DoublePerson } from './telegram-double-people.ts';
import type { DoubleMessage } from './telegram-double-state.ts';
import { START, readTexts } from './world.ts';

/** Where the bot's messages go. */
export interface BotServer {
  readonly root: string;
  readonly token: string;
}

export interface TelegramStory {
  readonly store: Store;
  readonly profile: Profile;
  /** Of the running process. */
  readonly desk: Desk;
  readonly channel: TelegramChannel;
  /** Warnings and errors. */
  readonly logged: Logged[];
  readonly now: () => string;
  /** A text of ours as it is shown: without the marks of bold type. */
  words(key: TextKey, params?: Readonly<Record<string, string>>): string;
  /** Gives an officer his record; resolves to a one-time code for his chat. */
  addOfficer(person: Partial<Person> & { readonly id: string }): Promise<string>;
  /** Moves the clock and runs what a service would run meanwhile. */
  pass(milliseconds: number): Promise<void>;
  /** Ends the process, politely or not, and begins another one over the same store. */
  restart(how?: 'politely' | 'killed'): Promise<void>;
  /** Lets the process die in the midst of sending; `sent` tells whether Telegram still gets the message. */
  dieAtNextMessage(sent: boolean): Promise<void>;
  stop(): Promise<void>;
}

export interface StoryOptions {
  /** An open one; in memory when absent. */
  readonly store?: Store;
  readonly webhook?: TelegramConfig['webhook'];
  /** Sees every message before it is sent. */
  readonly onSend?: (story: TelegramStory, to: Address, message: Outbound) => Promise<void>;
  /** Channels beside Telegram. */
  readonly others?: readonly Channel[];
  /** How long a poll is held open, in seconds. */
  readonly pollSeconds?: number;
}

export async function openTelegramStory(server: BotServer, options: StoryOptions = {}): Promise<TelegramStory> {
  let time = Date.parse(START);
  let ids = 0;
  let numbers = 0;
  let death: { sent: boolean; die: () => void } | undefined;
  let dead = false;
  const profile = loadProfile('tarakan');
  const store = options.store ?? createMemoryStore();
  const logged: Logged[] = [];
  const keep = (level: string) => (text: string, data?: Record<string, unknown>) => {
    if (!dead) logged.push({ level, text, data });
  };
  const log: Log = { debug() {}, info() {}, warn: keep('warn'), error: keep('error') };
  const now = (): string => new Date(time).toISOString();
  const texts = readTexts();
  const letters = (of: number): string =>
    `${of}`.padStart(12, '0').replace(/\d/g, (digit) => 'ABCDEFGHJK'.charAt(Number(digit)));
  const counted: Desk['ids'] = {
    next: () => `id-${(ids += 1)}`,
    number: () => `TTE-${String((numbers += 1)).padStart(6, '0')}`,
    code: () => `K${letters((numbers += 1))}`,
  };
  const config: TelegramConfig = {
    token: server.token,
    apiRoot: server.root,
    ...(options.webhook ? { webhook: options.webhook } : {}),
  };
  const pollSeconds = options.pollSeconds === undefined ? {} : { pollSeconds: options.pollSeconds };

  function build(): { desk: Desk; channel: TelegramChannel } {
    const timing = { ...QUICK, ...pollSeconds };
    const parts = { store, ids: counted, log, texts, language: 'id', now, timing, pace: ANY_PACE } as const;
    const channel = telegramFor(config, parts);
    const watched: Channel = {
      name: channel.name,
      amends: channel.amends,
      start: (onMessage) => channel.start(onMessage),
      stop: () => channel.stop(),
      async send(to, message, key) {
        await options.onSend?.(story, to, message);
        if (death?.sent === false) return halt();
        const sent = await channel.send(to, message, key);
        return death ? halt() : sent;
      },
      amend: (to, sent, message) => channel.amend(to, sent, message),
      erase: (from, messageId) => channel.erase(from, messageId),
      download: (file, most) => channel.download(file, most),
    };
    const desk = createDesk({
      store,
      channels: [watched, ...(options.others ?? [])],
      clock: { now },
      ids: counted,
      log,
      profile,
      language: 'id',
      texts,
      conversations,
      maxFileBytes: 25_000_000,
      checkPdf: () => Promise.reject(new Error('nothing is checked in this story')),
      checksPerHour: 20,
    });
    return { desk, channel };
  }

  /** From here on the process does nothing any more. */
  function halt(): Promise<never> {
    death?.die();
    return new Promise(() => undefined);
  }

  let running = build();
  const begin = (): Promise<void> => {
    const { desk, channel } = running;
    return channel.start((inbound) => handleMessage(desk, inbound));
  };
  const story: TelegramStory = {
    store,
    profile,
    logged,
    now,
    get desk() {
      return running.desk;
    },
    get channel() {
      return running.channel;
    },
    words: (key, params = {}) => texts.t('id', key, params).replaceAll('*', ''),
    async addOfficer(person) {
      await store.savePerson({ name: 'Yusuf Hidayat', roles: [], language: 'id', ...person });
      const code = counted.code();
      await keepCode(running.desk, code, 'officer', person.id);
      return code;
    },
    async pass(milliseconds) {
      time += milliseconds;
      await upkeep(running.desk);
    },
    async restart(how = 'politely') {
      dead = how === 'killed';
      await running.channel.stop();
      if (!dead) await writeDown(running.desk);
      dead = false;
      death = undefined;
      running = build();
      await begin();
    },
    dieAtNextMessage(sent) {
      return new Promise((die) => (death = { sent, die }));
    },
    async stop() {
      await running.channel.stop();
    },
  };
  await begin();
  return story;
}

/** Somebody at the double, whose every act is waited for until the bot has dealt with it. Buttons are named by their choices. */
export interface Player {
  readonly person: DoublePerson;
  readonly address: Address;
  say(text: string): Promise<DoubleMessage[]>;
  tap(choice: string | RegExp): Promise<DoubleMessage[]>;
  tapData(data: string): Promise<DoubleMessage[]>;
  upload(name: string, bytes: Uint8Array): Promise<DoubleMessage[]>;
  photo(bytes: Uint8Array): Promise<DoubleMessage[]>;
  /** The choices under the last message that has any. */
  offered(): Promise<string[]>;
  /** Data of the newest button for that choice, as a client has it. */
  dataOf(choice: string | RegExp): Promise<string>;
  /** All that stands in the chat. */
  text(): string;
}

export function createPlayer(
  { store }: Pick<TelegramStory, 'store'>,
  taken: (update: number) => Promise<void>,
  person: DoublePerson,
): Player {
  const address: Address = `telegram:${person.chat.id}`;
  async function after(act: () => number): Promise<DoubleMessage[]> {
    const before = person.shown().length;
    await taken(act());
    return person.shown().slice(before);
  }
  /** What the buttons of each message stand for, the newest message first. */
  async function keyboards(): Promise<{ data: string; choice: string }[][]> {
    const log = await store.readLog(address, 0);
    const shown = person.shown().filter(({ rows }) => rows.length > 0);
    return shown
      .toReversed()
      .map(({ rows }) => rows.flat().map(({ data }) => ({ data, choice: choiceOf(log, data)?.choice ?? 'unknown' })));
  }
  async function dataOf(wanted: string | RegExp): Promise<string> {
    const buttons = (await keyboards()).flat();
    const found = buttons.find(({ choice }) =>
      typeof wanted === 'string' ? choice === wanted || choice.startsWith(`${wanted}@`) : wanted.test(choice),
    );
    if (!found) throw new Error(`no button ${wanted}; there are ${buttons.map(({ choice }) => choice).join(', ')}`);
    return found.data;
  }
  async function tap(choice: string | RegExp): Promise<DoubleMessage[]> {
    const data = await dataOf(choice);
    return after(() => person.tapData(data));
  }
  return {
    person,
    address,
    tap,
    dataOf,
    say: (text) => after(() => person.say(text)),
    tapData: (data) => after(() => person.tapData(data)),
    upload: (name, bytes) => after(() => person.upload({ name, bytes })),
    photo: (bytes) => after(() => person.photo(bytes)),
    offered: async () => (await keyboards())[0]?.map(({ choice }) => choice) ?? [],
    text: () =>
      person
        .shown()
        .map(({ text }) => text)
        .join('\n'),
  };
}
