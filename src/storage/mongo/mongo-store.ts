// The store on a MongoDB (7 or newer) or FerretDB (2.7 or newer): single-document atomic updates and unique indexes do the work, so
// that a stand-alone server suffices.
import type { Connection } from 'mongoose';
import mongoose from 'mongoose';
import type { Log, Store } from '../../app/ports.ts';
import { OperationalError } from '../../app/ports.ts';
import { createApplications } from './applications.ts';
import { createAudit } from './audit.ts';
import { createCertificates } from './certificates.ts';
import { createChats } from './chats.ts';
import { createDays } from './days.ts';
import { isDuplicate, withNamedFailures } from './failures.ts';
import { createGridFiles } from './grid-files.ts';
import { createInbox } from './inbox.ts';
import { createPeople, createProfiles } from './people.ts';
import { createLookUp } from './look-up.ts';
import type { MarkRecord, Models } from './schemas.ts';
import { bytesOf, createModels } from './schemas.ts';
import type { Place, Sealing } from './sealing.ts';
import { createSealing } from './sealing.ts';
import { createSecrets } from './secrets.ts';
import { createTallies } from './tallies.ts';
import { createTokens } from './tokens.ts';

export interface MongoStoreOptions {
  readonly uri: string;
  /** 32 bytes; everything personal is encrypted with keys derived from it. */
  readonly key: Uint8Array;
  readonly log: Log;
}

const CONNECTING = {
  serverSelectionTimeoutMS: 5_000,
  connectTimeoutMS: 5_000,
  socketTimeoutMS: 30_000,
  ignoreUndefined: true,
  // What a person has seen answered must outlive a power cut.
  writeConcern: { w: 'majority', journal: true },
} as const;

const MARK: Place = ['marks', 'key', 'sealed'];
const MARKED = 'The data key of this database opens this text.';

export interface MongoStore extends Store {
  /** The database of the open connection, for those who keep something of their own there. Throws when it is not open. */
  database(): mongoose.mongo.Db;
}

/** A store with its own connection, which `open` opens and `close` closes. */
export function createMongoStore({ uri, key, log }: MongoStoreOptions): MongoStore {
  const sealing = createSealing(key);
  const connection = mongoose.createConnection();
  const models = createModels(connection);

  const { makeIndexes, ...files } = createGridFiles(connection, sealing);

  const store: Omit<Store, 'ping'> = {
    async open() {
      await connection.openUri(uri, CONNECTING);
      try {
        await checkKey(models, sealing);
        await Promise.all([
          ...Object.values(models).map((model: Models['marks']) => model.createIndexes()),
          makeIndexes(),
        ]);
      } catch (error) {
        await connection.close();
        throw error;
      }
    },
    close: () => connection.close(),
    ...createLookUp(models, sealing),
    ...createChats(models, sealing),
    ...createPeople(models, sealing),
    ...createApplications(models, sealing),
    ...createCertificates(models, sealing),
    ...createTokens(models, sealing),
    ...createSecrets(models, sealing),
    ...createInbox(models, sealing),
    ...createAudit(models, sealing),
    ...createProfiles(models),
    ...createDays(models),
    ...createTallies(models),
    ...files,
  };
  return {
    ...withNamedFailures(store, log),
    ping: () => answers(connection),
    database() {
      if (connection.db === undefined) throw new Error('the store is not open');
      return connection.db;
    },
  };
}

async function answers(connection: Connection): Promise<boolean> {
  try {
    await connection.db?.command({ ping: 1 });
    return connection.db !== undefined;
  } catch {
    return false;
  }
}

/** A database keeps the key it was begun with: with another one nobody could read what is there. */
async function checkKey({ marks }: Models, sealing: Sealing): Promise<void> {
  const find = () => marks.findById(MARK[1]).lean<MarkRecord>();
  const mark = (await find()) ?? (await setMark()) ?? (await find());
  if (!mark) return;
  try {
    sealing.unseal(MARK, bytesOf(mark.sealed));
  } catch {
    const cause = new Error('DATA_KEY is not the key this database was begun with; set the former one');
    throw new OperationalError('unreadable', { retryable: false, cause });
  }

  async function setMark(): Promise<MarkRecord | undefined> {
    const made = { _id: MARK[1], sealed: sealing.seal(MARK, MARKED) };
    try {
      await marks.insertMany([made], { lean: true });
      return made;
    } catch (error) {
      if (isDuplicate(error)) return undefined;
      throw error;
    }
  }
}
