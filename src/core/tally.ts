// What is counted in the records, in the very place where they are kept: groups and how many are in each. Figures are made of these
// (figures.ts) and of nothing else. Nothing in a tally names a person.
import type { ActKind } from './audit.ts';
import type { CertificateState } from './certificate.ts';
import type { HolderFacts } from './holder.ts';
import type { Instant, LocalDate } from './person.ts';
import type { DecisionKind } from './profile.ts';

/** The day that holders are counted as of, and what depends on it. */
export interface HolderCount {
  /** At the end of this day. */
  readonly day: LocalDate;
  /** In use and ending by this day is near its end (`nearEndUntil`). */
  readonly nearEndUntil: LocalDate;
  /** A passphrase whose last known change came before this day is overdue; only of today can that be said. */
  readonly changedBefore: LocalDate;
}

/**
 * Holders with the same facts, each counted once, by the newest certificate that the figures knew of on that day: `active`, `expired` and
 * `revoked` add up to `persons`; `nearEnd` and `passphraseOverdue` are parts of `active`.
 */
export interface HolderTally extends HolderFacts {
  readonly persons: number;
  readonly active: number;
  readonly nearEnd: number;
  readonly expired: number;
  readonly revoked: number;
  readonly passphraseOverdue: number;
}

/** Certificates that the figures know of from that month on, `YYYY-MM`; and those that were known to be revoked from then on. */
export interface MonthTally {
  readonly month: string;
  readonly issued: number;
  readonly revoked: number;
}

/** All that were revoked by a day, whether or not their holders have a newer one. */
export interface GroundTally {
  readonly ground: string;
  readonly count: number;
}

/** The events that change where a request is; of one decision the last of them. */
export const MOVING_EVENTS = [
  'application_submitted',
  'step_decided',
  'papers_returned',
  'papers_replaced',
  'application_completed',
  'application_rejected',
  'application_withdrawn',
] as const;

/** Requests by the last moving event that each had had by then: what state it left them in, `placeAfter` says. */
export interface RequestTally {
  readonly service: string;
  readonly profileVersion: string;
  readonly kind: (typeof MOVING_EVENTS)[number];
  readonly step: string;
  readonly decision?: DecisionKind;
  readonly count: number;
}

/** Requests that are past their time at this moment. */
export interface LateTally {
  readonly service: string;
  readonly step: string;
  readonly count: number;
}

/** Decisions on one step that took the same time: office minutes. */
export interface StepTally {
  readonly service: string;
  readonly step: string;
  readonly minutes: number;
  readonly late: number;
  readonly count: number;
}

/** How often a reason of the SOP's own list was given; '' is any other, in the officer's own words. */
export interface ReasonTally {
  readonly service: string;
  readonly kind: 'papers_returned' | 'application_rejected';
  /** In Indonesian, as in the profile. */
  readonly reason: string;
  readonly count: number;
}

/** Acts of one kind in the audit trail, by the value of one key of their detail. */
export interface ActTally {
  readonly value: string;
  readonly count: number;
}

/** Lines in all the chats of a channel, both ways, since they began: each line has a number of its own. */
export interface MessageTally {
  readonly channel: string;
  readonly lines: number;
}

/** A span of time: from the one instant, included, to the other, which is not. */
export interface Span {
  readonly from: Instant;
  readonly until: Instant;
}

/** Where the records are kept they are counted; each is one round trip. */
export interface Tallies {
  tallyHolders(count: HolderCount): Promise<HolderTally[]>;
  /** Those that became known on days from `from` to `until`, both included. */
  tallyMonths(from: LocalDate, until: LocalDate): Promise<MonthTally[]>;
  /** Known by the end of that day. */
  tallyGrounds(day: LocalDate): Promise<GroundTally[]>;
  /** Before that instant. */
  tallyRequests(until: Instant): Promise<RequestTally[]>;
  tallyLate(now: Instant): Promise<LateTally[]>;
  tallySteps(span: Span): Promise<StepTally[]>;
  tallyReasons(span: Span): Promise<ReasonTally[]>;
  tallyActs(act: ActKind, key: string, span: Span): Promise<ActTally[]>;
  tallyMessages(): Promise<MessageTally[]>;
}

/** What officers look for in the roll; all that is given has to fit. */
export interface RollQuery {
  /** Words of the name, as `nameWords` folds them: whole words, since names are kept as keyed hashes. */
  readonly words?: readonly string[];
  /** 18 digits. */
  readonly nip?: string;
  /** Names of offices, spelt as in the records. */
  readonly offices?: readonly string[];
  readonly state?: { readonly is: CertificateState; readonly day: LocalDate; readonly nearEndUntil: LocalDate };
}
