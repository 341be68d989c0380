// Memory for bodies on their way in and uploads in hand: counted as it fills, so that many slow senders cannot use up the process's.

export interface Room {
  /** False when there is not so much left: nothing was taken. */
  take(bytes: number): boolean;
  give(bytes: number): void;
}

/** `size` is in bytes, for everybody together. */
export function createRoom(size: number): Room {
  let used = 0;
  return {
    take(bytes) {
      if (used + bytes > size) return false;
      used += bytes;
      return true;
    },
    give(bytes) {
      used -= bytes;
    },
  };
}
