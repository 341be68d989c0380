// What the Telegram channel is given: the bot's token, how it receives, and the few things it asks of the desk.
import type { Address, FileRef, Instant, Language, Log } from '../../app/ports.ts';

/** A line of the menu beside the input box: https://core.telegram.org/bots/api#botcommand */
export interface MenuCommand {
  /** 1-32 characters: lower-case letters, digits and underscores, without the slash. */
  readonly command: string;
  /** 1-256 characters. */
  readonly description: string;
}

export interface WebhookOptions {
  /** Where Telegram reaches us: https, with the path. */
  readonly url: string;
  /** 1-256 characters of `A-Z a-z 0-9 _ -`; Telegram sends it with every update. */
  readonly secret: string;
  /** Path of `url` as it arrives here, behind whatever stands in front. */
  readonly path: string;
  /** Listens here itself, 0 for a free port; absent when a server of ours hands requests to `handleWebhook`. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
}

/** One of several processes polls: Telegram ends an older poll with 409 when a second one begins. */
export interface PollingLease {
  /** True when `holder` now has the lease for so many milliseconds, renewing included. */
  take(name: string, holder: string, ms: number): Promise<boolean>;
  drop(name: string, holder: string): Promise<void>;
}

export interface TelegramOptions {
  /** As @BotFather gave it. */
  readonly token: string;
  /** Default `https://api.telegram.org`; another for a Bot API server of one's own. */
  readonly apiRoot?: string;
  /** Absent: long polling. */
  readonly webhook?: WebhookOptions;
  /** Names this process in the lease. */
  readonly holder: string;
  readonly lease: PollingLease;
  readonly commands: Readonly<Record<Language, readonly MenuCommand[]>>;
  /** The language of people whose Telegram is set to neither. */
  readonly language: Language;
  readonly log: Log;
  now(): Instant;
  /** The choice that a button stands for; see `choiceOf` in ../action-token.ts. */
  findChoice(address: Address, token: string): Promise<{ readonly choice: string } | undefined>;
  /** The bytes of a file that the bot sends; undefined when it has been erased. */
  readFile(file: FileRef): Promise<Uint8Array | undefined>;
  /** What one chat may send; default 30 at once, then 30 a minute. */
  readonly pace?: Pace;
  /** What is said, once a minute, where more comes than that. */
  tooFast(address: Address): Promise<string>;
  /** Default 20 MB, the most that Telegram hands to a bot: https://core.telegram.org/bots/api#getfile */
  readonly maxDownloadBytes?: number;
  /** Shorter in tests. */
  readonly timing?: Partial<Timing>;
}

export interface Pace {
  readonly burst: number;
  readonly perMinute: number;
}

/** All in milliseconds, but for what Telegram counts in seconds. */
export interface Timing {
  /** How long Telegram holds a poll open when nothing comes. */
  readonly pollSeconds: number;
  /** A poll confirms what came before it, so it waits so long for that to be dealt with; then it asks without confirming. */
  readonly graceMs: number;
  /** Between such polls when they bring nothing. */
  readonly busyMs: number;
  /** A lease that is not renewed ends after so long; it is renewed three times as often. */
  readonly leaseMs: number;
  /** Before a message that could not be dealt with is tried again; the last one is repeated. */
  readonly retryMs: readonly number[];
  /** After a failed poll, the same way. */
  readonly backoffMs: readonly number[];
  /** Waits that Telegram asks for up to so long are waited out on the spot; longer ones are the outbox's. */
  readonly patienceSeconds: number;
  /** Telegram gets so long to say who the bot is; later it is asked again in the background. */
  readonly startMs: number;
  /** A tap's answer is waited for so long before the message is handed on; a message's deletion no longer either. */
  readonly answerMs: number;
  /** Telegram's patience with a webhook is not documented; after so long it is told to come again. */
  readonly webhookMs: number;
  /** What is being dealt with gets so long to end when the channel is stopped. */
  readonly stopMs: number;
}

export const TIMING: Timing = {
  pollSeconds: 30,
  graceMs: 100,
  busyMs: 500,
  leaseMs: 30_000,
  retryMs: [50, 400, 2_000, 10_000, 30_000, 60_000],
  backoffMs: [1_000, 3_000, 10_000, 30_000],
  patienceSeconds: 5,
  startMs: 10_000,
  answerMs: 3_000,
  webhookMs: 10_000,
  stopMs: 10_000,
};

/** An album has ten files at most, and nobody answers a question every two seconds. */
export const PACE: Pace = { burst: 30, perMinute: 30 };

/** 20 MB as the Bot API server counts it: https://core.telegram.org/bots/api#getfile */
export const MAX_DOWNLOAD = 20 * 1024 * 1024;

/** Files of all chats together that are fetched and dealt with at once; the next ones wait. */
export const MOST_IN_HAND = 4;
