// `npm run whatsapp -- COMMAND`: the linked WhatsApp account. Needs the service's own settings (.env).
// Exit code 0 when it is done, 2 when the call makes no sense, 1 when the world failed.
import { createInterface } from 'node:readline/promises';
import { readServiceConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { explain, openStore, systemClock, systemIds } from '../src/main.ts';
import { Failure, USAGE, Usage, carryOut, readCall } from './whatsapp-commands.ts';

async function main(): Promise<void> {
  const call = readCall(process.argv.slice(2));
  const config = readServiceConfig();
  const log = createLog('error', config.secrets);
  const { store, close } = await openStore(config, log, { join: true });
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    await carryOut(call, {
      store,
      log,
      holder: systemIds.next(),
      now: () => systemClock.now(),
      say: (line) => console.log(line),
      ask: (question) => terminal.question(question),
    });
  } finally {
    terminal.close();
    await close();
  }
}

main().catch((error: unknown) => {
  if (error instanceof Usage) console.error(`${error.message}\n\n${USAGE}`);
  else console.error(error instanceof Failure ? error.message : (explain(error) ?? error));
  process.exitCode = error instanceof Usage ? 2 : 1;
});
