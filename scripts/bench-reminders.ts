// Measures the sweep of the reminders: 1,000 due among 100,000 certificates, then 1,000 due among 1,000,000.
import { createHash, randomBytes } from 'node:crypto';
import { newSession } from '../src/engine/session.ts';
import type { Store } from '../src/app/ports.ts';
import { sweepReminders } from '../src/app/remind.ts';
import { writeDown } from '../src/app/upkeep.ts';
import type { Certificate } from '../src/core/certificate.ts';
import { addDays } from '../src/core/local-date.ts';
import { remindedUntil } from '../src/core/reminder.ts';
import type { MongoStore } from '../src/storage/mongo/mongo-store.ts';
import { createMongoStore } from '../src/storage/mongo/mongo-store.ts';
import { mongoForTests, QUIET } from '../test/helpers/mongo.ts';
import type { World } from '../test/helpers/world.ts';
import { makeWorld } from '../test/helpers/world.ts';
import { against, quantile, told } from './bench-figure.ts';
import type { Figure } from './bench-figure.ts';

const [FEW, MANY, DUE] = [100_000, 1_000_000, 1_000];
const SWEEPS = 7;
const MOST_RATIO = 1.2;
const BATCH = 10_000;

/** The day before the sweep, 10.00 where the agency is. */
const ISSUED = { on: '2026-11-17', at: '2026-11-17T02:00:00.000Z' };

export async function benchReminders(emit: (figure: Figure) => void, progress: (text: string) => void): Promise<void> {
  progress('reminders: looks for a database server');
  const server = await mongoForTests();
  if (!server) {
    // Not measured is not met.
    const goal = 'a database server';
    emit({ name: 'a sweep of the reminders', value: -1, unit: 'not measured', goal, holds: false });
    return;
  }
  const stores = [FEW, MANY].map((count) =>
    createMongoStore({ uri: server.uri(`bench-${count}`), key: new Uint8Array(randomBytes(32)), log: QUIET }),
  );
  try {
    const worlds: World[] = [];
    for (const [index, store] of stores.entries()) {
      await store.open();
      await fill(store, index === 0 ? FEW : MANY, progress);
      worlds.push(await makeWorld({ store }));
      await sitDown(store);
    }
    await measure(worlds, emit, progress);
  } finally {
    await Promise.all(stores.map((store) => store.close()));
    await server.stop();
  }
}

/** Few and many in turns, so that whatever else the machine does meanwhile falls on both. */
async function measure(
  worlds: readonly World[],
  emit: (figure: Figure) => void,
  progress: (text: string) => void,
): Promise<void> {
  const times = worlds.map((): number[] => []);
  for (let round = 0; round <= SWEEPS; round += 1) {
    progress(round === 0 ? 'reminders: warms up' : `reminders: round ${round} of ${SWEEPS}`);
    for (const [index, world] of worlds.entries()) {
      const ms = await sweep(world, `round-${round}`);
      if (round > 0) times[index]?.push(ms);
    }
  }
  const [few = Number.NaN, many = Number.NaN] = times.map((each) => quantile(each, 0.5));
  const among = (count: number): string => `${DUE.toLocaleString('en')} due among ${count.toLocaleString('en')}`;
  const reference = { name: `with ${among(FEW)}`, value: few };
  emit(against(`a sweep with ${among(MANY)}, median`, many, 'ms', reference, MOST_RATIO));
  emit(told('reminders a second, each kept in its chat', (DUE / many) * 1000, 'reminders/s'));
}

/** Makes 1,000 certificates due and sweeps once; resolves to the milliseconds of the sweep alone. */
async function sweep(world: World, set: string): Promise<number> {
  for (let owner = 0; owner < DUE; owner += 1) await world.store.saveCertificate(due(world, owner, set));
  const before = performance.now();
  const said = await sweepReminders(world.desk);
  const ms = performance.now() - before;
  if (said !== DUE) throw new Error(`${said} of ${DUE} reminders were said`);
  await writeDown(world.desk);
  return ms;
}

/** Of different people, who have no NIP here, so that none replaces another's. */
function due({ desk }: World, owner: number, set: string): Certificate {
  const record: Certificate = {
    id: `TTE-${set}-${owner}`,
    owner: `p-${owner}`,
    name: 'Melati Puspitasari',
    issuedOn: ISSUED.on,
    validUntil: '2028-11-17',
    recordedAt: ISSUED.at,
    countsFrom: ISSUED.on,
    remindedUntil: ISSUED.at,
    revision: 1,
  };
  return remindedUntil(record, desk.profile, record.remindedUntil);
}

/** A chat for each of them. */
async function sitDown(store: Store): Promise<void> {
  for (let owner = 0; owner < DUE; owner += 1) {
    const chat = { address: `web:bench-${owner}`, version: 0, person: `p-${owner}`, language: 'id' } as const;
    await store.saveChat({ ...chat, session: newSession(ISSUED.at), log: [], at: ISSUED.at });
  }
}

interface CertificateDocument extends Record<string, unknown> {
  readonly _id: string;
}

/** Certificates nobody is to be reminded of yet, as large as real ones; what is sealed in them is never opened. */
async function fill(store: MongoStore, count: number, progress: (text: string) => void): Promise<void> {
  const certificates = store.database().collection<CertificateDocument>('certificates');
  const sealed = randomBytes(90);
  for (let start = 0; start < count; start += BATCH) {
    const documents = Array.from({ length: BATCH }, (_, index) => notDue(start + index, sealed));
    await certificates.insertMany(documents, { ordered: false, writeConcern: { w: 1 } });
    if ((start + BATCH) % FEW === 0) progress(`reminders: ${start + BATCH} of ${count} certificates`);
  }
}

function notDue(number: number, sealed: Uint8Array): CertificateDocument {
  const day = addDays(ISSUED.on, -(number % 700));
  return {
    _id: `TTE-${number.toString(36).toUpperCase().padStart(6, '0')}`,
    owner: `q-${number}`,
    nip: createHash('sha256').update(String(number)).digest('base64url'),
    issuedOn: day,
    validUntil: addDays(day, 730),
    recordedAt: `${day}T02:00:00.000Z`,
    remindedUntil: ISSUED.at,
    // Spread over the time to come.
    remindAt: `${addDays(ISSUED.on, 2 + (number % 180))}T00:00:00.000Z`,
    revision: 1,
    sealed,
  };
}
