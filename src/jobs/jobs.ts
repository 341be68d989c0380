// What both ways of running the chores have in common.

export interface Jobs {
  /** No run begins any more; resolves when those under way have ended, or after half a minute without them. */
  stop(): Promise<void>;
}

/** A run is told to end after so long: by then nobody else may have begun the same. */
export const RUN_MS = 90_000;

/** So long the end of the process waits for runs under way; what they leave is found again. */
export const DRAIN_MS = 25_000;
