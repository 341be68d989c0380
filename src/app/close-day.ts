// Every night the day before is written down once: what was so at its end. What records and audit trail can tell is told for nights that
// the desk slept through, too; what is of the moment alone is then left out. (The publication's metadata: variables are collected daily.)
import type { DayRecord } from '../core/figures.ts';
import { requestLines } from '../core/figures.ts';
import { addDays } from '../core/local-date.ts';
import { localDateAt } from '../core/office-time.ts';
import type { LocalDate } from '../core/person.ts';
import type { Desk } from './desk.ts';
import { indicatorsOn, profilesOf, spanOf } from './figures.ts';

/** So many missed nights are made up for: a year. */
const MOST_DAYS = 366;

/** Closes every day until yesterday that has no record since the last one that has. Resolves to how many were closed. */
export async function closeDays(desk: Desk, signal: AbortSignal): Promise<number> {
  const now = desk.clock.now();
  const yesterday = addDays(localDateAt(now, desk.profile.office), -1);
  const first = await firstToClose(desk, yesterday);
  let closed = 0;
  for (let day = first; day <= yesterday && !signal.aborted; day = addDays(day, 1))
    if (await desk.store.keepDay(await recordOf(desk, day, day === yesterday))) closed += 1;
  return closed;
}

/** The day after the last that is closed; where none is, yesterday: nothing is made up for before the desk's first night. */
async function firstToClose({ store }: Desk, yesterday: LocalDate): Promise<LocalDate> {
  const known = await store.findDays(addDays(yesterday, -MOST_DAYS), yesterday);
  const last = known.at(-1)?.day;
  return last === undefined ? yesterday : addDays(last, 1);
}

async function recordOf(desk: Desk, day: LocalDate, isLast: boolean): Promise<DayRecord> {
  const { store, clock, profile } = desk;
  const closedAt = clock.now();
  const span = spanOf(day, day, profile);
  const [of, tallies, checks, late, messages] = await Promise.all([
    indicatorsOn(desk, day),
    store.tallyRequests(span.until),
    store.tallyActs('document_checked', 'headline', span),
    isLast ? store.tallyLate(closedAt) : [],
    isLast ? store.tallyMessages() : [],
  ]);
  const { passphraseOverdue, ...holders } = of.holders;
  return {
    day,
    closedAt,
    ...(isLast ? { momentary: { messages, passphraseOverdue } } : {}),
    holders,
    ...(of.offices === undefined ? {} : { offices: of.offices }),
    using: of.using,
    requests: requestLines(tallies, late, await profilesOf(desk, tallies)),
    checks,
  };
}
