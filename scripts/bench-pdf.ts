// Measures the PDF check: speed beside pdfsig and beside one SHA-256 of the same bytes, hostile files, and fuzzing.
// Run by scripts/bench.ts, or alone: npx tsx scripts/bench-pdf.ts
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { createVerifier } from '../src/pdf/isolated.ts';
import { loadTrust } from '../src/pdf/trust.ts';
import { verify } from '../src/pdf/verify.ts';
import { canMeasure, costOf, resetPeak } from '../test/helpers/child-cost.ts';
import { hostileFiles } from '../test/helpers/hostile-pdf.ts';
import { scaledFiles } from '../test/helpers/hostile-scale.ts';
import { cases, complaintAbout, mutate } from '../test/helpers/pdf-mutations.ts';
import { streamBody } from '../test/helpers/pdf-revisions.ts';
import { letter, signLetter } from '../test/helpers/signed-pdf.ts';
import { pemOf } from '../test/helpers/test-ca.ts';
import { NOW, testPki, testTrust } from '../test/helpers/test-pki.ts';
import { against, atMost, quantile, told, type Figure } from './bench-figure.ts';

type Emit = (figure: Figure) => void;
type Progress = (text: string) => void;

const CORPUS = fileURLToPath(new URL('../../shared/pdf-corpus', import.meta.url));
const FUZZ_RUNS = 20_000;
const LARGE_ROUNDS = 15;

export async function benchPdf(emit: Emit, progress: Progress): Promise<void> {
  benchCorpus(emit, progress);
  benchLargeFile(emit, progress);
  await benchHostileFiles(emit, progress);
  benchFuzzing(emit, progress);
}

function milliseconds(work: () => unknown): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** The corpus where it is there, else files of our own: one warm-up, then our check and pdfsig in turn on every file. */
function benchCorpus(emit: Emit, progress: Progress): void {
  const temporary = mkdtempSync(join(tmpdir(), 'meja-bench-'));
  const files = existsSync(CORPUS) ? corpusFiles() : ownFiles(temporary);
  const source = existsSync(CORPUS) ? 'the corpus' : 'own files';
  const options = { trust: loadTrust(), now: new Date().toISOString() };
  const loaded = files.map((path) => ({ path, bytes: readFileSync(path) }));
  progress(`PDF: warming up on ${files.length} files of ${source}`);
  for (const { bytes } of loaded) verify(bytes, options);
  const hasPdfsig = spawnSync('pdfsig', ['-v']).error === undefined;
  const ours: number[] = [];
  const theirs: number[] = [];
  for (const [index, { path, bytes }] of loaded.entries()) {
    if (index % 40 === 0) progress(`PDF: file ${index + 1} of ${files.length}`);
    ours.push(milliseconds(() => verify(bytes, options)));
    if (hasPdfsig) theirs.push(milliseconds(() => spawnSync('pdfsig', ['-nocert', path], { timeout: 20_000 })));
  }
  const name = `PDF check, warm, median over ${source} (${files.length} files)`;
  if (hasPdfsig) {
    emit(against(name, quantile(ours, 0.5), 'ms', { name: 'pdfsig, whole process', value: quantile(theirs, 0.5) }, 1));
  } else {
    progress('PDF: pdfsig (poppler-utils) is not installed, so there is nothing to compare with');
    emit(told(name, quantile(ours, 0.5), 'ms'));
  }
  emit(told('PDF check, warm, p95', quantile(ours, 0.95), 'ms'));
  emit(told('PDF check, warm, slowest', Math.max(...ours), 'ms'));
  rmSync(temporary, { recursive: true });
}

function corpusFiles(): string[] {
  return readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.pdf'))
    .map((path) => join(CORPUS, path));
}

function ownFiles(directory: string): string[] {
  return Array.from({ length: 60 }, (_, index) => {
    const path = join(directory, `${index}.pdf`);
    writeFileSync(path, signLetter(letter(index % 2 ? 'object_streams' : 'table')).bytes);
    return path;
  });
}

/** Reading must cost little beside the hashing that cannot be avoided. */
function benchLargeFile(emit: Emit, progress: Progress): void {
  progress('PDF: a signed file of 20 MB');
  const body = streamBody('', Buffer.alloc(20 * 1024 * 1024, 'meja tte '));
  const { bytes } = signLetter(letter('table', { 13: body }));
  const options = { trust: testTrust(), now: NOW };
  const check: number[] = [];
  const hash: number[] = [];
  for (let round = 0; round < LARGE_ROUNDS; round += 1) {
    hash.push(milliseconds(() => createHash('sha256').update(bytes).digest()));
    check.push(milliseconds(() => verify(bytes, options)));
  }
  const reference = { name: 'its SHA-256', value: quantile(hash, 0.5) };
  emit(against('PDF check of a signed 20 MB file, median', quantile(check, 0.5), 'ms', reference, 1.5));
}

async function benchHostileFiles(emit: Emit, progress: Progress): Promise<void> {
  const trust = mkdtempSync(join(tmpdir(), 'meja-trust-'));
  writeFileSync(join(trust, 'akar-uji.pem'), pemOf(testPki().root));
  const verifier = createVerifier({ trustDirs: [trust], clock: () => NOW });
  await verifier.start();
  let slowest = { name: '', value: 0 };
  let largest = { name: '', value: 0 };
  let busiest = 0;
  let fooled = 0;
  const files = [...hostileFiles, ...scaledFiles()];
  for (const file of files) {
    progress(`PDF: hostile file ${file.name}`);
    const bytes = file.make();
    await verifier.start();
    const pid = verifier.pids()[0] ?? Number.NaN;
    if (canMeasure) resetPeak(pid);
    const before = canMeasure ? costOf(pid).cpuMs : 0;
    const start = performance.now();
    const verdict = await verifier.verify(bytes);
    const took = performance.now() - start;
    if (took > slowest.value) slowest = { name: file.name, value: took };
    if (canMeasure && verifier.pids().includes(pid)) {
      const { cpuMs, peakMb } = costOf(pid);
      busiest = Math.max(busiest, cpuMs - before);
      if (peakMb > largest.value) largest = { name: file.name, value: peakMb };
    }
    if (verdict.integrity === 'intact' && !file.isIntact) fooled += 1;
  }
  await verifier.stop();
  rmSync(trust, { recursive: true });
  emit(atMost(`hostile PDFs (${files.length}), slowest answer: ${slowest.name}`, slowest.value, 'ms', 2000));
  if (canMeasure) emit(told('hostile PDFs, most processor time of one', busiest, 'ms'));
  if (canMeasure) emit(atMost(`hostile PDFs, most memory: ${largest.name}`, largest.value, 'MB', 300));
  emit(atMost('hostile PDFs called intact', fooled, 'files', 0));
}

function benchFuzzing(emit: Emit, progress: Progress): void {
  const options = { trust: testTrust(), now: NOW };
  let runs = 0;
  let falseAccepts = 0;
  let crashes = 0;
  let slowest = 0;
  const property = fc.property(cases, (from) => {
    const bytes = mutate(from);
    runs += 1;
    if (runs % 2000 === 0) progress(`PDF: mutation ${runs} of ${FUZZ_RUNS}`);
    const start = performance.now();
    try {
      const complaint = complaintAbout(from, bytes, verify(bytes, options));
      if (complaint !== null) falseAccepts += 1;
      if (complaint !== null) progress(`PDF: ${complaint}: ${JSON.stringify(from)}`);
    } catch (error) {
      crashes += 1;
      progress(`PDF: ${String(error)}: ${JSON.stringify(from)}`);
    }
    slowest = Math.max(slowest, performance.now() - start);
  });
  fc.assert(property, { numRuns: FUZZ_RUNS });
  emit(atMost(`false accepts in ${runs} mutations of good PDFs`, falseAccepts, 'files', 0));
  emit(atMost('crashes in the same mutations', crashes, 'files', 0));
  emit(atMost('slowest mutation', slowest, 'ms', 2000));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await benchPdf(
    (figure) => console.log(JSON.stringify(figure)),
    (text) => console.error(text),
  );
}
