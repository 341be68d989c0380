// The chats written in last, as this process saved them: a plain answer needs no more than that, and so nothing is read for it. Of no
// harm when another process has saved a chat meanwhile: its version then differs, the save is refused, and the chat is read.
import { draftDue } from '../engine/drafts.ts';
import { readSession } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import type { Address, Chat, ChatChange, Instant } from './ports.ts';

/** A dialogue's state has some kilobytes. */
const MOST_CHATS = 1_000;
/** As many ids of messages are remembered as the store keeps. */
const MOST_SEEN = 100;

export interface RecentChats {
  get(address: Address): Chat | undefined;
  keep(chat: Chat): void;
  forget(address: Address): void;
}

export function createRecentChats(): RecentChats {
  const chats = new Map<Address, Chat>();
  return {
    get: (address) => chats.get(address),
    keep(chat) {
      // Set anew, so that the map's order is the order of use.
      chats.delete(chat.address);
      chats.set(chat.address, chat);
      if (chats.size <= MOST_CHATS) return;
      const oldest = chats.keys().next();
      if (!oldest.done) chats.delete(oldest.value);
    },
    forget: (address) => void chats.delete(address),
  };
}

/** What a turn makes of a chat; what is absent stays as it was. */
export type ChatTurn = Partial<Pick<Chat, 'person' | 'language' | 'session'>> &
  Pick<ChatChange, 'seen' | 'log' | 'at'> & { readonly wakeAt?: Instant | undefined };

/** Saves a chat after a turn; false when it has moved on since it was read. */
export async function saveTurn(desk: Desk, before: Chat, turn: ChatTurn): Promise<boolean> {
  const { seen: known, lastSeq, ...rest } = before;
  const { seen, log, at, wakeAt, ...changed } = turn;
  const { wakeAt: wokenAt, ...same } = { ...rest, ...changed };
  const wake = 'wakeAt' in turn ? wakeAt : wokenAt;
  const kept = { ...same, ...(wake === undefined ? {} : { wakeAt: wake }) };
  const draftAt = draftDue(readSession(kept.session, at), desk.profile.retention)?.at;
  const due = draftAt === undefined ? {} : { draftAt };
  const change: ChatChange = { ...kept, ...due, log, at, ...(seen === undefined ? {} : { seen }) };
  if (!(await desk.store.saveChat(change))) {
    desk.recent.forget(before.address);
    return false;
  }
  desk.recent.keep({
    ...kept,
    version: before.version + 1,
    seen: seen === undefined ? known : [...known, seen].slice(-MOST_SEEN),
    lastSeq: log.at(-1)?.seq ?? lastSeq,
  });
  return true;
}
