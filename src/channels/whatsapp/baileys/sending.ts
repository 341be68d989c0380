// Messages out. `sendMessage` of the library gives an id at once; a message counts as sent when WhatsApp has acknowledged it.
import type { AnyMessageContent, BinaryNode } from '@whiskeysockets/baileys';
import type { Address, FileRef, Outbound, SentId } from '../../../app/ports.ts';
import { OperationalError } from '../../../app/ports.ts';
import { pause } from '../../pause.ts';
import { isLid, jidOf } from './address.ts';
import type { Baileys, Socket } from './library.ts';
import { fileIdOf, messageIdOf } from './message-id.ts';
import type { BaileysOptions, Timing } from './options.ts';

export interface Sender {
  /** As `Transport.send`, over this open socket. */
  send(socket: Socket, to: Address, message: Outbound, key: string): Promise<SentId>;
  /** WhatsApp's `ack` of a message. */
  acknowledged(node: BinaryNode): void;
  /** The socket is gone: nothing that waits will be acknowledged. */
  disconnected(): void;
  /** Whether a message with that id was sent by this process, as far as it remembers. */
  isOurs(id: string): boolean;
}

const MOST_REMEMBERED = 5_000;

/** Longer words go after the file, in a message of their own. */
const MAX_CAPTION = 1024;

/**
 * When the outbox may try again. After a 463 each try counts as one more message to a stranger; after a 429 an answer need not wait longer
 * than all answers do, lest the chat be mute, and what nobody asked for the breaker holds back anyhow.
 */
const RETRY_AFTER_MS = { 463: 6 * 3_600_000, 429: 60_000 } as const;

const MIME: Readonly<Record<FileRef['type'], string>> = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  csv: 'text/csv',
  zip: 'application/zip',
  json: 'application/json',
};

interface Waiting {
  readonly resolve: (error: string | undefined) => void;
  readonly reject: (error: Error) => void;
}

export function createSender(baileys: Baileys, options: BaileysOptions, { ackMs }: Timing): Sender {
  const waiting = new Map<SentId, Waiting>();
  const ours = new Set<SentId>();

  function remember(id: SentId): void {
    ours.add(id);
    const [oldest] = ours;
    if (ours.size > MOST_REMEMBERED && oldest !== undefined) ours.delete(oldest);
  }

  /** Resolves to the error that WhatsApp names, if any. */
  async function inTime(answer: Promise<string | undefined>): Promise<string | undefined> {
    const enough = new AbortController();
    const late = pause(ackMs, enough.signal).then(() => {
      throw unavailable('WhatsApp did not acknowledge a message in time');
    });
    late.catch(() => {});
    try {
      return await Promise.race([late, answer]);
    } finally {
      enough.abort();
    }
  }

  async function post(socket: Socket, jid: string, content: AnyMessageContent, messageId: SentId): Promise<void> {
    remember(messageId);
    const answer = new Promise<string | undefined>((resolve, reject) => waiting.set(messageId, { resolve, reject }));
    // Should the connection break while the message is still being sent, nobody listens yet.
    answer.catch(() => {});
    let error: string | undefined;
    try {
      await socket.sendMessage(jid, content, { messageId });
      error = await inTime(answer);
    } catch (failure) {
      if (failure instanceof OperationalError) throw failure;
      throw unavailable('a message could not be handed to WhatsApp', failure);
    } finally {
      waiting.delete(messageId);
    }
    if (error !== undefined) throw refused(error);
  }

  function refused(error: string): OperationalError {
    if (error !== '463' && error !== '429') return unavailable(`WhatsApp refused a message with ${error.slice(0, 20)}`);
    const code = error === '463' ? 463 : 429;
    options.onTrouble(code);
    const cause = new Error(`WhatsApp refused a message with ${code}`);
    return new OperationalError('rate_limited', { retryable: true, retryAfter: RETRY_AFTER_MS[code], cause });
  }

  async function contentsOf(message: Outbound): Promise<AnyMessageContent[]> {
    const text = options.render(message);
    // No preview: the library would fetch the page itself.
    const words: AnyMessageContent[] = text === '' ? [] : [{ text, linkPreview: null }];
    if (!message.file) return words;
    const bytes = await options.readFile(message.file);
    if (!bytes) throw new OperationalError('gone', { retryable: false });
    const { name: fileName, type } = message.file;
    const document = { document: Buffer.from(bytes), mimetype: MIME[type], fileName };
    return text !== '' && text.length <= MAX_CAPTION ? [{ ...document, caption: text }] : [document, ...words];
  }

  /** A person known by both is written to by the linked id: to the number WhatsApp may refuse it (ack 463). */
  async function recipient({ signalRepository }: Socket, to: Address): Promise<string> {
    const jid = jidOf(baileys, to);
    if (isLid(to)) return jid;
    try {
      const lid = await signalRepository.lidMapping.getLIDForPN(jid);
      return lid === null ? jid : baileys.jidNormalizedUser(lid);
    } catch (error) {
      throw unavailable("a person's linked id could not be looked up", error);
    }
  }

  return {
    async send(socket, to, message, key) {
      const jid = await recipient(socket, to);
      const contents = await contentsOf(message);
      const id = messageIdOf(to, key);
      for (const [index, content] of contents.entries()) {
        const isLast = index === contents.length - 1;
        await post(socket, jid, content, isLast ? id : fileIdOf(to, key));
      }
      return id;
    },
    acknowledged({ attrs: { id = '', error } }) {
      waiting.get(id)?.resolve(error);
    },
    disconnected() {
      for (const { reject } of waiting.values()) reject(unavailable('the connection to WhatsApp was lost'));
    },
    isOurs: (id) => ours.has(id),
  };
}

function unavailable(line: string, error?: unknown): OperationalError {
  return new OperationalError('unavailable', { retryable: true, cause: new Error(line, { cause: error }) });
}
