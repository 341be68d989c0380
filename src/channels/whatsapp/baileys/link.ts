// How the account stands, and the pairing of a telephone with it.
import type { Socket } from './library.ts';
import type { BaileysOptions, Link } from './options.ts';

export interface LinkKeeper {
  state(): Link;
  /** The library has a QR. On the first of a connection a code is asked for with `socket`, where pairing goes by code. */
  toBePaired(qr: string, socket: Socket | undefined): Promise<void>;
  connected(): void;
  disconnected(): void;
}

export function createLink(options: BaileysOptions): LinkKeeper {
  let link: Link = { state: 'disconnected' };
  let alerted = false;

  function over(state: 'connected' | 'disconnected'): void {
    if (link.qr !== undefined) options.onQr?.(undefined);
    link = { state };
  }

  return {
    state: () => link,
    async toBePaired(qr, socket) {
      if (!alerted) options.alert('pairing_needed');
      alerted = true;
      if (options.pairingPhone === undefined) {
        link = { state: 'pairing', qr };
        options.onQr?.(qr);
        return;
      }
      // While a code is good the telephone takes no other.
      if (!socket) return;
      try {
        const code = await socket.requestPairingCode(options.pairingPhone);
        link = { state: 'pairing', code };
        options.onPairingCode?.(code);
      } catch (error) {
        options.log.warn('WhatsApp gave no pairing code', { error });
      }
    },
    connected() {
      alerted = false;
      over('connected');
    },
    disconnected: () => over('disconnected'),
  };
}
