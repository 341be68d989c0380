// `npm run chat [-- PROFILE]`: the same desk in a terminal, in memory. You are the applicant; `@seat text` speaks for somebody else.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { conversations } from '../conversations/all.ts';
import { createDesk } from '../src/app/desk.ts';
import { handleMessage } from '../src/app/handle-message.ts';
import type { Address, Channel, Inbound, Outbound } from '../src/app/ports.ts';
import { OperationalError } from '../src/app/ports.ts';
import { seatsOf, takeSeats } from '../src/app/seats.ts';
import { upkeep } from '../src/app/upkeep.ts';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { MAX_FILE_BYTES, explain, readTexts, systemClock, systemIds } from '../src/main.ts';
import { createVerifier } from '../src/pdf/isolated.ts';
import { loadProfile } from '../src/sop/load-profile.ts';
import { createMemoryStore } from '../src/storage/memory/memory-store.ts';
import { createMovableClock } from './movable-clock.ts';

const CHANNEL = 'terminal';

const HELP = `  text            the applicant says it; a number picks a choice
  @verifikator 1  the same for another seat (@ alone lists them)
  /file PATH      sends a file (after @seat too)
  ~ P3D           moves the clock on (ISO 8601: PT1H, P1D …)
  Ctrl-D          ends; nothing is kept
`;

async function main(): Promise<void> {
  const config = readConfig();
  const profile = loadProfile(process.argv[2] ?? config.sopProfile);
  const clock = createMovableClock(systemClock, profile.office);
  const seats = seatsOf(profile);
  const me = seats.find(({ kind }) => kind === 'applicant')?.id ?? 'publik';
  const terminal: Channel = {
    name: CHANNEL,
    amends: false,
    start: async () => {},
    stop: async () => {},
    async send(to, message) {
      console.log(inWords(to.slice(to.indexOf(':') + 1), message));
      return undefined;
    },
    amend: async () => {},
    erase: async () => {},
    async download(file) {
      return readFile(file.ref).catch((cause: unknown) => {
        throw new OperationalError('gone', { retryable: false, cause });
      });
    },
  };
  const verifier = createVerifier({
    trustDirs: config.trustDir === undefined ? [] : [config.trustDir],
    clock: () => clock.now(),
  });
  const desk = createDesk({
    store: createMemoryStore(),
    channels: [terminal],
    clock,
    ids: systemIds,
    log: createLog('warn', config.secrets),
    profile,
    language: config.languageDefault,
    texts: readTexts(),
    conversations,
    maxFileBytes: MAX_FILE_BYTES,
    checkPdf: (bytes) => verifier.verify(bytes),
    checksPerHour: config.pdfChecksPerHour,
  });
  await takeSeats(desk, seats, CHANNEL);
  console.log(`${profile.agency.name.id}\n\n${HELP}`);
  await handleMessage(desk, inbound(me, 'halo'));

  const lines = createInterface({ input: process.stdin, output: process.stdout, prompt: '> ' });
  lines.prompt();
  for await (const line of lines) {
    await obey(line.trim());
    lines.prompt();
  }
  await verifier.stop();

  async function obey(line: string): Promise<void> {
    if (line === '') return;
    if (line === '@')
      return console.log(seats.map(({ id, name, title }) => `  @${id}  ${name}, ${title.id}`).join('\n'));
    if (line.startsWith('~')) {
      try {
        clock.advance(line.slice(1).trim().toUpperCase());
      } catch (error) {
        return console.log(`  ${error instanceof RangeError ? error.message : String(error)}`);
      }
      console.log(`  ${clock.now()}`);
      return upkeep(desk);
    }
    const [, seat = me, said = ''] = /^(?:@(\S+)\s+)?(.*)$/s.exec(line) ?? [];
    if (!seats.some(({ id }) => id === seat)) return console.log(`  nobody sits at @${seat}; @ alone lists the seats`);
    await handleMessage(desk, inbound(seat, said));
  }

  function inbound(seat: string, said: string): Inbound {
    const base = { id: systemIds.next(), from: `${CHANNEL}:${seat}` as Address, at: clock.now() };
    const file = /^\/file\s+(.+)$/.exec(said)?.[1];
    return file === undefined ? { ...base, text: said } : { ...base, file: { ref: file, name: path.basename(file) } };
  }

  function inWords(seat: string, message: Outbound): string {
    const who = seat === me ? '' : `@${seat} `;
    const choices = message.choices.map(({ label }, index) => `    [${index + 1}] ${label}`);
    const file = message.file ? [`    [${message.file.name}]`] : [];
    return ['', `${who}< ${message.text.replaceAll('\n', '\n  ')}`, ...file, ...choices].join('\n');
  }
}

main().catch((error: unknown) => {
  console.error(explain(error) ?? error);
  process.exit(1);
});
