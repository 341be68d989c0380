// `npm run demo [-- PROFILE]`: the whole desk in memory, every seat of the story open on one page, the clock in your hand.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { conversations } from '../conversations/all.ts';
import { createDesk } from '../src/app/desk.ts';
import type { Desk } from '../src/app/desk.ts';
import { handleMessage } from '../src/app/handle-message.ts';
import type { Address } from '../src/app/ports.ts';
import { seatsOf, takeSeats } from '../src/app/seats.ts';
import { startUpkeep, upkeep } from '../src/app/upkeep.ts';
import { createWebChannel } from '../src/channels/web/web-channel.ts';
import { readConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { startTimers } from '../src/jobs/timer.ts';
import { MAX_FILE_BYTES, UPKEEP, explain, readPageTexts, readTexts, systemClock, systemIds } from '../src/main.ts';
import { createVerifier } from '../src/pdf/isolated.ts';
import { loadProfile } from '../src/sop/load-profile.ts';
import { createMemoryStore } from '../src/storage/memory/memory-store.ts';
import { answersFor, dashboardFor } from '../src/web-desk.ts';
import { keepDemoRoll } from './demo-roll.ts';
import { createMovableClock } from './movable-clock.ts';
import { samplePapers } from './sample-papers.ts';
import { signedSamples } from './sample-signed.ts';

async function main(): Promise<void> {
  const config = readConfig();
  const profile = loadProfile(process.argv[2] ?? config.sopProfile);
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel, config.secrets);
  const store = createMemoryStore();
  const clock = createMovableClock(systemClock, profile.office);
  const seats = seatsOf(profile);
  const signed = signedSamples(clock.now());
  const addresses = seats.map(({ id }): Address => `web:${id}`);
  const web = createWebChannel({
    ...answersFor(store, (): Desk => desk, addresses),
    dashboard: dashboardFor((): Desk => desk),
    port: config.port,
    host: config.host,
    mode: 'demo',
    agency: { name: profile.agency.name, timeZone: profile.office.timeZone, zoneLabel: profile.office.zoneLabel },
    seats,
    texts: readPageTexts(),
    maxUploadBytes: MAX_FILE_BYTES,
    log,
    now: () => clock.now(),
    newId: () => systemIds.next(),
    async advanceClock(duration) {
      clock.advance(duration);
      await upkeep(desk);
      return clock.now();
    },
    samples: [...samplePapers(profile), ...signed.papers],
  });
  const verifier = createVerifier({
    trustDirs: [...(config.trustDir === undefined ? [] : [config.trustDir]), trustOnce(signed.anchor)],
    clock: () => clock.now(),
  });
  const desk = createDesk({
    store,
    channels: [web],
    clock,
    ids: systemIds,
    log,
    profile,
    language: config.languageDefault,
    texts: readTexts(),
    conversations,
    maxFileBytes: MAX_FILE_BYTES,
    checkPdf: (bytes) => verifier.verify(bytes),
    checksPerHour: config.pdfChecksPerHour,
    dashboardUrl: () => `${web.url}/dasbor`,
  });
  await takeSeats(desk, seats, 'web');
  await keepDemoRoll(store, profile, clock.now());
  const kept = startUpkeep(desk, UPKEEP);
  const jobs = startTimers(desk);
  await web.start((inbound) => handleMessage(desk, inbound));
  verifier.start().catch((error: unknown) => log.error('documents cannot be checked', { error }));
  console.log(
    `${profile.agency.name.id}\n\n  ${web.url}\n\nOpen this address in a browser. Ctrl-C ends the demo; nothing is kept.`,
  );
  process.once('SIGINT', () => void end());
  process.once('SIGTERM', () => void end());

  async function end(): Promise<void> {
    await web.stop();
    await jobs.stop();
    await kept.stop();
    await verifier.stop();
    process.exit(0);
  }
}

/** A folder with the samples' authority in it, beside the shipped anchors; gone when the demo ends. */
function trustOnce(anchor: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'meja-contoh-'));
  writeFileSync(join(directory, 'akar-contoh.pem'), anchor);
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

main().catch((error: unknown) => {
  console.error(explain(error) ?? error);
  process.exit(1);
});
