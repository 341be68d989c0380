// The service, or a script of ours, as a process of its own: started as `npm start` starts it, heard, and ended.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { onTestFinished } from 'vitest';

export interface Spawned {
  readonly process: ChildProcess;
  /** What it has written so far. */
  readonly out: () => string;
  readonly err: () => string;
  /** Its exit code; null when a signal ended it. */
  readonly ended: Promise<number | null>;
  /** Where its page is, once it says so; rejects when it ends before. */
  url(): Promise<string>;
}

/** Nothing of this process's settings but what finds programs and the database server. */
const KEPT = /^(?:PATH|HOME|TMPDIR|MONGOMS_\w+)$/;

export function spawnScript(
  file: string,
  settings: Readonly<Record<string, string>>,
  args: readonly string[] = [],
): Spawned {
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name));
  const env = { ...Object.fromEntries(kept), ...settings };
  const child = spawn(process.execPath, ['--import', 'tsx', file, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  const listeners = new Set<() => void>();
  child.stdout.on('data', (bytes: Buffer) => {
    out += bytes.toString('utf8');
    for (const listener of listeners) listener();
  });
  child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  // What a failed test leaves behind.
  onTestFinished(() => void child.kill('SIGKILL'));
  return {
    process: child,
    out: () => out,
    err: () => err,
    ended,
    url() {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const url = /"url":"([^"]+)"/.exec(out)?.[1];
          if (url !== undefined) resolve(url);
        };
        listeners.add(look);
        look();
        void ended.then((code) => reject(new Error(`it ended with ${code}: ${out}${err}`)));
      });
    },
  };
}
