// Where a webhook knocks: a listener of our own that reads no more of a request than it may have, and answers as its handler says.
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Log } from '../app/ports.ts';
import { OperationalError } from '../app/ports.ts';

const LENGTH = 'content-length';

export interface ListenerOptions {
  /** 0 for a free one; absent when a server of ours hands requests to the handler. */
  readonly port?: number;
  /** Default `127.0.0.1`. */
  readonly host?: string;
  /** Bytes of a body; a longer one is not read to its end, and `readBody` gives nothing for it. */
  readonly maxBody: number;
  /** Milliseconds a request may take to arrive. */
  readonly requestMs: number;
  /** The header that is handed on, in lower case. */
  readonly header: string;
  readonly log: Log;
}

export interface WebhookListener {
  /** Listens, where a port is given. Throws OperationalError `unavailable`. */
  open(): Promise<void>;
  /** Ends every connection. */
  close(): Promise<void>;
  /** Where it listens; undefined while it does not. */
  port(): number | undefined;
}

export function createWebhookListener(
  options: ListenerOptions,
  handle: (request: Request) => Promise<Response>,
): WebhookListener {
  const { port, host = '127.0.0.1', requestMs, log } = options;
  let server: Server | undefined;
  return {
    async open() {
      if (port === undefined) return;
      const opened = createServer((message, reply) => {
        toRequest(message, options)
          .then(handle)
          .catch((error: unknown) => {
            log.error('a request to the webhook failed', { error });
            return new Response(null, { status: 500 });
          })
          .then((response) => write(response, reply))
          .catch(() => reply.destroy());
      });
      opened.requestTimeout = requestMs;
      await new Promise<void>((resolve, reject) => {
        opened.once('error', (cause) => reject(new OperationalError('unavailable', { retryable: false, cause })));
        opened.listen(port, host, resolve);
      });
      server = opened;
    },
    async close() {
      const closing = server;
      server = undefined;
      if (!closing) return;
      const closed = new Promise((resolve) => closing.close(resolve));
      closing.closeAllConnections();
      await closed;
    },
    port() {
      const at = server?.address();
      return typeof at === 'object' ? at?.port : undefined;
    },
  };
}

/** The body as it came; undefined when it has, or announces, more bytes than `most`. */
export async function readBody(request: Request, most: number): Promise<Buffer | undefined> {
  if (Number(request.headers.get(LENGTH)) > most) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.length;
    if (length > most) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, length);
}

async function write(response: Response, reply: ServerResponse): Promise<void> {
  // What is left of a body that was too large is not waited for.
  if (response.status === 413) reply.setHeader('Connection', 'close');
  response.headers.forEach((value, name) => reply.setHeader(name, value));
  reply.writeHead(response.status).end(await response.text());
}

async function toRequest(
  message: IncomingMessage,
  { header, maxBody }: Pick<ListenerOptions, 'header' | 'maxBody'>,
): Promise<Request> {
  const headers = new Headers();
  for (const name of [header, LENGTH]) {
    const value = message.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const { method = 'GET', url = '/' } = message;
  const address = `http://localhost${url.startsWith('/') ? url : '/'}`;
  const announced = Number(headers.get(LENGTH));
  if (method !== 'POST' || announced > maxBody) return new Request(address, { method, headers });
  const chunks: Buffer[] = [];
  let length = 0;
  // What is read is enough to see that it is too much; the answer still goes out the same way.
  for await (const chunk of message.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    chunks.push(chunk);
    if (length > maxBody) break;
  }
  return new Request(address, { method, headers, body: Buffer.concat(chunks, length) });
}
