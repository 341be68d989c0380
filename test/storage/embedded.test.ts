// The embedded server: what was saved is there after a restart, and an outage has a name.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startEmbedded } from '../../src/storage/mongo/embedded.ts';
import { createMongoStore } from '../../src/storage/mongo/mongo-store.ts';
import { mongoForTests, QUIET } from '../helpers/mongo.ts';
import { at, CHAT, notice, person, request, said, turn } from './examples.ts';

const server = await mongoForTests();
await server?.stop();
const dataPath = await mkdtemp(path.join(tmpdir(), 'meja-tte-embedded-'));

describe.skipIf(!server?.own)('an embedded server', () => {
  const key = Buffer.alloc(32, 7);
  afterAll(() => rm(dataPath, { recursive: true, force: true }));

  it('keeps everything over a restart', async () => {
    const first = await startEmbedded({ dataPath });
    const before = createMongoStore({ uri: first.uri, key, log: QUIET });
    await before.open();
    await before.saveChat(turn(0, { seen: 'm-1', log: [said(1)] }));
    await before.savePerson(person);
    await before.saveApplication(request('TTE-1'), { notices: [notice('a')] });
    await before.saveFile('f-1', Buffer.from('isi'), { name: 'ktp.jpg', type: 'jpeg', owner: 'p-1', at: at(2) });
    await before.close();
    await first.stop();

    const second = await startEmbedded({ dataPath });
    const after = createMongoStore({ uri: second.uri, key, log: QUIET });
    await after.open();
    expect(await after.findChat(CHAT)).toMatchObject({ version: 1, seen: ['m-1'], session: turn(0).session });
    expect(await after.readLog(CHAT, 0)).toEqual([said(1)]);
    expect(await after.findPerson('p-1')).toEqual(person);
    expect(await after.findNotices(1)).toEqual([{ application: request('TTE-1'), notices: [notice('a')] }]);
    expect(Buffer.from((await after.readFile('f-1')) ?? []).toString()).toBe('isi');
    expect(await after.saveApplication(request('TTE-2'), { notices: [] })).toBe(false);
    await after.close();
    await second.stop();
  });

  it('is refused a folder that is in use', async () => {
    const first = await startEmbedded({ dataPath });
    await expect(startEmbedded({ dataPath })).rejects.toMatchObject({ code: 'conflict', retryable: false });
    await first.stop();
  });

  it('lets a command join it, and stays when the command ends', async () => {
    const first = await startEmbedded({ dataPath, join: true });
    const joined = await startEmbedded({ dataPath, join: true });
    expect(joined.uri).toBe(first.uri);
    await joined.stop();
    const store = createMongoStore({ uri: first.uri, key, log: QUIET });
    await store.open();
    await store.close();
    await first.stop();
  });

  it('may be gone for a while: calls fail as unavailable, and work again once it is back', async () => {
    const first = await startEmbedded({ dataPath });
    const port = Number(new URL(first.uri).port);
    const lines: string[] = [];
    const log = { ...QUIET, warn: (text: string) => lines.push(text), info: (text: string) => lines.push(text) };
    const store = createMongoStore({ uri: first.uri, key, log });
    await store.open();
    await first.stop();
    const unavailable = { name: 'OperationalError', code: 'unavailable', retryable: true };
    const calls = [store.findChat(CHAT), store.findPerson('p-1'), store.saveChat(turn(1)), store.readFile('f-1')];
    for (const call of await Promise.allSettled(calls)) {
      expect(call).toMatchObject({ status: 'rejected', reason: unavailable });
    }
    const [answers] = await Promise.allSettled([store.ping()]);
    expect(answers).toEqual({ status: 'fulfilled', value: false });
    const second = await startEmbedded({ dataPath, port });
    expect(await store.findChat(CHAT)).toMatchObject({ version: 1 });
    await store.close();
    await second.stop();
    expect(lines).toEqual(['The database does not answer', 'The database answers again']);
  }, 60_000);
});

describe('without a server', () => {
  it('a store does not open', async () => {
    const store = createMongoStore({ uri: 'mongodb://127.0.0.1:1/none', key: Buffer.alloc(32, 7), log: QUIET });
    await expect(store.open()).rejects.toMatchObject({ code: 'unavailable', retryable: true });
  });
});
