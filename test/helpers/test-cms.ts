// CMS signatures and RFC 3161 time stamps of the throw-away PKI, each part open to a defect. RFC 5652, RFC 5035, RFC 3161.
import { createHash, randomBytes } from 'node:crypto';
import { children, generalizedTime, integer, nothing, octets, oid, sequence, setOf, tagged, time, tlv } from './der.ts';
import { hashAlgorithm, signatureAlgorithm, signWith, type Hash, type Party } from './test-ca.ts';

const ID_DATA = '1.2.840.113549.1.7.1';
const SIGNED_DATA = '1.2.840.113549.1.7.2';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';

export interface CmsWish {
  readonly signer: Party;
  /** The bytes signed (of the byte range). */
  readonly parts: readonly Uint8Array[];
  readonly hash?: Hash;
  /** Sent along besides the signer's own. */
  readonly certificates?: readonly Party[];
  /** signingTime attribute. */
  readonly claimedAt?: string;
  /** ESS signing-certificate-v2 (PAdES asks for it); default true. */
  readonly essCertificate?: boolean | Party;
  /** Gives the time-stamp token for this signature value. */
  readonly timestamp?: (value: Uint8Array) => Buffer;
  /** adbe.pkcs7.sha1: the SHA-1 digest is encapsulated (ISO 32000-1, 12.8.3.3.1). */
  readonly encapsulateSha1?: boolean;
  /** adbe-revocationInfoArchival (ISO 32000-2, 12.8.3.3.2). */
  readonly archival?: { readonly ocsps?: readonly Buffer[]; readonly crls?: readonly Buffer[] };
  /** The digest to state in place of the true one. */
  readonly messageDigest?: Uint8Array;
  /** Turns the finished signature value into another. */
  readonly spoilValue?: (value: Buffer) => Buffer;
  readonly moreUnsigned?: readonly Buffer[];
  /** Puts a second SignerInfo in, by this party. */
  readonly alsoBy?: Party;
  /** Leaves the signer's certificate out. */
  readonly withoutCertificate?: boolean;
}

export function makeCms(wish: CmsWish): Buffer {
  const hash = wish.hash ?? 'sha256';
  const content = wish.encapsulateSha1 ? digestOf('sha1', wish.parts) : null;
  const digest = wish.messageDigest ?? digestOf(hash, content ? [content] : wish.parts);
  const attributes = [
    attribute('1.2.840.113549.1.9.3', oid(ID_DATA)),
    attribute('1.2.840.113549.1.9.4', octets(digest)),
    ...(wish.claimedAt ? [attribute('1.2.840.113549.1.9.5', time(wish.claimedAt))] : []),
    ...(wish.essCertificate === false
      ? []
      : [essAttribute(wish.essCertificate instanceof Object ? wish.essCertificate : wish.signer)]),
    ...(wish.archival ? [archivalAttribute(wish.archival)] : []),
  ];
  return signedData({
    signer: wish.signer,
    hash,
    contentType: ID_DATA,
    content,
    attributes,
    certificates: [...(wish.withoutCertificate ? [] : [wish.signer]), ...(wish.certificates ?? [])],
    also: wish.alsoBy,
    unsigned: (value) => [
      ...(wish.timestamp ? [attribute('1.2.840.113549.1.9.16.2.14', wish.timestamp(value))] : []),
      ...(wish.moreUnsigned ?? []),
    ],
    spoilValue: wish.spoilValue ?? ((value) => value),
  });
}

export interface TimestampWish {
  readonly tsa: Party;
  readonly at: string;
  /** The bytes stamped. */
  readonly parts: readonly Uint8Array[];
  readonly certificates?: readonly Party[];
  readonly hash?: Hash;
  readonly spoilValue?: (value: Buffer) => Buffer;
}

/** A time-stamp token (RFC 3161, 2.4.2). */
export function makeTimestamp(wish: TimestampWish): Buffer {
  const hash = wish.hash ?? 'sha256';
  const info = sequence(
    integer(1),
    oid('1.3.6.1.4.1.13762.3'),
    sequence(hashAlgorithm(hash), octets(digestOf(hash, wish.parts))),
    integer(randomBytes(7)),
    generalizedTime(wish.at),
  );
  return signedData({
    signer: wish.tsa,
    hash: 'sha256',
    contentType: TST_INFO,
    content: info,
    attributes: [
      attribute('1.2.840.113549.1.9.3', oid(TST_INFO)),
      attribute('1.2.840.113549.1.9.4', octets(digestOf('sha256', [info]))),
      essAttribute(wish.tsa),
    ],
    certificates: [wish.tsa, ...(wish.certificates ?? [])],
    also: undefined,
    unsigned: () => [],
    spoilValue: wish.spoilValue ?? ((value) => value),
  });
}

interface SignedDataWish {
  readonly signer: Party;
  readonly hash: Hash;
  readonly contentType: string;
  readonly content: Uint8Array | null;
  readonly attributes: readonly Buffer[];
  readonly certificates: readonly Party[];
  readonly also: Party | undefined;
  readonly unsigned: (value: Uint8Array) => readonly Buffer[];
  readonly spoilValue: (value: Buffer) => Buffer;
}

function signedData(wish: SignedDataWish): Buffer {
  const second = wish.also ? [signerInfo({ ...wish, signer: wish.also })] : [];
  return sequence(
    oid(SIGNED_DATA),
    tagged(
      0,
      sequence(
        integer(wish.contentType === ID_DATA ? 1 : 3),
        setOf(hashAlgorithm(wish.hash)),
        sequence(oid(wish.contentType), ...(wish.content ? [tagged(0, octets(wish.content))] : [])),
        tagged(0, ...[...wish.certificates, ...(wish.also ? [wish.also] : [])].map((party) => party.certificate)),
        setOf(signerInfo(wish), ...second),
      ),
    ),
  );
}

function signerInfo(wish: SignedDataWish): Buffer {
  const attributes = setOf(...wish.attributes);
  const value = wish.spoilValue(signWith(wish.signer, wish.hash, attributes));
  const unsigned = wish.unsigned(value);
  return sequence(
    integer(1),
    sequence((wish.signer.issuer ?? wish.signer).subject, tlv(0x02, wish.signer.serial)),
    hashAlgorithm(wish.hash),
    tagged(0, ...children(attributes)),
    valueAlgorithm(wish),
    octets(value),
    ...(unsigned.length > 0 ? [tagged(1, ...unsigned)] : []),
  );
}

function valueAlgorithm({ signer, hash }: SignedDataWish): Buffer {
  if (signer.kind === 'rsa') return sequence(oid('1.2.840.113549.1.1.1'), nothing());
  return signatureAlgorithm(signer.kind, hash);
}

export function attribute(id: string, ...values: readonly Uint8Array[]): Buffer {
  return sequence(oid(id), setOf(...values));
}

/** ESSCertIDv2 with the default hash, SHA-256 (RFC 5035, 4). */
function essAttribute(party: Party): Buffer {
  const id = sequence(octets(createHash('sha256').update(party.certificate).digest()));
  return attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(id)));
}

function archivalAttribute(archival: NonNullable<CmsWish['archival']>): Buffer {
  return attribute(
    '1.2.840.113583.1.1.8',
    sequence(
      ...(archival.crls ? [tagged(0, sequence(...archival.crls))] : []),
      ...(archival.ocsps ? [tagged(1, sequence(...archival.ocsps))] : []),
    ),
  );
}

export function digestOf(hash: Hash, parts: readonly Uint8Array[]): Buffer {
  const digest = createHash(hash);
  for (const part of parts) digest.update(part);
  return digest.digest();
}

/** /Contents of adbe.x509.rsa_sha1: a PKCS#1 value in an OCTET STRING (ISO 32000-1, 12.8.3.2). */
export function makePkcs1(signer: Party, parts: readonly Uint8Array[]): Buffer {
  return octets(signWith(signer, 'sha1', Buffer.concat(parts)));
}
