// The level a signature has reached (ETSI EN 319 142-1, 6): judged by what the file brings along and what of it verifies, not
// by whether we trust the CA: a foreign document is B-LT all the same.
import type { Level, SignatureFacts } from '../core/verdict.ts';
import type { PathStatus } from './revocation.ts';

/** A time stamp that verifies, and the revocation status of its authority. */
export interface LevelTimestamp {
  readonly status: PathStatus;
  /** End of the byte range of a document time stamp; null for one inside the signature. */
  readonly endOffset: number | null;
}

export interface LevelInput {
  readonly signer: PathStatus | null;
  /** Valid time stamps over this signature, the earliest first. */
  readonly timestamps: readonly LevelTimestamp[];
}

export interface LevelResult {
  readonly level: Level;
  readonly missing: SignatureFacts['missing'];
}

/**
 * B-T: a valid time stamp. B-LT: besides, the DSS holds verified revocation data for the signer, the CAs up to the anchor and
 * the authority of a time stamp. B-LTA: besides, a document time stamp that is not itself that time stamp covers all of it.
 */
export function levelOf({ signer, timestamps }: LevelInput): LevelResult {
  const missing: SignatureFacts['missing'][number][] = [];
  if (timestamps.length === 0) missing.push('timestamp');
  if (!signer?.leafInDss) missing.push('signer_revocation');
  if (!signer?.authoritiesInDss) missing.push('ca_revocation');
  if (timestamps.length === 0) return { level: 'B-B', missing };
  const proofs = timestamps.filter(({ status }) => status.leafInDss && status.authoritiesInDss);
  if (proofs.length === 0) missing.push('tsa_revocation');
  if (missing.length > 0) return { level: 'B-T', missing };
  const archived = proofs.some((proof) => {
    const needed = Math.max(signer?.dssEnd ?? 0, proof.status.dssEnd);
    return timestamps.some((stamp) => stamp !== proof && stamp.endOffset !== null && stamp.endOffset >= needed);
  });
  return archived ? { level: 'B-LTA', missing: [] } : { level: 'B-LT', missing: ['archive_timestamp'] };
}
