// What the bot says, as Telegram takes it: cut into messages, with a keyboard under the last, each part sent once per key.
import type { Api } from 'grammy';
import { InlineKeyboard, InputFile } from 'grammy';
import type { Address, Choice, FileRef, Outbound, SentId } from '../../app/ports.ts';
import type { Timing } from './options.ts';
import { OperationalError } from '../../app/ports.ts';
import { splitText } from '../marked-text.ts';
import { actionToken } from '../action-token.ts';
import { chatOf, parseSentId, sentIdOf } from './address.ts';
import { isRefusal, toPortError } from './api-error.ts';
import { MAX_CAPTION, MAX_TEXT, toHtml } from './format.ts';

/** Longer ones are cut by the apps anyhow. */
const MAX_LABEL = 64;

/** Two labels of up to this length stand side by side on a narrow telephone. */
const SHORT_LABEL = 16;

/** More buttons than these are refused; nobody reads so many. */
const MAX_BUTTONS = 100;

/** Keys whose parts are remembered. */
const MOST_KEYS = 1_000;

export type Part =
  | { readonly kind: 'text'; readonly html: string; readonly keyboard?: InlineKeyboard }
  | { readonly kind: 'file'; readonly file: FileRef; readonly html: string; readonly keyboard?: InlineKeyboard };

export interface Sender {
  send(to: Address, message: Outbound, key: string): Promise<SentId | undefined>;
  amend(to: Address, sent: SentId, message: Outbound): Promise<void>;
  erase(from: Address, messageId: string): Promise<void>;
}

/** The messages that one line of ours becomes. */
export function partsOf({ text, choices, file }: Outbound, key: string): Part[] {
  const keyboard = choices.length > 0 ? { keyboard: keyboardOf(choices, key) } : {};
  const words = file?.name === text ? '' : text.trim();
  if (file && words.length <= MAX_CAPTION) return [{ kind: 'file', file, html: toHtml(words), ...keyboard }];
  const texts = splitText(words, MAX_TEXT).map((part) => toHtml(part));
  const parts: Part[] = texts.map((html, index) => ({
    kind: 'text',
    html,
    ...(index === texts.length - 1 ? keyboard : {}),
  }));
  return file ? [{ kind: 'file', file, html: '' }, ...parts] : parts;
}

function keyboardOf(choices: readonly Choice[], key: string): InlineKeyboard {
  const buttons = choices
    .slice(0, MAX_BUTTONS)
    .map(({ id, label }) => InlineKeyboard.text(cutLabel(label), actionToken(key, id)));
  const rows: (typeof buttons)[] = [];
  for (const button of buttons) {
    const row = rows.at(-1);
    if (row?.length === 1 && [...row, button].every(({ text }) => text.length <= SHORT_LABEL)) row.push(button);
    else rows.push([button]);
  }
  return InlineKeyboard.from(rows);
}

function cutLabel(label: string): string {
  const characters = [...label.replaceAll(/\s+/g, ' ').trim()];
  if (characters.length <= MAX_LABEL) return characters.join('') || '…';
  return `${characters
    .slice(0, MAX_LABEL - 1)
    .join('')
    .trimEnd()}…`;
}

export function createSender(
  api: Api,
  { answerMs }: Timing,
  readFile: (file: FileRef) => Promise<Uint8Array | undefined>,
): Sender {
  /** Message ids of the parts that Telegram took: a second try goes on where the first one ended. */
  const taken = new Map<string, number[]>();

  function takenOf(name: string): number[] {
    const ids = taken.get(name) ?? [];
    taken.delete(name);
    taken.set(name, ids);
    const [oldest] = taken.keys();
    if (taken.size > MOST_KEYS && oldest !== undefined) taken.delete(oldest);
    return ids;
  }

  async function sendPart(chat: number, part: Part): Promise<number> {
    const options = { parse_mode: 'HTML' as const, ...(part.keyboard ? { reply_markup: part.keyboard } : {}) };
    if (part.kind === 'text') {
      const quiet = { link_preview_options: { is_disabled: true } };
      return (await api.sendMessage(chat, part.html, { ...options, ...quiet })).message_id;
    }
    const bytes = await readFile(part.file);
    if (!bytes) throw new OperationalError('gone', { retryable: false });
    const document = new InputFile(bytes, headerName(part.file.name));
    return (await api.sendDocument(chat, document, { ...options, ...(part.html ? { caption: part.html } : {}) }))
      .message_id;
  }

  return {
    async send(to, message, key) {
      const chat = chatOf(to);
      const parts = partsOf(message, key);
      const ids = takenOf(`${to} ${key}`);
      try {
        for (const part of parts.slice(ids.length)) ids.push(await sendPart(chat, part));
      } catch (error) {
        throw toPortError(error);
      }
      const last = ids.at(-1);
      return last === undefined ? undefined : sentIdOf(chat, last);
    },
    async amend(_to, sent, message) {
      const target = parseSentId(sent);
      const html = splitText(message.text, MAX_TEXT)
        .map((part) => toHtml(part))
        .at(-1);
      if (!target || html === undefined) return;
      const { chat, message: id } = target;
      const options = { parse_mode: 'HTML' as const };
      try {
        await api
          .editMessageText(chat, id, html, { ...options, link_preview_options: { is_disabled: true } })
          .catch(async (error: unknown) => {
            if (!isRefusal(error, /no text in the message to edit/i)) throw error;
            const caption = splitText(message.text, MAX_CAPTION).map((part) => toHtml(part));
            await api.editMessageCaption(chat, id, { ...options, caption: caption.at(-1) ?? '' });
          });
      } catch (error) {
        // Shown already, or too old or gone: https://core.telegram.org/bots/api#editmessagetext
        if (isRefusal(error, /not modified|to edit not found|can't be edited|MESSAGE_ID_INVALID/i)) return;
        const failure = toPortError(error);
        if (failure instanceof OperationalError && failure.code === 'blocked') return;
        throw failure;
      }
    },
    async erase(from, messageId) {
      try {
        // https://core.telegram.org/bots/api#deletemessage: in a private chat the person's messages too, for 48 hours.
        await api.deleteMessage(chatOf(from), Number(messageId), AbortSignal.timeout(answerMs) as never);
      } catch (error) {
        if (!isRefusal(error, /to delete not found/i)) throw toPortError(error);
      }
    },
  };
}

/** grammY puts the name into a header without quoting it. */
function headerName(name: string): string {
  return name.replaceAll(/[\p{Cc}";\\/]/gu, '_');
}
