// HTML as sendMessage takes it, https://core.telegram.org/bots/api#html-style, judged more strictly than Telegram does.
import { badRequest } from './telegram-double-state.ts';

/** https://core.telegram.org/bots/api#html-style: "Only the tags mentioned above are currently supported." */
const TAGS = new Set(
  'b strong i em u ins s strike del span tg-spoiler a tg-emoji code pre blockquote tg-time'.split(' '),
);

/** https://core.telegram.org/bots/api#html-style: "The API currently supports only the following named HTML entities". */
const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"' };

const TOKEN = /<(\/?)([^<>]*)>|&(#\d+|#x[0-9a-f]+|\w+);|([<>&])|([^<>&]+)/giu;

/** The text without its tags. Throws ApiRefusal for what has no meaning. */
export function parseHtml(html: string): string {
  const open: string[] = [];
  let text = '';
  for (const { 0: whole, 1: slash, 2: tag, 3: entity, 4: bare, index } of html.matchAll(TOKEN)) {
    const where = `at byte offset ${Buffer.byteLength(html.slice(0, index))}`;
    if (tag !== undefined) {
      const name = tag.split(/\s/)[0]?.toLowerCase() ?? '';
      // https://core.telegram.org/bots/api#html-style
      if (!TAGS.has(name)) throw badRequest(`can't parse entities: Unsupported start tag "${name}" ${where}`);
      if (slash === '') open.push(name);
      // https://core.telegram.org/bots/api#formatting-options: entities are nested one inside the other.
      else if (open.pop() !== name) throw badRequest(`can't parse entities: Unmatched end tag ${where}`);
    } else if (entity !== undefined) {
      text += decode(entity, where);
    } else if (bare !== undefined) {
      // https://core.telegram.org/bots/api#html-style: "All <, > and & symbols that are not a part of a tag or an HTML entity
      // must be replaced with the corresponding HTML entities". Telegram itself lets some of them pass.
      throw badRequest(`can't parse entities: "${bare}" must be escaped ${where}`);
    } else text += whole;
  }
  // https://core.telegram.org/bots/api#formatting-options
  const left = open.at(-1);
  if (left !== undefined)
    throw badRequest(`can't parse entities: Can't find end tag corresponding to start tag "${left}"`);
  return text;
}

function decode(entity: string, where: string): string {
  const named = NAMED[entity.toLowerCase()];
  if (named !== undefined) return named;
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  // https://core.telegram.org/bots/api#html-style: "All numerical HTML entities are supported", and four named ones.
  if (!Number.isInteger(code)) throw badRequest(`can't parse entities: "&${entity};" ${where}`);
  return String.fromCodePoint(code);
}
