// Which algorithms there are, whether the parts of a signature agree on them, how long each may be relied on, and the one
// place where signatures are checked: always by node:crypto (OpenSSL), PKCS#1 padding never by hand (RFC 8017, 8.2.2).
import { createHash, createVerify, type KeyObject, constants, verify as verifyOnce } from 'node:crypto';
import { type Node, children, contextTag, firstChild, oid, smallNumber, tags } from './der.ts';

export type HashName =
  | 'md5'
  | 'sha1'
  | 'ripemd160'
  | 'sha224'
  | 'sha256'
  | 'sha384'
  | 'sha512'
  | 'sha512-256'
  | 'sha3-224'
  | 'sha3-256'
  | 'sha3-384'
  | 'sha3-512'
  | 'shake256';

type Scheme = 'rsa' | 'pss' | 'ecdsa' | 'plain-ecdsa' | 'dsa' | 'ed25519' | 'ed448';

/** AlgorithmIdentifier (RFC 5280, 4.1.1.2). */
export interface Algorithm {
  readonly oid: string;
  readonly parameters: Node | undefined;
}

export function algorithm(node: Node): Algorithm {
  const [name, parameters] = children(node);
  return { oid: oid(name), parameters };
}

const hashes: Readonly<Record<string, HashName>> = {
  '1.2.840.113549.2.5': 'md5',
  '1.3.14.3.2.26': 'sha1',
  '1.3.36.3.2.1': 'ripemd160',
  '2.16.840.1.101.3.4.2.4': 'sha224',
  '2.16.840.1.101.3.4.2.1': 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  '2.16.840.1.101.3.4.2.6': 'sha512-256',
  '2.16.840.1.101.3.4.2.7': 'sha3-224',
  '2.16.840.1.101.3.4.2.8': 'sha3-256',
  '2.16.840.1.101.3.4.2.9': 'sha3-384',
  '2.16.840.1.101.3.4.2.10': 'sha3-512',
  // RFC 8419, 3.1: id-shake256 and id-shake256-len; in CMS always 512 bits.
  '2.16.840.1.101.3.4.2.12': 'shake256',
  '2.16.840.1.101.3.4.2.18': 'shake256',
};

interface SignatureScheme {
  readonly scheme: Scheme;
  /** The hash that the identifier names; null where the digest algorithm beside it says. */
  readonly hash: HashName | null;
}

const schemes: Readonly<Record<string, SignatureScheme>> = {
  '1.2.840.113549.1.1.1': { scheme: 'rsa', hash: null },
  '1.2.840.113549.1.1.4': { scheme: 'rsa', hash: 'md5' },
  '1.2.840.113549.1.1.5': { scheme: 'rsa', hash: 'sha1' },
  '1.3.14.3.2.29': { scheme: 'rsa', hash: 'sha1' },
  '1.3.36.3.3.1.2': { scheme: 'rsa', hash: 'ripemd160' },
  '1.2.840.113549.1.1.14': { scheme: 'rsa', hash: 'sha224' },
  '1.2.840.113549.1.1.11': { scheme: 'rsa', hash: 'sha256' },
  '1.2.840.113549.1.1.12': { scheme: 'rsa', hash: 'sha384' },
  '1.2.840.113549.1.1.13': { scheme: 'rsa', hash: 'sha512' },
  '1.2.840.113549.1.1.16': { scheme: 'rsa', hash: 'sha512-256' },
  '2.16.840.1.101.3.4.3.13': { scheme: 'rsa', hash: 'sha3-224' },
  '2.16.840.1.101.3.4.3.14': { scheme: 'rsa', hash: 'sha3-256' },
  '2.16.840.1.101.3.4.3.15': { scheme: 'rsa', hash: 'sha3-384' },
  '2.16.840.1.101.3.4.3.16': { scheme: 'rsa', hash: 'sha3-512' },
  '1.2.840.113549.1.1.10': { scheme: 'pss', hash: null },
  '1.2.840.10045.2.1': { scheme: 'ecdsa', hash: null },
  '1.2.840.10045.4.1': { scheme: 'ecdsa', hash: 'sha1' },
  '1.2.840.10045.4.3.1': { scheme: 'ecdsa', hash: 'sha224' },
  '1.2.840.10045.4.3.2': { scheme: 'ecdsa', hash: 'sha256' },
  '1.2.840.10045.4.3.3': { scheme: 'ecdsa', hash: 'sha384' },
  '1.2.840.10045.4.3.4': { scheme: 'ecdsa', hash: 'sha512' },
  '2.16.840.1.101.3.4.3.9': { scheme: 'ecdsa', hash: 'sha3-224' },
  '2.16.840.1.101.3.4.3.10': { scheme: 'ecdsa', hash: 'sha3-256' },
  '2.16.840.1.101.3.4.3.11': { scheme: 'ecdsa', hash: 'sha3-384' },
  '2.16.840.1.101.3.4.3.12': { scheme: 'ecdsa', hash: 'sha3-512' },
  // BSI TR-03111, 5.2.1.1: r and s side by side instead of a sequence.
  '0.4.0.127.0.7.1.1.4.1.1': { scheme: 'plain-ecdsa', hash: 'sha1' },
  '0.4.0.127.0.7.1.1.4.1.2': { scheme: 'plain-ecdsa', hash: 'sha224' },
  '0.4.0.127.0.7.1.1.4.1.3': { scheme: 'plain-ecdsa', hash: 'sha256' },
  '0.4.0.127.0.7.1.1.4.1.4': { scheme: 'plain-ecdsa', hash: 'sha384' },
  '0.4.0.127.0.7.1.1.4.1.5': { scheme: 'plain-ecdsa', hash: 'sha512' },
  '1.2.840.10040.4.1': { scheme: 'dsa', hash: null },
  '1.2.840.10040.4.3': { scheme: 'dsa', hash: 'sha1' },
  '2.16.840.1.101.3.4.3.1': { scheme: 'dsa', hash: 'sha224' },
  '2.16.840.1.101.3.4.3.2': { scheme: 'dsa', hash: 'sha256' },
  // RFC 8419, 3: Ed25519 goes with SHA-512, Ed448 with SHAKE256.
  '1.3.101.112': { scheme: 'ed25519', hash: 'sha512' },
  '1.3.101.113': { scheme: 'ed448', hash: 'shake256' },
};

/** The hash that a digest algorithm's identifier stands for; a signature algorithm in its place stands for none. */
export function hashOf(identifier: string): HashName | undefined {
  return hashes[identifier];
}

/** The hash that a signature algorithm's identifier names, if it does. */
export function signatureHashOf(identifier: string): HashName | null {
  return schemes[identifier]?.hash ?? null;
}

export function digestOf(hash: HashName, parts: readonly Uint8Array[]): Buffer {
  const state = hash === 'shake256' ? createHash(hash, { outputLength: 64 }) : createHash(hash);
  for (const part of parts) state.update(part);
  return state.digest();
}

export type Check =
  | { readonly result: 'match' | 'mismatch'; readonly label: string; readonly hash: HashName }
  /** unsupported: not known or refused by OpenSSL; disagrees: identifiers, key and parameters contradict each other. */
  | { readonly result: 'unsupported' | 'disagrees'; readonly label: string; readonly hash: HashName | null };

export interface SignatureToCheck {
  readonly key: KeyObject;
  readonly algorithm: Algorithm;
  /** digestAlgorithm beside it in a SignerInfo; undefined in certificates, CRLs and OCSP responses. */
  readonly digest: HashName | undefined;
  readonly data: readonly Uint8Array[];
  readonly signature: Uint8Array;
}

/** Checks one signature value; never throws. */
export function checkSignature(input: SignatureToCheck): Check {
  const known = schemes[input.algorithm.oid];
  if (!known) return { result: 'unsupported', label: `${keyLabel(input.key)} (${input.algorithm.oid})`, hash: null };
  let hash = known.hash ?? input.digest ?? null;
  let saltLength: number | undefined;
  if (known.scheme === 'pss') {
    const parameters = pssParameters(input.algorithm.parameters);
    if (!parameters || !allowedByKey(input.key, parameters)) {
      return { result: 'disagrees', label: labelOf(input.key, 'pss', hash), hash };
    }
    ({ hash, saltLength } = parameters);
  }
  const label = labelOf(input.key, known.scheme, hash);
  if (hash === null) return { result: 'unsupported', label, hash };
  if (input.digest !== undefined && input.digest !== hash) return { result: 'disagrees', label, hash };
  if (!keyTypes[known.scheme].includes(input.key.asymmetricKeyType ?? '')) return { result: 'disagrees', label, hash };
  try {
    const matches = verifyWith(known.scheme, hash, saltLength, input);
    return { result: matches ? 'match' : 'mismatch', label, hash };
  } catch {
    return { result: 'unsupported', label, hash };
  }
}

const ecPublicKey = '1.2.840.10045.2.1';

const keyTypes: Readonly<Record<Scheme, readonly string[]>> = {
  rsa: ['rsa'],
  pss: ['rsa', 'rsa-pss'],
  ecdsa: ['ec'],
  'plain-ecdsa': ['ec'],
  dsa: ['dsa'],
  ed25519: ['ed25519'],
  ed448: ['ed448'],
};

function verifyWith(scheme: Scheme, hash: HashName, saltLength: number | undefined, input: SignatureToCheck): boolean {
  const { key, data, signature } = input;
  if (scheme === 'ed25519' || scheme === 'ed448') {
    const [only] = data;
    return verifyOnce(null, data.length === 1 && only ? only : Buffer.concat(data), key, signature);
  }
  const state = createVerify(hash);
  for (const part of data) state.update(part);
  if (scheme === 'pss') {
    return state.verify({ key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: saltLength ?? 20 }, signature);
  }
  if (scheme === 'rsa') return state.verify({ key, padding: constants.RSA_PKCS1_PADDING }, signature);
  // Some signers name the key's type instead of a signature algorithm, and then also write r and s side by side.
  const plain = scheme === 'plain-ecdsa' || (input.algorithm.oid === ecPublicKey && signature[0] !== tags.sequence);
  return state.verify({ key, dsaEncoding: plain ? 'ieee-p1363' : 'der' }, signature);
}

interface PssParameters {
  readonly hash: HashName;
  readonly saltLength: number;
}

const mgf1 = '1.2.840.113549.1.1.8';

/** RSASSA-PSS-params (RFC 8017, A.2.3). Undefined where the mask's hash is not the signature's, or the salt is longer. */
function pssParameters(node: Node | undefined): PssParameters | undefined {
  if (node === undefined || node.tag === tags.null) return undefined;
  let hash: HashName | undefined = 'sha1';
  let maskHash: HashName | undefined = 'sha1';
  let saltLength = 20;
  let trailer = 1;
  for (const part of children(node)) {
    const value = firstChild(part);
    if (part.tag === contextTag(0)) hash = hashOf(algorithm(value).oid);
    else if (part.tag === contextTag(1)) {
      const mask = algorithm(value);
      maskHash = mask.oid === mgf1 && mask.parameters ? hashOf(algorithm(mask.parameters).oid) : undefined;
    } else if (part.tag === contextTag(2)) saltLength = smallNumber(value);
    else if (part.tag === contextTag(3)) trailer = smallNumber(value);
  }
  if (hash === undefined || hash !== maskHash || trailer !== 1 || saltLength > 64) return undefined;
  return { hash, saltLength };
}

/** An id-RSASSA-PSS key may bind the parameters (RFC 4055, 1.2). */
function allowedByKey(key: KeyObject, parameters: PssParameters): boolean {
  const details = key.asymmetricKeyType === 'rsa-pss' ? key.asymmetricKeyDetails : undefined;
  if (details?.hashAlgorithm === undefined) return true;
  return details.hashAlgorithm.toLowerCase() === parameters.hash && parameters.saltLength >= (details.saltLength ?? 0);
}

export function keyBits(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}

function keyLabel(key: KeyObject): string {
  const type = key.asymmetricKeyType ?? 'unknown';
  if (type === 'rsa' || type === 'rsa-pss' || type === 'dsa') {
    return `${type === 'dsa' ? 'DSA' : 'RSA'}-${keyBits(key)}`;
  }
  if (type === 'ec') return `ECDSA ${key.asymmetricKeyDetails?.namedCurve ?? 'unknown curve'}`;
  return type === 'ed25519' ? 'Ed25519' : type === 'ed448' ? 'Ed448' : type;
}

/** E.g. "RSA-2048 SHA-256", "RSA-2048 PSS SHA-256", "ECDSA prime256v1 SHA-256". */
export function labelOf(key: KeyObject, scheme: Scheme, hash: HashName | null): string {
  const name = hash === null ? 'unknown hash' : hash.toUpperCase().replace(/^SHA(?=\d)(?!3-)/u, 'SHA-');
  return `${keyLabel(key)}${scheme === 'pss' ? ' PSS' : ''} ${name}`;
}

/** Last day each may be relied on: the table of the EU's DSS (after ETSI TS 119 312). */
const hashEnds: Partial<Readonly<Record<HashName, string>>> = {
  md5: '2004-08-01',
  ripemd160: '2014-08-01',
  sha1: '2012-08-01',
  sha224: '2029-01-01',
};
const rsaEnds: readonly (readonly [bits: number, until: string])[] = [
  [786, '1970-01-01'],
  [1024, '2010-08-01'],
  [1900, '2019-10-01'],
];

/** May this hash with this key no longer be relied on at `at`? */
export function isWeak(key: KeyObject | null, hash: HashName | null, at: number): boolean {
  const hashEnd = hash === null ? undefined : hashEnds[hash];
  if (hashEnd !== undefined && at >= Date.parse(hashEnd)) return true;
  const type = key?.asymmetricKeyType;
  if (key === null || (type !== 'rsa' && type !== 'rsa-pss' && type !== 'dsa')) return curveTooSmall(key);
  const end = rsaEnds.find(([bits]) => keyBits(key) < bits)?.[1];
  return end !== undefined && at >= Date.parse(end);
}

function curveTooSmall(key: KeyObject | null): boolean {
  const curve = key?.asymmetricKeyDetails?.namedCurve;
  const bits = curve === undefined ? undefined : /\d{3}/u.exec(curve)?.[0];
  return bits !== undefined && Number(bits) < 224;
}
