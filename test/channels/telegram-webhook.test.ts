// The webhook of the Telegram channel: who may knock, what is acknowledged and when.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCounter, silence } from '../helpers/telegram-double-counter.ts';
import type { Counter } from '../helpers/telegram-double-counter.ts';
import { openTelegramDouble } from '../helpers/telegram-double.ts';
import type { TelegramDouble } from '../helpers/telegram-double.ts';

const SECRET = 'rahasia_webhook-1';
const WEBHOOK = { url: 'https://desa.example/telegram/masuk', secret: SECRET, path: '/telegram/masuk', port: 0 };

let double: TelegramDouble;
let counter: Counter;

beforeEach(async () => {
  double = await openTelegramDouble();
  counter = createCounter(double, { webhook: WEBHOOK });
  await counter.start();
});

afterEach(async () => {
  await counter.channel.stop();
  await double.close();
});

function update(id: number, text = `pesan ${id}`, chat = 3_527_065): object {
  const from = { id: chat, is_bot: false, first_name: 'Sari' };
  return { update_id: id, message: { message_id: id, date: 1, chat: { id: chat, type: 'private' }, from, text } };
}

async function post(body: object | string, headers: Record<string, string> = {}, path = WEBHOOK.path): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${counter.channel.webhookPort}${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': SECRET, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  await response.arrayBuffer();
  return response.status;
}

describe('the webhook', () => {
  it('is made known to Telegram with its secret, and nothing is polled', async () => {
    expect(double.state.webhook).toEqual({ url: WEBHOOK.url, secret: SECRET });
    expect(double.state.allowed).toEqual(['message', 'edited_message', 'callback_query']);
    await silence(30);
    expect(double.polls()).toBe(0);
  });

  it('acknowledges a message when it has been dealt with', async () => {
    let done = false;
    counter.handle = () => silence(20).then(() => void (done = true));
    expect(await post(update(1))).toBe(200);
    expect(done).toBe(true);
    expect(counter.arrived).toMatchObject([{ id: 'telegram:1', text: 'pesan 1' }]);
  });

  it.each([
    ['a wrong secret', { 'X-Telegram-Bot-Api-Secret-Token': 'rahasia_webhook-2' }],
    ['an empty secret', { 'X-Telegram-Bot-Api-Secret-Token': '' }],
    ['half a secret', { 'X-Telegram-Bot-Api-Secret-Token': SECRET.slice(0, 8) }],
  ])('turns away whoever comes with %s', async (_what, headers) => {
    expect(await post(update(1), headers)).toBe(401);
    expect(counter.arrived).toEqual([]);
    expect(counter.logged).toMatchObject([{ level: 'warn' }]);
  });

  it('turns away whoever comes without one', async () => {
    const response = await fetch(`http://127.0.0.1:${counter.channel.webhookPort}${WEBHOOK.path}`, {
      method: 'POST',
      body: JSON.stringify(update(1)),
    });
    expect(response.status).toBe(401);
  });

  it('knows one path and one method', async () => {
    expect(await post(update(1), {}, '/telegram')).toBe(404);
    expect(await post(update(1), {}, '//evil.example/telegram/masuk')).toBe(404);
    const url = `http://127.0.0.1:${counter.channel.webhookPort}${WEBHOOK.path}`;
    expect((await fetch(url)).status).toBe(405);
    expect(counter.arrived).toEqual([]);
  });

  it('reads no more than an update can have', async () => {
    expect(await post('x'.repeat(2_000_000))).toBe(413);
    expect(await post('{"update_id":')).toBe(400);
    expect(await post('[1]')).toBe(400);
    expect(await post('"x"')).toBe(400);
    expect(counter.arrived).toEqual([]);
  });

  it('acknowledges what is not as Telegram describes it, for it would come for ever', async () => {
    expect(await post({ update_id: 'satu' })).toBe(200);
    expect(counter.logged).toMatchObject([{ level: 'error', text: 'an update is not as Telegram describes it' }]);
  });

  it('has a message brought again that could not be dealt with', async () => {
    let tries = 0;
    counter.handle = () => (++tries === 1 ? Promise.reject(new Error('not now')) : Promise.resolve());
    expect(await post(update(1))).toBe(500);
    expect(await post(update(1))).toBe(200);
    expect(counter.arrived.map(({ id }) => id)).toEqual(['telegram:1', 'telegram:1']);
  });

  it('does not begin anew with a message that is brought again while it is being dealt with', async () => {
    let go = (): void => undefined;
    counter.handle = () => new Promise<void>((resolve) => (go = resolve));
    expect(await post(update(1))).toBe(500);
    const again = post(update(1));
    await silence(30);
    go();
    expect(await again).toBe(200);
    expect(counter.arrived).toHaveLength(1);
  });

  it('takes messages in the order in which they come, whatever their numbers', async () => {
    const statuses = await Promise.all([post(update(8, 'delapan')), silence(10).then(() => post(update(7, 'tujuh')))]);
    expect(statuses).toEqual([200, 200]);
    expect(counter.arrived.map(({ text }) => text)).toEqual(['delapan', 'tujuh']);
  });

  it('keeps one chat in order and lets others past', async () => {
    let go = (): void => undefined;
    counter.handle = ({ text }) => (text === 'lambat' ? new Promise((resolve) => (go = resolve)) : Promise.resolve());
    const slow = post(update(1, 'lambat'));
    await counter.count(1);
    const second = post(update(2, 'kedua'));
    expect(await post(update(3, 'lewat', 99))).toBe(200);
    go();
    expect(await Promise.all([slow, second])).toEqual([200, 200]);
    expect(counter.arrived.map(({ text }) => text)).toEqual(['lambat', 'lewat', 'kedua']);
  });

  it('has Telegram come again later when the channel is stopped', async () => {
    const request = () =>
      new Request(`http://localhost${WEBHOOK.path}`, {
        method: 'POST',
        headers: { 'X-Telegram-Bot-Api-Secret-Token': SECRET },
        body: JSON.stringify(update(1)),
      });
    expect((await counter.channel.handleWebhook(request())).status).toBe(200);
    await counter.channel.stop();
    expect((await counter.channel.handleWebhook(request())).status).toBe(503);
    expect(counter.channel.webhookPort).toBeUndefined();
    expect(double.state.webhook).toBeDefined();
  });

  it('is not there in a channel that polls', async () => {
    const polling = createCounter(double);
    const answer = await polling.channel.handleWebhook(new Request('http://localhost/telegram/masuk'));
    expect(answer.status).toBe(404);
  });

  it('needs a secret that Telegram can send', () => {
    expect(() => createCounter(double, { webhook: { ...WEBHOOK, secret: 'tidak boleh' } })).toThrow(RangeError);
    expect(() => createCounter(double, { webhook: { ...WEBHOOK, secret: '' } })).toThrow(RangeError);
  });
});
