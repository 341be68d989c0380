// One X.509 certificate (RFC 5280), read for what paths, revocation and names need; its signature is checked by node:crypto.
import { type KeyObject, createHash } from 'node:crypto';
import { type Algorithm, algorithm, checkSignature } from './algorithms.ts';
import {
  type Node,
  DerError,
  bitNumbers,
  bitOctets,
  children,
  content,
  contextTag,
  encoded,
  expect,
  firstChild,
  hexOf,
  integerHex,
  latin1,
  octets,
  oid,
  readNode,
  sameBytes,
  smallNumber,
  tags,
  text,
  time,
} from './der.ts';
import { cleanName } from './names.ts';
import { publicKeyOf } from './public-key.ts';

export interface Certificate {
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
  readonly subjectKeyIdentifier: string | null;
  readonly authorityKeyIdentifier: string | null;
  /** subjectPublicKey without the algorithm: what OCSP hashes (RFC 6960, 4.1.1). */
  readonly publicKeyBits: Uint8Array;
  /** SHA-1 of it, hex: how OCSP names a responder by its key. */
  readonly keyHash: string;
  readonly signatureAlgorithm: Algorithm;
  /** null: no such extension. */
  readonly basicConstraints: { readonly ca: boolean; readonly pathLength: number | null } | null;
  readonly keyUsage: ReadonlySet<number> | null;
  readonly extendedKeyUsage: { readonly critical: boolean; readonly purposes: readonly string[] } | null;
  /** Critical extensions that are not understood here. */
  readonly unknownCritical: readonly string[];
  readonly ocspNoCheck: boolean;
  readonly ocspUrls: readonly string[];
  readonly crlUrls: readonly string[];
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

const extensionIds = {
  subjectKeyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  crlDistributionPoints: '2.5.29.31',
  certificatePolicies: '2.5.29.32',
  authorityKeyIdentifier: '2.5.29.35',
  extendedKeyUsage: '2.5.29.37',
  authorityInformation: '1.3.6.1.5.5.7.1.1',
  ocspNoCheck: '1.3.6.1.5.5.7.48.1.5',
} as const;

/** Policies say under which rules a certificate was issued; QcStatements (RFC 3739) what it is for: no limits on paths. */
const understood = new Set<string>([...Object.values(extensionIds), '1.3.6.1.5.5.7.1.3', '2.5.29.17', '2.5.29.18']);

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
  const extensions = readExtensions(fields.find((field) => field.tag === contextTag(3)));
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
    notBefore: time(notBefore),
    notAfter: time(notAfter),
    commonName: names.get('2.5.4.3') ?? null,
    organization: names.get('2.5.4.10') ?? null,
    issuerName: issuerNames.get('2.5.4.3') ?? issuerNames.get('2.5.4.10') ?? null,
    publicKeyBits,
    keyHash: createHash('sha1').update(publicKeyBits).digest('hex'),
    signatureAlgorithm: algorithm(algorithmNode),
    ...readKnown(extensions),
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

interface Extension {
  readonly critical: boolean;
  readonly value: Uint8Array;
}

/** RFC 5280, 4.2: at most one of each; a second one is as bad as an unknown critical one. */
function readExtensions(wrapper: Node | undefined): ReadonlyMap<string, Extension> {
  const found = new Map<string, Extension>();
  if (!wrapper) return found;
  for (const node of children(firstChild(wrapper))) {
    const parts = children(node);
    const id = oid(parts[0]);
    const flag = parts[1];
    const critical = flag?.tag === tags.boolean && flag.source[flag.body] !== 0;
    const value = parts.at(-1);
    if (value?.tag !== tags.octetString) throw new DerError('extension without a value');
    if (found.has(id)) throw new DerError('extension given twice');
    found.set(id, { critical, value: octets(value) });
  }
  return found;
}

type Known = Pick<
  Certificate,
  | 'subjectKeyIdentifier'
  | 'authorityKeyIdentifier'
  | 'basicConstraints'
  | 'keyUsage'
  | 'extendedKeyUsage'
  | 'unknownCritical'
  | 'ocspNoCheck'
  | 'ocspUrls'
  | 'crlUrls'
>;

function readKnown(extensions: ReadonlyMap<string, Extension>): Known {
  const valueOf = (id: string): Node | undefined => {
    const extension = extensions.get(id);
    return extension && readNode(extension.value);
  };
  const unknownCritical = [...extensions].filter(([id, { critical }]) => critical && !understood.has(id));
  const usage = valueOf(extensionIds.keyUsage);
  const extended = valueOf(extensionIds.extendedKeyUsage);
  const constraints = valueOf(extensionIds.basicConstraints);
  const subjectKey = valueOf(extensionIds.subjectKeyIdentifier);
  const authorityKey = valueOf(extensionIds.authorityKeyIdentifier);
  const authorityKeyPart = authorityKey && children(authorityKey).find((part) => part.tag === contextTag(0, false));
  return {
    unknownCritical: unknownCritical.map(([id]) => id),
    keyUsage: usage ? bitNumbers(usage) : null,
    extendedKeyUsage: extended
      ? {
          critical: extensions.get(extensionIds.extendedKeyUsage)?.critical === true,
          purposes: children(extended).map((purpose) => oid(purpose)),
        }
      : null,
    basicConstraints: constraints ? readBasicConstraints(constraints) : null,
    subjectKeyIdentifier: subjectKey ? hexOf(content(subjectKey)) : null,
    authorityKeyIdentifier: authorityKeyPart ? hexOf(content(authorityKeyPart)) : null,
    ocspNoCheck: extensions.has(extensionIds.ocspNoCheck),
    ocspUrls: ocspLocations(valueOf(extensionIds.authorityInformation)),
    crlUrls: locations(valueOf(extensionIds.crlDistributionPoints)),
  };
}

function readBasicConstraints(node: Node): { ca: boolean; pathLength: number | null } {
  const parts = children(node);
  const flag = parts.find((part) => part.tag === tags.boolean);
  const length = parts.find((part) => part.tag === tags.integer);
  return {
    ca: flag !== undefined && flag.source[flag.body] !== 0,
    pathLength: length ? smallNumber(length) : null,
  };
}

/** RFC 5280, 4.2.2.1: accessMethod id-ad-ocsp. */
function ocspLocations(node: Node | undefined): string[] {
  if (!node) return [];
  return children(node).flatMap((description) => {
    const [method, location] = children(description);
    const isUri = location?.tag === contextTag(6, false);
    return isUri && oid(method) === '1.3.6.1.5.5.7.48.1' ? [latin1(content(location))] : [];
  });
}

/** RFC 5280, 4.2.1.13: every URI in fullName. */
function locations(node: Node | undefined): string[] {
  if (!node) return [];
  return children(node).flatMap((point) => {
    const name = children(point).find((part) => part.tag === contextTag(0));
    const full = name && children(name).find((part) => part.tag === contextTag(0));
    const uris = full ? children(full).filter((part) => part.tag === contextTag(6, false)) : [];
    return uris.map((uri) => latin1(content(uri)));
  });
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
