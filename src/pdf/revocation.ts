// Was a certificate revoked at a given time? Answered from OCSP responses and CRLs (RFC 6960, RFC 5280) that the file brings
// along or the caller fetched; each counts only after its own signature and its fitness for that certificate are proven.
import type { Certificate } from './certificate.ts';
import { type Crl, covers, parseCrl, revokedAt } from './crl.ts';
import { type Entitlement, type OcspAnswer, answerFor, parseOcsp, responderOf } from './ocsp.ts';
import { type Path, type Pool, addCertificate, chainBelowRoot, issuersOf } from './path.ts';

/** What the use case fetched, DER each. */
export interface OnlineRevocation {
  readonly ocsps: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** Where something was found: the DSS reaches to an offset in the file, a signature's own attributes and the network do not. */
export interface Origin {
  readonly kind: 'dss' | 'signature' | 'online';
  readonly endOffset: number;
}

interface Held<T> {
  readonly value: T;
  readonly origin: Origin;
}

/** The revocation data known for one file. */
export interface RevocationStore {
  readonly pool: Pool;
  readonly ocsps: Held<OcspAnswer>[];
  readonly crls: Held<Crl>[];
  readonly responders: Map<OcspAnswer, Map<string, Entitlement | null>>;
  readonly statuses: Map<string, readonly Statement[]>;
  /** Octets that may still be hashed and searched: a file must not buy minutes with one large list and many names. */
  work: number;
}

/** Values of each kind that are read; real files hold some dozens. */
const maxValues = 400;
/** Certificates of one OCSP response that are read. */
const maxResponders = 10;
/** Octets to hash and search for one file; the largest real one needs six million. */
const maxWork = 120_000_000;
/** What looking at one OCSP answer on a certificate counts for: two short hashes. */
const answerWork = 2_000;
/** Clocks of CAs and signers differ a little. */
const skew = 5 * 60_000;
/** How long data without a nextUpdate counts as fresh. */
const freshWithoutNext = 24 * 3_600_000;

export function createStore(pool: Pool): RevocationStore {
  return { pool, ocsps: [], crls: [], responders: new Map(), statuses: new Map(), work: maxWork };
}

/** Takes in an OCSP response; what cannot be read is left out, for it proves nothing. */
export function addOcsp(store: RevocationStore, der: Uint8Array, origin: Origin): void {
  try {
    if (store.ocsps.length >= maxValues) return;
    const value = parseOcsp(der);
    for (const certificate of value.certificates.slice(0, maxResponders)) addCertificate(store.pool, certificate);
    store.ocsps.push({ value, origin });
  } catch {
    // Not an answer: no evidence.
  }
}

export function addCrl(store: RevocationStore, der: Uint8Array, origin: Origin): void {
  try {
    if (store.crls.length < maxValues) store.crls.push({ value: parseCrl(der), origin });
  } catch {
    // Not a list: no evidence.
  }
}

/** What one verified value says of one certificate. */
interface Statement {
  readonly revokedAt: number | null;
  readonly thisUpdate: number;
  readonly nextUpdate: number | null;
  /** Certificates that expired before this are no longer mentioned. */
  readonly keepsSince: number | null;
  readonly origin: Origin;
  /** By a responder whom not the issuer but a CA above it made one: evidence that is there, but not to be relied on. */
  readonly remote: boolean;
}

export interface RevocationStatus {
  readonly status: 'good' | 'revoked' | 'unknown';
  /** Also set when it was revoked after `at`. */
  readonly revokedAt: number | null;
  /** Up to where the file must be kept for this answer to stay: null where the DSS says nothing of this certificate. */
  readonly dssEnd: number | null;
}

/**
 * Status of `certificate` at `at`, from every verified statement under any of its issuers. `after` is where the signature ends
 * that it is asked for: what the DSS gained later was put there for it, whatever its dates say.
 */
export function statusOf(
  store: RevocationStore,
  certificate: Certificate,
  at: number,
  after: number,
): RevocationStatus {
  const all = statementsOn(store, certificate);
  const ends = all
    .filter(({ origin }) => origin.kind === 'dss')
    .filter((statement) => statement.origin.endOffset > after || speaksFor(statement, certificate, at))
    .map(({ origin }) => origin.endOffset);
  const dssEnd = ends.length > 0 ? Math.min(...ends) : null;
  const statements = all.filter(({ remote }) => !remote);
  const times = statements.flatMap((statement) => statement.revokedAt ?? []);
  const revoked = times.length > 0 ? Math.min(...times) : null;
  if (revoked !== null && revoked <= at) return { status: 'revoked', revokedAt: revoked, dssEnd };
  const good = revoked !== null || statements.some((statement) => speaksFor(statement, certificate, at));
  return { status: good ? 'good' : 'unknown', revokedAt: revoked, dssEnd };
}

function statementsOn(store: RevocationStore, certificate: Certificate): readonly Statement[] {
  const known = store.statuses.get(certificate.sha256);
  if (known) return known;
  const found: Statement[] = [];
  for (const issuer of issuersOf(store.pool, certificate)) {
    for (const held of store.ocsps) found.push(...fromOcsp(store, held, certificate, issuer));
    for (const held of store.crls) found.push(...fromCrl(store, held, certificate, issuer));
  }
  store.statuses.set(certificate.sha256, found);
  return found;
}

/** RFC 6960, 3.2: the answer is about this certificate, its signer entitled; "unknown" is no answer. */
function fromOcsp(
  store: RevocationStore,
  { value, origin }: Held<OcspAnswer>,
  certificate: Certificate,
  issuer: Certificate,
): Statement[] {
  const named = value.answers.filter(({ serial }) => serial === certificate.serial).length;
  if (named === 0 || !mayWork(store, named * answerWork)) return [];
  const answer = answerFor(value, certificate, issuer);
  if (!answer || answer.status === 'unknown') return [];
  const entitlement = entitlementOf(store, value, issuer);
  if (entitlement === null) return [];
  return [
    {
      revokedAt: answer.revokedAt,
      thisUpdate: answer.thisUpdate,
      nextUpdate: answer.nextUpdate,
      keepsSince: answer.archiveCutoff,
      origin,
      remote: entitlement === 'remote',
    },
  ];
}

function entitlementOf(store: RevocationStore, response: OcspAnswer, issuer: Certificate): Entitlement | null {
  const known = store.responders.get(response) ?? new Map<string, Entitlement | null>();
  store.responders.set(response, known);
  const found = known.get(issuer.sha256);
  if (found !== undefined) return found;
  const entitlement = responderOf(store.pool, response, issuer);
  known.set(issuer.sha256, entitlement);
  return entitlement;
}

/** Spends work while there is some. */
function mayWork(store: RevocationStore, octets: number): boolean {
  if (store.work < octets) return false;
  store.work -= octets;
  return true;
}

function fromCrl(
  store: RevocationStore,
  { value, origin }: Held<Crl>,
  certificate: Certificate,
  issuer: Certificate,
): Statement[] {
  if (!covers(value, certificate) || !mayWork(store, 2 * value.der.length) || !value.signedBy(issuer)) return [];
  try {
    const { thisUpdate, nextUpdate } = value;
    const keepsSince = value.keepsExpired ? 0 : null;
    return [
      { revokedAt: revokedAt(value, certificate.serial), thisUpdate, nextUpdate, keepsSince, origin, remote: false },
    ];
  } catch {
    return [];
  }
}

/**
 * Does "not revoked" hold at `at`? Data from before that time hold until their nextUpdate; later data hold too, unless the
 * certificate had expired and may have been dropped from them (RFC 5280, 3.3; RFC 6960, 4.4.4).
 */
function speaksFor(statement: Statement, certificate: Certificate, at: number): boolean {
  if (statement.revokedAt !== null) return false;
  const { thisUpdate, nextUpdate, keepsSince } = statement;
  if (thisUpdate > at) {
    return thisUpdate <= certificate.notAfter || (keepsSince !== null && keepsSince <= certificate.notAfter);
  }
  return at <= (nextUpdate ?? thisUpdate + freshWithoutNext) + skew;
}

export interface PathStatus {
  /** Of the first certificate. */
  readonly leaf: RevocationStatus;
  /** The worst of those above it, roots left out; good where there are none. */
  readonly authorities: RevocationStatus['status'];
  /** Does the DSS speak of the leaf; of every authority above it; and up to which offset. */
  readonly leafInDss: boolean;
  readonly authoritiesInDss: boolean;
  readonly dssEnd: number;
}

/** Status of a whole path at one time, for a signature that ends at `after`. */
export function pathStatus(store: RevocationStore, path: Path, at: number, after: number): PathStatus {
  const [first, ...above] = chainBelowRoot(store.pool, path);
  const leaf = first ? statusOf(store, first, at, after) : nothing;
  const others = above.map((certificate) => statusOf(store, certificate, at, after));
  // Revocation is asked for below the anchor. Where none is known it may be the issuing CA itself (trusted lists name those).
  const needed = path.problem === null ? others : [];
  const stated = others.flatMap((status) => status.dssEnd ?? []);
  const worst = (['revoked', 'unknown'] as const).find((status) => others.some((other) => other.status === status));
  return {
    leaf,
    authorities: worst ?? 'good',
    leafInDss: leaf.dssEnd !== null,
    authoritiesInDss: needed.every((other) => other.dssEnd !== null),
    dssEnd: Math.max(leaf.dssEnd ?? 0, ...stated),
  };
}

const nothing: RevocationStatus = { status: 'unknown', revokedAt: null, dssEnd: null };
