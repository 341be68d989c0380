// Who is told what when a request changes: pure, so that the notices can be saved together with the change.
import type { Application, ApplicationEvent } from '../core/application.ts';
import { getStep, officerOf, serviceOf } from '../core/rights.ts';
import type { Profile } from '../core/profile.ts';
import type { NoticeKind } from '../engine/notice.ts';
import type { Notice } from './ports.ts';

/** The notices a change leads to; whoever made the change has just read it as a reply and gets none. */
export function noticesOf(application: Application, events: readonly ApplicationEvent[], profile: Profile): Notice[] {
  const [first] = events;
  if (!first) return [];
  const doer = first.by.person;
  const kinds = new Set(events.map(({ kind }) => kind));
  // Whoever else holds the role sees it on the request itself.
  if (kinds.has('application_claimed') || kinds.has('application_released')) return [];
  // Single people are told of together, with the step.
  if (kinds.has('person_decided')) return [];
  const notices: (Notice | undefined)[] = [];
  const toApplicant = (kind: NoticeKind, params: Record<string, string> = {}): void => {
    if (application.applicant !== doer)
      notices.push(notice(application, kind, { person: application.applicant }, params));
  };
  const service = serviceOf(application, profile);
  const step = getStep(service, application.step);
  const officer = officerOf(step, profile);
  const wereDecided = getStep(service, first.step).decisions.some(({ kind }) => kind === 'decide_people');

  if (kinds.has('step_decided') && wereDecided) toApplicant('people');
  if (kinds.has('certificate_issued')) toApplicant('issued');
  else if (kinds.has('certificate_revoked')) toApplicant('revoked');
  else if (kinds.has('application_completed')) toApplicant('completed');
  if (kinds.has('application_rejected')) toApplicant('rejected', { reason: reasonOf(events) });
  if (kinds.has('papers_returned')) toApplicant('returned');
  if (kinds.has('application_withdrawn') && officer) notices.push(notice(application, 'withdrawn', { role: officer }));
  if (application.state === 'in_progress') {
    if (officer) {
      const kind = kinds.has('papers_replaced') ? 'resubmitted' : 'task';
      notices.push(notice(application, kind, { role: officer }, { step: step.id }));
      // Who asks in an office reads the end of it; of his own request a person wants to know where it is.
      const tellsMore = kinds.has('certificate_issued') || kinds.has('certificate_revoked') || application.forOthers;
      if (kinds.has('step_decided') && !tellsMore) toApplicant('progress', { step: step.id, done: first.step });
    } else {
      notices.push(notice(application, 'your_turn', { person: application.applicant }, { step: step.id }));
    }
  }
  return notices.filter((each) => each !== undefined);
}

/** Notices that a step is late: to its holder, and to the superior that the profile names. */
export function overdueNotices(application: Application, profile: Profile): Notice[] {
  const step = getStep(serviceOf(application, profile), application.step);
  const officer = officerOf(step, profile);
  const superior = officer === undefined ? undefined : profile.actors[officer]?.superior;
  const params = { step: step.id };
  return [
    notice(
      application,
      'overdue',
      officer === undefined ? { person: application.applicant } : { role: officer },
      params,
    ),
    ...(superior ? [notice(application, 'overdue_superior', { role: superior }, params)] : []),
  ];
}

function notice(
  application: Application,
  kind: NoticeKind,
  to: Notice['to'],
  params: Record<string, string> = {},
): Notice {
  const reader = 'role' in to ? to.role : 'applicant';
  return { key: `${application.revision}:${kind}:${reader}`, to, kind, params };
}

function reasonOf(events: readonly ApplicationEvent[]): string {
  const rejected = events.find(({ kind }) => kind === 'application_rejected');
  return rejected?.kind === 'application_rejected' ? rejected.reason : '';
}
