// How often the desk writes on WhatsApp, and what it does when WhatsApp has had enough. Time is still here and moved by hand.
import { describe, expect, it } from 'vitest';
import type { Address } from '../../src/app/ports.ts';
import { createBreaker } from '../../src/channels/whatsapp/breaker.ts';
import type { Trouble } from '../../src/channels/whatsapp/breaker.ts';
import { PACE, createManners } from '../../src/channels/whatsapp/manners.ts';
import type { Pace } from '../../src/channels/whatsapp/manners.ts';
import type { Notebook } from '../../src/channels/whatsapp/notebook.ts';

const ZONE = 'Asia/Makassar';
const HOUR = 3_600_000;
const [SARI, BUDI]: readonly [Address, Address] = ['whatsapp:lid-1', 'whatsapp:lid-2'];
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** Ten in the morning at the agency. */
const START = Date.parse('2026-11-18T02:00:00Z');

interface Desk {
  /** When what was sent went out, in milliseconds from the start, with its name. */
  readonly out: readonly (readonly [number, string])[];
  readonly alerts: readonly (readonly [Trouble, number])[];
  readonly breaker: ReturnType<typeof createBreaker>;
  send(name: string, chat?: Address, unasked?: boolean, taking?: Promise<void>): Promise<string>;
  /** Another of them, as after a restart: what was kept is all it knows. */
  restarted(): Desk;
  /** Moves the time on, waking whoever waited until then. */
  pass(ms: number): Promise<void>;
  stop(): void;
}

function openDesk(pace: Partial<Pace> = {}, random = 0.5, kept = new Map<string, string>(), start = START): Desk {
  let time = start;
  const sleeping: { until: number; wake: () => void }[] = [];
  const out: [number, string][] = [];
  const alerts: [Trouble, number][] = [];
  const note = (name: string): Notebook => ({
    read: () => Promise.resolve(kept.get(name)),
    write: (text) => Promise.resolve(void kept.set(name, text)),
  });
  const now = (): string => new Date(time).toISOString();
  const breaker = createBreaker({
    notebook: note('breaker'),
    log: SILENT,
    now,
    alert: (code, until) => void alerts.push([code, Date.parse(until) - time]),
  });
  const manners = createManners({
    pace: { ...PACE, ...pace },
    timeZone: ZONE,
    breaker,
    notebook: note('sent'),
    log: SILENT,
    now,
    random: () => random,
    pause: (ms, signal) =>
      new Promise((wake) => {
        sleeping.push({ until: time + ms, wake });
        signal.addEventListener('abort', () => wake());
      }),
  });
  const settle = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));
  return {
    out,
    alerts,
    breaker,
    send: (name, chat = SARI, unasked = false, taking = Promise.resolve()) =>
      manners.inTurn(chat, unasked, async () => {
        out.push([time - start, name]);
        await taking;
        return name;
      }),
    restarted: () => openDesk(pace, random, kept, time),
    async pass(ms) {
      await settle();
      const end = time + ms;
      for (;;) {
        const next = sleeping.filter(({ until }) => until <= end).sort((a, b) => a.until - b.until)[0];
        if (!next) break;
        sleeping.splice(sleeping.indexOf(next), 1);
        time = Math.max(time, next.until);
        next.wake();
        await settle();
      }
      time = end;
    },
    stop: () => manners.stop(),
  };
}

async function refusal(sending: Promise<unknown>): Promise<unknown> {
  return sending.then(
    () => 'sent',
    (error: unknown) => error,
  );
}

describe('messages', () => {
  it('go out at once where none went before, and then a second to two apart whoever they are for', async () => {
    const desk = openDesk({}, 0.25);
    const all = ['a', 'b', 'c'].map((name, index) => desk.send(name, index === 1 ? BUDI : SARI));
    await desk.pass(10_000);
    await Promise.all(all);
    expect(desk.out).toEqual([
      [0, 'a'],
      [1250, 'b'],
      [2500, 'c'],
    ]);
  });

  it('are never closer than a second nor told by a steady beat', async () => {
    const gaps = [0, 0.5, 1].map(async (random) => {
      const desk = openDesk({}, random);
      const both = [desk.send('a'), desk.send('b')];
      await desk.pass(5_000);
      await Promise.all(both);
      return desk.out[1]?.[0];
    });
    expect(await Promise.all(gaps)).toEqual([1000, 1500, 2000]);
  });

  it('to one chat are a second apart where others need not wait', async () => {
    const desk = openDesk({ gapMs: [10, 10] });
    const all = [desk.send('a1', SARI), desk.send('a2', SARI), desk.send('b1', BUDI)];
    await desk.pass(3_000);
    await Promise.all(all);
    expect(desk.out).toEqual([
      [0, 'a1'],
      [10, 'b1'],
      [1000, 'a2'],
    ]);
  });

  it('that answer somebody go before those nobody asked for', async () => {
    const desk = openDesk();
    const all = [
      desk.send('first'),
      desk.send('notice 1', SARI, true),
      desk.send('notice 2', BUDI, true),
      desk.send('answer', BUDI),
    ];
    await desk.pass(10_000);
    await Promise.all(all);
    expect(desk.out.map(([, name]) => name)).toEqual(['first', 'answer', 'notice 1', 'notice 2']);
  });

  it('that wait when the channel stops are for later', async () => {
    const desk = openDesk();
    const [first, second] = [desk.send('a'), refusal(desk.send('b'))];
    await first;
    desk.stop();
    expect(await second).toMatchObject({ code: 'unavailable', retryable: true });
    await desk.pass(10_000);
    expect(desk.out.map(([, name]) => name)).toEqual(['a']);
  });
});

describe('what nobody asked for', () => {
  it('is so much a day and no more, and the rest waits for the next morning', async () => {
    const desk = openDesk({ unaskedPerDay: 2 });
    const both = [desk.send('1', SARI, true), desk.send('2', BUDI, true)];
    await desk.pass(10_000);
    await Promise.all(both);
    const third = refusal(desk.send('3', SARI, true));
    await desk.pass(0);
    // From ten in the morning until seven, to the minute.
    expect(await third).toMatchObject({ code: 'rate_limited', retryable: true, retryAfter: 21 * HOUR });
    const answers = [desk.send('an answer'), desk.send('another')];
    await desk.pass(10_000);
    expect(await Promise.all(answers)).toEqual(['an answer', 'another']);
    await desk.pass(21 * HOUR);
    expect(await desk.send('3', SARI, true)).toBe('3');
  });

  it('counts while it is still being sent', async () => {
    const desk = openDesk({ unaskedPerDay: 1 });
    let taken = (): void => {};
    const first = desk.send('1', SARI, true, new Promise<void>((resolve) => (taken = resolve)));
    await desk.pass(2_000);
    const second = refusal(desk.send('2', BUDI, true));
    await desk.pass(2_000);
    expect(await second).toMatchObject({ code: 'rate_limited' });
    taken();
    expect(await first).toBe('1');
  });

  it('is refused until the coming morning after midnight of the agency too', async () => {
    const desk = openDesk({ unaskedPerDay: 1 }, 0.5, new Map(), Date.parse('2026-11-18T16:30:00Z'));
    const first = desk.send('1', SARI, true);
    await desk.pass(2_000);
    await first;
    const second = refusal(desk.send('2', BUDI, true));
    await desk.pass(0);
    // 00:30 there: the day has just begun, so it is tomorrow's morning.
    expect(await second).toMatchObject({ retryAfter: 30.5 * HOUR });
  });

  it('is counted over a restart', async () => {
    const desk = openDesk({ unaskedPerDay: 1 });
    await desk.send('1', SARI, true);
    expect(await refusal(desk.restarted().send('2', SARI, true))).toMatchObject({ code: 'rate_limited' });
  });
});

describe('the breaker', () => {
  it('holds back for six hours what nobody asked for after a 463, while answers go on', async () => {
    const desk = openDesk();
    desk.breaker.trouble(463);
    expect(await refusal(desk.send('notice', SARI, true))).toMatchObject({
      code: 'rate_limited',
      retryable: true,
      retryAfter: 6 * HOUR,
    });
    expect(await desk.send('answer')).toBe('answer');
    await desk.pass(6 * HOUR);
    expect(await desk.send('notice', SARI, true)).toBe('notice');
  });

  it('lets nothing go for a minute after a 429, and nothing unasked for an hour', async () => {
    const desk = openDesk();
    desk.breaker.trouble(429);
    expect(await refusal(desk.send('answer'))).toMatchObject({ code: 'rate_limited', retryAfter: 60_000 });
    await desk.pass(60_000);
    expect(await desk.send('answer')).toBe('answer');
    await desk.pass(2_000);
    expect(await refusal(desk.send('notice', SARI, true))).toMatchObject({ retryAfter: HOUR - 62_000 });
  });

  it('stays open twice as long each time, at most a day, and starts afresh after a quiet day', async () => {
    const desk = openDesk();
    for (const hours of [6, 12, 24, 24]) {
      desk.breaker.trouble(463);
      expect(desk.alerts.at(-1)).toEqual([463, hours * HOUR]);
      await desk.pass(hours * HOUR);
    }
    await desk.pass(25 * HOUR);
    desk.breaker.trouble(463);
    expect(desk.alerts.at(-1)).toEqual([463, 6 * HOUR]);
  });

  it('calls for somebody once for each opening, however much trouble there is meanwhile', async () => {
    const desk = openDesk();
    desk.breaker.trouble(429);
    desk.breaker.trouble(429);
    desk.breaker.trouble(463);
    expect(desk.alerts).toEqual([[429, HOUR]]);
    // The graver of the two counts.
    await desk.pass(2 * HOUR);
    expect(await refusal(desk.send('notice', SARI, true))).toMatchObject({ retryAfter: 4 * HOUR });
  });

  it('opens when the connection is lost again and again, not when it is lost now and then', async () => {
    const desk = openDesk();
    for (let times = 0; times < 8; times += 1) {
      desk.breaker.trouble('disconnected');
      await desk.pass(5 * 60_000);
    }
    expect(desk.alerts).toEqual([]);
    for (let times = 0; times < 4; times += 1) desk.breaker.trouble('disconnected');
    expect(desk.alerts).toEqual([['disconnected', HOUR]]);
  });

  it('stays open over a restart', async () => {
    const desk = openDesk();
    desk.breaker.trouble(463);
    expect(await refusal(desk.restarted().send('notice', SARI, true))).toMatchObject({ retryAfter: 6 * HOUR });
  });

  it('that cannot read its notes goes by what it knows', async () => {
    const desk = openDesk(
      {},
      0.5,
      new Map([
        ['breaker', '{"until":"soon"'],
        ['sent', '[]'],
      ]),
    );
    expect(await desk.send('notice', SARI, true)).toBe('notice');
  });
});
