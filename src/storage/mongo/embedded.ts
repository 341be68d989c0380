// A database server of the product's own, for an office without one: started as a child process, its data kept in one folder.
// The program is the one that MONGOMS_SYSTEM_BINARY names, or one downloaded once from MongoDB.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { DryMongoBinary, MongoInstance } from 'mongodb-memory-server-core';
import { getFreePort } from 'mongodb-memory-server-core/lib/util/getport/index.js';
import { OperationalError } from '../../app/ports.ts';
import { lockFolder } from './folder-lock.ts';

export interface Embedded {
  readonly uri: string;
  /** Ends the server; the data stays. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder of the data; made when missing. One process at a time may use it. */
  readonly dataPath: string;
  /** A free one is found when absent. */
  readonly port?: number;
}

const ADDRESS = '127.0.0.1';
const DOWNLOADS = 'https://fastdl.mongodb.org/';

/** Starts the server. Throws OperationalError: `unavailable` when none can be had, `conflict` when another process has the folder. */
export async function startEmbedded({ dataPath, port: wanted }: EmbeddedOptions): Promise<Embedded> {
  const dbPath = path.resolve(dataPath);
  await mkdir(dbPath, { recursive: true });
  const unlock = await lockFolder(dbPath);
  try {
    await findServer();
    const port = await getFreePort(wanted);
    if (wanted !== undefined && port !== wanted) throw new Error(`port ${wanted} is taken`);
    const instance = await MongoInstance.create({
      instance: { port, dbPath, ip: ADDRESS, storageEngine: 'wiredTiger', launchTimeout: 30_000 },
      // A group of its own: Ctrl-C must not end the database before the work in hand is saved.
      spawn: { detached: true },
    });
    return {
      uri: `mongodb://${ADDRESS}:${port}/meja-tte`,
      async stop() {
        await instance.stop();
        await unlock();
      },
    };
  } catch (cause) {
    await unlock();
    throw new OperationalError('unavailable', { retryable: false, cause });
  }
}

/** The library tries an unreachable download for minutes; whether there is a way to one is known sooner. */
async function findServer(): Promise<void> {
  const found = await DryMongoBinary.locateBinary(await DryMongoBinary.generateOptions());
  if (found !== undefined) return;
  try {
    await fetch(DOWNLOADS, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
  } catch (cause) {
    throw new Error(`no database server here, and ${DOWNLOADS} cannot be reached: set MONGODB_URI`, { cause });
  }
}
