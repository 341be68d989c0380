// What is to be done every so often though nobody asks for it. Each can be run at any time, again, and by two processes at once.
import { announceOverdue } from './announce-overdue.ts';
import { announcePhase } from './announce-phase.ts';
import { closeDays } from './close-day.ts';
import type { Desk } from './desk.ts';
import { lookAfterDrafts } from './drafts.ts';
import { eraseOutdated, erasePapers } from './erase-papers.ts';
import { morningDigest } from './morning-digest.ts';
import { sweepReminders } from './remind.ts';
import { supervise } from './supervise.ts';

export interface Chore {
  readonly name: string;
  readonly everyMs: number;
  /** Ends soon after `signal` does; what is left is found again the next time. */
  run(desk: Desk, signal: AbortSignal): Promise<unknown>;
}

const MINUTE = 60_000;

export const CHORES: readonly Chore[] = [
  { name: 'overdue', everyMs: MINUTE, run: announceOverdue },
  { name: 'digest', everyMs: MINUTE, run: morningDigest },
  { name: 'reminders', everyMs: MINUTE, run: sweepReminders },
  { name: 'close-day', everyMs: 10 * MINUTE, run: closeDays },
  { name: 'supervision', everyMs: 60 * MINUTE, run: supervise },
  { name: 'registration', everyMs: 10 * MINUTE, run: announcePhase },
  { name: 'drafts', everyMs: 10 * MINUTE, run: lookAfterDrafts },
  { name: 'retention', everyMs: 10 * MINUTE, run: erasePapers },
  { name: 'outdated', everyMs: 10 * MINUTE, run: eraseOutdated },
];

/** All of them once, in order. */
export async function doChores(desk: Desk): Promise<void> {
  const { signal } = new AbortController();
  for (const chore of CHORES) await chore.run(desk, signal);
}
