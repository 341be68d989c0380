// What the web channel is given: who sits where, how to read what stands in a chat, and what a visitor may see.
import type { Address, Instant, Language, Log, LogEntry } from '../../app/ports.ts';
import type { Text } from '../../core/profile.ts';
import type { ApplicationView } from '../../core/progress.ts';
import type { Dashboard } from './dashboard/routes.ts';

/** A chair of the demo: whoever opens the page may sit on any of them. Its chat's address is `web:<id>`. */
export interface Seat {
  /** Letters, digits, `-` and `_`, e.g. `pemohon`. */
  readonly id: string;
  readonly name: string;
  readonly title: Text;
  readonly kind: 'applicant' | 'officer' | 'public';
  /** Role in the SOP, as `ApplicationView` names it; the public has `public`. */
  readonly role: string;
}

/** A paper to try the procedure with, offered beside the chat of the demo. */
export interface SamplePaper {
  readonly name: string;
  readonly label: Text;
  /** MIME type. */
  readonly type: string;
  bytes(): Promise<Uint8Array>;
}

export interface WebOptions {
  /** 0 takes a free one; `url` says which. */
  readonly port: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** `demo`: every seat, the clock and all requests are open to everybody. `visitor`: a session cookie, only ever oneself. */
  readonly mode: 'demo' | 'visitor';
  readonly agency: { readonly name: Text; readonly timeZone: string; readonly zoneLabel: string };
  /** Of the demo; in visitor mode nobody but oneself. */
  readonly seats: readonly Seat[];
  /** Every word of the page: flat keys, from locales/page.<language>.json. */
  readonly texts: Readonly<Record<Language, Readonly<Record<string, string>>>>;
  readonly maxUploadBytes: number;
  readonly log: Log;
  now(): Instant;
  /** Unguessable: for a visitor, an upload, a message without an Idempotency-Key. */
  newId(): string;
  readLog(address: Address, after: number): Promise<LogEntry[]>;
  /** Only files that stand in that chat's log; undefined for every other. */
  readFile(
    address: Address,
    fileId: string,
  ): Promise<{ readonly bytes: Uint8Array; readonly name: string; readonly type: string } | undefined>;
  /** Undefined when there is no such request. */
  viewApplication(number: string): Promise<ApplicationView | undefined>;
  /** Newest first. With a viewer only the requests of the person who writes from there; without one (demo) all. */
  listApplications(viewer?: Address): Promise<ApplicationView[]>;
  health(): Promise<boolean>;

  /** Demo only. Moves the clock on and gives the new time; throws RangeError for what is no duration. */
  advanceClock?(isoDuration: string): Promise<Instant>;
  /** Demo only. */
  readonly samples?: readonly SamplePaper[];

  /** Visitor mode only, and needed there: 32 bytes or more that sign the session cookie. */
  readonly cookieSecret?: Uint8Array;
  /** Where the page is reached from outside, when not where it listens; https makes the cookie Secure. */
  readonly publicUrl?: string;
  /** A proxy in front adds X-Forwarded-For: its last entry is who asks. */
  readonly proxied?: boolean;

  /** Whether the chat page is served, default true; without it there are only the pages below and `/healthz`. */
  readonly chat?: boolean;
  /** The officers' page of figures at `/dasbor`; absent: there is none. */
  readonly dashboard?: Dashboard;
  /** A page for the operator alone, at a path that nobody can guess. */
  readonly operatorPage?: { readonly path: string; answer(request: Request): Promise<Response> };
}
