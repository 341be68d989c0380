// What the Baileys transport is given: the account's session, how it pairs, and the few things it asks of the desk.
import type { Address, FileRef, Instant, Log, Outbound, SentId, Store } from '../../../app/ports.ts';
import type { Connect } from './library.ts';

/**
 * What an operator has to look at: `pairing_needed`, a telephone has to be linked (anew); `logged_out`, it has unlinked us; `replaced`, somebody else
 * uses the session; `restricted`, WhatsApp has limited or banned the account; `unreachable`, many connections in a row have failed.
 */
export type AlertKind = 'pairing_needed' | 'logged_out' | 'replaced' | 'restricted' | 'unreachable';

/** One of several processes has the socket: WhatsApp ends an older one with 440 when a second one opens. */
export interface SocketLease {
  /** True when `holder` now has the lease for so many milliseconds, renewing included. */
  take(name: string, holder: string, ms: number): Promise<boolean>;
  drop(name: string, holder: string): Promise<void>;
}

/** How the account stands, for an operator. */
export interface Link {
  readonly state: 'connected' | 'pairing' | 'disconnected';
  /** To be scanned, while pairing by QR. */
  readonly qr?: string;
  /** To be typed on the telephone, while pairing by code. */
  readonly code?: string;
}

/** What is not dealt with yet: of it a process that dies shall lose nothing. */
export interface Inbox {
  /** The same id again changes nothing. */
  put(id: string, body: string): Promise<void>;
  /** The longest kept first, not necessarily all. */
  take(): Promise<readonly { readonly id: string; readonly body: string }[]>;
  done(id: string): Promise<void>;
}

export interface BaileysOptions {
  /** Names the session among the secrets and in the lease; default `ACCOUNT`. */
  readonly account?: string;
  /** Names this process in the lease. */
  readonly holder: string;
  readonly lease: SocketLease;
  readonly secrets: Pick<Store, 'readSecrets' | 'writeSecrets'>;
  /** Absent: what a process has in hand when it dies is lost, since WhatsApp brings nothing twice. */
  readonly inbox?: Inbox;
  readonly log: Log;
  now(): Instant;
  /** From 0 to 1, for waits that are not all the same. */
  random(): number;
  /** The text of a message, choices and all; empty for a file without words. */
  render(message: Outbound): string;
  /** The bytes of a file that the bot sends; undefined when it has been erased. */
  readFile(file: FileRef): Promise<Uint8Array | undefined>;
  /** Whether there is a chat with this address. */
  knows(address: Address): Promise<boolean>;
  /** The bot's line of that chat for which `isIdOf(chat, key, sent)`; undefined when there is none (any more). */
  findSent(chat: Address, sent: SentId): Promise<Outbound | undefined>;
  alert(kind: AlertKind): void;
  /** What WhatsApp answered or did that says we are too much. */
  onTrouble(code: 463 | 429 | 'disconnected'): void;
  /** International format, digits only: pair by a code that is typed on this telephone. Absent: by QR. */
  readonly pairingPhone?: string;
  /** A code to scan; undefined when it is over. */
  onQr?(qr: string | undefined): void;
  onPairingCode?(code: string): void;
  /** Default `https://mmg.whatsapp.net`, where files are fetched. */
  readonly mediaRoot?: string;
  /** Default WhatsApp's own. */
  readonly webSocketUrl?: string;
  /** Default the library's `makeWASocket`. */
  readonly connect?: Connect;
  /** Shorter in tests. */
  readonly timing?: Partial<Timing>;
}

/** The one account of an installation. */
export const ACCOUNT = 'whatsapp';

export const MEDIA_ROOT = 'https://mmg.whatsapp.net';

/** All in milliseconds. */
export interface Timing {
  /** A lease that is not renewed ends after so long; it is renewed three times as often. */
  readonly leaseMs: number;
  /** Before the next connection after a lost one; the last one is repeated. Up to half as much again is added at random. */
  readonly backoffMs: readonly number[];
  /** Before a message that could not be dealt with is tried again; the last one is repeated. */
  readonly retryMs: readonly number[];
  /** WhatsApp gets so long to acknowledge a message. */
  readonly ackMs: number;
  /** A download gets so long in all. */
  readonly downloadMs: number;
  /** The sender's telephone gets so long to upload a file anew. */
  readonly reuploadMs: number;
  /** What is being dealt with gets so long to end when the transport is stopped. */
  readonly stopMs: number;
}

export const TIMING: Timing = {
  leaseMs: 30_000,
  backoffMs: [1_000, 3_000, 10_000, 30_000, 60_000, 120_000],
  retryMs: [50, 400, 2_000, 10_000, 30_000, 60_000],
  ackMs: 30_000,
  downloadMs: 120_000,
  reuploadMs: 30_000,
  stopMs: 10_000,
};

/** Files of all chats together that are fetched and dealt with at once; the next ones wait. */
export const MOST_IN_HAND = 4;
