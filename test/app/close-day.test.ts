// Every night the day before is written down once, whatever was missed and however many do it.
import { describe, expect, it } from 'vitest';
import { audit, checkedAct } from '../../src/app/audit.ts';
import { closeDays } from '../../src/app/close-day.ts';
import type { Store } from '../../src/app/ports.ts';
import type { DayRecord } from '../../src/core/figures.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { testTrust } from '../helpers/test-pki.ts';
import { unsignedPaper } from '../helpers/checked-papers.ts';
import { driveTo, handIn } from '../helpers/story.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Of a service that nobody stops. */
const { signal } = new AbortController();

function days(world: World): Promise<DayRecord[]> {
  return world.store.findDays('2026-01-01', '2030-12-31');
}

/** Lets time go by as in a service that is not running. */
function skip(world: World, milliseconds: number): void {
  const { clock } = world.desk;
  const then = Date.parse(clock.now()) + milliseconds;
  Object.assign(world.desk, { clock: { now: () => new Date(then).toISOString() } });
}

describe('the night', () => {
  it('writes down the day that is over, once: what came until its end, and what is of that moment', async () => {
    const world = await makeWorld({ trust: testTrust() });
    const { number } = await handIn(world);
    await driveTo(world, number, 'end');
    await handIn(world, 'lain');
    await world.say('publik', { file: 'surat.pdf', bytes: unsignedPaper() });
    expect(await closeDays(world.desk, signal)).toBe(1);
    // 00.30 in Tarakan.
    skip(world, 15.5 * HOUR);
    expect(await closeDays(world.desk, signal)).toBe(1);
    const [before, day, ...more] = await days(world);
    expect(more).toEqual([]);
    expect(before).toMatchObject({ day: '2026-11-17', holders: { persons: 0 }, requests: [], checks: [] });
    const lines = await Promise.all(SEATS.map(async (seat) => (await world.log(seat)).at(-1)?.seq ?? 0));
    expect(day).toEqual({
      day: '2026-11-18',
      closedAt: world.desk.clock.now(),
      momentary: {
        messages: [{ channel: 'web', lines: lines.reduce((sum, count) => sum + count, 0) }],
        passphraseOverdue: 0,
      },
      holders: { persons: 1, active: 1, nearEnd: 0, expired: 0, revoked: 0 },
      using: 1,
      requests: [
        { service: 'penerbitan', state: 'completed', count: 1, late: 0 },
        { service: 'penerbitan', state: 'in_progress', step: 'disposisi_kepala_dinas', count: 1, late: 1 },
      ],
      checks: [{ value: 'unsigned', count: 1 }],
    });
  });

  it('changes nothing a second time, though more has happened since', async () => {
    const world = await makeWorld();
    await handIn(world);
    skip(world, DAY);
    await closeDays(world.desk, signal);
    const once = await days(world);
    await handIn(world, 'lain');
    skip(world, HOUR);
    expect(await closeDays(world.desk, signal)).toBe(0);
    expect(await days(world)).toEqual(once);
  });

  it('has the PDFs that were checked on it, and on no other day', async () => {
    const world = await makeWorld();
    for (const messageId of ['m-1', 'm-2']) {
      await audit(world.desk, [
        checkedAct({ headline: 'valid' }, { channel: 'web', messageId, at: world.desk.clock.now() }),
      ]);
      skip(world, DAY);
      await closeDays(world.desk, signal);
    }
    expect((await days(world)).map(({ checks }) => checks)).toEqual([
      [{ value: 'valid', count: 1 }],
      [{ value: 'valid', count: 1 }],
    ]);
  });

  it('comes with the chores, without anybody writing', async () => {
    const world = await makeWorld();
    await world.pass(DAY);
    await world.pass(DAY);
    expect((await days(world)).map(({ day }) => day)).toEqual(['2026-11-18', '2026-11-19']);
  });
});

describe('nights that the desk slept through', () => {
  it('are made up for, each as its day was, without what was of the moment alone', async () => {
    const world = await makeWorld();
    await world.pass(DAY);
    const { number } = await handIn(world);
    await driveTo(world, number, 'penyerahan');
    skip(world, DAY);
    await world.say('verifikator', { choice: `act:${number}:penyerahan:issue` });
    await world.say('verifikator', { choice: 'date=2026-11-20' });
    skip(world, 2 * DAY);
    expect(await closeDays(world.desk, signal)).toBe(3);
    const records = await days(world);
    expect(records.map(({ day, holders, momentary }) => [day, holders.persons, momentary !== undefined])).toEqual([
      ['2026-11-18', 0, true],
      ['2026-11-19', 0, false],
      ['2026-11-20', 1, false],
      ['2026-11-21', 1, true],
    ]);
    expect(records.map(({ requests }) => requests.map(({ state, late }) => [state, late]))).toEqual([
      [],
      [['in_progress', 0]],
      [['completed', 0]],
      [['completed', 0]],
    ]);
  });

  it('are none before the first that it was awake', async () => {
    const world = await makeWorld();
    skip(world, 30 * DAY);
    expect(await closeDays(world.desk, signal)).toBe(1);
    expect((await days(world)).map(({ day }) => day)).toEqual(['2026-12-17']);
  });

  it('are made up for a year at most', async () => {
    const world = await makeWorld();
    await closeDays(world.desk, signal);
    skip(world, 366 * DAY);
    expect(await closeDays(world.desk, signal)).toBe(366);
    skip(world, 400 * DAY);
    expect(await closeDays(world.desk, signal)).toBe(1);
  });

  it('wait for the next time when the service is told to stop', async () => {
    const world = await makeWorld();
    await closeDays(world.desk, signal);
    skip(world, 5 * DAY);
    const stop = new AbortController();
    const store: Store = {
      ...world.store,
      keepDay: async (record) => {
        stop.abort();
        return world.store.keepDay(record);
      },
    };
    expect(await closeDays({ ...world.desk, store }, stop.signal)).toBe(1);
    expect(await closeDays(world.desk, signal)).toBe(4);
    expect(await days(world)).toHaveLength(6);
  });
});

describe('two processes', () => {
  it('that close the same day keep one record', async () => {
    const store = createMemoryStore();
    const [one, other] = await Promise.all([makeWorld({ store }), makeWorld({ store })]);
    await handIn(one);
    skip(one, DAY);
    skip(other, DAY + HOUR);
    const closed = await Promise.all([one, other].map(({ desk }) => closeDays(desk, signal)));
    expect(closed.toSorted((a, b) => a - b)).toEqual([0, 1]);
    expect(await days(one)).toHaveLength(1);
  });
});

const SEATS = [
  'pemohon',
  'lain',
  'kepala-dinas',
  'kepala-bidang',
  'statistisi',
  'verifikator',
  'kepala-perangkat-daerah',
  'publik',
];
