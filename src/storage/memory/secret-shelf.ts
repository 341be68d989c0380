// Secrets of a channel's account, in memory.
import type { Store } from '../../app/ports.ts';

/** The part of the memory store that keeps secrets. */
export function createSecretShelf(): Pick<Store, 'readSecrets' | 'writeSecrets' | 'dropSecrets'> {
  const secrets = new Map<string, string>();

  return {
    async readSecrets(names) {
      const found = names.flatMap((name) => {
        const value = secrets.get(name);
        return value === undefined ? [] : [[name, value] as const];
      });
      return new Map(found);
    },
    async writeSecrets(changes) {
      for (const { name, value } of changes) {
        if (value === undefined) secrets.delete(name);
        else secrets.set(name, value);
      }
    },
    async dropSecrets(prefix) {
      for (const name of secrets.keys()) if (name.startsWith(prefix)) secrets.delete(name);
    },
  };
}
