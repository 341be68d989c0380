// After a decision, the buttons that asked for it come off wherever they stand, and the message says who decided what.
import { channelOf } from './address.ts';
import type { Application, ApplicationEvent } from '../core/application.ts';
import { getStep, officerOf, serviceOf } from '../core/rights.ts';
import { rolesOn } from '../core/officer.ts';
import { localDateAt } from '../core/office-time.ts';
import { sentIdsOf } from './deliver.ts';
import type { Desk } from './desk.ts';
import type { Address, Chat, Person } from './ports.ts';
import { OperationalError } from './ports.ts';
import { isDecisive, settledBy, withOutcome } from './settled.ts';

/**
 * Amends what stands in the officers' chats, where a channel can. A message that cannot be amended is no harm: who taps its buttons is
 * told who was quicker, and then it is tried once more.
 */
export async function retireTasks(
  desk: Desk,
  application: Application,
  events: readonly ApplicationEvent[],
  officers: readonly Person[],
): Promise<void> {
  const decided = events.find(isDecisive);
  if (!decided || !desk.channels.some(({ amends }) => amends)) return;
  await quietly(desk, application.number, async () => {
    const chats = await chatsAt(desk, application, decided.step, officers);
    await Promise.all(
      chats.map((chat) => quietly(desk, application.number, () => retire(desk, chat, application, decided))),
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
    const chat = decided && (await desk.store.findChat(address));
    if (chat) await retire(desk, chat, application, decided);
  });
}

function amends(desk: Desk, address: Address): boolean {
  return desk.channel(channelOf(address)).amends;
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
async function chatsAt(
  desk: Desk,
  application: Application,
  step: string,
  officers: readonly Person[],
): Promise<Chat[]> {
  const profile = await desk.profileOf(application.profileVersion);
  const officer = officerOf(getStep(serviceOf(application, profile), step), profile);
  const today = localDateAt(desk.clock.now(), profile.office);
  // Those on leave, too: they were told before it began.
  const people =
    officer === undefined
      ? [application.applicant]
      : officers.filter((each) => rolesOn(each, officers, today).includes(officer)).map(({ id }) => id);
  return (await desk.store.findChatsOf(people)).filter(({ address }) => amends(desk, address));
}

async function retire(desk: Desk, chat: Chat, application: Application, decided: ApplicationEvent): Promise<void> {
  const { address } = chat;
  const lines = await desk.store.readLog(address, 0);
  const asked = `act:${application.number}:${decided.step}:`;
  const standing = lines.filter(({ message }) => message.choices.some(({ id }) => id.startsWith(asked)));
  const ids = await sentIdsOf(
    desk,
    address,
    standing.map(({ key }) => key),
  );
  for (const { key, message } of standing) {
    const sent = ids.get(key);
    if (sent === undefined) continue;
    const settled = await withOutcome(desk, chat, message, application, decided);
    await desk.channel(channelOf(address)).amend(address, sent, settled);
  }
}
