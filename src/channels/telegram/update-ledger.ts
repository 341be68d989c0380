// Which updates have been dealt with: a poll confirms all below its offset, so the offset stays at the oldest that is not settled.

export interface UpdateLedger {
  /** For `getUpdates`; undefined before the first update. https://core.telegram.org/bots/api#getupdates */
  offset(): number | undefined;
  /** Those that are not being dealt with and have not been, from now on open. */
  admit<T extends { readonly update_id: number }>(updates: readonly T[]): T[];
  /** It will not be needed again. */
  settle(id: number): void;
  /** How many are open. */
  open(): number;
  /** How many there are from the oldest open one on: a poll brings no more than 100. */
  span(): number;
  /** Resolves when the next one is settled. */
  settled(): Promise<void>;
}

export function createUpdateLedger(): UpdateLedger {
  const open = new Set<number>();
  // A poll that is under way may still bring these.
  const done = new Set<number>();
  let next: number | undefined;
  const waiting: (() => void)[] = [];
  return {
    offset() {
      const from = open.size > 0 ? Math.min(...open) : next;
      for (const id of done) if (from !== undefined && id < from) done.delete(id);
      return from;
    },
    admit(updates) {
      const fresh = updates.filter(({ update_id: id }) => !open.has(id) && !done.has(id));
      for (const { update_id: id } of fresh) {
        open.add(id);
        // Ids may begin anew below the old ones after a quiet week, so the latest counts and not the highest.
        next = id + 1;
      }
      return fresh;
    },
    settle(id) {
      open.delete(id);
      done.add(id);
      for (const wake of waiting.splice(0)) wake();
    },
    open: () => open.size,
    span: () => (open.size === 0 || next === undefined ? 0 : next - Math.min(...open)),
    settled() {
      return new Promise((resolve) => void waiting.push(resolve));
    },
  };
}
