// The Bot API double itself: a judge that lets everything pass would prove nothing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silence } from '../helpers/telegram-double-counter.ts';
import { TOKEN, openTelegramDouble } from '../helpers/telegram-double.ts';
import type { TelegramDouble } from '../helpers/telegram-double.ts';

const CHAT = 3_527_065;

let double: TelegramDouble;
beforeAll(async () => {
  double = await openTelegramDouble();
  double.person(CHAT);
});
afterAll(() => double.close());

interface Answer {
  readonly ok: boolean;
  readonly result?: unknown;
  readonly error_code?: number;
  readonly description?: string;
  readonly parameters?: unknown;
}

async function call(method: string, params: object = {}, token = TOKEN): Promise<Answer> {
  const response = await fetch(`${double.root}/bot${token}/${method}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(params),
  });
  const answer = (await response.json()) as Answer;
  expect(answer.ok ? 200 : answer.error_code).toBe(response.status);
  return answer;
}

const html = (text: string) => ({ chat_id: CHAT, text, parse_mode: 'HTML' });
const button = (data: string, text = 'Ya') => ({
  chat_id: CHAT,
  text: '?',
  reply_markup: { inline_keyboard: [[{ text, callback_data: data }]] },
});

describe('the double of the Bot API', () => {
  it.each([
    ['sendMessage', { chat_id: CHAT, text: '' }, 400, /text is empty/],
    ['sendMessage', { chat_id: CHAT, text: ' \n ' }, 400, /text is empty/],
    ['sendMessage', { chat_id: CHAT, text: 'x'.repeat(4097) }, 400, /too long/],
    ['sendMessage', { chat_id: 1, text: 'x' }, 400, /chat not found/],
    ['sendMessage', html('<b>x'), 400, /can't find end tag/i],
    ['sendMessage', html('x</b>'), 400, /unmatched end tag/i],
    ['sendMessage', html('<b><i>x</b></i>'), 400, /unmatched end tag/i],
    ['sendMessage', html('<p>x</p>'), 400, /unsupported start tag "p" at byte offset 0/i],
    ['sendMessage', html('3 < 4'), 400, /escaped at byte offset 2/],
    ['sendMessage', html('R&D'), 400, /escaped/],
    ['sendMessage', html('&nbsp;'), 400, /&nbsp;/],
    ['sendMessage', html('<b></b>'), 400, /text is empty/],
    ['sendMessage', button('x'.repeat(65)), 400, /BUTTON_DATA_INVALID/],
    ['sendMessage', button('ñ'.repeat(33)), 400, /BUTTON_DATA_INVALID/],
    ['sendMessage', button(''), 400, /BUTTON_DATA_INVALID/],
    ['sendMessage', button('x', ' '), 400, /must be non-empty/],
    ['sendDocument', { chat_id: CHAT, document: 'x' }, 400, /no document/],
    ['editMessageText', { chat_id: CHAT, message_id: 404, text: 'x' }, 400, /message to edit not found/],
    ['deleteMessage', { chat_id: CHAT, message_id: 404 }, 400, /message to delete not found/],
    ['answerCallbackQuery', { callback_query_id: 'unknown' }, 400, /query is too old/],
    ['getFile', { file_id: 'unknown' }, 400, /wrong file_id/],
    ['setMyCommands', { commands: [{ command: 'Mulai', description: 'x' }] }, 400, /BOT_COMMAND_INVALID/],
    ['setMyCommands', { commands: [{ command: 'mulai', description: '' }] }, 400, /DESCRIPTION/],
    ['setMyCommands', { commands: [], language_code: 'ind' }, 400, /LANG_CODE/],
    ['setWebhook', { url: 'http://desa.example/x' }, 400, /HTTPS/],
    ['setWebhook', { url: 'https://desa.example/x', secret_token: 'a b' }, 400, /unallowed/],
    ['leaveChat', { chat_id: CHAT }, 400, /private chats/],
    ['sendTelegram', {}, 404, /Not Found/],
  ])('refuses %s with %j', async (method, params, code, description) => {
    const answer = await call(method, params);
    expect(answer).toMatchObject({ ok: false, error_code: code });
    expect(answer.description).toMatch(description);
  });

  it.each([
    ['sendMessage', html(`<b>${'x'.repeat(4096)}</b>`)],
    ['sendMessage', html('a &amp; b &lt; c &#38; <i>d</i>')],
    ['sendMessage', button('x'.repeat(64))],
    ['setMyCommands', { commands: [{ command: 'mulai_1', description: 'x' }], language_code: 'id' }],
    ['getMe', {}],
    ['getWebhookInfo', {}],
  ])('takes %s with %j', async (method, params) => {
    expect(await call(method, params)).toMatchObject({ ok: true });
  });

  it('knows its own token only', async () => {
    expect(await call('getMe', {}, `${TOKEN.slice(0, -1)}0`)).toMatchObject({ error_code: 401 });
    expect(await call('getMe', {}, 'x')).toMatchObject({ error_code: 404 });
  });

  it('lets a bot write to nobody who does not want it', async () => {
    const person = double.person(77);
    person.chat.started = false;
    expect(await call('sendMessage', { chat_id: 77, text: 'x' })).toMatchObject({ error_code: 403 });
    await call('getUpdates', { offset: person.say('/start') + 1 });
    expect(await call('sendMessage', { chat_id: 77, text: 'x' })).toMatchObject({ ok: true });
    person.block();
    expect(await call('sendMessage', { chat_id: 77, text: 'x' })).toMatchObject({ error_code: 403 });
  });

  it('does not edit to what is there already, nor what the bot has not said', async () => {
    const sent = (await call('sendMessage', html('x'))).result as { message_id: number };
    const edit = { ...html('x'), message_id: sent.message_id };
    expect((await call('editMessageText', edit)).description).toMatch(/message is not modified/);
    expect(await call('editMessageText', { ...edit, text: 'y' })).toMatchObject({ ok: true });
    const person = double.person(CHAT);
    await call('getUpdates', { offset: person.say('halo') + 1 });
    const said = person.chat.messages.at(-1)?.id;
    expect((await call('editMessageText', { ...edit, message_id: said })).description).toMatch(/can't be edited/);
  });

  it('takes one answer to a tap', async () => {
    const person = double.person(CHAT);
    await call('sendMessage', button('data'));
    const update = person.tap('Ya');
    const { result } = await call('getUpdates');
    const query = (result as { callback_query: { id: string; data: string } }[])[0]?.callback_query;
    expect(query?.data).toBe('data');
    expect(await call('answerCallbackQuery', { callback_query_id: query?.id })).toMatchObject({ ok: true });
    expect(await call('answerCallbackQuery', { callback_query_id: query?.id })).toMatchObject({ ok: false });
    await call('getUpdates', { offset: update + 1 });
  });

  it('keeps an update until a poll asks for those after it', async () => {
    const update = double.person(CHAT).say('halo');
    const ids = async (offset?: number) =>
      ((await call('getUpdates', offset === undefined ? {} : { offset })).result as { update_id: number }[]).map(
        ({ update_id }) => update_id,
      );
    expect(await ids()).toEqual([update]);
    expect(await ids(update)).toEqual([update]);
    expect(await ids(update + 1)).toEqual([]);
    expect(await ids()).toEqual([]);
  });

  it('ends a poll when another begins, and all while there is a webhook', async () => {
    const first = call('getUpdates', { timeout: 1 });
    await silence(30);
    const second = call('getUpdates', { timeout: 0 });
    expect(await first).toMatchObject({ ok: false, error_code: 409 });
    expect(await second).toMatchObject({ ok: true, result: [] });
    await call('setWebhook', { url: 'https://desa.example/x' });
    expect(await call('getUpdates')).toMatchObject({ error_code: 409 });
    await call('deleteWebhook');
    expect(await call('getUpdates')).toMatchObject({ ok: true });
  });

  it('hands out files of 20 MB and no larger ones', async () => {
    const person = double.person(CHAT);
    const most = 20 * 1024 * 1024;
    const fetched = async (size: number) => {
      const update = person.upload({ name: 'x.pdf', bytes: new Uint8Array([1, 2]), size });
      const { result } = await call('getUpdates');
      await call('getUpdates', { offset: update + 1 });
      const document = (result as { message: { document: { file_id: string } } }[])[0]?.message.document;
      return call('getFile', { file_id: document?.file_id });
    };
    const { result } = await fetched(most);
    const response = await fetch(`${double.root}/file/bot${TOKEN}/${(result as { file_path: string }).file_path}`);
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([1, 2]));
    expect((await fetched(most + 1)).description).toMatch(/file is too big/);
    expect((await fetch(`${double.root}/file/bot${TOKEN}/documents/nothing`)).status).toBe(404);
  });

  it('asks for patience, breaks down, and comes back when it is told to', async () => {
    double.fail('getMe', { retryAfter: 3 });
    expect(await call('getMe')).toMatchObject({ error_code: 429, parameters: { retry_after: 3 } });
    double.fail('getMe', 'internal');
    expect(await call('getMe')).toMatchObject({ error_code: 502 });
    double.fail('getMe', 'broken');
    await expect(call('getMe')).rejects.toThrow();
    double.goAway();
    await expect(call('getMe')).rejects.toThrow();
    double.comeBack();
    expect(await call('getMe')).toMatchObject({ ok: true });
    const before = double.person(CHAT).shown().length;
    double.fail('sendMessage', 'lost');
    await expect(call('sendMessage', { chat_id: CHAT, text: 'x' })).rejects.toThrow();
    expect(double.person(CHAT).shown()).toHaveLength(before + 1);
  });
});
