// `npm run report -- --year YYYY …`: the statistics of a year as files. Needs the service's own settings (.env); the service may be running
// meanwhile. Exit code 0 when it is made, 2 when the call is wrong or it could not be made.
import { readServiceConfig } from '../src/config.ts';
import { localDateAt } from '../src/core/office-time.ts';
import { createLog } from '../src/log.ts';
import { explain, openStore, readTexts, systemClock, systemIds } from '../src/main.ts';
import { loadProfile } from '../src/sop/load-profile.ts';
import { readReportCall, USAGE, Usage } from './report-call.ts';
import { writeReport } from './report-files.ts';

/** One line on the terminal, written over again and again. */
const WIDTH = 78;

async function main(args: readonly string[]): Promise<void> {
  if (args.length === 0) throw new Usage(USAGE);
  const config = readServiceConfig();
  const profile = loadProfile(config.sopProfile);
  const call = readReportCall(args, localDateAt(systemClock.now(), profile.office));
  const { store, close } = await openStore(config, createLog('warn', config.secrets), { join: true });
  try {
    const progress = (text: string): void => void process.stderr.write(`\r${text.slice(0, WIDTH).padEnd(WIDTH)}`);
    const desk = { store, profile, texts: readTexts(), clock: systemClock, ids: systemIds, progress, profileOf };
    const { paths, isEmpty } = await writeReport(desk, call);
    progress('selesai');
    process.stderr.write('\n');
    if (isEmpty) console.log(`Sampai ${call.day} belum ada data: semua angka dalam laporan ini nol.`);
    for (const path of paths) console.log(`tertulis: ${path}`);
  } finally {
    await close();
  }

  async function profileOf(version: string): Promise<typeof profile> {
    const kept = version === profile.version ? profile : await store.findProfile(version);
    if (!kept) throw new Error(`no profile of version ${version} is kept`);
    return kept;
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Usage ? error.message : (explain(error) ?? error));
  process.exitCode = 2;
});
