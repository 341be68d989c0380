// The invented account at the Graph double, how its webhooks are signed, and what lies there.
import { createHash, createHmac } from 'node:crypto';
import type { Message } from './graph-double-rules.ts';

export const TOKEN = 'EAAB-token-of-nobody-0123456789';
export const PHONE_ID = '106540352242922';
export const APP_SECRET = '0123456789abcdef0123456789abcdef';
export const VERIFY_TOKEN = 'kata-kunci-webhook-1';

/** A file at Meta: what its address gives, and what is said of it. */
export interface DoubleMedia {
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly name?: string;
  /** Of the bytes that were announced, in hex. */
  readonly sha256: string;
  /** Bytes that are announced; absent: those there are. */
  readonly size?: number;
  /** Where Meta says it is; absent: here. */
  url?: string;
  /** Where its address here sends on to. */
  readonly redirect?: string;
  /** How many times the address has run out before it works. */
  expired?: number;
}

export interface SentMessage {
  readonly id: string;
  /** A phone number with a plus, or a business-scoped id. */
  readonly to: string;
  readonly message: Message;
}

/** https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint: over the raw body. */
export function sign(body: string, secret = APP_SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
