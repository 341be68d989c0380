// How requests, summaries and people look in a chat: texts only, personal numbers masked.
import type { Application, FileRef } from '../core/application.ts';
import { isOver } from '../core/application.ts';
import { fieldsAsked, papersAsked } from '../core/asked.ts';
import { formatDate, formatInstant } from '../core/calendar.ts';
import { getStep } from '../core/rights.ts';
import type { Decision, DecisionKind, Field, Profile, Service, SopStep } from '../core/profile.ts';
import { localDateAt, officeMinutesBetween } from '../core/office-time.ts';
import { profileOf, serviceAt, serviceInHand, t } from './context.ts';
import type { Context } from './context.ts';
import { showAnswer } from './field-slot.ts';
import { phasesText } from './registration.ts';
import type { OfferedChoice, Session } from './session.ts';
import { countVerdicts, listText, peopleCounts } from './people.ts';
import { NONE } from './slot.ts';
import { say } from './text.ts';
import type { Params } from './text.ts';

/** What any text of a conversation may mention. */
export function textParams(session: Session, context: Context): Params {
  const { profile, language, subject } = context;
  const service = serviceInHand(session, context);
  const general = {
    agency: say(profile.agency.name, language),
    government: profile.agency.government,
    service: say(service.title, language),
    fields: service.fields.map(({ label }) => say(label, language)).join(', '),
    toPrepare: toPrepare(service, context),
    phases: phasesText(context),
    forwarded: service.kind === 'none' ? '' : t(context, 'apply.forwarded'),
    days: profile.retention.papersDays,
    activation: profile.certificate.activateWithinDays,
    contact: contactLine(context),
    ...countParams(session, context),
  };
  return subject ? { ...general, ...applicationParams(subject, context) } : general;
}

/** The papers to have at hand, as a paragraph; nothing where none is asked for. */
function toPrepare({ papers }: Service, context: Context): string {
  if (papers.length === 0) return '';
  const list = papers.map(({ label, when }) => {
    const paper = say(label, context.language);
    return `• ${when ? t(context, 'apply.if_applies', { paper }) : paper}`;
  });
  return `${t(context, 'apply.to_prepare', { papers: list.join('\n') })}\n\n`;
}

/** What a text about one request may mention. */
export function applicationParams(application: Application, context: Context): Params {
  const params = statedParams(application, context);
  return { ...params, outcome: t(context, OUTCOMES[application.state], params) };
}

const OUTCOMES = {
  in_progress: 'decide.next',
  returned: 'decide.returned',
  completed: 'decide.over',
  rejected: 'decide.over',
  withdrawn: 'decide.over',
} as const;

function statedParams(application: Application, context: Context): Params {
  const { language } = context;
  const profile = profileOf(application, context);
  const service = serviceAt(application, context);
  const step = getStep(service, application.step);
  const late = lateMinutes(application, profile, context);
  return {
    number: application.number,
    service: say(service.title, language),
    applicant: applicantName(application, context),
    step: say(step.title, language),
    actor: actorTitle(step, profile, context),
    instruction: say(step.instruction, language),
    position: service.steps.indexOf(step) + 1,
    total: service.steps.length,
    due: application.due ? formatInstant(application.due, profile.office, language) : '',
    lateness: late > 0 ? duration(late, context) : '',
    state: stateName(application, context),
    ...peopleCounts(application),
    agency: say(profile.agency.name, language),
    contact: contactLine({ profile, language }),
  };
}

/** "selesai, sertifikat terbit": a request that is completed says what came of it. */
function stateName({ state, history }: Application, context: Context): string {
  if (state !== 'completed') return t(context, `state.${state}`);
  const done = history.findLast(({ kind }) => kind === 'certificate_issued' || kind === 'certificate_revoked');
  if (done === undefined) return t(context, 'state.completed');
  return t(context, done.kind === 'certificate_issued' ? 'state.issued' : 'state.revoked');
}

/** How the agency is reached; its name where the profile knows nothing more. */
export function contactLine({ profile, language }: Pick<Context, 'profile' | 'language'>): string {
  const { phone, mail, website, address } = profile.contacts;
  return [phone, mail, website].filter(Boolean).join(' · ') || (address ?? say(profile.agency.name, language));
}

/** "2 jam 5 menit" of office time. */
export function duration(minutes: number, context: Context): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [
    ...(hours > 0 ? [t(context, 'duration.hours', { count: hours })] : []),
    ...(rest > 0 || hours === 0 ? [t(context, 'duration.minutes', { count: rest })] : []),
  ];
  return parts.join(' ');
}

/** Office minutes past the deadline of the present step, 0 when in time. */
export function lateMinutes(application: Application, profile: Profile, context: Context): number {
  if (!application.due || isOver(application) || context.now <= application.due) return 0;
  return officeMinutesBetween(application.due, context.now, profile.office);
}

/** Who asks: by the form, or, where it is for somebody else, whoever handed it in. */
export function applicantName(application: Application, context: Context): string {
  const asker = application.history[0]?.by.name ?? '';
  return application.forOthers ? asker : (nameIn(application, context) ?? asker);
}

/** The name that the form was filled in with, if it asks for one. */
export function nameIn(application: Application, context: Context): string | undefined {
  const name = serviceAt(application, context).fields.find(({ kind }) => kind === 'name');
  return name && application.answers[name.key];
}

/** The name in the form being filled, '' before it was given. */
export function nameGiven(session: Session, context: Context): string {
  const field = serviceInHand(session, context).fields.find(({ kind }) => kind === 'name');
  return (field && session.answers[field.key]) ?? (context.subject ? applicantName(context.subject, context) : '');
}

/** The answers and papers of the form, numbered as "ubah 3" counts them. */
export function summaryOf(session: Session, context: Context): string {
  return changeable(session, context)
    .map(({ label, shown }, index) => `${index + 1}. ${label}: ${shown}`)
    .join('\n');
}

/** What can be answered anew: fields that have an answer, papers that have a file. */
export function changeable(session: Session, context: Context): { key: string; label: string; shown: string }[] {
  const service = serviceInHand(session, context);
  const { language } = context;
  const fields = fieldsAsked(service, session.answers).flatMap((field) => {
    const value = session.answers[field.key];
    return value === undefined || session.conversation !== 'apply'
      ? []
      : [{ key: field.key, label: say(field.label, language), shown: shownOrNone(field, value, context) }];
  });
  const papers = service.papers.flatMap(({ key, label }) => {
    const file = session.papers[key];
    return file ? [{ key, label: say(label, language), shown: fileLine(file, context) }] : [];
  });
  const note = session.answers['note'];
  return [...fields, ...papers, ...(note ? [{ key: 'note', label: t(context, 'summary.note'), shown: note }] : [])];
}

export function fileLine(file: FileRef, context: Context): string {
  return `${file.name} (${megabytes(file.size, context)})`;
}

/** A size in the language's own way of writing a fraction. */
export function megabytes(bytes: number, context: Context): string {
  return bytes < 1_000_000
    ? `${Math.max(1, Math.round(bytes / 1000))} kB`
    : `${(bytes / 1_000_000).toFixed(1).replace('.', context.language === 'id' ? ',' : '.')} MB`;
}

/** A request as its applicant sees it: the steps of the SOP, who has it, until when. */
export function statusText(application: Application, context: Context): string {
  const service = serviceAt(application, context);
  const profile = profileOf(application, context);
  const params = applicationParams(application, context);
  const current = service.steps.findIndex(({ id }) => id === application.step);
  const over = isOver(application);
  const lines = service.steps.map((step, index) => {
    const done = application.history.findLast((event) => event.step === step.id && event.kind === 'step_decided');
    const first = index === 0 ? application.history[0] : done;
    const title = `${index + 1}. ${say(step.title, context.language)}`;
    if (application.state === 'completed' || index < current) {
      return first
        ? `✅ ${title} — ${formatDate(localDateAt(first.at, profile.office), context.language)}`
        : `✅ ${title}`;
    }
    if (index === current && !over) return `▶️ *${title}* — ${actorTitle(step, profile, context)}`;
    return `▫️ ${title}`;
  });
  const list = listText(application, context);
  return [t(context, 'status.head', params), lines.join('\n'), stateLine(application, context), list]
    .filter((part) => part !== '')
    .join('\n\n');
}

function stateLine(application: Application, context: Context): string {
  const params = applicationParams(application, context);
  if (application.state === 'returned')
    return t(context, 'status.returned', { ...params, papers: returnedList(application, context) });
  if (application.state === 'completed') return completedLine(application, context);
  if (application.state === 'rejected') {
    const rejected = application.history.findLast(({ kind }) => kind === 'application_rejected');
    return t(context, 'status.rejected', {
      ...params,
      reason: rejected?.kind === 'application_rejected' ? rejected.reason : '',
    });
  }
  if (application.state === 'withdrawn') return t(context, 'status.withdrawn', params);
  if (ownStepChoices(application, context).length > 0) return t(context, 'status.your_turn', params);
  if (params['lateness'] === '') return t(context, 'status.waiting', params);
  const reminded = application.overdueAnnounced === undefined ? '' : t(context, 'status.reminded', params);
  return [t(context, 'status.late', params), reminded].filter(Boolean).join(' ');
}

function completedLine(application: Application, context: Context): string {
  const done = application.history.findLast(
    ({ kind }) => kind === 'certificate_issued' || kind === 'certificate_revoked',
  );
  if (done?.kind === 'certificate_issued')
    return t(context, 'status.issued', {
      issued: formatDate(done.issuedOn, context.language),
      until: formatDate(done.validUntil, context.language),
    });
  if (done?.kind === 'certificate_revoked')
    return t(context, 'status.revoked', { revoked: formatDate(done.revokedOn, context.language) });
  return t(context, 'status.completed');
}

export function returnedList(application: Application, context: Context): string {
  const service = serviceAt(application, context);
  return application.papers
    .flatMap((paper) => {
      const label = service.papers.find(({ key }) => key === paper.key)?.label;
      return paper.returned ? [`• ${label ? say(label, context.language) : paper.key}: ${paper.returned.reason}`] : [];
    })
    .join('\n');
}

/** The buttons of a step that is the applicant's own; none for anybody else. */
export function ownStepChoices(application: Application, context: Context): OfferedChoice[] {
  const { state, applicant, number } = application;
  if (state !== 'in_progress' || applicant !== context.actor.person) return [];
  const step = getStep(serviceAt(application, context), application.step);
  if (profileOf(application, context).actors[step.actor]?.kind !== 'applicant') return [];
  return step.decisions.map((decision) => ({
    id: `act:${number}:${step.id}:${decision.kind}`,
    label: decisionLabel(decision, context),
  }));
}

/** What a paper is called. */
export function paperLabel(key: string, service: Service, context: Context): string {
  const found = service.papers.find((kind) => kind.key === key);
  return found ? say(found.label, context.language) : key;
}

/** How a decision was called at its step; the profile may have words of its own for it. */
export function labelOf(kind: DecisionKind, step: SopStep | undefined, context: Context): string {
  return decisionLabel(step?.decisions.find((each) => each.kind === kind) ?? { kind }, context);
}

export function decisionLabel(decision: Decision, context: Context): string {
  return decision.label ? say(decision.label, context.language) : t(context, `decision.${decision.kind}`);
}

/** What has happened to a request, oldest first. */
export function historyText(application: Application, context: Context): string {
  const profile = profileOf(application, context);
  const service = serviceAt(application, context);
  const { history } = application;
  const lines = history.flatMap((event, index) => {
    const after = history[index + 1];
    // Of many people decided in a row one line is enough.
    if (event.kind === 'person_decided' && after?.kind === event.kind && after.by.person === event.by.person) return [];
    const step = service.steps.find(({ id }) => id === event.step);
    const params = {
      at: formatInstant(event.at, profile.office, context.language),
      by: event.by.name,
      step: step ? say(step.title, context.language) : event.step,
      decision: event.kind === 'step_decided' ? labelOf(event.decision, step, context) : '',
      detail:
        event.kind === 'person_decided'
          ? t(context, 'event.people', countVerdicts(history.slice(0, index + 1)))
          : eventDetail(event, service, context),
    };
    return t(context, `event.${event.kind}`, params).trim();
  });
  return [t(context, 'history.head', applicationParams(application, context)), ...lines].join('\n');
}

function eventDetail(event: Application['history'][number], service: Service, context: Context): string {
  const label = (key: string): string => paperLabel(key, service, context);
  switch (event.kind) {
    case 'step_decided':
      return [event.note, event.late ? t(context, 'event.late') : ''].filter(Boolean).join(' · ');
    case 'papers_returned':
      return event.papers.map(({ key, reason }) => `${label(key)} (${reason})`).join('; ');
    case 'papers_replaced':
      return event.papers.map(label).join('; ');
    case 'application_rejected':
      return event.reason;
    case 'certificate_issued':
      return `${formatDate(event.issuedOn, context.language)} – ${formatDate(event.validUntil, context.language)}`;
    case 'certificate_revoked':
      return `${formatDate(event.revokedOn, context.language)}: ${event.ground}`;
    case 'person_decided':
    case 'application_submitted':
    case 'application_completed':
    case 'application_withdrawn':
    case 'application_claimed':
    case 'application_released':
      return '';
  }
}

export function actorTitle(step: SopStep, profile: Profile, context: Context): string {
  const actor = profile.actors[step.actor];
  return actor ? say(actor.title, context.language) : step.actor;
}

function countParams(session: Session, context: Context): { done: number; count: number } {
  const service = serviceInHand(session, context);
  const asked = [...fieldsAsked(service, session.answers), ...papersAsked(service, session.answers)];
  const keys = asked.map(({ key }) => key);
  return { done: keys.filter((key) => key in session.answers || key in session.papers).length, count: keys.length };
}

export function shownOrNone(field: Field, value: string, context: Context): string {
  return value === '' || value === NONE ? '–' : showAnswer(field, value, context);
}
