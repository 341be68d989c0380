// What a person's message is called at the desk: its id goes into logs, the audit trail and, unsealed, into the database.
import { createHash } from 'node:crypto';

/** Shows nobody's number: WhatsApp's own ids of chats and messages hold it, `wamid.…` in base64. */
export function inboundIdOf(account: string, chat: string, message: string): string {
  return `whatsapp:${createHash('sha256').update(`${account}\0${chat}\0${message}`).digest('hex').slice(0, 32)}`;
}
