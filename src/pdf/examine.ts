// One signature dictionary's /Contents judged on its own: form, digest, value and the time stamp inside, by SubFilter
// (ISO 32000-2, 12.8.3). Trust comes later.
import { type HashName, checkSignature, labelOf } from './algorithms.ts';
import type { SignatureInput } from './assess.ts';
import type { Certificate } from './certificate.ts';
import { type SignedData, type SignerInfo, attributeIds, parseSignedData } from './cms.ts';
import {
  type Node,
  DerError,
  children,
  contextTag,
  encoded,
  firstChild,
  octets,
  readNode,
  sameBytes,
  tags,
} from './der.ts';
import { PdfProblem } from './limits.ts';
import { type Pool, addCertificate } from './path.ts';
import { type Origin, type RevocationStore, addCrl, addOcsp } from './revocation.ts';
import { type SignedContent, signedContent, verifySigner } from './signer.ts';
import { type TimestampCheck, checkTimestamp } from './timestamp.ts';

export type FormReason =
  | 'contents_empty'
  | 'contents_unreadable'
  | 'no_signer'
  | 'several_signers'
  | 'content_enclosed'
  | 'digest_differs'
  | 'value_wrong'
  | 'signer_certificate_missing'
  | 'signing_certificate_differs'
  | 'signed_attributes_odd'
  | 'algorithms_disagree'
  | 'algorithm_unsupported';

export interface Examination {
  readonly format: 'ok' | 'broken' | 'indeterminate';
  readonly digest: 'match' | 'mismatch' | 'indeterminate';
  readonly value: 'match' | 'mismatch' | 'indeterminate';
  readonly reasons: readonly FormReason[];
  readonly notes: readonly string[];
  readonly certificate: Certificate | null;
  readonly hash: HashName | null;
  readonly label: string;
  /** signingTime, milliseconds since 1970. */
  readonly claimedAt: number | null;
  /** A document time stamp's own token, or the tokens inside a signature. */
  readonly timestamps: readonly TimestampCheck[];
}

const blank: Examination = {
  format: 'indeterminate',
  digest: 'indeterminate',
  value: 'indeterminate',
  reasons: [],
  notes: [],
  certificate: null,
  hash: null,
  label: 'unknown',
  claimedAt: null,
  timestamps: [],
};

/**
 * Examines one input; certificates and revocation data in it go into the pool and the store.
 * Throws PdfProblem only, where the file has used up what may be hashed.
 */
export function examine(pool: Pool, store: RevocationStore, input: SignatureInput): Examination {
  // A placeholder that was never filled, or filled with nothing (universal signature forgery).
  if (isZero(input.contents, 0)) return { ...blank, format: 'broken', reasons: ['contents_empty'] };
  const signed = signedContent(input.signedParts, input.digest);
  try {
    if (input.kind === 'document_timestamp') return documentTimestamp(pool, store, input, signed);
    if (input.subFilter === 'adbe.x509.rsa_sha1') return bareRsa(pool, input, signed);
    return cms(pool, store, input, signed);
  } catch (error) {
    if (error instanceof PdfProblem) throw error;
    if (error instanceof DerError) return { ...blank, reasons: ['contents_unreadable'] };
    return { ...blank, reasons: ['algorithm_unsupported'] };
  }
}

function documentTimestamp(
  pool: Pool,
  store: RevocationStore,
  input: SignatureInput,
  signed: SignedContent,
): Examination {
  const check = checkTimestamp(pool, input.contents, signed);
  if (!check.data) return { ...blank, reasons: ['contents_unreadable'], timestamps: [check] };
  takeRevocation(store, check.data);
  const reasons: FormReason[] = [];
  if (check.imprint === 'mismatch') reasons.push('digest_differs');
  if (check.signature === 'mismatch') reasons.push('value_wrong');
  if (!check.certificate) reasons.push('signer_certificate_missing');
  return {
    ...blank,
    format: 'ok',
    digest: check.imprint,
    value: check.signature,
    reasons,
    notes: paddingNotes(input.contents, check.length),
    certificate: check.certificate,
    hash: check.hash,
    label: check.label,
    timestamps: [check],
  };
}

/** adbe.x509.rsa_sha1: /Contents is an OCTET STRING with a bare PKCS#1 signature, /Cert the chain (12.8.3.2). */
function bareRsa(pool: Pool, input: SignatureInput, signed: SignedContent): Examination {
  const node = readNode(input.contents);
  const notes = paddingNotes(input.contents, node.next);
  const [certificate] = (input.cert ?? []).map((der) => addCertificate(pool, der));
  if (node.tag !== tags.octetString) throw new DerError('not an octet string');
  if (!certificate) return { ...blank, format: 'ok', notes, reasons: ['signer_certificate_missing'] };
  const key = certificate.publicKey();
  const signature = octets(node);
  const algorithm = { oid: '1.2.840.113549.1.1.1', parameters: undefined };
  // The name says SHA-1; ISO 32000-2, table 260, lets PDF 1.6 and later use the others.
  for (const hash of ['sha1', 'sha256', 'sha384', 'sha512'] as const) {
    const check = checkSignature({ key, algorithm, digest: hash, data: signed.parts, signature });
    if (check.result === 'match') {
      return { ...blank, format: 'ok', digest: 'match', value: 'match', notes, certificate, hash, label: check.label };
    }
    if (check.result !== 'mismatch') {
      return { ...blank, format: 'ok', notes, certificate, label: check.label, reasons: ['algorithm_unsupported'] };
    }
  }
  const label = labelOf(key, 'rsa', null);
  return {
    ...blank,
    format: 'ok',
    digest: 'mismatch',
    value: 'mismatch',
    notes,
    certificate,
    label,
    reasons: ['value_wrong'],
  };
}

function cms(pool: Pool, store: RevocationStore, input: SignatureInput, signed: SignedContent): Examination {
  const data = parseSignedData(input.contents);
  const notes = paddingNotes(input.contents, data.length);
  for (const der of data.certificates) addCertificate(pool, der);
  takeRevocation(store, data);
  const [signer] = data.signers;
  if (!signer) return { ...blank, format: 'broken', notes, reasons: ['no_signer'] };
  takeArchived(store, signer);
  const timestamps = tokensOf(signer).map((token) => {
    const check = checkTimestamp(pool, encoded(token), signedContent([signer.signature]));
    if (check.data) takeRevocation(store, check.data);
    return check;
  });
  const enclosed = data.content;
  const legacy = enclosed !== null && input.subFilter === 'adbe.pkcs7.sha1';
  const content = legacy ? signedContent([enclosed]) : signed;
  const check = verifySigner(data, signer, content, [...pool.byHash.values()]);
  const reasons: FormReason[] = [...check.reasons];
  // ETSI EN 319 142-1, 4.1 and ISO 32000-2, 12.8.3.3: one signer, nothing enclosed (adbe.pkcs7.sha1: the digest).
  if (data.signers.length > 1) reasons.unshift('several_signers');
  if (enclosed !== null && !legacy) reasons.unshift('content_enclosed');
  let { digest } = check;
  if (legacy && !sameBytes(enclosed, signed.digest('sha1')))
    digest = enclosed.length === 20 ? 'mismatch' : 'indeterminate';
  if (digest === 'mismatch' && check.certificate) reasons.unshift('digest_differs');
  if (check.value === 'mismatch') reasons.push('value_wrong');
  const odd = data.signers.length > 1 || (enclosed !== null && !legacy);
  return {
    format: odd ? 'indeterminate' : 'ok',
    digest: odd ? 'indeterminate' : digest,
    value: check.value,
    reasons,
    notes: [...notes, ...check.notes],
    certificate: check.certificate,
    hash: legacy ? 'sha1' : check.hash,
    label: check.label,
    claimedAt: check.claimedAt,
    timestamps,
  };
}

/** Tokens of one signature that are looked at. */
const maxTokens = 8;

function tokensOf(signer: SignerInfo): readonly Node[] {
  return (signer.unsigned.get(attributeIds.timestampToken) ?? []).slice(0, maxTokens);
}

const fromSignature: Origin = { kind: 'signature', endOffset: 0 };

function takeRevocation(store: RevocationStore, data: SignedData): void {
  for (const der of data.crls) addCrl(store, der, fromSignature);
  for (const der of data.ocsps) addOcsp(store, der, fromSignature);
  for (const signer of data.signers.slice(0, 1)) takeArchived(store, signer);
}

/** adbe-revocationInfoArchival (ISO 32000-2, 12.8.3.3.2) and revocation-values (ETSI EN 319 122-1, A.1.2.2): one shape. */
function takeArchived(store: RevocationStore, signer: SignerInfo): void {
  const values = [
    ...(signer.signed.get(attributeIds.revocationInfoArchival) ?? []),
    ...(signer.unsigned.get(attributeIds.revocationValues) ?? []),
  ];
  for (const value of values) {
    try {
      for (const part of children(value)) {
        const list = children(firstChild(part)).map((item) => encoded(item));
        if (part.tag === contextTag(0)) for (const der of list) addCrl(store, der, fromSignature);
        else if (part.tag === contextTag(1)) for (const der of list) addOcsp(store, der, fromSignature);
      }
    } catch {
      // Malformed: no evidence.
    }
  }
}

/** What follows the message in /Contents should be zeros; it is not signed, nor can it be seen. */
function paddingNotes(contents: Uint8Array, from: number): string[] {
  return isZero(contents, from) ? [] : ['padding_not_empty'];
}

function isZero(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at < bytes.length; at++) if (bytes[at] !== 0) return false;
  return true;
}
