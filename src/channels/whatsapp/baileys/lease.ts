// Only one of several processes has the socket: the one with the lease, which it renews as long as it lives.
import { pause } from '../../pause.ts';
import type { BaileysOptions, Timing } from './options.ts';

export interface KeptLease {
  /** Waits until this process has it and renews it from then on; false when `until` is given first. */
  take(until: AbortSignal): Promise<boolean>;
  /** Given when it was lost, or may have been. */
  lost(): AbortSignal;
  drop(): Promise<void>;
}

export function keepLease(name: string, { lease, holder, log }: BaileysOptions, { leaseMs }: Timing): KeptLease {
  let lost = new AbortController();
  lost.abort();
  let renewing = Promise.resolve();

  /** Undefined when the store does not say. */
  async function ask(): Promise<boolean | undefined> {
    try {
      return await lease.take(name, holder, leaseMs);
    } catch (error) {
      log.warn('the lease for WhatsApp could not be taken', { error });
      return undefined;
    }
  }

  async function renew(until: AbortSignal, losing: AbortController): Promise<void> {
    let failures = 0;
    while (!losing.signal.aborted) {
      await pause(leaseMs / 3, until);
      if (until.aborted) return;
      const held = await ask();
      failures = held === undefined ? failures + 1 : 0;
      // Two thirds of its time have passed without an answer from the store: another process may have it soon.
      if (held === false || failures === 2) {
        log.warn('this process leaves WhatsApp: it does not have the lease', { held, failures });
        losing.abort();
      }
    }
  }

  return {
    async take(until) {
      while (!until.aborted) {
        if (!lost.signal.aborted) return true;
        if ((await ask()) === true) {
          lost = new AbortController();
          renewing = renew(until, lost);
          return true;
        }
        await pause(leaseMs / 3, until);
      }
      return false;
    },
    lost: () => lost.signal,
    async drop() {
      await renewing;
      await lease.drop(name, holder).catch((error: unknown) => log.debug('the lease was not dropped', { error }));
    },
  };
}
