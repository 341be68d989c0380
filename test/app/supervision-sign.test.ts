// The supervision of a half-year, signed in chat: recorded first, once by each head, with the figures of that moment.
import { describe, expect, it } from 'vitest';
import { keepInventedRoll } from '../helpers/invented-roll.ts';
import { phrase } from '../helpers/phrase.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const SUBJECT = 'pengawasan 2026-2';

async function withRoll(): Promise<World> {
  const world = await makeWorld();
  await keepInventedRoll(world.store);
  return world;
}

async function answer(world: World, seat: string, said: Parameters<World['say']>[1]): Promise<string> {
  return (await world.say(seat, said)).map(({ message }) => message.text).join('\n');
}

describe('the sign-off of a half-year', () => {
  it('is recorded with the figures of that moment, numbers alone', async () => {
    const world = await withRoll();
    expect(await answer(world, 'kepala-dinas', { choice: 'sign:2026-2' })).toMatch(phrase('supervision.signed'));
    const [act, ...others] = await world.store.findAudit(SUBJECT);
    expect(others).toEqual([]);
    expect(act).toMatchObject({ act: 'supervision_signed', actorName: 'Hendra Wijaya', channel: 'web' });
    expect(act?.detail).toEqual({
      day: '2026-11-18',
      persons: '15',
      active: '13',
      nearEnd: '1',
      expired: '1',
      revoked: '1',
      passphraseOverdue: '10',
      offices: '5',
      using: '4',
      late: '0',
    });
  });

  it('is recorded before it is confirmed: where it cannot be, nothing is', async () => {
    const world = await withRoll();
    const real = { ...world.store };
    Object.assign(world.store, { appendAudit: () => Promise.reject(new Error('lost')) });
    const told = await answer(world, 'kepala-dinas', { choice: 'sign:2026-2' });
    expect(told).toMatch(phrase('trouble.neutral'));
    expect(told).not.toMatch(phrase('supervision.signed'));
    Object.assign(world.store, real);
    expect(await answer(world, 'kepala-dinas', { choice: 'sign:2026-2' })).toMatch(phrase('supervision.signed'));
    expect(await world.store.findAudit(SUBJECT)).toHaveLength(1);
  });

  it('changes nothing when the same head signs again', async () => {
    const world = await withRoll();
    await Promise.all([1, 2].map(() => world.say('kepala-dinas', { choice: 'sign:2026-2' })));
    expect(await answer(world, 'kepala-dinas', { choice: 'sign:2026-2' })).toMatch(phrase('supervision.signed_before'));
    expect(await world.store.findAudit(SUBJECT)).toHaveLength(1);
  });

  it('stands in the trail once though another process has not seen it yet', async () => {
    const world = await withRoll();
    const real = { ...world.store };
    Object.assign(world.store, { findAudit: () => Promise.resolve([]) });
    await world.say('kepala-dinas', { choice: 'sign:2026-2' });
    await world.say('kepala-dinas', { choice: 'sign:2026-2' });
    expect(await real.findAudit(SUBJECT)).toHaveLength(1);
  });

  it('is told with name and day to whoever looks, and offered no more to who signed', async () => {
    const world = await withRoll();
    await world.say('kepala-dinas', { choice: 'sign:2026-2' });
    expect(await answer(world, 'verifikator', 'pengawasan')).toContain('Hendra Wijaya, 18 November 2026');
    const [look] = await world.say('kepala-dinas', 'pengawasan');
    expect(look?.message.choices.map(({ id }) => id)).not.toContain('sign:2026-2');
  });

  it('is for heads of today alone, of this half-year or the one before', async () => {
    const world = await withRoll();
    expect(await answer(world, 'verifikator', { choice: 'sign:2026-2' })).toMatch(phrase('supervision.heads_only'));
    expect(await answer(world, 'pemohon', { choice: 'sign:2026-2' })).toMatch(phrase('menu.not_understood'));
    for (const half of ['2025-2', '2027-1'])
      expect(await answer(world, 'kepala-dinas', { choice: `sign:${half}` })).toMatch(phrase('supervision.past'));
    expect(await answer(world, 'kepala-dinas', { choice: 'sign:2026-1' })).toContain('semester I 2026');
    expect(await world.store.findAudit(SUBJECT)).toEqual([]);
    expect(await world.store.findAudit('pengawasan 2026-1')).toHaveLength(1);
  });
});
