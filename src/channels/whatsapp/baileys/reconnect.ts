// What to do when the connection is over, by the code it ended with.
import type { AlertKind } from './options.ts';

export type Next =
  | { readonly action: 'restart' }
  | { readonly action: 'wait' }
  /** Nothing is tried again and nothing is forgotten: a person has to look at it. */
  | { readonly action: 'stop'; readonly alert: AlertKind };

/**
 * Codes of Baileys' `DisconnectReason`, and those of WhatsApp's `failure` stanza. 515 comes after pairing; 408, 428, 500 and 503 are the
 * line and the server; 411 wants the telephone linked anew; 402, 403 and 406 say that the account is limited or banned.
 */
export function afterClose(code: number | undefined): Next {
  switch (code) {
    case 515:
      return { action: 'restart' };
    case 401:
      return { action: 'stop', alert: 'logged_out' };
    case 402:
    case 403:
    case 406:
      return { action: 'stop', alert: 'restricted' };
    case 411:
      return { action: 'stop', alert: 'pairing_needed' };
    case 440:
      return { action: 'stop', alert: 'replaced' };
    default:
      return { action: 'wait' };
  }
}

/** The wait before try number `failures` after so many lost connections; `random` from 0 to 1 spreads it. */
export function waitBefore(backoffMs: readonly number[], failures: number, random: number): number {
  const wait = backoffMs[Math.min(failures, backoffMs.length) - 1] ?? 0;
  return Math.round(wait * (1 + random / 2));
}
