// What is kept, and what the use cases ask of the store that keeps it. Storage knows this file, ports.ts and core only.
import type { Application, FileRef } from '../core/application.ts';
import type { AuditAct, AuditEntry } from '../core/audit.ts';
import type { Certificate, CertificateChange, Holder } from '../core/certificate.ts';
import type { DayRecord } from '../core/figures.ts';
import type { Office } from '../core/office-list.ts';
import type { Instant, LocalDate, Person } from '../core/person.ts';
import type { Language, Profile, Role } from '../core/profile.ts';
import type { RollQuery, Tallies } from '../core/tally.ts';
import type { Address, Outbound, SentId } from './ports.ts';

/** A line of a chat as it is kept. */
export interface LogEntry {
  /** 1, 2, 3 … within the chat. */
  readonly seq: number;
  readonly from: 'bot' | 'person';
  readonly at: Instant;
  readonly message: Outbound;
  /** Idempotency key, unique within the chat. */
  readonly key: string;
  /** Of the bot's lines: `pending` waits in the outbox, `dead` will not be tried again. */
  readonly delivery?: 'pending' | 'sent' | 'dead';
  /** Of a pending line: tries so far, and not before when the next. */
  readonly tries?: number;
  readonly retryAt?: Instant;
}

/** One chat: who it is with, where the dialogue is, what was said last. The unit that is saved at once. */
export interface Chat<Session = unknown> {
  readonly address: Address;
  /** Counts saves; 0 before the first. A save of an older version is refused. */
  readonly version: number;
  readonly person: string;
  readonly language: Language;
  readonly session: Session;
  /** Ids of the messages dealt with last (100 are kept). */
  readonly seen: readonly string[];
  readonly lastSeq: number;
  /** When what waits in the session is to be said; absent when nothing waits. */
  readonly wakeAt?: Instant;
}

/** What one turn changes in a chat: saved in one atomic update, refused if `version` is no longer the stored one. */
export interface ChatChange {
  readonly address: Address;
  readonly version: number;
  readonly person: string;
  readonly language: Language;
  readonly session: unknown;
  /** Added to `seen`; absent when no message of the person led to this. */
  readonly seen?: string;
  /** As `Chat.wakeAt`: absent when nothing waits any more. */
  readonly wakeAt?: Instant;
  /** When what is unfinished in the session is to be looked after; absent when nothing is. */
  readonly draftAt?: Instant;
  /** Added to the log (the newest 50 are kept). */
  readonly log: readonly LogEntry[];
  /** When it happened. */
  readonly at: Instant;
}

/** What became of a line that was handed, or could not be handed, to its channel. */
export interface DeliveryMark {
  readonly address: Address;
  readonly key: string;
  readonly delivery: 'sent' | 'dead' | 'pending';
  readonly retryAt?: Instant;
}

/** A notice that waits with the application until it stands in its reader's chat. */
export interface Notice {
  /** Unique for the application: repeated delivery does nothing. */
  readonly key: string;
  readonly to: { readonly role: Role } | { readonly person: string };
  /** Kind of notice and what to fill in; turned into words in the reader's language when it is delivered. */
  readonly kind: string;
  readonly params: Readonly<Record<string, string>>;
}

/** What is saved along with a change of a request. */
export interface Effects {
  readonly notices: readonly Notice[];
  /** They wait with the request until the records of certificates are as they say. */
  readonly certificates?: readonly CertificateChange[];
  /** They wait with the request until they stand in the audit trail. */
  readonly acts?: readonly AuditAct[];
}

/** What has become of effects of a request: the notices with these keys, the acts and the changes of certificates with these ids. */
export interface DoneEffects {
  readonly number: string;
  readonly notices: readonly string[];
  readonly acts: readonly string[];
  readonly certificates?: readonly string[];
}

/** How far the reminders of a certificate have come; nothing changes unless `revision` is the stored one, which then counts on. */
export type ReminderMove = Pick<Certificate, 'id' | 'revision' | 'remindedUntil' | 'remindAt'>;

/** Officers are always among what is found. */
export interface Wanted {
  readonly chat?: Address;
  /** Of the chat, as it is known already: it is found only if its version is another. */
  readonly version?: number;
  /** Whose requests and certificates. */
  readonly applicant?: string;
  /** Requests by number. */
  readonly numbers: readonly string[];
}

export interface Found {
  readonly chat?: Chat;
  /** As `Store.findOfficers`. */
  readonly officers: readonly Person[];
  /** As `Store.findApplicationsOf`. */
  readonly applications: readonly Application[];
  /** As `Store.findCertificatesOf`. */
  readonly certificates: readonly Certificate[];
  /** Those of the wanted numbers that there are. */
  readonly named: readonly Application[];
}

/** Which of a person's numbers to look up by keyed hash. */
export type IdentityKind = 'nik' | 'nip';

export interface FileMeta {
  readonly name: string;
  readonly type: FileRef['type'];
  /** Whose upload it is. */
  readonly owner: string;
  readonly at: Instant;
  /** From then on nobody needs it; absent where something else says how long it is kept. */
  readonly until?: Instant;
}

export interface Store extends Tallies {
  /** Opens connections and makes indexes. Throws OperationalError `unavailable`. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** True when the store answers. */
  ping(): Promise<boolean>;

  /** Whatever a turn has to look at, in one round trip. */
  lookUp(wanted: Wanted): Promise<Found>;
  findChat(address: Address): Promise<Chat | undefined>;
  /** All or nothing; false when the chat has moved on meanwhile (then nothing was written). */
  saveChat(change: ChatChange): Promise<boolean>;
  /** Chats of these people, the one last written in first. */
  findChatsOf(people: readonly string[]): Promise<Chat[]>;
  /** All chats in an order of the store's own, a page at a time; `after` is the last of the page before. */
  listChats(after: Address | undefined, limit: number): Promise<Chat[]>;
  /** Chats whose `wakeAt` has come, the longest waiting first. */
  findWaking(now: Instant, limit: number): Promise<Address[]>;
  /** Chats whose `draftAt` has come, the longest waiting first. */
  findDrafts(now: Instant, limit: number): Promise<Address[]>;
  /** Lines with `seq` > after, in order. */
  readLog(address: Address, after: number): Promise<LogEntry[]>;
  /** Marks pending lines as delivered, as dead, or as to be tried again, and counts the try. One round trip for all. */
  markDelivery(marks: readonly DeliveryMark[]): Promise<void>;
  /**
   * The bot's pending lines whose retryAt (without one: whose own instant) has come. The chat that waits longest comes first, within a
   * chat the lines stay in order.
   */
  findPending(now: Instant, limit: number): Promise<{ address: Address; entry: LogEntry }[]>;

  findPerson(id: string): Promise<Person | undefined>;
  savePerson(person: Person): Promise<void>;
  findPeopleWithRole(role: Role): Promise<Person[]>;
  /** Everybody with a role, acting or delegated ones included, by name. */
  findOfficers(): Promise<Person[]>;

  /** What a channel called the line with this key; the newest 90 days are kept. */
  keepSentId(address: Address, key: string, sent: SentId): Promise<void>;
  /** By the lines' keys; lines without one are absent. */
  findSentIds(address: Address, keys: readonly string[]): Promise<ReadonlyMap<string, SentId>>;

  saveCode(code: Code): Promise<void>;
  /** The code with this hash, used up by this very call; undefined when unknown, used, or expired at `now`. */
  takeCode(hash: string, now: Instant): Promise<Code | undefined>;
  /** The same without using it up. */
  findCode(hash: string, now: Instant): Promise<Code | undefined>;
  /** Ends all codes of that purpose that the person has. */
  dropCodes(purpose: Code['purpose'], person: string): Promise<void>;

  /** Keeps what was acknowledged to the other side but is not dealt with yet; the same id again changes nothing. */
  keepInbox(id: string, body: string): Promise<void>;
  /** What is kept, the longest kept first. */
  readInbox(limit: number): Promise<{ readonly id: string; readonly body: string }[]>;
  dropInbox(id: string): Promise<void>;

  /** One holder at a time: true when `holder` now has the lease until `until` (renewing included). */
  takeLease(name: string, holder: string, now: Instant, until: Instant): Promise<boolean>;
  dropLease(name: string, holder: string): Promise<void>;

  /** Secrets of a channel's account, such as the keys of its session. Names that are not kept are absent from the answer. */
  readSecrets(names: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Keeps a value or, where it is undefined, removes it; one round trip for all. */
  writeSecrets(changes: readonly { readonly name: string; readonly value: string | undefined }[]): Promise<void>;
  /** Removes all whose names begin with the prefix. */
  dropSecrets(prefix: string): Promise<void>;

  /** Adds acts to the chain in this order, after whatever other processes add meanwhile; an act whose id is in it already is left out. */
  appendAudit(acts: readonly AuditAct[]): Promise<void>;
  /** Entries with seq > after, in order. */
  readAudit(after: number, limit: number): Promise<AuditEntry[]>;
  /** Entries about one request or person, in order. */
  findAudit(subject: string): Promise<AuditEntry[]>;

  findApplication(number: string): Promise<Application | undefined>;
  /** Newest first. */
  findApplicationsOf(person: string): Promise<Application[]>;
  /** Those in progress whose present step is one of the given (service, step) pairs, the earliest due first. */
  findApplicationsAt(steps: readonly { service: string; step: string }[], limit: number): Promise<Application[]>;
  findApplicationsByIdentity(kind: IdentityKind, value: string): Promise<Application[]>;
  /** In progress, due before `now`, lateness not yet announced. */
  findOverdue(now: Instant, limit: number): Promise<Application[]>;
  /** Ended at `endedBefore` or earlier, papers not yet erased, the longest ended first. */
  findErasable(endedBefore: Instant, limit: number): Promise<Application[]>;
  /**
   * Saves with the notices, changes of certificates and acts the change led to, in one atomic update. `application.revision` is the new revision; false
   * when the stored one is not `revision - 1` (then nothing was written), or, for revision 1, when the
   * person already has an open request for that service.
   */
  saveApplication(application: Application, effects: Effects): Promise<boolean>;
  /** Applications that still carry notices, with them. */
  findNotices(limit: number): Promise<{ application: Application; notices: Notice[] }[]>;
  /** Requests that still carry acts, which a crash has kept out of the audit trail. */
  findActs(limit: number): Promise<{ number: string; acts: AuditAct[] }[]>;
  /** Requests that still carry changes of certificates, which a crash has kept from being carried out. */
  findCertificateChanges(limit: number): Promise<{ number: string; changes: CertificateChange[] }[]>;
  /** Takes effects that have become what they were to become off their requests. One round trip for all. */
  clearEffects(done: readonly DoneEffects[]): Promise<void>;

  /** `revision` is the new revision; false when the stored one is not `revision - 1` (then nothing was written). */
  saveCertificate(certificate: Certificate): Promise<boolean>;
  findCertificate(id: string): Promise<Certificate | undefined>;
  /** The one issued last first. */
  findCertificatesOf(owner: string): Promise<Certificate[]>;
  /** The holder's: with that NIP, or with that owner. The one issued last first. */
  findCertificatesOfHolder(holder: Holder): Promise<Certificate[]>;
  /** Those with one of these NIPs, of each holder the one issued last first. One round trip for all. */
  findCertificatesByNip(nips: readonly string[]): Promise<Certificate[]>;
  /** Of every holder the newest one (not superseded), if it fits; the one issued last first. */
  findRoll(query: RollQuery, limit: number): Promise<Certificate[]>;
  /** Those that holders count by on that day, in the order of their ids, a page at a time; `after` is the last id of the page before. */
  listRoll(day: LocalDate, after: string | undefined, limit: number): Promise<Certificate[]>;
  /** Those whose `remindAt` has come, the longest due first. */
  findDueReminders(now: Instant, limit: number): Promise<Certificate[]>;
  /** One round trip for all. */
  moveReminders(moves: readonly ReminderMove[]): Promise<void>;

  /** Keeps what a day was like; false when that day has a record already, which stays as it is. */
  keepDay(record: DayRecord): Promise<boolean>;
  /** From the one day to the other, both included, in order. */
  findDays(from: LocalDate, until: LocalDate): Promise<DayRecord[]>;

  /** All Perangkat Daerah, in place of the list that was kept before. */
  keepOffices(offices: readonly Office[]): Promise<void>;
  /** Undefined when none was ever brought in. */
  findOffices(): Promise<readonly Office[] | undefined>;

  /** Every profile that a request was handed in under is kept, by its version. */
  keepProfile(version: string, profile: Profile): Promise<void>;
  findProfile(version: string): Promise<Profile | undefined>;

  saveFile(id: string, bytes: Uint8Array, meta: FileMeta): Promise<void>;
  readFile(id: string): Promise<Uint8Array | undefined>;
  deleteFile(id: string): Promise<void>;
  /** Files whose `until` has come. */
  findOutdatedFiles(now: Instant, limit: number): Promise<string[]>;
}

/** A one-time code: whoever says it first, in time, may what it stands for. Only its hash is kept. */
export interface Code {
  /** Hex SHA-256 of the code. */
  readonly hash: string;
  /**
   * `officer`: this chat is that officer's. `join`: this chat belongs to that person too. `dashboard`: who has it may open the dashboard
   * once. `visit`: a browser that did, until it ends; not used up by being shown.
   */
  readonly purpose: 'officer' | 'join' | 'dashboard' | 'visit';
  readonly person: string;
  readonly expiresAt: Instant;
}
