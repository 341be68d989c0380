// The notice on personal data promises it: so many days after a request has ended, its papers are erased. The request itself stays. What
// was made for a chat to be read (charts, reports, receipts of a check) is erased when its own time is over.
import { filesOf, withoutPapers } from '../core/erase.ts';
import type { Desk } from './desk.ts';
import { noteActs } from './effects.ts';
import type { Application, AuditAct, Instant } from './ports.ts';

const DAY_MS = 86_400_000;

/**
 * Erases what is due, and resolves to how many requests it was. The files go first: after a crash the request is found again, and what
 * is gone already is no harm. Two processes may run it at once: the request's revision lets one of them write it down.
 */
export async function erasePapers(desk: Desk): Promise<number> {
  const now = desk.clock.now();
  const endedBefore = new Date(Date.parse(now) - desk.profile.retention.papersDays * DAY_MS).toISOString();
  const due = await desk.store.findErasable(endedBefore, 100);
  let erased = 0;
  for (const application of due) {
    const files = filesOf(application);
    for (const id of files) await desk.store.deleteFile(id);
    const acts = [erasure(application, files.length, now)];
    if (!(await desk.store.saveApplication(withoutPapers(application, now), { notices: [], acts }))) continue;
    noteActs(desk, application.number, acts);
    erased += 1;
  }
  return erased;
}

/** Erases files that nobody needs any longer; resolves to how many. */
export async function eraseOutdated({ store, clock }: Pick<Desk, 'store' | 'clock'>): Promise<number> {
  const outdated = await store.findOutdatedFiles(clock.now(), 100);
  for (const id of outdated) await store.deleteFile(id);
  return outdated.length;
}

function erasure({ number }: Application, files: number, at: Instant): AuditAct {
  const who = { actor: 'desk', actorName: '', channel: 'upkeep' };
  return {
    id: `${number}:erased`,
    at,
    ...who,
    act: 'papers_erased',
    subject: number,
    detail: { files: String(files) },
  };
}
