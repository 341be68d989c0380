// A database server for the suites that need one: MONGODB_URI if set, else one started for this test process.
// Where none can be had, one line says so and the suites are visibly skipped.
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import mongoose from 'mongoose';
import type { Log } from '../../src/app/ports.ts';
import { startEmbedded } from '../../src/storage/mongo/embedded.ts';

export interface TestMongo {
  /** Started here, by the embedded server's own code; not one that MONGODB_URI names. */
  readonly own: boolean;
  /** Address of a database of that name which no other run uses. */
  uri(name: string): string;
  /** Ends what was started and removes what was written. */
  stop(): Promise<void>;
}

export const QUIET: Log = { debug() {}, info() {}, warn() {}, error() {} };

let resolved: Promise<TestMongo | undefined> | undefined;

/** The server of this test process; undefined, after one clear line, when none can be had. */
export function mongoForTests(): Promise<TestMongo | undefined> {
  resolved ??= resolve();
  return resolved;
}

async function resolve(): Promise<TestMongo | undefined> {
  const given = process.env['MONGODB_URI'];
  const run = randomBytes(4).toString('hex');
  if (given) return createTestMongo(given, run, false, async () => {});
  const dataPath = await mkdtemp(path.join(tmpdir(), 'meja-tte-mongo-'));
  const clean = () => rm(dataPath, { recursive: true, force: true });
  try {
    const server = await startEmbedded({ dataPath });
    return createTestMongo(server.uri, run, true, async () => {
      await server.stop();
      await clean();
    });
  } catch (error) {
    await clean();
    process.stderr.write(
      `Mongo suites skipped: no database server (set MONGODB_URI or MONGOMS_SYSTEM_BINARY): ${reasonOf(error)}\n`,
    );
    return undefined;
  }
}

function createTestMongo(base: string, run: string, own: boolean, end: () => Promise<void>): TestMongo {
  const uris = new Set<string>();
  return {
    own,
    uri(name) {
      const uri = new URL(base);
      uri.pathname = `/test-${name}-${run}`;
      uris.add(uri.href);
      return uri.href;
    },
    async stop() {
      for (const uri of uris) {
        const connection = await mongoose.createConnection(uri).asPromise();
        await connection.dropDatabase();
        await connection.close();
      }
      await end();
    },
  };
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0] ?? '';
}
