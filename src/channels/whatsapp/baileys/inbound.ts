// What a message from WhatsApp amounts to. Pure; the library has decoded it, but what stands in it is the sender's.
import type { WAMessage } from '@whiskeysockets/baileys';
import type { IncomingFile, Instant, OtherKind, SentId } from '../../../app/ports.ts';
import type { Baileys } from './library.ts';

/** One more than the use cases accept: enough for them to see that it is too long. */
const MAX_TEXT = 20_001;

/** The latest instant a date can have, in seconds. */
const LATEST = 8_640_000_000_000;

export type Point =
  { readonly text: string } | { readonly file: Omit<IncomingFile, 'ref'> } | { readonly other: OtherKind };

export interface Received {
  /** WhatsApp's id of the message and of the chat it stands in. */
  readonly id: string;
  readonly chat: string;
  /** The chat's other jid, where WhatsApp tells it. */
  readonly alternative?: string;
  /** From the account itself: sent by us, or typed on its telephone. */
  readonly own: boolean;
  readonly point: Point;
  readonly quoted?: SentId;
  readonly at: Instant;
}

/** Undefined for what nobody waits to have answered: deletions, reactions, the library's and the telephone's own traffic. */
export function readMessage(
  baileys: Baileys,
  message: WAMessage,
  account: { readonly id?: string | undefined; readonly lid?: string | undefined },
  now: Instant,
): Received | undefined {
  const { remoteJid, remoteJidAlt, id, fromMe } = message.key;
  const point = pointOf(baileys, message);
  if (!remoteJid || !id || !point) return undefined;
  const isOurs = (jid: string): boolean =>
    [account.id, account.lid].some((ours) => ours !== undefined && baileys.areJidsSameUser(ours, jid));
  // Notes that the account's owner writes to himself.
  if (isOurs(remoteJid)) return undefined;
  const quoted = quotedIn(baileys, message);
  const seconds = baileys.toNumber(message.messageTimestamp);
  return {
    id,
    chat: baileys.jidNormalizedUser(remoteJid),
    // Of our own messages WhatsApp may name us there.
    ...(remoteJidAlt && !isOurs(remoteJidAlt) ? { alternative: baileys.jidNormalizedUser(remoteJidAlt) } : {}),
    own: fromMe === true,
    point,
    ...(quoted ? { quoted } : {}),
    at: seconds > 0 && seconds < LATEST ? new Date(seconds * 1000).toISOString() : now,
  };
}

function pointOf(baileys: Baileys, { key, message }: WAMessage): Point | undefined {
  const content = baileys.normalizeMessageContent(message);
  // A linked device is not given what may be looked at only once.
  if (!content) return key.isViewOnce === true ? { other: 'unknown' } : undefined;
  const { conversation, extendedTextMessage, documentMessage, imageMessage, protocolMessage } = content;
  if (protocolMessage) {
    const edited = protocolMessage.type === baileys.proto.Message.ProtocolMessage.Type.MESSAGE_EDIT;
    return edited ? { other: 'edited' } : undefined;
  }
  const text = conversation || extendedTextMessage?.text;
  if (text) return { text: text.slice(0, MAX_TEXT) };
  if (documentMessage) {
    const { fileName, title, fileLength } = documentMessage;
    return fileOf(fileName || title || `berkas-${key.id}`, baileys.toNumber(fileLength));
  }
  if (imageMessage) return fileOf(`foto-${key.id}.jpg`, baileys.toNumber(imageMessage.fileLength));
  const other = otherOf(content);
  return other && { other };
}

/** A file is the point of its message; a caption is not kept. */
function fileOf(name: string, size: number): Point {
  return { file: { name, ...(size > 0 ? { size } : {}) } };
}

const OTHER: Readonly<Record<string, OtherKind>> = {
  audioMessage: 'voice',
  stickerMessage: 'sticker',
  lottieStickerMessage: 'sticker',
  stickerPackMessage: 'sticker',
  contactMessage: 'contact',
  contactsArrayMessage: 'contact',
  locationMessage: 'location',
  liveLocationMessage: 'location',
};

/** What is no message of its own: an album's pictures come after it, each by itself. */
const NO_CONTENT = new Set(
  `messageContextInfo senderKeyDistributionMessage fastRatchetKeySenderKeyDistributionMessage reactionMessage encReactionMessage
   pollUpdateMessage keepInChatMessage pinInChatMessage albumMessage call callLogMesssage deviceSentMessage placeholderMessage
   requestPhoneNumberMessage stickerSyncRmrMessage messageHistoryBundle messageHistoryNotice`.split(/\s+/),
);

function otherOf(content: object): OtherKind | undefined {
  const keys = Object.entries(content).flatMap(([key, value]) => (value && !NO_CONTENT.has(key) ? [key] : []));
  const known = keys.map((key) => OTHER[key]).find((kind) => kind !== undefined);
  return known ?? (keys.length > 0 ? 'unknown' : undefined);
}

/** Of whatever kind the message is, the one it answers stands in its context. */
function quotedIn(baileys: Baileys, { message }: WAMessage): SentId | undefined {
  const parts: unknown[] = Object.values(baileys.normalizeMessageContent(message) ?? {});
  for (const part of parts) {
    const { contextInfo } = (part ?? {}) as { contextInfo?: { stanzaId?: unknown } | null };
    if (typeof contextInfo?.stanzaId === 'string' && contextInfo.stanzaId !== '') return contextInfo.stanzaId;
  }
  return undefined;
}
