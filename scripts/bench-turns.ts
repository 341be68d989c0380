// Measures turns: how many a second and how long each, in memory and with a database, and what each asks of the database.
// A realistic mix: whole procedures from the first word to the certificate, with files, officers and notices.
import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import type { Store } from '../src/app/ports.ts';
import type { Upkeep } from '../src/app/upkeep.ts';
import { startUpkeep } from '../src/app/upkeep.ts';
import { UPKEEP } from '../src/main.ts';
import { createMemoryStore } from '../src/storage/memory/memory-store.ts';
import { createMongoStore } from '../src/storage/mongo/mongo-store.ts';
import { mongoForTests } from '../test/helpers/mongo.ts';
import { driveTo, fillUntil, handIn } from '../test/helpers/story.ts';
import { makeBenchDesk } from './bench-desk.ts';
import type { BenchDesk, Cost, Turn } from './bench-desk.ts';
import { against, atMost, quantile, told } from './bench-figure.ts';
import type { Figure } from './bench-figure.ts';

type Emit = (figure: Figure) => void;
type Progress = (text: string) => void;

const PROCEDURES = 12;
const CHATS_AT_ONCE = 8;
const MOST_ROUND_TRIPS = 3;
const MOST_RATIO = 4;

export async function benchTurns(emit: Emit, progress: Progress): Promise<void> {
  await benchMemory(emit, progress);
  await benchMongo(emit, progress);
}

async function benchMemory(emit: Emit, progress: Progress): Promise<void> {
  const store = createMemoryStore();
  const bench = await makeBenchDesk(store, () => 0);
  await playProcedures(bench, 'memory', progress);
  emitTimes(emit, 'in memory', bench.turns);
  emit(told('turns a second in memory, 8 chats at once', await fillAtOnce(bench), 'turns/s'));
}

async function benchMongo(emit: Emit, progress: Progress): Promise<void> {
  progress('turns: looks for a database server');
  const server = await mongoForTests();
  if (!server) {
    // Not measured is not met.
    for (const name of ['round trips to the database per turn', 'a turn beside one raw upsert'])
      emit({ name, value: -1, unit: 'not measured', goal: 'a database server', holds: false });
    return;
  }
  const log = { debug() {}, info() {}, warn() {}, error: (text: string) => progress(text) };
  const openStore = async (name: string): Promise<Store> => {
    const store = createMongoStore({ uri: server.uri(name), key: new Uint8Array(randomBytes(32)), log });
    await store.open();
    return store;
  };
  // To count commands the driver has to be watched, which takes time: what is counted is not timed.
  const counter = countCommands();
  const counted = await openStore('counted');
  const timed = await openStore('timed');
  const upsert = await rawUpsert(server.uri('timed'));
  try {
    await countTrips(emit, progress, counted, counter);
    await takeTimes(emit, progress, timed, upsert.run);
  } finally {
    await upsert.close();
    await counted.close();
    await timed.close();
    await server.stop();
  }
}

async function countTrips(emit: Emit, progress: Progress, store: Store, counter: { count: number }): Promise<void> {
  const bench = await makeBenchDesk(store, () => counter.count);
  const before = await warmUp(bench, progress, () => counter.count);
  await playProcedures(bench, 'round trips', progress);
  await before.kept.stop();
  // What is written down for many turns at once falls between them, too, or into one of them: a part for every turn alike.
  const inTurns = bench.turns.reduce((sum, { done }) => sum + done.commands, 0);
  const between = counter.count - before.commands - (bench.storyReads() - before.story) - inTurns;
  const beside = between / bench.turns.length;
  const trips = (what: string, costs: readonly Cost[]): void => {
    const mean = costs.reduce((sum, { commands }) => sum + commands, 0) / costs.length + beside;
    emit(atMost(`round trips of ${what}`, mean, 'round trips', MOST_ROUND_TRIPS));
  };
  const until = (turns: readonly Turn[], when: 'answered' | 'done'): Cost[] => turns.map((turn) => turn[when]);
  emit(told('round trips beside the turns, for each turn', beside, 'round trips'));
  trips(
    'a plain answer',
    until(
      bench.turns.filter(({ plain }) => plain),
      'done',
    ),
  );
  trips(
    'a turn of the applicant, papers included',
    until(
      bench.turns.filter(({ applicant }) => applicant),
      'done',
    ),
  );
  trips('a turn of a whole procedure, until it is answered', until(bench.turns, 'answered'));
  trips('a turn of a whole procedure, until all are told', until(bench.turns, 'done'));
}

async function takeTimes(emit: Emit, progress: Progress, store: Store, upsert: () => Promise<number>): Promise<void> {
  const bench = await makeBenchDesk(store, () => 0, upsert);
  const { kept } = await warmUp(bench, progress, () => 0);
  await playProcedures(bench, 'database', progress);
  await kept.stop();
  const raw = { name: 'one raw upsert', value: quantile(bench.references, 0.5) };
  const beside = (what: string, turns: readonly Turn[]): void => {
    const times = turns.map(({ answered }) => answered.ms);
    emit(against(`${what}, median`, quantile(times, 0.5), 'ms', raw, MOST_RATIO));
  };
  emitTimes(emit, 'with the database', bench.turns);
  beside(
    'a plain answer',
    bench.turns.filter(({ plain }) => plain),
  );
  beside('a turn of a whole procedure', bench.turns);
  emit(told('turns a second with the database, 8 chats at once', await fillAtOnce(bench), 'turns/s'));
}

/** Two procedures that do not count; then what a service does beside the turns is done here, too. */
async function warmUp(
  bench: BenchDesk,
  progress: Progress,
  commands: () => number,
): Promise<{ kept: Upkeep; commands: number; story: number }> {
  await playProcedures(bench, 'warm-up', progress, 2);
  bench.turns.length = 0;
  bench.references.length = 0;
  const kept = startUpkeep(bench.world.desk, UPKEEP);
  return { kept, commands: commands(), story: bench.storyReads() };
}

function emitTimes(emit: Emit, where: string, turns: readonly Turn[]): void {
  const times = turns.map(({ done }) => done.ms);
  const total = times.reduce((sum, ms) => sum + ms, 0);
  emit(told(`turns a second ${where}, one after the other`, (times.length / total) * 1000, 'turns/s'));
  emit(told(`a turn ${where}, p50`, quantile(times, 0.5), 'ms'));
  emit(told(`a turn ${where}, p99`, quantile(times, 0.99), 'ms'));
}

async function playProcedures(bench: BenchDesk, what: string, progress: Progress, count = PROCEDURES): Promise<void> {
  for (let each = 1; each <= count; each += 1) {
    progress(`turns, ${what}: procedure ${each} of ${count}`);
    const seat = bench.newSeat();
    const { number } = await handIn(bench.world, seat);
    await driveTo(bench.world, number, 'end', seat);
  }
}

/** Forms filled side by side; resolves to turns per second. */
async function fillAtOnce(bench: BenchDesk): Promise<number> {
  const before = bench.turns.length;
  const start = performance.now();
  const seats = Array.from({ length: CHATS_AT_ONCE }, () => bench.newSeat());
  await Promise.all(seats.map((seat) => fillUntil(bench.world, 'summary', seat)));
  return ((bench.turns.length - before) / (performance.now() - start)) * 1000;
}

/** Counts every command that the next connection to be opened sends. */
function countCommands(): { count: number } {
  const counter = { count: 0 };
  const { prototype } = mongoose.Connection;
  const openUri: typeof prototype.openUri = Reflect.get(prototype, 'openUri');
  prototype.openUri = async function openCounted(uri, options) {
    prototype.openUri = openUri;
    const connection = await this.openUri(uri, { ...options, monitorCommands: true });
    connection.getClient().on('commandStarted', () => {
      counter.count += 1;
    });
    return connection;
  };
  return counter;
}

/** What one upsert by the bare driver takes, on a connection of its own and as safely written as a turn. */
async function rawUpsert(uri: string): Promise<{ run: () => Promise<number>; close: () => Promise<void> }> {
  const client = new mongoose.mongo.MongoClient(uri, { writeConcern: { w: 'majority', journal: true } });
  await client.connect();
  const collection = client.db().collection<{ _id: number }>('bench');
  // About as much as a turn writes: the session, sealed, and two lines.
  const text = 'x'.repeat(2000);
  let count = 0;
  return {
    async run() {
      count += 1;
      const start = performance.now();
      await collection.updateOne({ _id: count }, { $set: { text, count } }, { upsert: true });
      return performance.now() - start;
    },
    close: () => client.close(),
  };
}
