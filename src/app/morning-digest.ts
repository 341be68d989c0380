// Each morning of an office day every officer with something waiting reads how much, and what is oldest.
import { nextOfficeMinute, localDateAt } from '../core/office-time.ts';
import { rolesOn } from '../core/officer.ts';
import { digestReply } from '../engine/notice.ts';
import { readSession } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import { botLine, deliver } from './deliver.ts';
import { gather } from './gather.ts';
import type { Address, Instant } from './ports.ts';
import { saveTurn } from './recent-chats.ts';

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
    const address = chats.find(({ person }) => person === officer)?.address;
    if (address && (await desk.chats.run(address, () => post(desk, address, `digest:${today}`, now)))) sent += 1;
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

async function post(desk: Desk, address: Address, id: string, now: Instant): Promise<boolean> {
  for (;;) {
    const chat = await desk.store.findChat(address);
    if (!chat || chat.seen.includes(id)) return false;
    const session = readSession(chat.session, now);
    const context = await gather(desk, chat, session, undefined, id, now);
    if (context.queue.length === 0) return false;
    const reply = digestReply(context);
    const log = [botLine(reply, id, chat.lastSeq + 1, now)];
    const next = { ...session, offered: reply.choices };
    if (!(await saveTurn(desk, chat, { session: next, seen: id, log, at: now }))) continue;
    await deliver(desk, address, log);
    return true;
  }
}
