// Figures that are asked for again and again are counted once for a while; another period, or a count that failed, is not taken for it.
import { describe, expect, it } from 'vitest';
import { OperationalError } from '../../src/app/ports.ts';
import { recentFigures } from '../../src/app/recent-figures.ts';
import { makeWorld } from '../helpers/world.ts';

const YEAR = { from: '2026-01-01', day: '2026-11-18' };

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
