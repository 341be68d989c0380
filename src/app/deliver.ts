// The outbox: lines of a chat that wait for their channel. At least once, with the line's key; what fails for good ends there.
import type { Desk } from './desk.ts';
import type { Address, Instant, LogEntry, Outbound } from './ports.ts';
import { OperationalError } from './ports.ts';

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
  for (const entry of entries) {
    const delivery = await attempt(desk, address, entry);
    if (delivery === 'pending') break;
  }
  if (desk.marks.size >= MOST_MARKS) await flushMarks(desk);
}

/** Takes up lines that another process, or an earlier try, left behind. Resolves to how many were tried. */
export async function drainOutbox(desk: Desk): Promise<number> {
  await flushMarks(desk);
  const pending = await desk.store.findPending(desk.clock.now(), 100);
  const byChat = groupByAddress(pending);
  for (const [address, lines] of byChat) {
    await desk.chats.run(address, () =>
      deliver(
        desk,
        address,
        lines.map(({ entry }) => entry),
      ),
    );
  }
  await flushMarks(desk);
  return pending.length;
}

/** Writes down which lines have been delivered. */
export async function flushMarks(desk: Desk): Promise<void> {
  if (desk.marks.size === 0) return;
  const marks = [...desk.marks.values()];
  desk.marks.clear();
  try {
    await desk.store.markDelivery(marks);
  } catch (error) {
    for (const mark of marks) desk.marks.set(`${mark.address} ${mark.key}`, mark);
    throw error;
  }
}

async function attempt(desk: Desk, address: Address, entry: LogEntry): Promise<'sent' | 'dead' | 'pending'> {
  const { key, tries = 0 } = entry;
  const mark = (delivery: 'sent' | 'dead' | 'pending', retryAt?: string): typeof delivery => {
    desk.marks.set(`${address} ${key}`, { address, key, delivery, ...(retryAt ? { retryAt } : {}) });
    return delivery;
  };
  try {
    await desk.channel(address.slice(0, address.indexOf(':'))).send(address, entry.message, key);
    return mark('sent');
  } catch (error) {
    if (!(error instanceof OperationalError)) desk.log.error('a line could not be sent', { key, error });
    const wait = error instanceof OperationalError ? (error.retryAfter ?? (BACKOFF[tries] ?? 0) * 1000) : 0;
    if (!(error instanceof OperationalError) || !error.retryable || BACKOFF[tries] === undefined) return mark('dead');
    desk.log.warn('a line waits in the outbox', { key, code: error.code });
    return mark('pending', new Date(Date.parse(desk.clock.now()) + wait).toISOString());
  }
}

function groupByAddress<T extends { address: Address }>(items: readonly T[]): Map<Address, T[]> {
  const groups = new Map<Address, T[]>();
  for (const item of items) groups.set(item.address, [...(groups.get(item.address) ?? []), item]);
  return groups;
}
