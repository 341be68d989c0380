// `npm run import -- [--offices] FILE.xlsx|csv [--apply]`: brings in the roll of people who have a certificate already, or the list of all
// Perangkat Daerah. Needs the service's own settings (.env); the service may be running meanwhile. Exit code 0 when all rows are good, 1 when
// some are not, 2 when the file or the call is wrong.
import { createInterface } from 'node:readline/promises';
import { readServiceConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { explain, openStore, systemClock, systemIds } from '../src/main.ts';
import { SheetError } from '../src/sheets/sheet-error.ts';
import { loadProfile } from '../src/sop/load-profile.ts';
import { readImportCall, Usage } from './import-call.ts';
import { importOffices, importRoll } from './import-commands.ts';

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

async function main(): Promise<number> {
  const { path, what, apply, rows } = readImportCall(process.argv.slice(2));
  const config = readServiceConfig();
  const profile = loadProfile(config.sopProfile);
  const opened = await openStore(config, createLog('warn', config.secrets), { join: true });
  try {
    const told = { say: (line: string) => console.log(line), confirm, progress: showProgress };
    const desk = { store: opened.store, profile, ids: systemIds, clock: systemClock, ...told };
    const isAllGood =
      what === 'offices'
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
    const isTold = error instanceof Usage || error instanceof SheetError;
    console.error(isTold ? error.message : (explain(error) ?? error));
    process.exitCode = 2;
  },
);
