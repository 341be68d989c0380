// The chores of a desk whose store is in memory: plain timers, since there is no other process to share them with.
import type { Chore } from '../app/chores.ts';
import { CHORES } from '../app/chores.ts';
import type { Desk } from '../app/desk.ts';
import { OperationalError } from '../app/ports.ts';
import type { Jobs } from './jobs.ts';
import { DRAIN_MS, RUN_MS } from './jobs.ts';

/** Runs each chore every so often, none twice at once. */
export function startTimers(desk: Desk, chores: readonly Chore[] = CHORES): Jobs {
  const ending = new AbortController();
  const running = new Map<Chore, Promise<void>>();
  const timers = chores.map((chore) => setInterval(() => begin(chore), chore.everyMs));

  function begin(chore: Chore): void {
    if (running.has(chore)) return;
    running.set(
      chore,
      run(chore).finally(() => running.delete(chore)),
    );
  }

  async function run(chore: Chore): Promise<void> {
    try {
      await chore.run(desk, AbortSignal.any([ending.signal, AbortSignal.timeout(RUN_MS)]));
    } catch (error) {
      const level = error instanceof OperationalError ? 'warn' : 'error';
      desk.log[level]('a job failed', { job: chore.name, error });
    }
  }

  return {
    async stop() {
      timers.forEach((timer) => clearInterval(timer));
      ending.abort();
      const late = new Promise((resolve) => setTimeout(resolve, DRAIN_MS).unref());
      await Promise.race([Promise.all(running.values()), late]);
    },
  };
}
