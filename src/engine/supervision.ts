// How it stands with the certificates, for the supervision of every half-year; the head signs that he has looked.
import { formatDate } from '../core/calendar.ts';
import type { Figures } from '../core/figures.ts';
import { localDateAt } from '../core/office-time.ts';
import { headsOf, isSignable, supervisedOn, supervisionSubject } from '../core/supervision.ts';
import type { HalfYear } from '../core/supervision.ts';
import { t } from './context.ts';
import type { Context } from './context.ts';
import type { Draft, Reply } from './draft.ts';
import { tell } from './draft.ts';
import type { Supervised } from './enquiry.ts';
import { goOn, notUnderstood } from './open.ts';
import type { OfferedChoice } from './session.ts';
import { say } from './text.ts';

type Reader = Pick<Context, 'texts' | 'language' | 'profile' | 'now'>;

/** Named of a longer list. */
const MOST_OFFICES = 5;
const MOST_REASONS = 3;

/** What the heads are told unasked, in the months of supervision. */
export function supervisionReply(supervised: Supervised, reader: Reader): Reply {
  return { text: supervisionText(supervised, reader), choices: [signChoice(supervised.half, reader)] };
}

/** Asked for, or signed with a button, however old. */
export function supervise(draft: Draft): void {
  const { context } = draft;
  const { fetched } = context;
  if (fetched?.kind !== 'supervision') return notUnderstood(draft);
  const { signed } = fetched;
  if (signed !== undefined) return sign(draft, signed, fetched);
  draft.parts.push(supervisionText(fetched, context));
  const mine = fetched.signatures.some(({ actor }) => actor === context.actor.person);
  goOn(draft, [
    ...(isHead(context) && !mine ? [signChoice(fetched.half, context)] : []),
    { id: 'word:recap', label: t(context, 'statistics.recap') },
    { id: 'word:report', label: t(context, 'statistics.report') },
  ]);
}

/** Once by each head; the record is made before it is said. */
function sign(draft: Draft, half: HalfYear, { figures, signatures }: Supervised): void {
  const { context } = draft;
  const { actor, now, profile, language } = context;
  const params = { half: halfYearName(half, context), name: actor.name };
  const today = localDateAt(now, profile.office);
  if (!isSignable(half, today)) {
    tell(draft, 'supervision.past', params);
    return goOn(draft, [{ id: 'word:supervision', label: halfYearName(supervisedOn(today), context) }]);
  }
  if (!isHead(context)) {
    tell(draft, 'supervision.heads_only', params);
    return goOn(draft, []);
  }
  const before = signatures.find(({ actor: who }) => who === actor.person);
  const day = formatDate(localDateAt(before?.at ?? now, profile.office), language);
  if (!before) {
    const subject = supervisionSubject(half);
    draft.acts = [{ id: `${subject} ${actor.person}`, act: 'supervision_signed', subject, detail: asNumbers(figures) }];
  }
  tell(draft, before ? 'supervision.signed_before' : 'supervision.signed', { ...params, date: day });
  goOn(draft, []);
}

function isHead({ actor, profile }: Context): boolean {
  return headsOf(profile).some((role) => actor.roles.includes(role));
}

function signChoice(half: HalfYear, { texts, language }: Reader): OfferedChoice {
  return { id: `sign:${half}`, label: texts.t(language, 'supervision.sign') };
}

/** What was so when it was signed: numbers alone. */
function asNumbers(figures: Figures): Record<string, string> {
  const { indicators, requests } = figures;
  const { day, holders, offices, using } = indicators;
  const { persons, active, nearEnd, expired, passphraseOverdue } = holders;
  const ended = { expired, revoked: revokedIn(figures) };
  const counts = { persons, active, nearEnd, ...ended, passphraseOverdue, using, late: lateIn(requests) };
  const known = offices === undefined ? counts : { ...counts, offices };
  return { day, ...Object.fromEntries(Object.entries(known).map(([key, count]) => [key, String(count)])) };
}

function supervisionText({ half, figures, signatures }: Supervised, reader: Reader): string {
  const { texts, language, profile } = reader;
  const { day, holders } = figures.indicators;
  const line = (key: Parameters<typeof texts.t>[1], params = {}): string => texts.t(language, key, params);
  const signed = signatures.map(({ actorName, at }) =>
    line('supervision.signed_by', {
      name: actorName,
      date: formatDate(localDateAt(at, profile.office), language),
    }),
  );
  return [
    line('supervision.text', {
      active: holders.active,
      nearEnd: holders.nearEnd,
      expired: holders.expired,
      revoked: revokedIn(figures),
      passphraseOverdue: holders.passphraseOverdue,
      half: halfYearName(half, reader),
      date: formatDate(day, language),
      days: profile.certificate.passphraseEveryDays,
      without: withoutLine(figures, reader),
      late: lateIn(figures.requests),
      reasons: reasonLine(figures, reader),
    }),
    signed.length > 0 ? signed.join('\n') : line('supervision.unsigned'),
  ].join('\n\n');
}

function withoutLine({ indicators: { byOffice, offices } }: Figures, { texts, language }: Reader): string {
  if (offices === undefined) return texts.t(language, 'supervision.no_list');
  const without = byOffice.filter(({ active }) => active === 0).map(({ name }) => name);
  const named = without.slice(0, MOST_OFFICES).join(', ');
  const more = without.length - MOST_OFFICES;
  const names = more > 0 ? texts.t(language, 'supervision.and_more', { names: named, count: more }) : named;
  const params = { count: without.length, offices, names };
  return texts.t(language, without.length > 0 ? 'supervision.without' : 'supervision.all_have', params);
}

/** Papers are sent back for these the most. */
function reasonLine({ reasons }: Figures, { texts, language, profile }: Reader): string {
  const counts = new Map<string, number>();
  for (const { kind, service, reason, count } of reasons) {
    if (kind !== 'papers_returned') continue;
    const known = profile.services[service]?.returnReasons.find(({ id }) => id === reason);
    const words = reason === '' ? texts.t(language, 'supervision.other_reason') : known ? say(known, language) : reason;
    counts.set(words, (counts.get(words) ?? 0) + count);
  }
  const most = [...counts].toSorted(([, one], [, other]) => other - one).slice(0, MOST_REASONS);
  if (most.length === 0) return texts.t(language, 'supervision.none_returned');
  return most.map(([words, count]) => `${words} (${count})`).join('; ');
}

/** All that were revoked, whether or not their holders have a newer one. */
function revokedIn({ grounds }: Pick<Figures, 'grounds'>): number {
  return grounds.reduce((total, { count }) => total + count, 0);
}

function lateIn(requests: Figures['requests']): number {
  return requests.reduce((total, { late }) => total + late, 0);
}

/** "semester II 2026" */
function halfYearName(half: HalfYear, { texts, language }: Reader): string {
  const key = half.endsWith('1') ? 'supervision.first_half' : 'supervision.second_half';
  return texts.t(language, key, { year: half.slice(0, 4) });
}
