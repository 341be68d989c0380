// One process per data folder: two servers on the same files would ruin them. Who has it says where its server is.
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { OperationalError } from '../../app/ports.ts';

/** What this process has taken: a lock with its own number that is not among these is a former process's. */
const taken = new Set<string>();

export interface FolderLock {
  /** What a former process, which was killed, had said of itself. */
  readonly former: string | undefined;
  /** Says something of itself to whoever asks `holderOf`. */
  say(words: string): Promise<void>;
  release(): Promise<void>;
}

/** Takes the folder. Throws OperationalError `conflict` when a living process has it. */
export async function lockFolder(folder: string): Promise<FolderLock> {
  const file = fileOf(folder);
  let former: string | undefined;
  if (!(await take(file))) {
    const { pid, said } = await read(file);
    if (taken.has(file) || isOtherAlive(pid)) throw conflict(folder, pid);
    // Left behind by a process that was killed.
    former = said;
    await rm(file, { force: true });
    if (!(await take(file))) throw conflict(folder, pid);
  }
  taken.add(file);
  return {
    former,
    async say(words) {
      await writeFile(`${file}.new`, `${process.pid}\n${words}\n`);
      await rename(`${file}.new`, file);
    },
    async release() {
      taken.delete(file);
      await rm(file, { force: true });
    },
  };
}

/** What the living process that has the folder says of itself; undefined when there is none, or it says nothing yet. */
export async function holderOf(folder: string): Promise<string | undefined> {
  const file = fileOf(folder);
  const { pid, said } = await read(file);
  return taken.has(file) || isOtherAlive(pid) ? said : undefined;
}

function fileOf(folder: string): string {
  return path.join(folder, 'in-use');
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(`${process.pid}\n`);
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

async function read(file: string): Promise<{ pid: number; said: string | undefined }> {
  const [pid, said] = (await readFile(file, 'utf8').catch(() => '')).split('\n');
  return { pid: Number(pid), said: said === '' ? undefined : said };
}

/** In a container the numbers begin anew: a holder with this process's own number is gone. */
function isOtherAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function conflict(folder: string, holder: number): OperationalError {
  const cause = new Error(`process ${holder} already uses ${folder}`);
  return new OperationalError('conflict', { retryable: false, cause });
}
