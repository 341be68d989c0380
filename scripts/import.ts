// `npm run import -- [--offices] FILE.xlsx|csv [--apply]`: brings in the roll of people who have a certificate already, or the list of all
// Perangkat Daerah. Needs the service's own settings (.env); the service may be running meanwhile. Exit code 0 when all rows are good, 1 when
// some are not, 2 when the file or the call is wrong.
import { readFileSync, statSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { readServiceConfig } from '../src/config.ts';
import type { SheetRow } from '../src/core/sheet.ts';
import { createLog } from '../src/log.ts';
import { explain, openStore, systemClock, systemIds } from '../src/main.ts';
import { readCsv } from '../src/sheets/read-csv.ts';
import { readXlsx } from '../src/sheets/read-xlsx.ts';
import { SheetError } from '../src/sheets/sheet-error.ts';
import { loadProfile } from '../src/sop/load-profile.ts';
import { importOffices, importRoll } from './import-commands.ts';

const USAGE = `npm run import -- FILE.xlsx|csv                      checks the roll and reports by row; nothing is written
npm run import -- FILE.xlsx|csv --apply              the same, then asks, and adds the good rows
npm run import -- --offices FILE.xlsx|csv [--apply]  the list of all Perangkat Daerah, in place of the one before`;

/** 100,000 people are some 6 MB as XLSX and 15 MB as CSV. */
const MOST_BYTES = 50_000_000;

class Usage extends Error {}

function readRows(path: string): SheetRow[] {
  const read = /\.xlsx$/i.test(path) ? readXlsx : /\.csv$/i.test(path) ? readCsv : undefined;
  if (!read) throw new Usage(USAGE);
  const { size } = statSync(path);
  if (size > MOST_BYTES)
    throw new SheetError(`berkas ini ${Math.round(size / 1e6)} MB; paling besar ${MOST_BYTES / 1e6} MB`);
  return read(readFileSync(path));
}

function showProgress(what: string): (done: number, of: number) => void {
  return (done, of) => {
    if (of > 2000) process.stderr.write(`\r${what}: ${done} dari ${of}${done === of ? '\n' : ''}`);
  };
}

async function confirm(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^ya$/i.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}

const OPTIONS = { apply: { type: 'boolean' }, offices: { type: 'boolean' } } as const;

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: OPTIONS });
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new Usage(USAGE);
  const rows = readRows(path);
  const config = readServiceConfig();
  const profile = loadProfile(config.sopProfile);
  const opened = await openStore(config, createLog('warn', config.secrets), { join: true });
  try {
    const told = { say: (line: string) => console.log(line), confirm, progress: showProgress };
    const desk = { store: opened.store, profile, ids: systemIds, clock: systemClock, ...told };
    const apply = values.apply === true;
    const isAllGood =
      values.offices === true
        ? await importOffices(rows, desk, { apply })
        : await importRoll(rows, desk, { apply, errorsPath: `${path}.errors.csv` });
    return isAllGood ? 0 : 1;
  } finally {
    await opened.close();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
    const wrongCall = error instanceof TypeError && 'code' in error;
    const isTold = error instanceof Usage || error instanceof SheetError || isMissing || wrongCall;
    console.error(isTold ? error.message : (explain(error) ?? error));
    process.exitCode = 2;
  },
);
