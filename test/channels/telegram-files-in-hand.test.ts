// However many files people send at once, only a few are in memory; the others wait, and each has its turn.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Inbound } from '../../src/app/ports.ts';
import { createFilesInHand } from '../../src/channels/files-in-hand.ts';
import { createCounter } from '../helpers/telegram-double-counter.ts';
import type { Counter } from '../helpers/telegram-double-counter.ts';
import { openTelegramDouble } from '../helpers/telegram-double.ts';
import type { TelegramDouble } from '../helpers/telegram-double.ts';

const BYTES = new Uint8Array([1, 2, 3]);

describe('files that many people send at once', () => {
  let double: TelegramDouble;
  let counter: Counter;
  let inHand = 0;
  let most = 0;

  beforeEach(async () => {
    double = await openTelegramDouble();
    counter = createCounter(double);
    [inHand, most] = [0, 0];
    await counter.start();
  });

  afterEach(async () => {
    await counter.channel.stop();
    await double.close();
  });

  /** What a desk does with a file, slowly. */
  async function deal({ file }: Inbound): Promise<void> {
    if (!file) return;
    const bytes = await counter.channel.download(file, 1000);
    inHand += 1;
    most = Math.max(most, inHand);
    expect(bytes).toEqual(BYTES);
    await new Promise((resolve) => setTimeout(resolve, 40));
    inHand -= 1;
  }

  async function sendFrom(people: number): Promise<void> {
    const updates = Array.from({ length: people }, (_, index) =>
      double.person(4_000 + index).upload({ name: 'surat.pdf', bytes: BYTES }),
    );
    await Promise.all(updates.map((update) => double.taken(update)));
  }

  it('are dealt with four at a time, all of them', async () => {
    counter.handle = deal;
    await sendFrom(30);
    expect(counter.arrived).toHaveLength(30);
    expect(most).toBe(4);
  });

  it('give way when they could not be dealt with, or cannot be had', async () => {
    let tries = 0;
    counter.handle = async (inbound) => {
      tries += 1;
      await deal(inbound);
      if (tries <= 8) throw new Error('not now');
    };
    await sendFrom(8);
    counter.handle = async ({ file }) => {
      await counter.channel.download({ ref: 'unknown', name: file?.name ?? '' }, 1000).catch(() => undefined);
      await counter.channel.download({ ...file, ref: 'unknown', name: '' }, 1000).catch(() => undefined);
    };
    await sendFrom(8);
    counter.handle = deal;
    await sendFrom(8);
    expect(most).toBe(4);
  });
});

describe('the files in hand', () => {
  const file = (): { ref: string; name: string } => ({ ref: 'same', name: 'surat.pdf' });

  it('are counted for each message, though Telegram calls them the same, and not twice for one', async () => {
    const files = createFilesInHand(1);
    const [one, other] = [file(), file()];
    const fetched: string[] = [];
    const fetch = (name: string) => () => {
      fetched.push(name);
      return Promise.resolve(BYTES);
    };
    let go = (): void => undefined;
    const first = files.during(one, async () => {
      await files.fetch(one, fetch('one'));
      await files.fetch(one, fetch('one again'));
      await new Promise<void>((resolve) => (go = resolve));
    });
    const second = files.during(other, async () => void (await files.fetch(other, fetch('other'))));
    await expect.poll(() => fetched).toEqual(['one', 'one again']);
    go();
    await Promise.all([first, second]);
    expect(fetched).toEqual(['one', 'one again', 'other']);
  });
});
