// `npm run audit -- verify | show NUMBER`: the audit trail. Needs the service's own settings (.env).
// Exit code 0 when it is whole, 1 when it is broken, 2 when it could not be looked at.
import { parseArgs } from 'node:util';
import { readServiceConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { explain, openStore } from '../src/main.ts';
import { loadProfile } from '../src/sop/load-profile.ts';
import type { Report } from './audit-report.ts';
import { reportStory, reportTrail } from './audit-report.ts';

const USAGE = `npm run audit -- verify [--head HASH]     goes through the whole trail; HASH is the head an earlier run has printed
npm run audit -- show NUMBER              everything on one request, or on one person by id`;

class Usage extends Error {}

interface Call {
  readonly command: 'verify' | 'show';
  readonly subject: string;
  readonly head: string | undefined;
}

function readCall(args: string[]): Call {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { head: { type: 'string' } } });
  const [command, subject = '', ...more] = positionals;
  const { head } = values;
  if (head !== undefined && !/^[0-9a-f]{64}$/i.test(head)) throw new Usage('--head must be 64 hexadecimal digits');
  if (command === 'verify' && subject === '') return { command, subject, head };
  if (command === 'show' && subject !== '' && more.length === 0 && head === undefined)
    return { command, subject, head };
  throw new Usage(USAGE);
}

async function main(): Promise<number> {
  const { command, subject, head } = readCall(process.argv.slice(2));
  const config = readServiceConfig();
  const { office } = loadProfile(config.sopProfile);
  const opened = await openStore(config, createLog('warn', config.secrets), { join: true });
  let report: Report;
  try {
    report =
      command === 'verify'
        ? await reportTrail(opened.store, head, (line) => console.error(line))
        : await reportStory(opened.store, subject, office);
  } finally {
    await opened.close();
  }
  for (const line of report.lines) console.log(line);
  return report.exitCode;
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    const wrongCall = error instanceof Usage || (error instanceof TypeError && 'code' in error);
    console.error(wrongCall ? error.message : (explain(error) ?? error));
    process.exitCode = 2;
  },
);
