// The procedure of Tarakan before telegram-test-api, a server that others have written. It knows no files, so the papers come
// through a second channel that is joined by a code.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { TelegramServer } from 'telegram-test-api/lib/telegramServer.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Channel } from '../../src/app/ports.ts';
import { handleMessage } from '../../src/app/handle-message.ts';
import { choiceOf } from '../../src/channels/action-token.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { honestAnswer } from '../helpers/story.ts';
import { TOKEN } from '../helpers/telegram-double.ts';
import { DISPOSE, OFFICERS, REGISTER } from '../helpers/telegram-office.ts';
import { openTelegramStory } from '../helpers/telegram-story.ts';
import type { TelegramStory } from '../helpers/telegram-story.ts';

/** Its clients' own clock is not ours. */
const DATE = { date: 1_795_395_600 };
const APPLICANT = 501;

interface Sent {
  readonly chat_id: number;
  readonly text: string;
  readonly reply_markup?: { readonly inline_keyboard: readonly (readonly { callback_data: string }[])[] };
}

let server: TelegramServer;
let story: TelegramStory;

const web: Channel = {
  name: 'web',
  amends: false,
  start: async () => {},
  stop: async () => {},
  send: async () => undefined,
  amend: async () => {},
  erase: async () => {},
  download: async () => sampleFile('pdf'),
};

beforeEach(async () => {
  server = new TelegramServer({ port: await freePort(), host: '127.0.0.1' });
  await server.start();
  story = await openTelegramStory({ root: server.config.apiURL, token: TOKEN }, { pollSeconds: 1, others: [web] });
});

afterEach(async () => {
  await story.stop();
  await server.stop();
});

/** What the bot has said in a chat, with the ids that the server gave it. */
function said(chat: number): (Sent & { readonly id: number })[] {
  return server.storage.botMessages
    .map(({ message, messageId }) => ({ ...(message as unknown as Sent), id: messageId }))
    .filter((message) => message.chat_id === chat);
}

function clientOf(chat: number) {
  return server.getClient(TOKEN, { userId: chat, chatId: chat, type: 'private' });
}

/** Resolves when the bot has answered and everything that followed is said. */
async function answered(chat: number, act: () => Promise<unknown>): Promise<void> {
  const before = said(chat).length;
  await act();
  await expect.poll(() => said(chat).length, { timeout: 5_000, interval: 5 }).toBeGreaterThan(before);
  await story.desk.chats.idle();
}

async function say(chat: number, text: string): Promise<void> {
  const client = clientOf(chat);
  await answered(chat, () =>
    text.startsWith('/')
      ? client.sendCommand(client.makeCommand(text, DATE))
      : client.sendMessage(client.makeMessage(text, DATE)),
  );
}

/** Taps the newest button for that choice, as soon as there is one. */
async function tap(chat: number, wanted: string | RegExp): Promise<void> {
  await expect.poll(() => find(chat, wanted), { timeout: 5_000, interval: 5 }).toBeDefined();
  const { id = 0, data = '' } = (await find(chat, wanted)) ?? {};
  const client = clientOf(chat);
  const message = { message_id: id, chat: { id: chat, type: 'private' } } as never;
  await answered(chat, () => client.sendCallback(client.makeCallbackQuery(data, { message })));
}

async function find(chat: number, wanted: string | RegExp): Promise<{ id: number; data: string } | undefined> {
  const log = await story.store.readLog(`telegram:${chat}`, 0);
  return said(chat)
    .toReversed()
    .flatMap(({ id, reply_markup: markup }) =>
      (markup?.inline_keyboard.flat() ?? []).map(({ callback_data: data }) => ({ id, data })),
    )
    .find(({ data }) => {
      const { choice = '' } = choiceOf(log, data) ?? {};
      return typeof wanted === 'string' ? choice === wanted : wanted.test(choice);
    });
}

/** On the second channel. */
async function sayThere(point: { text: string } | { choice: string } | { file: { ref: string; name: string } }) {
  const id = `web:${story.desk.ids.next()}`;
  await handleMessage(story.desk, { id, from: 'web:melati', at: story.now(), ...point });
}

it('the procedure of Tarakan comes to its certificate before telegram-test-api', async () => {
  const { kepala_dinas: head, kepala_bidang: division, statistisi, verifikator } = OFFICERS;
  for (const [role, { id, name }] of Object.entries(OFFICERS))
    await say(id, `/start ${await story.addOfficer({ id: `officer-${id}`, name, roles: [role] })}`);

  const { fields, papers } = Object.values(story.profile.services)[0] ?? { fields: [], papers: [] };
  await say(APPLICANT, '/start');
  await tap(APPLICANT, 'menu=apply');
  await tap(APPLICANT, 'consent=agree');
  for (const field of fields) await say(APPLICANT, honestAnswer(field, story.profile));
  await say(APPLICANT, '/hubungkan');
  const [code = ''] = /K[2-9A-HJ-NP-TV-Z]{12}/.exec(said(APPLICANT).at(-1)?.text ?? '') ?? [];
  await sayThere({ text: code });
  for (const { key } of papers) await sayThere({ file: { ref: key, name: `${key}.pdf` } });
  await sayThere({ choice: 'summary=submit' });
  await say(APPLICANT, '/status');

  for (const { id } of [head, division, statistisi]) {
    await tap(id, DISPOSE);
    await tap(id, /^note=-@/);
  }
  await tap(verifikator.id, REGISTER);
  await tap(verifikator.id, /:confirm$/);
  await tap(verifikator.id, /:issue$/);
  await tap(verifikator.id, /^date=/);

  const person = (await story.store.findChat(`telegram:${APPLICANT}`))?.person ?? '';
  const [application] = await story.store.findApplicationsOf(person);
  expect(application?.state).toBe('completed');
  const certificates = await story.store.findCertificatesOf(person);
  expect(certificates).toMatchObject([{ issuedOn: '2026-11-18', validUntil: '2028-11-18' }]);
  await expect.poll(() => said(APPLICANT).some(({ text }) => text.includes('18 November 2028'))).toBe(true);
  const task = (): string => said(head.id).find(({ text }) => text.includes('Melati Puspitasari'))?.text ?? '';
  await expect.poll(task).toMatch(/✔ .* Hendra Wijaya.*18 November 2026/);
  expect(story.logged.filter(({ level }) => level === 'error')).toEqual([]);
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const listener = createServer().listen(0, '127.0.0.1', () => {
      const { port } = listener.address() as AddressInfo;
      listener.close(() => resolve(port));
    });
  });
}
