// Chats: one document each, with the dialogue's state, the last lines and the outbox, so that a turn is one atomic update.
import type { Address, Chat, ChatChange, Instant, LogEntry, Outbound, Store } from '../../app/ports.ts';
import type { mongo } from 'mongoose';
import { earliestDue, isDue, MOST_LINES, MOST_SEEN } from '../pending.ts';
import { deliveryUpdate, recount } from './delivery-update.ts';
import { isDuplicate } from './failures.ts';
import type { ChatRecord, LogRecord, Models } from './schemas.ts';
import { bytesOf } from './schemas.ts';
import type { Place, Sealing } from './sealing.ts';

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

const MOST_IDS = 1_000;

export const WITHOUT_LOG = { log: 0 } as const;

/** The part of the Mongo store that keeps chats. */
export function createChats({ chats }: Models, sealing: Sealing): ChatPart {
  /** The driver's own collection: no casting on the two calls of every turn, and mongoose casts no pipelines. */
  const raw = () => chats.collection as unknown as mongo.Collection<ChatRecord>;
  const ids = new Map<Address, string>();
  /** Remembered for the chats of the day: each is asked for several times a turn. */
  function idOf(address: Address): string {
    const known = ids.get(address);
    if (known !== undefined) return known;
    if (ids.size >= MOST_IDS) ids.clear();
    const id = sealing.lookup('address', address);
    ids.set(address, id);
    return id;
  }
  const addressOf = (record: ChatRecord) => readAddress(record, sealing);

  function lineOf(id: string, { message, ...line }: LogRecord): LogEntry {
    return { ...line, message: sealing.unseal(place(id, `log.${line.seq}`), bytesOf(message)) as Outbound };
  }

  function updateOf(id: string, change: ChatChange) {
    const { address, version, person, language, session, seen, log, at, wakeAt, draftAt } = change;
    const lines = log.map(({ message, ...line }) => ({
      ...line,
      message: sealing.seal(place(id, `log.${line.seq}`), message),
    }));
    const last = log.at(-1)?.seq ?? (version === 0 ? 0 : undefined);
    const due = earliestDue(log);
    return {
      $set: {
        version: version + 1,
        channel: channelOf(address),
        person,
        language,
        session: sealing.seal(place(id, 'session'), session ?? null),
        ...(version === 0 && { address: sealing.seal(place(id, 'address'), address) }),
        ...(last !== undefined && { lastSeq: last }),
        ...((version === 0 || seen !== undefined) && { usedAt: at }),
        ...(wakeAt !== undefined && { wakeAt }),
        ...(draftAt !== undefined && { draftAt }),
      },
      $unset: {
        ...(wakeAt === undefined && { wakeAt: '' as const }),
        ...(draftAt === undefined && { draftAt: '' as const }),
      },
      $push: {
        ...(seen !== undefined && { seen: { $each: [seen], $slice: -MOST_SEEN } }),
        ...(lines.length > 0 && { log: { $each: lines, $slice: -MOST_LINES } }),
      },
      ...(due !== undefined && { $min: { pendingAt: due } }),
    };
  }

  async function findDue(field: 'wakeAt' | 'draftAt', now: Instant, limit: number): Promise<Address[]> {
    // FerretDB takes a partial index only for a query that repeats the index's condition.
    const due = chats.find({ [field]: { $lte: now, $exists: true } }, { address: 1 });
    return (
      await due
        .sort({ [field]: 1 })
        .limit(limit)
        .lean<ChatRecord[]>()
    ).map(addressOf);
  }

  return {
    async findChat(address) {
      const record = await raw().findOne({ _id: idOf(address) }, { projection: WITHOUT_LOG });
      return record ? readChat(record, sealing) : undefined;
    },

    async saveChat(change) {
      const id = idOf(change.address);
      const first = change.version === 0;
      try {
        // The first save matches nothing and inserts; if the chat exists after all, its id is a duplicate.
        const result = await raw().updateOne({ _id: id, version: change.version }, updateOf(id, change), {
          upsert: first,
        });
        return result.matchedCount + result.upsertedCount === 1;
      } catch (error) {
        if (first && isDuplicate(error)) return false;
        throw error;
      }
    },

    async findChatsOf(people) {
      if (people.length === 0) return [];
      const theirs = raw().find({ person: { $in: [...people] } }, { projection: WITHOUT_LOG });
      return (await theirs.sort({ usedAt: -1 }).toArray()).map((record) => readChat(record, sealing));
    },

    async listChats(after, limit) {
      const rest = raw().find(after === undefined ? {} : { _id: { $gt: idOf(after) } }, { projection: WITHOUT_LOG });
      return (await rest.sort({ _id: 1 }).limit(limit).toArray()).map((record) => readChat(record, sealing));
    },

    findWaking: (now, limit) => findDue('wakeAt', now, limit),
    findDrafts: (now, limit) => findDue('draftAt', now, limit),

    async readLog(address, after) {
      const id = idOf(address);
      const newer = { $filter: { input: '$log', cond: { $gt: ['$$this.seq', after] } } };
      const [record] = await chats.aggregate<Pick<ChatRecord, 'log'>>([
        { $match: { _id: id } },
        { $project: { log: newer } },
      ]);
      return (record?.log ?? []).map((line) => lineOf(id, line));
    },

    async markDelivery(marks) {
      if (marks.length === 0) return;
      const updates = [...new Set(marks.map((mark) => mark.address))].map((address) => {
        const update = deliveryUpdate(marks.filter((mark) => mark.address === address));
        return { updateOne: { filter: { _id: idOf(address) }, update } };
      });
      await raw().bulkWrite(updates, { ordered: false });
    },

    async findPending(now, limit) {
      const records = await chats
        // FerretDB takes a partial index only for a query that repeats the index's condition.
        .find({ pendingAt: { $lte: now, $exists: true } }, { address: 1, log: 1 })
        .sort({ pendingAt: 1 })
        .limit(limit)
        .lean<ChatRecord[]>();
      const lines = records.flatMap((record) =>
        (record.log ?? [])
          .filter((line) => isDue(line, now))
          .map((line) => ({ address: addressOf(record), entry: lineOf(record._id, line) })),
      );
      // A pending line that so many others have pushed off the ring would be waited for in vain.
      const stale = records.filter((record) => earliestDue(record.log ?? []) !== record.pendingAt);
      if (stale.length > 0) await raw().updateMany({ _id: { $in: stale.map(({ _id }) => _id) } }, recount);
      return lines.slice(0, limit);
    },
  };
}

/** A chat as the port knows it; its lines are read apart. */
export function readChat(record: ChatRecord, sealing: Sealing): Chat {
  const { _id: id, version, person, language, session, seen = [], lastSeq, wakeAt } = record;
  const opened = sealing.unseal(place(id, 'session'), bytesOf(session));
  const chat = { address: readAddress(record, sealing), version, person, language, session: opened, seen, lastSeq };
  return wakeAt === undefined ? chat : { ...chat, wakeAt };
}

function readAddress({ _id: id, address }: ChatRecord, sealing: Sealing): Address {
  return sealing.unseal(place(id, 'address'), bytesOf(address)) as Address;
}

/** `whatsapp`, `telegram`, `web` …: it names nobody. */
function channelOf(address: Address): string {
  return address.slice(0, address.indexOf(':'));
}

function place(id: string, field: string): Place {
  return ['chats', id, field];
}
