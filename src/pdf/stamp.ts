// Time stamps judged within their file: the authority's path and status, what they prove, and whether they contradict each other.
import type { TimestampFacts } from '../core/verdict.ts';
import type { Certificate } from './certificate.ts';
import { type Path, type Pool, findPath } from './path.ts';
import { type PathStatus, type RevocationStore, pathStatus } from './revocation.ts';
import type { TimestampCheck } from './timestamp.ts';

/** What is known of a file when its time stamps are judged; `now` in milliseconds since 1970. */
export interface Knowledge {
  readonly pool: Pool;
  readonly store: RevocationStore;
  readonly now: number;
}

/** A time stamp with its authority's path and status at genTime. */
export interface Stamp {
  readonly check: TimestampCheck;
  readonly path: Path | null;
  readonly status: PathStatus | null;
  readonly facts: TimestampFacts;
  /** It holds by itself, whoever its authority is: enough for the level. */
  readonly sound: boolean;
  readonly endOffset: number | null;
}

/** Judges a time stamp whose signature or byte range ends at `endOffset`. */
export function judgeStamp(
  { pool, store, now }: Knowledge,
  check: TimestampCheck,
  endOffset: number,
  ofDocument: boolean,
): Stamp {
  const path = check.certificate ? findPath(pool, check.certificate, check.at) : null;
  const status = path && pathStatus(store, path, check.at, endOffset);
  const revoked = status?.leaf.status === 'revoked';
  const sound = (check.status === 'valid' || check.reason === 'timestamp_weak') && !revoked;
  // A time to come is proven by nobody, whatever his certificate.
  const timely = check.at <= now + clockSkew;
  const understood = check.certificate?.unknownCritical.length === 0;
  const trusted = check.status === 'valid' && sound && path?.problem === null && timely && understood;
  const reason = check.reason ?? (revoked ? 'timestamp_revoked' : trusted ? null : 'timestamp_untrusted');
  return {
    check,
    path,
    status,
    sound,
    endOffset: ofDocument ? endOffset : null,
    facts: {
      // EN 319 102-1, 5.4: a time stamp whose authority is unknown is no valid one, though nothing speaks against it.
      status: check.status === 'valid' && !trusted ? (revoked ? 'invalid' : 'indeterminate') : check.status,
      at: iso(check.at) ?? '',
      authority: check.certificate ? (check.certificate.commonName ?? check.certificate.organization ?? '') : '',
      trusted,
      ...(reason === null ? {} : { reason }),
    },
  };
}

/** Milliseconds by which honest clocks may differ. */
const clockSkew = 5 * 60_000;

/** ETSI EN 319 102-1, 5.6.2.3: a later time stamp tells a later time. */
export function isDisordered(own: readonly Stamp[], over: readonly Stamp[]): boolean {
  const times = (stamps: readonly Stamp[]): number[] =>
    stamps.filter(({ facts }) => facts.trusted).map(({ check }) => check.at);
  return Math.max(...times(own)) > Math.min(...times(over)) + clockSkew;
}

/** Is the proof's authority of unknown status, and would the signature not hold today without it? */
export function isUnsure({ pool, store, now }: Knowledge, proof: Stamp, certificate: Certificate): boolean {
  if (proof.status?.leaf.status === 'good' && proof.status.authorities === 'good') return false;
  if (now > certificate.notAfter) return true;
  const today = findPath(pool, certificate, now);
  const status = pathStatus(store, today, now, 0);
  return today.problem !== null || status.leaf.status !== 'good' || status.authorities !== 'good';
}

export function byTime(a: Stamp, b: Stamp): number {
  return a.check.at - b.check.at;
}

/** ISO 8601 UTC; null for no time. */
export function iso(time: number | null): string | null {
  return time === null || Number.isNaN(time) ? null : new Date(time).toISOString();
}
