// Makes the port's Inbound of an Update, https://core.telegram.org/bots/api#update. Pure; whatever comes is checked first.
import { z } from 'zod';
import type { Address, IncomingFile, Inbound, Instant, OtherKind } from '../../app/ports.ts';
import { addressOf } from './address.ts';

/** What the bot asks Telegram for; all else is not sent. */
export const ALLOWED_UPDATES = ['message', 'edited_message', 'callback_query'] as const;

/** One more than the use cases accept: enough for them to see that it is too long. */
const MAX_TEXT = 20_001;

const Id = z.int();
const Size = z.int().nonnegative().optional().catch(undefined);
const Sender = z.object({ id: Id, is_bot: z.boolean().optional() });
const Place = z.object({ id: Id, type: z.string() });

/** https://core.telegram.org/bots/api#message: loose, since a kind of message that is yet to come shows as an unknown key. */
const Message = z.looseObject({
  message_id: Id,
  // Seconds since 1970.
  date: Id.nonnegative().max(8_000_000_000_000),
  chat: Place,
  from: Sender.optional(),
  text: z.string().optional(),
  photo: z.array(z.object({ file_id: z.string(), width: z.number(), height: z.number(), file_size: Size })).optional(),
  document: z.object({ file_id: z.string(), file_name: z.string().optional(), file_size: Size }).optional(),
});

/** `message` may be inaccessible (date 0) but has its chat: https://core.telegram.org/bots/api#maybeinaccessiblemessage */
const Tap = z.object({
  id: z.string(),
  from: Sender,
  message: z.object({ message_id: Id, chat: Place }).optional(),
  data: z.string().optional(),
});

const Update = z.object({
  update_id: Id,
  message: Message.optional(),
  edited_message: Message.optional(),
  callback_query: Tap.optional(),
});

type Message = z.infer<typeof Message>;

/** What an update amounts to. */
export type Received =
  | { readonly kind: 'message'; readonly inbound: Inbound }
  /** A button: which choice it stands for has yet to be looked up. `from` is absent when it is not in the tapper's own chat. */
  | {
      readonly kind: 'tap';
      readonly id: string;
      readonly query: string;
      readonly token: string;
      readonly from?: Address;
      readonly at: Instant;
    }
  /** The bot was put into a group: it only ever speaks with one person. */
  | { readonly kind: 'group'; readonly chat: number }
  | { readonly kind: 'nothing' };

/** What an update that is none of these deserves: it is not Telegram's. Throws z.ZodError. */
export function readUpdate(value: unknown, now: Instant): Received {
  const { update_id, message, edited_message, callback_query } = Update.parse(value);
  const id = `telegram:${update_id}`;
  if (callback_query) return readTap(id, callback_query, now);
  const said = message ?? edited_message;
  if (!said) return { kind: 'nothing' };
  if (said.chat.type !== 'private') return said.chat.type === 'channel' ? { kind: 'nothing' } : groupOf(said);
  if (said.from?.id !== said.chat.id || said.from.is_bot === true) return { kind: 'nothing' };
  const point = message ? pointOf(message) : { other: 'edited' as const };
  if (!point) return { kind: 'nothing' };
  const at = new Date(said.date * 1000).toISOString();
  const messageId = String(said.message_id);
  return { kind: 'message', inbound: { id, from: addressOf(said.chat.id), ...point, messageId, at } };
}

function groupOf(message: Message): Received {
  return { kind: 'group', chat: message.chat.id };
}

function readTap(id: string, tap: z.infer<typeof Tap>, at: Instant): Received {
  const { message, from } = tap;
  const own = message?.chat.type === 'private' && message.chat.id === from.id && from.is_bot !== true;
  const base = { kind: 'tap' as const, id, query: tap.id, token: tap.data ?? '', at };
  return own ? { ...base, from: addressOf(message.chat.id) } : base;
}

/** A file is the point of its message; a caption is not kept. */
function pointOf(
  message: Message,
): { readonly text: string } | { readonly file: IncomingFile } | { readonly other: OtherKind } | undefined {
  if (message.text !== undefined) return { text: plainCommand(message.text).slice(0, MAX_TEXT) };
  // An animation is announced as a document too.
  if (message.document && !('animation' in message)) {
    const { file_id, file_name, file_size } = message.document;
    return { file: fileOf(file_id, file_name ?? `berkas-${message.message_id}`, file_size) };
  }
  const photo = message.photo?.toSorted((one, other) => other.width * other.height - one.width * one.height)[0];
  // A photo has no name; Telegram makes a JPEG of it.
  if (photo) return { file: fileOf(photo.file_id, `foto-${message.message_id}.jpg`, photo.file_size) };
  const other = otherOf(message);
  return other && { other };
}

function fileOf(ref: string, name: string, size: number | undefined): IncomingFile {
  return { ref, name, ...(size === undefined ? {} : { size }) };
}

/** `/antrean@MejaBot` is how some clients complete `/antrean`. */
function plainCommand(text: string): string {
  return text.replace(/^(\/\w{1,32})@\w{1,64}/, '$1');
}

const OTHER: Readonly<Record<string, OtherKind>> = {
  voice: 'voice',
  audio: 'voice',
  sticker: 'sticker',
  contact: 'contact',
  location: 'location',
};

/** What every message has, and what Telegram says by itself: nobody waits for an answer to that. */
const NO_CONTENT = new RegExp(
  [
    '^(?:message_id|date|chat|from|edit_date|media_group_id|author_signature|has_\\w+|is_\\w+|via_bot|sender_\\w+)$',
    '^(?:forward_\\w+|reply_\\w+|external_reply|quote|link_preview_options|business_connection_id|effect_id)$',
    '^(?:caption\\w*|message_thread_id|paid_message_star_count|forum_topic_\\w+|show_caption_above_media|reply_markup|pinned_message|message_auto_delete_timer_changed)$',
    '^(?:write_access_allowed|connected_website|chat_background_set|proximity_alert_triggered|passport_data)$',
    '^(?:users_shared|chat_shared|boost_added|web_app_data|successful_payment|refunded_payment|gift\\w*|unique_gift)$',
  ].join('|'),
);

function otherOf(message: Message): OtherKind | undefined {
  const keys = Object.keys(message).filter((key) => !NO_CONTENT.test(key));
  const known = keys.map((key) => OTHER[key]).find((kind) => kind !== undefined);
  return known ?? (keys.length > 0 ? 'unknown' : undefined);
}
