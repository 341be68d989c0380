// A Bot API server to test against: strict where Telegram is, each refusal with its source; people write to it, faults can be put in.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readParams } from './telegram-double-form.ts';
import { METHODS, setAllowed } from './telegram-double-methods.ts';
import { createPeople } from './telegram-double-people.ts';
import type { DoublePerson } from './telegram-double-people.ts';
import type { DoubleState, DoubleUpdate, Params } from './telegram-double-state.ts';
import { ApiRefusal } from './telegram-double-state.ts';

export const TOKEN = '7000000001:AAE-token-of-nobody_0123456789abcdef';

/** What goes wrong next time. */
export type Fault =
  /** The connection breaks before anything has happened. */
  | 'broken'
  /** It happens, and then the connection breaks. */
  | 'lost'
  /** Telegram is in trouble itself. */
  | 'internal'
  | { readonly retryAfter: number };

export interface TelegramDouble {
  readonly root: string;
  readonly token: string;
  readonly state: DoubleState;
  /** Every call with its parameters, polls left out. */
  readonly calls: readonly { readonly method: string; readonly params: Params }[];
  /** How many polls there were. */
  polls(): number;
  person(id: number, name?: string): DoublePerson;
  /** Resolves when the update is confirmed, or was taken by the webhook. */
  taken(update: number): Promise<void>;
  /** Brings an update once more, as when its confirmation or the answer to its webhook was lost. */
  bringAgain(update: number): void;
  /** The next `times` calls of a method go wrong. */
  fail(method: string, fault: Fault, times?: number): void;
  /** Away altogether, until `comeBack`. */
  goAway(): void;
  comeBack(): void;
  /** How updates reach a webhook; without it they are posted to its address. */
  pushThrough(push: (request: Request) => Promise<Response>): void;
  close(): Promise<void>;
}

interface Poll {
  readonly reply: (updates: readonly DoubleUpdate[]) => void;
  readonly refuse: (refusal: ApiRefusal) => void;
  readonly limit: number;
}

export async function openTelegramDouble(): Promise<TelegramDouble> {
  const state: DoubleState = {
    token: TOKEN,
    bot: { id: 7_000_000_001, is_bot: true, first_name: 'Meja TTE', username: 'meja_tte_bot' },
    chats: new Map(),
    files: new Map(),
    queries: new Map(),
    commands: new Map(),
    left: [],
    queue: [],
    webhook: undefined,
    allowed: [],
    nextMessage: 1,
  };
  const calls: { method: string; params: Params }[] = [];
  const faults: { method: string; fault: Fault }[] = [];
  const takers = new Map<number, () => void>();
  const confirmed = new Set<number>();
  const known = new Map<number, DoubleUpdate>();
  let push = (request: Request): Promise<Response> => fetch(request);
  let pushing = Promise.resolve();
  let waiting: Poll | undefined;
  let polls = 0;
  let away = false;

  const people = createPeople(state, (update) => {
    const kind = Object.keys(update).find((key) => key !== 'update_id') ?? '';
    // https://core.telegram.org/bots/api#getupdates: allowed_updates; an empty list allows all that matters here.
    if (state.allowed.length > 0 && !state.allowed.includes(kind)) return;
    known.set(update.update_id, update);
    deliver(update);
  });

  function deliver(update: DoubleUpdate): void {
    state.queue.push(update);
    flush();
    if (state.webhook) pushing = pushing.then(() => bring(update));
  }

  function flush(): void {
    if (!waiting || state.queue.length === 0) return;
    const { reply, limit } = waiting;
    waiting = undefined;
    reply(state.queue.slice(0, limit));
  }

  function confirm(ids: readonly number[]): void {
    state.queue = state.queue.filter(({ update_id }) => !ids.includes(update_id));
    for (const id of ids) {
      confirmed.add(id);
      takers.get(id)?.();
    }
  }

  /** https://core.telegram.org/bots/api#setwebhook: "In case of an unsuccessful request […] we will repeat the request". */
  async function bring(update: DoubleUpdate): Promise<void> {
    for (let tries = 0; tries < 20 && state.webhook; tries += 1) {
      const { url, secret } = state.webhook;
      const headers = new Headers({ 'Content-Type': 'application/json' });
      if (secret !== undefined) headers.set('X-Telegram-Bot-Api-Secret-Token', secret);
      const request = new Request(url, { method: 'POST', headers, body: JSON.stringify(update) });
      const response = await push(request).catch(() => undefined);
      if (response?.ok) return confirm([update.update_id]);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  function getUpdates(params: Params, request: IncomingMessage): Promise<readonly DoubleUpdate[]> {
    polls += 1;
    // https://core.telegram.org/bots/api#getupdates: "This method will not work if an outgoing webhook is set up."
    if (state.webhook)
      throw new ApiRefusal(
        409,
        "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first",
      );
    // https://core.telegram.org/bots/api#getupdates: one poll at a time; the words are the server's.
    waiting?.refuse(
      new ApiRefusal(
        409,
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      ),
    );
    waiting = undefined;
    setAllowed(state, params['allowed_updates']);
    const offset = Number(params['offset'] ?? 0);
    // https://core.telegram.org/bots/api#getupdates: "confirmed as soon as getUpdates is called with an offset higher than its update_id".
    confirm(state.queue.map(({ update_id }) => update_id).filter((id) => id < offset));
    const limit = Math.min(Math.max(Number(params['limit'] ?? 100), 1), 100);
    const seconds = Number(params['timeout'] ?? 0);
    if (state.queue.length > 0 || seconds === 0) return Promise.resolve(state.queue.slice(0, limit));
    return new Promise((resolve, reject) => {
      const end = (): void => {
        clearTimeout(timer);
        request.socket.off('close', give);
      };
      const poll: Poll = {
        limit,
        reply: (updates) => {
          end();
          resolve(updates);
        },
        refuse: (refusal) => {
          end();
          reject(refusal);
        },
      };
      const give = (): void => {
        if (waiting === poll) waiting = undefined;
        poll.reply([]);
      };
      const timer = setTimeout(give, seconds * 1000);
      request.socket.once('close', give);
      waiting = poll;
    });
  }

  async function call(method: string, params: Params, request: IncomingMessage): Promise<unknown> {
    if (method === 'getUpdates') return getUpdates(params, request);
    const run = METHODS[method];
    // https://core.telegram.org/bots/api#available-methods
    if (!run) throw new ApiRefusal(404, 'Not Found');
    calls.push({ method, params });
    return run(state, params);
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const [, file, token, rest = ''] = /^(\/file)?\/bot([^/]*)\/(.+)$/.exec(request.url ?? '') ?? [];
    if (away) return void response.destroy();
    if (file !== undefined) return sendFile(token, rest, response);
    const method = rest.split('?')[0] ?? '';
    const at = faults.findIndex((each) => each.method === method);
    const { fault } = (at >= 0 && faults.splice(at, 1)[0]) || {};
    if (fault === 'broken') return void response.destroy();
    try {
      // https://core.telegram.org/bots/api#authorizing-your-bot; a token of the wrong form is no path that the server knows.
      if (!/^\d+:[\w-]{30,}$/.test(token ?? '')) throw new ApiRefusal(404, 'Not Found');
      // https://core.telegram.org/bots/api#making-requests
      if (token !== TOKEN) throw new ApiRefusal(401, 'Unauthorized');
      // https://core.telegram.org/bots/api#responseparameters: retry_after, "the number of seconds left to wait".
      if (typeof fault === 'object') {
        const { retryAfter: retry_after } = fault;
        throw new ApiRefusal(429, `Too Many Requests: retry after ${retry_after}`, { retry_after });
      }
      // https://core.telegram.org/bots/api#making-requests: errors of the server itself have codes of their own.
      if (fault === 'internal') throw new ApiRefusal(502, 'Bad Gateway');
      const result = await call(
        method,
        readParams(request.headers['content-type'] ?? '', Buffer.concat(chunks)),
        request,
      );
      if (fault === 'lost') return void response.destroy();
      reply(response, 200, { ok: true, result });
    } catch (error) {
      if (!(error instanceof ApiRefusal)) throw error;
      const { status, message: description, parameters } = error;
      reply(response, status, { ok: false, error_code: status, description, ...(parameters ? { parameters } : {}) });
    }
  }

  function sendFile(token: string | undefined, path: string, response: ServerResponse): void {
    const found = [...state.files.values()].find((each) => each.path === decodeURIComponent(path));
    // https://core.telegram.org/bots/api#getfile: https://api.telegram.org/file/bot<token>/<file_path>
    if (token !== TOKEN || !found)
      return reply(response, 404, { ok: false, error_code: 404, description: 'Not Found' });
    response.writeHead(200, { 'Content-Type': 'application/octet-stream' }).end(found.bytes);
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      reply(response, 500, { ok: false, error_code: 500, description: `Internal Server Error: ${String(error)}` });
    });
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;

  return {
    root: `http://127.0.0.1:${port}`,
    token: TOKEN,
    state,
    calls,
    polls: () => polls,
    person: people,
    taken(update) {
      if (confirmed.has(update)) return Promise.resolve();
      return new Promise((resolve) => takers.set(update, resolve));
    },
    bringAgain(update) {
      const again = known.get(update);
      confirmed.delete(update);
      if (again) deliver(again);
    },
    fail(method, fault, times = 1) {
      for (let i = 0; i < times; i += 1) faults.push({ method, fault });
    },
    goAway() {
      away = true;
      waiting = undefined;
      server.closeAllConnections();
    },
    comeBack() {
      away = false;
    },
    pushThrough(through) {
      push = through;
    },
    async close() {
      state.webhook = undefined;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
