// What a channel calls the messages it has sent is remembered, so that they can be shown in a new form later.
import { describe, expect, it } from 'vitest';
import { flushMarks, sentIdsOf } from '../../src/app/deliver.ts';
import { handleMessage } from '../../src/app/handle-message.ts';
import type { Address, Store } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { makeWorld, START } from '../helpers/world.ts';

const FROM: Address = 'web:pemohon';
const HALLO = { id: 'm-1', from: FROM, text: 'halo', at: START };

describe('the id of a sent message', () => {
  it('is known at once and kept with the next marks', async () => {
    const world = await makeWorld({ sentId: (key) => `sent ${key}` });
    await handleMessage(world.desk, HALLO);
    const [line] = world.sent;
    const key = line?.key ?? '';
    expect((await sentIdsOf(world.desk, FROM, [key])).get(key)).toBe(`sent ${key}`);
    await flushMarks(world.desk);
    expect((await world.store.findSentIds(FROM, [key])).get(key)).toBe(`sent ${key}`);
    expect(world.desk.sentIds.size).toBe(0);
  });

  it('is asked for in vain where the channel has none', async () => {
    const world = await makeWorld();
    await world.say('pemohon', 'halo');
    expect((await sentIdsOf(world.desk, FROM, [world.sent[0]?.key ?? ''])).size).toBe(0);
  });

  it('outlives a store that is away for a while', async () => {
    let away = true;
    const memory = createMemoryStore();
    const store: Store = {
      ...memory,
      async keepSentId(...args) {
        if (away) throw new OperationalError('unavailable', { retryable: true });
        return memory.keepSentId(...args);
      },
    };
    const world = await makeWorld({ store, sentId: (key) => `sent ${key}` });
    await handleMessage(world.desk, HALLO);
    const key = world.sent[0]?.key ?? '';
    await expect(flushMarks(world.desk)).rejects.toThrow(OperationalError);
    away = false;
    await flushMarks(world.desk);
    expect((await store.findSentIds(FROM, [key])).get(key)).toBe(`sent ${key}`);
    expect((await store.readLog(FROM, 0)).find((line) => line.key === key)?.delivery).toBe('sent');
  });
});
