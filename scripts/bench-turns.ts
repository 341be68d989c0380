// Measures turns: how many a second and how long each, in memory and with a database, and what each asks of the database.
// A realistic mix: whole procedures from the first word to the certificate, with files, officers and notices.
import { randomBytes } from 'node:crypto';
import mongoose from 'mongoose';
import type { Store } from '../src/app/ports.ts';
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
  const counter = countCommands();
  const log = { debug() {}, info() {}, warn() {}, error: (text: string) => progress(text) };
  const uri = server.uri('bench');
  const store = createMongoStore({ uri, key: new Uint8Array(randomBytes(32)), log });
  await store.open();
  const upsert = await rawUpsert(uri);
  try {
    await measureMongo(emit, progress, store, counter, upsert.run);
  } finally {
    await upsert.close();
    await store.close();
    await server.stop();
  }
}

async function measureMongo(
  emit: Emit,
  progress: Progress,
  store: Store,
  counter: { count: number },
  upsert: () => Promise<number>,
): Promise<void> {
  const bench = await makeBenchDesk(store, () => counter.count, upsert);
  await playProcedures(bench, 'warm-up', progress, 2);
  bench.turns.length = 0;
  bench.references.length = 0;
  const kept = startUpkeep(bench.world.desk, UPKEEP);
  const before = { commands: counter.count, story: bench.storyReads() };
  await playProcedures(bench, 'database', progress);
  await kept.stop();
  const plain = bench.turns.filter((turn) => turn.plain);
  // What is written down for many turns at once falls between them, too, or into one of them: a part for every turn alike.
  const inTurns = bench.turns.reduce((sum, { done }) => sum + done.commands, 0);
  const between = counter.count - before.commands - (bench.storyReads() - before.story) - inTurns;
  const beside = between / bench.turns.length;
  const form = bench.turns.filter((turn) => turn.applicant);
  const trips = (what: string, costs: readonly Cost[]): Figure => {
    const mean = costs.reduce((sum, { commands }) => sum + commands, 0) / costs.length + beside;
    return atMost(`round trips of ${what}`, mean, 'round trips', MOST_ROUND_TRIPS);
  };
  const raw = { name: 'one raw upsert', value: quantile(bench.references, 0.5) };
  const time = (what: string, costs: readonly Cost[]): Figure =>
    against(`${what}, median`, medianOf(costs), 'ms', raw, MOST_RATIO);

  emitTimes(emit, 'with the database', bench.turns);
  emit(told('round trips beside the turns, for each turn', beside, 'round trips'));
  emit(
    trips(
      'a plain answer',
      plain.map(({ done }) => done),
    ),
  );
  emit(
    trips(
      'a turn of the applicant, papers included',
      form.map(({ done }) => done),
    ),
  );
  emit(
    trips(
      'a turn of a whole procedure, until it is answered',
      bench.turns.map(({ answered }) => answered),
    ),
  );
  emit(
    trips(
      'a turn of a whole procedure, until all are told',
      bench.turns.map(({ done }) => done),
    ),
  );
  emit(
    time(
      'a plain answer',
      plain.map(({ answered }) => answered),
    ),
  );
  emit(
    time(
      'a turn of a whole procedure',
      bench.turns.map(({ answered }) => answered),
    ),
  );
  emit(told('turns a second with the database, 8 chats at once', await fillAtOnce(bench), 'turns/s'));
}

function medianOf(costs: readonly Cost[]): number {
  return quantile(
    costs.map(({ ms }) => ms),
    0.5,
  );
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

/** What one upsert by the bare driver takes, on a connection of its own, as safely written and as closely watched as a turn. */
async function rawUpsert(uri: string): Promise<{ run: () => Promise<number>; close: () => Promise<void> }> {
  const options = { writeConcern: { w: 'majority', journal: true }, monitorCommands: true } as const;
  const client = new mongoose.mongo.MongoClient(uri, options);
  client.on('commandStarted', () => {});
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
