// A one-time code said in a chat: from then on the chat is that person's, and an unfinished dialogue comes along.
import { channelOf } from './address.ts';
import type { Input } from '../engine/advance.ts';
import { movedTo, newSession, readSession } from '../engine/session.ts';
import type { Session } from '../engine/session.ts';
import { audit } from './audit.ts';
import { useCode } from './code.ts';
import type { SaidCode } from './code.ts';
import type { Desk } from './desk.ts';
import type { Address, Chat, Inbound, Instant } from './ports.ts';
import { saveTurn } from './recent-chats.ts';

export interface Joined {
  /** What becomes of the chat; empty when the code was no good. */
  readonly becomes: Partial<Pick<Chat, 'person' | 'language' | 'session'>>;
  readonly input: Input;
  /** The chat that the dialogue was taken from. */
  readonly left?: Address;
}

/** Proof is the code alone: an address never is. A chat that has requests of its own stays what it is, and the code is not used up. */
export async function joinChat(desk: Desk, chat: Chat, said: SaidCode, now: Instant): Promise<Joined> {
  const own = await desk.store.findApplicationsOf(chat.person);
  if (own.length > 0) return { becomes: {}, input: { kind: 'link_failed', problem: 'occupied' } };
  const used = await useCode(desk, said.code);
  const known = used && (await desk.store.findPerson(used.person));
  // Whoever sends a link must not make its reader himself, and read what that person hands in. Only officers have a record of their own.
  const isMeant =
    used &&
    (used.purpose === 'officer' || used.purpose === 'join') &&
    !(said.byLink && used.purpose === 'join') &&
    !(known && isForVisitors(desk, chat.address));
  if (used && !isMeant) await desk.store.saveCode(used);
  if (!used || !isMeant) return { becomes: {}, input: { kind: 'link_failed', problem: 'unknown' } };
  const becomes = { person: used.person, language: known?.language ?? chat.language };
  const input: Input = { kind: 'linked', as: used.purpose };
  const before = used.purpose === 'join' ? await unfinished(desk, used.person, chat.address, now) : undefined;
  return before
    ? {
        becomes: { ...becomes, session: movedTo(readSession(chat.session, now), before.session) },
        input,
        left: before.address,
      }
    : { becomes, input };
}

function isForVisitors(desk: Desk, address: Address): boolean {
  return desk.visitorChannels?.includes(channelOf(address)) ?? false;
}

/** Once the chat is saved: the other chat begins anew, so that one form is not filled in two places, and the trail knows of it. */
export async function settleJoined(
  desk: Desk,
  inbound: Inbound,
  { becomes, input, left }: Joined,
  now: Instant,
): Promise<void> {
  if (left !== undefined) await leaveChat(desk, left, now);
  if (becomes.person === undefined || input.kind !== 'linked') return;
  const act = input.as === 'officer' ? 'officer_linked' : 'handle_joined';
  const channel = channelOf(inbound.from);
  const actor = becomes.person;
  await audit(desk, [
    { id: `${inbound.id}:${act}`, at: now, actor, actorName: '', act, subject: actor, channel, detail: {} },
  ]);
}

async function leaveChat(desk: Desk, address: Address, now: Instant): Promise<void> {
  for (;;) {
    const chat = await desk.store.findChat(address);
    if (!chat) return;
    const session = movedTo(readSession(chat.session, now), newSession(now));
    if (await saveTurn(desk, chat, { session, log: [], at: now })) return;
  }
}

async function unfinished(
  desk: Desk,
  person: string,
  here: Address,
  now: Instant,
): Promise<{ address: Address; session: Session } | undefined> {
  for (const { address, session: stored } of await desk.store.findChatsOf([person])) {
    const session = readSession(stored, now);
    if (address !== here && (session.conversation !== null || session.parked.length > 0)) return { address, session };
  }
  return undefined;
}
