// Telegram's chat and message ids as the port's addresses and sent ids.
import type { Address, SentId } from '../../app/ports.ts';

export function addressOf(chat: number): Address {
  return `telegram:${chat}`;
}

export function chatOf(address: Address): number {
  const id = /^telegram:(-?\d{1,16})$/.exec(address)?.[1];
  if (id === undefined) throw new Error('that is no address of a Telegram chat');
  return Number(id);
}

export function sentIdOf(chat: number, message: number): SentId {
  return `${chat}:${message}`;
}

/** Undefined for what this channel never gave out. */
export function parseSentId(sent: SentId): { chat: number; message: number } | undefined {
  const [, chat, message] = /^(-?\d{1,16}):(\d{1,16})$/.exec(sent) ?? [];
  return chat === undefined ? undefined : { chat: Number(chat), message: Number(message) };
}
