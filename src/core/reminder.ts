// When the owner of a certificate is to be reminded of what, and what his answer changes. Days are the agency's; instants are UTC.
import type { Certificate } from './certificate.ts';
import { isEnded } from './certificate.ts';
import { addDays, daysBetween } from './local-date.ts';
import { atLocalTime, localDateAt, nextOfficeMinute } from './office-time.ts';
import type { Instant, LocalDate } from './person.ts';
import type { OfficeHours, Profile } from './profile.ts';

/** The more urgent first: of two that fall on one day this one keeps it. */
export const REMINDER_KINDS = ['expiry', 'activation', 'passphrase'] as const;
export type ReminderKind = (typeof REMINDER_KINDS)[number];

export interface Reminder {
  readonly kind: ReminderKind;
  /** The SOP's day, or the one the owner asked for. */
  readonly date: LocalDate;
  /** When it is said. */
  readonly at: Instant;
}

type Rules = Pick<Profile, 'certificate' | 'office'>;

/** Local time of day, in minutes: people are awake, and the office opens. */
const MORNING = 8 * 60;

/** In the last days before the end a reminder comes on its day, whether the office is open or not. */
const LAST_DAYS = 7;

/** The first reminder due after `from`; undefined when none will come. */
export function nextReminder(certificate: Certificate, rules: Rules, from: Instant): Reminder | undefined {
  return schedule(certificate, rules).find(({ at }) => at > from);
}

/** What is to be said at `now`: of each kind the latest, when several were missed. */
export function dueReminders(certificate: Certificate, rules: Rules, now: Instant): Reminder[] {
  const due = schedule(certificate, rules).filter(({ at }) => at > certificate.remindedUntil && at <= now);
  return due.filter((each, index) => due.findLastIndex(({ kind }) => kind === each.kind) === index);
}

/** The record with the time of its next reminder after `until`; that time is what a sweep finds it by. */
export function remindedUntil(certificate: Certificate, rules: Rules, until: Instant): Certificate {
  const { remindAt: _former, ...rest } = certificate;
  const next = nextReminder(certificate, rules, until);
  return { ...rest, remindedUntil: until, ...(next ? { remindAt: next.at } : {}) };
}

/** Whether a missed reminder is said today: on office days, and in the last week of a certificate on every day. */
export function isSayable(
  due: readonly Reminder[],
  { validUntil }: Certificate,
  today: LocalDate,
  { office }: Rules,
): boolean {
  const pressing = due.some(({ kind }) => kind === 'expiry') && daysBetween(today, validUntil) <= LAST_DAYS;
  return pressing || officeDay(today, office) === today;
}

/** The morning on which what is not said today is said. */
export function nextOfficeMorning(today: LocalDate, { office }: Rules): Instant {
  return morning(officeDay(addDays(today, 1), office), office);
}

/** All reminders of a certificate, in order; never two on one day. */
function schedule(certificate: Certificate, rules: Rules): Reminder[] {
  if (isEnded(certificate)) return [];
  const days = new Map<LocalDate, Reminder>();
  for (const kind of REMINDER_KINDS) {
    if (certificate.stopped?.includes(kind)) continue;
    for (const date of datesOf(kind, certificate, rules)) {
      let day = dayFor(kind, date, certificate, rules.office);
      // A day that has a more urgent one passes on what can wait; of two of one kind the later counts.
      while ((days.get(day)?.kind ?? kind) !== kind) day = officeDay(addDays(day, 1), rules.office);
      if (day <= certificate.validUntil) days.set(day, { kind, date, at: morning(day, rules.office) });
    }
  }
  return [...days.values()].toSorted((a, b) => (a.at < b.at ? -1 : 1));
}

function dayFor(kind: ReminderKind, date: LocalDate, { validUntil }: Certificate, office: OfficeHours): LocalDate {
  return kind === 'expiry' && daysBetween(date, validUntil) <= LAST_DAYS ? date : officeDay(date, office);
}

/** The days of one kind in order, as the SOP has them and the owner has put them off. */
function datesOf(kind: ReminderKind, certificate: Certificate, rules: Rules): LocalDate[] {
  const { snoozed } = certificate;
  const dates = sopDates(kind, certificate, rules.certificate);
  if (snoozed?.kind !== kind || dates.length === 0) return dates;
  return [snoozed.until, ...dates.filter((date) => date > snoozed.until)];
}

function sopDates(kind: ReminderKind, certificate: Certificate, rules: Rules['certificate']): LocalDate[] {
  const { issuedOn, validUntil, activatedOn, passphraseOn } = certificate;
  switch (kind) {
    case 'activation': {
      // Babel F.3.c: within a week of the notice; asked twice early and twice at the end.
      if (isKnown(certificate, kind, issuedOn)) return [];
      const last = rules.activateWithinDays;
      const asked = [1, 3, last - 1, last].filter((day) => day >= 1 && day <= last);
      return [...new Set(asked)].toSorted((a, b) => a - b).map((day) => addDays(issuedOn, day));
    }
    case 'passphrase': {
      // Babel F.2.a.4: changed at most every 180 days, counted from the last change that is known.
      const since = passphraseOn ?? activatedOn ?? issuedOn;
      const times = Math.floor(Math.max(daysBetween(since, validUntil), 0) / rules.passphraseEveryDays);
      return Array.from({ length: times }, (_, index) => addDays(since, (index + 1) * rules.passphraseEveryDays));
    }
    case 'expiry':
      // Babel F.5.c: D-30, D-20, D-7 to D-1.
      return [...new Set(rules.expiryNotices)].toSorted((a, b) => b - a).map((day) => addDays(validUntil, -day));
  }
}

/** The day itself when the office opens on it, else the next on which it does. */
function officeDay(date: LocalDate, office: OfficeHours): LocalDate {
  return localDateAt(nextOfficeMinute(atLocalTime(date, 0, office), office), office);
}

function morning(date: LocalDate, office: OfficeHours): Instant {
  return atLocalTime(date, MORNING, office);
}

/** Whether the owner has said already what he is asked for. */
function isKnown({ activatedOn, passphraseOn }: Certificate, kind: ReminderKind, date: LocalDate): boolean {
  if (kind === 'activation') return activatedOn !== undefined || passphraseOn !== undefined;
  return kind === 'passphrase' && passphraseOn !== undefined && passphraseOn >= date;
}

export const REMINDER_ANSWERS = ['done', 'tomorrow', 'week', 'stop'] as const;
export type ReminderAnswer = (typeof REMINDER_ANSWERS)[number];

/** `known`: what was asked for had been said already. `stale`: the reminder is too old for its answer to mean anything. */
export type Answered =
  | { readonly outcome: 'done'; readonly certificate: Certificate; readonly today: LocalDate }
  /** `until`: the day on which it is said again. */
  | { readonly outcome: 'snoozed'; readonly certificate: Certificate; readonly until: LocalDate }
  | { readonly outcome: 'stopped'; readonly certificate: Certificate }
  | { readonly outcome: 'known' | 'stale' | 'over' };

/** Longer than this after its day a reminder is no longer answered. */
const ANSWERED_WITHIN_DAYS = 31;

/** What the owner's answer to a reminder makes of the record (revision + 1), or why it changes nothing. */
export function answerReminder(
  certificate: Certificate,
  { kind, date }: Pick<Reminder, 'kind' | 'date'>,
  answer: ReminderAnswer,
  rules: Rules,
  now: Instant,
): Answered {
  const today = localDateAt(now, rules.office);
  const age = daysBetween(date, today);
  if (age < 0 || age > ANSWERED_WITHIN_DAYS) return { outcome: 'stale' };
  if (isEnded(certificate) || today > certificate.validUntil) return { outcome: 'over' };
  if (isKnown(certificate, kind, date)) return { outcome: 'known' };
  const { snoozed, ...record } = certificate;
  const others = (certificate.stopped ?? []).filter((each) => each !== kind);
  switch (answer) {
    case 'done': {
      if (kind === 'expiry') return { outcome: 'stale' };
      const waits = snoozed && snoozed.kind !== kind ? { snoozed } : {};
      const done = kind === 'activation' ? { activatedOn: today } : { passphraseOn: today };
      return { outcome: 'done', today, certificate: changed({ ...record, ...waits, ...done }) };
    }
    case 'stop':
      return { outcome: 'stopped', certificate: changed({ ...certificate, stopped: [...others, kind] }) };
    case 'tomorrow':
    case 'week': {
      const asked = addDays(today, answer === 'week' ? 7 : 1);
      const until = asked < certificate.validUntil ? asked : certificate.validUntil;
      const later = changed({ ...certificate, stopped: others, snoozed: { kind, until } });
      const again = schedule(later, rules).find((each) => each.kind === kind && each.at > now);
      if (!again) return { outcome: 'stale' };
      return { outcome: 'snoozed', certificate: later, until: localDateAt(again.at, rules.office) };
    }
  }

  function changed(next: Certificate): Certificate {
    return remindedUntil({ ...next, revision: certificate.revision + 1 }, rules, certificate.remindedUntil);
  }
}
