// A request as officers see it: what it is about, the buttons for exactly what they may do, and the queue of those that wait.
import type { Application } from '../core/application.ts';
import { formatInstant } from '../core/calendar.ts';
import { hintOf } from '../core/esign.ts';
import { isOpenPerson } from '../core/people.ts';
import type { Decision, Field, SopStep } from '../core/profile.ts';
import { getStep, isWorkOf, mayAct, officerOf } from '../core/rights.ts';
import { profileOf, serviceAt, t } from './context.ts';
import type { Context } from './context.ts';
import type { OfferedChoice } from './session.ts';
import { say } from './text.ts';
import {
  applicantName,
  applicationParams,
  decisionLabel,
  fileLine,
  lateMinutes,
  paperLabel,
  shownOrNone,
} from './view.ts';

/** A request as an officer sees it, in brief where it is only passed on. */
export function taskText(application: Application, context: Context, whole = false): string {
  const service = serviceAt(application, context);
  const { state } = application;
  const passedOn = getStep(service, application.step).decisions.every(({ kind }) => kind === 'dispose');
  const brief = !whole && state === 'in_progress' && passedOn;
  const fields = service.fields.flatMap((field) => {
    const value = application.answers[field.key];
    const needed = BRIEFLY.has(field.kind) || (application.forOthers && field.kind === 'name');
    return value && (!brief || needed)
      ? [`${say(field.label, context.language)}: ${shownOrNone(field, value, context)}`]
      : [];
  });
  const papers = application.papers.map(({ key, file }) => {
    const label = paperLabel(key, service, context);
    return brief ? label : `• ${label} — ${fileLine(file, context)}`;
  });
  const params = applicationParams(application, context);
  const notes = application.history.flatMap((event) =>
    event.kind === 'step_decided' && event.note
      ? [t(context, 'task.disposition', { by: event.by.name, note: event.note })]
      : [],
  );
  return [
    t(context, params['lateness'] === '' ? 'task.head' : 'task.head_late', params),
    [...roleOfAsker(application, context), ...fields, ...statusAtBsre(application, context)].join('\n'),
    application.people ? t(context, 'task.people', params) : '',
    papers.length === 0 ? '' : `${t(context, 'task.papers')}${brief ? ' ' : '\n'}${papers.join(brief ? ', ' : '\n')}`,
    ...(application.note ? [t(context, 'task.note', { note: application.note })] : []),
    ...notes,
    ...(context.claimant && application.claim
      ? [
          t(context, 'task.claimed', {
            by: context.claimant,
            at: formatInstant(application.claim.at, context.profile.office, context.language),
          }),
        ]
      : []),
    t(context, application.state === 'returned' ? 'task.returned' : 'task.instruction', params),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

/** Of a request for somebody else: by what right it is made is the first thing to be looked at. */
function roleOfAsker(application: Application, context: Context): string[] {
  const role = application.history[0]?.by.role;
  const title = role === undefined ? undefined : profileOf(application, context).actors[role]?.title;
  return application.forOthers && title ? [t(context, 'task.role', { role: say(title, context.language) })] : [];
}

function statusAtBsre(application: Application, context: Context): string[] {
  const { atBsre } = context;
  if (!atBsre) return [];
  const hint = hintOf(atBsre, application, serviceAt(application, context));
  return [
    t(context, 'bsre.status', { status: t(context, `bsre.status.${atBsre}`) }),
    ...(hint ? [t(context, `bsre.hint.${hint}`)] : []),
  ];
}

/** What whoever only passes a request on needs to know of the person: position and office, not numbers and addresses. */
const BRIEFLY: ReadonlySet<Field['kind']> = new Set(['text', 'choice']);

export function taskChoices(application: Application, context: Context): OfferedChoice[] {
  const profile = profileOf(application, context);
  const step = getStep(serviceAt(application, context), application.step);
  const may = application.state === 'in_progress' && mayAct(application, step, profile, context.actor);
  const claimed = application.claim !== undefined && application.claim.person !== context.actor.person;
  const isLeft = ({ kind }: Decision): boolean =>
    kind !== 'decide_people' || (application.people ?? []).some(isOpenPerson);
  return [
    ...(may && !claimed ? step.decisions : []).filter(isLeft).map((decision) => ({
      id: `act:${application.number}:${step.id}:${decision.kind}`,
      label: decisionLabel(decision, context),
    })),
    ...(may ? claimChoices(application, step, claimed, context) : []),
    ...(isWorkOf(application, profile, context.actor)
      ? [
          ...(application.erased === undefined && application.papers.length > 0
            ? [{ id: `papers:${application.number}`, label: t(context, 'task.show_papers') }]
            : []),
          { id: `history:${application.number}`, label: t(context, 'task.show_history') },
        ]
      : []),
  ];
}

/** Sharing out the work is offered where there is somebody to share it with. */
function claimChoices(application: Application, step: SopStep, claimed: boolean, context: Context): OfferedChoice[] {
  const { number, claim } = application;
  if (officerOf(step, profileOf(application, context)) === undefined || !(context.shared || claim)) return [];
  if (claim && !claimed) return [{ id: `release:${number}`, label: t(context, 'claim.release') }];
  return [{ id: `claim:${number}`, label: t(context, claimed ? 'claim.take_over' : 'claim.claim') }];
}

/** A button to open each request that waits, the earliest due first. */
export function queueChoices(context: Context): OfferedChoice[] {
  return context.queue.slice(0, MOST_IN_QUEUE).map((application) => {
    const late = lateMinutes(application, profileOf(application, context), context);
    return {
      id: `open:${application.number}`,
      label: `${late > 0 ? '⏰ ' : ''}${application.number} · ${applicantName(application, context)}`,
    };
  });
}

/** What the buttons of a queue do not say: how many are late, and that there are more than are shown. */
export function queueRemarks(context: Context): string[] {
  const { queue } = context;
  const late = queue.filter((application) => lateMinutes(application, profileOf(application, context), context) > 0);
  return [
    ...(late.length === 0 ? [] : [t(context, 'queue.late', { count: late.length })]),
    ...(queue.length > MOST_IN_QUEUE ? [t(context, 'queue.first', { shown: MOST_IN_QUEUE })] : []),
  ];
}

/** A longer list is no longer read. */
const MOST_IN_QUEUE = 10;
