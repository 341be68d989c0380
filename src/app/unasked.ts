// Says in a chat what nobody asked for: a notice, a digest, a reminder. Each once, however often it is tried. Where the channel is
// discreet it waits for waking hours and for company: several notices go out as one message.
import type { Reply } from '../engine/draft.ts';
import { readSession } from '../engine/session.ts';
import type { Session } from '../engine/session.ts';
import { letWait, offerAtOnce, sayWaiting } from '../engine/unasked.ts';
import { botLine, deliver } from './deliver.ts';
import type { Desk } from './desk.ts';
import type { Address, Chat, Instant, LogEntry } from './ports.ts';
import { saveTurn } from './recent-chats.ts';
import { isDiscreet, wakingTime } from './waking.ts';

/** What is to be said in that chat as it now is; undefined: nothing any more. */
export type Saying = (chat: Chat, session: Session, now: Instant) => Reply | undefined | Promise<Reply | undefined>;

/** What the session becomes along with it, though nothing be said because the person wants to hear nothing. */
export type Becoming = (session: Session, now: Instant) => Session;

/** Resolves to whether it is said, or waits to be. `first` is the chat as it was found; `id` is the same for every try. */
export async function tellUnasked(
  desk: Desk,
  first: Chat,
  id: string,
  saying: Saying,
  become?: Becoming,
): Promise<boolean> {
  const { address } = first;
  return desk.chats.run(address, async () => {
    for (let chat: Chat | undefined = first; ; chat = await desk.store.findChat(address)) {
      if (!chat || chat.seen.includes(id)) return false;
      const now = desk.clock.now();
      const before = readSession(chat.session, now);
      const reply = before.muted === true ? undefined : await saying(chat, before, now);
      const session = become?.(before, now) ?? before;
      if (!reply) {
        if (session === before || (await saveTurn(desk, chat, { session, seen: id, log: [], at: now }))) return false;
        continue;
      }
      if (isDiscreet(desk, address)) {
        const wakeAt = chat.wakeAt ?? wakingTime(desk, session, now);
        if (await saveTurn(desk, chat, { session: letWait(session, reply), seen: id, log: [], at: now, wakeAt }))
          return true;
        continue;
      }
      const log = [botLine({ ...reply, unasked: true }, id, chat.lastSeq + 1, now)];
      if (!(await saveTurn(desk, chat, { session: offerAtOnce(session, reply), seen: id, log, at: now }))) continue;
      await deliver(desk, address, log);
      return true;
    }
  });
}

/** So many chats are woken in one round: a discreet channel sends slowly. */
const MOST_WOKEN = 20;

/** Says what has waited in chats whose hour has come. Of two processes the chat's version lets one do it. */
export async function wakeChats(desk: Desk): Promise<number> {
  const due = await desk.store.findWaking(desk.clock.now(), MOST_WOKEN);
  // A message of the person does not wait until a slow channel has sent this.
  await Promise.all(
    due.map(async (address) =>
      deliver(desk, address, await desk.chats.run(address, () => endWait(desk, address, false))),
    ),
  );
  return due.length;
}

/** Says at once what waits in a chat: its person is there. Runs within the chat's own turn. */
export async function sayWhatWaits(desk: Desk, address: Address): Promise<void> {
  return deliver(desk, address, await endWait(desk, address, true));
}

/** `isThere`: the person is, so that no better hour need be waited for. */
async function endWait(desk: Desk, address: Address, isThere: boolean): Promise<LogEntry[]> {
  for (;;) {
    const chat = await desk.store.findChat(address);
    if (!chat || chat.wakeAt === undefined) return [];
    const now = desk.clock.now();
    const before = readSession(chat.session, now);
    // The hour may have passed while no process ran, or a human may have the chat by now.
    const later = isThere ? now : wakingTime(desk, before, now);
    if (later > now) {
      if (await saveTurn(desk, chat, { log: [], at: now, wakeAt: later })) return [];
      continue;
    }
    const said = sayWaiting(before);
    const session = said?.session ?? chat.session;
    const id = `${chat.wakeAt}#${chat.version}`;
    const log = said ? [botLine({ ...said.message, unasked: true }, id, chat.lastSeq + 1, now)] : [];
    if (await saveTurn(desk, chat, { session, log, at: now, wakeAt: undefined })) return log;
  }
}
