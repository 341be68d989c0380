// How many files are in hand at once, each whole in memory: from before it is fetched until what came with it has been dealt with.
import type { IncomingFile } from '../app/ports.ts';

export interface FilesInHand {
  /** Runs what deals with the message that announced the file; when it ends the file is in hand no longer. */
  during(file: IncomingFile | undefined, deal: () => Promise<void>): Promise<void>;
  /** Fetches as soon as there are few enough in hand, whoever came first being first. Where nothing runs `during` it, until it is fetched. */
  fetch(file: IncomingFile, fetch: () => Promise<Uint8Array>): Promise<Uint8Array>;
}

export function createFilesInHand(most: number): FilesInHand {
  /** Those being dealt with, and whether they are in hand. The object counts: two people may send what a channel calls the same. */
  const announced = new Map<IncomingFile, boolean>();
  const waiting: (() => void)[] = [];
  let free = most;

  async function take(): Promise<void> {
    if (free === 0) return new Promise((resolve) => void waiting.push(resolve));
    free -= 1;
  }

  function give(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  return {
    async during(file, deal) {
      if (!file) return deal();
      announced.set(file, false);
      try {
        await deal();
      } finally {
        if (announced.get(file) === true) give();
        announced.delete(file);
      }
    },
    async fetch(file, fetch) {
      if (announced.get(file) === true) return fetch();
      await take();
      if (announced.has(file)) {
        announced.set(file, true);
        return fetch();
      }
      try {
        return await fetch();
      } finally {
        give();
      }
    },
  };
}
