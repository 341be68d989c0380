// How often we write: in turn, unhurried, answers before what nobody asked for, and of that only so much a day.
import { z } from 'zod';
import type { Address, Instant, Log } from '../../app/ports.ts';
import { OperationalError } from '../../app/ports.ts';
import { localDateAt, localTimeAt } from '../../core/office-time.ts';
import type { Breaker } from './breaker.ts';
import type { Notebook } from './notebook.ts';
import { keepNote, readNote } from './notebook.ts';

/** Accounts were limited after a few dozen messages to people who had not written, and at 3 messages a second (Baileys issues 1983, 1248). */
export interface Pace {
  /** From one message to the next, whoever they are for: at least and at most so many milliseconds, a different number each time. */
  readonly gapMs: readonly [number, number];
  /** From one message to the next of one chat. */
  readonly chatMs: number;
  /** Messages nobody asked for, on one day of the agency. */
  readonly unaskedPerDay: number;
}

export const PACE: Pace = { gapMs: [1_000, 2_000], chatMs: 1_000, unaskedPerDay: 200 };

/** When the next day's unasked messages may go out, and a whole day, in minutes of the local day. */
const MORNING = 7 * 60;
const DAY = 24 * 60;

export interface MannersOptions {
  readonly pace: Pace;
  /** Of the agency, e.g. `Asia/Makassar`. */
  readonly timeZone: string;
  readonly breaker: Breaker;
  readonly notebook: Notebook;
  readonly log: Log;
  now(): Instant;
  /** From 0 to 1. */
  random(): number;
  pause(ms: number, signal: AbortSignal): Promise<void>;
}

export interface Manners {
  /** Sends when it is this message's turn. Throws what `send` does, and OperationalError `rate_limited` or `unavailable`. */
  inTurn<T>(chat: Address, unasked: boolean, send: () => Promise<T>): Promise<T>;
  /** What waits for its turn ends with `unavailable`, to be tried again. */
  stop(): void;
}

interface Waiting {
  readonly chat: Address;
  readonly unasked: boolean;
  go(): void;
  end(error: unknown): void;
}

const Note = z.object({ day: z.string(), sent: z.number() });

export function createManners(options: MannersOptions): Manners {
  const { pace, timeZone, breaker, notebook, log } = options;
  const [least, most] = pace.gapMs;
  let waiting: Waiting[] = [];
  /** Chats that were written to a moment ago. */
  const resting = new Set<Address>();
  let running = false;
  let ending = new AbortController();
  /** Messages nobody asked for: those sent on that day, and those being sent. */
  let count = { day: '', sent: 0 };
  let underWay = 0;

  /** Answers first, each kind in the order it came. */
  function takeNext(): Waiting | undefined {
    const ready = waiting.filter(({ chat }) => !resting.has(chat));
    const next = ready.find(({ unasked }) => !unasked) ?? ready[0];
    waiting = waiting.filter((each) => each !== next);
    return next;
  }

  async function run(): Promise<void> {
    if (running) return;
    running = true;
    for (let next = takeNext(); next; next = takeNext()) {
      const { signal } = ending;
      try {
        await breaker.check(next.unasked);
        if (next.unasked) await checkDay();
        if (signal.aborted) throw stopped();
      } catch (error) {
        next.end(error);
        continue;
      }
      next.go();
      void rest(next.chat, signal);
      await options.pause(least + options.random() * (most - least), signal);
    }
    running = false;
  }

  async function rest(chat: Address, signal: AbortSignal): Promise<void> {
    resting.add(chat);
    await options.pause(pace.chatMs, signal);
    resting.delete(chat);
    await run();
  }

  async function checkDay(): Promise<void> {
    const at = options.now();
    const day = localDateAt(at, { timeZone });
    const kept = await readNote(notebook, Note, log);
    const sent = Math.max(...[count, kept].map((known) => (known?.day === day ? known.sent : 0)));
    if (sent + underWay >= pace.unaskedPerDay)
      throw new OperationalError('rate_limited', { retryable: true, retryAfter: untilMorning(at, timeZone) });
    if (kept?.day === day && kept.sent > count.sent) count = kept;
  }

  async function counted<T>(send: () => Promise<T>): Promise<T> {
    underWay += 1;
    try {
      const sent = await send();
      const day = localDateAt(options.now(), { timeZone });
      count = { day, sent: (count.day === day ? count.sent : 0) + 1 };
      await keepNote(notebook, count, log);
      return sent;
    } finally {
      underWay -= 1;
    }
  }

  return {
    async inTurn(chat, unasked, send) {
      await new Promise<void>((go, end) => {
        waiting.push({ chat, unasked, go, end });
        void run();
      });
      return unasked ? counted(send) : send();
    },
    stop() {
      for (const each of waiting.splice(0)) each.end(stopped());
      ending.abort();
      ending = new AbortController();
    },
  };
}

function stopped(): OperationalError {
  return new OperationalError('unavailable', { retryable: true });
}

/** Milliseconds until the morning of the next local day, to the minute; Indonesia has no clock changes. */
function untilMorning(at: Instant, timeZone: string): number {
  const { hour, minute } = localTimeAt(at, { timeZone });
  return (DAY + MORNING - (Number(hour) * 60 + Number(minute))) * 60_000;
}
