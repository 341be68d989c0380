// What the documents look like and which indexes they have. Sealed fields hold personal data, encrypted (sealing.ts); the rest is in
// the clear so that it can be found and counted. Instants are ISO strings: their text order is their time order.
import type { Connection, Model, Types } from 'mongoose';
import { Schema } from 'mongoose';
import type { AuditEntry, Certificate, Code, LogEntry, Person } from '../../app/ports.ts';
import type { DayRecord } from '../../core/figures.ts';
import type { Office } from '../../core/office-list.ts';
import type { ClearApplication, ClearNotice } from './application-record.ts';

/** As the driver returns it from a lean read. */
export type Sealed = Buffer | { readonly buffer: Uint8Array };

export type LogRecord = Omit<LogEntry, 'message'> & { readonly message: Sealed };

export interface ChatRecord {
  /** Keyed hash of the address, which may hold a phone number. */
  readonly _id: string;
  readonly address: Sealed;
  /** What the address begins with, so that lines can be counted by it. */
  readonly channel: string;
  readonly version: number;
  readonly person: string;
  readonly language: Person['language'];
  readonly session: Sealed;
  readonly seen?: string[];
  readonly lastSeq: number;
  readonly usedAt: string;
  /** When the earliest pending line is due; absent when nothing is pending. */
  readonly pendingAt?: string;
  readonly wakeAt?: string;
  readonly draftAt?: string;
  readonly log?: LogRecord[];
}

export interface PersonRecord {
  readonly _id: string;
  readonly name: Sealed;
  readonly roles: string[];
  readonly language: Person['language'];
  readonly acting?: NonNullable<Person['acting']>[number][];
  readonly away?: NonNullable<Person['away']>;
  /** Has a role, acts in one, or names somebody who stands in for him. */
  readonly official: boolean;
}

export interface ApplicationRecord extends ClearApplication {
  readonly _id: string;
  readonly sealed: Sealed;
  readonly submittedAt: string;
  readonly open: boolean;
  /** The due time, while lateness would still have to be announced. */
  readonly watchedUntil?: string;
  /** When it ended, while its papers would still have to be erased. */
  readonly keptSince?: string;
  readonly nik?: string;
  readonly nip?: string;
  readonly notices?: (ClearNotice & { readonly params: Sealed })[];
  readonly certificates?: { readonly id: string; readonly change: Sealed }[];
  readonly acts?: { readonly id: string; readonly act: Sealed }[];
}

export interface CertificateRecord extends Omit<Certificate, 'id' | 'name' | 'nip' | 'stopped'> {
  readonly _id: string;
  /** Keyed hash. */
  readonly nip?: string;
  /** Keyed hashes of the words of the name, so that it can be found by them. */
  readonly nameWords: string[];
  readonly stopped?: string[];
  /** Name and NIP. */
  readonly sealed: Sealed;
}

export interface ProfileRecord {
  readonly _id: string;
  readonly json: string;
}

export interface MarkRecord {
  readonly _id: string;
  readonly sealed: Sealed;
}

export interface AuditRecord extends Omit<AuditEntry, 'seq' | 'hash' | 'actorName'> {
  /** The entry's number: two processes that append at once cannot both have it. */
  readonly _id: number;
  /** Name and hash: without the data key nobody can change an entry and make it whole again. */
  readonly sealed: Sealed;
}

export interface SentRecord {
  /** Keyed hash of the chat's address and the line's key. */
  readonly _id: string;
  readonly sent: Sealed;
  /** By the server's clock: it only says when this may be forgotten. */
  readonly keptAt: Date;
}

export interface CodeRecord extends Omit<Code, 'hash'> {
  readonly _id: string;
  /** The server may remove it then, some time after the end. */
  readonly removeAt: Date;
}

export interface InboxRecord {
  readonly _id: string;
  readonly body: Sealed;
  /** Seconds and a counter, by the process that kept it: it only says which came first. */
  readonly order: Types.ObjectId;
}

export interface LeaseRecord {
  readonly _id: string;
  readonly holder: string;
  readonly until: string;
}

export interface SecretRecord {
  /** Keyed hash of the name, which may hold a phone number. */
  readonly _id: string;
  /** Name and value. */
  readonly sealed: Sealed;
}

/** What a day was like; the day is the id, so that it is kept once. */
export interface ClosedDayRecord extends Omit<DayRecord, 'day'> {
  readonly _id: string;
}

/** The list of all Perangkat Daerah: there is one. */
export interface OfficesRecord {
  readonly _id: string;
  readonly offices: Office[];
}

export interface Models {
  readonly chats: Model<ChatRecord>;
  readonly people: Model<PersonRecord>;
  readonly applications: Model<ApplicationRecord>;
  readonly certificates: Model<CertificateRecord>;
  readonly profiles: Model<ProfileRecord>;
  /** A sealed mark that tells whether the key is the right one. */
  readonly marks: Model<MarkRecord>;
  readonly audit: Model<AuditRecord>;
  readonly sent: Model<SentRecord>;
  readonly codes: Model<CodeRecord>;
  readonly leases: Model<LeaseRecord>;
  readonly secrets: Model<SecretRecord>;
  readonly inbox: Model<InboxRecord>;
  readonly days: Model<ClosedDayRecord>;
  readonly offices: Model<OfficesRecord>;
}

/** Every field of the record has to be named: strict schemas refuse the others. */
type Fields<Shape> = Record<keyof Shape, unknown>;

const strictly = {
  bufferCommands: false,
  strict: 'throw',
  versionKey: false,
  autoIndex: false,
  autoCreate: false,
  minimize: false,
} as const;
const inside = { _id: false, strict: 'throw' } as const;
/** No empty array of mongoose's own making. */
const list = <Type>(type: Type) => ({ type: [type], default: undefined });
const [text, number, sealed] = [String, Number, Schema.Types.Buffer];

const logLine = new Schema(
  { seq: number, from: text, at: text, key: text, message: sealed, delivery: text, tries: number, retryAt: text },
  inside,
);
const chatSchema = new Schema<ChatRecord>(
  {
    _id: text,
    address: sealed,
    channel: text,
    version: number,
    person: text,
    language: text,
    session: sealed,
    seen: list(text),
    lastSeq: number,
    usedAt: text,
    pendingAt: text,
    wakeAt: text,
    draftAt: text,
    log: list(logLine),
  } satisfies Fields<ChatRecord>,
  strictly,
);
chatSchema.index({ person: 1 });
chatSchema.index({ wakeAt: 1 }, { partialFilterExpression: { wakeAt: { $exists: true } } });
chatSchema.index({ draftAt: 1 }, { partialFilterExpression: { draftAt: { $exists: true } } });
chatSchema.index({ pendingAt: 1 }, { partialFilterExpression: { pendingAt: { $exists: true } } });

const acting = new Schema({ role: text, kind: text, until: text }, inside);
const away = new Schema({ from: text, until: text, delegate: text }, inside);
const personSchema = new Schema<PersonRecord>(
  {
    _id: text,
    name: sealed,
    roles: [text],
    language: text,
    acting: list(acting),
    away,
    official: Boolean,
  } satisfies Fields<PersonRecord>,
  strictly,
);
personSchema.index({ roles: 1 });
personSchema.index({ official: 1 }, { partialFilterExpression: { official: true } });

const act = new Schema({ id: text, act: sealed }, inside);
const notice = new Schema({ key: text, to: Schema.Types.Mixed, kind: text, params: sealed }, inside);
const claim = new Schema({ person: text, at: text }, inside);
const change = new Schema({ id: text, change: sealed }, inside);
const applicationSchema = new Schema<ApplicationRecord>(
  {
    _id: text,
    service: text,
    profileVersion: text,
    applicant: text,
    consent: Schema.Types.Mixed,
    papers: Schema.Types.Mixed,
    history: Schema.Types.Mixed,
    state: text,
    step: text,
    since: text,
    due: text,
    overdueAnnounced: text,
    claim,
    erased: text,
    revision: number,
    applied: list(text),
    forOthers: Boolean,
    sealed,
    submittedAt: text,
    open: Boolean,
    watchedUntil: text,
    keptSince: text,
    nik: text,
    nip: text,
    notices: list(notice),
    certificates: list(change),
    acts: list(act),
  } satisfies Fields<ApplicationRecord>,
  strictly,
);
const onlyWith = (field: string) => ({ partialFilterExpression: { [field]: { $exists: true } } });
applicationSchema.index(
  { applicant: 1, service: 1 },
  { unique: true, partialFilterExpression: { open: true }, name: 'one_open_request' },
);
applicationSchema.index({ applicant: 1, submittedAt: -1 });
applicationSchema.index(
  { service: 1, step: 1, due: 1 },
  { partialFilterExpression: { state: 'in_progress' }, name: 'at_step' },
);
applicationSchema.index({ watchedUntil: 1 }, onlyWith('watchedUntil'));
applicationSchema.index({ keptSince: 1 }, onlyWith('keptSince'));
applicationSchema.index({ 'notices.key': 1 }, onlyWith('notices.key'));
applicationSchema.index({ 'acts.id': 1 }, onlyWith('acts.id'));
applicationSchema.index({ 'certificates.id': 1 }, onlyWith('certificates.id'));
applicationSchema.index({ nik: 1 }, onlyWith('nik'));
applicationSchema.index({ nip: 1 }, onlyWith('nip'));

const revoked = new Schema({ on: text, countsFrom: text, ground: text, application: text }, inside);
const replaced = new Schema({ on: text, application: text }, inside);
const snoozed = new Schema({ kind: text, until: text }, inside);
const certificateSchema = new Schema<CertificateRecord>(
  {
    _id: text,
    owner: text,
    nip: text,
    issuedOn: text,
    validUntil: text,
    recordedAt: text,
    countsFrom: text,
    supersededFrom: text,
    office: text,
    golongan: text,
    status: text,
    sex: text,
    nameWords: list(text),
    revoked,
    replaced,
    activatedOn: text,
    passphraseOn: text,
    snoozed,
    stopped: list(text),
    remindedUntil: text,
    remindAt: text,
    revision: number,
    sealed,
  } satisfies Fields<CertificateRecord>,
  strictly,
);
certificateSchema.index({ owner: 1 });
certificateSchema.index({ nip: 1 }, onlyWith('nip'));
// By office or state alone the whole roll is read: seldom, and every index costs something with every save.
certificateSchema.index({ nameWords: 1 });
certificateSchema.index({ remindAt: 1 }, onlyWith('remindAt'));

const profileSchema = new Schema<ProfileRecord>({ _id: text, json: text }, strictly);
const markSchema = new Schema<MarkRecord>({ _id: text, sealed }, strictly);

const auditSchema = new Schema<AuditRecord>(
  {
    _id: number,
    id: text,
    at: text,
    actor: text,
    act: text,
    subject: text,
    channel: text,
    detail: Schema.Types.Mixed,
    previous: text,
    sealed,
  } satisfies Fields<AuditRecord>,
  strictly,
);
auditSchema.index({ id: 1 }, { unique: true, name: 'one_entry_per_act' });
auditSchema.index({ subject: 1, _id: 1 });
// Acts of one kind are counted over a span, and most of the trail is of other kinds.
auditSchema.index({ act: 1, at: 1 });

const DAY_SECONDS = 86_400;
const sentSchema = new Schema<SentRecord>({ _id: text, sent: sealed, keptAt: Date }, strictly);
sentSchema.index({ keptAt: 1 }, { expireAfterSeconds: 90 * DAY_SECONDS });
const codeSchema = new Schema<CodeRecord>(
  { _id: text, purpose: text, person: text, expiresAt: text, removeAt: Date } satisfies Fields<CodeRecord>,
  strictly,
);
// A day of grace: whether a code is still good is judged by the instants given, never by the server's clock.
codeSchema.index({ removeAt: 1 }, { expireAfterSeconds: DAY_SECONDS });
const daySchema = new Schema<ClosedDayRecord>(
  {
    _id: text,
    closedAt: text,
    momentary: Schema.Types.Mixed,
    holders: Schema.Types.Mixed,
    offices: number,
    using: number,
    requests: Schema.Types.Mixed,
    checks: Schema.Types.Mixed,
  } satisfies Fields<ClosedDayRecord>,
  strictly,
);
const officesSchema = new Schema<OfficesRecord>({ _id: text, offices: Schema.Types.Mixed }, strictly);
const inboxSchema = new Schema<InboxRecord>({ _id: text, body: sealed, order: Schema.Types.ObjectId }, strictly);
inboxSchema.index({ order: 1 });
const leaseSchema = new Schema<LeaseRecord>({ _id: text, holder: text, until: text }, strictly);
const secretSchema = new Schema<SecretRecord>({ _id: text, sealed }, strictly);

/** The models of one connection; collections and indexes are made by `createIndexes` of each. */
export function createModels(connection: Connection): Models {
  return {
    chats: connection.model<ChatRecord>('chat', chatSchema, 'chats'),
    people: connection.model<PersonRecord>('person', personSchema, 'people'),
    applications: connection.model<ApplicationRecord>('application', applicationSchema, 'applications'),
    certificates: connection.model<CertificateRecord>('certificate', certificateSchema, 'certificates'),
    profiles: connection.model<ProfileRecord>('profile', profileSchema, 'profiles'),
    marks: connection.model<MarkRecord>('mark', markSchema, 'marks'),
    audit: connection.model<AuditRecord>('audit', auditSchema, 'audit'),
    sent: connection.model<SentRecord>('sent', sentSchema, 'sent'),
    codes: connection.model<CodeRecord>('code', codeSchema, 'codes'),
    leases: connection.model<LeaseRecord>('lease', leaseSchema, 'leases'),
    secrets: connection.model<SecretRecord>('secret', secretSchema, 'secrets'),
    inbox: connection.model<InboxRecord>('inbox', inboxSchema, 'inbox'),
    days: connection.model<ClosedDayRecord>('day', daySchema, 'days'),
    offices: connection.model<OfficesRecord>('offices', officesSchema, 'offices'),
  };
}

/** The bytes of a sealed field, whichever way the driver hands it over. */
export function bytesOf(value: Sealed): Uint8Array {
  return Buffer.isBuffer(value) ? value : value.buffer;
}
