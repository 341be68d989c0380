// The one place where a request changes: who may do what at which step, and what follows from it.
import type { Application, ApplicationEvent, Doer, Paper } from './application.ts';
import { isOver, touchedCertificate } from './application.ts';
import { asksAs, isApplicant, objectionToAnswers, objectionToAsking } from './asking.ts';
import { papersAsked } from './asked.ts';
import type { CertificateView } from './certificate.ts';
import type { Actor, Consent, Instant, LocalDate } from './person.ts';
import { findPerson, isAccepted, isOpenPerson, newList } from './people.ts';
import type { NewPerson, PersonVerdict } from './people.ts';
import type { Decision, DecisionKind, Profile, Role, Service, SopStep, Text } from './profile.ts';
import type { Refusal } from './refusal.ts';
import { addYears } from './local-date.ts';
import { deadline, localDateAt, officeMinutesBetween } from './office-time.ts';
import { getStep, mayAct, objection, officerOf, returnedPapers, serviceOf, stepAfter } from './rights.ts';

export type Command =
  | {
      readonly kind: 'submit';
      readonly number: string;
      readonly service: string;
      readonly answers: Readonly<Record<string, string>>;
      readonly papers: readonly Paper[];
      /** As the spreadsheet among the papers has them, where the service asks for one. */
      readonly people?: readonly NewPerson[];
      readonly note?: string;
      readonly consent: Consent;
    }
  | {
      readonly kind: 'decide';
      /** The step the person saw when he decided: if the request has moved on, somebody was quicker. */
      readonly step: string;
      readonly decision: DecisionKind;
      readonly note?: string;
      readonly reason?: string;
      readonly date?: LocalDate;
      readonly papers?: readonly { readonly key: string; readonly reason: string }[];
    }
  /** Single people of a request for many, each recorded by himself. */
  | { readonly kind: 'decide_people'; readonly step: string; readonly verdicts: readonly PersonVerdict[] }
  | { readonly kind: 'replace_papers'; readonly papers: readonly Paper[] }
  | { readonly kind: 'withdraw' }
  /** Takes the work on it, over from whoever had it; `release` lays it down. */
  | { readonly kind: 'claim' }
  | { readonly kind: 'release' };

export interface DecideContext {
  readonly actor: Actor;
  /** The profile the request runs under: for a new one today's, else the one of its `profileVersion`. */
  readonly profile: Profile;
  readonly now: Instant;
  /** Id of the message that asks for it; the same id a second time changes nothing and is no error. */
  readonly commandId: string;
  /** Of somebody who hands in: the own certificate, and the own requests, over or not. */
  readonly certificate?: CertificateView | undefined;
  readonly applications?: readonly Application[];
}

export type Decided =
  | { readonly ok: true; readonly application: Application; readonly events: readonly ApplicationEvent[] }
  | { readonly ok: false; readonly refusal: Refusal };

/**
 * What the command makes of the request. Pure: the new application (revision + 1) and what happened, or why not; what that means for
 * certificates follows from the events (certificate.ts). `application` is undefined only for `submit`.
 */
export function decide(application: Application | undefined, command: Command, context: DecideContext): Decided {
  if (command.kind === 'submit') return submit(command, context);
  if (!application) return refuse({ code: 'not_found' });
  if (application.applied.includes(context.commandId)) return { ok: true, application, events: [] };
  if (isOver(application) && command.kind !== 'decide' && command.kind !== 'decide_people')
    return refuse({ code: 'request_over' });
  const service = serviceOf(application, context.profile);
  switch (command.kind) {
    case 'withdraw':
      return withdraw(application, context);
    case 'claim':
    case 'release':
      return settleClaim(application, service, command.kind, context);
    case 'replace_papers':
      return replacePapers(application, service, command.papers, context);
    case 'decide_people':
      return decidePeople(application, command, context);
    case 'decide':
      return decideStep(application, service, command, context);
  }
}

function submit(command: Extract<Command, { kind: 'submit' }>, context: DecideContext): Decided {
  const { actor, profile, now, commandId } = context;
  const service = profile.services[command.service];
  const first = service?.steps[0];
  if (!service || !first) return refuse({ code: 'not_found' });
  const asking = { actor, profile, certificate: context.certificate, applications: context.applications ?? [] };
  const objected = objectionToAsking(service, asking) ?? objectionToAnswers(service, command.answers, asking);
  if (objected) return refuse(objected);
  const lacking = papersAsked(service, command.answers).find(
    (kind) => !kind.optional && !command.papers.some(({ key }) => key === kind.key),
  );
  if (lacking) return refuse({ code: 'paper_missing', paper: lacking.key });
  const sheet = service.papers.find((kind) => kind.sheet === 'people');
  if (sheet && !command.people?.length) return refuse({ code: 'paper_missing', paper: sheet.key });
  const role = asksAs(service, asking) ?? first.actor;
  const draft: Application = {
    number: command.number,
    service: service.key,
    profileVersion: profile.version,
    applicant: actor.person,
    ...(isApplicant(role, profile) ? {} : { forOthers: true as const }),
    answers: command.answers,
    papers: command.papers,
    ...(sheet && command.people ? { people: newList(command.people) } : {}),
    ...(command.note ? { note: command.note } : {}),
    consent: command.consent,
    state: 'in_progress',
    step: first.id,
    since: now,
    history: [],
    revision: 0,
    applied: [],
  };
  const submitted: ApplicationEvent = {
    kind: 'application_submitted',
    at: now,
    by: doer(actor, role),
    step: first.id,
  };
  return advance(draft, service, first, { kind: 'submit' }, [submitted], { profile, now, commandId });
}

function decideStep(
  application: Application,
  service: Service,
  command: Extract<Command, { kind: 'decide' }>,
  context: DecideContext,
): Decided {
  const { actor, profile, now } = context;
  const objected = objection(application, command, context);
  if (objected) return refuse(objected);
  const step = getStep(service, command.step);
  const decision = step.decisions.find(({ kind }) => kind === command.decision) ?? { kind: command.decision };
  // Which of them, and how, is a command of its own.
  if (decision.kind === 'decide_people') return refuse({ code: 'decision_not_allowed' });
  const by = doer(actor, officerOf(step, profile) ?? step.actor);
  const at = { at: now, by, step: step.id };
  const used = {
    minutes: officeMinutesBetween(application.since, now, profile.office),
    late: application.due !== undefined && now > application.due,
  };

  if (decision.kind === 'reject') {
    if (!command.reason?.trim()) return refuse({ code: 'reason_missing' });
    const { reason } = command;
    const reasons = [listedReason(reason, service.rejectReasons)];
    const rejected: ApplicationEvent = { ...at, ...used, kind: 'application_rejected', reason, reasons };
    return ended(application, 'rejected', [rejected], context);
  }
  if (decision.kind === 'return_papers') {
    const papers = command.papers ?? [];
    if (papers.length === 0 || papers.some(({ reason }) => !reason.trim())) return refuse({ code: 'reason_missing' });
    if (papers.some(({ key }) => !application.papers.some((paper) => paper.key === key)))
      return refuse({ code: 'paper_unknown' });
    const reasons = papers.map(({ reason }) => listedReason(reason, service.returnReasons));
    return giveBack(application, papers, { ...at, ...used, kind: 'papers_returned', papers, reasons }, context);
  }
  if (decision.kind === 'issue' || decision.kind === 'revoke') {
    if (!command.date) return refuse({ code: 'date_missing' });
    if (command.date > localDateAt(now, profile.office)) return refuse({ code: 'date_in_future' });
    const began = application.history[0]?.at ?? application.since;
    if (command.date < localDateAt(began, profile.office)) return refuse({ code: 'date_before_request' });
  }
  const decided: ApplicationEvent = {
    ...at,
    ...used,
    kind: 'step_decided',
    decision: decision.kind,
    ...(command.note ? { note: command.note } : {}),
    ...(command.date ? { date: command.date } : {}),
  };
  const events: ApplicationEvent[] = [decided];
  if (decision.kind === 'issue' && command.date) {
    // Valid two years from issue in every SOP at hand (Babel F.4, Tanah Bumbu art. 18); the profile says how long.
    const validUntil = addYears(command.date, profile.certificate.validYears);
    events.push({ ...at, kind: 'certificate_issued', issuedOn: command.date, validUntil });
  }
  if (decision.kind === 'revoke' && command.date) {
    const ground = application.answers[decision.ground ?? ''] ?? '';
    events.push({ ...at, kind: 'certificate_revoked', revokedOn: command.date, ground });
  }
  return advance(application, service, step, decision, events, context);
}

/** The reason of the SOP's list, in Indonesian; '' for one in the officer's own words, which nobody counts by. */
function listedReason(reason: string, list: readonly Text[]): string {
  return list.find(({ id, en }) => reason === id || reason === en)?.id ?? '';
}

/** Who was decided already stays so: a colleague was quicker. The step itself goes on until somebody completes it. */
function decidePeople(
  application: Application,
  command: Extract<Command, { kind: 'decide_people' }>,
  context: DecideContext,
): Decided {
  const objected = objection(application, { step: command.step, decision: 'decide_people' }, context);
  if (objected) return refuse(objected);
  const { actor, profile, now } = context;
  const step = getStep(serviceOf(application, profile), command.step);
  const at = { at: now, by: doer(actor, officerOf(step, profile) ?? step.actor), step: step.id };
  const { people = [] } = application;
  const events: ApplicationEvent[] = [];
  const decided = new Map<string, PersonVerdict>();
  for (const { id, accepted, reason } of command.verdicts) {
    const person = findPerson(people, id);
    if (!person || decided.has(id)) return refuse({ code: 'not_found' });
    if (!isOpenPerson(person))
      return refuse({ code: 'person_decided', name: person.name, accepted: isAccepted(person) });
    if (!accepted && !reason?.trim()) return refuse({ code: 'reason_missing' });
    const verdict = { id, accepted, ...(!accepted && reason ? { reason } : {}) };
    decided.set(id, verdict);
    events.push({ ...at, kind: 'person_decided', ...verdict });
  }
  if (events.length === 0) return { ok: true, application, events };
  const after = people.map((person) => {
    const verdict = decided.get(person.id);
    if (!verdict) return person;
    const { accepted, reason } = verdict;
    return {
      ...person,
      state: accepted ? ('accepted' as const) : ('rejected' as const),
      ...(reason ? { reason } : {}),
    };
  });
  return { ok: true, application: saved({ ...application, people: after }, events, context), events };
}

/** Moves on to the step the decision leads to, or to the end. */
function advance(
  application: Application,
  service: Service,
  step: SopStep,
  decision: Decision,
  events: ApplicationEvent[],
  context: Pick<DecideContext, 'profile' | 'now' | 'commandId'>,
): Decided {
  const { profile, now } = context;
  const next = stepAfter(service, step, decision);
  if (!next) {
    const by = events[0]?.by ?? { person: '', name: '', role: step.actor };
    const completed: ApplicationEvent = { kind: 'application_completed', at: now, by, step: step.id };
    return ended(application, 'completed', [...events, completed], context);
  }
  const moved = {
    ...withoutDeadline(application),
    state: 'in_progress' as const,
    step: next.id,
    since: now,
    due: deadline(now, next.allowed, profile.office),
  };
  return { ok: true, application: saved(moved, events, context), events };
}

function giveBack(
  application: Application,
  papers: readonly { key: string; reason: string }[],
  event: ApplicationEvent,
  context: DecideContext,
): Decided {
  const returned = application.papers.map((paper) => {
    const reason = papers.find(({ key }) => key === paper.key)?.reason;
    return reason === undefined ? paper : { ...paper, returned: { reason, at: context.now } };
  });
  const back = { ...withoutDeadline(application), papers: returned, state: 'returned' as const, since: context.now };
  return { ok: true, application: saved(back, [event], context), events: [event] };
}

/** The applicant hands in anew exactly what came back; the request returns to the step that returned it, with fresh time. */
function replacePapers(
  application: Application,
  service: Service,
  papers: readonly Paper[],
  context: DecideContext,
): Decided {
  const { actor, profile, now } = context;
  if (actor.person !== application.applicant) return refuse({ code: 'not_your_request' });
  const asked = returnedPapers(application);
  if (asked.length === 0) return refuse({ code: 'nothing_returned' });
  const lacking = asked.find(({ key }) => !papers.some((paper) => paper.key === key));
  if (lacking) return refuse({ code: 'paper_missing', paper: lacking.key });
  const step = getStep(service, application.step);
  const replaced = application.papers.map((paper) => {
    const next = paper.returned && papers.find(({ key }) => key === paper.key);
    return next ? { ...next, earlier: [...(paper.earlier ?? []), paper.file.id] } : paper;
  });
  const event: ApplicationEvent = {
    kind: 'papers_replaced',
    at: now,
    by: doer(actor, service.steps[0]?.actor ?? ''),
    step: step.id,
    papers: asked.map(({ key }) => key),
  };
  const again = {
    ...application,
    papers: replaced,
    state: 'in_progress' as const,
    since: now,
    due: deadline(now, step.allowed, profile.office),
  };
  return { ok: true, application: saved(again, [event], context), events: [event] };
}

function withdraw(application: Application, context: DecideContext): Decided {
  if (context.actor.person !== application.applicant) return refuse({ code: 'not_your_request' });
  // What was done to a certificate is not undone by taking back the request for it.
  if (touchedCertificate(application)) return refuse({ code: 'decision_not_allowed' });
  const by = doer(context.actor, application.history[0]?.by.role ?? '');
  return ended(
    application,
    'withdrawn',
    [{ kind: 'application_withdrawn', at: context.now, by, step: application.step }],
    context,
  );
}

function ended(
  application: Application,
  state: 'completed' | 'rejected' | 'withdrawn',
  events: readonly ApplicationEvent[],
  context: Pick<DecideContext, 'now' | 'commandId'>,
): Extract<Decided, { ok: true }> {
  const over = { ...withoutDeadline(application), state, since: context.now };
  return { ok: true, application: saved(over, events, context), events };
}

/** Deadline and claim belong to a step, and end with it. */
function withoutDeadline(application: Application): Application {
  const { due: _due, overdueAnnounced: _announced, claim: _claim, ...rest } = application;
  return rest;
}

function saved(
  application: Application,
  events: readonly ApplicationEvent[],
  context: Pick<DecideContext, 'commandId'>,
): Application {
  return {
    ...application,
    history: [...application.history, ...events],
    revision: application.revision + 1,
    applied: [...application.applied, context.commandId].slice(-20),
  };
}

/** Two officers do not do the same work: one has it, and another may take it over, which both can see. */
function settleClaim(
  application: Application,
  service: Service,
  kind: 'claim' | 'release',
  context: DecideContext,
): Decided {
  const { actor, profile, now } = context;
  const step = getStep(service, application.step);
  const officer = officerOf(step, profile);
  if (officer === undefined || !mayAct(application, step, profile, actor)) return refuse({ code: 'not_your_step' });
  if (application.state !== 'in_progress') return refuse({ code: 'decision_not_allowed' });
  const holds = application.claim?.person === actor.person;
  if (holds === (kind === 'claim')) return { ok: true, application, events: [] };
  const { claim: _claim, ...rest } = application;
  const event: ApplicationEvent = {
    kind: kind === 'claim' ? 'application_claimed' : 'application_released',
    at: now,
    by: doer(actor, officer),
    step: step.id,
  };
  const settled = kind === 'claim' ? { ...rest, claim: { person: actor.person, at: now } } : rest;
  return { ok: true, application: saved(settled, [event], context), events: [event] };
}

function doer(actor: Actor, role: Role): Doer {
  return { person: actor.person, name: actor.name, role };
}

function refuse(refusal: Refusal): Decided {
  return { ok: false, refusal };
}
