// After a decision, the buttons that asked for it come off wherever they stand, and the message says who decided what.
import type { Application, ApplicationEvent } from '../core/application.ts';
import { getStep, officerOf, serviceOf } from '../core/decide.ts';
import { holdersOf } from '../core/officer.ts';
import { localDateAt } from '../core/office-time.ts';
import { decidedLine } from '../engine/notice.ts';
import type { Desk } from './desk.ts';
import { gather } from './gather.ts';
import { readSession } from '../engine/session.ts';
import type { Address } from './ports.ts';

/** So many of a chat's lines are looked through for the buttons of a step. */
const RECENT = 60;

/**
 * Amends what stands in the officers' chats, where the channel can. A message that cannot be amended is no harm: who taps its
 * buttons is told who was quicker.
 */
export async function retireTasks(
  desk: Desk,
  application: Application,
  events: readonly ApplicationEvent[],
): Promise<void> {
  const decided = events.find(
    ({ kind }) =>
      kind === 'step_decided' ||
      kind === 'papers_returned' ||
      kind === 'application_rejected' ||
      kind === 'application_withdrawn',
  );
  if (!decided) return;
  const profile = await desk.profileOf(application.profileVersion);
  const officer = officerOf(getStep(serviceOf(application, profile), decided.step), profile);
  const officers = officer === undefined ? [] : await desk.store.findOfficers();
  const people =
    officer === undefined
      ? [application.applicant]
      : holdersOf(officer, officers, localDateAt(desk.clock.now(), profile.office)).map(({ id }) => id);
  for (const person of people) {
    for (const address of await desk.store.findAddresses(person)) await retire(desk, address, application, decided);
  }
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
  const asking = lines.filter(({ message }) =>
    message.choices.some(({ id }) => id.startsWith(`act:${application.number}:${decided.step}:`)),
  );
  if (asking.length === 0) return;
  const now = desk.clock.now();
  const context = await gather(desk, chat, readSession(chat.session, now), undefined, decided.at, now);
  const outcome = decidedLine(decided, application, context);
  for (const { key, message } of asking) {
    const sent = await desk.store.findSentId(address, key);
    if (sent === undefined) continue;
    await desk
      .channel(address.slice(0, address.indexOf(':')))
      .amend(address, sent, { text: `${message.text}\n\n${outcome}`, choices: [] });
  }
}
