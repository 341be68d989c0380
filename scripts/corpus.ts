// Measures the PDF check on a folder of files with expected answers: npm run corpus -- DIR
// Exit code 1 for a false accept or a fall below the figures that the product promises.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Integrity, Verdict } from '../src/core/verdict.ts';
import { loadTrust } from '../src/pdf/trust.ts';
import { verify } from '../src/pdf/verify.ts';

/** One row of expected.json. */
interface Row {
  readonly file: string;
  readonly expected: Integrity;
  readonly accept: readonly Integrity[];
  readonly scored: boolean;
  /** B, T, LT, LTA, LTV; several with commas; empty where nothing is stated. */
  readonly level: string;
}

export interface Corpus {
  readonly scored: number;
  readonly right: number;
  readonly falseAccepts: readonly string[];
  readonly falseRejects: readonly string[];
  readonly levels: number;
  readonly levelsRight: number;
  /** Milliseconds, ascending. */
  readonly times: readonly number[];
  readonly wrong: readonly string[];
}

/** LTV is what PAdES-LTV files of before 2012 call the level that LTA became. */
const sameLevels: Readonly<Record<string, readonly string[]>> = { LTV: ['B-LTA', 'B-LT'] };

function levelsFit(stated: string, verdict: Verdict): boolean {
  const levels = verdict.signatures.map(({ level }) => level as string);
  const expected = stated.split(',');
  return expected.every((level, i) => {
    const accepted = sameLevels[level] ?? [`B-${level}`];
    if (expected.length > 1) return accepted.includes(levels[i] ?? '');
    return levels.length > 0 && levels.every((found) => accepted.includes(found));
  });
}

/** Checks every file that DIR/expected.json lists. */
export function measure(directory: string): Corpus {
  const rows = JSON.parse(readFileSync(join(directory, 'expected.json'), 'utf8')) as Row[];
  const trust = loadTrust();
  const now = new Date().toISOString();
  const falseAccepts: string[] = [];
  const falseRejects: string[] = [];
  const wrong: string[] = [];
  const times: number[] = [];
  let right = 0;
  let levels = 0;
  let levelsRight = 0;
  for (const row of rows) {
    const bytes = readFileSync(join(directory, row.file));
    const start = performance.now();
    const verdict = verify(bytes, { trust, now });
    times.push(performance.now() - start);
    if (row.level !== '' && row.scored) {
      levels++;
      if (levelsFit(row.level, verdict)) levelsRight++;
      else wrong.push(`level ${verdict.signatures.map(({ level }) => level).join(',')}, not ${row.level}: ${row.file}`);
    }
    if (!row.scored) continue;
    if (row.accept.includes(verdict.integrity)) right++;
    else {
      wrong.push(`${verdict.integrity}, not ${row.expected}: ${row.file}${explain(verdict)}`);
      if (verdict.integrity === 'intact') falseAccepts.push(row.file);
      else if (row.accept.includes('intact')) falseRejects.push(row.file);
    }
  }
  const scored = rows.filter((row) => row.scored).length;
  return { scored, right, falseAccepts, falseRejects, levels, levelsRight, times: times.sort((a, b) => a - b), wrong };
}

function explain({ problem, signatures }: Verdict): string {
  const reasons = signatures.flatMap((signature) => [
    ...signature.reasons,
    ...signature.changes.filter(({ allowed }) => !allowed).map(({ kind, detail }) => `${kind} (${detail})`),
  ]);
  return ` [${[problem, ...new Set(reasons)].filter(Boolean).slice(0, 8).join('; ')}]`;
}

/** The figures that the product promises. */
export function meetsFigures({ scored, right, falseAccepts, falseRejects, levels, levelsRight }: Corpus): boolean {
  return (
    falseAccepts.length === 0 &&
    right >= 0.98 * scored &&
    falseRejects.length <= 0.02 * scored &&
    levelsRight >= 0.95 * levels
  );
}

function main(): number {
  const [directory] = process.argv.slice(2);
  if (directory === undefined) {
    console.error('usage: npm run corpus -- DIR');
    return 2;
  }
  const corpus = measure(directory);
  const share = (part: number, whole: number) =>
    `${part} of ${whole} (${whole ? ((100 * part) / whole).toFixed(1) : '-'} %)`;
  const quantile = (q: number) =>
    (corpus.times[Math.min(corpus.times.length - 1, Math.floor(q * corpus.times.length))] ?? 0).toFixed(1);
  for (const line of corpus.wrong) console.log(line);
  console.log(`right          ${share(corpus.right, corpus.scored)}`);
  console.log(`false accepts  ${corpus.falseAccepts.length}`);
  console.log(`false rejects  ${share(corpus.falseRejects.length, corpus.scored)}`);
  console.log(`level right    ${share(corpus.levelsRight, corpus.levels)}`);
  console.log(`ms             median ${quantile(0.5)}, p95 ${quantile(0.95)}, max ${quantile(1)}`);
  return meetsFigures(corpus) ? 0 : 1;
}

if (process.argv[1]?.endsWith('corpus.ts')) process.exitCode = main();
