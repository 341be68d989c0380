// Fetches OCSP answers and CRLs for the PDF check: off unless the operator turns it on, and then only from known hosts.
// What comes back is handed to the pure verifier, which believes none of it before its signature is checked.
import { isAllowed, revocationHosts, type RevocationRequest } from '../pdf/revocation-requests.ts';
import type { OnlineRevocation } from '../pdf/revocation.ts';

export interface RevocationFetching {
  /** As the global one: injected, so that tests reach a server of their own. */
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => number;
  readonly hosts?: readonly string[];
  readonly timeoutMs?: number;
  readonly maxBytes?: number;
}

/** Milliseconds for which an answer is asked only once; how fresh it is the verifier reads from the answer itself. */
const keptFor = { ocsp: 10 * 60_000, crl: 60 * 60_000 } as const;
/** Answers kept at a time. */
const maxKept = 100;

interface Kept {
  readonly until: number;
  readonly bytes: Uint8Array | null;
}

/**
 * Makes the function that a use case calls with what `revocationRequests` named. It never rejects: what cannot be had within
 * 3 s and 1 MB is left out, and remembered as missing for a minute.
 */
export function createRevocationFetcher(
  options: RevocationFetching,
): (requests: readonly RevocationRequest[]) => Promise<OnlineRevocation> {
  const kept = new Map<string, Kept>();
  const hosts = options.hosts ?? revocationHosts;
  const load = async (request: RevocationRequest): Promise<Uint8Array | null> => {
    if (!isAllowed(request.url, hosts)) return null;
    const key = `${request.url} ${request.body ? Buffer.from(request.body).toString('base64') : ''}`;
    const known = kept.get(key);
    if (known && known.until > options.now()) return known.bytes;
    const bytes = await download(options, request);
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size >= maxKept) kept.delete(oldest);
    kept.set(key, { until: options.now() + (bytes ? keptFor[request.kind] : 60_000), bytes });
    return bytes;
  };
  return async (requests) => {
    const answers = await Promise.all(requests.map(async (request) => ({ request, bytes: await load(request) })));
    const of = (kind: RevocationRequest['kind']): Uint8Array[] =>
      answers.flatMap(({ request, bytes }) => (request.kind === kind && bytes ? [bytes] : []));
    return { ocsps: of('ocsp'), crls: of('crl') };
  };
}

async function download(options: RevocationFetching, request: RevocationRequest): Promise<Uint8Array | null> {
  const { body } = request;
  try {
    const response = await options.fetch(request.url, {
      // A redirect could lead anywhere, inside the agency's network too.
      redirect: 'error',
      signal: AbortSignal.timeout(options.timeoutMs ?? 3_000),
      ...(body
        ? { method: 'POST', body: Buffer.from(body), headers: { 'content-type': 'application/ocsp-request' } }
        : { method: 'GET' }),
    });
    return response.ok && response.body ? await readUpTo(response.body, options.maxBytes ?? 1_000_000) : null;
  } catch {
    return null;
  }
}

async function readUpTo(body: ReadableStream<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > maxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
