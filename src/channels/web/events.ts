// Server-sent events: whoever listens to chats gets their lines in order, each once, from where he left off.
import type { Address, LogEntry } from '../../app/ports.ts';

/** Answers to a listener who does not read are not piled up beyond this. */
const MAX_WAITING = 1_000;

/** Comments sent while nothing happens keep proxies from closing the stream. */
const HEARTBEAT_MS = 20_000;

const MAX_LISTENERS = 500;
/** From one network address: an office behind one address has room, and nobody keeps all others out. */
const MAX_FROM_ONE = 100;

export interface ListenOptions {
  /** Network address of who listens. */
  readonly from: string;
  /** Chats with the last line already known of each. */
  readonly after: ReadonlyMap<Address, number>;
  /** What is sent for a line; `positions` are those after it. */
  frame(address: Address, entry: LogEntry, positions: ReadonlyMap<Address, number>): string;
}

export interface EventHub {
  /** Undefined when too many listen already. */
  listen(options: ListenOptions): ReadableStream<Uint8Array> | undefined;
  /** Something new stands in this chat. */
  notify(address: Address): void;
  /** Sent to everybody as it is. */
  broadcast(frame: string): void;
  close(): void;
}

interface Listener {
  readonly from: string;
  readonly positions: Map<Address, number>;
  send(frame: string): void;
  pump(address: Address): void;
  /** The reader has gone: nothing more is sent. */
  forget(): boolean;
  end(): void;
}

/** One event of the stream. */
export function eventFrame({ id, event, data }: { id?: string; event?: string; data: unknown }): string {
  const lines = [...(id === undefined ? [] : [`id: ${id}`]), ...(event === undefined ? [] : [`event: ${event}`])];
  return `${[...lines, `data: ${JSON.stringify(data)}`].join('\n')}\n\n`;
}

export function createEventHub(
  readLog: (address: Address, after: number) => Promise<LogEntry[]>,
  onError: (error: unknown) => void,
): EventHub {
  const listeners = new Set<Listener>();
  const encoder = new TextEncoder();

  function open(controller: ReadableStreamDefaultController<Uint8Array>, options: ListenOptions): Listener {
    const positions = new Map(options.after);
    const waiting = new Map<Address, Promise<void>>();
    const heartbeat = setInterval(() => listener.send(': still here\n\n'), HEARTBEAT_MS);
    heartbeat.unref();

    async function read(address: Address): Promise<void> {
      for (const entry of await readLog(address, positions.get(address) ?? 0)) {
        if (entry.seq <= (positions.get(address) ?? 0)) continue;
        positions.set(address, entry.seq);
        listener.send(options.frame(address, entry, positions));
      }
    }
    const listener: Listener = {
      from: options.from,
      positions,
      send(frame) {
        if (!listeners.has(listener)) return;
        controller.enqueue(encoder.encode(frame));
        // Who comes back says where he was, so ending the stream loses nothing.
        if ((controller.desiredSize ?? 0) < -MAX_WAITING) listener.end();
      },
      pump(address) {
        // One after the other: two at once could overtake each other.
        const before = waiting.get(address) ?? Promise.resolve();
        const next = before.then(() => read(address)).catch(onError);
        waiting.set(address, next);
      },
      forget() {
        clearInterval(heartbeat);
        return listeners.delete(listener);
      },
      end() {
        if (listener.forget()) controller.close();
      },
    };
    return listener;
  }

  return {
    listen(options) {
      const same = [...listeners].filter(({ from }) => from === options.from).length;
      if (listeners.size >= MAX_LISTENERS || same >= MAX_FROM_ONE) return undefined;
      let listener: Listener | undefined;
      return new ReadableStream<Uint8Array>({
        start(controller) {
          listener = open(controller, options);
          listeners.add(listener);
          listener.send('retry: 1000\n\n');
          for (const address of options.after.keys()) listener.pump(address);
        },
        cancel() {
          listener?.forget();
        },
      });
    },
    notify(address) {
      for (const listener of listeners) if (listener.positions.has(address)) listener.pump(address);
    },
    broadcast(frame) {
      for (const listener of listeners) listener.send(frame);
    },
    close() {
      for (const listener of listeners) listener.end();
    },
  };
}
