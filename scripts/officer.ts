// `npm run officer -- COMMAND`: who the officers are. Needs the service's own settings (.env); the service may be running meanwhile.
// Exit code 0 when it is done, 2 when the call makes no sense, 1 when the world failed.
import { readServiceConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { explain, openStore, systemClock, systemIds } from '../src/main.ts';
import { loadProfile } from '../src/sop/load-profile.ts';
import { USAGE, Usage, carryOut, readCall } from './officer-commands.ts';
import { telegramName } from './telegram-name.ts';

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  if (args.length === 0) throw new Usage(USAGE);
  const config = readServiceConfig();
  const profile = loadProfile(config.sopProfile);
  const call = readCall(args, profile);
  const { store, close } = await openStore(config, createLog('warn', config.secrets), { join: true });
  try {
    await carryOut(call, {
      store,
      profile,
      clock: systemClock,
      ids: systemIds,
      botName: () => telegramName(config),
      say: (line) => console.log(line),
    });
  } finally {
    await close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Usage ? error.message : (explain(error) ?? error));
  process.exitCode = error instanceof Usage ? 2 : 1;
});
