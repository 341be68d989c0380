// The Standard security handler opened with the empty user password (ISO 32000-2, 7.6), revisions 2 to 6.
// Signatures' /Contents are never encrypted; this is for names of fields, object streams and validation data.
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { PdfProblem } from './limits.ts';
import { type Dict, entry, isType, type PdfObject } from './objects.ts';

type Method = 'none' | 'rc4' | 'aes128' | 'aes256';

export interface Crypt {
  text(bytes: Uint8Array, num: number, gen: number): Uint8Array;
  stream(bytes: Uint8Array, num: number, gen: number): Uint8Array;
}

/** ISO 32000-2, 7.6.4.3.2: completes a password to 32 bytes; here it is the whole of it. */
const padding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

/**
 * Opens the handler that an /Encrypt dictionary describes.
 * Throws `encrypted` for another handler, and when the empty password does not open it.
 */
export function openCrypt(dict: Dict, fileId: Uint8Array): Crypt {
  const filter = entry(dict, 'Filter');
  const version = numberOf(dict, 'V', 0);
  const revision = numberOf(dict, 'R', 0);
  if (!isType(filter, 'name') || filter.name !== 'Standard' || revision < 2 || revision > 6) locked();
  const key = revision >= 5 ? key256(dict, revision) : keyMd5(dict, revision, version, fileId);
  const method = (which: string): Method => (version < 4 ? 'rc4' : cryptFilter(dict, which));
  const texts = method('StrF');
  const streams = method('StmF');
  return {
    text: (bytes, num, gen) => decrypt(bytes, texts, key, num, gen),
    stream: (bytes, num, gen) => decrypt(bytes, streams, key, num, gen),
  };
}

function locked(): never {
  throw new PdfProblem('encrypted', 'needs a password, a key or an unknown handler');
}

function numberOf(dict: Dict, key: string, otherwise: number): number {
  const value = entry(dict, key);
  return typeof value === 'number' ? value : otherwise;
}

function bytesOf(dict: Dict, key: string): Uint8Array {
  const value = entry(dict, key);
  return isType(value, 'string') ? value.bytes : locked();
}

function cryptFilter(dict: Dict, which: string): Method {
  const name = entry(dict, which);
  if (!isType(name, 'name') || name.name === 'Identity') return 'none';
  const filters = entry(dict, 'CF');
  const filter = isType(filters, 'dict') ? entry(filters, name.name) : null;
  const method = isType(filter, 'dict') ? entry(filter, 'CFM') : null;
  switch (isType(method, 'name') ? method.name : 'None') {
    case 'None':
      return 'none';
    case 'V2':
      return 'rc4';
    case 'AESV2':
      return 'aes128';
    case 'AESV3':
      return 'aes256';
    default:
      return locked();
  }
}

/** Algorithms 2, 4 and 5: revisions 2 to 4. */
function keyMd5(dict: Dict, revision: number, version: number, fileId: Uint8Array): Uint8Array {
  const length = version === 1 || revision === 2 ? 5 : version === 4 ? 16 : numberOf(dict, 'Length', 40) >> 3;
  if (length < 5 || length > 16) locked();
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(numberOf(dict, 'P', 0) | 0);
  const hash = createHash('md5')
    .update(padding)
    .update(bytesOf(dict, 'O').subarray(0, 32))
    .update(permissions)
    .update(fileId);
  if (revision >= 4 && entry(dict, 'EncryptMetadata') === false) hash.update(Buffer.alloc(4, 0xff));
  let key: Uint8Array = hash.digest();
  if (revision >= 3) for (let i = 0; i < 50; i++) key = createHash('md5').update(key.subarray(0, length)).digest();
  key = key.subarray(0, length);
  const user = bytesOf(dict, 'U');
  if (revision === 2) {
    if (!Buffer.from(rc4(key, padding)).equals(user.subarray(0, 32))) locked();
  } else {
    let check: Uint8Array = createHash('md5').update(padding).update(fileId).digest();
    for (let i = 0; i < 20; i++)
      check = rc4(
        key.map((byte) => byte ^ i),
        check,
      );
    if (!Buffer.from(check).equals(user.subarray(0, 16))) locked();
  }
  return key;
}

/** Algorithms 2.A and 11: revisions 5 and 6. */
function key256(dict: Dict, revision: number): Uint8Array {
  const user = bytesOf(dict, 'U');
  const wrapped = bytesOf(dict, 'UE').subarray(0, 32);
  if (user.length < 48 || wrapped.length < 32) locked();
  const hash = revision === 5 ? (salt: Uint8Array) => createHash('sha256').update(salt).digest() : hardenedHash;
  if (!Buffer.from(hash(user.subarray(32, 40))).equals(user.subarray(0, 32))) locked();
  const cipher = createDecipheriv('aes-256-cbc', hash(user.subarray(40, 48)), Buffer.alloc(16)).setAutoPadding(false);
  return Buffer.concat([cipher.update(wrapped), cipher.final()]);
}

/** Algorithm 2.B with the empty password. */
function hardenedHash(salt: Uint8Array): Uint8Array {
  let key: Uint8Array = createHash('sha256').update(salt).digest();
  for (let round = 0, last = 0; round < 64 || last > round - 32; round++) {
    const block = Buffer.alloc(64 * key.length);
    for (let i = 0; i < 64; i++) block.set(key, i * key.length);
    const cipher = createCipheriv('aes-128-cbc', key.subarray(0, 16), key.subarray(16, 32)).setAutoPadding(false);
    const encrypted = cipher.update(block);
    const remainder = encrypted.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    key = createHash(['sha256', 'sha384', 'sha512'][remainder] ?? 'sha256')
      .update(encrypted)
      .digest();
    last = encrypted.at(-1) ?? 0;
  }
  return key.subarray(0, 32);
}

/** Algorithms 1 and 1.A. */
function decrypt(bytes: Uint8Array, method: Method, key: Uint8Array, num: number, gen: number): Uint8Array {
  if (method === 'none') return bytes;
  if (method === 'aes256') return aes('aes-256-cbc', key, bytes);
  const hash = createHash('md5')
    .update(key)
    .update(Uint8Array.of(num, num >> 8, num >> 16, gen, gen >> 8));
  if (method === 'aes128') hash.update('sAlT');
  const objectKey = hash.digest().subarray(0, Math.min(16, key.length + 5));
  return method === 'rc4' ? rc4(objectKey, bytes) : aes('aes-128-cbc', objectKey, bytes);
}

function aes(algorithm: string, key: Uint8Array, bytes: Uint8Array): Uint8Array {
  if (bytes.length < 32) return new Uint8Array();
  const whole = bytes.subarray(16, bytes.length - (bytes.length % 16));
  const cipher = createDecipheriv(algorithm, key, bytes.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([cipher.update(whole), cipher.final()]);
  const pad = plain.at(-1) ?? 0;
  return pad >= 1 && pad <= 16 ? plain.subarray(0, plain.length - pad) : plain;
}

function rc4(key: Uint8Array, data: Uint8Array): Uint8Array {
  const state = Uint8Array.from({ length: 256 }, (_, i) => i);
  for (let i = 0, j = 0; i < 256; i++) {
    j = (j + (state[i] ?? 0) + (key[i % key.length] ?? 0)) & 255;
    swap(state, i, j);
  }
  let i = 0;
  let j = 0;
  return data.map((byte) => {
    i = (i + 1) & 255;
    j = (j + (state[i] ?? 0)) & 255;
    swap(state, i, j);
    return byte ^ (state[((state[i] ?? 0) + (state[j] ?? 0)) & 255] ?? 0);
  });
}

function swap(state: Uint8Array, i: number, j: number): void {
  const kept = state[i] ?? 0;
  state[i] = state[j] ?? 0;
  state[j] = kept;
}

/** A copy of `value` with its strings decrypted; signature /Contents stay as they are (ISO 32000-2, 7.6.2). */
export function decryptTexts(value: PdfObject, crypt: Crypt, num: number, gen: number): PdfObject {
  if (typeof value !== 'object' || value === null) return value;
  switch (value.type) {
    case 'string':
      return { ...value, bytes: crypt.text(value.bytes, num, gen) };
    case 'array':
      return { ...value, items: value.items.map((item) => decryptTexts(item, crypt, num, gen)) };
    case 'stream':
      return { ...value, dict: decryptDict(value.dict, crypt, num, gen) };
    case 'dict':
      return decryptDict(value, crypt, num, gen);
    case 'name':
    case 'ref':
      return value;
  }
}

function decryptDict(dict: Dict, crypt: Crypt, num: number, gen: number): Dict {
  const isSignature = dict.entries.has('ByteRange');
  const entries = new Map<string, PdfObject>();
  for (const [key, value] of dict.entries) {
    entries.set(key, isSignature && key === 'Contents' ? value : decryptTexts(value, crypt, num, gen));
  }
  return { ...dict, entries };
}
