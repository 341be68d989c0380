// The path from a certificate to a pinned anchor (RFC 5280, 6.1): candidates by name and key identifier, every link proven by
// its signature, anchors known by their SHA-256 alone. A CA that merely carries an anchor's name leads nowhere.
import { isWeak, signatureHashOf } from './algorithms.ts';
import { type Certificate, isSelfIssued, keyUsages, parseCertificate } from './certificate.ts';
import type { Trust } from './trust.ts';

/** Certificates on a path, the anchor included. */
const maxPath = 6;
/** Certificates of one file that are looked at; real files hold some dozens. */
const maxCertificates = 1_000;
/** Links whose signature is checked for one file: what bounds a mesh of cross-certificates. */
const maxLinkChecks = 600;

/** Every certificate known for one file, and what has been proven about them. */
export interface Pool {
  readonly trust: Trust;
  readonly anchors: ReadonlySet<string>;
  readonly byHash: Map<string, Certificate>;
  readonly bySubject: Map<string, Certificate[]>;
  /** By the SHA-1 of the public key. */
  readonly byKey: Map<string, Certificate[]>;
  readonly links: Map<string, boolean>;
  /** What `issuersOf` has found; asked only when every certificate of the file is in. */
  readonly issuers: Map<string, readonly Certificate[]>;
}

export function createPool(trust: Trust): Pool {
  const pool: Pool = {
    trust,
    anchors: new Set(trust.anchors.map(({ sha256 }) => sha256)),
    byHash: new Map(),
    bySubject: new Map(),
    byKey: new Map(),
    links: new Map(),
    issuers: new Map(),
  };
  for (const { der } of [...trust.anchors, ...trust.intermediates]) addCertificate(pool, der);
  return pool;
}

/** Reads a certificate into the pool. Undefined where it is none, or there are too many. */
export function addCertificate(pool: Pool, der: Uint8Array): Certificate | undefined {
  let certificate: Certificate;
  try {
    certificate = parseCertificate(der);
  } catch {
    return undefined;
  }
  const known = pool.byHash.get(certificate.sha256);
  if (known) return known;
  if (pool.byHash.size >= maxCertificates) return undefined;
  pool.byHash.set(certificate.sha256, certificate);
  file(pool.bySubject, certificate.subjectKey, certificate);
  file(pool.byKey, certificate.keyHash, certificate);
  return certificate;
}

function file(index: Map<string, Certificate[]>, key: string, certificate: Certificate): void {
  const filed = index.get(key);
  if (filed) filed.push(certificate);
  else index.set(key, [certificate]);
}

/** Did `issuer` sign `certificate`? Proven once per pair; false once the file has used up its checks. */
export function isLinked(pool: Pool, certificate: Certificate, issuer: Certificate): boolean {
  const key = `${certificate.sha256}:${issuer.sha256}`;
  const known = pool.links.get(key);
  if (known !== undefined) return known;
  if (pool.links.size >= maxLinkChecks) return false;
  const linked = certificate.issuerKey === issuer.subjectKey && certificate.signedBy(issuer);
  pool.links.set(key, linked);
  return linked;
}

/** Certificates that signed this one, those whose key identifier agrees first (it is a hint only: RFC 5280, 4.2.1.1). */
export function issuersOf(pool: Pool, certificate: Certificate): readonly Certificate[] {
  const known = pool.issuers.get(certificate.sha256);
  if (known) return known;
  const wanted = certificate.authorityKeyIdentifier;
  const rank = (candidate: Certificate): number =>
    (pool.anchors.has(candidate.sha256) ? 0 : 2) +
    (wanted === null || candidate.subjectKeyIdentifier === wanted ? 0 : 1);
  const found = (pool.bySubject.get(certificate.issuerKey) ?? [])
    .filter((candidate) => candidate.sha256 !== certificate.sha256)
    .sort((a, b) => rank(a) - rank(b))
    .filter((candidate) => isLinked(pool, certificate, candidate));
  pool.issuers.set(certificate.sha256, found);
  return found;
}

export type PathProblem =
  | 'issuer_unknown'
  | 'self_signed'
  | 'issuer_expired'
  | 'issuer_not_ca'
  | 'path_too_long'
  | 'critical_extension_unknown'
  | 'weak_algorithm';

export interface Path {
  /** From the certificate upwards; the last one is the anchor when `problem` is null. */
  readonly certificates: readonly Certificate[];
  readonly problem: PathProblem | null;
}

/**
 * The shortest path to an anchor whose every link holds at `at`; without one, the longest provable chain and what it lacks.
 * Breadth first, each certificate once: no mesh makes it longer, and no longer path is better under pathLenConstraint.
 */
export function findPath(pool: Pool, leaf: Certificate, at: number): Path {
  const sound = search(pool, leaf, (issuer, depth) => issuerProblem(pool, issuer, depth, at));
  if (sound.reached) {
    const [weakest] = sound.path.slice(0, -1).filter((item, index) => isWeakLink(item, sound.path[index + 1], at));
    return { certificates: sound.path, problem: weakest ? 'weak_algorithm' : null };
  }
  const loose = search(pool, leaf, () => null);
  if (!loose.reached) {
    const alone = loose.path.length === 1 && isSelfIssued(leaf);
    return { certificates: loose.path, problem: alone ? 'self_signed' : 'issuer_unknown' };
  }
  const problems = loose.path.slice(1).map((issuer, index) => issuerProblem(pool, issuer, index + 1, at));
  return { certificates: loose.path, problem: problems.find((problem) => problem !== null) ?? 'path_too_long' };
}

interface Step {
  readonly certificate: Certificate;
  readonly below: Step | null;
  readonly depth: number;
}

function search(
  pool: Pool,
  leaf: Certificate,
  refuse: (issuer: Certificate, depth: number) => PathProblem | null,
): { path: Certificate[]; reached: boolean } {
  const seen = new Set([leaf.sha256]);
  const queue: Step[] = [{ certificate: leaf, below: null, depth: 0 }];
  let last = queue[0];
  for (const step of queue) {
    if (pool.anchors.has(step.certificate.sha256)) return { path: unwind(step), reached: true };
    last = step;
    if (step.depth + 1 >= maxPath) continue;
    for (const issuer of issuersOf(pool, step.certificate)) {
      if (seen.has(issuer.sha256) || refuse(issuer, step.depth + 1) !== null) continue;
      seen.add(issuer.sha256);
      queue.push({ certificate: issuer, below: step, depth: step.depth + 1 });
    }
  }
  return { path: last ? unwind(last) : [leaf], reached: false };
}

function unwind(step: Step): Certificate[] {
  const path: Certificate[] = [];
  for (let at: Step | null = step; at; at = at.below) path.unshift(at.certificate);
  return path;
}

/** RFC 5280, 6.1.4 (k) to (n), and its validity. `depth`: certificates below it. */
function issuerProblem(pool: Pool, issuer: Certificate, depth: number, at: number): PathProblem | null {
  if (at < issuer.notBefore || at > issuer.notAfter) return 'issuer_expired';
  if (issuer.unknownCritical.length > 0) return 'critical_extension_unknown';
  const constraints = issuer.basicConstraints;
  // A version 1 root has no extensions; it is an anchor by decision, not by what it says of itself.
  if (constraints === null && pool.anchors.has(issuer.sha256) && issuer.keyUsage === null) return null;
  if (constraints?.ca !== true) return 'issuer_not_ca';
  if (issuer.keyUsage !== null && !issuer.keyUsage.has(keyUsages.keyCertSign)) return 'issuer_not_ca';
  if (constraints.pathLength !== null && depth - 1 > constraints.pathLength) return 'path_too_long';
  return null;
}

function isWeakLink(certificate: Certificate, issuer: Certificate | undefined, at: number): boolean {
  try {
    return isWeak(issuer?.publicKey() ?? null, signatureHashOf(certificate.signatureAlgorithm.oid), at);
  } catch {
    return false;
  }
}

/** The certificates whose revocation matters: self-signed tops and anchors are left out, nobody revokes a root. */
export function chainBelowRoot(pool: Pool, path: Path): readonly Certificate[] {
  return path.certificates.filter(
    (certificate, index) => index === 0 || !(pool.anchors.has(certificate.sha256) || isSelfIssued(certificate)),
  );
}
