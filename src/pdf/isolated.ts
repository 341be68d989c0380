// Verifies PDFs in a warm child process under an OS memory limit and a wall limit: no file can hang or end the bot.
// A crash or a kill is an `indeterminate` verdict; the file is never tried again in this process.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { Verdict } from '../core/verdict.ts';
import type { ChildMessage, Job } from './child.ts';
import type { OnlineRevocation } from './revocation.ts';
import type { RevocationRequest } from './revocation-requests.ts';

export interface IsolatedVerifier {
  /** Loads the trust anchors and warms the children; rejects when they cannot start. Called by the first `verify` if not before. */
  start(): Promise<void>;
  verify(bytes: Uint8Array, options?: { now?: string; revocation?: OnlineRevocation }): Promise<Verdict>;
  /** Ends the children; files still waiting are answered `indeterminate`. */
  stop(): Promise<void>;
  /** Process ids of the living children. */
  pids(): number[];
}

export interface VerifierOptions {
  /** Directories with an agency's own anchors, besides the shipped ones. */
  readonly trustDirs: readonly string[];
  /** ISO 8601 UTC. */
  readonly clock: () => string;
  readonly wallMs?: number;
  readonly memoryMb?: number;
  /** Children side by side, one file at a time each. */
  readonly size?: number;
  /** A child is replaced after so many files. */
  readonly filesPerChild?: number;
  /** Fetches revocation data that a file lacks; a file that needs some is judged a second time with it. Off without. */
  readonly fetchRevocation?: (needs: readonly RevocationRequest[]) => Promise<OnlineRevocation>;
  /** For the log: why a file was not judged. */
  readonly onFailure?: (reason: string) => void;
}

interface Answer {
  readonly verdict: Verdict;
  readonly needs: readonly RevocationRequest[];
}

interface Task {
  readonly job: Job;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

interface Child {
  readonly process: ChildProcess;
  readonly ready: Promise<void>;
  readonly gone: Promise<void>;
  isReady: boolean;
  /** Killed or about to be: gets no more files. */
  isRetired: boolean;
  files: number;
  task: Task | undefined;
  timer: NodeJS.Timeout | undefined;
}

const START_MS = 30_000;

export function createVerifier(options: VerifierOptions): IsolatedVerifier {
  const { trustDirs, clock, wallMs = 10_000, memoryMb = 512, size = 1, filesPerChild = 200 } = options;
  const children = new Set<Child>();
  const waiting: Task[] = [];
  let accepts = true;

  function startChild(): void {
    const child = forkChild(trustDirs, memoryMb);
    children.add(child);
    child.process.on('message', (message: ChildMessage) => onMessage(child, message));
    void child.gone.then(() => onGone(child));
    void child.ready.then(
      () => onReady(child),
      (error: Error) => onUnfit(child, error),
    );
  }

  function assign(): void {
    for (const child of children) {
      if (!child.isReady || child.isRetired || child.task) continue;
      const task = waiting.shift();
      if (!task) return;
      run(child, task);
    }
    const starting = [...children].filter((child) => !child.isReady && !child.isRetired).length;
    if (waiting.length > starting && children.size < size) startChild();
  }

  function onReady(child: Child): void {
    child.isReady = true;
    assign();
  }

  /** Not the file's fault: whoever waits must hear that the verifier itself does not run. */
  function onUnfit(child: Child, error: Error): void {
    retire(child);
    for (const task of waiting.splice(0)) task.reject(error);
  }

  function run(child: Child, task: Task): void {
    child.task = task;
    child.timer = setTimeout(() => fail(child, 'timeout', `the wall limit of ${wallMs} ms`), wallMs);
    child.process.send(task.job, (error) => {
      if (error && child.task === task) fail(child, 'limit', String(error));
    });
  }

  function onMessage(child: Child, message: ChildMessage): void {
    if (message.kind === 'verdict') settle(child, message);
    if (message.kind === 'failed') fail(child, message.memory ? 'limit' : 'damaged', message.reason);
  }

  function onGone(child: Child): void {
    children.delete(child);
    const how = child.process.signalCode ?? `exit code ${child.process.exitCode}`;
    if (child.task) fail(child, 'limit', `the child ended: ${how}`);
    // The successor of one that has worked is started at once: the next file finds it warm.
    if (accepts && child.files > 0 && children.size < size) startChild();
    else assign();
  }

  /** A child that a file has brought to a limit is not trusted with another one. */
  function fail(child: Child, problem: 'timeout' | 'limit' | 'damaged', reason: string): void {
    if (!child.task) return;
    options.onFailure?.(reason);
    retire(child);
    settle(child, { verdict: unjudged(child.task.job, problem), needs: [] });
  }

  function settle(child: Child, { verdict, needs }: Answer): void {
    const { task } = child;
    if (!task) return;
    clearTimeout(child.timer);
    child.task = undefined;
    child.files += 1;
    if (child.files >= filesPerChild) retire(child);
    task.resolve({ verdict: deepFreeze(verdict), needs });
    assign();
  }

  function judge(job: Job): Promise<Answer> {
    if (!accepts) return Promise.resolve({ verdict: unjudged(job, 'timeout'), needs: [] });
    return new Promise((resolve, reject) => {
      waiting.push({ job, resolve, reject });
      assign();
    });
  }

  /** Its successor starts when it is gone, so that there are never more than `size` of them. */
  function retire(child: Child): void {
    child.isRetired = true;
    child.process.kill('SIGKILL');
  }

  return {
    async start() {
      await Promise.all([...children].filter((child) => child.isRetired).map((child) => child.gone));
      for (let missing = size - children.size; missing > 0; missing -= 1) startChild();
      try {
        await Promise.all([...children].map((child) => child.ready));
      } catch (error) {
        // Stopped while it started: nobody needs it any more.
        if (accepts) throw error;
      }
    },
    async verify(bytes, { now = clock(), revocation } = {}) {
      const fetchRevocation = revocation ? undefined : options.fetchRevocation;
      const job: Job = { bytes, now, ...(revocation ? { revocation } : {}) };
      const { verdict, needs } = await judge({ ...job, ...(fetchRevocation ? { asksNeeds: true } : {}) });
      if (!fetchRevocation || needs.length === 0) return verdict;
      const fetched = await fetchRevocation(needs);
      if (fetched.ocsps.length + fetched.crls.length === 0) return verdict;
      const second = await judge({ ...job, revocation: fetched });
      // What a server sent is a stranger's data too: should it end the child, the first verdict stands.
      return second.verdict.problem !== null && verdict.problem === null ? verdict : second.verdict;
    },
    async stop() {
      accepts = false;
      for (const { job, resolve } of waiting.splice(0)) resolve({ verdict: unjudged(job, 'timeout'), needs: [] });
      const all = [...children];
      for (const child of all) {
        fail(child, 'timeout', 'the verifier was stopped');
        retire(child);
      }
      await Promise.all(all.map((child) => child.gone));
    },
    pids: () => [...children].flatMap((child) => child.process.pid ?? []),
  };
}

/**
 * The limit is RLIMIT_DATA, set by the shell that becomes the child. It counts what can be written to: heap, buffers,
 * stacks. RLIMIT_AS cannot be used: V8 reserves 33 GB of addresses before it runs a line.
 */
function forkChild(trustDirs: readonly string[], memoryMb: number): Child {
  const program = fileURLToPath(import.meta.resolve(import.meta.url.endsWith('.ts') ? './child.ts' : './child.js'));
  const loader = program.endsWith('.ts') ? ['--import', import.meta.resolve('tsx')] : [];
  const heapMb = Math.min(256, Math.ceil(memoryMb / 2));
  const command = [process.execPath, '--expose-gc', `--max-old-space-size=${heapMb}`, ...loader, program, ...trustDirs];
  const limits = `ulimit -c 0; ulimit -d ${memoryMb * 1024} && exec "$0" "$@"`;
  // The environment holds secrets that the parser of strangers' files has no need of.
  const spawned = spawn('/bin/sh', ['-c', limits, ...command], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    env: { TZ: 'UTC' },
  });
  const gone = new Promise<void>((resolve) => {
    spawned.once('exit', () => resolve());
    spawned.once('error', () => resolve());
  });
  const child: Child = {
    process: spawned,
    ready: becomeReady(spawned, gone),
    gone,
    isReady: false,
    isRetired: false,
    files: 0,
    task: undefined,
    timer: undefined,
  };
  return child;
}

async function becomeReady(spawned: ChildProcess, gone: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const answer = new Promise<string | null>((resolve) => {
    spawned.once('message', (message: ChildMessage) => {
      resolve(message.kind === 'unfit' ? message.reason : null);
    });
    timer = setTimeout(() => resolve('it takes too long'), START_MS);
    void gone.then(() => resolve('it ended at once'));
  });
  const failure = await answer;
  clearTimeout(timer);
  if (failure !== null) throw new Error(`The PDF verifier does not start: ${failure}`);
}

function unjudged({ bytes, now }: Job, problem: 'timeout' | 'limit' | 'damaged'): Verdict {
  return {
    at: now,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    signatures: [],
    documentTimestamps: [],
    notes: [],
    problem,
    integrity: 'indeterminate',
    headline: 'indeterminate',
  };
}

/** Frozen again: what comes through IPC is a copy. */
function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
