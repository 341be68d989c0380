// Reminds owners of certificates of what is due. Each reminder is said once, however many processes look and whenever one of them ends:
// it is said under an id of its own, and only then the record is moved on to the next.
import { nextWakingMinute, localDateAt } from '../core/office-time.ts';
import { dueReminders, isSayable, nextOfficeMorning, remindedUntil } from '../core/reminder.ts';
import type { Reminder } from '../core/reminder.ts';
import { reminderReply } from '../engine/reminder.ts';
import type { Desk } from './desk.ts';
import type { Certificate, Chat, Instant, ReminderMove } from './ports.ts';
import { OperationalError } from './ports.ts';
import { tellUnasked } from './unasked.ts';

/** So many are looked at and said side by side. */
const BATCH = 100;

/** What fails for one certificate is tried again after so long. */
const AGAIN_MS = 15 * 60_000;

/** Says what is due, until nothing is or `signal` ends it; resolves to how many reminders were said. Nobody is woken by it. */
export async function sweepReminders(desk: Desk, signal?: AbortSignal): Promise<number> {
  let said = 0;
  for (;;) {
    const now = desk.clock.now();
    if (signal?.aborted === true || nextWakingMinute(now, desk.profile.office) !== now) return said;
    const due = await desk.store.findDueReminders(now, BATCH);
    const chats = due.length > 0 ? await desk.store.findChatsOf(due.map(({ owner }) => owner)) : [];
    const done = await Promise.all(due.map((each) => remind(desk, each, chats, now)));
    await desk.store.moveReminders(done.map(({ move }) => move));
    said += done.reduce((sum, { count }) => sum + count, 0);
    if (due.length < BATCH) return said;
  }
}

/** Says what is due for one certificate; `move` is where its reminders then stand. */
async function remind(
  desk: Desk,
  certificate: Certificate,
  chats: readonly Chat[],
  now: Instant,
): Promise<{ count: number; move: ReminderMove }> {
  const { profile } = desk;
  const due = dueReminders(certificate, profile, now);
  const today = localDateAt(now, profile.office);
  const stay = (remindAt: Instant): ReminderMove => ({ ...certificate, remindAt });
  if (due.length > 0 && !isSayable(due, certificate, today, profile))
    return { count: 0, move: stay(nextOfficeMorning(today, profile)) };
  try {
    // The chat its owner used last.
    const chat = chats.find(({ person }) => person === certificate.owner);
    let count = 0;
    for (const reminder of due) if (chat && (await say(desk, chat, certificate, reminder))) count += 1;
    return { count, move: remindedUntil(certificate, profile, now) };
  } catch (error) {
    const level = error instanceof OperationalError ? 'warn' : 'error';
    desk.log[level]('a reminder waits', { certificate: certificate.id, error });
    return { count: 0, move: stay(new Date(Date.parse(now) + AGAIN_MS).toISOString()) };
  }
}

async function say(desk: Desk, chat: Chat, certificate: Certificate, reminder: Reminder): Promise<boolean> {
  const { id, revision } = certificate;
  return tellUnasked(desk, chat, `${id}:${reminder.kind}:${reminder.date}`, async ({ language }, _session, now) => {
    // A slow channel may have taken its time over others: by now it may be revoked, or answered.
    const stored = await desk.store.findCertificate(id);
    if (stored?.revision !== revision) return undefined;
    return reminderReply(reminder, certificate, { texts: desk.texts, profile: desk.profile, language, now });
  });
}
