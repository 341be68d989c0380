// The door of the dashboard: a one-time link, asked for in chat, opens a visit, and the officer is told of it there.
import { formatInstant } from '../core/calendar.ts';
import type { Person } from '../core/person.ts';
import { audit } from './audit.ts';
import { keepCode, seeCode, useCode } from './code.ts';
import type { Desk } from './desk.ts';
import { findOfficer } from './find-officer.ts';
import type { Instant } from './ports.ts';
import { sayLater } from './say-later.ts';

export interface Visit {
  /** Unguessable; whoever shows it is the visitor. Kept as a hash alone. */
  readonly token: string;
  readonly until: Instant;
}

/** Uses the code up. Undefined when it is unknown, used before, too late, or its person is no officer any more. */
export async function openVisit(desk: Desk, code: string): Promise<Visit | undefined> {
  // Looked at first: a code for something else is left as it is.
  const known = await seeCode(desk, code, 'dashboard');
  const used = known && (await useCode(desk, code));
  const officer = used && (await findOfficer(desk, used.person));
  if (!officer) return undefined;
  const token = desk.ids.next();
  const until = await keepCode(desk, token, 'visit', officer.id);
  const id = `dashboard:${used.hash}`;
  const who = { actor: officer.id, actorName: officer.name, subject: officer.id };
  await audit(desk, [{ id, ...who, act: 'dashboard_opened', channel: 'web', detail: {} }]);
  await tellVisitor(desk, officer, id);
  return { token, until };
}

/** In the chat he used last: whoever finds that it was not he can end the visit there. */
async function tellVisitor(desk: Desk, { id: person }: Person, id: string): Promise<void> {
  const [chat] = await desk.store.findChatsOf([person]);
  if (!chat) return;
  const { texts, profile, clock } = desk;
  const at = clock.now();
  await sayLater(desk, { address: chat.address, person, id }, (language) => [
    { text: texts.t(language, 'dashboard.opened', { at: formatInstant(at, profile.office, language) }), choices: [] },
  ]);
}
