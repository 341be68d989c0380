// `npm run report`: what it writes where, for whose eyes, and what the audit trail has of it.
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readReportCall, Usage } from '../../scripts/report-call.ts';
import type { Written } from '../../scripts/report-files.ts';
import { writeReport } from '../../scripts/report-files.ts';
import { createMongoStore } from '../../src/storage/mongo/mongo-store.ts';
import { mongoForTests, QUIET } from '../helpers/mongo.ts';
import { spawnScript } from '../helpers/service-process.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const server = await mongoForTests();

afterAll(() => server?.stop());

const TODAY = '2026-11-18';
const NAME = 'laporan-tte-tarakan-2026-publik';
const INTERNAL = 'laporan-tte-tarakan-2026-internal';

let folder: string;
let world: World;
let said: string[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'meja-tte-report-'));
  world = await makeWorld();
  said = [];
  return () => rm(folder, { recursive: true });
});

function run(...args: string[]): Promise<Written> {
  const call = readReportCall(['--year', '2026', '--out', folder, ...args], TODAY);
  return writeReport({ ...world.desk, progress: (text) => void said.push(text) }, call);
}

const files = async (): Promise<string[]> => (await readdir(folder)).toSorted();
const modeOf = async (...parts: string[]): Promise<number> => (await stat(path.join(folder, ...parts))).mode & 0o777;

describe('a report that is written to a folder', () => {
  it('is one file for each format and a folder of CSVs, and says what is going on', async () => {
    const { paths, isEmpty } = await run();
    expect(isEmpty).toBe(true);
    expect(await files()).toEqual([NAME, `${NAME}.json`, `${NAME}.pdf`, `${NAME}.xlsx`]);
    expect(await readdir(path.join(folder, NAME))).toContain('share.csv');
    expect(paths).toContain(path.join(folder, NAME, 'share.csv'));
    expect(await Promise.all(paths.map(async (each) => (await stat(each)).size > 0))).not.toContain(false);
    expect(said).toEqual(expect.arrayContaining(['menghitung …', `menulis ${NAME}.pdf …`]));
    expect(await world.store.readAudit(0, 10)).toEqual([]);
  });

  it('makes the folder where there is none', async () => {
    const { paths } = await run('--out', path.join(folder, 'a', 'b'), '--format', 'json');
    expect(paths).toEqual([path.join(folder, 'a', 'b', `${NAME}.json`)]);
  });

  it('in the internal edition is for its owner alone, and in the audit trail', async () => {
    await run('--edition', 'internal');
    expect(await modeOf(`${INTERNAL}.pdf`)).toBe(0o600);
    expect(await modeOf(INTERNAL)).toBe(0o700);
    expect(await modeOf(INTERNAL, 'daftar-pemilik.csv')).toBe(0o600);
    expect(await world.store.readAudit(0, 10)).toMatchObject([
      {
        act: 'report_made',
        actor: 'administrator',
        channel: 'cli',
        subject: 'laporan 2026',
        detail: { edition: 'internal', from: '2026-01-01', day: TODAY, formats: 'pdf xlsx csv json' },
      },
    ]);
    expect(said).toContain('menulis daftar 0 dari 0 …');
  });

  it('is in the audit trail before anything is written', async () => {
    const broken = { ...world.desk, store: { ...world.store, appendAudit: () => Promise.reject(new Error('down')) } };
    const call = readReportCall(['--year', '2026', '--out', folder, '--edition', 'internal'], TODAY);
    await expect(writeReport({ ...broken, progress: () => undefined }, call)).rejects.toThrow('down');
    expect(await files()).toEqual([]);
  });

  it('overwrites nothing unless told to; then not even the rights of the former file remain', async () => {
    await writeFile(path.join(folder, `${INTERNAL}.json`), 'former', { mode: 0o644 });
    await expect(run('--edition', 'internal')).rejects.toThrow(`${INTERNAL}.json is there already; --force`);
    expect(await readFile(path.join(folder, `${INTERNAL}.json`), 'utf8')).toBe('former');
    expect(await world.store.readAudit(0, 10)).toEqual([]);
    await run('--edition', 'internal', '--format', 'json', '--force');
    expect(await readFile(path.join(folder, `${INTERNAL}.json`), 'utf8')).toContain('"edition": "internal"');
    expect(await modeOf(`${INTERNAL}.json`)).toBe(0o600);
    await mkdir(path.join(folder, NAME));
    await expect(run('--format', 'csv')).rejects.toThrow(Usage);
  });

  it('leaves nothing that looks whole when it is cut short', async () => {
    const store = { ...world.store, listRoll: () => Promise.reject(new Error('gone')) };
    const call = readReportCall(['--year', '2026', '--out', folder, '--edition', 'internal', '--format', 'csv'], TODAY);
    const desk = { ...world.desk, store, progress: () => undefined };
    await expect(writeReport(desk, call)).rejects.toThrow('gone');
    const left = await readdir(path.join(folder, INTERNAL));
    expect(left.filter((file) => file.includes('daftar'))).toEqual([]);
    expect(left).toContain('share.csv');
  });

  it('is refused where the folder is a file', async () => {
    await writeFile(path.join(folder, 'file'), '');
    await expect(run('--out', path.join(folder, 'file'))).rejects.toThrow('cannot be a folder');
  });
});

describe.runIf(server)('npm run report', () => {
  async function report(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
    const key = Buffer.alloc(32, 7);
    const uri = server?.uri('report') ?? '';
    // The service holds it open meanwhile.
    const store = createMongoStore({ uri, key, log: QUIET });
    await store.open();
    const settings = { MONGODB_URI: uri, DATA_KEY: key.toString('base64'), SOP_PROFILE: 'tarakan' };
    const script = spawnScript('scripts/report.ts', settings, [...args, '--out', folder]);
    const code = await script.ended;
    await store.close();
    return { code, out: script.out(), err: script.err() };
  }

  it('writes the report of a year without data, says so, and ends with 0', async () => {
    const { code, out, err } = await report('--year', '2020', '--format', 'json,csv');
    expect(err).toContain('menghitung …');
    expect(code).toBe(0);
    expect(out).toContain('Sampai 2020-12-31 belum ada data');
    expect(out).toContain(`tertulis: ${path.join(folder, 'laporan-tte-tarakan-2020-publik.json')}`);
  });

  it('ends with 2 and a sentence for a day that is no day of the year', async () => {
    const { code, err } = await report('--year', '2020', '--as-of', '2021-01-01');
    expect(code).toBe(2);
    expect(err).toBe('--as-of 2021-01-01 is not a day of 2020\n');
    expect(await files()).toEqual([]);
  });
});
