// What the use cases need from outside: channels, a store, a clock, ids. Channels know this file and core only.
import type { Application, FileRef } from '../core/application.ts';
import type { AuditAct, AuditEntry } from '../core/audit.ts';
import type { Certificate } from '../core/certificate.ts';
import type { EsignOpinion, EsignStatus } from '../core/esign.ts';
import type { Instant, LocalDate, Person } from '../core/person.ts';
import type { Language, Profile } from '../core/profile.ts';

/** `<channel>:<id there>`, e.g. `telegram:3527065`, `web:pemohon`. */
export type Address = `${string}:${string}`;

export interface Choice {
  /** Stable and meaningful to the engine, e.g. `summary=submit`. */
  readonly id: string;
  readonly label: string;
}

/** A file as a channel announces it; the bytes are fetched with `Channel.download`. */
export interface IncomingFile {
  readonly ref: string;
  readonly name: string;
  /** Bytes, as announced; absent when the channel does not say. */
  readonly size?: number;
}

/** What a person may send that the desk cannot read; `edited` is a message changed after it was sent. */
export type OtherKind = 'voice' | 'sticker' | 'contact' | 'location' | 'edited' | 'unknown';

/** One thing a person sent, whatever the channel. Exactly one of text, choice, file and other is the point of it. */
export interface Inbound {
  /** Unique and stable: a message delivered twice has the same id. */
  readonly id: string;
  readonly from: Address;
  readonly text?: string;
  readonly choice?: string;
  readonly file?: IncomingFile;
  readonly other?: OtherKind;
  /** The channel's own id of the person's message, where it has one: for `Channel.erase`. */
  readonly messageId?: string;
  /** The message of ours that this one was written in reply to, as its channel called it when it was sent. */
  readonly quoted?: SentId;
  /** Written by one of our own people from the account's phone, into the chat with `from`: a human has taken over there. */
  readonly human?: true;
  readonly at: Instant;
}

/** One thing the bot says, in its final words. */
export interface Outbound {
  readonly text: string;
  readonly choices: readonly Choice[];
  readonly file?: FileRef;
  /** Said although nobody asked: a notice, a reminder. */
  readonly unasked?: true;
  /** The number of the first choice, where choices are numbered; 1 when absent. */
  readonly firstNumber?: number;
}

/** The channel's own id of a message it has sent, where it has one. */
export type SentId = string;

export interface Channel {
  readonly name: string;
  /** Begins to receive. `onMessage` resolves when the message has been dealt with for good; if it rejects, deliver it again. */
  start(onMessage: (inbound: Inbound) => Promise<void>): Promise<void>;
  stop(): Promise<void>;
  /**
   * Hands one message over; `key` is the same for every attempt at the same message.
   * Throws OperationalError: `retryable` ones are tried again later, `blocked` ends the chat's queue.
   */
  send(to: Address, message: Outbound, key: string): Promise<SentId | undefined>;
  /** Whether a message can be shown anew after it was sent. */
  readonly amends: boolean;
  /**
   * Whether what is said unasked waits there for waking hours, goes out together, and continues the numbers of the choices shown before
   * instead of giving them a new meaning.
   */
  readonly discreet?: boolean;
  /** Shows a message that was sent before in its new form, mostly without its buttons. Does nothing where `amends` is false. */
  amend(to: Address, sent: SentId, message: Outbound): Promise<void>;
  /** Takes a message of the person out of the chat. Does nothing where the channel has no such thing. */
  erase(from: Address, messageId: string): Promise<void>;
  /** The bytes of an announced file. Throws OperationalError `too_large` before more than `maxBytes` are read. */
  download(file: IncomingFile, maxBytes: number): Promise<Uint8Array>;
}

/**
 * `unreadable`: stored data that cannot be unsealed: tampered with, moved, or sealed with another key. `unauthorized`: the other side
 * does not know the token that it was given.
 */
export type OperationalCode =
  'too_large' | 'blocked' | 'rate_limited' | 'unavailable' | 'gone' | 'conflict' | 'unreadable' | 'unauthorized';

/** The world failed: thrown by adapters, logged as a warning, retried from the outbox when `retryable`. */
export class OperationalError extends Error {
  override readonly name = 'OperationalError';
  readonly code: OperationalCode;
  readonly retryable: boolean;
  /** Not before so many milliseconds, when the other side says. */
  readonly retryAfter: number | undefined;
  /** Of `too_large`: the channel's own limit, where that is what was exceeded. */
  readonly limitBytes: number | undefined;
  constructor(
    code: OperationalCode,
    options: { retryable: boolean; cause?: unknown; retryAfter?: number; limitBytes?: number },
  ) {
    super(code, { cause: options.cause });
    this.code = code;
    this.retryable = options.retryable;
    this.retryAfter = options.retryAfter;
    this.limitBytes = options.limitBytes;
  }
}

/**
 * BSrE, where the agency runs an Esign Client Service. Neither call rejects: what goes wrong is logged by its code alone. There is no
 * other call, so that nothing can carry a passphrase there.
 */
export interface Esign {
  /** `nik`: 16 digits. `unknown` where there is no answer within 3 s. */
  statusOf(nik: string): Promise<EsignStatus>;
  /** A second opinion on a PDF; undefined where there is none within 10 s. */
  verify(bytes: Uint8Array): Promise<EsignOpinion | undefined>;
}

export interface Clock {
  now(): Instant;
}

/** Where ids come from: counted in tests, random in service. */
export interface Ids {
  /** Unguessable id for a file, a person, a message. */
  next(): string;
  /** Code of a new request, e.g. `TTE-7K3M9Q`. */
  number(): string;
  /** One-time code, e.g. `K2F8MTQX9RWH3`: it cannot be guessed. */
  code(): string;
}

/** Static text plus data, so that lines can be grouped; never personal data. */
export interface Log {
  debug(text: string, data?: Record<string, unknown>): void;
  info(text: string, data?: Record<string, unknown>): void;
  warn(text: string, data?: Record<string, unknown>): void;
  error(text: string, data?: Record<string, unknown>): void;
}

export type { Application, AuditAct, AuditEntry, Certificate, FileRef, Instant, Language, LocalDate, Person, Profile };
export type {
  Chat,
  ChatChange,
  Code,
  DeliveryMark,
  DoneEffects,
  Effects,
  FileMeta,
  Found,
  IdentityKind,
  LogEntry,
  Notice,
  ReminderMove,
  Store,
  Wanted,
} from './store.ts';
