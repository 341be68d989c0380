// A message whose buttons asked for a decision that has been taken: what it says then instead of them.
import type { Application, ApplicationEvent } from '../core/application.ts';
import { decidedLine } from '../engine/notice.ts';
import { readSession } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import { gather } from './gather.ts';
import type { Chat, Outbound } from './ports.ts';

const DECISIVE = new Set<ApplicationEvent['kind']>([
  'step_decided',
  'papers_returned',
  'application_rejected',
  'application_withdrawn',
]);

export function isDecisive({ kind }: ApplicationEvent): boolean {
  return DECISIVE.has(kind);
}

/** What settled the step; undefined as long as it waits for a decision, or when it was never reached. */
export function settledBy(application: Application, step: string): ApplicationEvent | undefined {
  if (application.step === step && application.state === 'in_progress') return undefined;
  return application.history.findLast((event) => event.step === step && isDecisive(event));
}

/** The message with who decided what in the place of its buttons. */
export async function withOutcome(
  desk: Desk,
  chat: Chat,
  { text }: Outbound,
  application: Application,
  decided: ApplicationEvent,
): Promise<Outbound> {
  const now = desk.clock.now();
  const context = await gather(desk, chat, readSession(chat.session, now), undefined, decided.at, now);
  const profile = await desk.profileOf(application.profileVersion);
  const outcome = decidedLine(decided, application, { ...context, profiles: { [profile.version]: profile } });
  return { text: `${text}\n\n${outcome}`, choices: [] };
}

/** A message that comes late, as it is right by now: the decision that it asks for may have been taken meanwhile. */
export async function asOfNow(desk: Desk, chat: Chat, message: Outbound): Promise<Outbound> {
  const act = message.choices.find(({ id }) => id.startsWith('act:'));
  if (!act) return message;
  const [, number = '', step = ''] = act.id.split(':');
  const application = await desk.store.findApplication(number);
  const decided = application && settledBy(application, step);
  return decided ? withOutcome(desk, chat, message, application, decided) : message;
}
