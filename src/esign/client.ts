// One call to an Esign Client Service: JSON there and back, within a time and a size. It goes to the configured address alone.

/** Why there is no answer; for the log. */
export type Trouble =
  /** It does not know the user and the password, or not the address that we call from. */
  | 'unauthorized'
  | 'unavailable'
  | 'too_slow'
  /** It points elsewhere; the password goes nowhere else. */
  | 'redirected'
  | 'too_large'
  /** No JSON, or not the one that is documented. */
  | 'unreadable';

export type Answer = { readonly ok: true; readonly body: unknown } | { readonly ok: false; readonly trouble: Trouble };

export interface ClientOptions {
  /** http or https, without a slash at its end. */
  readonly url: string;
  /** Without a colon. */
  readonly user: string;
  readonly password: string;
}

/** `ms` is for the whole call, the answer's body included. */
export interface Limits {
  readonly ms: number;
  readonly maxBytes: number;
}

export type Post = (path: string, body: object, limits: Limits) => Promise<Answer>;

/** HTTP Basic on every call (Petunjuk Teknis v2.0). The function never rejects for what happens outside. */
export function createClient({ url, user, password }: ClientOptions): Post {
  const headers = {
    Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    'Content-Type': 'application/json',
    Accept: 'application/json',
  };
  return async (path, body, { ms, maxBytes }) => {
    const signal = AbortSignal.timeout(ms);
    try {
      const init = { method: 'POST', headers, body: JSON.stringify(body), redirect: 'manual', signal } as const;
      const response = await fetch(`${url}${path}`, init);
      const trouble = troubleOf(response.status);
      if (trouble === undefined) return await readJson(response, maxBytes);
      await response.body?.cancel();
      return failed(trouble);
    } catch {
      return failed(signal.aborted ? 'too_slow' : 'unavailable');
    }
  };
}

/** A refusal below 500 may still hold an answer: whether somebody is registered, for one. */
function troubleOf(status: number): Trouble | undefined {
  if (status === 401 || status === 403) return 'unauthorized';
  if (status >= 300 && status < 400) return 'redirected';
  return status >= 500 || status === 429 ? 'unavailable' : undefined;
}

async function readJson(response: Response, maxBytes: number): Promise<Answer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > maxBytes) return failed('too_large');
    chunks.push(chunk);
  }
  try {
    return { ok: true, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown };
  } catch {
    return failed('unreadable');
  }
}

export function failed(trouble: Trouble): Answer & { ok: false } {
  return { ok: false, trouble };
}
