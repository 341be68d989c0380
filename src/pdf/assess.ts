// The cryptographic half of the verifier: what each signature and time stamp of one file is worth, its bytes given.
// Pure and synchronous; coverage of the file and later changes are judged elsewhere and combined with this.
import type { Indication, Level, SignatureFacts, SubIndication, TimestampFacts } from '../core/verdict.ts';
import type { OnlineRevocation } from './revocation.ts';
import type { Trust } from './trust.ts';

/** One signature dictionary, as the reader found it. */
export interface SignatureInput {
  readonly kind: 'signature' | 'document_timestamp';
  readonly subFilter: string;
  /** /Contents, decoded, padding included. */
  readonly contents: Uint8Array;
  /** /Cert of adbe.x509.rsa_sha1, in order: the signer's certificate first. */
  readonly cert?: readonly Uint8Array[];
  /** The parts of the file that /ByteRange names, as subarrays (nothing is copied). */
  readonly signedParts: readonly Uint8Array[];
  /** /M, ISO 8601 UTC. */
  readonly claimedM?: string;
  /** Where in the file that ends what the byte range covers. */
  readonly endOffset: number;
}

/** A value of the document security store (ISO 32000-2, 12.8.4.3). */
export interface Embedded {
  readonly der: Uint8Array;
  /** End of the earliest revision that holds it: a document time stamp reaching so far covers it. */
  readonly endOffset: number;
}

/** Everything the file's DSS (and its VRI dictionaries) brings along. */
export interface Material {
  readonly certificates: readonly Embedded[];
  readonly crls: readonly Embedded[];
  readonly ocsps: readonly Embedded[];
}

export const noMaterial: Material = { certificates: [], crls: [], ocsps: [] };

/** Facts on one input, in the words of `SignatureFacts` where they are the same. */
export interface Assessment extends Pick<
  SignatureFacts,
  | 'signer'
  | 'organization'
  | 'issuer'
  | 'claimedAt'
  | 'provenAt'
  | 'trusted'
  | 'path'
  | 'revocation'
  | 'revokedAt'
  | 'missing'
  | 'algorithm'
  | 'reasons'
> {
  /** Is /Contents a well-formed CMS (or PKCS#1 value) that fills its place as it should? */
  readonly format: 'ok' | 'broken' | 'indeterminate';
  /** Does the digest in the signature agree with the bytes of the byte range? */
  readonly digest: 'match' | 'mismatch' | 'indeterminate';
  /** Does the signature value verify under the signer's certificate? */
  readonly value: 'match' | 'mismatch' | 'indeterminate';
  /** format, digest and value taken together: the integrity as far as cryptography goes. */
  readonly integrity: 'intact' | 'broken' | 'indeterminate';
  /** SHA-1, MD5, RSA below 1900 bits ... at the time judged: intact, but not to be relied on. */
  readonly weak: boolean;
  /** Of a signature: the time stamp in it, else the first document time stamp over it. Of a document time stamp: itself. */
  readonly timestamp: TimestampFacts | null;
  readonly level: Level;
  /** EN 319 102-1 as far as format, cryptography, trust and revocation go. */
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  /** What changes nothing, as codes. */
  readonly notes: readonly string[];
}

export interface AssessOptions {
  readonly trust: Trust;
  /** ISO 8601 UTC. */
  readonly now: string;
  /** Revocation data fetched by the caller. */
  readonly revocation?: OnlineRevocation;
}

/**
 * Judges every signature and document time stamp of a file.
 * Gives one assessment per input, in the same order; never throws (what cannot be judged is `indeterminate`).
 */
export function assessAll(inputs: readonly SignatureInput[], material: Material, options: AssessOptions): Assessment[] {
  void material;
  void options;
  return inputs.map(() => unjudged);
}

const unjudged: Assessment = {
  format: 'indeterminate',
  digest: 'indeterminate',
  value: 'indeterminate',
  integrity: 'indeterminate',
  weak: false,
  signer: null,
  organization: null,
  issuer: null,
  claimedAt: null,
  provenAt: null,
  trusted: false,
  path: [],
  revocation: 'unknown',
  timestamp: null,
  level: 'B-B',
  missing: ['timestamp'],
  algorithm: 'unknown',
  indication: 'INDETERMINATE',
  subIndication: 'GENERIC',
  reasons: ['unsupported'],
  notes: [],
};
