// "A delay at one point delays every later one" (Tarakan's SOP): a step past its deadline is announced once, to its holder and the superior.
import type { Desk } from './desk.ts';
import { deliverNoticesOrLater } from './deliver-notices.ts';
import { overdueNotices } from './notices.ts';

/** Announces what has become late. Two processes may run it at once: the request's revision lets one of them win. */
export async function announceOverdue(desk: Desk): Promise<number> {
  const now = desk.clock.now();
  const late = await desk.store.findOverdue(now, 100);
  let announced = 0;
  for (const application of late) {
    const told = { ...application, overdueAnnounced: now, revision: application.revision + 1 };
    const notices = overdueNotices(told, await desk.profileOf(application.profileVersion));
    if (!(await desk.store.saveApplication(told, { notices }))) continue;
    await deliverNoticesOrLater(desk, told, notices);
    announced += 1;
  }
  return announced;
}
