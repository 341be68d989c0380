// Chats with their logs, in memory: the dialogue's state, the last lines and the outbox.
import type { Address, Chat, LogEntry, Store } from '../../app/ports.ts';
import { earliestDue, isDue, MOST_LINES, MOST_SEEN } from '../pending.ts';

/** A chat with its lines. */
export interface StoredChat {
  readonly chat: Chat;
  readonly log: readonly LogEntry[];
  /** When the person himself wrote last. */
  readonly usedAt: string;
  readonly draftAt?: string;
}

type ChatPart = Pick<
  Store,
  | 'findChat'
  | 'saveChat'
  | 'findChatsOf'
  | 'listChats'
  | 'findWaking'
  | 'findDrafts'
  | 'readLog'
  | 'markDelivery'
  | 'findPending'
>;

type Mark = Parameters<Store['markDelivery']>[0][number];

/** The part of the memory store that keeps chats, by their addresses. */
export function createChatShelf(chats: Map<Address, StoredChat>): ChatPart {
  return {
    async findChat(address) {
      return structuredClone(chats.get(address)?.chat);
    },

    async saveChat(change) {
      const stored = chats.get(change.address);
      if ((stored?.chat.version ?? 0) !== change.version) return false;
      const { address, person, language, session, version, seen, log, at, wakeAt, draftAt } = structuredClone(change);
      const before = stored?.chat.seen ?? [];
      chats.set(address, {
        chat: {
          address,
          version: version + 1,
          person,
          language,
          session,
          seen: seen === undefined ? before : [...before, seen].slice(-MOST_SEEN),
          lastSeq: log.at(-1)?.seq ?? stored?.chat.lastSeq ?? 0,
          ...(wakeAt === undefined ? {} : { wakeAt }),
        },
        log: [...(stored?.log ?? []), ...log].slice(-MOST_LINES),
        ...(draftAt === undefined ? {} : { draftAt }),
        usedAt: stored === undefined || seen !== undefined ? at : stored.usedAt,
      });
      return true;
    },

    async findChatsOf(people) {
      const theirs = [...chats.values()].filter(({ chat }) => people.includes(chat.person));
      return structuredClone(theirs.sort((a, b) => (a.usedAt > b.usedAt ? -1 : 1)).map(({ chat }) => chat));
    },

    async listChats(after, limit) {
      const addresses = [...chats.keys()].sort().filter((address) => after === undefined || address > after);
      return structuredClone(addresses.slice(0, limit).flatMap((address) => chats.get(address)?.chat ?? []));
    },

    async findWaking(now, limit) {
      const due = [...chats.values()].flatMap(({ chat: { address, wakeAt } }) =>
        wakeAt !== undefined && wakeAt <= now ? [{ address, wakeAt }] : [],
      );
      return due
        .sort((a, b) => (a.wakeAt < b.wakeAt ? -1 : 1))
        .slice(0, limit)
        .map(({ address }) => address);
    },

    async findDrafts(now, limit) {
      const due = [...chats.values()].flatMap(({ chat: { address }, draftAt }) =>
        draftAt !== undefined && draftAt <= now ? [{ address, draftAt }] : [],
      );
      return due
        .sort((a, b) => (a.draftAt < b.draftAt ? -1 : 1))
        .slice(0, limit)
        .map(({ address }) => address);
    },

    async readLog(address, after) {
      const log = chats.get(address)?.log ?? [];
      return structuredClone(log.filter((entry) => entry.seq > after));
    },

    async markDelivery(marks) {
      for (const mark of marks) {
        const stored = chats.get(mark.address);
        if (!stored) continue;
        const log = stored.log.map((entry) => (entry.key === mark.key ? marked(entry, mark) : entry));
        chats.set(mark.address, { ...stored, log });
      }
    },

    async findPending(now, limit) {
      const waiting = [...chats.values()].flatMap((stored) => {
        const due = earliestDue(stored.log);
        return due !== undefined && due <= now ? [{ ...stored, due }] : [];
      });
      waiting.sort((a, b) => (a.due < b.due ? -1 : 1));
      const lines = waiting.flatMap(({ chat, log }) =>
        log.filter((entry) => isDue(entry, now)).map((entry) => ({ address: chat.address, entry })),
      );
      return structuredClone(lines.slice(0, limit));
    },
  };
}

function marked(entry: LogEntry, mark: Mark): LogEntry {
  if (entry.delivery !== 'pending') return entry;
  const { retryAt: _past, ...rest } = entry;
  const next = mark.delivery === 'pending' && mark.retryAt !== undefined ? { retryAt: mark.retryAt } : {};
  return { ...rest, delivery: mark.delivery, tries: (entry.tries ?? 0) + 1, ...next };
}
