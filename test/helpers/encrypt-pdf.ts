// Standard encryption of test files (ISO 32000-2, 7.6.4): RC4 and AES-128 with MD5 keys, AES-256 of revision 6.
// With the empty user password every viewer opens such a file; with another one only who knows it.
import { createCipheriv, createHash } from 'node:crypto';
import { firstRevision, type Doc } from './pdf-revisions.ts';
import { letterObjects } from './signed-pdf.ts';

export type Encryption = 'RC4' | 'AESV2' | 'AESV3';

const ID = Buffer.from('00112233445566778899aabbccddeeff', 'hex');
const PERMISSIONS = -44;
const OWNER = 'pemilik';
const PADDING = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');
const ENCRYPT = 14;

export function encryptedLetter(method: Encryption, userPassword = ''): Doc {
  const { key, entries } = method === 'AESV3' ? revision6(userPassword) : revision34(method, userPassword);
  const protect = (number: number, body: string): string =>
    number === ENCRYPT ? body : encryptBody(body, (data) => encrypt(method, key, number, data));
  const objects = { ...letterObjects(), [ENCRYPT]: `<< /Filter /Standard ${entries} /P ${PERMISSIONS} >>` };
  const id = `<${ID.toString('hex')}>`;
  return firstRevision(objects, { protect, trailer: `/Info 7 0 R /ID [${id} ${id}] /Encrypt ${ENCRYPT} 0 R` });
}

/** Strings become hex strings; /Contents of a signature stays (7.6.2). */
function encryptBody(body: string, cipher: (data: Buffer) => Buffer): string {
  const [head = '', data] = body.split('\nstream\n');
  const dictionary = head.replaceAll(
    /\(([^()\\]*)\)/g,
    (_all, text: string) => `<${cipher(Buffer.from(text, 'latin1')).toString('hex')}>`,
  );
  if (data === undefined) return dictionary;
  const stored = cipher(Buffer.from(data.slice(0, -'\nendstream'.length), 'latin1'));
  const sized = dictionary.replace(/\/Length \d+/, `/Length ${stored.length}`);
  return `${sized}\nstream\n${stored.toString('latin1')}\nendstream`;
}

/** Algorithm 1 and 1.A. */
function encrypt(method: Encryption, key: Buffer, number: number, data: Buffer): Buffer {
  if (method === 'AESV3') return aes(key, data);
  const salt = Buffer.from([number & 255, (number >> 8) & 255, (number >> 16) & 255, 0, 0]);
  const seed = [key, salt, ...(method === 'AESV2' ? [Buffer.from('sAlT')] : [])];
  const own = md5(...seed).subarray(0, Math.min(16, key.length + 5));
  return method === 'RC4' ? rc4(own, data) : aes(own, data);
}

function aes(key: Buffer, data: Buffer): Buffer {
  const start = md5(data, key);
  const cipher = createCipheriv(key.length === 32 ? 'aes-256-cbc' : 'aes-128-cbc', key, start);
  return Buffer.concat([start, cipher.update(data), cipher.final()]);
}

function md5(...parts: readonly Uint8Array[]): Buffer {
  return createHash('md5').update(Buffer.concat(parts)).digest();
}

function rc4(key: Buffer, data: Buffer): Buffer {
  const state = Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number): number => state[index & 255] ?? 0;
  const swap = (a: number, b: number): void => {
    const kept = at(a);
    state[a & 255] = at(b);
    state[b & 255] = kept;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j = (j + at(i) + (key[i % key.length] ?? 0)) & 255;
    swap(i, j);
  }
  let j = 0;
  return Buffer.from(data).map((byte, index) => {
    const i = (index + 1) & 255;
    j = (j + at(i)) & 255;
    swap(i, j);
    return byte ^ at(at(i) + at(j));
  }) as Buffer;
}

interface Secrets {
  readonly key: Buffer;
  readonly entries: string;
}

/** Algorithms 2, 3 and 5: revisions 3 (RC4) and 4 (AES-128), keys of 128 bits. */
function revision34(method: 'RC4' | 'AESV2', userPassword: string): Secrets {
  const padded = (password: string): Buffer =>
    Buffer.concat([Buffer.from(password, 'latin1'), PADDING]).subarray(0, 32);
  const repeated = (start: Buffer): Buffer => {
    let value = start;
    for (let round = 0; round < 50; round += 1) value = md5(value);
    return value;
  };
  const scrambled = (key: Buffer, start: Buffer): Buffer => {
    let value = start;
    for (let round = 0; round < 20; round += 1) value = rc4(Buffer.from(key.map((byte) => byte ^ round)), value);
    return value;
  };
  const owner = scrambled(repeated(md5(padded(OWNER))), padded(userPassword));
  const permissions = Buffer.alloc(4);
  permissions.writeInt32LE(PERMISSIONS);
  const key = repeated(md5(padded(userPassword), owner, permissions, ID));
  const user = Buffer.concat([scrambled(key, md5(PADDING, ID)), Buffer.alloc(16)]);
  const filter = '/CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV2 /Length 16 >> >> /StmF /StdCF /StrF /StdCF';
  const version = method === 'RC4' ? '/V 2 /R 3 /Length 128' : `/V 4 /R 4 /Length 128 ${filter}`;
  return { key, entries: `${version} /O <${owner.toString('hex')}> /U <${user.toString('hex')}>` };
}

/** Algorithms 8 to 10 and 2.B. */
function revision6(userPassword: string): Secrets {
  const key = createHash('sha256').update('kunci berkas uji').digest();
  const salts = createHash('sha512').update('garam').digest();
  const zero = Buffer.alloc(16);
  const wrap = (with_: Buffer): Buffer => {
    const cipher = createCipheriv('aes-256-cbc', with_, zero).setAutoPadding(false);
    return Buffer.concat([cipher.update(key), cipher.final()]);
  };
  const part = (index: number): Buffer => salts.subarray(8 * index, 8 * index + 8);
  const user = Buffer.concat([hash2B(userPassword, part(0), Buffer.alloc(0)), part(0), part(1)]);
  const userKey = wrap(hash2B(userPassword, part(1), Buffer.alloc(0)));
  const owner = Buffer.concat([hash2B(OWNER, part(2), user), part(2), part(3)]);
  const ownerKey = wrap(hash2B(OWNER, part(3), user));
  const permissions = Buffer.alloc(16, 0xff);
  permissions.writeInt32LE(PERMISSIONS);
  permissions.write('Tadb', 8, 'latin1');
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const sealed = Buffer.concat([cipher.update(permissions), cipher.final()]);
  const filter = '/CF << /StdCF << /AuthEvent /DocOpen /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF';
  const values = { O: owner, U: user, OE: ownerKey, UE: userKey, Perms: sealed };
  const strings = Object.entries(values).map(([name, value]) => `/${name} <${value.toString('hex')}>`);
  return { key, entries: `/V 5 /R 6 /Length 256 ${filter} ${strings.join(' ')}` };
}

function hash2B(password: string, salt: Buffer, user: Buffer): Buffer {
  const secret = Buffer.from(password, 'utf8');
  let value = createHash('sha256')
    .update(Buffer.concat([secret, salt, user]))
    .digest();
  for (let round = 0, last = 0; round < 64 || last > round - 32; round += 1) {
    const block = Buffer.concat(Array.from({ length: 64 }, () => Buffer.concat([secret, value, user])));
    const cipher = createCipheriv('aes-128-cbc', value.subarray(0, 16), value.subarray(16, 32)).setAutoPadding(false);
    const mixed = Buffer.concat([cipher.update(block), cipher.final()]);
    const remainder = mixed.subarray(0, 16).reduce((sum, byte) => sum + byte, 0) % 3;
    value = createHash(['sha256', 'sha384', 'sha512'][remainder] ?? '')
      .update(mixed)
      .digest();
    last = mixed.at(-1) ?? 0;
  }
  return value.subarray(0, 32);
}
