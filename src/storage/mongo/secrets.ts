// Secrets of a channel's account, a document each. Their names may hold telephone numbers, so they are sealed with the values.
import type { Store } from '../../app/ports.ts';
import type { Models, SecretRecord } from './schemas.ts';
import { bytesOf } from './schemas.ts';
import type { Place, Sealing } from './sealing.ts';

type SecretPart = Pick<Store, 'readSecrets' | 'writeSecrets' | 'dropSecrets'>;

interface Secret {
  readonly name: string;
  readonly value: string;
}

/** The part of the Mongo store that keeps secrets. */
export function createSecrets({ secrets }: Models, sealing: Sealing): SecretPart {
  const idOf = (name: string): string => sealing.lookup('secret', name);
  const read = ({ _id, sealed }: SecretRecord): Secret => sealing.unseal(place(_id), bytesOf(sealed)) as Secret;

  function update({ name, value }: Parameters<Store['writeSecrets']>[0][number]) {
    const _id = idOf(name);
    if (value === undefined) return { deleteOne: { filter: { _id } } };
    const sealed = sealing.seal(place(_id), { name, value });
    return { updateOne: { filter: { _id }, update: { $set: { sealed } }, upsert: true } };
  }

  return {
    async readSecrets(names) {
      if (names.length === 0) return new Map();
      const records = await secrets.find({ _id: { $in: names.map(idOf) } }).lean<SecretRecord[]>();
      return new Map(records.map(read).map(({ name, value }) => [name, value]));
    },
    async writeSecrets(changes) {
      // In order: the last change of a name counts.
      if (changes.length > 0) await secrets.bulkWrite(changes.map(update), { ordered: true });
    },
    async dropSecrets(prefix) {
      const named: string[] = [];
      for await (const record of secrets.find().lean<SecretRecord>().cursor())
        if (read(record).name.startsWith(prefix)) named.push(record._id);
      if (named.length > 0) await secrets.deleteMany({ _id: { $in: named } });
    },
  };
}

function place(id: string): Place {
  return ['secrets', id, 'sealed'];
}
