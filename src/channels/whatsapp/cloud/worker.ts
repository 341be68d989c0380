// Deals with what was acknowledged: at once, and again after a failure or a crash, until nothing of an envelope is left to do.
import type { Inbound, Log } from '../../../app/ports.ts';
import { createChatOrder } from '../../chat-order.ts';
import type { FilesInHand } from '../../files-in-hand.ts';
import { pause, pauseOf } from '../../pause.ts';
import type { Inbox, Timing } from './options.ts';

/** What fails so often, while others get through, is given up. */
const MOST_TRIES = 12;

export interface WorkerOptions {
  readonly inbox: Inbox;
  readonly log: Log;
  readonly timing: Timing;
  readonly files: FilesInHand;
  /** The messages of a body as it was kept; none when nothing in it can be read. */
  open(body: string): readonly Inbound[];
  handle(inbound: Inbound): Promise<void>;
}

export interface Worker {
  /** Takes up what was left behind, and looks for more from now on. */
  start(): Promise<void>;
  /** Resolves when the envelope is kept; then deals with its messages. Rejects when it could not be kept. */
  take(envelope: { readonly id: string; readonly body: string }, inbounds: readonly Inbound[]): Promise<void>;
  /** What is not dealt with in time stays in the inbox. */
  stop(): Promise<void>;
}

export function createWorker(options: WorkerOptions): Worker {
  const { inbox, log, timing, files } = options;
  const ending = new AbortController();
  const { signal } = ending;
  const order = createChatOrder();
  /** Envelopes in hand, by id: one that comes again meanwhile is not begun twice. */
  const working = new Map<string, Promise<void>>();
  /** Those removed since the inbox was last asked: it may still tell of them. */
  const removed = new Set<string>();
  let sweeping = Promise.resolve();
  let dealtWith = 0;

  /** `kept` resolves when the envelope is in the inbox; nothing of it is dealt with before. */
  function begin(id: string, inbounds: readonly Inbound[], kept = Promise.resolve()): Promise<void> {
    const known = working.get(id);
    if (known) return known;
    const work = deal(id, inbounds, kept)
      .catch((error: unknown) => {
        // It is taken up at the next start.
        if (!signal.aborted) log.warn('an envelope was not dealt with', { error });
      })
      .finally(() => working.delete(id));
    working.set(id, work);
    return work;
  }

  async function deal(id: string, inbounds: readonly Inbound[], kept: Promise<void>): Promise<void> {
    const kind = (inbound: Inbound) => (inbound.file ? 'file' : 'other');
    const done = inbounds.map((inbound) =>
      order.run(inbound.from, kind(inbound), () => kept.then(() => persist(inbound))),
    );
    await Promise.all(done);
    await remove(id);
  }

  /** Until then it is in hand, lest its messages be dealt with over and over. */
  async function remove(id: string): Promise<void> {
    for (let tries = 1; ; tries += 1) {
      try {
        await inbox.done(id);
        removed.add(id);
        return;
      } catch (error) {
        if (signal.aborted) throw error;
        log.warn('an envelope could not be removed from the inbox', { tries, error });
        await pause(pauseOf(timing.retryMs, tries), signal);
      }
    }
  }

  /** Rejects when the worker is stopped first. */
  async function persist(inbound: Inbound): Promise<void> {
    const before = dealtWith;
    for (let tries = 1; !signal.aborted; tries += 1) {
      try {
        await files.during(inbound.file, () => options.handle(inbound));
        dealtWith += 1;
        return;
      } catch (error) {
        if (tries >= MOST_TRIES && dealtWith > before) return log.error('a message was given up', { tries, error });
        log.warn('a message was not dealt with', { tries, error });
        await pause(pauseOf(timing.retryMs, tries), signal);
      }
    }
    throw new Error('the transport was stopped');
  }

  /** Begins all that is kept and not in hand. */
  async function beginKept(): Promise<Promise<void>[]> {
    try {
      removed.clear();
      const kept = await inbox.take();
      return kept
        .filter(({ id }) => !working.has(id) && !removed.has(id))
        .map(({ id, body }) => begin(id, options.open(body)));
    } catch (error) {
      log.warn('the inbox could not be read', { error });
      return [];
    }
  }

  async function sweep(first: Promise<void>[]): Promise<void> {
    let begun = first;
    while (!signal.aborted) {
      // There may be more than was told at once; where there was nothing, it is looked for later.
      await Promise.all(begun);
      if (begun.length === 0) await pause(timing.sweepMs, signal);
      begun = signal.aborted ? [] : await beginKept();
    }
  }

  return {
    async start() {
      // What is older is begun before anything new can come.
      const begun = await beginKept();
      sweeping = sweep(begun);
    },
    async take({ id, body }, inbounds) {
      if (inbounds.length === 0) return;
      // Its place in the chat is that of its arrival, however long keeping it takes.
      const kept = inbox.put(id, body);
      void begin(id, inbounds, kept);
      await kept;
    },
    async stop() {
      ending.abort();
      const enough = new AbortController();
      await Promise.race([Promise.all([sweeping, ...working.values()]), pause(timing.stopMs, enough.signal)]);
      enough.abort();
    },
  };
}
