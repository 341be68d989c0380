// What one file may cost, and how a reader says that it cannot go on.
// A file comes from a stranger: every loop that it controls is paid for from one budget.

/** Why a file, or a part of it, cannot be judged. */
export type ProblemKind = 'not_pdf' | 'damaged' | 'encrypted' | 'limit';

/** Thrown inside src/pdf only; `verify` turns it into a verdict. */
export class PdfProblem extends Error {
  readonly problem: ProblemKind;

  constructor(problem: ProblemKind, message: string) {
    super(message);
    this.problem = problem;
  }
}

export const maxRevisions = 200;
export const maxObjects = 200_000;
export const maxFields = 20_000;
export const maxSignatures = 128;
export const maxDepth = 100;
const megabyte = 1024 * 1024;
const maxInflatedOnce = 16 * megabyte;

/** The costs a file can run up, and their ceilings. */
const ceilings = {
  /** Values parsed: numbers, names, strings, arrays, dictionaries. */
  values: 600_000,
  /** Bytes the lexer walks over. */
  lexed: 64 * megabyte,
  /** Bytes that come out of stream filters. */
  inflated: 64 * megabyte,
  /** Objects looked at while revisions are compared. */
  visits: 1_500_000,
  /** Bytes of strings and streams compared. */
  compared: 256 * megabyte,
  /** Bytes hashed for signatures. */
  hashed: 256 * megabyte,
} as const;

export type Cost = keyof typeof ceilings;

export class Budget {
  readonly #spent: Record<Cost, number> = { values: 0, lexed: 0, inflated: 0, visits: 0, compared: 0, hashed: 0 };

  /** Throws the problem `limit` once the ceiling is passed. */
  spend(cost: Cost, amount: number): void {
    this.#spent[cost] += amount;
    if (this.#spent[cost] > ceilings[cost]) throw new PdfProblem('limit', `too much ${cost}`);
  }

  /** How many bytes the next filter may give. */
  inflatable(): number {
    return Math.min(maxInflatedOnce, ceilings.inflated - this.#spent.inflated);
  }
}
