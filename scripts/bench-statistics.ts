// Measures what the figures cost among a million certificates and a hundred thousand requests: each count beside the same question asked
// by hand, with one aggregation through the driver, on the same server, in turns. Both must give the same answer.
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { canonicalJson } from '../src/core/audit.ts';
import { addDays } from '../src/core/local-date.ts';
import type { MongoStore } from '../src/storage/mongo/mongo-store.ts';
import { createMongoStore } from '../src/storage/mongo/mongo-store.ts';
import { mongoForTests, QUIET } from '../test/helpers/mongo.ts';
import type { Figure } from './bench-figure.ts';
import { against, quantile } from './bench-figure.ts';
import * as byHand from './bench-statistics-by-hand.ts';
import { AMOUNTS, fillStatistics, LAST_DAY } from './bench-statistics-data.ts';

const MOST_RATIO = 1.2;
/** Short ones are asked more often, since chance weighs more in them. */
const ROUNDS = { few: 3, many: 7, shortMs: 4_000 };

interface Question {
  readonly name: string;
  ours(): Promise<readonly object[]>;
  byHand(): Promise<readonly object[]>;
}

export async function benchStatistics(emit: (figure: Figure) => void, progress: (text: string) => void): Promise<void> {
  progress('statistics: looks for a database server');
  const server = await mongoForTests();
  if (!server) {
    // Not measured is not met.
    emit({ name: 'the figures', value: -1, unit: 'not measured', goal: 'a database server', holds: false });
    return;
  }
  const uri = server.uri('bench-statistics');
  const store = createMongoStore({ uri, key: new Uint8Array(randomBytes(32)), log: QUIET });
  try {
    await store.open();
    await fillStatistics(store, progress);
    for (const question of questions(store)) emit(await measure(question, progress));
  } finally {
    await store.close();
    await server.stop();
  }
}

/** As of a day on which some of what is there has not happened yet. */
function questions(store: MongoStore): Question[] {
  const db = store.database();
  const day = addDays(LAST_DAY, -48);
  const from = addDays(day, -669);
  const count = { day, nearEndUntil: addDays(day, 30), changedBefore: addDays(day, -180) };
  const until = `${addDays(day, 1)}T00:00:00.000Z`;
  const year = { from: `${addDays(day, -364)}T00:00:00.000Z`, until };
  const among = (name: keyof typeof AMOUNTS): string => `among ${AMOUNTS[name].toLocaleString('en')} ${name}`;
  return [
    {
      name: `holders as of a day, ${among('certificates')}`,
      ours: () => store.tallyHolders(count),
      byHand: () => byHand.holdersByHand(db, count),
    },
    {
      name: `months, ${among('certificates')}`,
      ours: () => store.tallyMonths(from, day),
      byHand: () => byHand.monthsByHand(db, from, day),
    },
    {
      name: `grounds of revocation, ${among('certificates')}`,
      ours: () => store.tallyGrounds(day),
      byHand: () => byHand.groundsByHand(db, day),
    },
    {
      name: `requests by place as of a day, ${among('requests')}`,
      ours: () => store.tallyRequests(until),
      byHand: () => byHand.requestsByHand(db, until),
    },
    {
      name: `minutes of steps in a year, ${among('requests')}`,
      ours: () => store.tallySteps(year),
      byHand: () => byHand.stepsByHand(db, year),
    },
    {
      name: `reasons in a year, ${among('requests')}`,
      ours: () => store.tallyReasons(year),
      byHand: () => byHand.reasonsByHand(db, year),
    },
    {
      name: `checks by verdict in a year, ${among('acts')}`,
      ours: () => store.tallyActs('document_checked', 'headline', year),
      byHand: () => byHand.checksByHand(db, year),
    },
  ];
}

/** In turns, and in each round the other one first, so that whatever else the machine does meanwhile falls on both. */
async function measure({ name, ...ways }: Question, progress: (text: string) => void): Promise<Figure> {
  const times = { ours: [] as number[], byHand: [] as number[] };
  const answers = { ours: [] as readonly object[], byHand: [] as readonly object[] };
  let rounds: number = ROUNDS.few;
  for (let round = 0; round < rounds; round += 1) {
    for (const way of round % 2 === 0 ? (['ours', 'byHand'] as const) : (['byHand', 'ours'] as const)) {
      const before = performance.now();
      answers[way] = await ways[way]();
      times[way].push(performance.now() - before);
    }
    if (round === 0) checkSame(name, answers.ours, answers.byHand);
    if (Math.max(...times.ours) < ROUNDS.shortMs) rounds = ROUNDS.many;
    progress(`statistics: ${name}: round ${round + 1} of ${rounds}`);
  }
  const reference = { name: 'the same by hand', value: quantile(times.byHand, 0.5) };
  return against(name, quantile(times.ours, 0.5), 'ms', reference, MOST_RATIO);
}

function checkSame(name: string, ours: readonly object[], other: readonly object[]): void {
  const sorted = (rows: readonly object[]): string[] => rows.map(canonicalJson).toSorted((a, b) => (a < b ? -1 : 1));
  if (ours.length === 0) throw new Error(`${name}: there is nothing to count`);
  if (!isDeepStrictEqual(sorted(ours), sorted(other))) throw new Error(`${name}: counted by hand it is not the same`);
}
