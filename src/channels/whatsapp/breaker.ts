// Stops what nobody asked for when WhatsApp shows that it is too much. It closes by itself, each time later than before.
import { z } from 'zod';
import type { Instant, Log } from '../../app/ports.ts';
import { OperationalError } from '../../app/ports.ts';
import type { Notebook } from './notebook.ts';
import { keepNote, readNote } from './notebook.ts';

/**
 * 463: the account may not write to people who never wrote to it (https://github.com/WhiskeySockets/Baileys/issues/2441). 429: too much at
 * once. `disconnected`: a connection was lost; one is nothing, several soon after one another are.
 */
export type Trouble = 463 | 429 | 'disconnected';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** How long the first opening holds back what nobody asked for. */
const OPEN_MS: Readonly<Record<Trouble, number>> = { 463: 6 * HOUR, 429: HOUR, disconnected: HOUR };
const LONGEST_MS = 24 * HOUR;

/** After a 429 nothing at all is said for so long. */
const SILENCE_MS = MINUTE;

/** So many lost connections within so long are a storm. */
const STORM = { times: 5, withinMs: 10 * MINUTE };

/** After so long without trouble the next opening is a first one again. */
const FORGIVEN_MS = 24 * HOUR;

export interface BreakerOptions {
  readonly notebook: Notebook;
  readonly log: Log;
  now(): Instant;
  /** Called once for each opening: somebody has to look at it. */
  alert(code: Trouble, until: Instant): void;
}

export interface Breaker {
  /** Something WhatsApp answered or did that says we are too much. */
  trouble(code: Trouble): void;
  /** Throws OperationalError `rate_limited` with `retryAfter` while such a message must wait. */
  check(unasked: boolean): Promise<void>;
}

const Note = z.object({ openedAt: z.number(), until: z.number(), openings: z.number(), silentUntil: z.number() });

export function createBreaker(options: BreakerOptions): Breaker {
  const { notebook, log } = options;
  let state: z.infer<typeof Note> = { openedAt: 0, until: 0, openings: 0, silentUntil: 0 };
  let lost: number[] = [];
  const time = (): number => Date.parse(options.now());

  function isStorm(at: number): boolean {
    lost = [...lost.filter((each) => at - each < STORM.withinMs), at];
    if (lost.length < STORM.times) return false;
    lost = [];
    return true;
  }

  return {
    trouble(code) {
      const at = time();
      if (code === 'disconnected' && !isStorm(at)) return;
      const silentUntil = code === 429 ? at + SILENCE_MS : state.silentUntil;
      if (at < state.until) {
        // Open already: a graver trouble makes it as long as that one would have.
        state = { ...state, silentUntil, until: Math.max(state.until, state.openedAt + OPEN_MS[code]) };
      } else {
        const before = at - state.until > FORGIVEN_MS ? 0 : state.openings;
        const until = at + Math.min(LONGEST_MS, OPEN_MS[code] * 2 ** before);
        state = { openedAt: at, until, openings: before + 1, silentUntil };
        options.alert(code, new Date(until).toISOString());
      }
      void keepNote(notebook, state, log);
    },
    async check(unasked) {
      if (unasked) {
        // Another process may have had the trouble.
        const kept = await readNote(notebook, Note, log);
        if (kept && kept.until > state.until) state = kept;
      }
      const wait = (unasked ? Math.max(state.until, state.silentUntil) : state.silentUntil) - time();
      if (wait > 0) throw new OperationalError('rate_limited', { retryable: true, retryAfter: wait });
    },
  };
}
