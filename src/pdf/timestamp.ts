// Time-stamp tokens (RFC 3161): of a signature (over its value) and of a document (over its byte range).
// A token that was copied from elsewhere or broken is `invalid`, never absent; one that cannot be judged is `indeterminate`.
import type { TimestampFacts } from '../core/verdict.ts';
import { type HashName, algorithm, hashOf } from './algorithms.ts';
import { type Certificate, purposes } from './certificate.ts';
import { type SignedData, contentTypes, parseSignedData } from './cms.ts';
import { DerError, children, expect, octets, oid, readNode, sameBytes, tags, time } from './der.ts';
import { PdfProblem } from './limits.ts';
import { type Pool, addCertificate } from './path.ts';
import { type SignedContent, type SignerCheck, isWeakSignature, signedContent, verifySigner } from './signer.ts';

export interface TimestampInfo {
  readonly imprintOid: string;
  readonly imprint: Uint8Array;
  /** Milliseconds since 1970. */
  readonly genTime: number;
}

/** TSTInfo (RFC 3161, 2.4.2). Throws DerError where it is none. */
export function parseTimestampInfo(bytes: Uint8Array): TimestampInfo {
  const [version, policy, imprint, serial, genTime] = children(expect(readNode(bytes), tags.sequence));
  expect(version, tags.integer);
  oid(policy);
  expect(serial, tags.integer);
  const [hash, value] = children(expect(imprint, tags.sequence));
  if (!hash || !value) throw new DerError('time stamp without an imprint');
  return { imprintOid: algorithm(hash).oid, imprint: octets(value), genTime: time(genTime) };
}

export type TimestampReason =
  | 'timestamp_malformed'
  | 'timestamp_imprint_differs'
  | 'timestamp_signature_wrong'
  | 'timestamp_certificate_missing'
  | 'timestamp_unsupported'
  | 'timestamp_purpose'
  | 'timestamp_certificate_out_of_date'
  | 'timestamp_weak';

export interface TimestampCheck {
  readonly status: TimestampFacts['status'];
  readonly reason: TimestampReason | null;
  /** NaN where the token cannot be read. */
  readonly at: number;
  readonly imprint: 'match' | 'mismatch' | 'indeterminate';
  /** The token's own signature: over its content, and by its signer. */
  readonly signature: 'match' | 'mismatch' | 'indeterminate';
  readonly certificate: Certificate | null;
  readonly hash: HashName | null;
  readonly label: string;
  /** Offset behind the token. */
  readonly length: number;
  readonly data: SignedData | null;
}

/** Judges the token in `bytes` as a time stamp over `stamped`. Throws PdfProblem only, as `examine` does. */
export function checkTimestamp(pool: Pool, bytes: Uint8Array, stamped: SignedContent): TimestampCheck {
  try {
    return judge(pool, parseSignedData(bytes), stamped);
  } catch (error) {
    if (error instanceof PdfProblem) throw error;
    if (error instanceof DerError) return unreadable;
    return { ...unreadable, status: 'indeterminate', reason: 'timestamp_unsupported' };
  }
}

const unreadable: TimestampCheck = {
  status: 'invalid',
  reason: 'timestamp_malformed',
  at: Number.NaN,
  imprint: 'indeterminate',
  signature: 'indeterminate',
  certificate: null,
  hash: null,
  label: 'unknown',
  length: 0,
  data: null,
};

function judge(pool: Pool, data: SignedData, stamped: SignedContent): TimestampCheck {
  const [signer] = data.signers;
  if (data.contentType !== contentTypes.timestampInfo || !data.content || !signer || data.signers.length !== 1) {
    return unreadable;
  }
  const info = parseTimestampInfo(data.content);
  for (const der of data.certificates) addCertificate(pool, der);
  const check = verifySigner(data, signer, signedContent([data.content]), [...pool.byHash.values()]);
  const hash = hashOf(info.imprintOid);
  const imprint =
    hash === undefined ? 'indeterminate' : sameBytes(info.imprint, stamped.digest(hash)) ? 'match' : 'mismatch';
  const signature = worse(check.digest, check.value);
  const { certificate } = check;
  const reason = problem(imprint, signature, check, info.genTime);
  return {
    status: reason === null ? 'valid' : invalidating.has(reason) ? 'invalid' : 'indeterminate',
    reason,
    at: info.genTime,
    imprint,
    signature,
    certificate,
    hash: check.hash,
    label: check.label,
    length: data.length,
    data,
  };
}

const invalidating = new Set<TimestampReason>([
  'timestamp_malformed',
  'timestamp_imprint_differs',
  'timestamp_signature_wrong',
  'timestamp_purpose',
]);

function problem(
  imprint: TimestampCheck['imprint'],
  signature: TimestampCheck['signature'],
  check: SignerCheck,
  genTime: number,
): TimestampReason | null {
  const { certificate } = check;
  if (imprint === 'mismatch') return 'timestamp_imprint_differs';
  if (signature === 'mismatch') return 'timestamp_signature_wrong';
  if (!certificate) return 'timestamp_certificate_missing';
  if (imprint === 'indeterminate' || signature === 'indeterminate') return 'timestamp_unsupported';
  // RFC 3161, 2.3: the purpose timeStamping, critical, and no other.
  const usage = certificate.extendedKeyUsage;
  const sole = usage?.purposes.length === 1 && usage.purposes[0] === purposes.timeStamping;
  if (!sole || !usage.critical) return 'timestamp_purpose';
  if (genTime < certificate.notBefore || genTime > certificate.notAfter) return 'timestamp_certificate_out_of_date';
  if (isWeakSignature(check, genTime)) return 'timestamp_weak';
  return null;
}

function worse<T extends 'match' | 'mismatch' | 'indeterminate'>(a: T, b: T): T {
  if (a === 'mismatch' || b === 'match') return a;
  return b;
}
