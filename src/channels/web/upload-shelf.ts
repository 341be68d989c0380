// Uploads between their arrival and the end of the turn they belong to; never more in memory than its room.
import type { IncomingFile } from '../../app/ports.ts';
import type { Room } from './room.ts';
import { OperationalError } from '../../app/ports.ts';

export interface UploadShelf {
  /** False when there is no room left: nothing was kept. */
  put(ref: string, bytes: Uint8Array): boolean;
  /** Throws OperationalError `too_large`, or `gone` when it is no longer (or never was) there. */
  get(file: IncomingFile, maxBytes: number): Uint8Array;
  drop(ref: string): void;
}

export function createUploadShelf(room: Room): UploadShelf {
  const kept = new Map<string, Uint8Array>();
  return {
    put(ref, bytes) {
      if (!room.take(bytes.length)) return false;
      kept.set(ref, bytes);
      return true;
    },
    get(file, maxBytes) {
      const bytes = kept.get(file.ref);
      const size = bytes?.length ?? file.size;
      if (size !== undefined && size > maxBytes) throw new OperationalError('too_large', { retryable: false });
      if (!bytes) throw new OperationalError('gone', { retryable: false });
      return bytes;
    },
    drop(ref) {
      room.give(kept.get(ref)?.length ?? 0);
      kept.delete(ref);
    },
  };
}
