// The library itself: optional, GPL-3.0 parts come with it, so it is loaded only when it is used.
import type { UserFacingSocketConfig, WASocket } from '@whiskeysockets/baileys';
import { OperationalError } from '../../../app/ports.ts';

export type Baileys = typeof import('@whiskeysockets/baileys');

/** What is used of a socket. */
export type Socket = Pick<
  WASocket,
  'ev' | 'ws' | 'user' | 'end' | 'sendMessage' | 'requestPairingCode' | 'updateMediaMessage' | 'signalRepository'
>;

export type Connect = (config: UserFacingSocketConfig) => Socket;

/** Throws OperationalError `unavailable`, not retryable, where it is not installed. */
export async function loadBaileys(): Promise<Baileys> {
  try {
    return await import('@whiskeysockets/baileys');
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const line =
      'WhatsApp by Baileys needs the package @whiskeysockets/baileys: run npm install with optional packages, or set WHATSAPP=cloud.';
    throw new OperationalError('unavailable', { retryable: false, cause: new Error(line) });
  }
}
