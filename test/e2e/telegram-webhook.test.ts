// The desk behind a webhook, over HTTP: a whole form and a decision, with messages repeated, out of order, and from somebody else.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DISPOSE, handIn, openOffice, requestOf } from '../helpers/telegram-office.ts';
import type { Office } from '../helpers/telegram-office.ts';
import { openTelegramStory } from '../helpers/telegram-story.ts';
import type { TelegramStory } from '../helpers/telegram-story.ts';
import { openTelegramDouble } from '../helpers/telegram-double.ts';
import type { TelegramDouble } from '../helpers/telegram-double.ts';

const SECRET = 'rahasia_webhook_1';
const PATH = '/telegram/masuk';

let double: TelegramDouble;
let story: TelegramStory;
let office: Office;

/** To where the channel listens, as a proxy in front of it would. */
async function pass(request: Request): Promise<Response> {
  const { pathname } = new URL(request.url);
  const { headers, method } = request;
  const body = await request.text();
  return fetch(`http://127.0.0.1:${story.channel.webhookPort}${pathname}`, { method, headers, body });
}

beforeEach(async () => {
  double = await openTelegramDouble();
  double.pushThrough(pass);
  story = await openTelegramStory(double, { webhook: { url: `https://desa.example${PATH}`, secret: SECRET, port: 0 } });
  office = await openOffice(story, double);
});

afterEach(async () => {
  await story.stop();
  await double.close();
});

async function kinds(): Promise<string[]> {
  return (await requestOf(story, office.applicant)).history.map(({ kind }) => kind);
}

async function post(update: object, secret: string): Promise<number> {
  const headers = { 'Content-Type': 'application/json', 'X-Telegram-Bot-Api-Secret-Token': secret };
  const url = `http://127.0.0.1:${story.channel.webhookPort}${PATH}`;
  return (await fetch(url, { method: 'POST', headers, body: JSON.stringify(update) })).status;
}

function said(id: number, text: string, chat: number): object {
  const from = { id: chat, is_bot: false, first_name: 'Melati' };
  return { update_id: id, message: { message_id: id, date: 1, chat: { id: chat, type: 'private' }, from, text } };
}

describe('a desk that Telegram brings its messages to', () => {
  it('takes a request and a decision, each message dealt with before it is acknowledged', async () => {
    await handIn(story, office.applicant);
    await office.kepala_dinas.tap(DISPOSE);
    await office.kepala_dinas.tap('note=-');
    expect(await kinds()).toEqual(['application_submitted', 'step_decided']);
    expect(double.polls()).toBe(0);
    expect(story.logged).toEqual([]);
  });

  it('deals once with what is brought twice, the second time after something else', async () => {
    await handIn(story, office.applicant);
    const { kepala_dinas: head, applicant } = office;
    await head.tap(DISPOSE);
    const tap = head.person.tapData(await head.dataOf('note=-'));
    await double.taken(tap);
    await applicant.say('/status');
    const before = head.person.shown().length;
    double.bringAgain(tap);
    await double.taken(tap);
    expect(head.person.shown()).toHaveLength(before);
    expect(await kinds()).toEqual(['application_submitted', 'step_decided']);
  });

  it('deals once with what is brought again after a restart', async () => {
    const { applicant } = office;
    const update = applicant.person.say('/start');
    await double.taken(update);
    await story.restart();
    double.bringAgain(update);
    await double.taken(update);
    expect(applicant.person.shown()).toHaveLength(1);
  });

  it('hears messages in the order in which they come, whatever their numbers', async () => {
    expect(await post(said(800, '/start', 501), SECRET)).toBe(200);
    expect(await post(said(799, '/status', 501), SECRET)).toBe(200);
    const log = await story.store.readLog('telegram:501', 0);
    expect(log.filter(({ from }) => from === 'person').map(({ message }) => message.text)).toEqual([
      '/start',
      '/status',
    ]);
  });

  it('hears nothing from whoever does not know the secret', async () => {
    for (const wrong of ['', 'rahasia_webhook_2', SECRET.slice(1)])
      expect(await post(said(801, '/start', 777), wrong)).toBe(401);
    expect(await story.store.findChat('telegram:777')).toBeUndefined();
    expect(office.applicant.person.shown()).toEqual([]);
  });
});
