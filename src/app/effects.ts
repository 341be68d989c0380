// What a change of a request led to is saved along with it: acts for the audit trail, notices for other people, changes of certificates.
// Once they are where they belong they are taken off the request. That is in no hurry, and so it is done for many requests at once; what a
// crash leaves behind, or a failure, is found with the requests again.
import type { Desk } from './desk.ts';
import type { AuditAct } from './ports.ts';
import { OperationalError } from './ports.ts';

interface InHand {
  readonly acts: readonly AuditAct[];
  /** Keys of notices. */
  readonly told: readonly string[];
  /** Ids of changes of certificates. */
  readonly certificates: readonly string[];
}

/** Of the requests changed lately, by number. */
export type EffectsInHand = Map<string, InHand>;

const NOTHING: InHand = { acts: [], told: [], certificates: [] };

type EffectsDesk = Pick<Desk, 'store' | 'effects' | 'log'>;

/** Acts that were saved with a request; they enter the trail with the next `settleEffects`. */
export function noteActs(desk: Pick<Desk, 'effects'>, number: string, acts: readonly AuditAct[]): void {
  note(desk, number, acts, (noted) => ({ ...noted, acts: [...noted.acts, ...acts] }));
}

/** Notices of a request that stand in all their readers' chats, by key. */
export function noteTold(desk: Pick<Desk, 'effects'>, number: string, keys: readonly string[]): void {
  note(desk, number, keys, (noted) => ({ ...noted, told: [...noted.told, ...keys] }));
}

/** Changes of certificates that are carried out, by id. */
export function noteCertificates(desk: Pick<Desk, 'effects'>, number: string, ids: readonly string[]): void {
  note(desk, number, ids, (noted) => ({ ...noted, certificates: [...noted.certificates, ...ids] }));
}

function note(
  { effects }: Pick<Desk, 'effects'>,
  number: string,
  added: readonly unknown[],
  add: (noted: InHand) => InHand,
): void {
  if (added.length > 0) effects.set(number, add(effects.get(number) ?? NOTHING));
}

/** Brings the noted acts into the trail, then takes acts and notices off their requests. What stands in the way is logged. */
export async function settleEffects({ store, effects, log }: EffectsDesk): Promise<void> {
  if (effects.size === 0) return;
  const noted = [...effects];
  effects.clear();
  try {
    const happened = noted.flatMap(([, { acts }]) => acts);
    if (happened.length > 0) await store.appendAudit(happened);
    await store.clearEffects(
      noted.map(([number, { told, acts, certificates }]) => ({
        number,
        notices: told,
        acts: acts.map(({ id }) => id),
        certificates,
      })),
    );
  } catch (error) {
    // They are found with their requests again.
    const level = error instanceof OperationalError ? 'warn' : 'error';
    log[level]('effects wait with their requests', { requests: noted.length, error });
  }
}

/** Acts that a crash left with their requests. Resolves to how many requests had some. */
export async function takeUpActs(desk: EffectsDesk): Promise<number> {
  await settleEffects(desk);
  const forgotten = await desk.store.findActs(100);
  for (const { number, acts } of forgotten) noteActs(desk, number, acts);
  await settleEffects(desk);
  return forgotten.length;
}
