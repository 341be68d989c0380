// What an officer's visit to the dashboard shows, and how it ends; open-visit.ts says how it begins. Who visits must be an officer whenever
// he looks, nothing can be changed from the page, and no holder is named on it.
import { FIRST_DAY } from '../core/certificate.ts';
import { isLocalDate } from '../core/local-date.ts';
import { localDateAt } from '../core/office-time.ts';
import type { Report } from '../core/report.ts';
import { makeReport } from '../engine/report.ts';
import { seeCode, useCode } from './code.ts';
import type { Desk } from './desk.ts';
import { findOfficer } from './find-officer.ts';
import type { Instant, Language, LocalDate } from './ports.ts';
import { recentFigures } from './recent-figures.ts';

/** A period as a visitor asks for it, not looked at yet. */
export interface Wanted {
  readonly language: Language;
  readonly from?: string;
  readonly day?: string;
}

/** Why the figures are not those of the period that was asked for. */
export type PeriodProblem = 'not_a_day' | 'future' | 'too_early' | 'backwards';

export interface Look {
  /** The internal edition, without the roll. */
  readonly report: Report;
  /** Then they are those of this year until today. */
  readonly problem?: PeriodProblem;
  readonly today: LocalDate;
  /** When the visit ends. */
  readonly until: Instant;
}

/** Undefined when there is no such visit, it is over, or its person is no officer at this moment. */
export async function dashboardOf(desk: Desk, token: string, wanted: Wanted): Promise<Look | undefined> {
  const visit = await seeCode(desk, token, 'visit');
  if (!visit || !(await findOfficer(desk, visit.person))) return undefined;
  const { texts, profile } = desk;
  const today = todayOf(desk);
  const { problem, ...period } = periodOf(wanted, today);
  const report = makeReport(await recentFigures(desk, period), {
    edition: 'internal',
    language: wanted.language,
    texts,
    profile,
  });
  return { report, today, until: visit.expiresAt, ...(problem === undefined ? {} : { problem }) };
}

/** Ends the visit itself. */
export async function closeVisit(desk: Desk, token: string): Promise<void> {
  if (await seeCode(desk, token, 'visit')) await useCode(desk, token);
}

/** Ends all visits of a person, and the links that he has not opened yet. */
export async function closeVisits({ store }: Pick<Desk, 'store'>, person: string): Promise<void> {
  await store.dropCodes('dashboard', person);
  await store.dropCodes('visit', person);
}

/** The period that was asked for; without one, or where there is none such, this year until today. */
function periodOf(
  { from, day }: Wanted,
  today: LocalDate,
): { readonly from: LocalDate; readonly day: LocalDate; readonly problem?: PeriodProblem } {
  const until = day ?? today;
  const since = from ?? yearOf(until);
  const problem = problemOf(since, until, today);
  return problem === undefined ? { from: since, day: until } : { from: yearOf(today), day: today, problem };
}

function problemOf(from: string, day: string, today: LocalDate): PeriodProblem | undefined {
  if (!isLocalDate(from) || !isLocalDate(day)) return 'not_a_day';
  if (day > today) return 'future';
  if (day < FIRST_DAY || from < FIRST_DAY) return 'too_early';
  return from > day ? 'backwards' : undefined;
}

/** The first day of the year. */
function yearOf(day: string): LocalDate {
  return `${day.slice(0, 4)}-01-01`;
}

function todayOf({ clock, profile }: Desk): LocalDate {
  return localDateAt(clock.now(), profile.office);
}
