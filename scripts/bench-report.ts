// Measures what the yearly report with its roll takes: all formats of the internal edition, made by `npm run report` as a process of its own
// beside a million certificates.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { ROLL_FILE } from '../src/app/make-report.ts';
import type { Certificate } from '../src/core/certificate.ts';
import { GOLONGAN } from '../src/core/golongan.ts';
import { addDays } from '../src/core/local-date.ts';
import { writeCertificate } from '../src/storage/mongo/certificates.ts';
import type { MongoStore } from '../src/storage/mongo/mongo-store.ts';
import { createMongoStore } from '../src/storage/mongo/mongo-store.ts';
import type { Sealing } from '../src/storage/mongo/sealing.ts';
import { createSealing } from '../src/storage/mongo/sealing.ts';
import { mongoForTests, QUIET } from '../test/helpers/mongo.ts';
import { atMost, told } from './bench-figure.ts';
import type { Figure } from './bench-figure.ts';

const MOST_MB = 300;
const CERTIFICATES = 1_000_000;
/** No certificate is newer. */
const LAST_DAY = '2026-11-17';
const DAYS = 700;
const BATCH = 5_000;
const OFFICES = 40;
const LOOK_MS = 50;

export async function benchReport(emit: (figure: Figure) => void, progress: (text: string) => void): Promise<void> {
  progress('report: looks for a database server');
  const server = await mongoForTests();
  if (!server) {
    // Not measured is not met.
    const goal = 'a database server';
    emit({ name: 'memory of the yearly report', value: -1, unit: 'not measured', goal, holds: false });
    return;
  }
  const key = randomBytes(32);
  const uri = server.uri('bench-report');
  const store = createMongoStore({ uri, key: new Uint8Array(key), log: QUIET });
  const out = await mkdtemp(path.join(tmpdir(), 'meja-tte-report-'));
  try {
    await store.open();
    await fill(store, createSealing(new Uint8Array(key)), progress);
    const settings = { MONGODB_URI: uri, DATA_KEY: key.toString('base64'), SOP_PROFILE: 'tarakan' };
    progress('report: is made');
    const { ms, peak } = await makeReport(settings, out);
    const lines = await countLines(out);
    const of = `with ${lines.toLocaleString('en')} lines of the roll`;
    emit(atMost(`memory of the yearly report in all formats, ${of}`, peak / 1024, 'MB', MOST_MB));
    emit(told('time of the same', ms / 1000, 's'));
  } finally {
    await rm(out, { recursive: true });
    await store.close();
    await server.stop();
  }
}

/** As the store writes them, so that the names can be opened again. */
async function fill(store: MongoStore, sealing: Sealing, progress: (text: string) => void): Promise<void> {
  const collection = store.database().collection<CertificateDocument>('certificates');
  const days = Array.from({ length: DAYS }, (_, index) => addDays(LAST_DAY, -index));
  for (let start = 0; start < CERTIFICATES; start += BATCH) {
    const documents = Array.from({ length: BATCH }, (_, index) => {
      const document = writeCertificate(owner(start + index, days), sealing);
      const present = Object.entries(document).filter(([, value]) => value !== undefined);
      return Object.fromEntries(present) as CertificateDocument;
    });
    await collection.insertMany(documents, { ordered: false, writeConcern: { w: 1 } });
    if ((start + BATCH) % 100_000 === 0) progress(`report: ${start + BATCH} of ${CERTIFICATES} certificates`);
  }
  await store.keepOffices(
    Array.from({ length: OFFICES }, (_, index) => ({ name: officeName(index), area: `Kecamatan ${1 + (index % 4)}` })),
  );
}

interface CertificateDocument extends Record<string, unknown> {
  readonly _id: string;
}

function owner(number: number, days: readonly string[]): Certificate {
  const id = `roll:${number.toString(36).padStart(6, '0')}`;
  const issuedOn = days[number % days.length] ?? LAST_DAY;
  const { code: golongan, status } = GOLONGAN[number % GOLONGAN.length] ?? { code: 'III/a', status: 'pns' };
  const told = { recordedAt: `${issuedOn}T02:00:00.000Z`, remindedUntil: `${issuedOn}T02:00:00.000Z`, revision: 1 };
  return {
    id,
    owner: id,
    name: 'Melati Puspitasari',
    nip: String(199_005_152_015_000_000n + BigInt(number)),
    office: officeName(number % OFFICES),
    golongan,
    status,
    sex: number % 2 === 0 ? 'female' : 'male',
    issuedOn,
    validUntil: addDays(issuedOn, 730),
    countsFrom: issuedOn,
    ...told,
  };
}

function officeName(index: number): string {
  return `Dinas Contoh ${1 + index}`;
}

/** Runs the script; `peak` is the most memory that it ever had resident, in kB. */
async function makeReport(
  settings: Readonly<Record<string, string>>,
  out: string,
): Promise<{ readonly ms: number; readonly peak: number }> {
  const period = ['--year', LAST_DAY.slice(0, 4), '--as-of', LAST_DAY];
  const args = [...limits(), '--import', 'tsx', 'scripts/report.ts', ...period, '--edition', 'internal', '--out', out];
  const begun = performance.now();
  const child = spawn(process.execPath, args, { env: { ...settings }, stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (bytes: Buffer) => (said = (said + bytes.toString('utf8')).slice(-2000)));
  let peak = 0;
  const look = setInterval(() => (peak = Math.max(peak, peakOf(child.pid))), LOOK_MS);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearInterval(look);
  if (code !== 0) throw new Error(`the report ended with ${code}: ${said}`);
  return { ms: performance.now() - begun, peak };
}

/** Of its heap, as `npm run report` has them. */
function limits(): string[] {
  return readFileSync('package.json', 'utf8').match(/(?<="report": "tsx .*)--max-[\w-]+=\d+/g) ?? [];
}

/** As Linux counts it; 0 when the process is gone. */
function peakOf(pid: number | undefined): number {
  try {
    return Number(/^VmHWM:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

/** Of the roll, without its head. */
async function countLines(out: string): Promise<number> {
  const roll = (await readdir(out, { recursive: true })).find((file) => path.basename(file) === ROLL_FILE);
  if (roll === undefined) throw new Error('there is no roll');
  let lines = -1;
  for await (const _line of createInterface({ input: createReadStream(path.join(out, roll)) })) lines += 1;
  return lines;
}
