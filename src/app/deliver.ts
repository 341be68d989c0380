// The outbox: lines of a chat that wait for their channel. At least once, with the line's key; what fails for good ends there.
import { channelOf } from './address.ts';
import { readSession } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import type { Address, Chat, DeliveryMark, Instant, LogEntry, Outbound, SentId } from './ports.ts';
import { OperationalError } from './ports.ts';
import { asOfNow } from './settled.ts';
import { isDiscreet, wakingTime } from './waking.ts';

/** Waits between tries, in seconds; after the last the line is dead. */
const BACKOFF = [5, 30, 120, 600, 1800, 3600, 7200, 14_400, 28_800] as const;

/** Another process may take up an undelivered line after so long; until then it is this one's. */
const LEASE_MS = 60_000;

/** Many deliveries are marked in one round trip. Should the process die first, those lines are sent once more. */
const MOST_MARKS = 200;

/** A line of the bot's that waits for its channel. */
export function botLine(message: Outbound, key: string, seq: number, now: Instant): LogEntry {
  const retryAt = new Date(Date.parse(now) + LEASE_MS).toISOString();
  return { seq, from: 'bot', at: now, message, key, delivery: 'pending', tries: 0, retryAt };
}

/** Hands lines to their channel in order; stops at the first that must wait, since the next would overtake it. */
export async function deliver(desk: Desk, address: Address, entries: readonly LogEntry[]): Promise<void> {
  if (!desk.held.has(address)) await sendInOrder(desk, address, entries);
  if (desk.marks.size >= MOST_MARKS) await flushMarks(desk);
}

/** On a discreet channel an answer does not wait behind what nobody asked for. */
function mayWait(desk: Desk, address: Address, { message }: LogEntry): boolean {
  return message.unasked === true && isDiscreet(desk, address);
}

/** Takes up lines that another process, or an earlier try, left behind. Resolves to how many chats had some. */
export async function drainOutbox(desk: Desk): Promise<number> {
  await flushMarks(desk);
  const pending = await desk.store.findPending(desk.clock.now(), 100);
  const addresses = [...new Set(pending.map(({ address }) => address))];
  for (const address of addresses) await desk.chats.run(address, () => drainChat(desk, address));
  await flushMarks(desk);
  return addresses.length;
}

/** All that waits in a chat, in order, but nothing before the line in front of it may be tried again. */
async function drainChat(desk: Desk, address: Address): Promise<void> {
  const ours = desk.held.delete(address);
  const now = desk.clock.now();
  const waiting = (await desk.store.readLog(address, 0)).filter(
    ({ key, delivery }) =>
      delivery === 'pending' && !isMarked(desk, address, key) && !desk.sending.has(`${address} ${key}`),
  );
  const isDue = ({ at, retryAt }: LogEntry): boolean => (retryAt ?? at) <= now;
  const patient = waiting.filter((line) => !isDue(line) && mayWait(desk, address, line));
  const notYet = waiting.findIndex((line) => !isDue(line) && !patient.includes(line));
  // Lines of ours behind one that was held back have waited for nothing else; those of another process it may be sending now.
  const inFront = ours && notYet !== 0 ? waiting : waiting.slice(0, notYet < 0 ? waiting.length : notYet);
  const ready = inFront.filter((line) => !patient.includes(line));
  await sendInOrder(desk, address, await upToDate(desk, address, ready));
  if (ours && inFront.length < waiting.length) desk.held.add(address);
}

/** Late lines as they are right by now: without buttons that have lost their meaning, and none that is not to be said any more, or not yet. */
async function upToDate(desk: Desk, address: Address, lines: readonly LogEntry[]): Promise<LogEntry[]> {
  const depends = lines.some(({ message }) => message.choices.length > 0 || message.unasked === true);
  const chat = depends ? await desk.store.findChat(address) : undefined;
  if (!chat) return [...lines];
  const said = lines.filter((line) => !isWithheld(desk, chat, line));
  return Promise.all(said.map(async (line) => ({ ...line, message: await asOfNow(desk, chat, line.message) })));
}

/** Since it was written the person may have asked to be told nothing more; night may have come, or a human. */
function isWithheld(desk: Desk, { address, session: stored }: Chat, { key, message }: LogEntry): boolean {
  if (message.unasked !== true) return false;
  const now = desk.clock.now();
  const session = readSession(stored, now);
  if (session.muted === true) {
    mark(desk, { address, key, delivery: 'dead' });
    return true;
  }
  const retryAt = isDiscreet(desk, address) ? wakingTime(desk, session, now) : now;
  if (retryAt <= now) return false;
  mark(desk, { address, key, delivery: 'pending', retryAt });
  return true;
}

async function sendInOrder(desk: Desk, address: Address, entries: readonly LogEntry[]): Promise<void> {
  const names = entries.map(({ key }) => `${address} ${key}`);
  for (const name of names) desk.sending.add(name);
  try {
    await sendEach(desk, address, entries);
  } finally {
    for (const name of names) desk.sending.delete(name);
  }
}

async function sendEach(desk: Desk, address: Address, entries: readonly LogEntry[]): Promise<void> {
  for (const entry of entries) {
    if ((await attempt(desk, address, entry)) !== 'pending' || mayWait(desk, address, entry)) continue;
    desk.held.add(address);
    return;
  }
}

function isMarked(desk: Desk, address: Address, key: string): boolean {
  const delivery = desk.marks.get(`${address} ${key}`)?.delivery;
  return delivery === 'sent' || delivery === 'dead';
}

/** What the channel called lines, by their keys, be it written down already or not. */
export async function sentIdsOf(
  desk: Desk,
  address: Address,
  keys: readonly string[],
): Promise<ReadonlyMap<string, SentId>> {
  const recent = keys.flatMap((key) => {
    const sent = desk.sentIds.get(`${address} ${key}`)?.sent;
    return sent === undefined ? [] : [[key, sent] as const];
  });
  return new Map([...(await desk.store.findSentIds(address, keys)), ...recent]);
}

/** Writes down which lines have been delivered, and first what their channels called them. */
export async function flushMarks(desk: Desk): Promise<void> {
  await keepSentIds(desk);
  if (desk.marks.size === 0) return;
  const marks = [...desk.marks.values()];
  desk.marks.clear();
  try {
    await desk.store.markDelivery(marks);
  } catch (error) {
    // What has become of a line meanwhile is newer.
    for (const mark of marks) {
      const key = `${mark.address} ${mark.key}`;
      if (!desk.marks.has(key)) desk.marks.set(key, mark);
    }
    throw error;
  }
}

/** One that cannot be kept now stays for the next time. */
async function keepSentIds(desk: Desk): Promise<void> {
  const waiting = [...desk.sentIds];
  await Promise.all(
    waiting.map(async ([name, { address, key, sent }]) => {
      await desk.store.keepSentId(address, key, sent);
      if (desk.sentIds.get(name)?.sent === sent) desk.sentIds.delete(name);
    }),
  );
}

async function attempt(desk: Desk, address: Address, entry: LogEntry): Promise<DeliveryMark['delivery']> {
  const { key, tries = 0 } = entry;
  try {
    const sent = await desk.channel(channelOf(address)).send(address, entry.message, key);
    if (sent !== undefined) desk.sentIds.set(`${address} ${key}`, { address, key, sent });
    return mark(desk, { address, key, delivery: 'sent' });
  } catch (error) {
    if (!(error instanceof OperationalError)) desk.log.error('a line could not be sent', { key, error });
    const wait = error instanceof OperationalError ? (error.retryAfter ?? (BACKOFF[tries] ?? 0) * 1000) : 0;
    if (!(error instanceof OperationalError) || !error.retryable) return mark(desk, { address, key, delivery: 'dead' });
    // To be told to wait is no failure, however often.
    if (error.code !== 'rate_limited' && BACKOFF[tries] === undefined)
      return mark(desk, { address, key, delivery: 'dead' });
    desk.log.warn('a line waits in the outbox', { key, code: error.code });
    const retryAt = new Date(Date.parse(desk.clock.now()) + wait).toISOString();
    return mark(desk, { address, key, delivery: 'pending', retryAt });
  }
}

function mark(desk: Desk, { address, key, ...outcome }: DeliveryMark): DeliveryMark['delivery'] {
  desk.marks.set(`${address} ${key}`, { address, key, ...outcome });
  return outcome.delivery;
}
