// Our texts as Telegram shows them: *bold* and _italic_ as HTML, all else escaped.
import { MARKS } from '../marked-text.ts';

/** UTF-16 units after the entities are parsed: https://core.telegram.org/bots/api#sendmessage */
export const MAX_TEXT = 4096;

/** The same for what stands under a file: https://core.telegram.org/bots/api#senddocument */
export const MAX_CAPTION = 1024;

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
