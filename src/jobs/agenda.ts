// The chores of a desk with a database: one job each, kept there by Agenda, so that of several processes one runs it at a time and the
// others take over when that one is gone. No job carries data: what there is to do is found in the records.
import { MongoBackend } from '@agendajs/mongo-backend';
import { Agenda } from 'agenda';
import type { Chore } from '../app/chores.ts';
import { CHORES } from '../app/chores.ts';
import type { Desk } from '../app/desk.ts';
import { OperationalError } from '../app/ports.ts';
import type { Jobs } from './jobs.ts';
import { DRAIN_MS, RUN_MS } from './jobs.ts';

/** A database of the driver; the store and Agenda may bring different releases of it along, whose types do not fit each other. */
export type Database = object;

type BackendDatabase = Extract<ConstructorParameters<typeof MongoBackend>[0], { mongo: unknown }>['mongo'];

const COLLECTION = 'jobs';

/** After so long a process that has a job counts as gone. */
const LOCK_MS = 120_000;

/** How often the database is asked what is due. */
const LOOK_MS = 10_000;

/** Starts to run the chores. Throws OperationalError where the database does not answer. */
export async function startAgenda(
  desk: Desk,
  database: Database,
  { chores = CHORES, lookMs = LOOK_MS }: { readonly chores?: readonly Chore[]; readonly lookMs?: number } = {},
): Promise<Jobs> {
  // Agenda itself would wait without end for a database that does not answer, and its failure would reach nobody.
  await oneOfEach(database);
  const ending = new AbortController();
  const agenda = new Agenda({
    backend: backendOn(database),
    processEvery: lookMs,
    defaultConcurrency: 1,
    defaultLockLifetime: LOCK_MS,
  });
  // Without listeners a failure would pass in silence. An outage is told of when it begins, not at every look.
  let out = false;
  agenda.on('error', (error: Error) => {
    if (!out) desk.log.warn('jobs cannot be looked at', { error });
    out = true;
  });
  agenda.on('success', () => (out = false));
  agenda.on('fail', (error: Error | string, job) => {
    const level = error instanceof OperationalError ? 'warn' : 'error';
    desk.log[level]('a job failed', { job: nameOf(job), error });
  });
  for (const chore of chores) agenda.define(chore.name, (_job, done) => void carryOut(chore, done));
  try {
    await agenda.ready;
    for (const chore of chores) await schedule(agenda, chore);
    await agenda.start();
  } catch (cause) {
    await agenda.stop();
    throw new OperationalError('unavailable', { retryable: true, cause });
  }
  return {
    async stop() {
      ending.abort();
      const { timedOut } = await agenda.drain(DRAIN_MS);
      if (timedOut) desk.log.warn('jobs were still running at the end');
    },
  };

  async function carryOut(chore: Chore, done: (error?: Error) => void): Promise<void> {
    try {
      await chore.run(desk, AbortSignal.any([ending.signal, AbortSignal.timeout(RUN_MS)]));
    } catch (error) {
      return done(error instanceof Error ? error : new Error(String(error)));
    }
    done();
  }
}

/** What is known of a job's runs; instants are absent as long as there was none. */
export interface JobRecord {
  readonly name: string;
  readonly lastRunAt?: Date | undefined;
  readonly lastFinishedAt?: Date | undefined;
  readonly nextRunAt?: Date | undefined;
  readonly failures: number;
  readonly lastFailure?: { readonly at: Date; readonly reason: string };
}

/** The jobs in the database, by name. */
export async function listJobs(database: Database): Promise<JobRecord[]> {
  const backend = backendOn(database);
  await backend.connect();
  const { jobs } = await backend.repository.queryJobs();
  return jobs
    .map(({ name, lastRunAt, lastFinishedAt, nextRunAt, failCount, failedAt, failReason }) => ({
      name,
      lastRunAt,
      lastFinishedAt,
      nextRunAt: nextRunAt ?? undefined,
      failures: failCount ?? 0,
      ...(failedAt ? { lastFailure: { at: failedAt, reason: failReason ?? '' } } : {}),
    }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function backendOn(database: Database): MongoBackend {
  return new MongoBackend({ mongo: database as BackendDatabase, collection: COLLECTION });
}

/** Two processes that start at once would otherwise make two jobs of one name: Agenda itself has no such index. */
async function oneOfEach(database: Database): Promise<void> {
  const options = { unique: true, partialFilterExpression: { type: 'single' }, name: 'one_job_of_a_name' };
  try {
    await (database as BackendDatabase).collection(COLLECTION).createIndex({ name: 1 }, options);
  } catch (cause) {
    throw new OperationalError('unavailable', { retryable: true, cause });
  }
}

/** A job that is there already keeps its times and its failures; saved anew it would lose them. */
async function schedule(agenda: Agenda, { name, everyMs }: Chore): Promise<void> {
  const { jobs } = await agenda.queryJobs({ name });
  if (jobs.some(({ repeatInterval }) => String(repeatInterval) === String(everyMs))) return;
  try {
    await agenda.every(everyMs, name);
  } catch (error) {
    const another = typeof error === 'object' && error !== null && 'code' in error && error.code === 11_000;
    if (!another) throw error;
  }
}

function nameOf(job: unknown): string | undefined {
  const attrs = typeof job === 'object' && job !== null && 'attrs' in job ? job.attrs : undefined;
  const named = typeof attrs === 'object' && attrs !== null && 'name' in attrs ? attrs.name : undefined;
  return typeof named === 'string' ? named : undefined;
}
