// What both stores read off a request to find and order it: one meaning for every implementation.
import type { Application, Instant } from '../app/ports.ts';
import { isOver } from '../core/application.ts';

/** When it was handed in: its place among a person's requests. */
export function submittedAt(application: Application): Instant {
  return application.history[0]?.at ?? application.since;
}

/** Until when the present step has time, if somebody is still to be told that it was missed. */
export function watchedUntil(application: Application): Instant | undefined {
  const watched = application.state === 'in_progress' && application.overdueAnnounced === undefined;
  return watched ? application.due : undefined;
}

/** Since when it has been over, as long as its papers are still kept. */
export function keptSince(application: Application): Instant | undefined {
  return isOver(application) && application.erased === undefined ? application.since : undefined;
}

/** Blocks a second request of the same person for the same service, unless it is for somebody else. */
export function isOpen(application: Application): boolean {
  return !isOver(application) && !application.forOthers;
}
