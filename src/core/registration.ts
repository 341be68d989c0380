// Registration in phases: who may ask for a first certificate from which day on (Babel F.9).
import { daysBetween } from './local-date.ts';
import { localDateAt } from './office-time.ts';
import type { Instant } from './person.ts';
import type { Profile, RegistrationPhase } from './profile.ts';

type Rules = Pick<Profile, 'registration' | 'office'>;

/** So many days after its first one a phase is still announced, should the desk have been down on that day. */
export const INVITED_WITHIN_DAYS = 7;

/**
 * The phase that began last and the one that begins next, by the agency's day; undefined where registration is open to everybody, because
 * every phase has begun or the profile has none. Without `open` none has begun.
 */
export function phasesAt(
  { registration, office }: Rules,
  now: Instant,
): { readonly open?: RegistrationPhase; readonly next: RegistrationPhase } | undefined {
  const today = localDateAt(now, office);
  const next = registration.find(({ from }) => from > today);
  const open = registration.findLast(({ from }) => from <= today);
  return next && { ...(open && { open }), next };
}

/** The phase that people are to be invited to now: the latest alone, when several began while the desk was down. */
export function phaseToAnnounce({ registration, office }: Rules, now: Instant): RegistrationPhase | undefined {
  const today = localDateAt(now, office);
  const open = registration.findLast(({ from }) => from <= today);
  return open && daysBetween(open.from, today) < INVITED_WITHIN_DAYS ? open : undefined;
}
