// The named questions that a conversation may branch on: pure, over what the turn knows.
import { openApplications, withdrawable } from './context.ts';
import type { Context } from './context.ts';
import type { Session } from './session.ts';

const PREDICATES = {
  /** Nothing open, and no form begun. */
  may_apply: (context: Context, session: Session) =>
    context.actor.roles.length === 0 &&
    openApplications(context).length === 0 &&
    session.conversation !== 'apply' &&
    !session.parked.some(({ conversation }) => conversation === 'apply'),
  has_draft: (_context: Context, session: Session) =>
    (session.conversation !== null && session.conversation !== 'menu') || session.parked.length > 0,
  has_returned: (context: Context, session: Session) =>
    session.conversation !== 'replace' && context.applications.some(({ state }) => state === 'returned'),
  has_application: (context: Context) => context.applications.length > 0,
  has_open: (context: Context) => openApplications(context).length > 0,
  /** As long as nothing has been issued on it. */
  may_withdraw: (context: Context) => withdrawable(context) !== undefined,
  is_officer: (context: Context) => context.actor.roles.length > 0,
} as const;

export type Predicate = keyof typeof PREDICATES;

export function holds(predicate: Predicate, context: Context, session: Session): boolean {
  return PREDICATES[predicate](context, session);
}
