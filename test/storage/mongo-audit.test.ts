// The audit trail on a real server: many processes at once, and somebody with access to the database but not to the key.
import mongoose from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { verifyChain } from '../../src/core/audit.ts';
import { sha256 } from '../../src/storage/audit-hash.ts';
import { createMongoStore } from '../../src/storage/mongo/mongo-store.ts';
import { mongoForTests, QUIET } from '../helpers/mongo.ts';
import { act } from './examples.ts';

const server = await mongoForTests();

describe.skipIf(!server)('the audit trail in the database', () => {
  const uri = server?.uri('audit') ?? '';
  const open = () => createMongoStore({ uri, key: Buffer.alloc(32, 7), log: QUIET });
  const store = open();
  const raw = mongoose.createConnection();
  const audit = () => raw.collection<{ _id: number } & Record<string, unknown>>('audit');
  const verify = async () => verifyChain(await store.readAudit(0, 1_000), sha256);

  beforeAll(async () => {
    await raw.openUri(uri);
    await store.open();
  });
  beforeEach(async () => {
    await audit().deleteMany({});
    await store.appendAudit(Array.from({ length: 6 }, (_, index) => act(`a-${index + 1}`)));
  });
  afterAll(async () => {
    await store.close();
    await raw.close();
    await server?.stop();
  });

  it('has no gap and every act once when twenty processes append at the same time', { timeout: 60_000 }, async () => {
    const stores = Array.from({ length: 20 }, open);
    await Promise.all(stores.map((one) => one.open()));
    const ids = stores.flatMap((_, one) => [1, 2, 3, 4, 5].map((index) => `${one}-${index}`));
    await Promise.all(
      stores.map(async (one, index) => {
        for (const id of ids.filter((each) => each.startsWith(`${index}-`))) await one.appendAudit([act(id)]);
      }),
    );
    await Promise.all(stores.map((one) => one.close()));
    const entries = await store.readAudit(6, 1_000);
    expect(entries.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(await verify()).toMatchObject({ ok: true, head: { seq: 106 } });
  });

  it.each([
    ['at', '2026-11-20T04:00:00.000Z'],
    ['actor', 'p-1'],
    ['act', 'request_rejected'],
    ['subject', 'TTE-2'],
    ['channel', 'web'],
    ['detail', { step: 'disposisi', decision: 'reject' }],
    ['id', 'another'],
    ['previous', 'f'.repeat(64)],
    ['sealed', Buffer.alloc(80)],
  ])('shows a changed %s', async (field, value) => {
    await audit().updateOne({ _id: 4 }, { $set: { [field]: value } });
    expect(await verify()).toEqual({ ok: false, seq: 4, fault: 'changed' });
  });

  it('shows an entry that was taken out', async () => {
    await audit().deleteOne({ _id: 4 });
    expect(await verify()).toEqual({ ok: false, seq: 4, fault: 'missing' });
  });

  it('shows an entry that was taken out, the later ones moved up', async () => {
    await audit().deleteOne({ _id: 4 });
    for (const seq of [5, 6]) {
      const moved = await audit().findOne({ _id: seq });
      await audit().deleteOne({ _id: seq });
      await audit().insertOne({ ...moved, _id: seq - 1 });
    }
    expect(await verify()).toEqual({ ok: false, seq: 4, fault: 'reordered' });
  });

  it('shows two entries whose places were exchanged', async () => {
    const [third, fourth] = await audit()
      .find({ _id: { $in: [3, 4] } })
      .sort({ _id: 1 })
      .toArray();
    await audit().deleteMany({ _id: { $in: [3, 4] } });
    await audit().insertMany([
      { ...fourth, _id: 3 },
      { ...third, _id: 4 },
    ]);
    expect(await verify()).toEqual({ ok: false, seq: 3, fault: 'reordered' });
  });

  it('goes on behind an entry that was tampered with, so that nothing later is lost', async () => {
    await audit().updateOne({ _id: 6 }, { $set: { sealed: Buffer.alloc(80) } });
    await store.appendAudit([act('b')]);
    expect(await verify()).toEqual({ ok: false, seq: 6, fault: 'changed' });
    expect((await store.readAudit(6, 10)).map(({ id }) => id)).toEqual(['b']);
  });
});
