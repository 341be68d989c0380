// On the day a phase of registration begins, people without a certificate are invited.
import { describe, expect, it } from 'vitest';
import { announcePhase } from '../../src/app/announce-phase.ts';
import type { Address, LogEntry, Store } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { newSession } from '../../src/engine/session.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { phrase } from '../helpers/phrase.ts';
import { beginForm, handIn } from '../helpers/story.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';
import { certificate } from '../storage/examples.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** 10.00 in Pangkalpinang, on the day before phase II. */
const EVE = '2022-05-22T03:00:00.000Z';

async function invitations(world: World, seat: string): Promise<LogEntry[]> {
  return (await world.log(seat)).filter(({ message }) => phrase('phase.invitation').test(message.text));
}

function makeBabel(start = EVE, store: Store = createMemoryStore()): Promise<World> {
  return makeWorld({ profile: 'babel', start, store });
}

async function addChat(world: World, address: Address, person: string): Promise<void> {
  const at = world.now();
  const session = newSession(at);
  await world.store.saveChat({ address, version: 0, person, language: 'id', session, log: [], at });
}

describe('the invitation to a phase', () => {
  it('comes once, on the day the phase begins, and its button begins the form', async () => {
    const world = await makeBabel();
    await world.pass(HOUR);
    expect(await invitations(world, 'pemohon')).toEqual([]);
    await world.pass(DAY);
    for (let hour = 1; hour <= 10; hour += 1) await world.pass(24 * HOUR);
    const [invitation, second] = await invitations(world, 'pemohon');
    expect(second).toBeUndefined();
    expect(invitation?.at).toBe('2022-05-23T04:00:00.000Z');
    expect(invitation?.message.text).toMatch(/tahap II\* telah dibuka, bagi Pejabat Eselon III\./);
    const [choice] = invitation?.message.choices ?? [];
    const [said] = await world.say('pemohon', { choice: choice?.id ?? '' });
    expect(said?.message.text).toMatch(phrase('apply.phase'));
    for (let day = 1; day <= 20; day += 1) await world.pass(DAY);
    expect(await invitations(world, 'publik')).toHaveLength(2);
  });

  it('does not come to officers, owners, people with a request or in the midst of the form, nor to who wants none', async () => {
    const world = await makeBabel();
    for (const seat of ['pemilik', 'pengaju', 'pengisi', 'diam', 'baru'])
      await addChat(world, `web:${seat}`, `web-${seat}`);
    await world.store.saveCertificate(certificate('TTE-1', { owner: 'web-pemilik', validUntil: '2024-01-01' }));
    const early = await makeBabel('2022-07-01T03:00:00.000Z', world.store);
    await handIn(early, 'pengaju');
    await beginForm(early, 'pengisi');
    await world.say('diam', 'berhenti');
    await world.pass(DAY);
    for (const seat of ['kepala-dinas', 'verifikator', 'pemilik', 'pengaju', 'pengisi', 'diam'])
      expect([seat, await invitations(world, seat)]).toEqual([seat, []]);
    expect(await invitations(world, 'baru')).toHaveLength(1);
  });

  it('comes to who left the form at the question whether it is his turn, and leads back to it', async () => {
    const world = await makeBabel();
    await world.say('pemohon', { choice: 'ask:penerbitan' });
    await world.pass(DAY);
    expect(await invitations(world, 'pemohon')).toHaveLength(1);
    const [said] = await world.say('pemohon', { choice: 'ask:penerbitan' });
    expect(said?.message.text).toMatch(phrase('apply.phase'));
  });

  it('comes to the chat that a person used last, alone', async () => {
    const world = await makeBabel();
    await addChat(world, 'web:lain', 'web-pemohon');
    await world.pass(HOUR);
    await world.say('pemohon', 'halo');
    await world.pass(DAY);
    await world.say('lain', 'halo');
    await world.pass(DAY);
    expect([await invitations(world, 'pemohon'), await invitations(world, 'lain')].map((list) => list.length)).toEqual([
      1, 0,
    ]);
  });

  it('waits for the morning', async () => {
    const world = await makeBabel('2022-05-22T17:30:00.000Z');
    await world.pass(HOUR);
    expect(await invitations(world, 'pemohon')).toEqual([]);
    await world.pass(8 * HOUR);
    expect(await invitations(world, 'pemohon')).toHaveLength(1);
  });

  it('comes later where the desk was down, within a week', async () => {
    const [soon, late] = [await makeBabel(), await makeBabel()];
    await soon.pass(7 * DAY);
    await late.pass(8 * DAY);
    expect([await invitations(soon, 'pemohon'), await invitations(late, 'pemohon')].map((list) => list.length)).toEqual(
      [1, 0],
    );
  });

  it.each([
    ['holds the lease', (store: Store) => store],
    ['thinks that it holds the lease', (store: Store): Store => ({ ...store, takeLease: async () => true })],
  ])('comes once to each of many where of two processes each %s', async (_, leased) => {
    const store = leased(createMemoryStore());
    const begun = '2022-05-23T03:00:00.000Z';
    const [world, other] = [await makeBabel(begun, store), await makeBabel(begun, store)];
    for (let index = 0; index < 120; index += 1) await addChat(world, `web:n${index}`, `web-n${index}`);
    // Two processes never call themselves the same.
    other.desk.ids.next();
    const told = await Promise.all([world, other].map(({ desk }) => announcePhase(desk)));
    // Besides the 120: the applicant of the story and somebody from the public.
    expect(told.reduce((sum, count) => sum + count, 0)).toBe(122);
    expect(await Promise.all([world, other].map(({ desk }) => announcePhase(desk)))).toEqual([0, 0]);
    const lists = await Promise.all(Array.from({ length: 120 }, (_none, index) => invitations(world, `n${index}`)));
    expect(lists.map((list) => list.length)).toEqual(lists.map(() => 1));
  });

  it('goes on at once where a run was told to end', async () => {
    const world = await makeBabel('2022-05-23T03:00:00.000Z');
    expect(await announcePhase(world.desk, AbortSignal.abort())).toBe(0);
    expect(await announcePhase(world.desk)).toBe(2);
  });

  it('is tried again where it failed, and nobody hears it twice', async () => {
    const store = createMemoryStore();
    let failing = true;
    const lookUp: Store['lookUp'] = async (wanted) => {
      if (failing && wanted.applicant === 'web-pemohon') throw new OperationalError('unavailable', { retryable: true });
      return store.lookUp(wanted);
    };
    const world = await makeBabel(EVE, { ...store, lookUp });
    await world.pass(DAY);
    expect(await invitations(world, 'pemohon')).toEqual([]);
    expect(world.logged.map(({ level, text }) => [level, text])).toEqual([['warn', 'an invitation waits']]);
    failing = false;
    await world.pass(HOUR);
    for (const seat of ['pemohon', 'publik']) expect(await invitations(world, seat)).toHaveLength(1);
  });
});
