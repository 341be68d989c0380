// One signer of signed-data verified (RFC 5652, 5.4 and 5.6): digest, value, and that the attributes, the algorithms and the
// certificate fit each other.
import type { Reason } from '../core/verdict-reason.ts';
import {
  type Check,
  type HashName,
  algorithm,
  checkSignature,
  digestOf,
  hashOf,
  isWeak,
  signatureHashOf,
} from './algorithms.ts';
import type { Certificate } from './certificate.ts';
import { type SignedData, type SignerInfo, attributeIds } from './cms.ts';
import { type Node, DerError, children, contextTag, firstChild, octets, oid, sameBytes, tags, time } from './der.ts';

/** What a signer signed, and how its digests come about. */
export interface SignedContent {
  readonly parts: readonly Uint8Array[];
  digest(hash: HashName): Uint8Array;
}

/** Content that is hashed once per algorithm, part by part; `digest` when its owner has a shorter way. */
export function signedContent(
  parts: readonly Uint8Array[],
  digest: (hash: HashName) => Uint8Array = (hash) => digestOf(hash, parts),
): SignedContent {
  const known = new Map<HashName, Uint8Array>();
  return {
    parts,
    digest(hash: HashName): Uint8Array {
      const found = known.get(hash) ?? digest(hash);
      known.set(hash, found);
      return found;
    },
  };
}

type SignerReason = Extract<
  Reason,
  | 'signed_attributes_odd'
  | 'signer_certificate_missing'
  | 'signing_certificate_differs'
  | 'algorithms_disagree'
  | 'algorithm_unsupported'
>;

export interface SignerCheck {
  readonly digest: 'match' | 'mismatch' | 'indeterminate';
  readonly value: 'match' | 'mismatch' | 'indeterminate';
  /** Why something is indeterminate or wrong, most important first. */
  readonly reasons: readonly SignerReason[];
  readonly notes: readonly string[];
  /** The certificate whose key the signature was checked with; null where none fits the signer's identifier. */
  readonly certificate: Certificate | null;
  readonly hash: HashName | null;
  readonly label: string;
  readonly claimedAt: number | null;
}

/**
 * Verifies one signer over `signed` (RFC 5652, 5.4 and 5.6) with whichever of `candidates` its identifier names.
 * Never throws for a signature that is merely wrong.
 */
export function verifySigner(
  data: SignedData,
  signer: SignerInfo,
  signed: SignedContent,
  candidates: readonly Certificate[],
): SignerCheck {
  const reasons: SignerReason[] = [];
  const notes: string[] = [];
  const hash = digestHash(signer);
  if (hash !== null && hashOf(signer.digestOid) === undefined) notes.push('digest_algorithm_odd');
  else if (!data.digestOids.some((id) => hashOf(id) === hash)) notes.push('digest_algorithms_disagree');
  const digest = checkDigest(data, signer, signed, hash, reasons);
  const named = candidates.filter((certificate) => isNamed(signer, certificate)).slice(0, maxSameName);
  if (named.length === 0) reasons.push('signer_certificate_missing');
  let certificate: Certificate | null = null;
  let check: Check | null = null;
  for (const candidate of named) {
    const attempt = checkWith(candidate, signer, signed, hash);
    if (certificate === null || attempt?.result === 'match') [certificate, check] = [candidate, attempt];
    if (attempt?.result === 'match') break;
  }
  let value: SignerCheck['value'] = 'indeterminate';
  if (hash === null) reasons.push('algorithm_unsupported');
  else if (check?.result === 'match' || check?.result === 'mismatch') value = check.result;
  else if (certificate) reasons.push(check?.result === 'disagrees' ? 'algorithms_disagree' : 'algorithm_unsupported');
  if (value === 'match' && certificate && !namesCertificate(signer, certificate, notes)) {
    value = 'indeterminate';
    reasons.push('signing_certificate_differs');
  }
  if (value === 'match' && !protectsAlgorithms(signer)) {
    value = 'indeterminate';
    reasons.push('algorithms_disagree');
  }
  return {
    // Without signed attributes the value speaks for the content itself.
    digest: signer.signedAttributes === null ? value : digest,
    value,
    reasons,
    notes,
    certificate,
    hash: check?.hash ?? hash,
    label: check?.label ?? (hash ?? 'unknown').toUpperCase(),
    claimedAt: signingTime(signer),
  };
}

/**
 * The hash that digestAlgorithm names. Some signers put a signature algorithm there: its hash is taken where messageDigest
 * confirms it; without signed attributes nothing would.
 */
function digestHash({ digestOid, signedAttributes }: SignerInfo): HashName | null {
  return hashOf(digestOid) ?? (signedAttributes === null ? null : signatureHashOf(digestOid));
}

/** Certificates with one issuer and serial that are tried; more are an attack on the clock. */
const maxSameName = 4;

function checkDigest(
  data: SignedData,
  signer: SignerInfo,
  signed: SignedContent,
  hash: HashName | null,
  reasons: SignerReason[],
): SignerCheck['digest'] {
  if (signer.signedAttributes === null) return 'indeterminate';
  const stated = signer.signed.get(attributeIds.messageDigest) ?? [];
  const types = signer.signed.get(attributeIds.contentType) ?? [];
  const [only] = stated;
  // RFC 5652, 11.1 and 11.2: exactly one of each, and the type is that of the content.
  if (stated.length !== 1 || types.length !== 1 || !only || oid(types[0]) !== data.contentType) {
    reasons.push('signed_attributes_odd');
    return 'indeterminate';
  }
  if (hash === null) return 'indeterminate';
  return sameBytes(octets(only), signed.digest(hash)) ? 'match' : 'mismatch';
}

function isNamed(signer: SignerInfo, certificate: Certificate): boolean {
  if (signer.subjectKeyIdentifier !== null) return certificate.subjectKeyIdentifier === signer.subjectKeyIdentifier;
  return certificate.serial === signer.serial && certificate.issuerKey === signer.issuerKey;
}

function checkWith(
  certificate: Certificate,
  signer: SignerInfo,
  signed: SignedContent,
  digest: HashName | null,
): Check | null {
  try {
    const key = certificate.publicKey();
    const data = signer.signedAttributes === null ? signed.parts : [signer.signedAttributes];
    const { signatureAlgorithm, signature } = signer;
    return checkSignature({ key, algorithm: signatureAlgorithm, digest: digest ?? undefined, data, signature });
  } catch {
    return null;
  }
}

/** ESS signing-certificate (RFC 2634, 5.4) and -v2 (RFC 5035, 3): the first one named must be the signer's. */
function namesCertificate(signer: SignerInfo, certificate: Certificate, notes: string[]): boolean {
  const first = signer.signed.get(attributeIds.signingCertificate)?.[0];
  const second = signer.signed.get(attributeIds.signingCertificateV2)?.[0];
  if (!first && !second) notes.push('no_signing_certificate_attribute');
  try {
    return (
      (!first || sameBytes(essHash(first).value, digestOf('sha1', [certificate.der]))) &&
      (!second || essMatches(essHash(second), certificate))
    );
  } catch {
    return false;
  }
}

function essHash(attribute: Node): { hash: HashName | undefined; value: Uint8Array } {
  const id = firstChild(firstChild(attribute));
  const [head, value] = children(id);
  if (head?.tag === tags.sequence && value) return { hash: hashOf(algorithm(head).oid), value: octets(value) };
  if (!head) throw new DerError('empty certificate identifier');
  return { hash: 'sha256', value: octets(head) };
}

function essMatches(ess: ReturnType<typeof essHash>, certificate: Certificate): boolean {
  return ess.hash !== undefined && sameBytes(ess.value, digestOf(ess.hash, [certificate.der]));
}

/** CMSAlgorithmProtection (RFC 6211): where present it repeats the algorithms used. */
function protectsAlgorithms(signer: SignerInfo): boolean {
  const attribute = signer.signed.get(attributeIds.algorithmProtection)?.[0];
  if (!attribute) return true;
  try {
    const [digest, signature] = children(attribute);
    if (!digest || signature?.tag !== contextTag(1)) return false;
    return (
      hashOf(algorithm(digest).oid) === hashOf(signer.digestOid) &&
      oid(firstChild(signature)) === signer.signatureAlgorithm.oid
    );
  } catch {
    return false;
  }
}

function signingTime(signer: SignerInfo): number | null {
  try {
    return time(signer.signed.get(attributeIds.signingTime)?.[0]);
  } catch {
    return null;
  }
}

/** Weak in its hash or its key at that time? */
export function isWeakSignature(check: SignerCheck, at: number): boolean {
  try {
    return isWeak(check.certificate?.publicKey() ?? null, check.hash, at);
  } catch {
    return false;
  }
}
