// Makes the port's Inbound of a message that Meta brings. Pure.
import type { Address, IncomingFile, Inbound, OtherKind } from '../../../app/ports.ts';
import { inboundIdOf } from '../inbound-id.ts';
import { addressOf } from './address.ts';
import type { CloudMedia, CloudMessage } from './delivery.ts';
import { fileRef } from './file-ref.ts';

/** One more than the use cases accept: enough for them to see that it is too long. */
const MAX_TEXT = 20_001;

const OTHER: Readonly<Record<string, OtherKind>> = {
  audio: 'voice',
  sticker: 'sticker',
  contacts: 'contact',
  location: 'location',
  edit: 'edited',
};

/** Nobody waits for an answer to these: a heart, a message taken back, a changed number, a chat opened for the first time. */
const SILENT: readonly string[] = ['reaction', 'revoke', 'system', 'request_welcome'];

/** Undefined for what nobody waits for an answer to, for groups, and where Meta does not say who wrote. */
export function readMessage(message: CloudMessage, phoneId: string): Inbound | undefined {
  const from = addressOfSender(message);
  const kind = message.unsupported?.type ?? message.type;
  if (!from || message.group_id !== undefined || SILENT.includes(kind)) return undefined;
  return {
    id: inboundIdOf(phoneId, from, message.id),
    from,
    ...pointOf(message, kind),
    at: new Date(Number(message.timestamp) * 1000).toISOString(),
  };
}

/** Undefined when Meta does not say who wrote, or in a way that is not known yet. */
export function addressOfSender({ from, from_user_id }: CloudMessage): Address | undefined {
  return addressOf([from, from_user_id]);
}

/** A file is the point of its message; a caption is not kept. */
function pointOf(message: CloudMessage, kind: string): Partial<Inbound> {
  const { text, button, interactive, document, image, context } = message;
  const quoted = context?.id === undefined ? {} : { quoted: context.id };
  if (kind === 'text' && text) return { text: text.body.slice(0, MAX_TEXT), ...quoted };
  // The button of a template says what it reads; a template of ours has no other meaning for it.
  if (kind === 'button' && button) return { text: button.text.slice(0, MAX_TEXT), ...quoted };
  const chosen = interactive?.button_reply ?? interactive?.list_reply;
  if (kind === 'interactive' && chosen) return { choice: chosen.id };
  if (kind === 'document' && document) return { file: fileOf(document, `berkas-${message.timestamp}`) };
  // A picture has no name.
  const ending = image?.mime_type === 'image/png' ? 'png' : 'jpg';
  if (kind === 'image' && image) return { file: fileOf(image, `foto-${message.timestamp}.${ending}`) };
  return { other: OTHER[kind] ?? 'unknown' };
}

/** Meta does not say how large a file is before it is asked for. */
function fileOf({ id, filename, sha256 }: CloudMedia, name: string): IncomingFile {
  return { ref: fileRef(id, sha256), name: filename ?? name };
}
