// The chat of somebody who writes for the first time.
import { newSession } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import type { Address, Chat, Instant } from './ports.ts';

export function newChat(desk: Desk, address: Address, now: Instant): Chat {
  const person = desk.ids.next();
  return { address, version: 0, person, language: desk.language, session: newSession(now), seen: [], lastSeq: 0 };
}
