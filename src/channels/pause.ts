// Waiting that can be ended early.

/** Resolves after so many milliseconds, or as soon as the signal is given. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) return resolve();
    const end = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}

/** The one whose turn it is, the last one again and again. */
export function pauseOf(pauses: readonly number[], tries: number): number {
  return pauses[Math.min(tries, pauses.length) - 1] ?? 0;
}
