// One process per data folder: two servers on the same files would ruin them.
import { open, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { OperationalError } from '../../app/ports.ts';

/** What this process has taken: a lock with its own number that is not among these is a former process's. */
const taken = new Set<string>();

/** Takes the folder; what it returns gives it back. Throws OperationalError `conflict` when a living process has it. */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const file = path.join(folder, 'in-use');
  if (!(await take(file))) {
    const holder = Number(await readFile(file, 'utf8').catch(() => ''));
    if (taken.has(file) || isOtherAlive(holder)) throw conflict(folder, holder);
    // Left behind by a process that was killed.
    await rm(file, { force: true });
    if (!(await take(file))) throw conflict(folder, holder);
  }
  taken.add(file);
  return async () => {
    taken.delete(file);
    await rm(file, { force: true });
  };
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
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
