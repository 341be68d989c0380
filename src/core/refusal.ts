// The business says no: a closed union. Each code has a text in locales (`refusal.<code>`); the compiler checks that.
import type { DecisionKind } from './profile.ts';
import type { Instant } from './person.ts';

export type Refusal =
  | { readonly code: 'not_found' }
  | { readonly code: 'not_your_step' }
  | { readonly code: 'not_your_request' }
  | {
      readonly code: 'already_decided';
      readonly by: string;
      readonly at: Instant;
      readonly step: string;
      readonly decision: DecisionKind;
    }
  | { readonly code: 'claimed'; readonly at: Instant }
  | { readonly code: 'not_for_you' }
  | { readonly code: 'not_your_certificate' }
  | { readonly code: 'certificate_missing' }
  | { readonly code: 'certificate_active' }
  | { readonly code: 'certificate_expired' }
  | { readonly code: 'certificate_revoked' }
  | { readonly code: 'request_over' }
  | { readonly code: 'request_open'; readonly number: string }
  | { readonly code: 'decision_not_allowed' }
  | { readonly code: 'reason_missing' }
  | { readonly code: 'date_missing' }
  | { readonly code: 'date_in_future' }
  | { readonly code: 'date_before_request' }
  | { readonly code: 'people_open'; readonly count: number }
  | { readonly code: 'nobody_accepted' }
  | { readonly code: 'person_decided'; readonly name: string; readonly accepted: boolean }
  | { readonly code: 'paper_unknown' }
  | { readonly code: 'paper_missing'; readonly paper: string }
  | { readonly code: 'answer_missing'; readonly field: string }
  | { readonly code: 'nothing_returned' };

export type RefusalCode = Refusal['code'];
