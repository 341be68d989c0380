// What a change of a request led to is saved along with it: acts for the audit trail, notices for other people. Once they are where they
// belong they are taken off the request. Neither is in a hurry, and so it is done for many requests at once; what a crash leaves behind,
// or a failure, is found with the requests again.
import type { Desk } from './desk.ts';
import type { AuditAct } from './ports.ts';
import { OperationalError } from './ports.ts';

/** Of the requests changed lately, by number. */
export type EffectsInHand = Map<string, { readonly acts: readonly AuditAct[]; readonly told: readonly string[] }>;

type EffectsDesk = Pick<Desk, 'store' | 'effects' | 'log'>;

/** Acts that were saved with a request; they enter the trail with the next `settleEffects`. */
export function noteActs({ effects }: EffectsDesk, number: string, acts: readonly AuditAct[]): void {
  const noted = effects.get(number);
  if (acts.length > 0) effects.set(number, { acts: [...(noted?.acts ?? []), ...acts], told: noted?.told ?? [] });
}

/** Notices of a request that stand in all their readers' chats, by key. */
export function noteTold({ effects }: EffectsDesk, number: string, keys: readonly string[]): void {
  const noted = effects.get(number);
  if (keys.length > 0) effects.set(number, { acts: noted?.acts ?? [], told: [...(noted?.told ?? []), ...keys] });
}

/** Brings the noted acts into the trail, then takes acts and notices off their requests. What stands in the way is logged. */
export async function settleEffects({ store, effects, log }: EffectsDesk): Promise<void> {
  if (effects.size === 0) return;
  const noted = [...effects];
  effects.clear();
  try {
    const acts = noted.flatMap(([, each]) => each.acts);
    if (acts.length > 0) await store.appendAudit(acts);
    await store.clearEffects(
      noted.map(([number, each]) => ({ number, notices: each.told, acts: each.acts.map(({ id }) => id) })),
    );
  } catch (error) {
    // They are found with their requests again.
    const level = error instanceof OperationalError ? 'warn' : 'error';
    log[level]('acts or notices wait with their requests', { requests: noted.length, error });
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
