// What goes on without anybody writing goes on although one channel takes its time.
import { expect, it } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import { tellUnasked } from '../../src/app/unasked.ts';
import { startUpkeep } from '../../src/app/upkeep.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { makeWorld } from '../helpers/world.ts';

it('looks for forgotten notices while a slow channel is still saying what waited for the morning', async () => {
  const memory = createMemoryStore();
  let looks = 0;
  const store = new Proxy<Store>(memory, {
    get(target, name, receiver) {
      if (name === 'findNotices') looks += 1;
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  let release = (): void => {};
  const slow = new Promise<void>((resolve) => (release = resolve));
  let saying = false;
  const world = await makeWorld({
    store,
    channel: (listening) => ({
      ...listening,
      discreet: true,
      async send(to, message, key) {
        saying = message.unasked === true;
        if (saying) await slow;
        return listening.send(to, message, key);
      },
    }),
  });
  await world.say('pemohon', 'menu');
  const chat = await store.findChat('web:pemohon');
  if (chat) await tellUnasked(world.desk, chat, 'kabar', () => ({ text: 'Kabar', choices: [] }));
  const upkeep = startUpkeep(world.desk, { roundMs: 2, writeMs: 2 });
  await expect.poll(() => saying, { interval: 2 }).toBe(true);
  const before = looks;
  await expect.poll(() => looks, { interval: 2 }).toBeGreaterThan(before + 1);
  release();
  await upkeep.stop();
  expect(world.sent.map(({ message }) => message.unasked ?? false)).toEqual([false, true]);
});
