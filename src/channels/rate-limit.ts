// Token buckets: how often somebody may ask. Full at first, refilled steadily, forgotten once full again.

/** Buckets kept at most; beyond it the one unused longest is forgotten. */
const MAX_BUCKETS = 10_000;

export interface RateLimit {
  /** Seconds to wait; 0 when there was a token and it was taken. */
  take(key: string, now: number): number;
}

/** `burst` at once, then `perMinute`; `now` is in milliseconds. */
export function createRateLimit({ burst, perMinute }: { burst: number; perMinute: number }): RateLimit {
  const buckets = new Map<string, { tokens: number; at: number }>();
  const perMillisecond = perMinute / 60_000;
  return {
    take(key, now) {
      const known = buckets.get(key) ?? { tokens: burst, at: now };
      const tokens = Math.min(burst, known.tokens + Math.max(0, now - known.at) * perMillisecond);
      const taken = tokens >= 1;
      // Set anew, so that the map's order is the order of use.
      buckets.delete(key);
      buckets.set(key, { tokens: taken ? tokens - 1 : tokens, at: now });
      if (buckets.size > MAX_BUCKETS) {
        const oldest = buckets.keys().next();
        if (!oldest.done) buckets.delete(oldest.value);
      }
      return taken ? 0 : (1 - tokens) / perMillisecond / 1000;
    },
  };
}
