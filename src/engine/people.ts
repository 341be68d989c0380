// The people of a request for many: the questions by which an officer decides them, page by page, and the lists that tell of them.
import type { Application, ApplicationEvent } from '../core/application.ts';
import { checkText } from '../core/check-field.ts';
import { mask } from '../core/mask.ts';
import type { ListedPerson, PersonVerdict } from '../core/people.ts';
import { findPerson, isAccepted, isOpenPerson } from '../core/people.ts';
import { serviceInHand, t } from './context.ts';
import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import { tell, update } from './draft.ts';
import type { Session } from './session.ts';
import type { Slot } from './slot.ts';
import { say } from './text.ts';

const PAGE = 10;

/** Answers of a page besides the person it is about. */
const NEXT = 'next';
const ALL = 'all';

/** Whom, then how, then why not; a page that was turned over is answered by that. */
export function peopleSlots(session: Session, context: Context): Slot[] {
  const people = context.subject?.people ?? [];
  const open = people.filter(isOpenPerson);
  const about = { about: session.params['number'] ?? '' };
  const slots: Slot[] = [];
  for (let page = 1; ; page += 1) {
    const isChosen = session.answers[`people.${page}`] !== undefined;
    // Of somebody chosen the questions stay, though a colleague has decided him meanwhile.
    if (!isChosen && (page - 1) * PAGE >= open.length) break;
    const slot = { ...pageSlot(open, page, session, context), ...about };
    slots.push(slot);
    const answer = session.answers[slot.key];
    if (answer === NEXT) continue;
    if (answer === ALL) slots.push({ ...sureSlot(open.length, context), ...about });
    const person = answer === undefined ? undefined : findPerson(people, answer);
    if (person) slots.push(...personSlots(person, session, context).map((each) => ({ ...each, ...about })));
    break;
  }
  return slots;
}

function pageSlot(open: readonly ListedPerson[], page: number, session: Session, context: Context): Slot {
  const shown = open.slice((page - 1) * PAGE, page * PAGE);
  const pages = Math.ceil(open.length / PAGE);
  const lines = shown.map((person) => `• ${person.name}, ${mask(person.nip, 'nip')}`);
  return {
    key: `people.${page}`,
    question: t(context, 'ask.people', {
      number: session.params['number'] ?? '',
      count: open.length,
      page,
      pages,
      people: lines.join('\n'),
    }),
    accepts: 'choice',
    options: [
      ...shown.map(({ id, name }) => ({ id, label: name })),
      ...(page < pages ? [{ id: NEXT, label: t(context, 'ask.people_next') }] : []),
      { id: ALL, label: t(context, 'ask.people_all') },
    ],
  };
}

function sureSlot(count: number, context: Context): Slot {
  return {
    key: 'sure',
    question: t(context, 'ask.people_sure', { count }),
    accepts: 'choice',
    options: [
      { id: 'yes', label: t(context, 'ask.people_yes'), means: 'yes' },
      { id: 'no', label: t(context, 'ask.people_no'), means: 'no' },
    ],
  };
}

function personSlots(person: ListedPerson, session: Session, context: Context): Slot[] {
  const { name, nip, nik, mail, golongan } = person;
  const facts = [
    `NIP: ${mask(nip, 'nip')}`,
    ...(nik === undefined ? [] : [`NIK: ${mask(nik, 'nik')}`]),
    `Email: ${mail}`,
    ...(golongan === undefined ? [] : [`Golongan: ${golongan}`]),
  ];
  const verdict: Slot = {
    key: 'verdict',
    question: t(context, 'ask.person', { name, facts: facts.join('\n') }),
    accepts: 'choice',
    options: [
      { id: 'accept', label: t(context, 'ask.person_accept'), means: 'yes' },
      { id: 'reject', label: t(context, 'ask.person_reject'), means: 'no' },
    ],
  };
  if (session.answers['verdict'] !== 'reject') return [verdict];
  const { language } = context;
  const reasons = serviceInHand(session, context).rejectReasons.map((reason) => say(reason, language));
  const reason: Slot = {
    key: 'reason',
    question: t(context, 'ask.person_reason', { name }),
    accepts: 'text',
    options: reasons.map((label) => ({ id: label, label })),
    check: checkText,
  };
  return [verdict, reason];
}

/** What the answers of `peopleSlots` decide; nothing where the officer thought better of it. */
export function verdictsOf({ answers }: Session, { subject }: Context): PersonVerdict[] {
  const pages = Object.entries(answers).filter(([key, answer]) => key.startsWith('people.') && answer !== NEXT);
  const [, chosen] = pages.at(-1) ?? [];
  const { sure, verdict, reason } = answers;
  if (chosen === ALL && sure === 'yes')
    return (subject?.people ?? []).filter(isOpenPerson).map(({ id }) => ({ id, accepted: true }));
  if (chosen === undefined || verdict === undefined) return [];
  return [{ id: chosen, accepted: verdict === 'accept', ...(reason === undefined ? {} : { reason }) }];
}

/** Says what was recorded, and forgets the answers: the next person is another question. */
export function nextPerson(draft: Draft, events: readonly ApplicationEvent[]): void {
  const [first, another] = events.filter((event) => event.kind === 'person_decided');
  if (first && another) tell(draft, 'people.recorded_all', { count: events.length });
  else if (first) {
    const name = findPerson(draft.context.subject?.people ?? [], first.id)?.name ?? '';
    const verdict = t(draft.context, first.accepted ? 'people.accepted' : 'people.rejected');
    tell(draft, 'people.recorded', { name, verdict });
  }
  update(draft, { answers: {}, trail: [], focus: null, tries: 0 });
}

/** How many of a request's people are accepted, are not, and wait. */
export function peopleCounts({
  people = [],
}: Application): Record<'accepted' | 'rejected' | 'open' | 'people', number> {
  const accepted = people.filter(isAccepted).length;
  const open = people.filter(isOpenPerson).length;
  return { accepted, rejected: people.length - accepted - open, open, people: people.length };
}

export function countVerdicts(events: readonly ApplicationEvent[]): { accepted: number; rejected: number } {
  const verdicts = events.filter((event) => event.kind === 'person_decided');
  const accepted = verdicts.filter((event) => event.accepted).length;
  return { accepted, rejected: verdicts.length - accepted };
}

/** Who was not accepted and why, then who was; nothing before all are decided. */
export function listText({ people = [] }: Application, context: Context): string {
  if (people.length === 0 || people.some(isOpenPerson)) return '';
  const accepted = people.filter(isAccepted).map(({ name }) => `• ${name}`);
  const rejected = people.filter((each) => !isAccepted(each)).map(({ name, reason = '' }) => `• ${name}: ${reason}`);
  const parts = [
    rejected.length === 0
      ? ''
      : t(context, 'people.list_rejected', { count: rejected.length, list: rejected.join('\n') }),
    accepted.length === 0
      ? ''
      : t(context, 'people.list_accepted', { count: accepted.length, list: accepted.join('\n') }),
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}

const MOST_PROBLEMS = 10;

/** The first of them, and how many there are besides. */
export function problemList(problems: readonly string[], context: Context): string {
  const more = problems.length - MOST_PROBLEMS;
  const lines = problems.slice(0, MOST_PROBLEMS).map((problem) => `• ${problem}`);
  return [...lines, ...(more > 0 ? [t(context, 'sheet.more', { count: more })] : [])].join('\n');
}
