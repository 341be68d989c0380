// Forms that nobody goes on with: their people are reminded once and told before they are forgotten; then the files go, too.
import { nextWakingMinute } from '../core/office-time.ts';
import { draftDue, overlookDraft } from '../engine/drafts.ts';
import { filesOf, readSession } from '../engine/session.ts';
import type { Session } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import { forgetFiles } from './forget-files.ts';
import type { Address, FileRef, Instant, Language } from './ports.ts';
import { OperationalError } from './ports.ts';
import { saveTurn } from './recent-chats.ts';
import { tellUnasked } from './unasked.ts';

const BATCH = 50;

/** Looks after what is due, unless people sleep; resolves to how many chats that was. What fails is tried again the next time. */
export async function lookAfterDrafts(desk: Desk, signal?: AbortSignal): Promise<number> {
  let done = 0;
  for (;;) {
    const now = desk.clock.now();
    if (signal?.aborted === true || nextWakingMinute(now, desk.profile.office) !== now) return done;
    const due = await desk.store.findDrafts(now, BATCH);
    const settled = await Promise.all(due.map((address) => lookAfterOrLater(desk, address)));
    const settledNow = settled.filter(Boolean).length;
    done += settledNow;
    if (due.length < BATCH || settledNow === 0) return done;
  }
}

async function lookAfterOrLater(desk: Desk, address: Address): Promise<boolean> {
  try {
    await lookAfter(desk, address);
    return true;
  } catch (error) {
    const level = error instanceof OperationalError ? 'warn' : 'error';
    desk.log[level]('an unfinished form waits to be looked after', { error });
    return false;
  }
}

async function lookAfter(desk: Desk, address: Address): Promise<void> {
  const { retention } = desk.profile;
  const found = await desk.store.findChat(address);
  if (!found) return;
  const now = desk.clock.now();
  const before = readSession(found.session, now);
  const due = draftDue(before, retention);
  // The profile gives more time than it did: saved anew, the chat waits for that.
  if (!due || due.at > now) return void (await saveTurn(desk, found, { log: [], at: now }));
  // Its person may have come back meanwhile.
  const isDue = (session: Session): boolean => draftDue(session, retention)?.at === due.at;
  const overlook = (session: Session, language: Language, at: Instant): ReturnType<typeof overlookDraft> =>
    overlookDraft(session, due.stage, { texts: desk.texts, profile: desk.profile, language, now: at });
  let files: readonly FileRef[] = [];
  await tellUnasked(
    desk,
    found,
    `draft:${due.stage}:${before.touchedAt}`,
    ({ language }, session, at) => (isDue(session) ? overlook(session, language, at).reply : undefined),
    (session, at) => {
      if (!isDue(session)) return session;
      files = due.stage === 'forget' ? filesOf(session) : [];
      return overlook(session, found.language, at).session;
    },
  );
  await forgetFiles(desk, files, found.person);
}
