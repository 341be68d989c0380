// A person as the desk knows one. The address he writes from is never his identity: one person may hold several.
import type { Language, Role } from './profile.ts';

/** A point in time: ISO 8601, UTC, milliseconds (`2026-11-20T02:00:00.000Z`), so that text order is time order. */
export type Instant = string;

/** A calendar day in the agency's time zone: `YYYY-MM-DD`. */
export type LocalDate = string;

/** Agreement to the notice on personal data (UU 27/2022 art. 22 asks for a record of it). */
export interface Consent {
  readonly version: string;
  readonly at: Instant;
  readonly channel: string;
}

export interface Person {
  readonly id: string;
  /** How officers are called in messages; an applicant's own name is in his request. */
  readonly name: string;
  /** Empty for applicants and the public. */
  readonly roles: readonly Role[];
  readonly language: Language;
  /** Roles held for somebody else for a time: Plh. (pelaksana harian) or Plt. (pelaksana tugas), through that day. */
  readonly acting?: readonly { readonly role: Role; readonly kind: 'plh' | 'plt'; readonly until: LocalDate }[];
  /** On leave, both days included; meanwhile the delegate has the roles too. */
  readonly away?: { readonly from: LocalDate; readonly until: LocalDate; readonly delegate?: string };
}

/** Who acts, as `decide` needs to know it. */
export interface Actor {
  readonly person: string;
  readonly name: string;
  readonly roles: readonly Role[];
}
