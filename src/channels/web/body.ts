// Reads a body up to a limit: what is longer is not kept, whatever its length was said to be.
import { Fault } from './fault.ts';
import type { Room } from './room.ts';

/** The body as text. Throws Fault `too_large` beyond `maxBytes`, `busy` when too much comes in from everybody at once. */
export async function readLimited(request: Request, maxBytes: number, room: Room): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new Fault('too_large');
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body) {
      if (size + chunk.length > maxBytes) throw new Fault('too_large');
      if (!room.take(chunk.length)) throw new Fault('busy', 5);
      size += chunk.length;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString('utf8');
  } finally {
    room.give(size);
  }
}
