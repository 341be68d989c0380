// What the bot says as plain WhatsApp text: its choices as a numbered list, only our own marks, in parts of a length that WhatsApp takes.
import type { Choice, Outbound } from '../../app/ports.ts';
import { MARKS, splitText } from '../marked-text.ts';

/** Characters of a text: https://developers.facebook.com/docs/whatsapp/cloud-api/messages/text-messages */
export const MAX_TEXT = 4096;

/** A label is a line; a longer one is cut. */
const MAX_LABEL = 300;

/** The whole message in one piece, however long; empty for a file without words. */
export function numberedText(message: Outbound): string {
  return [plainText(wordsOf(message)), linesOf(message).join('\n')].filter((block) => block !== '').join('\n\n');
}

/** The same in parts of at most `most` UTF-16 units, never cut within the line of a choice. None for a file without words. */
export function numberedParts(message: Outbound, most = MAX_TEXT): string[] {
  const whole = numberedText(message);
  if (whole.length <= most) return whole === '' ? [] : [whole];
  const parts = splitText(plainText(wordsOf(message)), most);
  const lines = linesOf(message);
  if (lines.length === 0) return parts;
  let part = parts.pop() ?? '';
  // The list stays in one piece where it can.
  if (part.length + 2 + lines.join('\n').length > most) {
    if (part !== '') parts.push(part);
    part = '';
  } else if (part !== '') part += '\n';
  for (const line of lines) {
    if (part !== '' && part.length + 1 + line.length > most) {
      parts.push(part);
      part = line;
    } else part = part === '' ? line : `${part}\n${line}`;
  }
  return [...parts, part];
}

/**
 * A text with our own marks (*bold*, _italic_) and no others: what would open a mark of WhatsApp by accident, in a name say, becomes a
 * look-alike; control characters, and those that turn the direction of writing, go. https://faq.whatsapp.com/539178204879377
 */
export function plainText(text: string): string {
  return withoutAccidents(text.replaceAll(/\r\n?/g, '\n').replaceAll(UNSEEN, '').trim());
}

const UNSEEN = /(?!\n)\p{Cc}|[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]/gu;

/** What could begin or end a mark: at the edge of a word. */
const EDGES = /(?<![\p{L}\p{N}])[*_~](?=\S)|(?<=\S)[*_~](?![\p{L}\p{N}])|`/gu;

const LOOK_ALIKE: Readonly<Record<string, string>> = { '*': '∗', _: 'ˍ', '~': '∼', '`': "'" };

function withoutAccidents(text: string): string {
  let plain = '';
  let from = 0;
  for (const match of text.matchAll(MARKS)) {
    const [whole, link, bold, italic] = match;
    plain += harmless(text.slice(from, match.index));
    if (link !== undefined) plain += link;
    else if (bold !== undefined) plain += `*${withoutAccidents(bold)}*`;
    else plain += `_${withoutAccidents(italic ?? '')}_`;
    from = match.index + whole.length;
  }
  return plain + harmless(text.slice(from));
}

function harmless(text: string): string {
  return text.replaceAll(EDGES, (mark) => LOOK_ALIKE[mark] ?? mark);
}

/** A file that is called what the text says needs no words: its name stands under it anyhow. */
function wordsOf({ text, file }: Outbound): string {
  return file?.name === text ? '' : text;
}

function linesOf({ choices, firstNumber = 1 }: Outbound): string[] {
  return choices.map((choice, index) => `${firstNumber + index}. ${labelOf(choice)}`);
}

function labelOf({ label }: Choice): string {
  const characters = [...plainText(label.replaceAll(/\s+/g, ' '))];
  return characters.length <= MAX_LABEL ? characters.join('') : `${characters.slice(0, MAX_LABEL - 1).join('')}…`;
}
