// One X.509 certificate (RFC 5280), read for what paths, revocation and names need; its signature is checked by node:crypto.
import { type KeyObject, createHash } from 'node:crypto';
import { type Algorithm, algorithm, checkSignature } from './algorithms.ts';
import {
  type Node,
  DerError,
  bitOctets,
  children,
  contextTag,
  encoded,
  expect,
  integerHex,
  oid,
  readNode,
  sameBytes,
  tags,
  text,
  time,
} from './der.ts';
import { type Extensions, readExtensions } from './extensions.ts';
import { cleanName } from './names.ts';
import { publicKeyOf } from './public-key.ts';

export interface Certificate extends Extensions {
  readonly der: Uint8Array;
  /** SHA-256 of the DER, upper-case hex. */
  readonly sha256: string;
  readonly serial: string;
  /** Names as received, and a form to compare them in (RFC 5280, 7.1, simplified). */
  readonly issuerDer: Uint8Array;
  readonly subjectDer: Uint8Array;
  readonly issuerKey: string;
  readonly subjectKey: string;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly commonName: string | null;
  readonly organization: string | null;
  /** CN, else O, of the issuer as this certificate names it. */
  readonly issuerName: string | null;
  /** subjectPublicKey without the algorithm: what OCSP hashes (RFC 6960, 4.1.1). */
  readonly publicKeyBits: Uint8Array;
  /** SHA-1 of it, hex: how OCSP names a responder by its key. */
  readonly keyHash: string;
  readonly signatureAlgorithm: Algorithm;
  /** Throws where OpenSSL refuses the certificate or the key. */
  publicKey(): KeyObject;
  /** Verifies this certificate's signature under the issuer's key; false where OpenSSL refuses either. */
  signedBy(issuer: Certificate): boolean;
}

/** RFC 5280, 4.2.1.3: bit numbers of KeyUsage. */
export const keyUsages = { digitalSignature: 0, nonRepudiation: 1, keyCertSign: 5, cRLSign: 6 } as const;

export const purposes = {
  timeStamping: '1.3.6.1.5.5.7.3.8',
  ocspSigning: '1.3.6.1.5.5.7.3.9',
} as const;

/** Reads a certificate. Throws DerError where its structure is not one. */
export function parseCertificate(input: Uint8Array): Certificate {
  const outer = expect(readNode(input), tags.sequence);
  const der = encoded(outer);
  const [tbsNode, algorithmNode, signatureNode] = children(outer);
  const tbs = expect(tbsNode, tags.sequence);
  const fields = children(tbs);
  if (fields[0]?.tag === contextTag(0)) fields.shift();
  const [serial, innerAlgorithm, issuer, validity, subject, keyInfo] = fields;
  if (!serial || !innerAlgorithm || !issuer || !validity || !subject || !keyInfo || !algorithmNode) {
    throw new DerError('no certificate');
  }
  const signature = bitOctets(expect(signatureNode, tags.bitString));
  const [notBefore, notAfter] = children(validity);
  const names = attributesOf(subject);
  const issuerNames = attributesOf(issuer);
  const [, keyBits] = children(keyInfo);
  if (!keyBits) throw new DerError('no public key');
  const publicKeyBits = bitOctets(keyBits);
  let key: KeyObject | undefined;
  const certificate: Certificate = {
    der,
    sha256: createHash('sha256').update(der).digest('hex').toUpperCase(),
    serial: integerHex(serial),
    issuerDer: encoded(issuer),
    subjectDer: encoded(subject),
    issuerKey: nameKey(issuer),
    subjectKey: nameKey(subject),
    // A date that cannot be read is never reached, or long past.
    notBefore: timeOr(notBefore, Number.POSITIVE_INFINITY),
    notAfter: timeOr(notAfter, Number.NEGATIVE_INFINITY),
    commonName: names.get('2.5.4.3') ?? null,
    organization: names.get('2.5.4.10') ?? null,
    issuerName: issuerNames.get('2.5.4.3') ?? issuerNames.get('2.5.4.10') ?? null,
    publicKeyBits,
    keyHash: createHash('sha1').update(publicKeyBits).digest('hex'),
    signatureAlgorithm: algorithm(algorithmNode),
    ...readExtensions(fields.find((field) => field.tag === contextTag(3))),
    publicKey(): KeyObject {
      key ??= publicKeyOf(keyInfo);
      return key;
    },
    signedBy(parent: Certificate): boolean {
      // RFC 5280, 4.1.1.2: the algorithm inside is the one outside.
      if (!sameBytes(encoded(innerAlgorithm), encoded(algorithmNode))) return false;
      try {
        const { signatureAlgorithm } = certificate;
        const data = [encoded(tbs)];
        const check = checkSignature({
          key: parent.publicKey(),
          algorithm: signatureAlgorithm,
          digest: undefined,
          data,
          signature,
        });
        return check.result === 'match';
      } catch {
        return false;
      }
    },
  };
  return certificate;
}

/** The last value of each attribute type: the most specific one (X.500 order). */
function attributesOf(name: Node): Map<string, string> {
  const found = new Map<string, string>();
  for (const set of children(name)) {
    for (const pair of children(set)) {
      const [type, value] = children(pair);
      if (type && value) found.set(oid(type), cleanName(text(value)));
    }
  }
  return found;
}

/** A name to compare: types and values without the string type, case and runs of spaces (RFC 5280, 7.1). */
export function nameKey(name: Node): string {
  return children(name)
    .map((set) =>
      children(set)
        .map((pair) => {
          const [type, value] = children(pair);
          return `${oid(type)}=${value ? text(value).trim().replace(/\s+/gu, ' ').toLowerCase() : ''}`;
        })
        .sort()
        .join('+'),
    )
    .join('\n');
}

export function isSelfIssued(certificate: Certificate): boolean {
  return sameBytes(certificate.issuerDer, certificate.subjectDer) || certificate.issuerKey === certificate.subjectKey;
}

function timeOr(node: Node | undefined, otherwise: number): number {
  try {
    return time(node);
  } catch {
    return otherwise;
  }
}
