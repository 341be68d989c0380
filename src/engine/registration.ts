// Registration in phases, in words: what whoever comes early reads, and the invitation on the day a phase begins.
import { formatDate } from '../core/calendar.ts';
import type { RegistrationPhase } from '../core/profile.ts';
import { phasesAt } from '../core/registration.ts';
import { t } from './context.ts';
import type { Context } from './context.ts';
import type { Reply } from './draft.ts';
import { say } from './text.ts';

/** Which phase is open and when the next one begins, in a sentence; empty where everybody may register. */
export function phasesText(context: Context): string {
  const { profile, language, now } = context;
  const phases = phasesAt(profile, now);
  if (!phases) return '';
  const { open, next } = phases;
  const coming = { next: next.phase, nextFor: say(next.for, language), from: formatDate(next.from, language) };
  return open
    ? t(context, 'phase.open', { ...coming, open: open.phase, openFor: say(open.for, language) })
    : t(context, 'phase.none_open', coming);
}

/** The invitation; undefined where the profile has no service that issues. */
export function invitationReply(
  { phase, for: whom }: RegistrationPhase,
  { texts, language, profile }: Pick<Context, 'texts' | 'language' | 'profile'>,
): Reply | undefined {
  const service = Object.values(profile.services).find(({ kind }) => kind === 'issue');
  if (!service) return undefined;
  const title = say(service.title, language);
  return {
    text: texts.t(language, 'phase.invitation', { phase, whom: say(whom, language), service: title }),
    choices: [{ id: `ask:${service.key}`, label: title }],
  };
}
