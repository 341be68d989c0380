// The PDF check: bytes in, verdict out. Pure and synchronous: no network, no clock, no state between files.
import type { Verdict } from '../core/verdict.ts';
import { assessAll, type SignatureInput } from './assess.ts';
import { judgeStep } from './changes.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import { FileDigests } from './digests.ts';
import { PdfFile } from './file.ts';
import { Budget, PdfProblem, type ProblemKind } from './limits.ts';
import type { OnlineRevocation } from './revocation.ts';
import { type RevocationRequest, revocationRequests } from './revocation-requests.ts';
import {
  certificatesOf,
  claimedTime,
  findSignatures,
  findUsageRights,
  formReader,
  type Signature,
} from './signatures.ts';
import type { Finding } from './step.ts';
import type { Trust } from './trust.ts';
import { readValidationData } from './validation-data.ts';
import { type Examined, frozen, headlineOf, integrityOf, signatureFacts, timestampFacts } from './verdict.ts';

export interface VerifyOptions {
  readonly trust: Trust;
  /** The time of the check, ISO 8601 UTC. */
  readonly now: string;
  /** Revocation data that the caller fetched beforehand. */
  readonly revocation?: OnlineRevocation;
}

/**
 * Judges a signed PDF (ISO 32000-2, 12.8; ETSI EN 319 142-1 and EN 319 102-1).
 * Takes the file's bytes and gives the frozen verdict. Never throws for a bad file: what cannot be judged is
 * `indeterminate`, with `problem` where it concerns the file as a whole.
 */
export function verify(bytes: Uint8Array, options: VerifyOptions): Verdict {
  const budget = new Budget();
  const digests = new FileDigests(bytes, budget);
  const facts = examine(bytes, budget, digests, options);
  // Last, so that it goes on from where the signatures' digests stopped.
  const sha256 = digests.whole().toString('hex');
  return frozen({ at: options.now, sha256, size: bytes.length, ...facts });
}

type Facts = Omit<Verdict, 'at' | 'sha256' | 'size'>;

function unjudged(problem: ProblemKind): Facts {
  return {
    signatures: [],
    documentTimestamps: [],
    notes: [],
    problem,
    integrity: 'indeterminate',
    headline: 'indeterminate',
  };
}

/** A hostile file may exhaust the stack before it meets a limit; everything else unforeseen is a bug and goes on. */
function problemOf(error: unknown): ProblemKind {
  if (error instanceof PdfProblem) return error.problem;
  if (error instanceof RangeError) return 'limit';
  throw error;
}

function examine(bytes: Uint8Array, budget: Budget, digests: FileDigests, options: VerifyOptions): Facts {
  try {
    return judge(new PdfFile(bytes, budget), digests, options);
  } catch (error) {
    const problem = problemOf(error);
    const readable = problem === 'damaged' ? examineReadable(bytes, budget, digests, options) : null;
    return readable ?? unjudged(problem);
  }
}

/** How many ends of revisions are tried when the last one cannot be read. */
const maxAttempts = 4;

/**
 * A file whose end cannot be read may still hold a revision that was signed: then what follows is not what was signed.
 * Gives null when nothing can be said; never says that a signature is intact.
 */
function examineReadable(
  bytes: Uint8Array,
  budget: Budget,
  digests: FileDigests,
  options: VerifyOptions,
): Facts | null {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let end = text.lastIndexOf('%%EOF');
  for (let attempt = 0; attempt < maxAttempts && end > 0; attempt++) {
    try {
      const facts = judge(new PdfFile(bytes, budget, end), digests, options, 'damaged');
      if (facts.integrity === 'changed') return facts;
    } catch (error) {
      if (problemOf(error) !== 'damaged') return null;
    }
    end = text.lastIndexOf('%%EOF', end - 1);
  }
  return null;
}

function judge(file: PdfFile, digests: FileDigests, options: VerifyOptions, problem: ProblemKind | null = null): Facts {
  const formOf = formReader(file);
  const found = findSignatures(file, formOf);
  if (found.length === 0) return unsigned(file);
  const covered = found.map((signature) => ({ signature, coverage: coverageOf(file, signature) }));
  const assessments = assessAll(inputsOf(file, covered, digests), readValidationData(file.last), options);
  const steps = judgeSteps(file, covered, formOf);
  const examined = covered.map(({ signature, coverage }, i): Examined => {
    const assessment = assessments[i];
    if (!assessment) throw new Error('a signature was not assessed');
    const later = laterThan(steps, file, coverage);
    return { signature, coverage, assessment, findings: later.findings, problem: later.problem ?? problem };
  });
  const signatures = examined.filter(({ signature }) => signature.kind === 'signature').map(signatureFacts);
  const documentTimestamps = examined
    .filter(({ signature }) => signature.kind === 'document_timestamp')
    .map(timestampFacts);
  const integrity = integrityOf(signatures);
  const problems = examined.map((each) => each.problem).filter((each) => each !== null);
  const hidden = hidesSignature(file, covered) ? ['hidden_signature'] : [];
  return {
    signatures,
    documentTimestamps,
    notes: [...new Set([...assessments.flatMap((assessment) => assessment.notes), ...hidden])],
    problem: integrity === 'indeterminate' ? (problems[0] ?? null) : null,
    integrity,
    headline: headlineOf(signatures, documentTimestamps),
  };
}

/** Every signature that was found lies before the end of what it covers: one behind all of these ends was not found. */
function hidesSignature(file: PdfFile, covered: readonly Covered[]): boolean {
  if (covered.some(({ coverage }) => coverage.fault !== null)) return false;
  const end = Math.max(...covered.map(({ coverage }) => coverage.end));
  const text = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length);
  return text.includes('/ByteRange', end);
}

/** No signature in any revision; what looks like one all the same is told. */
function unsigned(file: PdfFile): Facts {
  const facts = { signatures: [], documentTimestamps: [], problem: null } as const;
  const rights = findUsageRights(file);
  if (rights && coverageOf(file, rights).fault) {
    return { ...unjudged('damaged'), notes: ['usage_rights_broken'] };
  }
  const text = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.length);
  const notes = rights ? ['usage_rights'] : text.includes('/ByteRange') ? ['hidden_signature'] : [];
  return { ...facts, notes, integrity: 'unsigned', headline: 'unsigned' };
}

interface Covered {
  readonly signature: Signature;
  readonly coverage: Coverage;
}

/**
 * The revocation data that would settle what a file leaves open, to be fetched by the caller and handed to `verify`.
 * Only for paths to our anchors, only from hosts we know. Empty for a file that cannot be read.
 */
export function revocationNeeds(bytes: Uint8Array, options: VerifyOptions): RevocationRequest[] {
  try {
    const budget = new Budget();
    const file = new PdfFile(bytes, budget);
    const found = findSignatures(file, formReader(file));
    const covered = found.map((signature) => ({ signature, coverage: coverageOf(file, signature) }));
    const inputs = inputsOf(file, covered, new FileDigests(bytes, budget));
    return revocationRequests(inputs, readValidationData(file.last), options);
  } catch (error) {
    problemOf(error);
    return [];
  }
}

function inputsOf(file: PdfFile, covered: readonly Covered[], digests: FileDigests): SignatureInput[] {
  return covered.map(({ signature, coverage }): SignatureInput => {
    const view = file.view(signature.firstRevision);
    const claimedM = signature.dict ? claimedTime(view, signature.dict) : undefined;
    const cert = signature.dict ? certificatesOf(view, signature.dict) : [];
    const [first, second] = coverage.parts;
    const end = coverage.end;
    return {
      kind: signature.kind,
      subFilter: signature.subFilter,
      contents: coverage.contents,
      signedParts: coverage.parts,
      endOffset: end,
      ...(first && second
        ? { digest: (hash: string) => digests.digest(hash, first.length, end - second.length, end) }
        : {}),
      ...(cert.length > 0 ? { cert } : {}),
      ...(claimedM === undefined ? {} : { claimedM }),
    };
  });
}

interface StepResult {
  readonly findings: readonly Finding[];
  readonly problem: ProblemKind | null;
}

/** Judges every revision behind the first one that a signature covers; by revision. */
function judgeSteps(
  file: PdfFile,
  covered: readonly Covered[],
  formOf: ReturnType<typeof formReader>,
): Map<number, StepResult> {
  const first = Math.min(...covered.map(({ coverage }) => coverage.revision ?? Infinity));
  const results = new Map<number, StepResult>();
  for (const { index } of file.revisions) {
    if (index <= first) continue;
    try {
      results.set(index, { findings: judgeStep(file, index, formOf), problem: null });
    } catch (error) {
      results.set(index, { findings: [], problem: problemOf(error) });
    }
  }
  return results;
}

/** What happened after the revision that a signature covers. */
function laterThan(steps: ReadonlyMap<number, StepResult>, file: PdfFile, { revision, covers }: Coverage): StepResult {
  const findings: Finding[] = [];
  let problem: ProblemKind | null = null;
  if (revision === null) return { findings, problem };
  for (const [index, step] of steps) {
    if (index <= revision) continue;
    findings.push(...step.findings);
    problem ??= step.problem;
  }
  if (revision === file.revisions.length - 1 && covers !== 'whole_file') {
    findings.push({ kind: 'unexplained', outcome: 'forbidden', detail: 'bytes after the end' });
  }
  return { findings, problem };
}
