// How often a message was asked for again, for the library: the latest are remembered.
import type { CacheStore } from '@whiskeysockets/baileys';

const MOST = 2_000;

export function createBoundedCache(): CacheStore {
  const entries = new Map<string, unknown>();
  return {
    get: (key) => entries.get(key) as never,
    set(key, value) {
      entries.delete(key);
      entries.set(key, value);
      const [oldest] = entries.keys();
      if (entries.size > MOST && oldest !== undefined) entries.delete(oldest);
    },
    del: (key) => void entries.delete(key),
    flushAll: () => entries.clear(),
  };
}
