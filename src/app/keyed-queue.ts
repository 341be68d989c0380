// One chat is handled in order: tasks of one key run one after the other, those of different keys side by side.

export interface KeyedQueue {
  /** Runs `task` after all earlier ones of the same key; resolves or rejects as it does. */
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
  /** What else waits for that key, besides the task that runs. */
  waiting(key: string): number;
  /** Resolves when nothing runs or waits any more. */
  idle(): Promise<void>;
}

export function createKeyedQueue(): KeyedQueue {
  const tails = new Map<string, { done: Promise<void>; count: number }>();
  return {
    run(key, task) {
      const tail = tails.get(key) ?? { done: Promise.resolve(), count: 0 };
      tail.count += 1;
      const result = tail.done.then(task);
      tail.done = result.then(
        () => leave(key),
        () => leave(key),
      );
      tails.set(key, tail);
      return result;
    },
    waiting: (key) => Math.max(0, (tails.get(key)?.count ?? 0) - 1),
    async idle() {
      while (tails.size > 0) await Promise.all([...tails.values()].map(({ done }) => done));
    },
  };

  function leave(key: string): void {
    const tail = tails.get(key);
    if (!tail) return;
    tail.count -= 1;
    if (tail.count === 0) tails.delete(key);
  }
}
