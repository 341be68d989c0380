// Small things with an end: one-time codes, leases, and what channels call the messages they have sent. Each is one document, so that
// of any number of processes exactly one takes a code or a lease.
import type { Address, Code, Instant, SentId, Store } from '../../app/ports.ts';
import { isDuplicate } from './failures.ts';
import type { CodeRecord, Models, SentRecord } from './schemas.ts';
import { bytesOf } from './schemas.ts';
import type { Place, Sealing } from './sealing.ts';

type TokenPart = Pick<
  Store,
  'keepSentId' | 'findSentIds' | 'saveCode' | 'takeCode' | 'findCode' | 'dropCodes' | 'takeLease' | 'dropLease'
>;

/** The part of the Mongo store that keeps codes, leases and sent ids. */
export function createTokens({ sent, codes, leases }: Models, sealing: Sealing): TokenPart {
  const sentKey = (address: Address, key: string) => sealing.lookup('sent', `${address} ${key}`);

  return {
    async keepSentId(address, key, id) {
      const _id = sentKey(address, key);
      const update = { $set: { sent: sealing.seal(place(_id), id) }, $currentDate: { keptAt: true } } as const;
      await sent.updateOne({ _id }, update, { upsert: true });
    },
    async findSentIds(address, keys) {
      if (keys.length === 0) return new Map();
      const byId = new Map(keys.map((key) => [sentKey(address, key), key]));
      const records = await sent.find({ _id: { $in: [...byId.keys()] } }).lean<SentRecord[]>();
      return new Map(
        records.map((record) => [
          byId.get(record._id) ?? '',
          sealing.unseal(place(record._id), bytesOf(record.sent)) as SentId,
        ]),
      );
    },

    async saveCode({ hash, ...code }) {
      const record = { ...code, removeAt: new Date(Date.parse(code.expiresAt)) };
      await codes.updateOne({ _id: hash }, { $set: record }, { upsert: true });
    },
    async takeCode(hash, now) {
      const record = await codes.findOneAndDelete(stillGood(hash, now)).lean<CodeRecord>();
      return record ? readCode(record) : undefined;
    },
    async findCode(hash, now) {
      const record = await codes.findOne(stillGood(hash, now)).lean<CodeRecord>();
      return record ? readCode(record) : undefined;
    },
    async dropCodes(purpose, person) {
      await codes.deleteMany({ purpose, person });
    },

    async takeLease(name, holder, now, until) {
      try {
        // While somebody else has it, nothing matches and the insertion meets his document.
        const mine = { _id: name, $or: [{ holder }, { until: { $lte: now } }] };
        const result = await leases.updateOne(mine, { $set: { holder, until } }, { upsert: true });
        return result.matchedCount + result.upsertedCount === 1;
      } catch (error) {
        if (isDuplicate(error)) return false;
        throw error;
      }
    },
    async dropLease(name, holder) {
      await leases.deleteOne({ _id: name, holder });
    },
  };
}

function stillGood(hash: string, now: Instant) {
  return { _id: hash, expiresAt: { $gt: now } };
}

function readCode({ _id: hash, purpose, person, expiresAt }: CodeRecord): Code {
  return { hash, purpose, person, expiresAt };
}

function place(id: string): Place {
  return ['sent', id, 'sent'];
}
