// The Mongo store keeps the contract, over the wire, on a real server.
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createMongoStore } from '../../src/storage/mongo/mongo-store.ts';
import { mongoForTests, QUIET } from '../helpers/mongo.ts';
import { storeContract } from './contract.ts';

const server = await mongoForTests();

describe.skipIf(!server)('over the wire', () => {
  const uri = server?.uri('contract') ?? '';
  const store = createMongoStore({ uri, key: Buffer.alloc(32, 7), log: QUIET });
  const raw = mongoose.createConnection();

  beforeAll(async () => {
    await raw.openUri(uri);
    await store.open();
  });
  afterAll(async () => {
    await store.close();
    await raw.close();
    await server?.stop();
  });

  it('lets several processes open a new database at once', async () => {
    const shared = server?.uri('together') ?? '';
    const stores = [1, 2, 3].map(() => createMongoStore({ uri: shared, key: Buffer.alloc(32, 7), log: QUIET }));
    await Promise.all(stores.map((one) => one.open()));
    await Promise.all(stores.map((one) => one.close()));
    const again = createMongoStore({ uri: shared, key: Buffer.alloc(32, 7), log: QUIET });
    await again.open();
    expect(await again.ping()).toBe(true);
    await again.close();
  });

  it('tells the server when codes and ids of sent messages may be forgotten', async () => {
    await store.keepSentId('web:a', 'k', '1');
    await store.saveCode({ hash: 'aa', purpose: 'join', person: 'p-1', expiresAt: '2026-11-20T09:00:00.000Z' });
    const of = async (name: string, field: string) => {
      const collection = raw.collection(name);
      const index = (await collection.indexes()).find(({ key }) => field in (key as object));
      return { after: index?.expireAfterSeconds, value: (await collection.findOne({}))?.[field] as unknown };
    };
    expect(await of('sent', 'keptAt')).toEqual({ after: 90 * 86_400, value: expect.any(Date) });
    const removeAt = new Date('2026-11-20T09:00:00.000Z');
    expect(await of('codes', 'removeAt')).toEqual({ after: 86_400, value: removeAt });
  });

  storeContract('the Mongo store', async () => {
    const collections = (await raw.db?.collections()) ?? [];
    await Promise.all(collections.map((collection) => collection.deleteMany({})));
    return store;
  });
});
