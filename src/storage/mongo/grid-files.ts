// Papers, in GridFS, each encrypted as a whole: they are small (25 MB at most), and half a paper is of no use.
import type { Connection } from 'mongoose';
import mongoose from 'mongoose';
import { OperationalError } from '../../app/ports.ts';
import type { Store } from '../../app/ports.ts';
import { isDuplicate } from './failures.ts';
import type { Place, Sealing } from './sealing.ts';

type FilePart = Pick<Store, 'saveFile' | 'readFile' | 'deleteFile' | 'findOutdatedFiles'>;

/** The layout is GridFS's own, so that any of its tools can read what is here: https://github.com/mongodb/specifications, gridfs-spec. */
interface FileRecord {
  readonly _id: string;
  readonly length: number;
  readonly chunkSize: number;
  readonly uploadDate: Date;
  readonly filename: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}
interface ChunkRecord {
  readonly files_id: string;
  readonly n: number;
  readonly data: Buffer;
}

const BUCKET = 'papers';
const CHUNK_BYTES = 255 * 1024;

/** The part of the Mongo store that keeps files, and what makes their indexes. */
export function createGridFiles(
  connection: Connection,
  sealing: Sealing,
): FilePart & { readonly makeIndexes: () => Promise<void> } {
  function database() {
    if (!connection.db) throw new OperationalError('unavailable', { retryable: true });
    return connection.db;
  }
  const files = () => database().collection<FileRecord>(`${BUCKET}.files`);
  const chunks = () => database().collection<ChunkRecord>(`${BUCKET}.chunks`);

  /** Both halves of a file: an upload that broke off leaves one of them. */
  async function remove(id: string): Promise<void> {
    await files().deleteOne({ _id: id });
    await chunks().deleteMany({ files_id: id });
  }

  /** Both halves side by side, unlike the driver's own stream: nobody is told of the file before both are there. */
  async function upload(file: FileRecord, sealed: Buffer): Promise<void> {
    const parts = Array.from({ length: Math.ceil(sealed.length / CHUNK_BYTES) }, (_, n) => ({
      files_id: file._id,
      n,
      data: sealed.subarray(n * CHUNK_BYTES, (n + 1) * CHUNK_BYTES),
    }));
    const halves = await Promise.allSettled([chunks().insertMany(parts), files().insertOne(file)]);
    for (const half of halves) if (half.status === 'rejected') throw half.reason;
  }

  return {
    async makeIndexes() {
      await chunks().createIndex({ files_id: 1, n: 1 }, { unique: true });
      await files().createIndex({ filename: 1, uploadDate: 1 });
      const outdating = { partialFilterExpression: { 'metadata.until': { $exists: true } } };
      await files().createIndex({ 'metadata.until': 1 }, outdating);
    },

    async saveFile(id, bytes, { name, ...meta }) {
      const sealed = sealing.sealFile(place(id, 'bytes'), bytes);
      const metadata = { ...meta, name: sealing.seal(place(id, 'name'), name) };
      const uploadDate = new Date(Date.parse(meta.at));
      const file = { _id: id, length: sealed.length, chunkSize: CHUNK_BYTES, uploadDate, filename: id, metadata };
      try {
        await upload(file, sealed);
      } catch (error) {
        if (!isDuplicate(error)) throw error;
        await remove(id);
        await upload(file, sealed);
      }
    },

    async readFile(id) {
      if (!(await files().findOne({ _id: id }))) return undefined;
      const bucket = new mongoose.mongo.GridFSBucket(database(), { bucketName: BUCKET });
      const parts: Buffer[] = [];
      try {
        for await (const part of bucket.openDownloadStream(id as never)) parts.push(part);
      } catch (cause) {
        if (cause instanceof mongoose.mongo.MongoGridFSChunkError) {
          throw new OperationalError('unreadable', { retryable: false, cause });
        }
        throw cause;
      }
      return new Uint8Array(sealing.unsealFile(place(id, 'bytes'), Buffer.concat(parts)));
    },

    deleteFile: remove,

    async findOutdatedFiles(now, limit) {
      // FerretDB takes a partial index only for a query that repeats the index's condition.
      const outdated = files().find({ 'metadata.until': { $lte: now, $exists: true } }, { projection: { _id: 1 } });
      return (await outdated.limit(limit).toArray()).map(({ _id }) => _id);
    },
  };
}

function place(id: string, field: string): Place {
  return ['papers', id, field];
}
