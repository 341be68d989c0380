// A whole desk in memory with a still clock, counted ids and a channel that only listens: what the tests of the use cases stand on.
import { readFileSync } from 'node:fs';
import { conversations } from '../../conversations/all.ts';
import { createDesk } from '../../src/app/desk.ts';
import type { Desk } from '../../src/app/desk.ts';
import { handleMessage } from '../../src/app/handle-message.ts';
import type { Address, Channel, Esign, Inbound, IncomingFile, Log } from '../../src/app/ports.ts';
import type { LogEntry, Outbound, SentId, Store } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { seatsOf, takeSeats } from '../../src/app/seats.ts';
import { upkeep, writeDown } from '../../src/app/upkeep.ts';
import type { Profile } from '../../src/core/profile.ts';
import { createTexts } from '../../src/engine/text.ts';
import type { Texts } from '../../src/engine/text.ts';
import { loadTrust } from '../../src/pdf/trust.ts';
import type { Trust } from '../../src/pdf/trust.ts';
import { verify } from '../../src/pdf/verify.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';

/** A Wednesday, 09.00 in Tarakan (WITA), 08.00 in Tanjungpinang (WIB). */
export const START = '2026-11-18T01:00:00.000Z';

export interface World {
  readonly desk: Desk;
  readonly store: Store;
  /** What the channel was told to send, in order. */
  readonly sent: { to: Address; message: Outbound; key: string }[];
  /** What it was told to show in a new form. */
  readonly amended: { to: Address; sent: SentId; message: Outbound }[];
  /** Messages of people that it was told to take out of their chats. */
  readonly erased: { from: Address; messageId: string }[];
  /** Errors and warnings the desk logged. */
  readonly logged: { level: string; text: string; data: Record<string, unknown> | undefined }[];
  /** Sends a text, a choice or a file from a seat, in reply to a message of ours or not; resolves to the bot's new lines in that chat. */
  say(seat: string, said: Said, id?: string, quoted?: SentId): Promise<LogEntry[]>;
  /** All lines of a chat after a sequence number. */
  log(seat: string, after?: number): Promise<LogEntry[]>;
  /** Moves the clock and runs what a service would run meanwhile. */
  pass(milliseconds: number): Promise<void>;
  setProfile(profile: Profile): void;
  now(): string;
}

export type Said = string | { choice: string } | { file: string; bytes: Uint8Array; size?: number };

export function readTexts(): Texts {
  const read = (language: string): Record<string, string> =>
    JSON.parse(readFileSync(new URL(`../../locales/${language}.json`, import.meta.url), 'utf8')) as Record<
      string,
      string
    >;
  return createTexts({ id: read('id'), en: read('en') });
}

export async function makeWorld(
  options: {
    profile?: string | Profile;
    store?: Store;
    start?: string;
    trust?: Trust;
    failSend?: () => OperationalError | undefined;
    failErase?: () => Promise<void>;
    /** What the channel calls a line; it has no ids when absent. */
    sentId?: (key: string) => SentId;
    /** Where the agency runs an Esign Client Service. */
    esign?: (log: Log) => Esign;
    /** Puts a channel of ours in front of the listening one. */
    channel?: (listening: Channel) => Channel;
  } = {},
): Promise<World> {
  let time = Date.parse(options.start ?? START);
  let count = 0;
  const profile = typeof options.profile === 'object' ? options.profile : loadProfile(options.profile ?? 'tarakan');
  const store = options.store ?? createMemoryStore();
  const sent: World['sent'] = [];
  const amended: World['amended'] = [];
  const erased: World['erased'] = [];
  const logged: World['logged'] = [];
  const uploads = new Map<string, Uint8Array>();
  const listening: Channel = {
    name: 'web',
    amends: false,
    start: async () => {},
    stop: async () => {},
    async send(to, message, key) {
      const failure = options.failSend?.();
      if (failure) throw failure;
      sent.push({ to, message, key });
      return options.sentId?.(key);
    },
    async amend(to, id, message) {
      amended.push({ to, sent: id, message });
    },
    async erase(from, messageId) {
      erased.push({ from, messageId });
      await options.failErase?.();
    },
    async download(file: IncomingFile) {
      const bytes = uploads.get(file.ref);
      if (!bytes) throw new OperationalError('gone', { retryable: false });
      return bytes;
    },
  };
  const channel = options.channel?.(listening) ?? listening;
  const addressOf = (seat: string): Address => `${channel.name}:${seat}`;
  const keep =
    (level: string) =>
    (text: string, data?: Record<string, unknown>): void => {
      if (level !== 'debug' && level !== 'info') logged.push({ level, text, data });
    };
  const log: Log = { debug: keep('debug'), info: keep('info'), warn: keep('warn'), error: keep('error') };
  const now = (): string => new Date(time).toISOString();
  let numbers = 0;
  const desk = createDesk({
    store,
    channels: [channel],
    clock: { now },
    ids: {
      next: () => `id-${(count += 1)}`,
      number: () => `TTE-${String((numbers += 1)).padStart(6, '0')}`,
      code: () =>
        `K${String((numbers += 1))
          .padStart(12, '0')
          .replace(/\d/g, (digit) => 'ABCDEFGHJK'.charAt(Number(digit)))}`,
    },
    log,
    profile,
    language: 'id',
    texts: readTexts(),
    conversations,
    maxFileBytes: 25_000_000,
    checkPdf: async (bytes) => verify(bytes, { trust: options.trust ?? loadTrust(), now: now() }),
    checksPerHour: 20,
    ...(options.esign ? { esign: options.esign(log) } : {}),
  });
  await store.open();
  await takeSeats(desk, seatsOf(profile), channel.name);

  const world: World = {
    desk,
    store,
    sent,
    amended,
    erased,
    logged,
    now,
    setProfile(next) {
      Object.assign(desk, { profile: next });
    },
    log: (seat, after = 0) => store.readLog(addressOf(seat), after),
    async say(seat, said, id, quoted) {
      const address = addressOf(seat);
      const before = (await store.findChat(address))?.lastSeq ?? 0;
      const inbound = toInbound(address, said, id ?? `m-${(count += 1)}`);
      await handleMessage(desk, quoted === undefined ? inbound : { ...inbound, quoted });
      await writeDown(desk);
      const lines = await store.readLog(address, before);
      return lines.filter(({ from }) => from === 'bot');
    },
    async pass(milliseconds) {
      time += milliseconds;
      await upkeep(desk);
    },
  };
  return world;

  function toInbound(from: Address, said: Said, id: string): Inbound {
    const base = { id: `${channel.name}:${id}`, from, messageId: id, at: now() };
    if (typeof said === 'string') return { ...base, text: said };
    if ('choice' in said) return { ...base, choice: said.choice };
    uploads.set(id, said.bytes);
    return { ...base, file: { ref: id, name: said.file, size: said.size ?? said.bytes.length } };
  }
}
