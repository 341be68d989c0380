import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addOfficeDays,
  addOfficeMinutes,
  deadline,
  isOfficeTime,
  localDateAt,
  nextWakingMinute,
  nextOfficeMinute,
  officeMinutesBetween,
} from '../../src/core/office-time.ts';
import type { OfficeHours } from '../../src/core/profile.ts';

const WORKDAY = [
  { from: 450, to: 720 },
  { from: 780, to: 960 },
];
const FRIDAY = [
  { from: 450, to: 690 },
  { from: 780, to: 990 },
];

/** WITA, UTC+8. 20 November 2026 is a Friday; 25 December 2026 a Friday too. */
const OFFICE: OfficeHours = {
  timeZone: 'Asia/Makassar',
  zoneLabel: 'WITA',
  week: [[], WORKDAY, WORKDAY, WORKDAY, WORKDAY, FRIDAY, []],
  holidays: [
    { date: '2026-12-24', name: 'Cuti bersama Natal' },
    { date: '2026-12-25', name: 'Natal' },
  ],
};

/** "2026-11-20 08:00" on the office's clock as an instant. */
function at(local: string): string {
  return new Date(`${local.replace(' ', 'T')}:00.000+08:00`).toISOString();
}

describe('office minutes', () => {
  it.each([
    ['in the middle of the morning', '2026-11-20 08:00', 15, '2026-11-20 08:15'],
    ['up to the break', '2026-11-19 11:45', 15, '2026-11-19 12:00'],
    ['over the break', '2026-11-19 11:45', 20, '2026-11-19 13:05'],
    ['in the break', '2026-11-19 12:30', 15, '2026-11-19 13:15'],
    ['over the Friday prayer', '2026-11-20 11:20', 15, '2026-11-20 13:05'],
    ['before opening', '2026-11-19 05:00', 15, '2026-11-19 07:45'],
    ['after closing', '2026-11-19 20:00', 15, '2026-11-20 07:45'],
    ['at the closing minute', '2026-11-19 16:00', 15, '2026-11-20 07:45'],
    ['over the weekend', '2026-11-20 16:25', 15, '2026-11-23 07:40'],
    ['on Saturday', '2026-11-21 10:00', 15, '2026-11-23 07:45'],
    ['over holidays and the weekend', '2026-12-23 15:55', 10, '2026-12-28 07:35'],
    ['over two weeks', '2026-11-16 07:30', 2250 * 2, '2026-11-27 16:30'],
    ['over two weeks and a minute', '2026-11-16 07:30', 2250 * 2 + 1, '2026-11-30 07:31'],
    ['none, in office hours', '2026-11-20 08:00', 0, '2026-11-20 08:00'],
    ['none, on Sunday', '2026-11-22 08:00', 0, '2026-11-23 07:30'],
  ])('begun %s: %s + %i = %s', (_, from, minutes, to) => {
    expect(addOfficeMinutes(at(from), minutes, OFFICE)).toBe(at(to));
  });

  it('keep the seconds', () => {
    expect(addOfficeMinutes('2026-11-20T00:00:12.345Z', 15, OFFICE)).toBe('2026-11-20T00:15:12.345Z');
  });

  it.each([
    ['2026-11-20 08:00', '2026-11-20 08:15', 15],
    ['2026-11-20 11:00', '2026-11-20 13:30', 60],
    ['2026-11-20 12:00', '2026-11-20 12:30', 0],
    ['2026-11-16 00:00', '2026-11-23 00:00', 2250],
    ['2026-12-21 00:00', '2026-12-28 00:00', 3 * 450],
    ['2026-11-21 08:00', '2026-11-22 20:00', 0],
    ['2026-11-20 09:00', '2026-11-20 08:00', 0],
  ])('from %s to %s are %i', (from, to, minutes) => {
    expect(officeMinutesBetween(at(from), at(to), OFFICE)).toBe(minutes);
  });

  it('added are measured again', () => {
    fc.assert(
      fc.property(anyInstant(), fc.integer({ min: 0, max: 20_000 }), (from, minutes) => {
        const to = addOfficeMinutes(from, minutes, OFFICE);
        expect(officeMinutesBetween(from, to, OFFICE)).toBe(minutes);
        expect(to >= from).toBe(true);
      }),
    );
  });

  it('added in two portions are the same as at once', () => {
    fc.assert(
      fc.property(anyInstant(), fc.nat(5_000), fc.integer({ min: 1, max: 5_000 }), (from, first, second) => {
        const twice = addOfficeMinutes(addOfficeMinutes(from, first, OFFICE), second, OFFICE);
        expect(twice).toBe(addOfficeMinutes(from, first + second, OFFICE));
      }),
    );
  });

  it('agree with counting every single minute', () => {
    fc.assert(
      fc.property(anyInstant(), fc.nat(6 * 1440), (from, length) => {
        const start = Math.floor(Date.parse(from) / 60_000) * 60_000;
        let counted = 0;
        for (let minute = 0; minute < length; minute += 1) {
          if (isOpenByClock(start + minute * 60_000)) counted += 1;
        }
        const measured = officeMinutesBetween(iso(start), iso(start + length * 60_000), OFFICE);
        expect(measured).toBe(counted);
      }),
      { numRuns: 30 },
    );
  });

  it('may be many, as of a step of 32 days', () => {
    expect(addOfficeMinutes(at('2026-11-20 08:00'), 14_400, OFFICE)).toBe(at('2027-01-07 08:00'));
  });
});

describe('office days', () => {
  it.each([
    ['to the next day', '2026-11-18 10:15', 1, '2026-11-19 10:15'],
    ['over the weekend', '2026-11-20 10:15', 1, '2026-11-23 10:15'],
    ['over holidays', '2026-12-23 10:15', 1, '2026-12-28 10:15'],
    ['into the Friday prayer', '2026-11-19 11:45', 1, '2026-11-20 13:00'],
    ['from a late Friday into an early closing', '2026-11-20 16:15', 1, '2026-11-23 16:00'],
    ['from Saturday', '2026-11-21 10:00', 1, '2026-11-24 07:30'],
    ['from the night', '2026-11-18 23:00', 1, '2026-11-20 07:30'],
    ['five', '2026-11-16 08:00', 5, '2026-11-23 08:00'],
    ['none', '2026-11-22 08:00', 0, '2026-11-23 07:30'],
  ])('%s: %s', (_, from, days, to) => {
    expect(addOfficeDays(at(from), days, OFFICE)).toBe(at(to));
  });

  it('end in office hours or at their end', () => {
    fc.assert(
      fc.property(anyInstant(), fc.nat(60), (from, days) => {
        const to = addOfficeDays(from, days, OFFICE);
        const justBefore = iso(Date.parse(to) - 1);
        expect(isOfficeTime(to, OFFICE) || isOfficeTime(justBefore, OFFICE)).toBe(true);
      }),
    );
  });
});

describe('the deadline of a step', () => {
  it('is counted in the minutes or days its SOP allows', () => {
    expect(deadline(at('2026-11-20 11:20'), { minutes: 15 }, OFFICE)).toBe(at('2026-11-20 13:05'));
    expect(deadline(at('2026-11-20 11:20'), { days: 1 }, OFFICE)).toBe(at('2026-11-23 11:20'));
  });
});

describe('the office', () => {
  it.each([
    ['2026-11-20 07:29', false],
    ['2026-11-20 07:30', true],
    ['2026-11-20 11:29', true],
    ['2026-11-20 11:30', false],
    ['2026-11-20 16:30', false],
    ['2026-11-21 10:00', false],
    ['2026-12-25 10:00', false],
  ])('at %s is open: %s', (local, open) => {
    expect(isOfficeTime(at(local), OFFICE)).toBe(open);
  });

  it('opens next in office hours, at once when it is open', () => {
    expect(nextOfficeMinute(at('2026-11-20 11:45'), OFFICE)).toBe(at('2026-11-20 13:00'));
    expect(nextOfficeMinute(at('2026-11-20 10:00'), OFFICE)).toBe(at('2026-11-20 10:00'));
    expect(nextOfficeMinute(at('2026-12-24 10:00'), OFFICE)).toBe(at('2026-12-28 07:30'));
  });

  it.each([
    ['Asia/Jakarta', '2026-11-20'],
    ['Asia/Makassar', '2026-11-21'],
    ['Asia/Jayapura', '2026-11-21'],
  ])('in %s writes %s at 16:30 UTC', (timeZone, date) => {
    expect(localDateAt('2026-11-20T16:30:00.000Z', { timeZone })).toBe(date);
  });

  it('where clocks are changed keeps its local hours', () => {
    const berlin = { ...OFFICE, timeZone: 'Europe/Berlin' };
    expect(addOfficeDays('2026-03-27T09:00:00.000Z', 1, berlin)).toBe('2026-03-30T08:00:00.000Z');
    expect(addOfficeDays('2026-10-23T08:00:00.000Z', 1, berlin)).toBe('2026-10-26T09:00:00.000Z');
  });

  it('that never opens is an error, not an endless search', () => {
    const never = { ...OFFICE, week: [[], [], [], [], [], [], []] };
    expect(() => nextOfficeMinute(at('2026-11-20 10:00'), never)).toThrow(RangeError);
    expect(() => addOfficeMinutes(at('2026-11-20 10:00'), 15, never)).toThrow(RangeError);
    expect(officeMinutesBetween(at('2026-11-20 10:00'), at('2026-11-21 10:00'), never)).toBe(0);
  });

  it.each([NaN, Infinity, -1])('does not count %d minutes or days', (amount) => {
    expect(() => addOfficeMinutes(at('2026-11-20 10:00'), amount, OFFICE)).toThrow(RangeError);
    expect(() => addOfficeDays(at('2026-11-20 10:00'), amount, OFFICE)).toThrow(RangeError);
  });

  it('does not take a text that is no instant', () => {
    expect(() => isOfficeTime('yesterday', OFFICE)).toThrow(RangeError);
  });
});

function iso(time: number): string {
  return new Date(time).toISOString();
}

function anyInstant(): fc.Arbitrary<string> {
  return fc.integer({ min: Date.parse('2026-11-01T00:00:00Z'), max: Date.parse('2027-02-01T00:00:00Z') }).map(iso);
}

/** The plainest reading of OFFICE, for comparison. */
function isOpenByClock(time: number): boolean {
  const local = new Date(time + 8 * 3_600_000);
  if (OFFICE.holidays.some(({ date }) => local.toISOString().startsWith(date))) return false;
  const minute = local.getUTCHours() * 60 + local.getUTCMinutes();
  return (OFFICE.week[local.getUTCDay()] ?? []).some(({ from, to }) => minute >= from && minute < to);
}

describe('waking hours', () => {
  const at = (local: string): string => new Date(`2026-11-18T${local}:00+08:00`).toISOString();
  const office = { ...OFFICE, timeZone: 'Asia/Makassar' };

  it.each([
    ['07:00', '07:00'],
    ['12:30', '12:30'],
    ['19:59', '19:59'],
    ['00:00', '07:00'],
    ['06:59', '07:00'],
  ])('at %s let something be said at %s the same day', (now, then) => {
    expect(nextWakingMinute(at(now), office)).toBe(at(then));
  });

  it('are over at eight in the evening', () => {
    expect(nextWakingMinute(at('20:00'), office)).toBe('2026-11-18T23:00:00.000Z');
  });
});
