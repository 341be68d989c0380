// One of our own people writes in a chat from the account's phone: the bot is silent there for a while, and the officers are told.
import { channelOf } from './address.ts';
import { localDateAt } from '../core/office-time.ts';
import { holdersOf } from '../core/officer.ts';
import { officerOf, getStep, serviceOf } from '../core/rights.ts';
import type { Role } from '../core/profile.ts';
import { formatInstant } from '../core/calendar.ts';
import { LONGEST_TEXT } from '../engine/advance.ts';
import { isWithHuman, readSession } from '../engine/session.ts';
import type { Session } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import { newChat } from './new-chat.ts';
import type { Chat, Inbound, Instant } from './ports.ts';
import { saveTurn } from './recent-chats.ts';
import { tellUnasked } from './unasked.ts';

/** So long after the human's last word the bot answers again. */
const SILENCE_MS = 2 * 3_600_000;

/** What a human writes to give the chat back before that. */
const GIVE_BACK = /^\s*\/bot\s*$/i;

/** Takes note of what a human wrote. Resolves when the officers are told and it is saved. */
export async function humanWrote(desk: Desk, inbound: Inbound): Promise<void> {
  const now = desk.clock.now();
  const chat = (await desk.store.findChat(inbound.from)) ?? newChat(desk, inbound.from, now);
  const session = readSession(chat.session, now);
  const until = silentUntil(inbound, session, now);
  const begins = until > now && !isWithHuman(session, now) && !chat.seen.includes(inbound.id);
  // Before it is saved: should that fail, or the process die, the message comes again, and who has been told is not told twice.
  if (begins) await tellOfficers(desk, chat, until, `human:${inbound.id}`);
  await desk.chats.run(inbound.from, () => takeNote(desk, inbound));
}

async function takeNote(desk: Desk, inbound: Inbound): Promise<void> {
  for (;;) {
    const now = desk.clock.now();
    const chat = (await desk.store.findChat(inbound.from)) ?? newChat(desk, inbound.from, now);
    if (chat.seen.includes(inbound.id)) return;
    const session = readSession(chat.session, now);
    const message = { text: (inbound.text ?? '…').slice(0, LONGEST_TEXT), choices: [] };
    const line = { seq: chat.lastSeq + 1, from: 'bot', at: now, message, key: inbound.id, delivery: 'sent' } as const;
    const next = { ...session, humanUntil: silentUntil(inbound, session, now) };
    if (await saveTurn(desk, chat, { session: next, seen: inbound.id, log: [line], at: now })) return;
  }
}

/** Reckoned from when it was written: after a long absence what was said meanwhile comes late. */
function silentUntil({ text = '', at }: Inbound, { humanUntil = '' }: Session, now: Instant): Instant {
  if (GIVE_BACK.test(text)) return now;
  const until = new Date(Math.min(Date.parse(at), Date.parse(now)) + SILENCE_MS).toISOString();
  return until > humanUntil ? until : humanUntil;
}

/** Told to those at whose step the person's request is; of somebody without one, to those who issue certificates. */
async function tellOfficers(desk: Desk, { person, address }: Chat, until: Instant, id: string): Promise<void> {
  const { office } = desk.profile;
  const [officers, applications] = await Promise.all([
    desk.store.findOfficers(),
    desk.store.findApplicationsOf(person),
  ]);
  const application = applications.find(({ state }) => state === 'in_progress' || state === 'returned');
  const profile = application ? await desk.profileOf(application.profileVersion) : desk.profile;
  const role = application ? officerOf(getStep(serviceOf(application, profile), application.step), profile) : undefined;
  const today = localDateAt(desk.clock.now(), office);
  const told = holdersOf(role ?? issuer(desk), officers, today).map(({ id }) => id);
  const chats = await desk.store.findChatsOf(told);
  const channel = channelOf(address);
  for (const officer of told) {
    const chat = chats.find((each) => each.person === officer);
    if (!chat) continue;
    await tellUnasked(desk, chat, id, ({ language }) => ({
      text: desk.texts.t(language, application ? 'human.took_over' : 'human.took_over_unknown', {
        number: application?.number ?? '',
        channel: desk.texts.t(language, channel === 'whatsapp' ? 'channel.whatsapp' : 'channel.other'),
        until: formatInstant(until, office, language),
      }),
      choices: application
        ? [{ id: `open:${application.number}`, label: desk.texts.t(language, 'notice.open_task') }]
        : [],
    }));
  }
}

/** The role that issues certificates. */
function issuer({ profile }: Desk): Role {
  const steps = Object.values(profile.services).flatMap((service) => service.steps);
  const step = steps.find(({ decisions }) => decisions.some(({ kind }) => kind === 'issue'));
  return (step && officerOf(step, profile)) ?? '';
}
