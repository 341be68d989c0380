// The named questions that a conversation may branch on: pure, over what the turn knows.
import { servicesOpenTo } from '../core/asking.ts';
import { isOpenPerson } from '../core/people.ts';
import { phasesAt } from '../core/registration.ts';
import { openApplications, serviceInHand, withdrawable } from './context.ts';
import type { Context } from './context.ts';
import type { Session } from './session.ts';

const PREDICATES = {
  /** A first certificate, or a new one after a revocation, and nothing else; no form begun. */
  may_apply: (context: Context, session: Session) => mayBegin(session) && offers(context) === 'certificate',
  /** Other services, too. */
  may_ask: (context: Context, session: Session) => mayBegin(session) && offers(context) === 'services',
  /** A first certificate, before everybody may register. */
  in_phases: (context: Context, session: Session) =>
    serviceInHand(session, context).kind === 'issue' && phasesAt(context.profile, context.now) !== undefined,
  has_draft: (_context: Context, session: Session) =>
    (session.conversation !== null && session.conversation !== 'menu') || session.parked.length > 0,
  has_returned: (context: Context, session: Session) =>
    session.conversation !== 'replace' && context.applications.some(({ state }) => state === 'returned'),
  has_application: (context: Context) => context.applications.length > 0,
  has_open: (context: Context) => openApplications(context).length > 0,
  /** As long as nothing has been issued on it. */
  may_withdraw: (context: Context) => withdrawable(context) !== undefined,
  /** Or one is just being decided, who was open when he was chosen. */
  has_open_people: ({ subject }: Context, { answers }: Session) =>
    (subject?.people ?? []).some(isOpenPerson) || Object.keys(answers).length > 0,
  is_officer: (context: Context) => context.actor.roles.length > 0,
} as const;

function mayBegin({ conversation, parked }: Session): boolean {
  return conversation !== 'apply' && !parked.some((form) => form.conversation === 'apply');
}

function offers(context: Context): 'certificate' | 'services' | 'nothing' {
  const open = servicesOpenTo(context);
  if (open.length === 0) return 'nothing';
  return open.every(({ kind }) => kind === 'issue') ? 'certificate' : 'services';
}

export type Predicate = keyof typeof PREDICATES;

export function holds(predicate: Predicate, context: Context, session: Session): boolean {
  return PREDICATES[predicate](context, session);
}
