// The words of a notice: what somebody is told although he asked nothing, in his language, with the buttons that go with it.
import type { Application, ApplicationEvent } from '../core/application.ts';
import { formatDate, formatInstant } from '../core/calendar.ts';
import type { LocalDate } from '../core/person.ts';
import { serviceAt, t } from './context.ts';
import type { Context } from './context.ts';
import type { Reply } from './draft.ts';
import { say } from './text.ts';
import { listText } from './people.ts';
import { queueChoices, queueRemarks, taskChoices, taskText } from './task-view.ts';
import { applicationParams, contactLine, labelOf, nameIn, ownStepChoices, paperLabel, returnedList } from './view.ts';

export type NoticeKind =
  | 'task'
  | 'resubmitted'
  | 'your_turn'
  | 'progress'
  | 'returned'
  | 'rejected'
  | 'issued'
  | 'people'
  | 'revoked'
  | 'completed'
  | 'withdrawn'
  | 'overdue'
  | 'overdue_superior';

/** The message for the reader in `context`; undefined when the request has moved on and the notice means nothing any more. */
export function noticeReply(
  kind: NoticeKind,
  params: Readonly<Record<string, string>>,
  application: Application,
  context: Context,
): Reply | undefined {
  const stale = params['step'] !== undefined && params['step'] !== application.step;
  const words = { ...applicationParams(application, context), ...params };
  switch (kind) {
    case 'task':
    case 'resubmitted': {
      if (stale || application.state !== 'in_progress') return undefined;
      const lead =
        kind === 'resubmitted'
          ? [t(context, 'notice.resubmitted', { papers: replacedPapers(application, context) })]
          : [];
      return {
        text: [...lead, taskText(application, context)].join('\n\n'),
        choices: taskChoices(application, context),
      };
    }
    case 'your_turn': {
      if (stale || application.state !== 'in_progress') return undefined;
      return {
        text: t(context, 'notice.your_turn', { ...words, step: applicationStep(application, context) }),
        choices: ownStepChoices(application, context),
      };
    }
    case 'progress':
      if (stale) return undefined;
      return {
        text: t(context, 'notice.progress', {
          ...words,
          done: doneStep(params['done'] ?? '', application, context),
          step: applicationStep(application, context),
        }),
        choices: [],
      };
    case 'returned':
      if (application.state !== 'returned') return undefined;
      return {
        text: t(context, 'notice.returned', { ...words, papers: returnedList(application, context) }),
        choices: [{ id: `replace:${application.number}`, label: t(context, 'menu.replace') }],
      };
    case 'issued': {
      const issued = application.history.findLast(({ kind }) => kind === 'certificate_issued');
      if (issued?.kind !== 'certificate_issued') return undefined;
      const dates = {
        issued: formatDate(issued.issuedOn, context.language),
        until: formatDate(issued.validUntil, context.language),
      };
      const key = application.people ? 'notice.people_issued' : 'notice.issued';
      return { text: t(context, key, { ...words, ...dates }), choices: [] };
    }
    case 'people':
      return { text: t(context, 'notice.people', { ...words, list: listText(application, context) }), choices: [] };
    case 'revoked': {
      const event = application.history.findLast(({ kind }) => kind === 'certificate_revoked');
      if (event?.kind !== 'certificate_revoked') return undefined;
      const revoked = formatDate(event.revokedOn, context.language);
      const owner = nameIn(application, context) ?? words['applicant'] ?? '';
      return { text: t(context, 'notice.revoked', { ...words, owner, revoked }), choices: [] };
    }
    case 'rejected':
    case 'completed':
    case 'withdrawn':
      return { text: t(context, `notice.${kind}`, words), choices: [] };
    case 'overdue':
    case 'overdue_superior': {
      if (stale || application.state !== 'in_progress') return undefined;
      const choices =
        application.applicant === context.actor.person
          ? ownStepChoices(application, context)
          : [{ id: `open:${application.number}`, label: t(context, 'notice.open_task') }];
      return { text: t(context, `notice.${kind}`, { ...words, step: applicationStep(application, context) }), choices };
    }
  }
}

function applicationStep(application: Application, context: Context): string {
  return doneStep(application.step, application, context);
}

function doneStep(id: string, application: Application, context: Context): string {
  const step = serviceAt(application, context).steps.find((each) => each.id === id);
  return step ? say(step.title, context.language) : id;
}

/** What the applicant uploaded anew last. */
function replacedPapers(application: Application, context: Context): string {
  const replaced = application.history.findLast(({ kind }) => kind === 'papers_replaced');
  const keys = replaced?.kind === 'papers_replaced' ? replaced.papers : [];
  return keys.map((key) => paperLabel(key, serviceAt(application, context), context)).join(', ');
}

/** What the owner reads of a certificate that somebody else had revoked. */
export function revokedReply(revokedOn: LocalDate, reader: Pick<Context, 'texts' | 'language' | 'profile'>): Reply {
  const { texts, language } = reader;
  const params = { revoked: formatDate(revokedOn, language), contact: contactLine(reader) };
  return {
    text: texts.t(language, 'notice.revoked_for_you', params),
    choices: [{ id: 'word:menu', label: texts.t(language, 'menu.all') }],
  };
}

/** What an officer reads in the morning: how much waits for him, and the buttons to open it, the earliest due first. */
export function digestReply(context: Context): Reply {
  const text = t(context, 'digest.text', { count: context.queue.length, name: context.actor.name });
  return { text: [text, ...queueRemarks(context)].join('\n'), choices: queueChoices(context) };
}

/** The line that takes the place of the buttons: who decided what, and when. */
export function decidedLine(event: ApplicationEvent, application: Application, context: Context): string {
  const step = serviceAt(application, context).steps.find(({ id }) => id === event.step);
  const kind =
    event.kind === 'step_decided' ? event.decision : event.kind === 'papers_returned' ? 'return_papers' : 'reject';
  const at = formatInstant(event.at, context.profile.office, context.language);
  if (event.kind === 'application_withdrawn') return t(context, 'notice.decided_withdrawn', { at });
  return t(context, 'notice.decided', { decision: labelOf(kind, step, context), by: event.by.name, at });
}
