// After a decision, the buttons that asked for it come off wherever they stand, and the message says who decided what.
import type { Application, ApplicationEvent } from '../core/application.ts';
import { getStep, officerOf, serviceOf } from '../core/rights.ts';
import { holdersOf } from '../core/officer.ts';
import { localDateAt } from '../core/office-time.ts';
import { decidedLine } from '../engine/notice.ts';
import { sentIdOf } from './deliver.ts';
import type { Desk } from './desk.ts';
import { gather } from './gather.ts';
import { readSession } from '../engine/session.ts';
import type { Address } from './ports.ts';
import { OperationalError } from './ports.ts';

/** So many of a chat's lines are looked through for the buttons of a step. */
const RECENT = 60;

/**
 * Amends what stands in the officers' chats, where a channel can. A message that cannot be amended is no harm: who taps its buttons is
 * told who was quicker.
 */
export async function retireTasks(
  desk: Desk,
  application: Application,
  events: readonly ApplicationEvent[],
): Promise<void> {
  const decided = events.find(({ kind }) => DECISIVE.has(kind));
  if (!decided || !desk.channels.some(({ amends }) => amends)) return;
  try {
    for (const address of await addressesAt(desk, application, decided.step)) {
      if (desk.channel(address.slice(0, address.indexOf(':'))).amends)
        await retire(desk, address, application, decided);
    }
  } catch (error) {
    const level = error instanceof OperationalError ? 'warn' : 'error';
    desk.log[level]('buttons stay on a message that is settled', { request: application.number, error });
  }
}

const DECISIVE = new Set<ApplicationEvent['kind']>([
  'step_decided',
  'papers_returned',
  'application_rejected',
  'application_withdrawn',
]);

/** The chats in which the buttons of that step may stand. */
async function addressesAt(desk: Desk, application: Application, step: string): Promise<Address[]> {
  const profile = await desk.profileOf(application.profileVersion);
  const officer = officerOf(getStep(serviceOf(application, profile), step), profile);
  const today = localDateAt(desk.clock.now(), profile.office);
  const people =
    officer === undefined
      ? [application.applicant]
      : holdersOf(officer, await desk.store.findOfficers(), today).map(({ id }) => id);
  return (await Promise.all(people.map((person) => desk.store.findAddresses(person)))).flat();
}

async function retire(
  desk: Desk,
  address: Address,
  application: Application,
  decided: ApplicationEvent,
): Promise<void> {
  const chat = await desk.store.findChat(address);
  if (!chat) return;
  const lines = await desk.store.readLog(address, Math.max(0, chat.lastSeq - RECENT));
  const asked = `act:${application.number}:${decided.step}:`;
  const asking = lines.filter(({ message }) => message.choices.some(({ id }) => id.startsWith(asked)));
  if (asking.length === 0) return;
  const now = desk.clock.now();
  const context = await gather(desk, chat, readSession(chat.session, now), undefined, decided.at, now);
  const profile = await desk.profileOf(application.profileVersion);
  const outcome = decidedLine(decided, application, { ...context, profiles: { [profile.version]: profile } });
  for (const { key, message } of asking) {
    const sent = await sentIdOf(desk, address, key);
    if (sent === undefined) continue;
    const text = `${message.text}\n\n${outcome}`;
    await desk.channel(address.slice(0, address.indexOf(':'))).amend(address, sent, { text, choices: [] });
  }
}
