// Choices as WhatsApp shows them: up to three buttons, else a list of up to ten rows; undefined where they do not fit and are numbered.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-reply-buttons-messages
// https://developers.facebook.com/documentation/business-messaging/whatsapp/messages/interactive-list-messages
import type { Choice, Outbound } from '../../../app/ports.ts';
import { actionToken } from '../../action-token.ts';
import { plainText } from '../numbered.ts';

const MAX_BODY = 1024;
const BUTTONS = { most: 3, title: 20, id: 256 } as const;
const ROWS = { most: 10, title: 24, id: 200, description: 72 } as const;

/** A token stands in for an id that is too long; this tells one from an id. */
export const TOKEN = /^c:[\w-]{22}$/;

/** The part of a message's body that shows text and choices as buttons; `key` is the line's. */
export function buttonsOf({ text, choices }: Outbound, key: string): object | undefined {
  const replies = choices.map((choice) => ({ id: idOf(choice, key, BUTTONS.id), title: labelOf(choice) }));
  if (replies.length > BUTTONS.most || replies.some(({ title }) => title.length > BUTTONS.title)) return undefined;
  if (!areDistinct(replies)) return undefined;
  return under(text, { type: 'button', action: { buttons: replies.map((reply) => ({ type: 'reply', reply })) } });
}

/** The same as a list; `open` is on the button that opens it. */
export function listOf({ text, choices }: Outbound, key: string, open: string): object | undefined {
  const rows = choices.map((choice) => {
    const label = labelOf(choice);
    const id = idOf(choice, key, ROWS.id);
    return label.length <= ROWS.title
      ? { id, title: label }
      : { id, title: cutAtWord(label, ROWS.title), description: label };
  });
  const tooLong = rows.some(({ description = '' }) => description.length > ROWS.description);
  if (rows.length > ROWS.most || tooLong || !areDistinct(rows)) return undefined;
  return under(text, { type: 'list', action: { button: open, sections: [{ rows }] } });
}

function under(text: string, action: object): object | undefined {
  const body = plainText(text);
  if (body === '' || body.length > MAX_BODY) return undefined;
  return { type: 'interactive', interactive: { ...action, body: { text: body } } };
}

/** Empty or equal titles, and equal ids, are refused by Meta, and nobody could tell such choices apart. */
function areDistinct(shown: readonly { readonly id: string; readonly title: string }[]): boolean {
  const titles = new Set(shown.map(({ title }) => title));
  const ids = new Set(shown.map(({ id }) => id));
  return titles.size === shown.length && ids.size === shown.length && !titles.has('');
}

function idOf({ id }: Choice, key: string, most: number): string {
  return id.length <= most && id.trim() === id && id !== '' ? id : actionToken(key, id);
}

function labelOf({ label }: Choice): string {
  return plainText(label.replaceAll(/\s+/g, ' '));
}

function cutAtWord(label: string, most: number): string {
  const head = label.slice(0, most);
  const space = head.lastIndexOf(' ');
  const words = space > 0 ? head.slice(0, Math.min(space, most - 1)) : head.slice(0, most - 1);
  return `${words.replace(/[\ud800-\udbff]$/, '').trimEnd()}…`;
}
