// What the desk knows of a certificate: the record of an issue, what the events of requests make of it, and what state it is in.
import type { Application, ApplicationEvent } from './application.ts';
import type { HolderFacts } from './holder.ts';
import { holderFacts, knownFacts } from './holder.ts';
import { addDays } from './local-date.ts';
import { localDateAt } from './office-time.ts';
import { isAccepted } from './people.ts';
import type { Instant, LocalDate } from './person.ts';
import type { OfficeHours, Profile } from './profile.ts';
import type { ReminderKind } from './reminder.ts';

/** Nobody had an electronic certificate before: figures are not asked for earlier days. */
export const FIRST_DAY: LocalDate = '2010-01-01';

/** The record kept of an issued certificate. */
export interface Certificate extends HolderFacts {
  /** Number of the request it was issued on; with the person's own id behind it where that was for many. */
  readonly id: string;
  /** The person who asked for it. */
  readonly owner: string;
  readonly name: string;
  readonly nip?: string;
  readonly issuedOn: LocalDate;
  /** The last day. */
  readonly validUntil: LocalDate;
  /** When the desk learned of it. */
  readonly recordedAt: Instant;
  /**
   * The first day on which the figures know of it: the day it was recorded, so that no figure of a day before changes; of one that was
   * brought in with the roll the day of its issue.
   */
  readonly countsFrom: LocalDate;
  /** From that day on its holder counts by a newer one; also of a revoked one. */
  readonly supersededFrom?: LocalDate;
  /** `countsFrom`: as above. */
  readonly revoked?: {
    readonly on: LocalDate;
    readonly countsFrom: LocalDate;
    /** Option of the field with the ground. */
    readonly ground: string;
    readonly application: string;
  };
  /** The holder has a newer one. */
  readonly replaced?: { readonly on: LocalDate; readonly application: string };
  /** On these days the owner said that it is activated, and that the passphrase was changed last. */
  readonly activatedOn?: LocalDate;
  readonly passphraseOn?: LocalDate;
  /** The owner wants to hear nothing of that kind before that day, and to be reminded then. */
  readonly snoozed?: { readonly kind: ReminderKind; readonly until: LocalDate };
  /** Kinds the owner wants to hear nothing of any more. */
  readonly stopped?: readonly ReminderKind[];
  /** All reminders up to here have been said, or left out. */
  readonly remindedUntil: Instant;
  /** When the next one is due; absent when none will come. */
  readonly remindAt?: Instant;
  /** Counts saved changes. */
  readonly revision: number;
}

/** Whose certificate it is: by the NIP, which the verifier has seen on the papers; the account that asked only where there is none. */
export type Holder = Pick<Certificate, 'owner' | 'nip'>;

/** What a change of a request does to certificates: makes the record of a new one, or ends the one its holder has. */
export type CertificateChange =
  | { readonly id: string; readonly kind: 'issued'; readonly certificate: Certificate }
  | {
      readonly id: string;
      readonly kind: 'revoked';
      readonly holder: Holder;
      readonly revoked: NonNullable<Certificate['revoked']>;
      readonly at: Instant;
    };

/** The changes that follow from what has just happened to a request, in that order; the same whenever they are derived. */
export function certificateChanges(
  { number, revision, applicant, answers, people }: Application,
  events: readonly ApplicationEvent[],
  office: Pick<OfficeHours, 'timeZone'>,
): CertificateChange[] {
  const { nama: name = '', nip, perangkat_daerah = '' } = answers;
  const holder: Holder = { owner: applicant, ...(nip ? { nip } : {}) };
  return events.flatMap((event): CertificateChange[] => {
    const id = `${revision}:${event.kind}`;
    if (event.kind === 'certificate_issued') {
      const { at, issuedOn, validUntil } = event;
      const countsFrom = localDateAt(at, office);
      const told = { issuedOn, validUntil, recordedAt: at, countsFrom, remindedUntil: at, revision: 1 };
      if (!people) {
        const facts = holderFacts({ ...answers, office: perangkat_daerah }, countsFrom);
        return [{ id, kind: 'issued', certificate: { id: number, ...holder, name, ...facts, ...told } }];
      }
      return people.filter(isAccepted).map((each) => {
        // As one of the roll: he may have no chat yet, and is known by the NIP.
        const own = `${number}-${each.id}`;
        const facts = holderFacts({ office: perangkat_daerah, ...each }, countsFrom);
        const certificate = { id: own, owner: own, name: each.name, nip: each.nip, ...facts, ...told };
        return { id: `${id}:${each.id}`, kind: 'issued', certificate };
      });
    }
    if (event.kind === 'certificate_revoked') {
      const { revokedOn: on, ground } = event;
      const revoked = { on, countsFrom: localDateAt(event.at, office), ground, application: number };
      return [{ id, kind: 'revoked', holder, revoked, at: event.at }];
    }
    return [];
  });
}

/** Whether two records, or a record and a request, are about the same person. */
export function isSameHolder(one: Holder, other: Holder): boolean {
  return one.nip !== undefined && other.nip !== undefined ? one.nip === other.nip : one.owner === other.owner;
}

/**
 * The records that a change gives another form, of those there are. A holder has one certificate in use: when a new one is issued the
 * former is replaced from that day on, though BSrE may let it run to its end, because its owner is to be reminded of the one he signs
 * with; and what is known of him goes on where the new request did not ask. A revocation ends what the desk knew of at that time, so that
 * a change which is carried out late, or once more, does not end the one that came after.
 */
export function applyChange(change: CertificateChange, there: readonly Certificate[]): Certificate[] {
  const { holder, at } =
    change.kind === 'issued' ? { holder: change.certificate, at: change.certificate.recordedAt } : change;
  const before = there.filter(
    (each) => isSameHolder(each, holder) && each.recordedAt <= at && each.id !== idOf(change),
  );
  if (change.kind === 'revoked')
    return before.filter((each) => !isEnded(each)).map((each) => ended(each, { revoked: change.revoked }));
  const { certificate } = change;
  const later = there.find((each) => isSameHolder(each, certificate) && each.recordedAt > certificate.recordedAt);
  const isNew = there.every(({ id }) => id !== certificate.id);
  const known = withFactsOf(before.toSorted(byDay).at(-1), certificate);
  const own = later ? supersede(known, later) : known;
  const former = before.filter(({ supersededFrom }) => supersededFrom === undefined);
  return [...(isNew ? [{ ...own, revision: 1 }] : []), ...former.map((each) => supersede(each, certificate))];
}

/** The holder counts by the newer one, and never by both; unless it was revoked, the older one ends. */
function supersede(older: Certificate, newer: Certificate): Certificate {
  const supersededFrom = [newer.countsFrom, older.countsFrom].toSorted()[1] ?? newer.countsFrom;
  return ended({ ...older, supersededFrom }, isEnded(older) ? {} : replacedBy(newer));
}

function byDay(one: Certificate, other: Certificate): number {
  return one.countsFrom < other.countsFrom ? -1 : 1;
}

/** What the new record does not say is as it was; the status goes with the golongan. */
function withFactsOf(former: HolderFacts = {}, certificate: Certificate): Certificate {
  const { golongan, status } = former;
  const graded = golongan && status && certificate.golongan === undefined ? { status } : {};
  return { ...knownFacts(former), ...certificate, ...graded };
}

function idOf(change: CertificateChange): string | undefined {
  return change.kind === 'issued' ? change.certificate.id : undefined;
}

function replacedBy({ id, issuedOn }: Certificate): Pick<Certificate, 'replaced'> {
  return { replaced: { on: issuedOn, application: id } };
}

function ended(
  { remindAt: _none, ...rest }: Certificate,
  how: Partial<Pick<Certificate, 'revoked' | 'replaced'>>,
): Certificate {
  return { ...rest, ...how, revision: rest.revision + 1 };
}

/** Revoked or replaced. */
export function isEnded({ revoked, replaced }: Pick<Certificate, 'revoked' | 'replaced'>): boolean {
  return revoked !== undefined || replaced !== undefined;
}

/** `near_end`: notices of its end have begun. A replaced one is none of these: nobody is asked to look after it. */
export type CertificateState = 'active' | 'near_end' | 'expired' | 'revoked';

/** The state of a certificate on that day at the agency's place. */
export function certificateState(
  { revoked, validUntil }: Pick<Certificate, 'revoked' | 'validUntil'>,
  today: LocalDate,
  { expiryNotices }: Profile['certificate'],
): CertificateState {
  if (revoked) return 'revoked';
  if (today > validUntil) return 'expired';
  return validUntil <= nearEndUntil(today, { expiryNotices }) ? 'near_end' : 'active';
}

/** Notices of the end have begun for certificates that end by that day. */
export function nearEndUntil(
  today: LocalDate,
  { expiryNotices }: Pick<Profile['certificate'], 'expiryNotices'>,
): LocalDate {
  return addDays(today, Math.max(0, ...expiryNotices));
}

/** What a dialogue needs to know of a person's certificate. */
export interface CertificateView extends Pick<Certificate, 'id' | 'nip' | 'validUntil'> {
  readonly state: CertificateState;
}

/** The certificate a person is served by, on that day: of those not replaced the one issued last. */
export function currentCertificate(
  certificates: readonly Certificate[],
  today: LocalDate,
  rules: Profile['certificate'],
): CertificateView | undefined {
  const own = certificates.filter(({ replaced }) => replaced === undefined);
  const [current] = own.toSorted((a, b) => (a.issuedOn < b.issuedOn ? 1 : -1));
  if (!current) return undefined;
  const { id, nip, validUntil } = current;
  return { id, ...(nip === undefined ? {} : { nip }), validUntil, state: certificateState(current, today, rules) };
}
