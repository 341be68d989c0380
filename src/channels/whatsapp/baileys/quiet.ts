// Baileys speaks freely of numbers, keys and contents. Of what it logs only the fixed words of warnings and errors are let through.
import type { UserFacingSocketConfig } from '@whiskeysockets/baileys';
import type { Log } from '../../../app/ports.ts';

type LibraryLog = NonNullable<UserFacingSocketConfig['logger']>;

/** Words alone: neither a number nor an address, nor what somebody wrote. */
const FIXED = /^[a-z ,;:.'()-]{1,100}$/i;

export function libraryLog(log: Log): LibraryLog {
  const nothing = (): void => {};
  const about = (data: unknown, text: string | undefined): { about?: string } => {
    const words = typeof data === 'string' ? data : text;
    return words !== undefined && FIXED.test(words) ? { about: words } : {};
  };
  const quiet: LibraryLog = {
    level: 'warn',
    child: () => quiet,
    trace: nothing,
    debug: nothing,
    info: nothing,
    warn: (data, text) => log.debug('the WhatsApp library warns', about(data, text)),
    error: (data, text) => log.warn('the WhatsApp library met an error', about(data, text)),
  };
  return quiet;
}

/** How the lines begin that libsignal 6.0.0 writes to the console: some with a whole session, private keys and all. */
const SPOKEN =
  /^(?:Closing (?:open |stale open )?session|Opening session|Removing old closed session|Session (?:already|error)|Failed to decrypt message with any|Decrypted message with closed session|Migrating session to|V1 session storage|WARNING: Expected pubkey|Unhandled bucket type)/;

/** Takes those lines, and no others, out of what is written to `target` from now on; twice is as good as once. */
export function silenceLibsignal(target: Pick<Console, 'info' | 'warn' | 'error'>): void {
  for (const method of ['info', 'warn', 'error'] as const) {
    const write = target[method];
    if (write.name === 'withoutSessions') continue;
    target[method] = function withoutSessions(...args: unknown[]) {
      if (typeof args[0] === 'string' && SPOKEN.test(args[0])) return;
      write.apply(target, args);
    };
  }
}
