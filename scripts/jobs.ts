// `npm run jobs`: the jobs that the service runs by itself: when each ran last, when it runs next, and what failed. Needs the service's
// own settings (.env). Exit code 0 when none has failed in its last run, 1 when one has, 2 when they could not be looked at.
import { readServiceConfig } from '../src/config.ts';
import { listJobs } from '../src/jobs/agenda.ts';
import { createLog } from '../src/log.ts';
import { explain, openStore } from '../src/main.ts';
import { loadProfile } from '../src/sop/load-profile.ts';
import { hasFailed, jobLines } from './jobs-report.ts';

async function main(): Promise<number> {
  const config = readServiceConfig();
  const { office } = loadProfile(config.sopProfile);
  const { store, close } = await openStore(config, createLog('warn', config.secrets), { join: true });
  try {
    const jobs = await listJobs(store.database());
    for (const line of jobLines(jobs, office)) console.log(line);
    return jobs.some(hasFailed) ? 1 : 0;
  } finally {
    await close();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    console.error(explain(error) ?? error);
    process.exitCode = 2;
  },
);
