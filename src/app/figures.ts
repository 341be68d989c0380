// Fetches what is counted in the records and makes figures of it, as of any day.
import { nearEndUntil } from '../core/certificate.ts';
import type { Figures, Indicators } from '../core/figures.ts';
import { indicators, requestLines, stepLines } from '../core/figures.ts';
import { addDays } from '../core/local-date.ts';
import type { Office } from '../core/office-list.ts';
import { atLocalTime, localDateAt } from '../core/office-time.ts';
import type { LocalDate } from '../core/person.ts';
import type { Profile } from '../core/profile.ts';
import type { HolderCount, MessageTally, RequestTally, Span } from '../core/tally.ts';
import type { Desk } from './desk.ts';

type FiguresDesk = Pick<Desk, 'store' | 'clock' | 'profile' | 'profileOf'>;

/** All Perangkat Daerah: those that were brought in, else the profile's; undefined where nobody has said which there are. */
export async function findOffices({
  store,
  profile,
}: Pick<Desk, 'store' | 'profile'>): Promise<readonly Office[] | undefined> {
  return (await store.findOffices()) ?? profile.offices;
}

/** Both published indicators as of the end of that day. */
export async function indicatorsOn(desk: FiguresDesk, day: LocalDate): Promise<Indicators> {
  const [tallies, offices] = await Promise.all([
    desk.store.tallyHolders(holderCount(day, desk.profile)),
    findOffices(desk),
  ]);
  return indicators(tallies, offices, day);
}

/**
 * All figures as of the end of `day`, with what is counted over time from the first day on to that one. `day` is not after today: see
 * `readDay`.
 */
export async function figuresOf(
  desk: FiguresDesk,
  { from, day }: { readonly from: LocalDate; readonly day: LocalDate },
): Promise<Figures> {
  const { store, profile, clock } = desk;
  const madeAt = clock.now();
  const isToday = day === localDateAt(madeAt, profile.office);
  const span = spanOf(from, day, profile);
  const [ofHolders, months, grounds, tallies, late, steps, reasons, checks, messages] = await Promise.all([
    indicatorsOn(desk, day),
    store.tallyMonths(from, day),
    store.tallyGrounds(day),
    store.tallyRequests(span.until),
    isToday ? store.tallyLate(madeAt) : [],
    store.tallySteps(span),
    store.tallyReasons(span),
    store.tallyActs('document_checked', 'headline', span),
    messagesOf(desk, from, day, isToday),
  ]);
  const requests = requestLines(tallies, late, await profilesOf(desk, tallies));
  const counted = { months, grounds, requests, steps: stepLines(steps, profile), reasons, checks };
  return { madeAt, indicators: ofHolders, from, isToday, ...counted, ...(messages ? { messages } : {}) };
}

/** From the beginning of the first day to the end of the last, where the agency is. */
export function spanOf(from: LocalDate, until: LocalDate, { office }: Pick<Profile, 'office'>): Span {
  return { from: atLocalTime(from, 0, office), until: atLocalTime(addDays(until, 1), 0, office) };
}

/** What to count holders by on that day. */
export function holderCount(day: LocalDate, { certificate }: Pick<Profile, 'certificate'>): HolderCount {
  return {
    day,
    nearEndUntil: nearEndUntil(day, certificate),
    changedBefore: addDays(day, -certificate.passphraseEveryDays),
  };
}

/** By version, those that the requests were handed in under. */
export async function profilesOf(
  { profileOf }: Pick<Desk, 'profileOf'>,
  tallies: readonly RequestTally[],
): Promise<Record<string, Profile>> {
  const versions = [...new Set(tallies.map(({ profileVersion }) => profileVersion))];
  return Object.fromEntries(
    await Promise.all(versions.map(async (version) => [version, await profileOf(version)] as const)),
  );
}

/** Lines since they began, less those until the day before the first: only days' records know either, but for today. */
async function messagesOf(
  { store }: Pick<Desk, 'store'>,
  from: LocalDate,
  day: LocalDate,
  isToday: boolean,
): Promise<MessageTally[] | undefined> {
  const before = addDays(from, -1);
  const [[first], [last], all] = await Promise.all([
    store.findDays(before, before),
    isToday ? [] : store.findDays(day, day),
    isToday ? store.tallyMessages() : [],
  ]);
  const until = isToday ? all : last?.momentary?.messages;
  if (!until) return undefined;
  const began = first?.momentary?.messages ?? [];
  return until.map(({ channel, lines }) => ({
    channel,
    lines: lines - (began.find((each) => each.channel === channel)?.lines ?? 0),
  }));
}
