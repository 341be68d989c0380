// What the bot says, as messages of the Cloud API: each part sent once per key, free-form within 24 hours, else in a template.
import type { Address, FileRef, Outbound, SentId } from '../../../app/ports.ts';
import { OperationalError } from '../../../app/ports.ts';
import { numberedParts, plainText } from '../numbered.ts';
import { recipientOf } from './address.ts';
import { CLOSED_WINDOW, GraphRefusal } from './graph-error.ts';
import type { Graph } from './graph.ts';
import { buttonsOf, listOf } from './interactive.ts';
import type { CloudOptions } from './options.ts';
import { templateOf } from './template.ts';
import type { Window } from './window.ts';

/** Characters under a file: https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/document-messages */
const MAX_CAPTION = 1024;

/** Keys whose parts are remembered. */
const MOST_KEYS = 1_000;

/** Until the person writes, nothing but a template gets through; so often it is tried again. */
const CLOSED_MS = 60 * 60_000;

/** To one person too fast (131056): no trouble of the whole account. */
const PAIR_RATE = 131056;

interface Medium {
  readonly type: string;
  /** Photos are no document to Meta: …/whatsapp/business-phone-numbers/media#supported-media-types */
  readonly message: 'document' | 'image';
  /** Bytes. */
  readonly most: number;
}

const MEDIA: Readonly<Record<FileRef['type'], Medium>> = {
  pdf: { type: 'application/pdf', message: 'document', most: 100_000_000 },
  jpeg: { type: 'image/jpeg', message: 'image', most: 5_000_000 },
  png: { type: 'image/png', message: 'image', most: 5_000_000 },
  xlsx: {
    type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    message: 'document',
    most: 100_000_000,
  },
  // Meta knows neither text/csv nor JSON, and of archives none: …/media#supported-media-types
  csv: { type: 'text/plain', message: 'document', most: 100_000_000 },
  json: { type: 'text/plain', message: 'document', most: 100_000_000 },
  zip: { type: 'application/zip', message: 'document', most: 100_000_000 },
};

/** A part of a message: the body without its recipient, or a file that has yet to be uploaded. */
type Part = { readonly body: object } | { readonly file: FileRef; readonly caption: string };

export interface Sender {
  /** Resolves to WhatsApp's id of the last part: the one with the choices. */
  send(to: Address, message: Outbound, key: string): Promise<SentId>;
}

export function createSender(graph: Graph, options: CloudOptions, window: Window): Sender {
  const { log, template, words } = options;
  /** Ids of the parts that WhatsApp took: a second try goes on where the first one ended. */
  const taken = new Map<string, SentId[]>();

  function takenOf(name: string): SentId[] {
    const ids = taken.get(name) ?? [];
    taken.delete(name);
    taken.set(name, ids);
    const [oldest] = taken.keys();
    if (taken.size > MOST_KEYS && oldest !== undefined) taken.delete(oldest);
    return ids;
  }

  async function partsOf(to: Address, { file, ...said }: Outbound, key: string): Promise<Part[]> {
    if (!file) return textParts(to, said, key);
    const text = file.name === said.text ? '' : said.text;
    const caption = plainText(text);
    if (said.choices.length === 0 && caption.length <= MAX_CAPTION) return [{ file, caption }];
    return [{ file, caption: '' }, ...(await textParts(to, { ...said, text }, key))];
  }

  /** Choices as buttons or a list, or else numbered under the text. */
  async function textParts(to: Address, message: Outbound, key: string): Promise<Part[]> {
    if (message.choices.length > 0) {
      const body = buttonsOf(message, key) ?? listOf(message, key, words[await options.languageOf(to)].list);
      if (body) return [{ body }];
    }
    return numberedParts(message).map((body) => ({ body: { type: 'text', text: { body, preview_url: false } } }));
  }

  async function bodyOf(part: Part): Promise<object> {
    if ('body' in part) return part.body;
    const { file, caption } = part;
    const bytes = await options.readFile(file);
    if (!bytes) throw new OperationalError('gone', { retryable: false });
    const { type, message, most } = MEDIA[file.type];
    if (bytes.length > most) throw new OperationalError('too_large', { retryable: false, limitBytes: most });
    const id = await graph.upload(bytes, type, file.name);
    // An image shows no name, so it stands under it.
    if (message === 'image') return { type: message, image: { id, caption: caption || plainText(file.name) } };
    return { type: message, document: { id, filename: file.name, ...(caption === '' ? {} : { caption }) } };
  }

  async function post(to: Address, body: object): Promise<SentId> {
    return graph.sendMessage({
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      ...recipientOf(to),
      ...body,
    });
  }

  /** Outside the window: unasked words go out in the template, all else waits. */
  async function sendTemplate(to: Address, message: Outbound): Promise<SentId> {
    if (!template || message.unasked !== true || message.file)
      throw new OperationalError('rate_limited', { retryable: true, retryAfter: CLOSED_MS });
    const language = await options.languageOf(to);
    return post(to, templateOf(template, language, words[language], message));
  }

  async function sendParts(to: Address, message: Outbound, key: string, ids: SentId[]): Promise<void> {
    const parts = await partsOf(to, message, key);
    for (const part of parts.slice(ids.length)) ids.push(await post(to, await bodyOf(part)));
  }

  function note(error: unknown): void {
    const refusal = error instanceof OperationalError && error.cause instanceof GraphRefusal ? error.cause : undefined;
    if (!(error instanceof OperationalError)) return;
    if (error.code === 'too_large') log.error('a photo is larger than Meta takes', { limit: error.limitBytes });
    if (!refusal) return;
    if (error.code === 'rate_limited' && refusal.code !== PAIR_RATE) options.onTrouble?.(429);
    const lost = !error.retryable && error.code !== 'blocked';
    if (lost || error.code === 'unauthorized')
      log.error('Meta refused a message', { status: refusal.status, code: refusal.code });
  }

  return {
    async send(to, message, key) {
      const ids = takenOf(`${to} ${key}`);
      try {
        if (!(await window.isOpen(to))) return await sendTemplate(to, message);
        try {
          await sendParts(to, message, key, ids);
        } catch (error) {
          if (!isClosed(error)) throw error;
          return await sendTemplate(to, message);
        }
      } catch (error) {
        note(error);
        throw error;
      }
      const last = ids.at(-1);
      if (last === undefined) throw new Error('a message without words or a file cannot be sent');
      return last;
    },
  };
}

function isClosed(error: unknown): boolean {
  const cause = error instanceof OperationalError ? error.cause : undefined;
  return cause instanceof GraphRefusal && cause.code === CLOSED_WINDOW;
}
