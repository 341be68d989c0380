// How fast one chat may write to the bot: what is too much is dropped and said so, and others do not notice.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCounter } from '../helpers/telegram-double-counter.ts';
import type { Counter } from '../helpers/telegram-double-counter.ts';
import type { DoublePerson } from '../helpers/telegram-double-people.ts';
import { openTelegramDouble } from '../helpers/telegram-double.ts';
import type { TelegramDouble } from '../helpers/telegram-double.ts';

let double: TelegramDouble;
let counter: Counter;
let sari: DoublePerson;
let time: number;

beforeEach(async () => {
  double = await openTelegramDouble();
  sari = double.person(3_527_065, 'Sari');
  time = Date.parse('2026-11-23T01:00:00.000Z');
  counter = createCounter(double, { pace: { burst: 3, perMinute: 2 }, now: () => new Date(time).toISOString() });
  await counter.start();
});

afterEach(async () => {
  await counter.channel.stop();
  await double.close();
});

async function sayAll(...texts: string[]): Promise<void> {
  await Promise.all(texts.map((text) => double.taken(sari.say(text))));
}

function heard(): (string | undefined)[] {
  return counter.arrived.map(({ text, choice }) => text ?? choice);
}

describe('a chat that writes too fast', () => {
  it('is told so once, what is too much is confirmed, and others are heard', async () => {
    await sayAll('1', '2', '3', '4', '5', '6');
    await double.taken(double.person(3_527_066, 'Budi').say('halo'));
    expect(heard()).toEqual(['1', '2', '3', 'halo']);
    expect(sari.shown().map(({ text }) => text)).toEqual(['Terlalu cepat']);
  });

  it('is heard again after a while, and told again after a minute', async () => {
    await sayAll('1', '2', '3', '4');
    time += 30_000;
    await sayAll('5', '6');
    expect(heard()).toEqual(['1', '2', '3', '5']);
    expect(sari.shown()).toHaveLength(1);
    time += 30_000;
    await sayAll('7', '8');
    expect(heard()).toEqual(['1', '2', '3', '5', '7']);
    expect(sari.shown()).toHaveLength(2);
  });

  it('has its taps answered, though they count', async () => {
    await counter.deliver('telegram:3527065', { text: 'Lanjut?', choices: [{ id: 'yes', label: 'Ya' }] }, 'k1');
    await Promise.all(['Ya', 'Ya', 'Ya', 'Ya'].map((label) => double.taken(sari.tap(label))));
    expect(heard()).toEqual(['yes', 'yes', 'yes']);
    expect([...double.state.queries.values()]).toEqual(['answered', 'answered', 'answered', 'answered']);
  });

  it('costs nobody an answer when it cannot be told', async () => {
    sari.block();
    await sayAll('1', '2', '3', '4');
    expect(heard()).toEqual(['1', '2', '3']);
    expect(counter.logged).toMatchObject([
      { level: 'info' },
      { level: 'warn', text: 'a chat that sends too fast could not be told' },
    ]);
  });
});
