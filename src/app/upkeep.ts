// What goes on without anybody writing: deliveries marked, the outbox drained, forgotten notices and acts taken up, lateness
// announced, the morning's digest sent, papers erased whose time is over.
import { announceOverdue } from './announce-overdue.ts';
import { deliverForgottenNotices } from './deliver-notices.ts';
import { drainOutbox, flushMarks } from './deliver.ts';
import type { Desk } from './desk.ts';
import { settleEffects, takeUpActs } from './effects.ts';
import { erasePapers } from './erase-papers.ts';
import { morningDigest } from './morning-digest.ts';
import { OperationalError } from './ports.ts';

/** Everything once, in order. */
export async function upkeep(desk: Desk): Promise<void> {
  await drainOutbox(desk);
  await takeUpActs(desk);
  await deliverForgottenNotices(desk);
  await announceOverdue(desk);
  await morningDigest(desk);
  await erasePapers(desk);
  await writeDown(desk);
}

/** What has happened already and is written down for many turns at once. */
export async function writeDown(desk: Desk): Promise<void> {
  await flushMarks(desk);
  await settleEffects(desk);
}

export interface Upkeep {
  /** Ends the rounds; resolves when the one under way is over and everything is written down. */
  stop(): Promise<void>;
}

/** Runs `upkeep` every so often, never two rounds at once, and `writeDown` more often than that. */
export function startUpkeep(desk: Desk, every: { readonly roundMs: number; readonly writeMs: number }): Upkeep {
  let round = Promise.resolve();
  let busy = false;
  const writing = setInterval(() => void quietly(() => writeDown(desk)), every.writeMs);
  const rounds = setInterval(() => {
    if (busy) return;
    busy = true;
    round = quietly(() => upkeep(desk)).then(() => {
      busy = false;
    });
  }, every.roundMs);
  return {
    async stop() {
      clearInterval(writing);
      clearInterval(rounds);
      await round;
      await quietly(() => writeDown(desk));
    },
  };

  async function quietly(task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch (error) {
      const level = error instanceof OperationalError ? 'warn' : 'error';
      desk.log[level]('upkeep did not come to its end', { error });
    }
  }
}
