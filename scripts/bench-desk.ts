// A desk over any store whose turns are timed one by one, for the bench: the people of the tests' story sit at it.
import { handleMessage } from '../src/app/handle-message.ts';
import type { Address, Channel, Inbound, Store } from '../src/app/ports.ts';
import { OperationalError } from '../src/app/ports.ts';
import { makeWorld } from '../test/helpers/world.ts';
import type { Said, World } from '../test/helpers/world.ts';

/** Time, and commands that the database was sent meanwhile. */
export interface Cost {
  readonly ms: number;
  readonly commands: number;
}

export interface Turn {
  /** Until the person has his answer. */
  readonly answered: Cost;
  /** Until everybody else has been told, too. */
  readonly done: Cost;
  /** A typed answer in a form, the most frequent turn. */
  readonly plain: boolean;
  /** Of the applicant, up to the moment before he hands the request in. */
  readonly applicant: boolean;
}

export interface BenchDesk {
  readonly world: World;
  readonly turns: Turn[];
  /** Times of the reference, one taken after every turn. */
  readonly references: number[];
  /** Commands of the story itself, which looks into the store to know whose turn it is. */
  storyReads(): number;
  /** A chat that nobody has written from. */
  newSeat(): string;
}

/** `commands` counts what the database was sent so far; `reference` is run after every turn and gives its milliseconds. */
export async function makeBenchDesk(
  store: Store,
  commands: () => number,
  reference?: () => Promise<number>,
): Promise<BenchDesk> {
  const uploads = new Map<string, Uint8Array>();
  /** Called with the first line that the writer himself is sent. */
  const answered = new Map<Address, () => void>();
  const channel: Channel = {
    name: 'web',
    amends: false,
    start: async () => {},
    stop: async () => {},
    async send(to) {
      answered.get(to)?.();
      return undefined;
    },
    amend: async () => {},
    erase: async () => {},
    async download({ ref }) {
      const bytes = uploads.get(ref);
      if (!bytes) throw new OperationalError('gone', { retryable: false });
      return bytes;
    },
  };
  let storyReads = 0;
  const base = await makeWorld({ store });
  Object.assign(base.desk, { channel: () => channel });
  const turns: Turn[] = [];
  const references: number[] = [];
  let count = 0;
  let seats = 0;
  const world: World = {
    ...base,
    store: watched(store, () => (storyReads += 1)),
    async say(seat, said) {
      const mine = (count += 1);
      const inbound = toInbound(`web:${seat}`, said, `m-${mine}`);
      const before = commands();
      const start = performance.now();
      const cost = (): Cost => ({ ms: performance.now() - start, commands: commands() - before });
      let first: Cost | undefined;
      answered.set(inbound.from, () => (first ??= cost()));
      await handleMessage(base.desk, inbound);
      const done = cost();
      turns.push({
        answered: first ?? done,
        done,
        plain: typeof said === 'string' && said !== 'menu',
        applicant: seat.startsWith('bench-') && !isSubmit(said),
      });
      uploads.delete(`m-${mine}`);
      if (reference) references.push(await reference());
      return [];
    },
  };
  return { world, turns, references, storyReads: () => storyReads, newSeat: () => `bench-${(seats += 1)}` };

  function toInbound(from: Address, said: Said, id: string): Inbound {
    const message = { id: `web:${id}`, from, at: base.now() };
    if (typeof said === 'string') return { ...message, text: said };
    if ('choice' in said) return { ...message, choice: said.choice };
    uploads.set(id, said.bytes);
    return { ...message, file: { ref: id, name: said.file, size: said.bytes.length } };
  }
}

function isSubmit(said: Said): boolean {
  return typeof said === 'object' && 'choice' in said && said.choice === 'summary=submit';
}

/** The store with its reads counted; each of those that the story makes is one command. */
function watched(store: Store, called: () => void): Store {
  return new Proxy(store, {
    get(target, name, receiver) {
      const method: unknown = Reflect.get(target, name, receiver);
      if (typeof method !== 'function') return method;
      return (...args: unknown[]): unknown => {
        called();
        return Reflect.apply(method, target, args);
      };
    },
  });
}
