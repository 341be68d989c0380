// What is said reaches its channel at least once and in order, whatever the channel does meanwhile.
import { describe, expect, it } from 'vitest';
import { drainOutbox } from '../../src/app/deliver.ts';
import type { DeliveryMark } from '../../src/app/ports.ts';
import { OperationalError } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { handIn } from '../helpers/story.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const busy = (retryAfter?: number): OperationalError =>
  new OperationalError('rate_limited', { retryable: true, ...(retryAfter === undefined ? {} : { retryAfter }) });

async function flakyWorld(failures: (OperationalError | undefined)[]): Promise<World> {
  return makeWorld({ failSend: () => failures.shift() });
}

const keysOf = (world: World): string[] => world.sent.map(({ key }) => key);

describe('the outbox', () => {
  it('sends later what the channel could not take, under the same key', async () => {
    const world = await flakyWorld([busy()]);
    await world.say('pemohon', 'halo', 'a');
    expect(world.sent).toEqual([]);
    await world.pass(4_000);
    expect(world.sent).toEqual([]);
    await world.pass(1_000);
    expect(keysOf(world)).toEqual(['web:a>1']);
    await world.pass(3_600_000);
    expect(world.sent).toHaveLength(1);
  });

  it('waits as long as the channel says', async () => {
    const world = await flakyWorld([busy(90_000)]);
    await world.say('pemohon', 'halo');
    await world.pass(89_000);
    expect(world.sent).toEqual([]);
    await world.pass(1_000);
    expect(world.sent).toHaveLength(1);
  });

  it('lets no later line of a chat overtake the one that waits', async () => {
    const world = await flakyWorld([busy(300_000)]);
    await world.say('pemohon', 'halo', 'a');
    await world.say('pemohon', 'bantuan', 'b');
    await world.pass(120_000);
    expect(world.sent).toEqual([]);
    await world.pass(180_000);
    expect(keysOf(world)).toEqual(['web:a>1', 'web:b>1']);
    await world.say('pemohon', 'menu', 'c');
    expect(keysOf(world)).toEqual(['web:a>1', 'web:b>1', 'web:c>1']);
  });

  it('keeps the order when another process takes over', async () => {
    const store = createMemoryStore();
    const failures = [busy(300_000)];
    const first = await makeWorld({ store, failSend: () => failures.shift() });
    await first.say('pemohon', 'halo', 'a');
    await first.say('pemohon', 'bantuan', 'b');
    const second = await makeWorld({ store });
    await second.pass(120_000);
    expect(second.sent).toEqual([]);
    await second.pass(181_000);
    expect(keysOf(second)).toEqual(['web:a>1', 'web:b>1']);
  });

  it('does not let one chat wait for another', async () => {
    const world = await flakyWorld([busy(300_000)]);
    await world.say('pemohon', 'halo');
    await world.say('publik', 'halo', 'p');
    expect(keysOf(world)).toEqual(['web:p>1']);
  });

  it('gives up what is blocked, and goes on with the next', async () => {
    const world = await flakyWorld([new OperationalError('blocked', { retryable: false })]);
    await world.say('pemohon', 'halo', 'a');
    await world.say('pemohon', 'bantuan', 'b');
    await world.pass(86_400_000);
    expect(keysOf(world)).toEqual(['web:b>1']);
    const deliveries = (await world.log('pemohon')).flatMap(({ delivery }) => delivery ?? []);
    expect(deliveries).toEqual(['dead', 'sent']);
  });

  it('gives up after the last of ten tries', async () => {
    const away = new OperationalError('unavailable', { retryable: true });
    const world = await flakyWorld(Array.from({ length: 50 }, () => away));
    await world.say('pemohon', 'halo');
    for (let hour = 0; hour < 48; hour += 1) await world.pass(3_600_000);
    const [, line] = await world.log('pemohon');
    expect(line).toMatchObject({ delivery: 'dead', tries: 10 });
  });

  it('does not count as a failure that it is told to wait', async () => {
    const world = await flakyWorld(Array.from({ length: 30 }, () => busy(3_600_000)));
    await world.say('pemohon', 'halo');
    for (let hour = 0; hour < 31; hour += 1) await world.pass(3_601_000);
    const [, line] = await world.log('pemohon');
    expect(line).toMatchObject({ delivery: 'sent' });
  });

  it('sends what a process that died had saved but not sent', async () => {
    const store = createMemoryStore();
    const dying = await makeWorld({ store });
    Object.assign(dying.desk, { channel: () => ({ send: () => new Promise(() => {}) }) });
    void dying.say('pemohon', 'halo', 'a');
    await new Promise((resolve) => setTimeout(resolve, 50));
    const heir = await makeWorld({ store });
    await heir.pass(59_000);
    expect(heir.sent).toEqual([]);
    await heir.pass(2_000);
    expect(keysOf(heir)).toEqual(['web:a>1']);
  });

  it('sends once more, under the same key, what was sent but not marked', async () => {
    const store = createMemoryStore();
    const world = await makeWorld({ store });
    await world.say('pemohon', 'halo', 'a');
    const marks = { ...store, markDelivery: async () => {} };
    const forgetful = await makeWorld({ store: marks });
    await forgetful.say('publik', 'halo', 'b');
    const heir = await makeWorld({ store });
    await heir.pass(61_000);
    expect(keysOf(heir)).toEqual(['web:b>1']);
  });

  it('does not bring an older mark back over a newer one when marking fails', async () => {
    const world = await flakyWorld([busy()]);
    let broken = true;
    const original = { ...world.store };
    Object.assign(world.desk.store, {
      markDelivery: async (marks: readonly DeliveryMark[]) => {
        if (!broken) return original.markDelivery(marks);
        broken = false;
        const [mark] = marks;
        if (mark) world.desk.marks.set(`${mark.address} ${mark.key}`, { ...mark, delivery: 'sent' });
        throw new OperationalError('unavailable', { retryable: true });
      },
    });
    await expect(world.say('pemohon', 'halo')).rejects.toThrow('unavailable');
    await world.pass(10_000);
    expect((await world.log('pemohon')).at(-1)?.delivery).toBe('sent');
  });
});

it('tells every officer of the role in the chat he used last, and nobody else', async () => {
  const world = await makeWorld();
  const { number } = await handIn(world);
  await drainOutbox(world.desk);
  const told = world.sent.filter(({ message }) => message.text.includes(number)).map(({ to }) => to);
  expect(told.sort()).toEqual(['web:kepala-dinas', 'web:pemohon']);
});
