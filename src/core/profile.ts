// An agency's SOP as the domain sees it: plain data, already checked by src/sop.
// A new agency, or a new service of an agency, is another value of these types, never code.
import type { Office } from './office-list.ts';

export const LANGUAGES = ['id', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A text that comes from an agency's profile, in every language the product speaks. */
export type Text = Readonly<Record<Language, string>>;

/** Name of an actor in the SOP's flow chart ("pelaksana"), e.g. `kepala_dinas`; also the role an officer holds. */
export type Role = string;

export interface Actor {
  readonly title: Text;
  /** `external` acts outside the product (BSrE): what it did is recorded by the role in `recordedBy`. */
  readonly kind: 'applicant' | 'officer' | 'external';
  readonly recordedBy?: Role;
  /** Learns of an overdue step of this actor after its holder did. */
  readonly superior?: Role;
}

/** What a person may do at a step; the closed list that every profile draws from. */
export const DECISIONS = [
  'submit',
  'dispose',
  'complete',
  'register',
  'verify_activation',
  'confirm',
  'issue',
  'revoke',
  'decide_people',
  'return_papers',
  'reject',
] as const;
export type DecisionKind = (typeof DECISIONS)[number];

export interface Decision {
  readonly kind: DecisionKind;
  /** The step it leads to; without it the one after this step, after the last one the end. */
  readonly next?: string;
  /** Overrides the button's usual wording (`decision.<kind>` in locales). */
  readonly label?: Text;
  /** Of kind `revoke`: key of the field whose answer is the ground. */
  readonly ground?: string;
}

export interface SopStep {
  readonly id: string;
  readonly actor: Role;
  readonly title: Text;
  /** What the person who acts should do now, in a sentence. */
  readonly instruction: Text;
  /** Time allowed by the SOP: office minutes, or whole office days. */
  readonly allowed: { readonly minutes: number } | { readonly days: number };
  readonly decisions: readonly Decision[];
  /** Where the SOP says so. */
  readonly source: string;
}

/** Which check of core a field's answer must pass. */
export const FIELD_KINDS = [
  'name',
  'nip',
  'nik',
  'golongan',
  'office_mail',
  'phone',
  'text',
  'choice',
  'date',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** Asked only when each of these fields of kind `choice` was answered with one of its options. */
export type When = Readonly<Record<string, readonly string[]>>;

export interface Field {
  readonly key: string;
  readonly kind: FieldKind;
  readonly label: Text;
  readonly question: Text;
  readonly example: Text;
  readonly optional: boolean;
  /** Of kind `choice`: what there is to choose from. */
  readonly options: readonly { readonly id: string; readonly label: Text }[];
  /** Of kind `text`: known answers offered when what was typed is near one (e.g. the Perangkat Daerah). */
  readonly suggestions: readonly string[];
  /** Masked in chats and lists. */
  readonly personal: boolean;
  readonly when?: When;
}

/** A spreadsheet is taken only where the desk reads it. */
export const SHEET_TYPES = ['xlsx', 'csv'] as const;
export const PAPER_TYPES = ['pdf', 'jpeg', 'png', ...SHEET_TYPES] as const;
export type PaperType = (typeof PAPER_TYPES)[number];

/** Papers that the desk can write itself, out of the answers, for the person to sign. */
export const PAPER_TEMPLATES = [
  'permohonan',
  'rekomendasi',
  'formulir_bsre',
  'pencabutan',
  'pernyataan_atasan',
] as const;
export type PaperTemplate = (typeof PAPER_TEMPLATES)[number];

export interface PaperKind {
  readonly key: string;
  readonly label: Text;
  /** What must be on it, in a sentence. */
  readonly hint: Text;
  readonly types: readonly PaperType[];
  readonly maxBytes: number;
  readonly optional: boolean;
  readonly when?: When;
  /** Offered ready-made where there is one. */
  readonly template?: PaperTemplate;
  /** A spreadsheet that is read when it comes: the people whom a request is for. */
  readonly sheet?: 'people';
}

/** What a service does to a certificate: the menu offers by it, and by the state of the person's certificate. */
export const SERVICE_KINDS = ['issue', 'renew', 'reissue', 'revoke', 'change_data', 'bulk', 'none'] as const;
export type ServiceKind = (typeof SERVICE_KINDS)[number];

export interface Service {
  readonly key: string;
  readonly kind: ServiceKind;
  /** Roles that may ask for it; the applicant's own is the one whose actor is of kind `applicant`. */
  readonly askedBy: readonly Role[];
  readonly title: Text;
  readonly description: Text;
  /** Fields and papers in the order they are asked. */
  readonly fields: readonly Field[];
  readonly papers: readonly PaperKind[];
  readonly steps: readonly SopStep[];
  /** Reasons officers choose from when they return a paper or reject a request; typing another is always possible. */
  readonly returnReasons: readonly Text[];
  readonly rejectReasons: readonly Text[];
}

/** Local office hours of one weekday: spans of minutes since midnight, in order, not overlapping. */
export type OfficeSpans = readonly { readonly from: number; readonly to: number }[];

export interface OfficeHours {
  /** IANA zone, e.g. `Asia/Makassar`. */
  readonly timeZone: string;
  /** How the zone is called in letters: WIB, WITA or WIT. */
  readonly zoneLabel: string;
  /** Sunday first, as Date.getDay() counts. */
  readonly week: readonly OfficeSpans[];
  /** Local dates `YYYY-MM-DD` on which the office is closed. */
  readonly holidays: readonly { readonly date: string; readonly name: string }[];
}

/** From a day on some of the staff may ask for a first certificate, e.g. phase `II`: Eselon III. */
export interface RegistrationPhase {
  readonly phase: string;
  /** `YYYY-MM-DD`, in the agency's zone. */
  readonly from: string;
  readonly for: Text;
}

export interface Profile {
  readonly key: string;
  /** Twelve hex digits over all the data: another version as soon as anything in the profile changes. */
  readonly version: string;
  readonly agency: { readonly name: Text; readonly government: string; readonly letterhead: readonly string[] };
  /** The document the profile was read from. */
  readonly source: string;
  /** Institutional contacts only: never a person's. */
  readonly contacts: {
    readonly phone?: string;
    readonly mail?: string;
    readonly website?: string;
    readonly address?: string;
  };
  readonly mailDomains: readonly string[];
  readonly office: OfficeHours;
  readonly actors: Readonly<Record<Role, Actor>>;
  readonly certificate: {
    readonly validYears: number;
    readonly activateWithinDays: number;
    readonly passphraseEveryDays: number;
    /** Days before the end on which the owner is told; 0 is the day itself. */
    readonly expiryNotices: readonly number[];
  };
  readonly retention: {
    /** Papers are erased this many days after the request has ended. */
    readonly papersDays: number;
    /** An unfinished dialogue is parked, then forgotten, after so many days; and what was made for a chat to be read is erased. */
    readonly draftDays: number;
  };
  /** In the order of their days; empty where everybody may register at any time. */
  readonly registration: readonly RegistrationPhase[];
  readonly services: Readonly<Record<string, Service>>;
  /** All Perangkat Daerah with their areas; absent where the document has no list of them. */
  readonly offices?: readonly Office[];
  /** What the yearly publication says of itself; absent where the agency publishes none. */
  readonly publication?: Publication;
}

/** What the metadata of a statistical activity say that only the agency knows (Satu Data Indonesia, metadata kegiatan). */
export interface Publication {
  readonly title: string;
  /** Provinsi and kabupaten/kota. */
  readonly province: string;
  readonly regency: string;
  /** Who is responsible, as a position, never a person. */
  readonly responsible: { readonly unit: string; readonly position: string };
  readonly legalBasis: readonly string[];
  readonly background: string;
  readonly purpose: string;
}
