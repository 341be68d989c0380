// What is done on the server's command line enters the audit trail as the administrator's: whoever may run it.
import type { AuditAct, Clock, Ids, Store } from '../src/app/ports.ts';

export interface ActDesk {
  readonly store: Pick<Store, 'appendAudit'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'next'>;
}

/** Appends one act. */
export function recordAct(
  { store, clock, ids }: ActDesk,
  act: Pick<AuditAct, 'act' | 'subject' | 'detail'>,
): Promise<void> {
  const by = { actor: 'administrator', actorName: '', channel: 'cli' };
  return store.appendAudit([{ id: ids.next(), at: clock.now(), ...by, ...act }]);
}
