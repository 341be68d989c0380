// Personal data at rest: AES-256-GCM for what is kept, HMAC-SHA-256 for what must be found again.
// One key from the settings; a separate subkey (HKDF) for each purpose. A sealed value is bound to its place (collection, document,
// field), so that it cannot be moved to another record unnoticed.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { OperationalError } from '../../app/ports.ts';

/** Where a sealed value stands: collection, document and field. */
export type Place = readonly [collection: string, id: string, field: string];

export interface Sealing {
  /** Seals a JSON value for its place. */
  seal(place: Place, value: unknown): Buffer;
  /** Throws OperationalError `unreadable`. */
  unseal(place: Place, sealed: Uint8Array): unknown;
  sealFile(place: Place, bytes: Uint8Array): Buffer;
  /** Throws OperationalError `unreadable`. */
  unsealFile(place: Place, sealed: Uint8Array): Buffer;
  /** The same text of the same kind always gives the same hash; without the key nothing can be tried out. */
  lookup(kind: string, value: string): string;
}

/** First byte of every sealed value: which key and layout it was sealed with. */
const VERSION = 1;
const NONCE = 12;
const TAG = 16;

/** `key`: 32 bytes. */
export function createSealing(key: Uint8Array): Sealing {
  if (key.length !== 32) throw new RangeError('the data key must have 32 bytes');
  const valueKey = subkey(key, 'values');
  const fileKey = subkey(key, 'files');
  const lookupKey = subkey(key, 'lookups');

  return {
    seal: (place, value) => encrypt(valueKey, place, Buffer.from(JSON.stringify(value))),
    unseal: (place, sealed) => JSON.parse(decrypt(valueKey, place, sealed).toString('utf8')),
    sealFile: (place, bytes) => encrypt(fileKey, place, bytes),
    unsealFile: (place, sealed) => decrypt(fileKey, place, sealed),
    lookup: (kind, value) => createHmac('sha256', lookupKey).update(`${kind}\0${value}`).digest('base64url'),
  };
}

function subkey(key: Uint8Array, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `meja-tte ${purpose} ${VERSION}`, 32));
}

/** Version byte, nonce, ciphertext, tag. */
function encrypt(key: Buffer, place: Place, plain: Uint8Array): Buffer {
  const nonce = nextNonce();
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(associated(place));
  return Buffer.concat([Buffer.of(VERSION), nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

let random = Buffer.alloc(0);

/** Random bytes are asked for many at once: each time costs as much as the sealing itself. */
function nextNonce(): Buffer {
  if (random.length < NONCE) random = randomBytes(256 * NONCE);
  const nonce = random.subarray(0, NONCE);
  random = random.subarray(NONCE);
  return nonce;
}

function decrypt(key: Buffer, place: Place, sealed: Uint8Array): Buffer {
  try {
    if (sealed[0] !== VERSION) throw new Error('sealed in an unknown way');
    const nonce = sealed.subarray(1, 1 + NONCE);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG }).setAAD(associated(place));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG));
    const plain = decipher.update(sealed.subarray(1 + NONCE, sealed.length - TAG));
    return Buffer.concat([plain, decipher.final()]);
  } catch (cause) {
    throw new OperationalError('unreadable', { retryable: false, cause });
  }
}

function associated(place: Place): Buffer {
  return Buffer.from(JSON.stringify([VERSION, ...place]));
}
