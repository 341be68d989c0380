// What channels have acknowledged and not yet dealt with, in memory: it outlives a channel, though not the process.
import type { Store } from '../../app/ports.ts';

type InboxPart = Pick<Store, 'keepInbox' | 'readInbox' | 'dropInbox'>;

/** The part of the memory store that keeps what waits to be dealt with. */
export function createInboxShelf(): InboxPart {
  const bodies = new Map<string, string>();
  return {
    async keepInbox(id, body) {
      if (!bodies.has(id)) bodies.set(id, body);
    },
    async readInbox(limit) {
      return [...bodies].slice(0, limit).map(([id, body]) => ({ id, body }));
    },
    async dropInbox(id) {
      bodies.delete(id);
    },
  };
}
