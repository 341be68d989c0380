// The figures of two invented years, held against a count by hand over the list of what happened in them.
import { beforeAll, describe, expect, it } from 'vitest';
import { closeDays } from '../../src/app/close-day.ts';
import { figuresOf } from '../../src/app/figures.ts';
import type { Figures } from '../../src/core/figures.ts';
import type { Profile } from '../../src/core/profile.ts';
import { CUT, MERGED, NOWHERE, RENAMED, UNITS } from '../helpers/sample-people.ts';
import type { Happening, Issued } from '../helpers/sample-plan.ts';
import { localDay } from '../helpers/sample-plan.ts';
import type { Lived, Years } from '../helpers/sample-years.ts';
import { liveYears, samplesProfile, thinkOutYears } from '../helpers/sample-years.ts';

const PEGAWAI = 5_000;
const SEED = 20_260_701;
const FROM = '2025-01-01';
const TODAY = '2026-12-30';
/** In the first year, before the roll was brought in a second time, around the merge, and now. */
const DAYS = ['2025-02-10', '2025-12-31', '2026-06-30', '2026-07-01', '2026-11-20', TODAY];
const MINUTE = 60_000;

let years: Years;
/** What happened in them, each with the day it was at Tarakan. */
let happened: (Happening & { readonly day: string })[];
let lived: Lived;
let profile: Profile;
const figures = new Map<string, Figures>();

beforeAll(async () => {
  profile = samplesProfile();
  years = thinkOutYears(PEGAWAI, SEED);
  happened = years.happenings.map((each) => ({ ...each, day: localDay(each.at) }));
  countOfficeMinutes();
  const night = Date.parse('2026-06-30T16:05:00.000Z');
  const besides = [night, night + 86_400_000].map((at) => ({
    at,
    act: async ({ desk }: Lived['world']) => {
      await closeDays(desk, new AbortController().signal);
    },
  }));
  lived = await liveYears(years, { profile, besides });
  for (const day of DAYS) figures.set(day, await figuresOf(lived.world.desk, { from: FROM, day }));
});

/** The figures of that day. */
function made(day: string): Figures {
  const found = figures.get(day);
  if (!found) throw new Error(`no figures of ${day}`);
  return found;
}

describe('the sample', () => {
  it('has everything in it that the figures tell apart', () => {
    const { happenings, brought } = years;
    expect(happenings.length).toBeGreaterThan(15_000);
    expect(new Set(happenings.map(({ service }) => service)).size).toBe(6);
    expect(new Set(happenings.flatMap(({ revoked }) => revoked?.ground ?? [])).size).toBe(5);
    expect(new Set(happenings.map(({ leaves }) => leaves.state)).size).toBe(5);
    expect(brought.flatMap(({ rows }) => rows).filter(({ golongan }) => golongan === '').length).toBeGreaterThan(100);
    const steps = profile.services['penerbitan']?.steps.map(({ id }) => id).slice(1) ?? [];
    const waiting = placesOn(TODAY).filter(({ state }) => state === 'in_progress');
    expect(new Set(waiting.map(({ step }) => step))).toEqual(new Set(steps));
    expect(lived.world.logged).toEqual([]);
  });
});

describe.each(DAYS)('the figures of %s', (day) => {
  it('have the holders, each by his newest certificate', () => {
    const people = holdersOn(day);
    const { holders } = made(day).indicators;
    expect(holders).toEqual(countsOf(people, day));
    expect(holders.persons).toBeGreaterThan(100);
  });

  it('have the first indicator: the share of Perangkat Daerah in use of a certificate', () => {
    const { offices, using, share } = made(day).indicators;
    const there = officesThere(day);
    const inUse = there.filter(({ name }) =>
      holdersOn(day).some((each) => officeCalled(each.unit, day) === name && stateOf(each, day) === 'active'),
    );
    expect({ offices, using }).toEqual({ offices: day < CUT ? 40 : 39, using: inUse.length });
    expect(share).toBeCloseTo((100 * inUse.length) / there.length, 10);
    expect(inUse.length).toBeLessThan(there.length);
  });

  it('have every Perangkat Daerah of the day with its people, and those of none in a row of their own', () => {
    const { byOffice, elsewhere } = made(day).indicators;
    const people = holdersOn(day);
    const expected = officesThere(day).map(({ name, area }) => ({
      name,
      area,
      ...countsOf(
        people.filter(({ unit }) => officeCalled(unit, day) === name),
        day,
      ),
    }));
    expect(Object.fromEntries(byOffice.map(({ formerly: _names, ...line }) => [line.name, line]))).toEqual(
      Object.fromEntries(expected.map((line) => [line.name, line])),
    );
    expect(byOffice).toHaveLength(expected.length);
    expect(elsewhere).toEqual(
      countsOf(
        people.filter(({ unit }) => officeCalled(unit, day) === undefined),
        day,
      ),
    );
    const former = Object.fromEntries(byOffice.map(({ name, formerly }) => [name, formerly]));
    expect(former[RENAMED.after]).toEqual(day < CUT ? undefined : [RENAMED.before]);
    expect(former[MERGED.after]).toEqual(day < CUT ? undefined : MERGED.before);
  });

  it('have the areas', () => {
    const people = holdersOn(day);
    const there = officesThere(day);
    for (const line of made(day).indicators.byArea) {
      const own = new Set(there.filter(({ area }) => area === line.area).map(({ name }) => name));
      const inside = people.filter(({ unit }) => own.has(officeCalled(unit, day) ?? ''));
      const inUse = new Set(
        inside.filter((each) => stateOf(each, day) === 'active').map(({ unit }) => officeCalled(unit, day)),
      );
      expect(line).toEqual({ area: line.area, offices: own.size, using: inUse.size, persons: inside.length });
    }
    expect(made(day).indicators.byArea.map(({ area }) => area)).toEqual(['Barat', 'Tengah', 'Timur', 'Utara']);
  });

  it('have sex, status and golongan', () => {
    const { bySex, byStatus, byGolongan } = made(day).indicators;
    const people = holdersOn(day);
    expect(bySex).toEqual({ male: 0, female: 0, unknown: 0, ...numberBy(people, ({ sex }) => sex) });
    expect(byStatus).toEqual({ pns: 0, pppk: 0, unknown: 0, ...numberBy(people, ({ status }) => status) });
    const pns = people.filter(({ status }) => status === 'pns');
    const grades = numberBy(pns, ({ golongan }) => golongan || 'unknown');
    expect(Object.fromEntries(byGolongan.map(({ golongan, persons }) => [golongan, persons]))).toEqual(grades);
    const order = byGolongan.map(({ golongan }) => golongan);
    expect(order).toEqual(order.toSorted());
    expect(order.at(-1)).toBe('unknown');
  });

  it('have the months in which certificates were issued and revoked', () => {
    const issued = numberBy(
      records().filter(({ known }) => known >= FROM && known <= day),
      ({ known }) => known.slice(0, 7),
    );
    const revoked = numberBy(
      revocations().filter((each) => each.day <= day),
      (each) => each.day.slice(0, 7),
    );
    const months = [...new Set([...Object.keys(issued), ...Object.keys(revoked)])].toSorted();
    expect(made(day).months).toEqual(
      months.map((month) => ({ month, issued: issued[month] ?? 0, revoked: revoked[month] ?? 0 })),
    );
  });

  it('have the grounds of revocation', () => {
    const expected = numberBy(
      revocations().filter((each) => each.day <= day),
      ({ ground }) => ground,
    );
    expect(Object.fromEntries(made(day).grounds.map(({ ground, count }) => [ground, count]))).toEqual(expected);
  });

  it('have requests by state and step, and those past their time as of now', () => {
    const places = placesOn(day);
    const expected = numberBy(places, ({ service, state, step }) => [service, state, step].join(' '));
    const lines = made(day).requests.map(({ service, state, step, count }) => [
      [service, state, step].join(' '),
      count,
    ]);
    expect(Object.fromEntries(lines)).toEqual(expected);
    expect(lines).toHaveLength(Object.keys(expected).length);
    const late = places.filter((each) => each.state === 'in_progress' && measured(each.since, years.end, each).late);
    const told = made(day).requests.reduce((sum, line) => sum + line.late, 0);
    expect(told).toBe(day === TODAY ? late.length : 0);
    if (day === TODAY) expect(late.length).toBeGreaterThan(50);
    for (const line of made(day).requests.filter(({ late: count }) => count > 0))
      expect(late.filter(({ service, step }) => service === line.service && step === line.step)).toHaveLength(
        line.late,
      );
  });

  it('have the minutes used at every step: median, p90, and how many were late', () => {
    const taken = timesTaken().filter((each) => each.day <= day);
    const expected = Object.fromEntries(
      [...new Set(taken.map(placeOf))].map((place) => {
        const own = taken.filter((each) => placeOf(each) === place).map(({ minutes }) => minutes);
        own.sort((a, b) => a - b);
        const late = taken.filter((each) => placeOf(each) === place && each.late).length;
        const [median, p90] = [own[Math.ceil(own.length / 2) - 1], own[Math.ceil(own.length * 0.9) - 1]];
        return [place, { decisions: own.length, median, p90, late }];
      }),
    );
    const lines = made(day).steps.map(({ service, step, decisions, median, p90, late }) => [
      placeOf({ service, step }),
      { decisions, median, p90, late },
    ]);
    expect(Object.fromEntries(lines)).toEqual(expected);
    expect(lines).toHaveLength(Object.keys(expected).length);
  });

  it('have the reasons for which papers came back and requests were refused', () => {
    const given = happened
      .filter((each) => each.day <= day)
      .flatMap(({ service, reasons }) => reasons?.of.map((reason) => `${service} ${reasons.kind} ${reason}`) ?? []);
    const lines = made(day).reasons.map(({ service, kind, reason, count }) => [`${service} ${kind} ${reason}`, count]);
    expect(Object.fromEntries(lines)).toEqual(numberBy(given, (each) => each));
  });

  it('have the checked documents by verdict', () => {
    const seen = years.checked.filter(({ at }) => localDay(at) <= day);
    expect(Object.fromEntries(made(day).checks.map(({ value, count }) => [value, count]))).toEqual(
      numberBy(seen, ({ headline }) => headline),
    );
  });
});

describe('the record of a closed day', () => {
  it('has the figures that the day still has half a year later', async () => {
    const records = await lived.world.store.findDays(FROM, TODAY);
    expect(records.map(({ day }) => day)).toEqual(['2026-06-30', '2026-07-01']);
    // Those of the second roll, brought in since, were not known that night.
    const unknown = years.brought[1]?.rows ?? [];
    for (const { day, holders, offices, using, requests, checks } of records) {
      const people = holdersOn(day).filter(({ holder }) => !unknown.some((row) => row.holder === holder));
      const { passphraseOverdue: _moment, ...counts } = countsOf(people, day);
      expect(holders).toEqual(counts);
      expect({ offices, using }).toMatchObject({ offices: made(day).indicators.offices });
      const places = numberBy(placesOn(day), ({ service, state, step }) => [service, state, step].join(' '));
      expect(
        Object.fromEntries(
          requests.map(({ service, state, step, count }) => [[service, state, step].join(' '), count]),
        ),
      ).toEqual(places);
      const seen = years.checked.filter(({ at }) => localDay(at) === day);
      expect(Object.fromEntries(checks.map(({ value, count }) => [value, count]))).toEqual(
        numberBy(seen, ({ headline }) => headline),
      );
    }
  });
});

/** A certificate, and from which day on the figures know of it. */
interface Known extends Issued {
  readonly known: string;
  readonly at: number;
}

let allRecords: Known[] | undefined;

/** Of everybody, in the order in which they became known. */
function records(): Known[] {
  if (allRecords) return allRecords;
  const brought = years.brought.flatMap(({ rows }) =>
    rows.map((row) => ({ ...row, known: row.issuedOn, at: Date.parse(`${row.issuedOn}T00:00:00+08:00`) })),
  );
  const recorded = happened.flatMap(({ at, day, issued = [] }) => issued.map((each) => ({ ...each, known: day, at })));
  return (allRecords = [...brought, ...recorded].toSorted((one, other) => one.at - other.at));
}

function revocations(): { holder: string; ground: string; day: string; at: number }[] {
  return happened.flatMap(({ at, day, revoked }) => (revoked ? [{ ...revoked, day, at }] : []));
}

interface HolderThen extends Known {
  readonly isRevoked: boolean;
}

const holdersKnown = new Map<string, HolderThen[]>();

/** Everybody who had one by the end of that day, with the newest. */
function holdersOn(day: string): HolderThen[] {
  const known = holdersKnown.get(day);
  if (known) return known;
  const newest = new Map<string, HolderThen>();
  for (const record of records()) if (record.known <= day) newest.set(record.holder, { ...record, isRevoked: false });
  for (const { holder, at, day: on } of revocations()) {
    const record = newest.get(holder);
    if (record && on <= day && record.at <= at) newest.set(holder, { ...record, isRevoked: true });
  }
  const people = [...newest.values()];
  holdersKnown.set(day, people);
  return people;
}

function stateOf({ isRevoked, validUntil }: HolderThen, day: string): 'active' | 'expired' | 'revoked' {
  if (isRevoked) return 'revoked';
  return validUntil < day ? 'expired' : 'active';
}

function countsOf(people: readonly HolderThen[], day: string) {
  const active = people.filter((each) => stateOf(each, day) === 'active');
  const soon = shifted(day, 30);
  const longAgo = shifted(day, -180);
  return {
    persons: people.length,
    active: active.length,
    nearEnd: active.filter(({ validUntil }) => validUntil <= soon).length,
    expired: people.filter((each) => stateOf(each, day) === 'expired').length,
    revoked: people.filter((each) => stateOf(each, day) === 'revoked').length,
    passphraseOverdue: active.filter(({ issuedOn }) => issuedOn < longAgo).length,
  };
}

function shifted(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

/** What a Perangkat Daerah is called on that day; undefined for those on no list, or where nobody can tell which it was. */
function officeCalled(unit: string, day: string): string | undefined {
  if (unit === NOWHERE) return undefined;
  if (unit === RENAMED.before) return day < CUT ? unit : RENAMED.after;
  if (MERGED.before.includes(unit)) return day < CUT ? unit : MERGED.after;
  if (unit === MERGED.after) return day < CUT ? undefined : unit;
  return unit;
}

function officesThere(day: string): { name: string; area: string }[] {
  const there = UNITS.flatMap(({ unit, area }) => (officeCalled(unit, day) === unit ? [{ name: unit, area }] : []));
  const young = [
    { name: RENAMED.after, area: 'Utara' },
    { name: MERGED.after, area: 'Tengah' },
  ];
  return day < CUT ? there : [...there, ...young];
}

function numberBy<Of>(list: readonly Of[], keyOf: (each: Of) => string): Record<string, number> {
  const numbers: Record<string, number> = {};
  for (const each of list) numbers[keyOf(each)] = (numbers[keyOf(each)] ?? 0) + 1;
  return numbers;
}

interface Standing {
  readonly service: string;
  readonly state: Happening['leaves']['state'];
  readonly step?: string | undefined;
  readonly since: number;
}

/** Where every request of by then was at the end of that day. */
function placesOn(day: string): Standing[] {
  const places = new Map<number, Standing>();
  for (const { at, day: on, request, service, leaves } of happened)
    if (on <= day) places.set(request, { service, ...leaves, since: at });
  return [...places.values()];
}

/** Of every minute since the first, how many before it the office of Tarakan was open. */
const openBefore: number[] = [];
const BEGINNING = Date.parse('2025-01-01T00:00:00+08:00');

function countOfficeMinutes(): void {
  const holidays = new Set(profile.office.holidays.map(({ date }) => date));
  let open = 0;
  for (let day = BEGINNING; day <= years.end + 1_440 * MINUTE; day += 1_440 * MINUTE) {
    const weekday = new Date(`${localDay(day)}T12:00:00Z`).getUTCDay();
    const isClosed = weekday === 0 || weekday === 6 || holidays.has(localDay(day));
    const [noon, evening] = weekday === 5 ? [690, 990] : [720, 960];
    for (let minute = 0; minute < 1_440; minute += 1) {
      openBefore.push(open);
      const isOpen = (minute >= 450 && minute < noon) || (minute >= 780 && minute < evening);
      if (isOpen && !isClosed) open += 1;
    }
  }
}

function openBetween(from: number, until: number): number {
  const [one, other] = [from, until].map((at) => openBefore[(at - BEGINNING) / MINUTE]);
  if (one === undefined || other === undefined) throw new Error(`no minute ${from} or ${until}`);
  return Math.max(other - one, 0);
}

/** How many minutes the office was open, and whether all that are allowed were over a minute before the end. */
function measured(since: number, until: number, place: Standing | Taken): { minutes: number; late: boolean } {
  const allowed = profile.services[place.service]?.steps.find(({ id }) => id === place.step)?.allowed;
  if (!allowed || !('minutes' in allowed)) throw new Error(`no minutes for ${place.service} ${place.step ?? ''}`);
  return {
    minutes: openBetween(since, until),
    late: openBetween(since, Math.max(until - MINUTE, since)) >= allowed.minutes,
  };
}

interface Taken {
  readonly service: string;
  readonly step: string;
  readonly day: string;
}

interface Measured extends Taken {
  readonly minutes: number;
  readonly late: boolean;
}

let allTaken: Measured[] | undefined;

/** What every decision took since the request came to its step. */
function timesTaken(): Measured[] {
  if (allTaken) return allTaken;
  const since = new Map<number, number>();
  allTaken = [];
  for (const { at, day, request, service, step, decision } of happened) {
    const began = since.get(request);
    since.set(request, at);
    if (!decision || began === undefined || step === undefined) continue;
    const place = { service, step, day };
    allTaken.push({ ...place, ...measured(began, at, place) });
  }
  return allTaken;
}

function placeOf({ service, step }: { service: string; step: string }): string {
  return `${service} ${step}`;
}
