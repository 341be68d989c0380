// The outbox lives in the chats' logs: when a line is due, and what an attempt to deliver it leaves behind.
import type { Instant, LogEntry } from '../app/ports.ts';

/** So many ids of messages dealt with are remembered per chat. */
export const MOST_SEEN = 100;

/** So many lines are kept per chat: a whole form stays readable, and its document (about 25 kB then) is still written fast. */
export const MOST_LINES = 50;

type Deliverable = Pick<LogEntry, 'at' | 'delivery' | 'retryAt'>;

/** When a pending line may be tried (again); undefined for every other line. */
export function dueAt(entry: Deliverable): Instant | undefined {
  return entry.delivery === 'pending' ? (entry.retryAt ?? entry.at) : undefined;
}

/** Is the line to be tried at `now`? */
export function isDue(entry: Deliverable, now: Instant): boolean {
  const due = dueAt(entry);
  return due !== undefined && due <= now;
}

/** The earliest of the lines' due instants; undefined when nothing is pending. */
export function earliestDue(log: readonly Deliverable[]): Instant | undefined {
  let earliest: Instant | undefined;
  for (const entry of log) {
    const due = dueAt(entry);
    if (due !== undefined && (earliest === undefined || due < earliest)) earliest = due;
  }
  return earliest;
}
