// The bytes of a file that a person sent: fetched up to a limit, decrypted, and compared with what the message announced, which the
// library (7.0.0-rc14) does not do.
import { createDecipheriv, createHash } from 'node:crypto';
import type { WAMessage } from '@whiskeysockets/baileys';
import { OperationalError } from '../../../app/ports.ts';
import { pause } from '../../pause.ts';
import { readBody } from '../../read-body.ts';
import type { Baileys } from './library.ts';
import type { Timing } from './options.ts';

export interface DownloadOptions {
  readonly baileys: Baileys;
  readonly mediaRoot: string;
  readonly timing: Pick<Timing, 'downloadMs' | 'reuploadMs'>;
  /** Has the sender's telephone upload the file anew; changes the message. */
  reupload(message: WAMessage): Promise<unknown>;
}

/** A block of padding at most, and the ten bytes of the MAC: https://www.whatsapp.com/security/WhatsApp-Security-Whitepaper.pdf */
const BLOCK = 16;
const MAC = 10;

/**
 * Throws OperationalError: `too_large` before a byte is fetched where the message announces more than `maxBytes`, and before more are read
 * where it does not; `gone` when it is not there any more or is not what was announced; `unavailable`.
 */
export async function downloadMessage(
  options: DownloadOptions,
  message: WAMessage,
  maxBytes: number,
): Promise<Uint8Array> {
  const media = mediaOf(options.baileys, message);
  const announced = options.baileys.toNumber(media.fileLength);
  if (announced > maxBytes) throw new OperationalError('too_large', { retryable: false, limitBytes: maxBytes });
  const most = (announced > 0 ? announced : maxBytes) + BLOCK + MAC;
  const tooLong = announced > 0 ? gone('it is longer than announced') : tooLarge(maxBytes);
  const sealed =
    (await fetchMedia(options, media, most, tooLong)) ?? (await fetchAnew(options, message, most, tooLong));
  return checked(media, announced, await decrypt(options.baileys, media, sealed));
}

interface Media {
  readonly kind: 'document' | 'image';
  readonly directPath?: string | null;
  readonly url?: string | null;
  readonly mediaKey?: Uint8Array | null;
  readonly fileSha256?: Uint8Array | null;
  readonly fileLength?: Parameters<Baileys['toNumber']>[0];
}

function mediaOf({ normalizeMessageContent }: Baileys, { message }: WAMessage): Media {
  const { documentMessage, imageMessage } = normalizeMessageContent(message) ?? {};
  if (documentMessage) return { kind: 'document', ...documentMessage };
  return { kind: 'image', ...imageMessage };
}

/** Links die after a while; then the sender's telephone is asked for a new one, once. */
async function fetchAnew(
  options: DownloadOptions,
  message: WAMessage,
  most: number,
  tooLong: OperationalError,
): Promise<Uint8Array> {
  const enough = new AbortController();
  const late = pause(options.timing.reuploadMs, enough.signal).then(() => {
    throw gone('it was not uploaded anew in time');
  });
  late.catch(() => {});
  try {
    await Promise.race([options.reupload(message), late]);
  } catch (error) {
    throw error instanceof OperationalError ? error : gone('it could not be uploaded anew');
  } finally {
    enough.abort();
  }
  const bytes = await fetchMedia(options, mediaOf(options.baileys, message), most, tooLong);
  if (!bytes) throw gone('it is not there any more');
  return bytes;
}

/**
 * Undefined when it is not there (any more). Where it lies the sender may say, on which server he may not: else he could send us
 * anywhere.
 */
async function fetchMedia(
  { mediaRoot, timing }: DownloadOptions,
  { directPath, url }: Media,
  most: number,
  tooLong: OperationalError,
): Promise<Uint8Array | undefined> {
  const path = directPath || pathOf(url);
  if (!path?.startsWith('/')) throw gone('it is nowhere');
  try {
    const signal = AbortSignal.timeout(timing.downloadMs);
    const response = await fetch(`${mediaRoot}${path}`, { signal });
    if (response.ok && response.body) return await readBody(response.body, most, () => tooLong);
    await response.body?.cancel();
    if (response.status === 404 || response.status === 410) return undefined;
    throw new Error(`WhatsApp answered ${response.status} to a download`);
  } catch (cause) {
    if (cause instanceof OperationalError) throw cause;
    throw new OperationalError('unavailable', { retryable: true, cause });
  }
}

function pathOf(url: string | null | undefined): string | undefined {
  if (!url || !URL.canParse(url)) return undefined;
  const { pathname, search } = new URL(url);
  return `${pathname}${search}`;
}

async function decrypt(baileys: Baileys, { kind, mediaKey }: Media, sealed: Uint8Array): Promise<Uint8Array> {
  try {
    const { cipherKey, iv } = await baileys.getMediaKeys(mediaKey, kind);
    const decipher = createDecipheriv('aes-256-cbc', cipherKey, iv);
    return Buffer.concat([decipher.update(sealed.subarray(0, -MAC)), decipher.final()]);
  } catch (error) {
    throw gone('it cannot be decrypted', error);
  }
}

function checked({ fileSha256 }: Media, length: number, bytes: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update(bytes).digest();
  if (!hash.equals(Buffer.from(fileSha256 ?? []))) throw gone('its hash is not the announced one');
  if (length > 0 && length !== bytes.length) throw gone('its length is not the announced one');
  return new Uint8Array(bytes);
}

function gone(reason: string, error?: unknown): OperationalError {
  const cause = new Error(`a file cannot be had: ${reason}`, { cause: error });
  return new OperationalError('gone', { retryable: false, cause });
}

function tooLarge(limitBytes: number): OperationalError {
  return new OperationalError('too_large', { retryable: false, limitBytes });
}
