// What an officer, or the applicant, does with one request that a button or its number names.
import type { Application } from '../core/application.ts';
import { formatDate } from '../core/calendar.ts';
import { decide } from '../core/decide.ts';
import { localDateAt } from '../core/office-time.ts';
import type { Instant } from '../core/person.ts';
import { isWorkOf, objection } from '../core/rights.ts';
import type { DecisionKind } from '../core/profile.ts';
import { profileOf, serviceAt } from './context.ts';
import type { Draft } from './draft.ts';
import { offer, tell } from './draft.ts';
import { askAgainOrMenu, open } from './open.ts';
import { refusalText } from './refusal-text.ts';
import { say } from './text.ts';
import { taskChoices, taskText } from './task-view.ts';
import { applicationParams, historyText, statusText } from './view.ts';

/** A decision's button: refused at once when somebody was quicker, before anything is asked. */
export function act(draft: Draft, step: string, decision: DecisionKind): void {
  const { context } = draft;
  const { named: subject } = context;
  if (!subject) return notFound(draft);
  const refusal = objection(
    subject,
    { step, decision },
    { actor: context.actor, profile: profileOf(subject, context) },
  );
  if (refusal) {
    draft.parts.push(refusalText(refusal, serviceAt(subject, context), context));
    const goesOn = ['claimed', 'people_open', 'nobody_accepted'].includes(refusal.code);
    if (goesOn) return offer(draft, taskChoices(subject, context));
    return askAgainOrMenu(draft);
  }
  draft.context = { ...context, subject };
  open(draft, decision === 'decide_people' ? 'people' : 'decide', { number: subject.number, step, decision });
}

export function showRequest(draft: Draft, whole = false): void {
  const { named: subject } = draft.context;
  if (!subject) return notFound(draft);
  if (!isWork(subject, draft)) return showOwn(draft, subject);
  draft.parts.push(taskText(subject, draft.context, whole));
  if (whole) draft.parts.push(historyText(subject, draft.context));
  offer(draft, taskChoices(subject, draft.context));
}

/** What its applicant reads: the officers' words to each other are not meant for him. */
function showOwn(draft: Draft, subject: Application): void {
  draft.parts.push(statusText(subject, draft.context));
  offer(draft, taskChoices(subject, draft.context));
}

function isWork(subject: Application, { context }: Draft): boolean {
  return isWorkOf(subject, profileOf(subject, context), context.actor);
}

export function showHistory(draft: Draft): void {
  const { named: subject } = draft.context;
  if (!subject) return notFound(draft);
  if (!isWork(subject, draft)) return showOwn(draft, subject);
  draft.parts.push(historyText(subject, draft.context));
  offer(draft, taskChoices(subject, draft.context));
}

export function showPapers(draft: Draft): void {
  const { named: subject } = draft.context;
  if (!subject) return notFound(draft);
  if (subject.erased !== undefined) return tellErased(draft, subject, subject.erased);
  const service = serviceAt(subject, draft.context);
  for (const { key, file } of subject.papers) {
    const label = service.papers.find((kind) => kind.key === key)?.label;
    draft.files.push({
      text: `${subject.number} · ${label ? say(label, draft.context.language) : key}`,
      choices: [],
      file,
    });
  }
  if (subject.applicant !== draft.context.actor.person)
    draft.opened = { number: subject.number, papers: subject.papers.map(({ key }) => key) };
  tell(draft, 'task.papers_above', { ...applicationParams(subject, draft.context), count: subject.papers.length });
  offer(draft, taskChoices(subject, draft.context));
}

function tellErased(draft: Draft, subject: Application, erased: Instant): void {
  const { context } = draft;
  const date = formatDate(localDateAt(erased, profileOf(subject, context).office), context.language);
  tell(draft, 'task.papers_erased', { ...applicationParams(subject, context), date });
  offer(draft, taskChoices(subject, context));
}

function notFound(draft: Draft): void {
  tell(draft, 'refusal.not_found');
  askAgainOrMenu(draft);
}

/** Takes the work on a request, over from a colleague if need be, or lays it down again. */
export function settleClaim(draft: Draft, kind: 'claim' | 'release'): void {
  const { context } = draft;
  const { named, claimant: _before, ...rest } = context;
  if (!named) return notFound(draft);
  const decided = decide(
    named,
    { kind },
    { actor: context.actor, profile: profileOf(named, context), now: context.now, commandId: context.messageId },
  );
  if (!decided.ok) {
    draft.parts.push(refusalText(decided.refusal, serviceAt(named, context), context));
    return askAgainOrMenu(draft);
  }
  const { application, events } = decided;
  if (events.length > 0) draft.change = { application, events };
  draft.context = { ...rest, named: application, ...(kind === 'claim' ? { claimant: context.actor.name } : {}) };
  tell(draft, kind === 'claim' ? 'claim.taken' : 'claim.laid_down', applicationParams(application, draft.context));
  draft.parts.push(taskText(application, draft.context));
  offer(draft, taskChoices(application, draft.context));
}
