// Answers of the Online Certificate Status Protocol (RFC 6960): read, their responder checked, and requests written.
import { type Algorithm, type HashName, algorithm, checkSignature, digestOf, hashOf } from './algorithms.ts';
import { type Certificate, nameKey, purposes } from './certificate.ts';
import {
  type Node,
  DerError,
  bitOctets,
  children,
  content,
  contextTag,
  encoded,
  expect,
  firstChild,
  hexOf,
  integerHex,
  octets,
  oid,
  readNode,
  sameBytes,
  tags,
  time,
  wrap,
} from './der.ts';
import { type Pool, isLinked, issuersOf } from './path.ts';

export interface SingleAnswer {
  readonly hash: HashName | undefined;
  readonly issuerNameHash: Uint8Array;
  readonly issuerKeyHash: Uint8Array;
  readonly serial: string;
  readonly status: 'good' | 'revoked' | 'unknown';
  readonly revokedAt: number | null;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  /** RFC 6960, 4.4.4: the responder keeps what expired since then. */
  readonly archiveCutoff: number | null;
}

export interface OcspAnswer {
  readonly producedAt: number;
  readonly responderKey: string | null;
  readonly responderKeyHash: Uint8Array | null;
  readonly answers: readonly SingleAnswer[];
  readonly certificates: readonly Uint8Array[];
  readonly signed: Uint8Array;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Uint8Array;
}

const basicResponse = '1.3.6.1.5.5.7.48.1.1';
const empty = new Uint8Array();
/** Answers in one response that are read. */
const maxAnswers = 200;

/** Reads an OCSPResponse or the BasicOCSPResponse in it. Throws DerError where it is neither, or no success. */
export function parseOcsp(input: Uint8Array): OcspAnswer {
  const outer = expect(readNode(input), tags.sequence);
  const [first, wrapped] = children(outer);
  if (first?.tag !== tags.enumerated) return parseBasic(outer);
  if (content(first)[0] !== 0 || !wrapped) throw new DerError('unsuccessful answer');
  const [type, response] = children(firstChild(wrapped));
  if (oid(type) !== basicResponse || !response) throw new DerError('answer of another type');
  return parseBasic(readNode(octets(response)));
}

function parseBasic(node: Node): OcspAnswer {
  const [data, algorithmNode, signature, certificates] = children(expect(node, tags.sequence));
  if (!data || !algorithmNode || !signature) throw new DerError('no answer');
  const fields = children(data);
  if (fields[0]?.tag === contextTag(0)) fields.shift();
  const [responder, producedAt, answers] = fields;
  if (!responder || !answers) throw new DerError('no answer');
  const byName = responder.tag === contextTag(1);
  return {
    producedAt: time(producedAt),
    responderKey: byName ? nameKey(firstChild(responder)) : null,
    responderKeyHash: byName ? null : octets(firstChild(responder)),
    answers: children(answers)
      .slice(0, maxAnswers)
      .map((answer) => parseSingle(answer)),
    certificates: certificates ? children(firstChild(certificates)).map((certificate) => encoded(certificate)) : [],
    signed: encoded(data),
    signatureAlgorithm: algorithm(algorithmNode),
    signature: bitOctets(signature),
  };
}

function parseSingle(node: Node): SingleAnswer {
  const [id, status, thisUpdate, ...rest] = children(node);
  if (!id || !status) throw new DerError('answer without a certificate');
  const [hash, nameHash, keyHash, serial] = children(id);
  if (!hash || !nameHash || !keyHash) throw new DerError('answer without a certificate');
  const revoked = status.tag === contextTag(1);
  const next = rest.find((part) => part.tag === contextTag(0));
  const extensions = rest.find((part) => part.tag === contextTag(1));
  return {
    hash: hashOf(algorithm(hash).oid),
    issuerNameHash: octets(nameHash),
    issuerKeyHash: octets(keyHash),
    serial: integerHex(serial),
    status: revoked ? 'revoked' : status.tag === contextTag(0, false) ? 'good' : 'unknown',
    revokedAt: revoked ? time(firstChild(status)) : null,
    thisUpdate: time(thisUpdate),
    nextUpdate: next ? time(firstChild(next)) : null,
    archiveCutoff: extensions ? archiveCutoff(firstChild(extensions)) : null,
  };
}

function archiveCutoff(extensions: Node): number | null {
  for (const extension of children(extensions)) {
    const parts = children(extension);
    const value = parts.at(-1);
    if (oid(parts[0]) !== '1.3.6.1.5.5.7.48.1.6' || !value) continue;
    try {
      return time(readNode(octets(value)));
    } catch {
      return null;
    }
  }
  return null;
}

/** The answer about `certificate` as issued by `issuer`: serial, and the issuer's name and key by their hashes. */
export function answerFor(
  response: OcspAnswer,
  certificate: Certificate,
  issuer: Certificate,
): SingleAnswer | undefined {
  return response.answers.find(
    (answer) =>
      answer.serial === certificate.serial &&
      answer.hash !== undefined &&
      sameBytes(answer.issuerKeyHash, digestOf(answer.hash, [issuer.publicKeyBits])) &&
      (sameBytes(answer.issuerNameHash, digestOf(answer.hash, [certificate.issuerDer])) ||
        sameBytes(answer.issuerNameHash, digestOf(answer.hash, [issuer.subjectDer]))),
  );
}

/** direct: the issuer, or whom it made a responder (RFC 6960, 4.2.2.2). remote: one that a CA above the issuer made. */
export type Entitlement = 'direct' | 'remote';

/** May whoever signed the response speak of the issuer's certificates? Null: no, or the signature is wrong. */
export function responderOf(pool: Pool, response: OcspAnswer, issuer: Certificate): Entitlement | null {
  const { responderKey, responderKeyHash } = response;
  const named =
    responderKey === null ? pool.byKey.get(hexOf(responderKeyHash ?? empty)) : pool.bySubject.get(responderKey);
  const candidates = new Set([issuer, ...(named ?? [])]);
  for (const candidate of candidates) {
    if (!isResponder(response, candidate)) continue;
    const entitlement = entitlementOf(pool, response, candidate, issuer);
    if (entitlement !== null && isSignedBy(response, candidate)) return entitlement;
  }
  return null;
}

function isResponder(response: OcspAnswer, candidate: Certificate): boolean {
  if (response.responderKey !== null) return candidate.subjectKey === response.responderKey;
  const { responderKeyHash } = response;
  return responderKeyHash !== null && candidate.keyHash === hexOf(responderKeyHash);
}

function entitlementOf(
  pool: Pool,
  response: OcspAnswer,
  candidate: Certificate,
  issuer: Certificate,
): Entitlement | null {
  const isIssuer =
    candidate.subjectKey === issuer.subjectKey && sameBytes(candidate.publicKeyBits, issuer.publicKeyBits);
  if (isIssuer) return 'direct';
  const delegated = candidate.extendedKeyUsage?.purposes.includes(purposes.ocspSigning) === true;
  const inTime = response.producedAt >= candidate.notBefore && response.producedAt <= candidate.notAfter;
  if (!delegated || !inTime || candidate.unknownCritical.length > 0) return null;
  if (isLinked(pool, candidate, issuer)) return 'direct';
  return issuersOf(pool, issuer).some((above) => isLinked(pool, candidate, above)) ? 'remote' : null;
}

function isSignedBy(response: OcspAnswer, candidate: Certificate): boolean {
  try {
    const key = candidate.publicKey();
    const { signatureAlgorithm, signature, signed } = response;
    return (
      checkSignature({ key, algorithm: signatureAlgorithm, digest: undefined, data: [signed], signature }).result ===
      'match'
    );
  } catch {
    return false;
  }
}

/** OCSPRequest for one certificate, CertID over SHA-1 as every responder understands it (RFC 6960, 4.1.1 and RFC 5019). */
export function ocspRequest(certificate: Certificate, issuer: Certificate): Uint8Array {
  const sha1 = Buffer.from('300906052b0e03021a0500', 'hex');
  const serial = Buffer.from(certificate.serial, 'hex');
  const positive = (serial[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), serial]) : serial;
  const id = wrap(tags.sequence, [
    sha1,
    wrap(tags.octetString, [digestOf('sha1', [certificate.issuerDer])]),
    wrap(tags.octetString, [digestOf('sha1', [issuer.publicKeyBits])]),
    wrap(tags.integer, [positive]),
  ]);
  const list = wrap(tags.sequence, [wrap(tags.sequence, [id])]);
  return wrap(tags.sequence, [wrap(tags.sequence, [list])]);
}
