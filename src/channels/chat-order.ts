// One chat is handed on in order. Files that come together are handed on together, so that the desk knows of all before it asks on.

export interface ChatOrder {
  /** Runs `task` after all earlier ones of the chat, or beside them as long as all, this one included, are files. */
  run(chat: string, kind: 'file' | 'other', task: () => Promise<void>): Promise<void>;
}

interface Lane {
  /** What files that come now have to wait for. */
  before: Promise<unknown>;
  /** What all else has to wait for. */
  all: Promise<unknown>;
  last: 'file' | 'other';
  count: number;
}

export function createChatOrder(): ChatOrder {
  const lanes = new Map<string, Lane>();
  return {
    async run(chat, kind, task) {
      const lane = lanes.get(chat) ?? { before: Promise.resolve(), all: Promise.resolve(), last: 'other', count: 0 };
      lanes.set(chat, lane);
      if (kind === 'other' || lane.last === 'other') lane.before = lane.all;
      lane.last = kind;
      lane.count += 1;
      const running = lane.before.then(task);
      lane.all = Promise.allSettled([lane.all, running]);
      try {
        await running;
      } finally {
        lane.count -= 1;
        if (lane.count === 0) lanes.delete(chat);
      }
    },
  };
}
