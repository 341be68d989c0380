// Two processes with one database sweep at the same moment: each owner reads each reminder once.
import { afterAll, describe, expect, it } from 'vitest';
import { sweepReminders } from '../../src/app/remind.ts';
import { remindedUntil } from '../../src/core/reminder.ts';
import { newSession } from '../../src/engine/session.ts';
import { createMongoStore } from '../../src/storage/mongo/mongo-store.ts';
import { certificate } from '../storage/examples.ts';
import { mongoForTests, QUIET } from '../helpers/mongo.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

const server = await mongoForTests();
const OWNERS = 250;

describe.skipIf(!server)('two processes', () => {
  const stores = [1, 2].map(() =>
    createMongoStore({ uri: server?.uri('sweep') ?? '', key: Buffer.alloc(32, 7), log: QUIET }),
  );

  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await server?.stop();
  });

  it('say every reminder, none twice, and move every record on by one', async () => {
    const worlds: World[] = [];
    for (const store of stores) {
      await store.open();
      worlds.push(await makeWorld({ store }));
    }
    const [one, other] = worlds as [World, World];
    const issued = '2026-11-17T02:00:00.000Z';
    for (let owner = 1; owner <= OWNERS; owner += 1) {
      const address = `web:seat-${owner}` as const;
      const chat = { address, version: 0, person: `p-${owner}`, language: 'id', log: [], at: issued } as const;
      await one.store.saveChat({ ...chat, session: newSession(issued) });
      const { nip: _nip, ...record } = certificate(`TTE-${owner}`, { owner: `p-${owner}`, issuedOn: '2026-11-17' });
      await one.store.saveCertificate(remindedUntil(record, one.desk.profile, issued));
    }
    const counts = await Promise.all([one, other, one, other].map(({ desk }) => sweepReminders(desk)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(OWNERS);
    const sent = [...one.sent, ...other.sent].map(({ to }) => to);
    expect(new Set(sent).size).toBe(OWNERS);
    expect(sent).toHaveLength(OWNERS);
    const revisions = new Set<number | undefined>();
    for (let owner = 1; owner <= OWNERS; owner += 1)
      revisions.add((await one.store.findCertificate(`TTE-${owner}`))?.revision);
    expect([...revisions]).toEqual([2]);
    expect(await one.store.findDueReminders(one.now(), 10)).toEqual([]);
    expect([...one.logged, ...other.logged]).toEqual([]);
  });
});
