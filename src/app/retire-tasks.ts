// After a decision, the buttons that asked for it come off wherever they stand, and the message says who decided what.
import type { Application, ApplicationEvent } from '../core/application.ts';
import { getStep, officerOf, serviceOf } from '../core/rights.ts';
import { rolesOn } from '../core/officer.ts';
import { localDateAt } from '../core/office-time.ts';
import { sentIdOf } from './deliver.ts';
import type { Desk } from './desk.ts';
import type { Address } from './ports.ts';
import { OperationalError } from './ports.ts';
import { isDecisive, settledBy, withOutcome } from './settled.ts';

/** So many of a chat's lines are looked through for the buttons of a step. */
const RECENT = 60;

/**
 * Amends what stands in the officers' chats, where a channel can. A message that cannot be amended is no harm: who taps its buttons is
 * told who was quicker, and then it is tried once more.
 */
export async function retireTasks(
  desk: Desk,
  application: Application,
  events: readonly ApplicationEvent[],
): Promise<void> {
  const decided = events.find(isDecisive);
  if (!decided || !desk.channels.some(({ amends }) => amends)) return;
  await quietly(desk, application.number, async () => {
    const addresses = await addressesAt(desk, application, decided.step);
    await Promise.all(
      addresses.map((address) => quietly(desk, application.number, () => retire(desk, address, application, decided))),
    );
  });
}

/** After a tap on a button that should not stand there any more: what could not be amended at its time is amended now. */
export async function retireTapped(desk: Desk, address: Address, choice: string): Promise<void> {
  const [kind, number = '', step] = choice.split(':');
  if (kind !== 'act' || !amends(desk, address)) return;
  await quietly(desk, number, async () => {
    const application = await desk.store.findApplication(number);
    const decided = application && settledBy(application, step ?? '');
    if (decided) await retire(desk, address, application, decided);
  });
}

function amends(desk: Desk, address: Address): boolean {
  return desk.channel(address.slice(0, address.indexOf(':'))).amends;
}

async function quietly(desk: Desk, request: string, task: () => Promise<void>): Promise<void> {
  try {
    await task();
  } catch (error) {
    const level = error instanceof OperationalError ? 'warn' : 'error';
    desk.log[level]('buttons stay on a message that is settled', { request, error });
  }
}

/** The chats in which the buttons of that step may stand. */
async function addressesAt(desk: Desk, application: Application, step: string): Promise<Address[]> {
  const profile = await desk.profileOf(application.profileVersion);
  const officer = officerOf(getStep(serviceOf(application, profile), step), profile);
  const today = localDateAt(desk.clock.now(), profile.office);
  const officers = await desk.store.findOfficers();
  // Those on leave, too: they were told before it began.
  const people =
    officer === undefined
      ? [application.applicant]
      : officers.filter((each) => rolesOn(each, officers, today).includes(officer)).map(({ id }) => id);
  return (await Promise.all(people.map((person) => desk.store.findAddresses(person)))).flat();
}

async function retire(
  desk: Desk,
  address: Address,
  application: Application,
  decided: ApplicationEvent,
): Promise<void> {
  const chat = amends(desk, address) ? await desk.store.findChat(address) : undefined;
  if (!chat) return;
  const lines = await desk.store.readLog(address, Math.max(0, chat.lastSeq - RECENT));
  const asked = `act:${application.number}:${decided.step}:`;
  for (const { key, message } of lines) {
    if (!message.choices.some(({ id }) => id.startsWith(asked))) continue;
    const sent = await sentIdOf(desk, address, key);
    if (sent === undefined) continue;
    const settled = await withOutcome(desk, chat, message, application, decided);
    await desk.channel(address.slice(0, address.indexOf(':'))).amend(address, sent, settled);
  }
}
