// Digests of one file's byte ranges, which nearly all begin at its first byte: what they share is hashed once.
// A document with 24 signatures, or a 20 MB one, then costs about one pass over its bytes.
import { createHash, type Hash } from 'node:crypto';
import type { Budget } from './limits.ts';

interface Checkpoint {
  readonly offset: number;
  readonly state: Hash;
}

export class FileDigests {
  readonly #bytes: Uint8Array;
  readonly #budget: Budget;
  readonly #checkpoints = new Map<string, Checkpoint[]>();

  constructor(bytes: Uint8Array, budget: Budget) {
    this.#bytes = bytes;
    this.#budget = budget;
  }

  /** The digest of [0, first) and [second, end) of the file; `algorithm` as node:crypto names it. Throws `limit`. */
  digest(algorithm: string, first: number, second: number, end: number): Buffer {
    this.#budget.spend('hashed', end - second);
    return this.#upTo(algorithm, first, this.#budget).update(this.#bytes.subarray(second, end)).digest();
  }

  /** A copy of the state after [0, offset), which is kept for what comes later. */
  #upTo(algorithm: string, offset: number, budget?: Budget): Hash {
    const known = this.#checkpoints.get(algorithm) ?? [];
    this.#checkpoints.set(algorithm, known);
    let from: Checkpoint | undefined;
    for (const checkpoint of known)
      if (checkpoint.offset <= offset && checkpoint.offset >= (from?.offset ?? 0)) from = checkpoint;
    // FIPS 202 leaves the length of SHAKE to its users; RFC 8702 takes 512 bits.
    const options = algorithm === 'shake256' ? { outputLength: 64 } : undefined;
    const state = from ? from.state.copy(options) : createHash(algorithm, options);
    budget?.spend('hashed', offset - (from?.offset ?? 0));
    state.update(this.#bytes.subarray(from?.offset ?? 0, offset));
    known.push({ offset, state });
    return state.copy(options);
  }

  /** SHA-256 of the whole file, going on from the last checkpoint. */
  whole(): Buffer {
    return this.#upTo('sha256', this.#bytes.length).digest();
  }
}
