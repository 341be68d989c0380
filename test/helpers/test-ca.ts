// A throw-away PKI at fixed dates, built in memory: certificates of any key kind, for good and for attacking signatures.
// Keys are made by node:crypto once per process; none is ever written down. RFC 5280.
import { createHash, createPublicKey, constants, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import {
  ascii,
  bits,
  boolean,
  children,
  contentOf,
  integer,
  nothing,
  octets,
  oid,
  sequence,
  tagged,
  taggedPrimitive,
  text,
  time,
  tlv,
} from './der.ts';

export type KeyKind = 'rsa' | 'rsa1024' | 'pss' | 'ec' | 'brainpool' | 'ed25519';
export type Hash = 'sha1' | 'sha256' | 'sha384' | 'sha512';

/** One holder of a key: its certificate (DER), and who issued it. */
export interface Party {
  readonly certificate: Buffer;
  readonly key: KeyObject;
  readonly kind: KeyKind;
  readonly subject: Buffer;
  readonly serial: Buffer;
  readonly issuer: Party | null;
}

export interface Issue {
  readonly cn: string;
  readonly o?: string;
  /** None: self-signed. */
  readonly issuer?: Party;
  readonly kind?: KeyKind;
  /** Keys of one slot are the same key, other slots other keys. */
  readonly slot?: string;
  readonly from?: string;
  readonly to?: string;
  readonly ca?: boolean;
  readonly pathLength?: number;
  /** keyUsage bits, RFC 5280, 4.2.1.3; default by role. */
  readonly usage?: readonly UsageBit[];
  readonly extendedUsage?: { readonly oids: readonly string[]; readonly critical: boolean };
  readonly extensions?: readonly Buffer[];
  readonly serial?: number;
  readonly hash?: Hash;
}

type UsageBit = 'digitalSignature' | 'nonRepudiation' | 'keyCertSign' | 'cRLSign';

export const ANCHOR_NAME = 'Root CA Indonesia DS G1';
export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
export const OCSP_SIGNING = '1.3.6.1.5.5.7.3.9';
export const ADOBE_SIGNING = '1.2.840.113583.1.1.5';

const USAGE: Record<UsageBit, number> = {
  digitalSignature: 0x80,
  nonRepudiation: 0x40,
  keyCertSign: 0x04,
  cRLSign: 0x02,
};
const keys = new Map<string, KeyObject>();
let nextSerial = 0x1000;

export function keyOf(kind: KeyKind, slot: string): KeyObject {
  const id = `${kind === 'pss' ? 'rsa' : kind} ${slot}`;
  const known = keys.get(id);
  if (known) return known;
  const made = makeKey(kind);
  keys.set(id, made);
  return made;
}

function makeKey(kind: KeyKind): KeyObject {
  if (kind === 'ec') return generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
  if (kind === 'brainpool') return generateKeyPairSync('ec', { namedCurve: 'brainpoolP256r1' }).privateKey;
  if (kind === 'ed25519') return generateKeyPairSync('ed25519').privateKey;
  return generateKeyPairSync('rsa', { modulusLength: kind === 'rsa1024' ? 1024 : 2048 }).privateKey;
}

export function issue(wish: Issue): Party {
  const kind = wish.kind ?? 'rsa';
  const key = keyOf(kind, wish.slot ?? wish.cn);
  const subject = nameOf(wish.cn, wish.o ?? 'Badan Uji Sertifikat');
  nextSerial += 1;
  const serial = contentOf(integer(wish.serial ?? nextSerial));
  const signer = wish.issuer ?? { key, kind, subject };
  const hash = wish.hash ?? 'sha256';
  const body = sequence(
    tagged(0, integer(2)),
    tlv(0x02, serial),
    signatureAlgorithm(signer.kind, hash),
    signer.subject,
    sequence(time(wish.from ?? '2025-01-01T00:00:00Z'), time(wish.to ?? '2027-01-01T00:00:00Z')),
    subject,
    publicKeyInfo(key),
    tagged(3, sequence(...extensionsOf(wish, key, signer.key))),
  );
  const certificate = sequence(body, signatureAlgorithm(signer.kind, hash), bits(signWith(signer, hash, body)));
  return { certificate, key, kind, subject, serial, issuer: wish.issuer ?? null };
}

function extensionsOf(wish: Issue, key: KeyObject, issuerKey: KeyObject): Buffer[] {
  const usage = wish.usage ?? (wish.ca ? ['keyCertSign', 'cRLSign'] : ['digitalSignature', 'nonRepudiation']);
  const usageByte = usage.reduce((sum, bit) => sum | USAGE[bit], 0);
  const unused = usageByte & 2 ? 1 : usageByte & 4 ? 2 : usageByte & 0x40 ? 6 : 7;
  const basic = wish.ca
    ? sequence(boolean(true), ...(wish.pathLength === undefined ? [] : [integer(wish.pathLength)]))
    : sequence();
  return [
    extension('2.5.29.19', true, basic),
    extension('2.5.29.15', true, bits(Buffer.from([usageByte]), unused)),
    extension('2.5.29.14', false, octets(keyId(key))),
    extension('2.5.29.35', false, sequence(taggedPrimitive(0, keyId(issuerKey)))),
    ...(wish.extendedUsage
      ? [extension('2.5.29.37', wish.extendedUsage.critical, sequence(...wish.extendedUsage.oids.map(oid)))]
      : []),
    ...(wish.extensions ?? []),
  ];
}

export function extension(id: string, critical: boolean, value: Uint8Array): Buffer {
  return sequence(oid(id), ...(critical ? [boolean(true)] : []), octets(value));
}

/** RFC 6960, 4.2.2.2.1: a responder's certificate that need not be checked itself. */
export const ocspNoCheck = (): Buffer => extension('1.3.6.1.5.5.7.48.1.5', false, nothing());

export function nameOf(cn: string, o: string): Buffer {
  const part = (id: string, value: Buffer): Buffer => tlv(0x31, sequence(oid(id), value));
  return sequence(part('2.5.4.6', ascii(0x13, 'ID')), part('2.5.4.10', text(o)), part('2.5.4.3', text(cn)));
}

function publicKeyInfo(key: KeyObject): Buffer {
  return createPublicKey(key).export({ type: 'spki', format: 'der' });
}

/** SHA-1 of the public key's bits: RFC 5280, 4.2.1.2 (1). */
export function keyId(key: KeyObject): Buffer {
  const publicBits = contentOf(children(publicKeyInfo(key))[1] ?? Buffer.alloc(3)).subarray(1);
  return createHash('sha1').update(publicBits).digest();
}

const HASH_OIDS: Record<Hash, string> = {
  sha1: '1.3.14.3.2.26',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha384: '2.16.840.1.101.3.4.2.2',
  sha512: '2.16.840.1.101.3.4.2.3',
};
const RSA_OIDS: Record<Hash, string> = {
  sha1: '1.2.840.113549.1.1.5',
  sha256: '1.2.840.113549.1.1.11',
  sha384: '1.2.840.113549.1.1.12',
  sha512: '1.2.840.113549.1.1.13',
};
const ECDSA_OIDS: Record<Hash, string> = {
  sha1: '1.2.840.10045.4.1',
  sha256: '1.2.840.10045.4.3.2',
  sha384: '1.2.840.10045.4.3.3',
  sha512: '1.2.840.10045.4.3.4',
};

export function hashAlgorithm(hash: Hash): Buffer {
  return sequence(oid(HASH_OIDS[hash]), nothing());
}

export function signatureAlgorithm(kind: KeyKind, hash: Hash): Buffer {
  if (kind === 'ed25519') return sequence(oid('1.3.101.112'));
  if (kind === 'ec' || kind === 'brainpool') return sequence(oid(ECDSA_OIDS[hash]));
  if (kind !== 'pss') return sequence(oid(RSA_OIDS[hash]), nothing());
  const mask = sequence(oid('1.2.840.113549.1.1.8'), hashAlgorithm(hash));
  const parameters = [tagged(0, hashAlgorithm(hash)), tagged(1, mask), tagged(2, integer(32))];
  return sequence(oid('1.2.840.113549.1.1.10'), sequence(...parameters));
}

export function signWith(signer: Pick<Party, 'key' | 'kind'>, hash: Hash, data: Uint8Array): Buffer {
  if (signer.kind === 'ed25519') return sign(null, data, signer.key);
  if (signer.kind !== 'pss') return sign(hash, data, signer.key);
  return sign(hash, data, { key: signer.key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 });
}

export function pemOf(party: Party): string {
  const lines = party.certificate.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}
