// From facts to the main status and sub-indication of ETSI EN 319 102-1 (clauses 5.1.3 and 5.6.2.4), each with the reason that
// the dialogue puts into words.
import type { Indication, SubIndication } from '../core/verdict.ts';
import { type Certificate, purposes } from './certificate.ts';
import type { Path, PathProblem } from './path.ts';
import type { PathStatus } from './revocation.ts';
import type { Examination, FormReason } from './examine.ts';
import type { TimestampReason } from './timestamp.ts';

/** Every reason this half can give. */
export type AssessmentReason =
  | FormReason
  | PathProblem
  | TimestampReason
  | 'certificate_critical_extension'
  | 'certificate_purpose'
  | 'certificate_not_yet_valid'
  | 'certificate_expired'
  | 'certificate_expired_no_timestamp'
  | 'revoked'
  | 'revoked_no_timestamp'
  | 'authority_revoked'
  | 'timestamp_order'
  | 'timestamp_untrusted'
  | 'timestamp_revoked'
  | 'timestamp_revocation_unknown'
  | 'revocation_unknown'
  | 'authority_revocation_unknown';

export interface Judged {
  readonly indication: Indication;
  readonly subIndication: SubIndication | null;
  readonly reason: AssessmentReason | null;
}

/** Format, digest and value: a failure here is final (TOTAL-FAILED). Null when the signature itself is sound. */
export function judgeForm(examination: Examination): Judged | null {
  const { format, digest, value, reasons } = examination;
  const first = reasons[0] ?? null;
  if (format === 'broken') return failed('FORMAT_FAILURE', first);
  if (format === 'ok' && digest === 'mismatch') return failed('HASH_FAILURE', 'digest_differs');
  if (format === 'ok' && value === 'mismatch') return failed('SIG_CRYPTO_FAILURE', 'value_wrong');
  if (format === 'ok' && digest === 'match' && value === 'match') return null;
  return open(formSubIndications[first ?? ''] ?? 'GENERIC', first);
}

const formSubIndications: Readonly<Record<string, SubIndication>> = {
  several_signers: 'SIG_CONSTRAINTS_FAILURE',
  content_enclosed: 'SIG_CONSTRAINTS_FAILURE',
  signed_attributes_odd: 'SIG_CONSTRAINTS_FAILURE',
  signing_certificate_differs: 'SIG_CONSTRAINTS_FAILURE',
  signer_certificate_missing: 'NO_SIGNING_CERTIFICATE_FOUND',
  algorithms_disagree: 'CRYPTO_CONSTRAINTS_FAILURE',
  algorithm_unsupported: 'CRYPTO_CONSTRAINTS_FAILURE',
};

export interface TrustFacts {
  readonly certificate: Certificate;
  readonly path: Path;
  readonly status: PathStatus;
  /** The time it is judged at, and whether a time stamp proves it. */
  readonly at: number;
  readonly proven: boolean;
  readonly weak: boolean;
  /** Time stamps that contradict each other. */
  readonly disordered: boolean;
  /** The proof of time leans on a TSA whose revocation is unknown, and is needed. */
  readonly unsureOfTsa: boolean;
  readonly purpose: 'document' | 'timestamp';
}

/** Trust, validity and revocation of a sound signature. */
export function judgeTrust(facts: TrustFacts): Judged {
  const { certificate, path, status, at, proven } = facts;
  if (path.problem !== null) return open(pathSubIndication(path.problem, proven), path.problem);
  if (certificate.unknownCritical.length > 0)
    return open('CHAIN_CONSTRAINTS_FAILURE', 'certificate_critical_extension');
  if (facts.purpose === 'document' && !maySign(certificate))
    return open('CHAIN_CONSTRAINTS_FAILURE', 'certificate_purpose');
  if (at < certificate.notBefore) return open('NOT_YET_VALID', 'certificate_not_yet_valid');
  if (status.leaf.status === 'revoked') {
    return proven ? failed('REVOKED', 'revoked') : open('REVOKED_NO_POE', 'revoked_no_timestamp');
  }
  if (status.authorities === 'revoked') return open('REVOKED_CA_NO_POE', 'authority_revoked');
  if (at > certificate.notAfter) {
    return proven
      ? open('EXPIRED', 'certificate_expired')
      : open('OUT_OF_BOUNDS_NO_POE', 'certificate_expired_no_timestamp');
  }
  if (facts.weak) return open(constraints(proven), 'weak_algorithm');
  if (facts.disordered) return open('TIMESTAMP_ORDER_FAILURE', 'timestamp_order');
  if (status.leaf.status === 'unknown') return open('TRY_LATER', 'revocation_unknown');
  if (status.authorities === 'unknown') return open('TRY_LATER', 'authority_revocation_unknown');
  if (facts.unsureOfTsa) return open('TRY_LATER', 'timestamp_revocation_unknown');
  return { indication: 'TOTAL-PASSED', subIndication: null, reason: null };
}

function pathSubIndication(problem: PathProblem, proven: boolean): SubIndication {
  switch (problem) {
    case 'issuer_unknown':
    case 'self_signed':
      return 'NO_CERTIFICATE_CHAIN_FOUND';
    case 'issuer_expired':
      return proven ? 'CERTIFICATE_CHAIN_GENERAL_FAILURE' : 'OUT_OF_BOUNDS_NO_POE';
    case 'weak_algorithm':
      return constraints(proven);
    case 'issuer_not_ca':
    case 'path_too_long':
    case 'critical_extension_unknown':
      return 'CHAIN_CONSTRAINTS_FAILURE';
  }
}

function constraints(proven: boolean): SubIndication {
  return proven ? 'CRYPTO_CONSTRAINTS_FAILURE' : 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE';
}

/** Certificates for machines: whoever holds a web server's or a TSA's key is no signer of documents. */
const machinePurposes: ReadonlySet<string> = new Set([
  purposes.timeStamping,
  purposes.ocspSigning,
  '1.3.6.1.5.5.7.3.1',
  '1.3.6.1.5.5.7.3.3',
]);

/**
 * RFC 5280, 4.2.1.3 and 4.2.1.12: digitalSignature or nonRepudiation, and any purpose that a person may have (BSrE: Adobe's
 * 1.2.840.113583.1.1.5, critical).
 */
function maySign({ keyUsage, extendedKeyUsage }: Certificate): boolean {
  const usable = keyUsage === null || keyUsage.has(0) || keyUsage.has(1);
  return usable && (extendedKeyUsage === null || extendedKeyUsage.purposes.some((id) => !machinePurposes.has(id)));
}

function failed(subIndication: SubIndication, reason: AssessmentReason | null): Judged {
  return { indication: 'TOTAL-FAILED', subIndication, reason };
}

function open(subIndication: SubIndication, reason: AssessmentReason | null): Judged {
  return { indication: 'INDETERMINATE', subIndication, reason };
}
