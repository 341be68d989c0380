// Puts the facts together: what the file covers, what changed since, what the cryptography says; the headline last.
import type {
  Change,
  DocumentTimestampFacts,
  Headline,
  Indication,
  Integrity,
  SignatureFacts,
  SubIndication,
} from '../core/verdict.ts';
import type { Reason } from '../core/verdict-reason.ts';
import type { Assessment } from './assess.ts';
import type { Coverage } from './coverage.ts';
import type { ProblemKind } from './limits.ts';
import type { Signature } from './signatures.ts';
import type { Finding } from './step.ts';

type SignatureIntegrity = Exclude<Integrity, 'unsigned'>;

/** Everything known about one signature. */
export interface Examined {
  readonly signature: Signature;
  readonly coverage: Coverage;
  readonly assessment: Assessment;
  readonly findings: readonly Finding[];
  /** Why later revisions could not be judged. */
  readonly problem: ProblemKind | null;
}

/** From best to worst. */
const integrities: readonly SignatureIntegrity[] = ['intact', 'indeterminate', 'changed', 'broken'];

interface Judged {
  readonly integrity: SignatureIntegrity;
  readonly reasons: readonly Reason[];
}

/** Is what is shown what was signed? The worst fact decides; the reasons name it. */
function judge({ coverage, assessment, findings, problem }: Examined): Judged {
  const facts: [SignatureIntegrity, Reason][] = [];
  if (coverage.fault) facts.push(['broken', coverage.fault]);
  else if (coverage.revision === null) facts.push(['changed', 'not_covered']);
  if (findings.some(({ outcome }) => outcome === 'forbidden')) facts.push(['changed', 'changed_after']);
  for (const { kind, outcome } of findings) {
    if (outcome === 'unclear')
      facts.push(['indeterminate', kind === 'annotation_added' ? 'annotation_after' : 'changed_after']);
  }
  // Nobody signs what follows the message in /Contents, and no viewer shows it: a place to hide things.
  if (assessment.notes.includes('padding_not_empty')) facts.push(['indeterminate', 'padding_not_empty']);
  if (problem) facts.push(['indeterminate', problem === 'not_pdf' ? 'damaged' : problem]);
  const integrity = worst([assessment.integrity, ...facts.map(([fact]) => fact)]);
  return { integrity, reasons: [...new Set([...facts.map(([, reason]) => reason), ...assessment.reasons])] };
}

function worst(all: readonly SignatureIntegrity[]): SignatureIntegrity {
  return integrities[Math.max(0, ...all.map((one) => integrities.indexOf(one)))] ?? 'indeterminate';
}

function changesOf(findings: readonly Finding[]): Change[] {
  const changes = new Map<string, Change>();
  for (const { kind, outcome, page, detail } of findings) {
    const change: Change = { kind, allowed: outcome === 'allowed', ...(page === undefined ? {} : { page }), detail };
    const key = `${kind} ${outcome} ${page}`;
    // One of a kind and page says it all; a hostile file could have 100,000.
    if (!changes.has(key) && changes.size < 100) changes.set(key, change);
  }
  return [...changes.values()];
}

/** EN 319 102-1, 5.1.3: integrity comes before what the certificates say. */
function indicationOf(integrity: SignatureIntegrity, examined: Examined): [Indication, SubIndication | null] {
  const { assessment, coverage } = examined;
  if (integrity === 'changed' || coverage.fault) return ['TOTAL-FAILED', 'FORMAT_FAILURE'];
  if (
    integrity === 'indeterminate' &&
    assessment.integrity !== 'indeterminate' &&
    assessment.indication === 'TOTAL-PASSED'
  ) {
    return ['INDETERMINATE', 'GENERIC'];
  }
  return [assessment.indication, assessment.subIndication];
}

export function signatureFacts(examined: Examined): SignatureFacts {
  const { signature, coverage, assessment, findings } = examined;
  const { integrity, reasons } = judge(examined);
  const [indication, subIndication] = indicationOf(integrity, examined);
  return {
    field: signature.field,
    subFilter: signature.subFilter,
    signer: assessment.signer,
    organization: assessment.organization,
    issuer: assessment.issuer,
    claimedAt: assessment.claimedAt,
    provenAt: assessment.provenAt,
    integrity,
    changes: changesOf(findings),
    covers: coverage.covers,
    trusted: assessment.trusted,
    path: assessment.path,
    revocation: assessment.revocation,
    ...(assessment.revokedAt === undefined ? {} : { revokedAt: assessment.revokedAt }),
    timestamp: assessment.timestamp,
    level: assessment.level,
    missing: assessment.missing,
    algorithm: assessment.algorithm,
    indication,
    subIndication,
    reasons,
  };
}

export function timestampFacts(examined: Examined): DocumentTimestampFacts {
  const { timestamp } = examined.assessment;
  const { integrity, reasons } = judge(examined);
  const status =
    integrity === 'intact'
      ? (timestamp?.status ?? 'indeterminate')
      : integrity === 'indeterminate'
        ? 'indeterminate'
        : 'invalid';
  const [reason] = reasons;
  return {
    field: examined.signature.field,
    integrity,
    status,
    at: timestamp?.at ?? '',
    authority: timestamp?.authority ?? '',
    trusted: timestamp?.trusted ?? false,
    ...(timestamp?.reason === undefined ? (reason === undefined ? {} : { reason }) : { reason: timestamp.reason }),
  };
}

/** The file's own answer: its worst signature; `unsigned` without any. */
export function integrityOf(signatures: readonly SignatureFacts[]): Integrity {
  return signatures.length === 0 ? 'unsigned' : worst(signatures.map(({ integrity }) => integrity));
}

/** A document time stamp that does not hold keeps a file from being called valid, though its signatures may be. */
export function headlineOf(signatures: readonly SignatureFacts[], stamps: readonly DocumentTimestampFacts[]): Headline {
  if (signatures.length === 0) return 'unsigned';
  if (signatures.some(({ indication }) => indication === 'TOTAL-FAILED')) return 'invalid';
  const allPassed = signatures.every(
    ({ indication, integrity }) => indication === 'TOTAL-PASSED' && integrity === 'intact',
  );
  // A stamp that does not fit, or that nobody can read, says nothing good about the bytes under it.
  const allStampsFit = stamps.every(({ status, integrity }) => status !== 'invalid' && integrity === 'intact');
  return allPassed && allStampsFit ? 'valid' : 'indeterminate';
}

/** Nobody changes a verdict once it is given. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) frozen(part);
  }
  return value;
}
