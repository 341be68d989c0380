// The chores of a desk with a database: one job each, whatever the number of processes.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Chore } from '../../src/app/chores.ts';
import { CHORES } from '../../src/app/chores.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { listJobs, startAgenda } from '../../src/jobs/agenda.ts';
import { createMongoStore } from '../../src/storage/mongo/mongo-store.ts';
import type { MongoStore } from '../../src/storage/mongo/mongo-store.ts';
import { mongoForTests, QUIET } from '../helpers/mongo.ts';
import { makeWorld } from '../helpers/world.ts';

const server = await mongoForTests();
const LOOK = { lookMs: 50 };

describe.skipIf(!server)('jobs in the database', () => {
  const stores: MongoStore[] = [];
  let count = 0;

  async function newStore(name = `jobs-${(count += 1)}`): Promise<MongoStore> {
    const store = createMongoStore({ uri: server?.uri(name) ?? '', key: Buffer.alloc(32, 7), log: QUIET });
    await store.open();
    stores.push(store);
    return store;
  }

  beforeAll(() => newStore('warm-up'));
  afterAll(async () => {
    await Promise.all(stores.map((store) => store.close()));
    await server?.stop();
  });

  it('are one of each name although two processes start at once, and are run by one at a time', async () => {
    const [one, other] = [await newStore('two'), await newStore('two')];
    const worlds = [await makeWorld({ store: one }), await makeWorld({ store: other })];
    let [runs, atOnce, most] = [0, 0, 0];
    const run: Chore['run'] = async () => {
      runs += 1;
      atOnce += 1;
      most = Math.max(most, atOnce);
      await new Promise((resolve) => setTimeout(resolve, 40));
      atOnce -= 1;
    };
    const chores = [{ name: 'both', everyMs: 100, run }];
    const started = await Promise.all(
      worlds.map(({ desk }, index) => startAgenda(desk, (index === 0 ? one : other).database(), { chores, ...LOOK })),
    );
    await expect.poll(() => runs, { interval: 20, timeout: 8_000 }).toBeGreaterThan(3);
    await Promise.all(started.map((jobs) => jobs.stop()));
    expect(most).toBe(1);
    expect((await listJobs(one.database())).map(({ name }) => name)).toEqual(['both']);
  });

  it('say when they ran, when they run next, and what failed, also after a start anew', async () => {
    const store = await newStore();
    const { desk, logged } = await makeWorld({ store });
    const failure = new OperationalError('unavailable', { retryable: true });
    let ran = false;
    const chores: Chore[] = [
      { name: 'a fine one', everyMs: 60_000, run: async () => (ran = true) },
      { name: 'b failing', everyMs: 60_000, run: () => Promise.reject(failure) },
    ];
    const jobs = await startAgenda(desk, store.database(), { chores, ...LOOK });
    await expect.poll(() => ran && logged.length > 0, { interval: 20, timeout: 8_000 }).toBe(true);
    await jobs.stop();
    expect(logged).toEqual([{ level: 'warn', text: 'a job failed', data: { job: 'b failing', error: failure } }]);
    const before = await listJobs(store.database());
    expect(before).toMatchObject([
      { name: 'a fine one', lastRunAt: expect.any(Date), nextRunAt: expect.any(Date), failures: 0 },
      { name: 'b failing', failures: 1, lastFailure: { reason: 'unavailable' } },
    ]);
    await (await startAgenda(desk, store.database(), { chores, ...LOOK })).stop();
    expect(await listJobs(store.database())).toEqual(before);
  });

  it('tell a run under way that the end has come, and wait for it', async () => {
    const store = await newStore();
    const { desk } = await makeWorld({ store });
    let [begun, ended] = [false, false];
    const run: Chore['run'] = async (_desk, signal) => {
      begun = true;
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await new Promise((resolve) => setTimeout(resolve, 50));
      ended = true;
    };
    const jobs = await startAgenda(desk, store.database(), {
      chores: [{ name: 'long', everyMs: 60_000, run }],
      ...LOOK,
    });
    await expect.poll(() => begun, { interval: 20, timeout: 8_000 }).toBe(true);
    await jobs.stop();
    expect(ended).toBe(true);
  });

  it('are all the chores there are', async () => {
    const store = await newStore();
    const { desk, logged } = await makeWorld({ store });
    const jobs = await startAgenda(desk, store.database(), LOOK);
    const names = CHORES.map(({ name }) => name).toSorted();
    await expect
      .poll(async () => (await listJobs(store.database())).filter(({ lastFinishedAt }) => lastFinishedAt).length, {
        interval: 50,
        timeout: 8_000,
      })
      .toBe(names.length);
    await jobs.stop();
    expect((await listJobs(store.database())).map(({ name }) => name)).toEqual(names);
    expect(logged).toEqual([]);
  });

  it('say once that the database does not answer, however long, and end all the same', async () => {
    const store = await newStore();
    const { desk, logged } = await makeWorld({ store });
    let looks = 0;
    const run: Chore['run'] = async () => (looks += 1);
    const jobs = await startAgenda(desk, store.database(), {
      chores: ['one', 'two'].map((name) => ({ name, everyMs: 60, run })),
      ...LOOK,
    });
    await expect.poll(() => looks, { interval: 20, timeout: 8_000 }).toBeGreaterThan(1);
    await store.close();
    stores.splice(stores.indexOf(store), 1);
    const said = (): unknown[] => logged.filter(({ text }) => text === 'jobs cannot be looked at');
    await expect.poll(() => said().length, { interval: 20, timeout: 8_000 }).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await jobs.stop();
    expect(said()).toHaveLength(1);
  });

  it('cannot be started where the database does not answer', async () => {
    const store = await newStore();
    const { desk } = await makeWorld({ store });
    const database = store.database();
    await store.close();
    stores.splice(stores.indexOf(store), 1);
    const refused = expect.objectContaining({ code: 'unavailable' });
    await expect(startAgenda(desk, database, LOOK)).rejects.toEqual(refused);
  });
});
