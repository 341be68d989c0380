// Several files as one, for where only one can be sent.
import { zipSync } from 'fflate';

/** A ZIP of files by their names; `at`, an instant, dates each of them. */
export function zip(files: ReadonlyMap<string, Uint8Array>, at: string): Uint8Array {
  return zipSync(Object.fromEntries(files), { mtime: new Date(at) });
}
