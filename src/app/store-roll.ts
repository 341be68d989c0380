// The roll in the desk's own store: a record of a certificate for everybody, whose owner has no chat and is known by the NIP.
import type { Certificate } from '../core/certificate.ts';
import { applyChange, isEnded } from '../core/certificate.ts';
import { remindedUntil } from '../core/reminder.ts';
import type { RollEntry } from '../core/roll.ts';
import type { Known, Roll } from './import-roll.ts';
import { isFresh } from './import-roll.ts';
import type { Clock, Ids, Profile, Store } from './ports.ts';

/** Looked up or written side by side. */
const AT_ONCE = 20;

export function storeRoll(store: Store, profile: Profile, ids: Pick<Ids, 'next'>, clock: Clock): Roll {
  /** No owner is called so: the NIP alone finds. */
  const recordsOf = (nip: string): Promise<Certificate[]> => store.findCertificatesOfHolder({ owner: '', nip });

  async function addOne({ row: _row, ...entry }: RollEntry): Promise<boolean> {
    const there = await recordsOf(entry.nip);
    // Somebody may have been issued one since the check.
    if (!isFresh(entry, newestOf(there))) return false;
    const now = clock.now();
    const id = `roll:${ids.next()}`;
    const told = { recordedAt: now, countsFrom: entry.issuedOn, remindedUntil: now, revision: 1 };
    const certificate = remindedUntil({ id, owner: id, ...entry, ...told }, profile, now);
    const records = applyChange({ id, kind: 'issued', certificate }, there);
    // Those that have ended give way first: cut short, another run goes on, and nobody ever counts twice.
    for (const record of records.toReversed()) if (!(await store.saveCertificate(record))) return false;
    return true;
  }

  return {
    async known(nips) {
      const found = await sideBySide(nips, async (nip) => [nip, newestOf(await recordsOf(nip))] as const);
      return new Map(found.flatMap(([nip, known]) => (known === undefined ? [] : [[nip, known] as const])));
    },
    async add(entries) {
      const added = await sideBySide(entries, addOne);
      return added.filter(Boolean).length;
    },
  };
}

/** The records are those of one holder, the one issued last first. */
function newestOf(records: readonly Certificate[]): Known | undefined {
  const inUse = records.find((each) => !isEnded(each));
  const newest = inUse ?? records[0];
  return newest && { issuedOn: newest.issuedOn, inUse: inUse !== undefined };
}

async function sideBySide<From, To>(list: readonly From[], act: (each: From) => Promise<To>): Promise<To[]> {
  const done: To[] = [];
  for (let from = 0; from < list.length; from += AT_ONCE)
    done.push(...(await Promise.all(list.slice(from, from + AT_ONCE).map(act))));
  return done;
}
