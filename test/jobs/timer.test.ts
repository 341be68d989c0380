// The chores of a desk in memory.
import { expect, it } from 'vitest';
import type { Chore } from '../../src/app/chores.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { startTimers } from '../../src/jobs/timer.ts';
import { makeWorld } from '../helpers/world.ts';

it('runs each chore again and again, none twice at once, and goes on after a failure', async () => {
  const { desk, logged } = await makeWorld();
  let [slow, atOnce, most, failing] = [0, 0, 0, 0];
  const chores: Chore[] = [
    {
      name: 'slow',
      everyMs: 2,
      async run() {
        slow += 1;
        atOnce += 1;
        most = Math.max(most, atOnce);
        await new Promise((resolve) => setTimeout(resolve, 10));
        atOnce -= 1;
      },
    },
    {
      name: 'failing',
      everyMs: 2,
      async run() {
        failing += 1;
        throw failing === 1 ? new OperationalError('unavailable', { retryable: true }) : new Error('a defect');
      },
    },
  ];
  const jobs = startTimers(desk, chores);
  await expect.poll(() => Math.min(slow, failing), { interval: 2 }).toBeGreaterThan(2);
  await jobs.stop();
  expect(most).toBe(1);
  expect(atOnce).toBe(0);
  expect(logged.slice(0, 2).map(({ level, text, data }) => [level, text, data?.['job']])).toEqual([
    ['warn', 'a job failed', 'failing'],
    ['error', 'a job failed', 'failing'],
  ]);
});

it('tells what is under way to end, and waits for it', async () => {
  const { desk } = await makeWorld();
  let [begun, ended] = [false, false];
  const run: Chore['run'] = async (_desk, signal) => {
    begun = true;
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    ended = true;
  };
  const jobs = startTimers(desk, [{ name: 'long', everyMs: 1, run }]);
  await expect.poll(() => begun, { interval: 2 }).toBe(true);
  expect(ended).toBe(false);
  await jobs.stop();
  expect(ended).toBe(true);
});
