// The Mongo store keeps the contract, over the wire, on a real server.
import mongoose from 'mongoose';
import { afterAll, beforeAll, describe } from 'vitest';
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

  storeContract('the Mongo store', async () => {
    const collections = (await raw.db?.collections()) ?? [];
    await Promise.all(collections.map((collection) => collection.deleteMany({})));
    return store;
  });
});
