// What must hold of every word of the bot's, and how to tell which of its texts it has said.
import type { LogEntry } from '../../src/app/ports.ts';
import { phrase } from './phrase.ts';

/** Nothing unfilled, no key for a text, no trouble. */
export function checkWords(lines: readonly LogEntry[]): void {
  for (const { message } of lines) {
    for (const text of [message.text, ...message.choices.map(({ label }) => label)]) {
      const filled = text.replaceAll('{{number}}', '');
      if (/\{\{|\bundefined\b|\bnull\b|^[a-z]+\.[a-z_.]+$/.test(filled)) throw new Error(`these are no words: ${text}`);
      if (says(text, 'trouble.neutral') || text.trim() === '') throw new Error(`the bot said: "${text}"`);
    }
    const ids = message.choices.map(({ id }) => id);
    if (new Set(ids).size < ids.length) throw new Error(`one choice is offered twice: ${ids.join(' ')}`);
  }
}

/** Whether what was said contains one of the texts, in whichever language. */
export function says(said: string, ...keys: Parameters<typeof phrase>): boolean {
  return phrase(...keys).test(said);
}
