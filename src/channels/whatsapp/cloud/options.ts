// What the Cloud API transport is given: the account at Meta, where its webhook arrives, and the few things it asks of the desk.
import type { Address, FileRef, Instant, Language, Log } from '../../../app/ports.ts';

/** Where what was acknowledged is kept until it is dealt with. An id kept twice is one entry. */
export interface Inbox {
  put(id: string, body: string): Promise<void>;
  /** What is kept, the longest kept first; not necessarily all of it. */
  take(): Promise<readonly { readonly id: string; readonly body: string }[]>;
  done(id: string): Promise<void>;
}

export interface CloudWebhook {
  /** Path of the webhook's address as it arrives here, behind whatever stands in front. */
  readonly path: string;
  /** Listens here itself, 0 for a free port; absent when a server of ours hands requests to `handleWebhook`. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
}

/** An approved template of the category "utility" whose body has exactly one variable, `{{1}}`. */
export interface Template {
  readonly name: string;
  /** The template's language codes: https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/supported-languages */
  readonly codes: Readonly<Record<Language, string>>;
}

/** Words of the channel itself. */
export interface CloudWords {
  /** On the button that opens a list of choices, e.g. `Pilih`; 20 characters at most. */
  readonly list: string;
  /** Before the numbered choices in a template, e.g. `Balas`. */
  readonly answer: string;
}

export interface CloudOptions {
  /** Access token of a system user with the permission whatsapp_business_messaging. */
  readonly token: string;
  /** The phone number's id at Meta; messages to other numbers of the same account are left alone. */
  readonly phoneId: string;
  /** Signs what Meta brings. */
  readonly appSecret: string;
  /** The word that Meta repeats when the webhook is set up. */
  readonly verifyToken: string;
  /** Default `https://graph.facebook.com`. */
  readonly apiRoot?: string;
  /** Default `v23.0`. */
  readonly apiVersion?: string;
  readonly webhook: CloudWebhook;
  readonly inbox: Inbox;
  readonly log: Log;
  now(): Instant;
  /** When the person wrote last; undefined when never. */
  lastHeard(address: Address): Promise<Instant | undefined>;
  languageOf(address: Address): Promise<Language>;
  readonly words: Readonly<Record<Language, CloudWords>>;
  /** For what is said unasked outside the 24 hours; without one it waits until the person writes. */
  readonly template?: Template;
  /** The choice that a token stands for, where its id was too long to be sent; see action-token.ts. */
  findChoice(address: Address, token: string): Promise<{ readonly choice: string } | undefined>;
  /** The bytes of a file that the bot sends; undefined when it has been erased. */
  readFile(file: FileRef): Promise<Uint8Array | undefined>;
  /** Meta limits the whole account: for a circuit breaker. */
  onTrouble?(code: 429): void;
  /** Shorter in tests. */
  readonly timing?: Partial<Timing>;
}

/** All in milliseconds. */
export interface Timing {
  /** What was left behind is looked for so often. */
  readonly sweepMs: number;
  /** Before a message that could not be dealt with is tried again; the last one is repeated. */
  readonly retryMs: readonly number[];
  /** A call to Meta, uploads and downloads apart, and a request to the webhook may take so long. */
  readonly callMs: number;
  /** An upload or a download may take so long. */
  readonly mediaMs: number;
  /** What is being dealt with gets so long to end when the transport is stopped. */
  readonly stopMs: number;
}

export const TIMING: Timing = {
  sweepMs: 60_000,
  retryMs: [50, 400, 2_000, 10_000, 30_000, 60_000],
  callMs: 30_000,
  mediaMs: 120_000,
  stopMs: 10_000,
};

/** Files of all chats together that are fetched and dealt with at once; the next ones wait. */
export const MOST_IN_HAND = 4;
