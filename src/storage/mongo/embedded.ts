// A database server of the product's own, for an office without one: started as a child process, its data kept in one folder.
// The program is the one that MONGOMS_SYSTEM_BINARY names, or one downloaded once from MongoDB.
import { mkdir } from 'node:fs/promises';
import { connect } from 'node:net';
import path from 'node:path';
import { DryMongoBinary, MongoInstance } from 'mongodb-memory-server-core';
import { getFreePort } from 'mongodb-memory-server-core/lib/util/getport/index.js';
import mongoose from 'mongoose';
import { OperationalError } from '../../app/ports.ts';
import { holderOf, lockFolder } from './folder-lock.ts';

export interface Embedded {
  readonly uri: string;
  /** Ends the server, unless it is another process's; the data stays. */
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /** Folder of the data; made when missing. One process at a time may use it. */
  readonly dataPath: string;
  /** A free one is found when absent. */
  readonly port?: number;
  /** Where another process runs a server on the folder, use that one. */
  readonly join?: boolean;
}

const ADDRESS = '127.0.0.1';
const DOWNLOADS = 'https://fastdl.mongodb.org/';

/** A server that lost its process ends by itself within a few seconds. */
const ORPHAN_MS = 10_000;

/** Reading back what a sudden end left takes a second or two. */
const READY_MS = 20_000;

/** Starts the server. Throws OperationalError: `unavailable` when none can be had, `conflict` when another process has the folder. */
export async function startEmbedded({ dataPath, port: wanted, join = false }: EmbeddedOptions): Promise<Embedded> {
  const dbPath = path.resolve(dataPath);
  await mkdir(dbPath, { recursive: true });
  const running = join ? await holderOf(dbPath) : undefined;
  if (running !== undefined) return { uri: uriAt(Number(running)), stop: () => Promise.resolve() };
  const lock = await lockFolder(dbPath);
  try {
    await findServer();
    if (lock.former !== undefined) await untilClosed(Number(lock.former));
    const port = await getFreePort(wanted);
    if (wanted !== undefined && port !== wanted) throw new Error(`port ${wanted} is taken`);
    // Said beforehand: whoever comes after a sudden end must know what to wait for.
    await lock.say(String(port));
    const instance = await MongoInstance.create({
      instance: { port, dbPath, ip: ADDRESS, storageEngine: 'wiredTiger', launchTimeout: 30_000 },
      // A group of its own: Ctrl-C must not end the database before the work in hand is saved.
      spawn: { detached: true },
    });
    await untilAnswers(uriAt(port)).catch(async (error: unknown) => {
      await instance.stop();
      throw error;
    });
    return {
      uri: uriAt(port),
      async stop() {
        await instance.stop();
        await lock.release();
      },
    };
  } catch (cause) {
    await lock.release();
    throw new OperationalError('unavailable', { retryable: false, cause });
  }
}

function uriAt(port: number): string {
  return `mongodb://${ADDRESS}:${port}/meja-tte`;
}

/** A server that listens may still be reading what an earlier one left: it answers a query only after that. */
async function untilAnswers(uri: string): Promise<void> {
  const client = new mongoose.mongo.MongoClient(uri, { serverSelectionTimeoutMS: 5_000 });
  try {
    for (let waited = 0; ; waited += 100) {
      try {
        await client.db().collection('marks').findOne({});
        return;
      } catch (error) {
        if (waited >= READY_MS) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  } finally {
    await client.close();
  }
}

/** Resolves when nobody listens there any more, or after a while. */
async function untilClosed(port: number): Promise<void> {
  for (let waited = 0; waited < ORPHAN_MS && (await isOpen(port)); waited += 100)
    await new Promise((resolve) => setTimeout(resolve, 100));
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: ADDRESS });
    const end = (open: boolean): void => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
  });
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
