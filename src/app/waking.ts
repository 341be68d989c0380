// When something may be said that nobody asked for, on a discreet channel.
import { channelOf } from './address.ts';
import type { Instant } from '../core/person.ts';
import { nextWakingMinute } from '../core/office-time.ts';
import { isWithHuman } from '../engine/session.ts';
import type { Session } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import type { Address } from './ports.ts';

export function isDiscreet(desk: Desk, address: Address): boolean {
  return desk.channel(channelOf(address)).discreet === true;
}

/** `now`, or the first instant after it that is neither at night nor while one of our own people talks with the person. */
export function wakingTime(desk: Desk, session: Session, now: Instant): Instant {
  const free = isWithHuman(session, now) ? (session.humanUntil ?? now) : now;
  return nextWakingMinute(free, desk.profile.office);
}
