// Figures as of a day: what may change them afterwards, what may not, and what is told of this moment alone.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { closeDays } from '../../src/app/close-day.ts';
import { figuresOf, findOffices } from '../../src/app/figures.ts';
import { storeRoll } from '../../src/app/store-roll.ts';
import type { Figures } from '../../src/core/figures.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { localDay } from '../helpers/sample-plan.ts';
import { liveYears, thinkOutYears } from '../helpers/sample-years.ts';
import { driveTo, handIn } from '../helpers/story.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const DAY_MS = 86_400_000;
const FROM = '2025-01-01';
const OFFICES = [
  { name: 'Dinas Kesehatan', area: 'Utara' },
  { name: 'Dinas Sosial', area: 'Barat' },
];

function madeOn(world: World, day: string, from = FROM): Promise<Figures> {
  return figuresOf(world.desk, { from, day });
}

function addToRoll({ store, desk }: World, nip: string, issuedOn: string): Promise<number> {
  const roll = storeRoll(store, desk.profile, desk.ids, desk.clock);
  const validUntil = `${Number(issuedOn.slice(0, 4)) + 2}${issuedOn.slice(4)}`;
  return roll.add([{ row: 2, name: 'Panji Wibawa', nip, office: 'Dinas Sosial', issuedOn, validUntil }]);
}

describe('figures as of a day that is over', () => {
  it('do not change whatever happens later', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({ seed: fc.nat(100_000), count: fc.integer({ min: 8, max: 30 }) }),
        fc.nat(1_000),
        fc.integer({ min: 2, max: 60 }),
        async ({ seed, count }, which, ago) => {
          const years = thinkOutYears(count, seed);
          // Just before a certificate is recorded, or recorded as revoked; best if it was issued on a day before.
          const turns = years.happenings.filter(({ issued, revoked }) => issued ?? revoked);
          const early = turns.filter(({ at, issued }) => issued?.some(({ issuedOn }) => issuedOn < localDay(at)));
          const all = which % 2 === 0 && early.length > 0 ? early : turns;
          const turn = all[which % all.length];
          fc.pre(turn !== undefined);
          const at = turn.at - 1;
          const days = [localDay(at - DAY_MS), localDay(at - ago * DAY_MS)];
          const before: Figures[] = [];
          const looks = {
            at,
            act: async (world: World) => {
              for (const day of days) before.push(await madeOn(world, day));
            },
          };
          // What is brought in later is told of by itself below.
          const brought = years.brought.filter((each) => each.at < at);
          const { world } = await liveYears({ ...years, brought }, { besides: [looks] });
          for (const [index, day] of days.entries()) {
            const { madeAt: _then, ...figures } = before[index] ?? (await madeOn(world, day));
            const { madeAt: _now, ...after } = await madeOn(world, day);
            expect(before).toHaveLength(days.length);
            expect(after).toEqual(figures);
          }
        },
      ),
      { numRuns: 15 },
    );
  });

  it('do change by what is brought in later: it was so then, and nobody had told', async () => {
    const world = await makeWorld();
    await world.store.keepOffices(OFFICES);
    const { number } = await handIn(world);
    await driveTo(world, number, 'end');
    await world.pass(10 * DAY_MS);
    const before = await madeOn(world, '2026-11-20');
    expect(await addToRoll(world, '197001011990011001', '2026-03-05')).toBe(1);
    const after = await madeOn(world, '2026-11-20');
    expect([before, after].map(({ indicators }) => indicators.holders.persons)).toEqual([1, 2]);
    expect([before, after].map(({ indicators }) => indicators.share)).toEqual([50, 100]);
    expect(after.months).toEqual([{ month: '2026-03', issued: 1, revoked: 0 }, ...before.months]);
    const { requests, steps, reasons, checks, grounds } = before;
    expect(after).toMatchObject({ requests, steps, reasons, checks, grounds });
    expect((await madeOn(world, '2026-03-04')).indicators.holders.persons).toBe(0);
    expect((await madeOn(world, '2026-03-05')).indicators.holders.persons).toBe(1);
  });

  it('count once whoever has a certificate of the desk and stands in the roll as well', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    const { answers } = await driveTo(world, number, 'end');
    await world.pass(DAY_MS);
    expect(await addToRoll(world, answers['nip'] ?? '', '2025-05-05')).toBe(0);
    expect((await madeOn(world, '2026-11-18')).indicators.holders.persons).toBe(1);
  });

  it('count once whoever was in the roll and is issued one by the desk, by the new one from its day on', async () => {
    const world = await makeWorld();
    expect(await addToRoll(world, '198704122010012003', '2025-05-05')).toBe(1);
    const { number } = await handIn(world);
    await driveTo(world, number, 'end');
    await world.pass(DAY_MS);
    const offices = async (day: string) => {
      const { byOffice, holders } = (await madeOn(world, day)).indicators;
      return [byOffice.filter(({ persons }) => persons > 0).map(({ name }) => name), holders.persons];
    };
    expect(await offices('2026-11-17')).toEqual([['Dinas Sosial'], 1]);
    expect(await offices('2026-11-18')).toEqual([['Dinas Kesehatan'], 1]);
  });

  it('are naught before the desk had anything to do', async () => {
    const world = await makeWorld();
    const { indicators, months, grounds, requests, steps, reasons, checks } = await madeOn(world, '2025-12-31');
    expect(indicators.holders.persons).toBe(0);
    expect([months, grounds, requests, steps, reasons, checks]).toEqual([[], [], [], [], [], []]);
  });
});

describe('what is counted over time', () => {
  it('begins with the first day and ends with the last', async () => {
    const world = await makeWorld();
    const { number } = await handIn(world);
    await driveTo(world, number, 'end');
    await world.pass(DAY_MS);
    const decisions = async (from: string, day: string) => (await madeOn(world, day, from)).steps.length;
    expect(await decisions('2026-11-18', '2026-11-18')).toBe(6);
    expect(await decisions('2026-11-19', '2026-11-19')).toBe(0);
    expect(await decisions('2026-11-01', '2026-11-17')).toBe(0);
    expect((await madeOn(world, '2026-11-18', '2026-11-18')).months).toHaveLength(1);
    expect((await madeOn(world, '2026-11-19', '2026-11-19')).months).toEqual([]);
  });
});

describe('what is of this moment alone', () => {
  it('is told of today and of no other day: late requests', async () => {
    const world = await makeWorld();
    await handIn(world);
    await world.pass(2 * 3_600_000);
    expect((await madeOn(world, '2026-11-18')).requests).toMatchObject([{ count: 1, late: 1 }]);
    await world.pass(DAY_MS);
    expect(await madeOn(world, '2026-11-18')).toMatchObject({ isToday: false, requests: [{ count: 1, late: 0 }] });
    expect(await madeOn(world, '2026-11-19')).toMatchObject({ isToday: true, requests: [{ count: 1, late: 1 }] });
  });

  it('is told of other days where they were closed in time: messages by channel', async () => {
    const world = await makeWorld();
    const { signal } = new AbortController();
    await closeDays(world.desk, signal);
    await world.say('publik', 'menu');
    const lines = async () => (await world.log('publik')).length;
    const until = [await lines()];
    expect((await madeOn(world, '2026-11-18')).messages).toEqual([{ channel: 'web', lines: until[0] }]);
    for (let day = 1; day <= 2; day += 1) {
      await world.pass(DAY_MS);
      await closeDays(world.desk, signal);
      await world.say('publik', 'menu');
      until.push(await lines());
    }
    const [first = 0, second = 0, third = 0] = until;
    const told = async (from: string, day: string) => (await madeOn(world, day, from)).messages?.[0]?.lines;
    expect(await told('2026-11-19', '2026-11-19')).toBe(second - first);
    expect(await told('2026-11-19', '2026-11-20')).toBe(third - first);
    expect(await told('2026-11-18', '2026-11-18')).toBe(first);
    expect((await madeOn(world, '2026-11-10')).messages).toBeUndefined();
  });
});

describe('the list of all Perangkat Daerah', () => {
  it('is the one brought in, else the one of the profile, else none: then there is no share', async () => {
    const profile = loadProfile('tarakan');
    const listed = await makeWorld({ profile: { ...profile, offices: OFFICES.slice(0, 1) } });
    expect(await findOffices(listed.desk)).toEqual(OFFICES.slice(0, 1));
    await listed.store.keepOffices(OFFICES);
    expect(await findOffices(listed.desk)).toEqual(OFFICES);
    const { offices: _none, ...without } = profile;
    const bare = await makeWorld({ profile: without });
    expect(await findOffices(bare.desk)).toBeUndefined();
    const { indicators } = await madeOn(bare, '2026-11-18');
    expect(indicators).not.toHaveProperty('share');
    expect(indicators).not.toHaveProperty('offices');
  });
});
