// The roll in the desk's own store: a record of a certificate for everybody, whose owner has no chat and is known by the NIP.
import { isEnded } from '../core/certificate.ts';
import { remindedUntil } from '../core/reminder.ts';
import type { RollEntry } from '../core/roll.ts';
import type { Roll } from './import-roll.ts';
import type { Clock, Ids, LocalDate, Profile, Store } from './ports.ts';

/** Looked up or written side by side. */
const AT_ONCE = 20;

export function storeRoll(store: Store, profile: Profile, ids: Pick<Ids, 'next'>, clock: Clock): Roll {
  async function issueOf(nip: string): Promise<LocalDate | undefined> {
    // No owner is called so: the NIP alone finds.
    const there = await store.findCertificatesOfHolder({ owner: '', nip });
    return there.find((each) => !isEnded(each))?.issuedOn;
  }

  async function addOne({ name, nip, issuedOn, validUntil }: RollEntry): Promise<boolean> {
    // Somebody may have been issued one since the check.
    if ((await issueOf(nip)) !== undefined) return false;
    const now = clock.now();
    const id = `roll:${ids.next()}`;
    const told = { recordedAt: now, countsFrom: issuedOn, remindedUntil: now, revision: 1 };
    return store.saveCertificate(
      remindedUntil({ id, owner: id, name, nip, issuedOn, validUntil, ...told }, profile, now),
    );
  }

  return {
    async known(nips) {
      const found = await sideBySide(nips, async (nip) => [nip, await issueOf(nip)] as const);
      return new Map(found.flatMap(([nip, issuedOn]) => (issuedOn === undefined ? [] : [[nip, issuedOn] as const])));
    },
    async add(entries) {
      const added = await sideBySide(entries, addOne);
      return added.filter(Boolean).length;
    },
  };
}

async function sideBySide<From, To>(list: readonly From[], act: (each: From) => Promise<To>): Promise<To[]> {
  const done: To[] = [];
  for (let from = 0; from < list.length; from += AT_ONCE)
    done.push(...(await Promise.all(list.slice(from, from + AT_ONCE).map(act))));
  return done;
}
