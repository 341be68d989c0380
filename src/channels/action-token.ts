// What a button carries: not the choice, only a name for it that means nothing outside the chat whose log it stands in.
import { createHash } from 'node:crypto';
import type { LogEntry } from '../app/ports.ts';

/** 24 of the 64 bytes that callback_data may have: https://core.telegram.org/bots/api#inlinekeyboardbutton */
const LENGTH = 22;

/** The token of a choice under the line with that key. */
export function actionToken(key: string, choice: string): string {
  return `c:${createHash('sha256').update(`${key}\0${choice}`).digest('base64url').slice(0, LENGTH)}`;
}

/** The choice that a token stands for among the lines of a chat, the newest first; undefined when its line is no longer kept. */
export function choiceOf(log: readonly LogEntry[], token: string): { choice: string; key: string } | undefined {
  for (const { key, message } of log.toReversed()) {
    const found = message.choices.find(({ id }) => actionToken(key, id) === token);
    if (found) return { choice: found.id, key };
  }
  return undefined;
}
