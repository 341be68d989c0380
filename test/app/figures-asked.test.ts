// Figures are counted when somebody asks for them and never else; everybody may ask for the public ones, as often as he likes.
import { describe, expect, it } from 'vitest';
import { OperationalError } from '../../src/app/ports.ts';
import { recentFigures } from '../../src/app/recent-figures.ts';
import type { HolderCount } from '../../src/core/tally.ts';
import { keepInventedRoll } from '../helpers/invented-roll.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const YEAR = { from: '2026-01-01', day: '2026-11-18' };

/** A world that counts how often holders are counted. */
async function counting(): Promise<{ world: World; counted: () => number }> {
  const world = await makeWorld();
  await keepInventedRoll(world.store);
  const real = { ...world.store };
  let count = 0;
  Object.assign(world.store, {
    tallyHolders: async (holders: HolderCount) => {
      count += 1;
      return real.tallyHolders(holders);
    },
  });
  return { world, counted: () => count };
}

describe('figures in chat', () => {
  it('are not counted for any other message', async () => {
    const { world, counted } = await counting();
    for (const said of [
      'halo',
      { choice: 'menu=apply' },
      { choice: 'consent=agree' },
      'Sari Dewi Lestari',
      'rekap',
      'menu',
    ])
      await world.say('pemohon', said);
    for (const said of ['halo', 'antrean', 'bantuan', 'daftar pemilik', 'Sari', 'laporan'])
      await world.say('verifikator', said);
    expect(counted()).toBe(0);
  });

  it('are counted for an officer each time, and once for all others within the same half-minute', async () => {
    const { world, counted } = await counting();
    await world.say('verifikator', 'statistik');
    await world.say('verifikator', 'statistik');
    expect(counted()).toBe(2);
    for (const seat of ['pemohon', 'tamu-1', 'tamu-2']) await world.say(seat, 'statistik');
    expect(counted()).toBe(3);
    await world.pass(61_000);
    const before = counted();
    await world.say('pemohon', 'statistik');
    expect(counted()).toBe(before + 1);
  });

  it('leave the answer of a form alone that happens to be such a word', async () => {
    const { world } = await counting();
    for (const said of ['halo', { choice: 'menu=apply' }, { choice: 'consent=agree' }])
      await world.say('pemohon', said);
    const [taken] = await world.say('pemohon', 'Rekap');
    expect(taken?.message.text).toMatch(/NIP/);
  });

  it('have a chart that is a picture', async () => {
    const { world } = await counting();
    const [picture] = await world.say('kepala-dinas', 'statistik');
    const bytes = await world.store.readFile(picture?.message.file?.id ?? '');
    expect(picture?.message.file?.type).toBe('png');
    expect(
      Buffer.from(bytes ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });
});

describe('figures that were just counted', () => {
  it('are the same for half a minute, and of the period that is asked for', async () => {
    const world = await makeWorld();
    const first = await recentFigures(world.desk, YEAR);
    await world.pass(29_999);
    expect(await recentFigures(world.desk, YEAR)).toBe(first);
    expect((await recentFigures(world.desk, { ...YEAR, from: '2026-11-01' })).from).toBe('2026-11-01');
    expect((await recentFigures(world.desk, { ...YEAR, day: '2026-11-17' })).isToday).toBe(false);
    await world.pass(1);
    expect(await recentFigures(world.desk, YEAR)).not.toBe(first);
  });

  it('are counted anew after a count that failed', async () => {
    const world = await makeWorld();
    const real = { ...world.store };
    Object.assign(world.store, {
      tallyHolders: () => Promise.reject(new OperationalError('unavailable', { retryable: true })),
    });
    await expect(recentFigures(world.desk, YEAR)).rejects.toThrow(OperationalError);
    Object.assign(world.store, real);
    expect((await recentFigures(world.desk, YEAR)).isToday).toBe(true);
  });
});
