// The roll in the desk's own store: a record of a certificate for everybody, whose owner has no chat and is known by the NIP.
import type { Certificate } from '../core/certificate.ts';
import { applyChange, isEnded } from '../core/certificate.ts';
import { remindedUntil } from '../core/reminder.ts';
import type { RollEntry } from '../core/roll.ts';
import type { Known, Roll } from './import-roll.ts';
import { isFresh } from './import-roll.ts';
import type { Clock, Ids, Profile, Store } from './ports.ts';

/** Looked up together and written side by side: few, so that nothing happens in between. */
const AT_ONCE = 20;

export function storeRoll(store: Store, profile: Profile, ids: Pick<Ids, 'next'>, clock: Clock): Roll {
  async function addOne({ row: _row, ...entry }: RollEntry, there: readonly Certificate[]): Promise<boolean> {
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

  async function recordsOf(nips: readonly string[]): Promise<Map<string, Certificate[]>> {
    const found = new Map<string, Certificate[]>();
    for (const each of await store.findCertificatesByNip(nips)) {
      const { nip = '' } = each;
      found.set(nip, [...(found.get(nip) ?? []), each]);
    }
    return found;
  }

  return {
    async known(nips) {
      const records = await recordsOf(nips);
      return new Map(
        [...records].flatMap(([nip, own]) => {
          const newest = newestOf(own);
          return newest ? [[nip, newest] as const] : [];
        }),
      );
    },
    async add(entries) {
      let added = 0;
      for (let from = 0; from < entries.length; from += AT_ONCE) {
        const few = entries.slice(from, from + AT_ONCE);
        const records = await recordsOf(few.map(({ nip }) => nip));
        const saved = await Promise.all(few.map((entry) => addOne(entry, records.get(entry.nip) ?? [])));
        added += saved.filter(Boolean).length;
      }
      return added;
    },
  };
}

/** The records are those of one holder, the one issued last first. */
function newestOf(records: readonly Certificate[]): Known | undefined {
  const inUse = records.find((each) => !isEnded(each));
  const newest = inUse ?? records[0];
  return newest && { issuedOn: newest.issuedOn, inUse: inUse !== undefined };
}
