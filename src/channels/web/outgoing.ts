// Papers on their way out: each is whole in memory until its reader has it, so only so many are under way at a time; the others wait.
import { Fault } from './fault.ts';

const MOST = 32;
/** To one network address. */
const MOST_TO_ONE = 8;

const PATIENCE_MS = 10_000;
const PAUSE_MS = 50;

/** Who takes longer to read one gets no more of it. */
const LONGEST_MS = 300_000;

export interface Outgoing {
  /** The response that `make` gives, once it is this one's turn. Throws Fault `busy` when that takes too long. */
  send(to: string, make: () => Promise<Response>): Promise<Response>;
}

export function createOutgoing(): Outgoing {
  const readers = new Map<string, number>();
  let all = 0;

  const isFull = (to: string): boolean => all >= MOST || (readers.get(to) ?? 0) >= MOST_TO_ONE;

  async function begin(to: string): Promise<() => void> {
    for (let waited = 0; isFull(to); waited += PAUSE_MS) {
      if (waited >= PATIENCE_MS) throw new Fault('busy', 5);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    all += 1;
    readers.set(to, (readers.get(to) ?? 0) + 1);
    let under = true;
    return () => {
      if (!under) return;
      under = false;
      all -= 1;
      const left = (readers.get(to) ?? 0) - 1;
      if (left > 0) readers.set(to, left);
      else readers.delete(to);
    };
  }

  return {
    async send(to, make) {
      const end = await begin(to);
      try {
        const { body, headers } = await make();
        if (body) return new Response(watched(body, end), { headers });
        end();
        return new Response(null, { headers });
      } catch (error) {
        end();
        throw error;
      }
    },
  };
}

/** The same stream; `end` is called when it has been read, left, or taken too long. */
function watched(body: ReadableStream<Uint8Array>, end: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const finish = (): void => {
    clearTimeout(timer);
    end();
  };
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        timer = setTimeout(() => {
          end();
          controller.error(new Error('a paper was read too slowly'));
        }, LONGEST_MS).unref();
      },
      async pull(controller) {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        finish();
        controller.close();
      },
      cancel(reason) {
        finish();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
