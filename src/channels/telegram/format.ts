// Our texts as Telegram shows them: cut into messages it accepts, *bold* and _italic_ as HTML, all else escaped.

/** UTF-16 units after the entities are parsed: https://core.telegram.org/bots/api#sendmessage */
export const MAX_TEXT = 4096;

/** The same for what stands under a file: https://core.telegram.org/bots/api#senddocument */
export const MAX_CAPTION = 1024;

/** Marks as people write them in chats: not inside words, not over several lines. */
const MARKS =
  /(https?:\/\/[^\s<>"'`*]+)|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])/gu;

/** https://core.telegram.org/bots/api#html-style: nothing but b and i, so that no text can break it. */
export function toHtml(text: string): string {
  let html = '';
  let from = 0;
  for (const match of text.matchAll(MARKS)) {
    const [whole, link, bold, italic] = match;
    html += escapeHtml(text.slice(from, match.index));
    if (link !== undefined) html += escapeHtml(link);
    else if (bold !== undefined) html += `<b>${toHtml(bold)}</b>`;
    else html += `<i>${toHtml(italic ?? '')}</i>`;
    from = match.index + whole.length;
  }
  return html + escapeHtml(text.slice(from));
}

/** https://core.telegram.org/bots/api#html-style: these three, everywhere. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Where a text may be cut, the best first. */
const CUTS = [/\n\s*\n/g, /\n/g, /(?<=[.!?…])\s/g, /\s/g];

/**
 * The text in parts of at most `most` UTF-16 units, cut at the end of a paragraph, else of a line, a sentence or a word. What is counted
 * is the text with its marks, so what Telegram counts is never more.
 */
export function splitText(text: string, most: number): string[] {
  const parts: string[] = [];
  let rest = text.trim();
  while (rest.length > most) {
    const { end, next } = cutOf(rest, most);
    parts.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(next).trimStart();
  }
  if (rest !== '') parts.push(rest);
  return parts;
}

function cutOf(text: string, most: number): { end: number; next: number } {
  const head = text.slice(0, most + 1);
  for (const pattern of CUTS) {
    const found = [...head.matchAll(pattern)].findLast(({ index }) => index > most / 4 && index <= most);
    if (found) return { end: found.index, next: found.index + found[0].length };
  }
  // Never between the halves of a character.
  const end = /[\ud800-\udbff]$/.test(text.slice(0, most)) ? most - 1 : most;
  return { end, next: end };
}
