// What channels have acknowledged and not yet dealt with: a document each, sealed, gone as soon as it is dealt with.
import mongoose from 'mongoose';
import type { Store } from '../../app/ports.ts';
import { isDuplicate } from './failures.ts';
import type { InboxRecord, Models } from './schemas.ts';
import { bytesOf } from './schemas.ts';
import type { Place, Sealing } from './sealing.ts';

type InboxPart = Pick<Store, 'keepInbox' | 'readInbox' | 'dropInbox'>;

/** The part of the Mongo store that keeps what waits to be dealt with. */
export function createInbox({ inbox }: Models, sealing: Sealing): InboxPart {
  return {
    async keepInbox(id, body) {
      // Sealed anew a body looks different each time; nothing but the first one is written, and its place in the order stays.
      const kept = { $setOnInsert: { body: sealing.seal(place(id), body), order: new mongoose.Types.ObjectId() } };
      try {
        await inbox.updateOne({ _id: id }, kept, { upsert: true });
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
    },
    async readInbox(limit) {
      const records = await inbox.find({}).sort({ order: 1 }).limit(limit).lean<InboxRecord[]>();
      return records.map(({ _id: id, body }) => ({ id, body: sealing.unseal(place(id), bytesOf(body)) as string }));
    },
    async dropInbox(id) {
      await inbox.deleteOne({ _id: id });
    },
  };
}

function place(id: string): Place {
  return ['inbox', id, 'body'];
}
