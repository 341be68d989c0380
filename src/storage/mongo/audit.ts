// The audit trail: one document per entry, its number the id, so that of two processes that append at once one has to try again behind
// the other. Nothing here changes or removes an entry.
import type { AuditAct, AuditEntry, Store } from '../../app/ports.ts';
import type { mongo } from 'mongoose';
import type { AuditHead } from '../../core/audit.ts';
import { BEGINNING, chain } from '../../core/audit.ts';
import { sha256 } from '../audit-hash.ts';
import { isDuplicate } from './failures.ts';
import type { AuditRecord, Models } from './schemas.ts';
import { bytesOf } from './schemas.ts';
import type { Place, Sealing } from './sealing.ts';

type AuditPart = Pick<Store, 'appendAudit' | 'readAudit' | 'findAudit'>;

/** What cannot be in the clear, or must not be made anew without the key. */
interface SealedPart {
  readonly actorName: string;
  readonly hash: string;
}

/** The part of the Mongo store that keeps the audit trail. */
export function createAudit({ audit }: Models, sealing: Sealing): AuditPart {
  const raw = () => audit.collection as unknown as mongo.Collection<AuditRecord>;
  let turn: Promise<unknown> = Promise.resolve();

  function toRecord({ seq, hash, actorName, ...rest }: AuditEntry): AuditRecord {
    const part: SealedPart = { actorName, hash };
    return { _id: seq, ...rest, sealed: sealing.seal(place(rest.id), part) };
  }

  /** An entry whose seal does not open is without name and hash: whoever verifies the chain finds it changed. */
  function read({ _id: seq, sealed, ...rest }: AuditRecord): AuditEntry {
    let part: SealedPart = { actorName: '', hash: '' };
    try {
      part = sealing.unseal(place(rest.id), bytesOf(sealed)) as SealedPart;
    } catch {}
    return { seq, ...rest, ...part };
  }

  async function findHead(): Promise<AuditHead> {
    const [last] = await raw().find().sort({ _id: -1 }).limit(1).toArray();
    return last ? read(last) : BEGINNING;
  }

  async function withoutKnown(acts: readonly AuditAct[]): Promise<AuditAct[]> {
    const ids = acts.map(({ id }) => id);
    const records = await raw()
      .find({ id: { $in: ids } }, { projection: { id: 1 } })
      .toArray();
    const known = new Set(records.map(({ id }) => id));
    return acts.filter(({ id }) => !known.has(id));
  }

  /** Each round that fails is one in which another process has come further, or shows an act that is there already. */
  async function append(acts: readonly AuditAct[]): Promise<void> {
    let rest = acts.filter(({ id }, index) => acts.findIndex((other) => other.id === id) === index);
    while (rest.length > 0) {
      try {
        await raw().insertMany(chain(rest, await findHead(), sha256).map(toRecord), { ordered: true });
        return;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        rest = await withoutKnown(rest);
      }
    }
  }

  return {
    async appendAudit(acts) {
      // Those of one process wait for each other instead of failing against each other.
      const mine = turn.then(() => append(acts));
      turn = mine.catch(() => undefined);
      return mine;
    },
    async readAudit(after, limit) {
      const records = await raw()
        .find({ _id: { $gt: after } })
        .sort({ _id: 1 })
        .limit(limit)
        .toArray();
      return records.map(read);
    },
    async findAudit(subject) {
      return (await raw().find({ subject }).sort({ _id: 1 }).toArray()).map(read);
    },
  };
}

/** Bound to the act; its number is part of what the hash is over. */
function place(act: string): Place {
  return ['audit', act, 'sealed'];
}
