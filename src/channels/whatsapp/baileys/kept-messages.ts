// Messages that the library has confirmed to WhatsApp but that are not dealt with yet: kept, so that a process that dies loses none.
import type { WAMessage } from '@whiskeysockets/baileys';
import { z } from 'zod';
import type { Baileys } from './library.ts';
import type { Inbox } from './options.ts';

export interface KeptMessages {
  /** `id`: of the message for the desk. Throws what the inbox throws. */
  keep(id: string, message: WAMessage): Promise<void>;
  /** Those kept longest. Throws what the inbox throws. */
  take(): Promise<WAMessage[]>;
  drop(id: string): Promise<void>;
}

/** The inbox has room for what other channels keep there too. */
const OURS = 'baileys:';

const Text = z.string().nullish();
const Kept = z.object({
  key: z.object({
    remoteJid: Text,
    remoteJidAlt: Text,
    fromMe: z.boolean().nullish(),
    id: Text,
    isViewOnce: z.boolean().nullish(),
  }),
  seconds: z.number(),
  /** Base64 of the message as it is on the wire. */
  content: z.string().optional(),
});

export function createKeptMessages({ proto, toNumber }: Baileys, inbox: Inbox): KeptMessages {
  function write({ key, message, messageTimestamp }: WAMessage): string {
    const { remoteJid, remoteJidAlt, fromMe, id, isViewOnce } = key;
    const content = message && Buffer.from(proto.Message.encode(message).finish()).toString('base64');
    const kept = {
      key: { remoteJid, remoteJidAlt, fromMe, id, isViewOnce },
      seconds: toNumber(messageTimestamp),
      content,
    };
    return JSON.stringify(kept);
  }

  /** Undefined for what cannot be read any more: it was written by another version. */
  function read(body: string): WAMessage | undefined {
    try {
      return messageOf(body);
    } catch {
      return undefined;
    }
  }

  function messageOf(body: string): WAMessage {
    const { key, seconds, content } = Kept.parse(JSON.parse(body));
    const message = content === undefined ? undefined : proto.Message.decode(Buffer.from(content, 'base64'));
    // What was not set then is not set now.
    const set = Object.fromEntries(Object.entries(key).filter(([, value]) => value !== undefined && value !== null));
    return { key: set, messageTimestamp: seconds, ...(message ? { message } : {}) };
  }

  return {
    keep: (id, message) => inbox.put(`${OURS}${id}`, write(message)),
    async take() {
      const kept = (await inbox.take()).filter(({ id }) => id.startsWith(OURS));
      return kept.map(({ body }) => read(body)).filter((message) => message !== undefined);
    },
    drop: (id) => inbox.done(`${OURS}${id}`),
  };
}
