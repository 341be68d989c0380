// The ids our messages have on WhatsApp: made of the outbox key, so that a second try shows nothing twice and our own are known again.
import { createHash } from 'node:crypto';
import type { Address, SentId } from '../../../app/ports.ts';

/** In the form WhatsApp Web gives its own: `3EB0` and 18 hexadecimal digits. A key is unique within its chat only. */
export function messageIdOf(chat: Address, key: string): SentId {
  return `3EB0${createHash('sha256').update(`${chat}\0${key}`).digest('hex').slice(0, 18).toUpperCase()}`;
}

/** Of a file whose words follow in a message of their own. */
export function fileIdOf(chat: Address, key: string): SentId {
  return messageIdOf(chat, `${key} file`);
}

/** Whether a message that WhatsApp calls so is that one, or its file. */
export function isIdOf(chat: Address, key: string, id: SentId): boolean {
  return id === messageIdOf(chat, key) || id === fileIdOf(chat, key);
}
