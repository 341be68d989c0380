// Papers, in GridFS, each encrypted as a whole: they are small (25 MB at most), and half a paper is of no use.
import type { Connection } from 'mongoose';
import mongoose from 'mongoose';
import { OperationalError } from '../../app/ports.ts';
import type { Store } from '../../app/ports.ts';
import { isDuplicate } from './failures.ts';
import type { Place, Sealing } from './sealing.ts';

type FilePart = Pick<Store, 'saveFile' | 'readFile' | 'deleteFile'>;

const BUCKET = 'papers';

interface FileRecord {
  readonly _id: string;
}
interface ChunkRecord {
  readonly files_id: string;
}

/** The part of the Mongo store that keeps files. */
export function createGridFiles(connection: Connection, sealing: Sealing): FilePart {
  function database() {
    if (!connection.db) throw new OperationalError('unavailable', { retryable: true });
    return connection.db;
  }
  /** One for all files: each new one would look at its indexes before the first write. */
  let made: { db: ReturnType<typeof database>; bucket: mongoose.mongo.GridFSBucket } | undefined;
  function bucket() {
    const db = database();
    if (made?.db !== db) made = { db, bucket: new mongoose.mongo.GridFSBucket(db, { bucketName: BUCKET }) };
    return made.bucket;
  }

  /** Both halves of a file: an upload that broke off leaves chunks without a file. */
  async function remove(id: string): Promise<void> {
    await database().collection<FileRecord>(`${BUCKET}.files`).deleteOne({ _id: id });
    await database().collection<ChunkRecord>(`${BUCKET}.chunks`).deleteMany({ files_id: id });
  }

  async function upload(id: string, sealed: Buffer, metadata: Record<string, unknown>): Promise<void> {
    const options = { id: id as never, metadata };
    const stream = bucket().openUploadStreamWithId(options.id, id, { metadata: options.metadata });
    await new Promise<void>((resolve, reject) => {
      stream.once('error', reject).once('finish', () => resolve());
      stream.end(sealed);
    });
  }

  return {
    async saveFile(id, bytes, { name, ...meta }) {
      const sealed = sealing.sealFile(place(id, 'bytes'), bytes);
      const metadata = { ...meta, name: sealing.seal(place(id, 'name'), name) };
      try {
        await upload(id, sealed, metadata);
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        await remove(id);
        await upload(id, sealed, metadata);
      }
    },

    async readFile(id) {
      const file = await database().collection<FileRecord>(`${BUCKET}.files`).findOne({ _id: id });
      if (!file) return undefined;
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of bucket().openDownloadStream(id as never)) chunks.push(chunk);
      } catch (cause) {
        if (cause instanceof mongoose.mongo.MongoGridFSChunkError) {
          throw new OperationalError('unreadable', { retryable: false, cause });
        }
        throw cause;
      }
      return new Uint8Array(sealing.unsealFile(place(id, 'bytes'), Buffer.concat(chunks)));
    },

    deleteFile: remove,
  };
}

function place(id: string, field: string): Place {
  return ['papers', id, field];
}
