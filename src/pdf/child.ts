// The program of the child process that verifies PDFs: one file at a time, sent and answered by IPC.
// It owns nothing but the trust anchors; whatever a hostile file does to it, the parent (isolated.ts) lives on.
import type { Verdict } from '../core/verdict.ts';
import type { OnlineRevocation } from './revocation.ts';
import type { RevocationRequest } from './revocation-requests.ts';
import { loadTrust } from './trust.ts';
import { revocationNeeds, verify } from './verify.ts';

/** From the parent. */
export interface Job {
  readonly bytes: Uint8Array;
  readonly now: string;
  readonly revocation?: OnlineRevocation;
  /** Also tell what would have to be fetched to settle what stays open. */
  readonly asksNeeds?: true;
}

/** To the parent: first `ready` or `unfit`, then one answer per job. */
export type ChildMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'unfit'; readonly reason: string }
  | { readonly kind: 'verdict'; readonly verdict: Verdict; readonly needs: readonly RevocationRequest[] }
  | { readonly kind: 'failed'; readonly memory: boolean; readonly reason: string };

function tell(message: ChildMessage): void {
  process.send?.(message);
}

/** What one file left behind is not charged to the next: a file may have 300 MB, garbage included. */
const tidyAbove = 120 * 1024 * 1024;

function tidy(): void {
  if (process.memoryUsage.rss() > tidyAbove) globalThis.gc?.();
}

function start(): void {
  const directories = process.argv.slice(2);
  try {
    const trust = loadTrust(directories);
    // Compiles the way that every file goes, so that the first real one is not slower.
    verify(new TextEncoder().encode('%PDF-1.7\n'), { trust, now: new Date(0).toISOString() });
    process.on('message', (job: Job) => {
      const { bytes, now, revocation, asksNeeds } = job;
      const options = { trust, now, ...(revocation ? { revocation } : {}) };
      try {
        const verdict = verify(bytes, options);
        tell({ kind: 'verdict', verdict, needs: asksNeeds ? revocationNeeds(bytes, options) : [] });
      } catch (error) {
        // "Array buffer allocation failed", "Maximum call stack size exceeded" and the like are RangeErrors.
        tell({ kind: 'failed', memory: error instanceof RangeError, reason: String(error) });
      }
      setImmediate(tidy);
    });
    process.on('disconnect', () => process.exit(0));
    tell({ kind: 'ready' });
  } catch (error) {
    tell({ kind: 'unfit', reason: String(error) });
  }
}

start();
