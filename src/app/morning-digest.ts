// Each morning of an office day every officer with something waiting reads how much, and what is oldest.
import { nextOfficeMinute, localDateAt } from '../core/office-time.ts';
import { rolesOn } from '../core/officer.ts';
import { digestReply } from '../engine/notice.ts';
import type { Desk } from './desk.ts';
import { gather } from './gather.ts';
import type { Instant } from './ports.ts';
import { tellUnasked } from './unasked.ts';

/** Later than this people are at work and have seen what waits: after an outage at the opening hour the digest is left out. */
const LATEST_MS = 30 * 60_000;
const DAY_MS = 86_400_000;

/** Sends today's digest if its time has come and nobody has; two processes may run it at once. */
export async function morningDigest(desk: Desk): Promise<number> {
  const now = desk.clock.now();
  const opened = openedToday(desk, now);
  if (opened === undefined || Date.parse(now) - Date.parse(opened) >= LATEST_MS) return 0;
  const today = localDateAt(now, desk.profile.office);
  // The lease is never given back: whoever takes it first sends the day's digest, and nobody does so again.
  const until = new Date(Date.parse(now) + DAY_MS).toISOString();
  if (!(await desk.store.takeLease(`digest ${today}`, desk.ids.next(), now, until))) return 0;
  const officers = await desk.store.findOfficers();
  const atWork = officers.filter((officer) => rolesOn(officer, officers, today).length > 0).map(({ id }) => id);
  const chats = await desk.store.findChatsOf(atWork);
  let sent = 0;
  for (const officer of atWork) {
    const chat = chats.find(({ person }) => person === officer);
    const id = `digest:${today}`;
    const told =
      chat &&
      tellUnasked(desk, chat, id, async (reader, session) => {
        const context = await gather(desk, reader, session, undefined, id, now);
        return context.queue.length === 0 ? undefined : digestReply(context);
      });
    if (await told) sent += 1;
  }
  return sent;
}

/** When the office opened today; undefined before that, and on days on which it does not. */
function openedToday({ profile }: Desk, now: Instant): Instant | undefined {
  const { office } = profile;
  const today = localDateAt(now, office);
  const midnight = new Date(Date.parse(now) - DAY_MS).toISOString();
  for (
    let at = nextOfficeMinute(midnight, office);
    at <= now;
    at = nextOfficeMinute(new Date(Date.parse(at) + 3_600_000).toISOString(), office)
  ) {
    if (localDateAt(at, office) === today) return at;
  }
  return undefined;
}
