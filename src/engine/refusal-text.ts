// A refusal of the domain in the person's words.
import { formatInstant } from '../core/calendar.ts';
import type { Service } from '../core/profile.ts';
import type { Refusal } from '../core/refusal.ts';
import { t } from './context.ts';
import type { Context } from './context.ts';
import { say } from './text.ts';
import { contactLine, labelOf } from './view.ts';

export function refusalText(refusal: Refusal, service: Service, context: Context): string {
  const { language, profile } = context;
  switch (refusal.code) {
    case 'already_decided':
      return t(context, 'refusal.already_decided', {
        by: refusal.by,
        at: formatInstant(refusal.at, profile.office, language),
        decision: labelOf(
          refusal.decision,
          service.steps.find(({ id }) => id === refusal.step),
          context,
        ),
      });
    case 'claimed':
      return t(context, 'refusal.claimed', {
        by: context.claimant ?? '–',
        at: formatInstant(refusal.at, profile.office, language),
      });
    case 'request_open':
      return t(context, 'refusal.request_open', { number: refusal.number });
    case 'paper_missing': {
      const label = service.papers.find(({ key }) => key === refusal.paper)?.label;
      return t(context, 'refusal.paper_missing', { paper: label ? say(label, language) : refusal.paper });
    }
    case 'answer_missing': {
      const label = service.fields.find(({ key }) => key === refusal.field)?.label;
      return t(context, 'refusal.answer_missing', { field: label ? say(label, language) : refusal.field });
    }
    case 'people_open':
      return t(context, 'refusal.people_open', { count: refusal.count });
    case 'person_decided': {
      const verdict = t(context, refusal.accepted ? 'people.accepted' : 'people.rejected');
      return t(context, 'refusal.person_decided', { name: refusal.name, verdict });
    }
    case 'not_found':
    case 'not_your_step':
    case 'not_your_request':
    case 'not_for_you':
    case 'not_your_certificate':
    case 'certificate_missing':
    case 'certificate_active':
    case 'certificate_expired':
    case 'certificate_revoked':
    case 'request_over':
    case 'decision_not_allowed':
    case 'reason_missing':
    case 'date_missing':
    case 'date_in_future':
    case 'date_before_request':
    case 'nobody_accepted':
    case 'paper_unknown':
    case 'nothing_returned':
      return t(context, `refusal.${refusal.code}`, { contact: contactLine(context) });
  }
}
