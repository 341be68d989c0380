// Long polling: one process at a time, and no update confirmed to Telegram before it has been dealt with.
import { createConcurrentSink, createRunner, createSource } from '@grammyjs/runner';
import type { Api } from 'grammy';
import type { Update } from 'grammy/types';
import type { TelegramOptions, Timing } from './options.ts';
import type { Receiver } from './receiver.ts';
import { OperationalError } from '../../app/ports.ts';
import { toPortError } from './api-error.ts';
import { ALLOWED_UPDATES } from './inbound.ts';
import { pause, pauseOf } from '../pause.ts';
import { createUpdateLedger } from './update-ledger.ts';

/** https://core.telegram.org/bots/api#getupdates */
const MAX_BATCH = 100;

/** A message that fails so often while others get through is the trouble itself, and is given up. */
const MOST_TRIES = 12;

/** The same when nothing newer can be fetched any more, since it stands in front of as much as a poll brings. */
const MOST_TRIES_IN_THE_WAY = 4;

export interface Poller {
  /** Polls until it is stopped, whatever happens meanwhile. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

export function createPoller(
  api: Api,
  { lease, holder, log, token }: TelegramOptions,
  timing: Timing,
  receiver: Receiver,
): Poller {
  const ledger = createUpdateLedger();
  const ending = new AbortController();
  const name = `telegram:${token.slice(0, token.indexOf(':'))}`;
  const working = new Map<number, Promise<void>>();
  let running: Promise<void> | undefined;
  let confirmed: number | undefined;
  let holding = false;
  let successes = 0;

  async function poll(signal: unknown): Promise<Update[]> {
    const busy = ledger.open() > 0;
    const offset = ledger.offset();
    const updates = await api.getUpdates(
      {
        ...(offset === undefined ? {} : { offset }),
        limit: MAX_BATCH,
        timeout: busy ? 0 : timing.pollSeconds,
        allowed_updates: ALLOWED_UPDATES,
      },
      signal as never,
    );
    confirmed = offset;
    return ledger.admit(updates);
  }

  async function settledOr(ms: number): Promise<void> {
    const over = new AbortController();
    await Promise.race([ledger.settled(), pause(ms, AbortSignal.any([ending.signal, over.signal]))]);
    over.abort();
  }

  /** The runner would confirm what it has fetched; so it is given nothing twice and made to wait while nothing new can come. */
  async function supply(signal: unknown): Promise<Update[]> {
    if (ledger.open() > 0) await settledOr(timing.graceMs);
    const updates = await poll(signal);
    // Without a pause a server that does not hold polls open would be asked without end.
    if (updates.length === 0) await settledOr(ledger.open() > 0 ? timing.busyMs : timing.graceMs);
    return updates;
  }

  async function consume(update: Update): Promise<void> {
    const { update_id: id } = update;
    const work = receiver
      .receive(update, (deal) => untilDone(id, deal))
      .then(
        () => ledger.settle(id),
        (error: unknown) => {
          // Left open, and so not confirmed: whoever polls next gets it again.
          if (!ending.signal.aborted) throw error;
        },
      );
    working.set(id, work);
    await work.finally(() => working.delete(id));
  }

  async function untilDone(id: number, deal: () => Promise<void>): Promise<void> {
    let others = successes;
    for (let tries = 1; !ending.signal.aborted; tries += 1) {
      try {
        await deal();
        successes += 1;
        return;
      } catch (error) {
        if (tries === 1) others = successes;
        const most = ledger.span() < MAX_BATCH ? MOST_TRIES : MOST_TRIES_IN_THE_WAY;
        const hopeless = tries >= most && successes > others;
        log[hopeless ? 'error' : 'warn']('a message was not dealt with', { update: id, tries, hopeless, error });
        if (hopeless) return;
        await pause(pauseOf(timing.retryMs, tries), ending.signal);
      }
    }
    throw new Error('the channel was stopped meanwhile');
  }

  /** Polls as long as this process has the lease; rejects when a poll fails. */
  async function pollWithLease(onPoll: () => void): Promise<void> {
    const lost = new AbortController();
    const source = createSource({
      supply: async (_batch: number, signal: unknown) => {
        const updates = await supply(signal);
        onPoll();
        return updates;
      },
    });
    const sink = createConcurrentSink({ consume }, (error) => {
      log.error('an update was not taken', { error });
      return Promise.resolve();
    });
    const runner = createRunner(source, sink);
    const end = (): void => void runner.stop();
    runner.start();
    const task = runner.task();
    const renewing = renew(lost);
    for (const { signal } of [lost, ending]) signal.addEventListener('abort', end);
    try {
      await task;
    } finally {
      ending.signal.removeEventListener('abort', end);
      lost.abort();
      await renewing;
    }
  }

  async function renew(lost: AbortController): Promise<void> {
    let failures = 0;
    const either = AbortSignal.any([lost.signal, ending.signal]);
    while (!either.aborted) {
      await pause(timing.leaseMs / 3, either);
      if (either.aborted) return;
      const held = await take();
      failures = held === undefined ? failures + 1 : 0;
      // Two thirds of its time have passed without an answer from the store: another process may have it soon.
      if (held === false || failures === 2) {
        holding = false;
        log.warn('this process polls Telegram no longer: it does not have the lease', { held, failures });
        lost.abort();
      }
    }
  }

  /** Undefined when the store does not say. */
  async function take(): Promise<boolean | undefined> {
    try {
      holding = await lease.take(name, holder, timing.leaseMs);
      return holding;
    } catch (error) {
      log.warn('the lease for polling Telegram could not be taken', { error });
      return undefined;
    }
  }

  async function run(): Promise<void> {
    let failures = 0;
    while (!ending.signal.aborted) {
      if ((await take()) !== true) {
        await pause(timing.leaseMs / 3, ending.signal);
        continue;
      }
      try {
        await pollWithLease(() => (failures = 0));
      } catch (error) {
        if (ending.signal.aborted) return;
        failures += 1;
        const failure = toPortError(error);
        const code = failure instanceof OperationalError ? failure.code : 'failed';
        const told = failure instanceof OperationalError ? failure.retryAfter : undefined;
        log.warn('Telegram could not be polled', { code, failures, error: failure });
        await pause(told ?? pauseOf(timing.backoffMs, failures), ending.signal);
      }
    }
  }

  /** So that the next process is not told again what this one has dealt with; but it must not end the poll of another. */
  async function confirm(): Promise<void> {
    const offset = ledger.offset();
    if (!holding || offset === undefined || offset === confirmed) return;
    const soon = AbortSignal.timeout(timing.answerMs) as never;
    await api
      .getUpdates({ offset, limit: 1, timeout: 0 }, soon)
      .catch((error: unknown) => log.debug('the last updates were not confirmed', { error: toPortError(error) }));
  }

  return {
    run() {
      running = run();
      return running;
    },
    async stop() {
      ending.abort();
      await running;
      const enough = new AbortController();
      await Promise.race([Promise.allSettled(working.values()), pause(timing.stopMs, enough.signal)]);
      enough.abort();
      await confirm();
      await lease.drop(name, holder).catch((error: unknown) => log.debug('the lease was not dropped', { error }));
    },
  };
}
