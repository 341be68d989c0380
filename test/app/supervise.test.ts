// The heads read every half-year how it stands with the certificates.
import { describe, expect, it } from 'vitest';
import { supervise } from '../../src/app/supervise.ts';
import type { LogEntry } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { certificate } from '../storage/examples.ts';
import { phrase } from '../helpers/phrase.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const DAY = 86_400_000;
/** A Friday, 09.00 in Tarakan; the office is closed on the first of January. */
const NEW_YEAR = '2027-01-01T01:00:00.000Z';

async function reports(world: World, seat: string): Promise<LogEntry[]> {
  return (await world.log(seat)).filter(({ message }) => phrase('supervision.text').test(message.text));
}

describe('the half-yearly report', () => {
  it('comes to the heads once in January and once in July, on a working day', async () => {
    const world = await makeWorld({ start: NEW_YEAR });
    await world.store.saveCertificate(certificate('TTE-1', { owner: 'p-9', issuedOn: '2026-01-05' }));
    await world.store.saveCertificate(certificate('TTE-2', { owner: 'p-8', validUntil: '2026-12-31' }));
    await world.pass(0);
    expect(await reports(world, 'kepala-dinas')).toEqual([]);
    for (let day = 1; day <= 40; day += 1) await world.pass(DAY);
    const [first, second] = await reports(world, 'kepala-dinas');
    expect(second).toBeUndefined();
    expect(first?.at).toBe('2027-01-04T01:00:00.000Z');
    expect(first?.message.text).toMatch(/semester II 2026.*\nAktif: 1 .*\nBerakhir: 1\nDicabut: 0\n.*180 hari: 1\n/);
    for (const seat of ['kepala-bidang', 'verifikator']) expect(await reports(world, seat)).toEqual([]);
    for (let day = 1; day <= 160; day += 1) await world.pass(DAY);
    expect((await reports(world, 'kepala-dinas')).map(({ at }) => at)).toEqual([
      '2027-01-04T01:00:00.000Z',
      '2027-07-01T01:00:00.000Z',
    ]);
  });

  it('comes once although two processes look at the same moment, and again', async () => {
    const store = createMemoryStore();
    const worlds = [await makeWorld({ store, start: NEW_YEAR }), await makeWorld({ store, start: NEW_YEAR })];
    await Promise.all(worlds.map((world) => world.pass(3 * DAY)));
    await Promise.all(worlds.map(({ desk }) => supervise(desk)));
    expect(await reports(worlds[0] as World, 'kepala-dinas')).toHaveLength(1);
  });
});
