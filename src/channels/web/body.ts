// Reads a body up to a limit: what is longer is not kept, whatever its length was said to be.
import { Fault } from './fault.ts';

/** The body as text. Throws Fault `too_large` beyond `maxBytes`. */
export async function readLimited(request: Request, maxBytes: number): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) throw new Fault('too_large');
  if (!request.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > maxBytes) throw new Fault('too_large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
