// Signed-data of the Cryptographic Message Syntax (RFC 5652, 5), read as received: the bytes that are signed stay as they came.
// Serves the signatures of a PDF (ISO 32000-2, 12.8.3.3) and the time-stamp tokens (RFC 3161) alike.
import { type Algorithm, algorithm } from './algorithms.ts';
import { nameKey } from './certificate.ts';
import {
  type Node,
  DerError,
  children,
  content,
  contextTag,
  encoded,
  expect,
  firstChild,
  integerHex,
  octets,
  oid,
  readNode,
  tags,
  wrap,
} from './der.ts';

export const contentTypes = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  timestampInfo: '1.2.840.113549.1.9.16.1.4',
} as const;

export const attributeIds = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  algorithmProtection: '1.2.840.113549.1.9.52',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timestampToken: '1.2.840.113549.1.9.16.2.14',
  revocationInfoArchival: '1.2.840.113583.1.1.8',
  revocationValues: '1.2.840.113549.1.9.16.2.24',
} as const;

export interface SignerInfo {
  readonly issuerDer: Uint8Array | null;
  readonly issuerKey: string | null;
  readonly serial: string | null;
  readonly subjectKeyIdentifier: string | null;
  readonly digestOid: string;
  readonly signatureAlgorithm: Algorithm;
  /** The bytes that are signed: the attributes as received under the tag of a SET (RFC 5652, 5.4). */
  readonly signedAttributes: Uint8Array | null;
  /** Values by type; a type given twice has its values joined. */
  readonly signed: ReadonlyMap<string, readonly Node[]>;
  readonly unsigned: ReadonlyMap<string, readonly Node[]>;
  readonly signature: Uint8Array;
}

export interface SignedData {
  readonly contentType: string;
  /** null: detached. */
  readonly content: Uint8Array | null;
  readonly digestOids: readonly string[];
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  /** OCSP responses among the revocation values (RFC 5940). */
  readonly ocsps: readonly Uint8Array[];
  readonly signers: readonly SignerInfo[];
  /** Offset behind the message: what follows in /Contents must be padding. */
  readonly length: number;
}

/** Reads a ContentInfo that holds signed-data. Throws DerError where it does not. */
export function parseSignedData(bytes: Uint8Array): SignedData {
  const outer = expect(readNode(bytes), tags.sequence);
  const [type, wrapped] = children(outer);
  if (oid(type) !== contentTypes.signedData) throw new DerError('not signed-data');
  const parts = children(expect(firstChild(expect(wrapped, contextTag(0))), tags.sequence));
  const [version, digests, encapsulated, ...rest] = parts;
  expect(version, tags.integer);
  const [contentType, inner] = children(expect(encapsulated, tags.sequence));
  const revocation = rest.find((part) => part.tag === contextTag(1));
  const choices = revocation ? children(revocation) : [];
  const certificates = rest.find((part) => part.tag === contextTag(0));
  const signers = expect(rest.at(-1), tags.set);
  return {
    contentType: oid(contentType),
    content: inner ? octets(firstChild(inner)) : null,
    digestOids: children(expect(digests, tags.set)).map((digest) => algorithm(digest).oid),
    certificates: (certificates ? children(certificates) : [])
      .filter((choice) => choice.tag === tags.sequence)
      .map((choice) => encoded(choice)),
    crls: choices.filter((choice) => choice.tag === tags.sequence).map((choice) => encoded(choice)),
    ocsps: choices.filter((choice) => choice.tag === contextTag(1)).flatMap((choice) => otherRevocation(choice)),
    signers: children(signers).map((signer) => parseSigner(signer)),
    length: outer.next,
  };
}

/** OtherRevocationInfoFormat: id-ri-ocsp-response (RFC 5940, 2.1). */
function otherRevocation(choice: Node): Uint8Array[] {
  const [format, info] = children(choice);
  return info && oid(format) === '1.3.6.1.5.5.7.16.2' ? [encoded(info)] : [];
}

function parseSigner(node: Node): SignerInfo {
  const parts = children(expect(node, tags.sequence));
  const [version, sid, digest] = parts;
  expect(version, tags.integer);
  if (!sid || !digest) throw new DerError('signer without an identifier');
  const signedNode = parts[3]?.tag === contextTag(0) ? parts[3] : undefined;
  const [signatureAlgorithm, signature, unsignedNode] = parts.slice(signedNode ? 4 : 3);
  if (!signatureAlgorithm || !signature) throw new DerError('signer without a signature');
  const byKey = sid.tag === contextTag(0, false) || sid.tag === contextTag(0);
  const [issuer, serial] = byKey ? [] : children(sid);
  return {
    issuerDer: issuer ? encoded(issuer) : null,
    issuerKey: issuer ? nameKey(issuer) : null,
    serial: serial ? integerHex(serial) : null,
    subjectKeyIdentifier: byKey ? Buffer.from(octets(sid)).toString('hex') : null,
    digestOid: algorithm(digest).oid,
    signatureAlgorithm: algorithm(signatureAlgorithm),
    signedAttributes: signedNode ? asSet(signedNode) : null,
    signed: signedNode ? attributes(signedNode) : new Map<string, Node[]>(),
    unsigned: unsignedNode?.tag === contextTag(1) ? attributes(unsignedNode) : new Map<string, Node[]>(),
    signature: octets(signature),
  };
}

/** The attributes under the tag SET OF; an indefinite length becomes a definite one (RFC 5652, 5.4). */
function asSet(node: Node): Uint8Array {
  if (node.next === node.end) {
    const bytes = Uint8Array.from(encoded(node));
    bytes[0] = tags.set;
    return bytes;
  }
  return wrap(tags.set, [content(node)]);
}

function attributes(node: Node): Map<string, Node[]> {
  const found = new Map<string, Node[]>();
  for (const attribute of children(node)) {
    const [type, values] = children(attribute);
    const id = oid(type);
    found.set(id, [...(found.get(id) ?? []), ...(values ? children(values) : [])]);
  }
  return found;
}
