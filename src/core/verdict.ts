// What is known about a signed PDF: a frozen record of separate facts, the headline last.
// Filled by src/pdf; read by the use cases, the dialogue, the receipt and the command line.
import type { Reason } from './verdict-reason.ts';

/** The file's headline: the worst of its signatures. "Cannot tell" is never shown as "false", nor as "true". */
export type Headline = 'valid' | 'invalid' | 'indeterminate' | 'unsigned';

/** "Is what is shown what was signed?", the trust in the CA left out. */
export type Integrity = 'intact' | 'changed' | 'broken' | 'indeterminate' | 'unsigned';

/** ETSI EN 319 102-1, clause 5.1.3. */
export type Indication = 'TOTAL-PASSED' | 'TOTAL-FAILED' | 'INDETERMINATE';

/** ETSI EN 319 102-1, table 5 and 6: the ones this verifier states. */
export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'REVOKED'
  | 'NOT_YET_VALID'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'EXPIRED'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'REVOKED_NO_POE'
  | 'REVOKED_CA_NO_POE'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'TIMESTAMP_ORDER_FAILURE'
  | 'TRY_LATER'
  | 'GENERIC';

/** ETSI EN 319 142-1, clause 6: what a signature brings along to be checked later. */
export type Level = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA';

/** One thing that was done to the file after a signature, judged against what ISO 32000-2, 12.8.2.2 allows. */
export interface Change {
  /** Closed list of kinds; the dialogue has a sentence for each. */
  readonly kind:
    | 'form_filled'
    | 'signature_added'
    | 'timestamp_added'
    | 'validation_data_added'
    | 'metadata_changed'
    | 'annotation_added'
    | 'content_changed'
    | 'unexplained';
  readonly allowed: boolean;
  /** 1-based, where the change is on a page. */
  readonly page?: number;
  /** For the log, not for the chat: object number, rule name. */
  readonly detail?: string;
}

/** What the verdict says about one time stamp (RFC 3161). */
export interface TimestampFacts {
  readonly status: 'valid' | 'indeterminate' | 'invalid';
  /** genTime, ISO 8601 UTC. */
  readonly at: string;
  /** Common name of the TSA's certificate, cleaned for display. */
  readonly authority: string;
  readonly trusted: boolean;
  readonly reason?: Reason;
}

export interface SignatureFacts {
  readonly field: string;
  readonly subFilter: string;
  /** CN and O of the certificate that verifies the signature, never /Name or the picture; cleaned for display. */
  readonly signer: string | null;
  readonly organization: string | null;
  readonly issuer: string | null;
  /** signingTime or /M: a claim, proves nothing. ISO 8601 UTC. */
  readonly claimedAt: string | null;
  /** Earliest valid trusted time stamp over this signature. ISO 8601 UTC. */
  readonly provenAt: string | null;
  readonly integrity: Exclude<Integrity, 'unsigned'>;
  readonly changes: readonly Change[];
  /** Does the byte range reach the end of the file, or the end of an earlier revision? */
  readonly covers: 'whole_file' | 'revision' | 'part';
  /** A path to a pinned anchor exists (at the time the signature is judged at). */
  readonly trusted: boolean;
  /** Subject CNs from the signer up to the anchor. */
  readonly path: readonly string[];
  /** Of the signer's certificate at the proven time (else now). */
  readonly revocation: 'good' | 'revoked' | 'unknown';
  readonly revokedAt?: string;
  readonly timestamp: TimestampFacts | null;
  readonly level: Level;
  /** What the next level lacks, as closed codes. */
  readonly missing: readonly (
    'timestamp' | 'signer_revocation' | 'ca_revocation' | 'tsa_revocation' | 'archive_timestamp'
  )[];
  /** E.g. "RSA-2048 SHA-256". */
  readonly algorithm: string;
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  /** Most important first. */
  readonly reasons: readonly Reason[];
}

export interface DocumentTimestampFacts extends TimestampFacts {
  readonly field: string;
  readonly integrity: Exclude<Integrity, 'unsigned'>;
}

export interface Verdict {
  /** When it was judged, ISO 8601 UTC. */
  readonly at: string;
  readonly sha256: string;
  readonly size: number;
  readonly signatures: readonly SignatureFacts[];
  readonly documentTimestamps: readonly DocumentTimestampFacts[];
  /** Notes that change nothing, as codes (e.g. `hidden_signature`). */
  readonly notes: readonly string[];
  /** Why the file as a whole could not be judged: `encrypted`, `not_pdf`, `damaged`, `limit`, `timeout`. */
  readonly problem: 'encrypted' | 'not_pdf' | 'damaged' | 'limit' | 'timeout' | null;
  readonly integrity: Integrity;
  readonly headline: Headline;
}
