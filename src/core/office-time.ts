// Time as an office counts it: only its opening hours run. Instants in and out are ISO 8601 UTC.
// Inside, an instant becomes "wall" time: milliseconds since 1970 on the office's own clock.
import type { Instant, LocalDate } from './person.ts';
import type { OfficeHours, OfficeSpans, SopStep } from './profile.ts';

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;

/** Days looked ahead for an open one before giving up: a profile may close an office for long, not for ever. */
const HORIZON = 3_660;

/**
 * The instant by which so many office minutes have passed. Outside office hours they begin to run when it opens;
 * minutes that end with a span end there (12:00), not at the next opening. 0 minutes: `nextOfficeMinute`.
 */
export function addOfficeMinutes(at: Instant, minutes: number, office: OfficeHours): Instant {
  let left = counted(minutes) * MINUTE;
  const start = nextOpen(wallOf(at, office), office);
  for (let day = dayOf(start); ;) {
    for (const span of spansOf(day, office)) {
      const from = Math.max(day * DAY + span.from * MINUTE, start);
      const room = day * DAY + span.to * MINUTE - from;
      if (room > 0 && left <= room) return instantOf(from + left, office);
      left -= Math.max(room, 0);
    }
    day = nextOpenDay(day + 1, office);
  }
}

/**
 * The same local time so many office days later, moved into that day's hours: before opening to the opening,
 * a break to its end, after closing to the closing. Outside office hours the count begins at the next opening.
 */
export function addOfficeDays(at: Instant, days: number, office: OfficeHours): Instant {
  const start = nextOpen(wallOf(at, office), office);
  let day = dayOf(start);
  for (let left = counted(days); left > 0; left -= 1) day = nextOpenDay(day + 1, office);
  const time = start - dayOf(start) * DAY;
  const spans = spansOf(day, office);
  const span = spans.find(({ to }) => time < to * MINUTE) ?? spans.at(-1);
  if (span === undefined) throw new RangeError('No office hours on an office day');
  return instantOf(day * DAY + Math.min(Math.max(time, span.from * MINUTE), span.to * MINUTE), office);
}

/** Until when a step that came in `at` may take: its minutes, or its days, of office time. */
export function deadline(at: Instant, allowed: SopStep['allowed'], office: OfficeHours): Instant {
  return 'minutes' in allowed ? addOfficeMinutes(at, allowed.minutes, office) : addOfficeDays(at, allowed.days, office);
}

/** Whole office minutes from one instant to another; 0 when `to` is not later. */
export function officeMinutesBetween(from: Instant, to: Instant, office: OfficeHours): number {
  const start = wallOf(from, office);
  const end = wallOf(to, office);
  let total = 0;
  for (let day = dayOf(start); day <= dayOf(end); day += 1) {
    for (const span of spansOf(day, office)) {
      const open = Math.max(day * DAY + span.from * MINUTE, start);
      total += Math.max(Math.min(day * DAY + span.to * MINUTE, end) - open, 0);
    }
  }
  return Math.floor(total / MINUTE);
}

/** Whether the office is open; at its closing minute it no longer is. */
export function isOfficeTime(at: Instant, office: OfficeHours): boolean {
  const wall = wallOf(at, office);
  return nextOpen(wall, office) === wall;
}

/** `at` itself in office hours, else the next opening. */
export function nextOfficeMinute(at: Instant, office: OfficeHours): Instant {
  return instantOf(nextOpen(wallOf(at, office), office), office);
}

/** Hours of the day in which people may be told what they did not ask for, at the office's place, every day of the week. */
const WAKING = { from: 7 * 60 * MINUTE, to: 20 * 60 * MINUTE } as const;

/** `at` itself between 07.00 and 20.00 at the office's place, else the next 07.00. */
export function nextWakingMinute(at: Instant, office: OfficeHours): Instant {
  const wall = wallOf(at, office);
  const day = dayOf(wall) * DAY;
  if (wall - day < WAKING.from) return instantOf(day + WAKING.from, office);
  return wall - day < WAKING.to ? at : instantOf(day + DAY + WAKING.from, office);
}

/** The instant at which it is so many minutes after midnight of that day at the office. */
export function atLocalTime(date: LocalDate, minutes: number, office: OfficeHours): Instant {
  return instantOf(Date.parse(`${date}T00:00:00Z`) + minutes * MINUTE, office);
}

/** The calendar day it is at the office. */
export function localDateAt(at: Instant, office: Pick<OfficeHours, 'timeZone'>): LocalDate {
  return new Date(wallOf(at, office)).toISOString().slice(0, 10);
}

/** The calendar day and the time of day it is at the office; hour and minute have two digits each. */
export function localTimeAt(
  at: Instant,
  office: Pick<OfficeHours, 'timeZone'>,
): { readonly date: LocalDate; readonly hour: string; readonly minute: string } {
  const wall = new Date(wallOf(at, office)).toISOString();
  return { date: wall.slice(0, 10), hour: wall.slice(11, 13), minute: wall.slice(14, 16) };
}

/** Anything else would be searched for without end. */
function counted(amount: number): number {
  if (!Number.isFinite(amount) || amount < 0) throw new RangeError(`Not an amount of office time: ${amount}`);
  return amount;
}

function nextOpen(wall: number, office: OfficeHours): number {
  const day = dayOf(wall);
  for (const span of spansOf(day, office)) {
    if (wall < day * DAY + span.to * MINUTE) return Math.max(wall, day * DAY + span.from * MINUTE);
  }
  const open = nextOpenDay(day + 1, office);
  return open * DAY + (spansOf(open, office)[0]?.from ?? 0) * MINUTE;
}

function nextOpenDay(from: number, office: OfficeHours): number {
  for (let day = from; day <= from + HORIZON; day += 1) if (spansOf(day, office).length > 0) return day;
  throw new RangeError('The profile has no office hours');
}

function dayOf(wall: number): number {
  return Math.floor(wall / DAY);
}

/** 1970-01-01 was a Thursday, which Date.getDay() counts as 4. */
function spansOf(day: number, office: OfficeHours): OfficeSpans {
  return closedDays(office).has(day) ? [] : (office.week[(((day + 4) % 7) + 7) % 7] ?? []);
}

const closed = new WeakMap<OfficeHours, ReadonlySet<number>>();

function closedDays(office: OfficeHours): ReadonlySet<number> {
  const known = closed.get(office);
  if (known !== undefined) return known;
  const days = new Set(office.holidays.map(({ date }) => dayOf(Date.parse(`${date}T00:00:00Z`))));
  closed.set(office, days);
  return days;
}

function wallOf(at: Instant, office: Pick<OfficeHours, 'timeZone'>): number {
  const time = Date.parse(at);
  if (Number.isNaN(time)) throw new RangeError(`Not an instant: ${at}`);
  return time + offsetAt(time, office.timeZone);
}

/** Asked twice, so that it is right on both sides of a clock change too (Indonesia has none). */
function instantOf(wall: number, { timeZone }: OfficeHours): Instant {
  const guess = wall - offsetAt(wall, timeZone);
  return new Date(wall - offsetAt(guess, timeZone)).toISOString();
}

/** Clocks are changed at a quarter of an hour at the finest. */
const QUARTER = 15 * MINUTE;
const MOST_OFFSETS = 1_000;
const offsets = new Map<string, number>();

/** Milliseconds by which the zone's clock is ahead of UTC; remembered, since time zones are slow. */
function offsetAt(time: number, timeZone: string): number {
  const key = `${timeZone} ${Math.floor(time / QUARTER)}`;
  const known = offsets.get(key);
  if (known !== undefined) return known;
  if (offsets.size >= MOST_OFFSETS) offsets.clear();
  const offset = readOffset(time, timeZone);
  offsets.set(key, offset);
  return offset;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function readOffset(time: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  const name = format.formatToParts(time).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const match = /^GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(name);
  const minutes = Number(match?.[2] ?? 0) * 60 + Number(match?.[3] ?? 0);
  return (match?.[1] === '-' ? -minutes : minutes) * MINUTE;
}
