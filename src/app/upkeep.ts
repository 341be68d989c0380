// What goes on every few seconds without anybody writing: deliveries marked, the outbox drained, chats woken, and what a crash has left
// behind taken up. What comes less often are chores.
import { deliverForgottenNotices } from './deliver-notices.ts';
import { takeUpCertificates } from './certificates.ts';
import { doChores } from './chores.ts';
import { drainOutbox, flushMarks } from './deliver.ts';
import type { Desk } from './desk.ts';
import { settleEffects, takeUpActs } from './effects.ts';
import { wakeChats } from './unasked.ts';
import { OperationalError } from './ports.ts';

/** Everything once, in order, the chores included. */
export async function upkeep(desk: Desk): Promise<void> {
  await drainOutbox(desk);
  await lookAround(desk);
  await doChores(desk);
  await wakeChats(desk);
  await writeDown(desk);
}

async function lookAround(desk: Desk): Promise<void> {
  await takeUpActs(desk);
  await takeUpCertificates(desk);
  await deliverForgottenNotices(desk);
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

/** Does all that every so often, nothing of it twice at once; a slow channel holds up only its own outbox. */
export function startUpkeep(desk: Desk, every: { readonly roundMs: number; readonly writeMs: number }): Upkeep {
  const loops = [
    repeat(every.roundMs, () => drainOutbox(desk)),
    repeat(every.roundMs, () => lookAround(desk)),
    repeat(every.roundMs, () => wakeChats(desk)),
    repeat(every.writeMs, () => writeDown(desk)),
  ];
  return {
    async stop() {
      await Promise.all(loops.map((end) => end()));
      await quietly(() => writeDown(desk));
    },
  };

  /** Runs a task again and again; what is returned ends that, and resolves when the run under way is over. */
  function repeat(ms: number, task: () => Promise<unknown>): () => Promise<void> {
    let run: Promise<void> | undefined;
    const timer = setInterval(() => {
      run ??= quietly(task).then(() => (run = undefined));
    }, ms);
    return async () => {
      clearInterval(timer);
      await run;
    };
  }

  async function quietly(task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch (error) {
      const level = error instanceof OperationalError ? 'warn' : 'error';
      desk.log[level]('upkeep did not come to its end', { error });
    }
  }
}
