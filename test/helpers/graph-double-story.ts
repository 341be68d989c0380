// A desk in memory behind WhatsApp at the Graph double, and people who tap where they are shown something to tap and type numbers elsewhere.
import { conversations } from '../../conversations/all.ts';
import { keepCode } from '../../src/app/code.ts';
import type { Desk } from '../../src/app/desk.ts';
import { createDesk } from '../../src/app/desk.ts';
import { handleMessage } from '../../src/app/handle-message.ts';
import type { Address, Inbound, Log, Store } from '../../src/app/ports.ts';
import { wakeChats } from '../../src/app/unasked.ts';
import { upkeep } from '../../src/app/upkeep.ts';
import { choiceOf } from '../../src/channels/action-token.ts';
import { pause } from '../../src/channels/pause.ts';
import { createBreaker } from '../../src/channels/whatsapp/breaker.ts';
import type { CloudTransport } from '../../src/channels/whatsapp/cloud/cloud-transport.ts';
import { createCloudTransport } from '../../src/channels/whatsapp/cloud/cloud-transport.ts';
import { createManners } from '../../src/channels/whatsapp/manners.ts';
import type { Notebook } from '../../src/channels/whatsapp/notebook.ts';
import { createWhatsAppChannel } from '../../src/channels/whatsapp/whatsapp-channel.ts';
import type { Profile } from '../../src/core/profile.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { APP_SECRET, PHONE_ID, TOKEN, VERIFY_TOKEN } from './graph-double-account.ts';
import { NOW, QUICK, WORDS, until } from './graph-double-counter.ts';
import type { DoublePerson, Shown } from './graph-double-people.ts';
import type { GraphDouble } from './graph-double.ts';
import { readTexts } from './world.ts';

export const TEMPLATE = { name: 'kabar_permohonan', codes: { id: 'id', en: 'en' } } as const;

export interface CloudStory {
  readonly store: Store;
  readonly profile: Profile;
  readonly desk: Desk;
  /** Errors and warnings. */
  readonly logged: { readonly level: string; readonly text: string; readonly data: unknown }[];
  /** Before the desk gets a message; may never resolve, as when the process dies there. */
  before: (inbound: Inbound) => Promise<void>;
  now(): string;
  /** Gives an officer his record; resolves to a one-time code for his chat. */
  addOfficer(id: string, name: string, role: string): Promise<string>;
  /** Moves the clock and runs what a service would run meanwhile. */
  pass(milliseconds: number): Promise<void>;
  /** Begins another process over the same store; the old one is never heard of again. */
  kill(): Promise<void>;
  /** Resolves when nothing waits to be dealt with. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export async function openCloudStory(double: GraphDouble): Promise<CloudStory> {
  let time = Date.parse(NOW);
  let ids = 0;
  const store = createMemoryStore();
  const profile = loadProfile('tarakan');
  const texts = readTexts();
  const now = (): string => new Date(time).toISOString();
  const logged: { level: string; text: string; data: unknown }[] = [];
  const note = (level: string) => (text: string, data?: unknown) => void logged.push({ level, text, data });
  const log: Log = { debug() {}, info() {}, warn: note('warn'), error: note('error') };
  double.templates.set(TEMPLATE.name, Object.values(TEMPLATE.codes));
  double.enforceWindow(now);

  function build(): { desk: Desk; transport: CloudTransport } {
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
      log,
      now,
      lastHeard: async (address) => (await store.readLog(address, 0)).findLast(({ from }) => from === 'person')?.at,
      languageOf: async (address) => (await store.findChat(address))?.language ?? 'id',
      words: WORDS,
      template: TEMPLATE,
      findChoice: async (address, token) => choiceOf(await store.readLog(address, 0), token),
      readFile: (file) => store.readFile(file.id),
      timing: QUICK,
    });
    const notebook: Notebook = { read: async () => undefined, write: async () => {} };
    const manners = createManners({
      pace: { gapMs: [0, 0], chatMs: 0, unaskedPerDay: 1_000 },
      timeZone: profile.office.timeZone,
      breaker: createBreaker({ notebook, log, now, alert() {} }),
      notebook,
      log,
      now,
      random: () => 0,
      pause,
    });
    const desk = createDesk({
      store,
      channels: [createWhatsAppChannel(transport, manners)],
      clock: { now },
      ids: {
        next: () => `id-${(ids += 1)}`,
        number: () => `TTE-${String((ids += 1)).padStart(6, '0')}`,
        code: () =>
          `K${String((ids += 1))
            .padStart(12, '0')
            .replaceAll(/\d/g, (digit) => 'ABCDEFGHJK'.charAt(Number(digit)))}`,
      },
      log,
      profile,
      language: 'id',
      texts,
      conversations,
      maxFileBytes: 25_000_000,
      checkPdf: () => Promise.reject(new Error('nothing is checked in this story')),
      checksPerHour: 20,
    });
    return { desk, transport };
  }

  let running = build();
  async function begin(): Promise<void> {
    const { desk, transport } = running;
    double.webhook((request) => transport.handleWebhook(request));
    await transport.start(async (inbound) => {
      await story.before(inbound);
      await handleMessage(desk, inbound);
    });
  }
  const story: CloudStory = {
    store,
    profile,
    logged,
    now,
    before: () => Promise.resolve(),
    get desk() {
      return running.desk;
    },
    async addOfficer(id, name, role) {
      await store.savePerson({ id, name, roles: [role], language: 'id' });
      const code = running.desk.ids.code();
      await keepCode(running.desk, code, 'officer', id);
      return code;
    },
    async pass(milliseconds) {
      time += milliseconds;
      await upkeep(running.desk);
    },
    async kill() {
      running = build();
      await begin();
    },
    async settled() {
      await until(async () => (await store.readInbox(1)).length === 0);
      await wakeChats(running.desk);
    },
    stop: () => running.transport.stop(),
  };
  await begin();
  return story;
}

/** Somebody at the double, whose every act is waited for until the bot has dealt with it. */
export interface CloudPlayer {
  readonly address: Address;
  readonly person: DoublePerson;
  say(text: string): Promise<Shown[]>;
  /** Taps it where it is shown, else types its number. */
  choose(choice: string | RegExp): Promise<Shown[]>;
  document(name: string, bytes: Uint8Array): Promise<Shown[]>;
  photo(bytes: Uint8Array): Promise<Shown[]>;
  /** All that stands in the chat. */
  text(): string;
}

export function createCloudPlayer(story: CloudStory, person: DoublePerson): CloudPlayer {
  const address: Address = `whatsapp:${person.id}`;

  async function after(act: () => Promise<number>): Promise<Shown[]> {
    const before = person.shown().length;
    const status = await act();
    if (status !== 200) throw new Error(`the webhook was answered with ${status}`);
    await story.settled();
    return person.shown().slice(before);
  }

  async function choose(wanted: string | RegExp): Promise<Shown[]> {
    const isIt = (id: string): boolean =>
      typeof wanted === 'string' ? id === wanted || id.startsWith(`${wanted}@`) : wanted.test(id);
    const tappable = person
      .shown()
      .flatMap(({ ids }) => ids)
      .findLast(isIt);
    const lines = (await story.store.readLog(address, 0)).filter(({ from }) => from === 'bot');
    const message = lines.findLast(({ message: { choices } }) => choices.some(({ id }) => isIt(id)))?.message;
    const index = message?.choices.findIndex(({ id }) => isIt(id)) ?? -1;
    const id = message?.choices[index]?.id;
    if (!message || id === undefined) throw new Error(`${String(wanted)} was never offered`);
    if (tappable === id) return after(() => person.tap(id));
    return after(() => person.say(String((message.firstNumber ?? 1) + index)));
  }

  return {
    address,
    person,
    choose,
    say: (text) => after(() => person.say(text)),
    document: (name, bytes) => after(() => person.document(name, bytes)),
    photo: (bytes) => after(() => person.photo(bytes)),
    text: () =>
      person
        .shown()
        .map(({ text }) => text)
        .join('\n'),
  };
}
