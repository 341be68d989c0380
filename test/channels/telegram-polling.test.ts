// Long polling at the Bot API double: nothing is lost, one process polls, and trouble passes.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperationalError } from '../../src/app/ports.ts';
import { createCounter, createLeases, silence } from '../helpers/telegram-double-counter.ts';
import type { Counter, CounterOptions } from '../helpers/telegram-double-counter.ts';
import type { DoublePerson } from '../helpers/telegram-double-people.ts';
import { TOKEN, openTelegramDouble } from '../helpers/telegram-double.ts';
import type { TelegramDouble } from '../helpers/telegram-double.ts';

let double: TelegramDouble;
let sari: DoublePerson;
let budi: DoublePerson;
let counters: Counter[];

beforeEach(async () => {
  double = await openTelegramDouble();
  sari = double.person(3_527_065, 'Sari');
  budi = double.person(3_527_066, 'Budi');
  counters = [];
});

afterEach(async () => {
  await Promise.all(counters.map(({ channel }) => channel.stop()));
  await double.close();
});

async function open(options: CounterOptions = {}): Promise<Counter> {
  const counter = createCounter(double, options);
  counters.push(counter);
  await counter.start();
  return counter;
}

function texts({ arrived }: Counter): (string | undefined)[] {
  return arrived.map(({ text }) => text);
}

describe('long polling', () => {
  it('brings what was said before it began', async () => {
    const updates = [sari.say('satu'), budi.say('dua')];
    const counter = await open();
    await Promise.all(updates.map((update) => double.taken(update)));
    expect(texts(counter)).toEqual(['satu', 'dua']);
  });

  it('keeps the messages of one chat in order while others go past', async () => {
    const counter = await open();
    let go = (): void => undefined;
    counter.handle = ({ text }) => (text === 'lambat' ? new Promise((resolve) => (go = resolve)) : Promise.resolve());
    const updates = [sari.say('lambat'), sari.say('kedua')];
    await counter.count(1);
    budi.say('lewat');
    await counter.count(2);
    expect(texts(counter)).toEqual(['lambat', 'lewat']);
    go();
    await Promise.all(updates.map((update) => double.taken(update)));
    expect(texts(counter)).toEqual(['lambat', 'lewat', 'kedua']);
  });

  it('confirms a message only when it has been dealt with', async () => {
    const counter = await open();
    let go = (): void => undefined;
    counter.handle = () => new Promise((resolve) => (go = resolve));
    const update = sari.say('penting');
    await counter.count(1);
    await silence();
    expect(double.state.queue.map(({ update_id }) => update_id)).toEqual([update]);
    expect(counter.arrived).toHaveLength(1);
    go();
    await double.taken(update);
  });

  it('leaves what it was dealing with to the next process when it dies', async () => {
    const first = await open({ holder: 'first' });
    first.handle = () => new Promise(() => undefined);
    const update = sari.say('penting');
    await first.count(1);
    budi.say('sudah beres');
    await first.count(2);
    await first.channel.stop();
    const second = await open({ holder: 'second' });
    await double.taken(update);
    expect(texts(second)).toEqual(['penting', 'sudah beres']);
    expect(second.arrived[0]?.id).toBe(first.arrived[0]?.id);
  });

  it('does not tell the next process what has been dealt with', async () => {
    const first = await open();
    sari.say('beres');
    await first.count(1);
    await first.channel.stop();
    const second = await open();
    await double.taken(budi.say('baru'));
    expect(texts(second)).toEqual(['baru']);
  });

  it('tries a message again until it is dealt with, and later ones of its chat wait', async () => {
    const counter = await open();
    let tries = 0;
    counter.handle = ({ text }) => {
      if (text !== 'satu') return Promise.resolve();
      tries += 1;
      return tries < 5 ? Promise.reject(new OperationalError('unavailable', { retryable: true })) : Promise.resolve();
    };
    sari.say('satu');
    await double.taken(sari.say('dua'));
    expect(texts(counter)).toEqual(['satu', 'satu', 'satu', 'satu', 'satu', 'dua']);
  });

  it('gives up a message that fails again and again while others get through', async () => {
    const counter = await open();
    counter.handle = ({ text }) => (text === 'rusak' ? Promise.reject(new Error('bug')) : Promise.resolve());
    const update = sari.say('rusak');
    await counter.count(20);
    expect(double.state.queue).toHaveLength(1);
    await double.taken(budi.say('baik'));
    await double.taken(update);
    expect(counter.logged.at(-1)).toMatchObject({ level: 'error', text: 'a message was not dealt with' });
  });

  it('gives up a message sooner that stands in the way of all newer ones', async () => {
    const counter = await open({ timing: { retryMs: [40] } });
    counter.handle = ({ text }) => (text === 'rusak' ? Promise.reject(new Error('bug')) : Promise.resolve());
    sari.say('rusak');
    await counter.count(1);
    const updates = Array.from({ length: 120 }, (_, index) => double.person(5000 + index).say(`pesan ${index}`));
    await Promise.all(updates.map((update) => double.taken(update)));
    const tries = counter.arrived.filter(({ text }) => text === 'rusak').length;
    expect(tries).toBeLessThan(12);
    expect(counter.arrived).toHaveLength(120 + tries);
  });

  it('takes many messages at once, each of them once', async () => {
    const counter = await open();
    const updates = Array.from({ length: 250 }, (_, index) => double.person(5000 + (index % 50)).say(`pesan ${index}`));
    await Promise.all(updates.map((update) => double.taken(update)));
    expect(new Set(texts(counter)).size).toBe(250);
    expect(counter.arrived).toHaveLength(250);
  });

  it('forgets a webhook that was set before', async () => {
    double.state.webhook = { url: 'https://desa.example/lama', secret: 'x' };
    const counter = await open();
    await double.taken(sari.say('halo'));
    expect(texts(counter)).toEqual(['halo']);
  });
});

describe('while Telegram is away', () => {
  it('messages wait there and arrive once afterwards', async () => {
    const counter = await open();
    await double.taken(sari.say('sebelum'));
    double.goAway();
    await silence(60);
    const updates = [sari.say('selama'), budi.say('juga')];
    double.comeBack();
    await Promise.all(updates.map((update) => double.taken(update)));
    expect(texts(counter)).toEqual(['sebelum', 'selama', 'juga']);
    expect(counter.logged.some(({ text }) => text === 'Telegram could not be polled')).toBe(true);
  });

  it('what goes wrong with a poll passes: the connection, the server, too many requests', async () => {
    const counter = await open();
    for (const fault of ['broken', 'internal', 'lost', { retryAfter: 0.06 }] as const) {
      double.fail('getUpdates', fault);
      await double.taken(sari.say(JSON.stringify(fault)));
    }
    expect(new Set(texts(counter)).size).toBe(4);
    expect(counter.arrived).toHaveLength(4);
  });
});

describe('a poll that came too soon', () => {
  it('is not repeated before the time that Telegram names', async () => {
    const counter = await open();
    await double.taken(sari.say('satu'));
    double.fail('getUpdates', { retryAfter: 0.15 }, 2);
    const update = sari.say('dua');
    const refusals = () => counter.logged.filter(({ data }) => data?.['code'] === 'rate_limited').length;
    await expect.poll(refusals, { interval: 5 }).toBe(1);
    await silence(70);
    expect(refusals()).toBe(1);
    await double.taken(update);
    expect([refusals(), texts(counter).at(-1)]).toEqual([2, 'dua']);
  });
});

describe('a second poller', () => {
  it('of our own waits for the lease, and takes over when the first one is gone', async () => {
    const lease = createLeases();
    const first = await open({ holder: 'first', lease });
    const second = await open({ holder: 'second', lease });
    await double.taken(sari.say('satu'));
    expect([texts(first), texts(second)]).toEqual([['satu'], []]);
    await first.channel.stop();
    await double.taken(sari.say('dua'));
    expect([texts(first), texts(second)]).toEqual([['satu'], ['dua']]);
    expect(lease.holder()).toBe('second');
  });

  it('takes over from one that could not renew, which then stops polling', async () => {
    let entitled = 'first';
    const lease = { ...createLeases(), take: (_name: string, holder: string) => Promise.resolve(holder === entitled) };
    const first = await open({ holder: 'first', lease });
    const second = await open({ holder: 'second', lease });
    await double.taken(sari.say('satu'));
    entitled = 'second';
    await expect.poll(() => first.logged.map(({ text }) => text)).toContainEqual(expect.stringMatching(/no longer/));
    await double.taken(sari.say('dua'));
    expect([texts(first), texts(second)]).toEqual([['satu'], ['dua']]);
    await first.channel.stop();
    await silence(30);
    expect(second.logged).toEqual([]);
  });

  it('goes on without the store for a while, then stops until the store is back', async () => {
    const lease = createLeases();
    let broken = false;
    const shaky = {
      ...lease,
      take: (...args: Parameters<typeof lease.take>) =>
        broken ? Promise.reject(new OperationalError('unavailable', { retryable: true })) : lease.take(...args),
    };
    const counter = await open({ lease: shaky });
    broken = true;
    await expect.poll(() => counter.logged.some(({ text }) => /no longer/.test(text))).toBe(true);
    const update = sari.say('halo');
    await silence(40);
    expect(counter.arrived).toEqual([]);
    broken = false;
    await double.taken(update);
    expect(texts(counter)).toEqual(['halo']);
  });

  it('of somebody else ends ours with 409; it backs off and comes again', async () => {
    const counter = await open();
    await double.taken(sari.say('satu'));
    const other = await fetch(`${double.root}/bot${TOKEN}/getUpdates?timeout=0`);
    expect(other.status).toBe(200);
    await double.taken(sari.say('dua'));
    expect(texts(counter)).toEqual(['satu', 'dua']);
    expect(counter.logged.find(({ level }) => level === 'warn')).toMatchObject({ data: { code: 'conflict' } });
  });
});
