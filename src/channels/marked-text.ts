// Our texts as chats mark them: where *bold* and _italic_ stand, and where a text may be cut.

/** Marks as people write them in chats: not inside words, not over several lines. Groups: a link (which has none), bold, italic. */
export const MARKS =
  /(https?:\/\/[^\s<>"'`*]+)|(?<![\p{L}\p{N}*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\p{L}\p{N}*])|(?<![\p{L}\p{N}_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\p{L}\p{N}_])/gu;

/** Where a text may be cut, the best first. */
const CUTS = [/\n\s*\n/g, /\n/g, /(?<=[.!?…])\s/g, /\s/g];

/**
 * The text in parts of at most `most` UTF-16 units, cut at the end of a paragraph, else of a line, a sentence or a word. What is counted
 * is the text with its marks, so what a chat counts is never more.
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
