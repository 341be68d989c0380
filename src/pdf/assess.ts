// The cryptographic half of the verifier: what each signature and time stamp of one file is worth, its bytes given.
// Pure and synchronous; coverage of the file and later changes are judged elsewhere and combined with this.
import type { Indication, Level, SignatureFacts, SubIndication, TimestampFacts } from '../core/verdict.ts';
import type { Reason } from '../core/verdict-reason.ts';
import { type HashName, isWeak } from './algorithms.ts';
import { type Examination, examine } from './examine.ts';
import { type Judged, judgeForm, judgeTrust } from './indication.ts';
import { type LevelTimestamp, levelOf } from './level.ts';
import { PdfProblem } from './limits.ts';
import { type Path, type Pool, addCertificate, createPool, findPath } from './path.ts';
import {
  type OnlineRevocation,
  type PathStatus,
  type RevocationStore,
  addCrl,
  addOcsp,
  createStore,
  pathStatus,
} from './revocation.ts';
import { type Knowledge, type Stamp, byTime, isDisordered, isUnsure, iso, judgeStamp } from './stamp.ts';
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
  /** Their digest, when the caller has a shorter way to it than hashing them all. */
  readonly digest?: (hash: HashName) => Uint8Array;
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
 * Gives one assessment per input, in the same order; what cannot be judged is `indeterminate`. Throws PdfProblem only, where
 * the file has used up what may be hashed.
 */
export function assessAll(inputs: readonly SignatureInput[], material: Material, options: AssessOptions): Assessment[] {
  return survey(inputs, material, options).map(({ assessment }) => assessment);
}

/** An assessment with the paths whose revocation it asked about, for `revocationRequests`. */
export interface Finding {
  readonly assessment: Assessment;
  readonly asked: readonly { readonly path: Path; readonly at: number }[];
}

/** A file while its signatures are judged. */
interface File extends Knowledge {
  readonly documentStamps: readonly { readonly stamp: Stamp; readonly endOffset: number }[];
}

/** As `assessAll`, and what was asked of the revocation data. */
export function survey(
  inputs: readonly SignatureInput[],
  material: Material,
  options: AssessOptions,
): (Finding & { readonly pool: Pool; readonly store: RevocationStore })[] {
  const pool = createPool(options.trust);
  const store = createStore(pool);
  const now = Date.parse(options.now);
  for (const { der } of material.certificates) addCertificate(pool, der);
  for (const { der, endOffset } of material.ocsps) addOcsp(store, der, { kind: 'dss', endOffset });
  for (const { der, endOffset } of material.crls) addCrl(store, der, { kind: 'dss', endOffset });
  for (const der of options.revocation?.ocsps ?? []) addOcsp(store, der, { kind: 'online', endOffset: 0 });
  for (const der of options.revocation?.crls ?? []) addCrl(store, der, { kind: 'online', endOffset: 0 });
  const examined = inputs.map((input) => ({ input, examination: examine(pool, store, input) }));
  const documentStamps = examined.flatMap(({ input, examination }) => {
    const [check] = examination.timestamps;
    if (input.kind !== 'document_timestamp' || !check) return [];
    return [{ stamp: judgeStamp({ pool, store, now }, check, input.endOffset, true), endOffset: input.endOffset }];
  });
  const file: File = { pool, store, now, documentStamps };
  return examined.map(({ input, examination }) => {
    let finding: Finding;
    try {
      finding =
        input.kind === 'signature'
          ? judgeSignature(file, input, examination)
          : judgeDocumentTimestamp(file, input, examination);
    } catch (error) {
      if (error instanceof PdfProblem) throw error;
      finding = { assessment: { ...describe(examination, input), ...unjudged }, asked: [] };
    }
    return { ...finding, pool, store };
  });
}

const unjudged = { integrity: 'indeterminate', indication: 'INDETERMINATE', subIndication: 'GENERIC' } as const;

function judgeSignature(file: File, input: SignatureInput, examination: Examination): Finding {
  const { pool, store, now } = file;
  const own = examination.timestamps.map((check) => judgeStamp({ pool, store, now }, check, input.endOffset, false));
  const over = file.documentStamps.filter(({ endOffset }) => endOffset > input.endOffset).map(({ stamp }) => stamp);
  const sound = [...own, ...over].filter((stamp) => stamp.sound).sort(byTime);
  const proof = sound.find(({ facts }) => facts.trusted);
  const at = proof?.check.at ?? now;
  const base = describe(examination, input);
  const timestamp =
    (own.find(({ facts }) => facts.trusted) ?? own.find((stamp) => stamp.sound) ?? own[0] ?? over[0])?.facts ?? null;
  const { certificate } = examination;
  const path = certificate && findPath(pool, certificate, at);
  const status = path && pathStatus(store, path, at, input.endOffset);
  const stamps = sound.flatMap(({ status: tsa, endOffset }): LevelTimestamp[] =>
    tsa ? [{ status: tsa, endOffset }] : [],
  );
  const level =
    base.integrity === 'broken'
      ? levelOf({ signer: null, timestamps: [] })
      : levelOf({ signer: status, timestamps: stamps });
  const weak = isWeakAt(examination, at);
  let judged = judgeForm(examination);
  if (!judged && certificate && path && status) {
    judged = judgeTrust({
      certificate,
      path,
      status,
      at,
      proven: proof !== undefined,
      weak,
      disordered: isDisordered(own, over),
      unsureOfTsa: proof !== undefined && isUnsure(file, proof, certificate),
      purpose: 'document',
    });
  }
  const bad = [...own, ...over].find(({ facts }) => !facts.trusted);
  return {
    assessment: {
      ...base,
      weak,
      ...trustOf(path, status),
      provenAt: proof ? proof.facts.at : null,
      timestamp,
      ...level,
      ...stated(judged, examination, bad?.facts.reason),
    },
    asked: [...(path ? [{ path, at }] : []), ...(proof?.path ? [{ path: proof.path, at: proof.check.at }] : [])],
  };
}

function judgeDocumentTimestamp(file: File, input: SignatureInput, examination: Examination): Finding {
  const base = describe(examination, input);
  const [check] = examination.timestamps;
  if (!check) return { assessment: { ...base, ...stated(judgeForm(examination), examination) }, asked: [] };
  const stamp = judgeStamp(file, check, input.endOffset, true);
  const { certificate } = examination;
  const weak = isWeakAt(examination, check.at);
  let judged = judgeForm(examination);
  if (!judged && certificate && stamp.path && stamp.status) {
    judged = judgeTrust({
      certificate,
      path: stamp.path,
      status: stamp.status,
      at: check.at,
      proven: true,
      weak,
      disordered: false,
      unsureOfTsa: false,
      purpose: 'timestamp',
    });
    if (check.status !== 'valid') {
      judged = { indication: 'INDETERMINATE', subIndication: 'CHAIN_CONSTRAINTS_FAILURE', reason: check.reason };
    }
  }
  return {
    assessment: {
      ...base,
      weak,
      ...trustOf(stamp.path, stamp.status),
      timestamp: stamp.facts,
      ...stated(judged, examination),
    },
    asked: stamp.path ? [{ path: stamp.path, at: check.at }] : [],
  };
}

/** What an assessment says before trust is looked at. */
function describe(examination: Examination, input: SignatureInput): Assessment {
  const { format, digest, value, certificate } = examination;
  const broken = format === 'broken' || (format === 'ok' && (digest === 'mismatch' || value === 'mismatch'));
  const intact = format === 'ok' && digest === 'match' && value === 'match';
  return {
    format,
    digest,
    value,
    integrity: broken ? 'broken' : intact ? 'intact' : 'indeterminate',
    weak: false,
    signer: certificate ? (certificate.commonName ?? certificate.organization) : null,
    organization: certificate?.organization ?? null,
    issuer: certificate?.issuerName ?? null,
    claimedAt: iso(examination.claimedAt) ?? input.claimedM ?? null,
    provenAt: null,
    trusted: false,
    path: [],
    revocation: 'unknown',
    timestamp: null,
    level: 'B-B',
    missing: [],
    algorithm: examination.label,
    indication: 'INDETERMINATE',
    subIndication: 'GENERIC',
    reasons: examination.reasons,
    notes: examination.notes,
  };
}

function trustOf(
  path: Path | null,
  status: PathStatus | null,
): Pick<Assessment, 'trusted' | 'path' | 'revocation' | 'revokedAt'> {
  const revokedAt = iso(status?.leaf.revokedAt ?? null);
  return {
    trusted: path?.problem === null,
    path: (path?.certificates ?? []).map(({ commonName, organization }) => commonName ?? organization ?? ''),
    revocation: status?.leaf.status ?? 'unknown',
    ...(revokedAt === null ? {} : { revokedAt }),
  };
}

function stated(
  judged: Judged | null,
  examination: Examination,
  timestampReason?: Reason,
): Pick<Assessment, 'indication' | 'subIndication' | 'reasons'> {
  const { indication, subIndication, reason } = judged ?? {
    indication: 'INDETERMINATE' as const,
    subIndication: 'GENERIC' as const,
    reason: null,
  };
  const reasons: Reason[] = [reason, ...examination.reasons, timestampReason ?? null].filter((code) => code !== null);
  return { indication, subIndication, reasons: [...new Set(reasons)] };
}

function isWeakAt({ certificate, hash }: Examination, at: number): boolean {
  try {
    return isWeak(certificate?.publicKey() ?? null, hash, at);
  } catch {
    return false;
  }
}
