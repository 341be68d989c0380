// The web page as a channel: HTTP and server-sent events in, the port out.
import type { Server } from 'node:http';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Channel, Inbound } from '../../app/ports.ts';
import type { WebOptions } from './options.ts';
import { OperationalError } from '../../app/ports.ts';
import { routeChats } from './chat-routes.ts';
import { routeDashboard } from './dashboard/routes.ts';
import { routeDesk } from './desk-routes.ts';
import { createEventHub } from './events.ts';
import { Fault, faultResponse, toFault } from './fault.ts';
import { createGuard } from './guard.ts';
import { createRoom } from './room.ts';
import { servePage } from './static-page.ts';
import { createUploadShelf } from './upload-shelf.ts';

/** Uploads of so many people at once fit in memory. */
const UPLOADS_AT_ONCE = 16;

/** Pauses before a message that could not be dealt with is tried again, in milliseconds. */
const RETRY_PAUSES = [50, 400];

const MAX_CONNECTIONS = 2_000;

export interface WebChannel extends Channel {
  /** The same answers without a socket. */
  fetch(request: Request): Promise<Response>;
  /** Where it listens, without a slash at the end; throws before `start`. */
  readonly url: string;
}

/** The page and its API as a channel. Nothing listens before `start`. */
export function createWebChannel(options: WebOptions): WebChannel {
  const { log } = options;
  const hub = createEventHub(
    (address, after) => options.readLog(address, after),
    (error) => log.error('events could not be read', { error }),
  );
  const room = createRoom(options.maxUploadBytes * UPLOADS_AT_ONCE);
  const shelf = createUploadShelf(room);
  const guard = createGuard(options);
  let handle: ((inbound: Inbound) => Promise<void>) | undefined;
  let server: Server | undefined;

  async function receive(inbound: Inbound): Promise<void> {
    for (const pause of [...RETRY_PAUSES, undefined]) {
      if (!handle) throw new Fault('unavailable', 5);
      try {
        await handle(inbound);
        return;
      } catch (error) {
        log.warn('a message of the page was not dealt with', { error, last: pause === undefined });
        if (pause === undefined) throw new Fault('unavailable', 5);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  const app = new Hono();
  app.use(guard.headers);
  app.onError((error, context) => {
    const fault = toFault(error);
    if (fault.code === 'failed') log.error('a request of the page failed', { error, path: context.req.routePath });
    return faultResponse(fault, options.texts);
  });
  app.notFound(() => faultResponse(new Fault('not_found'), options.texts));
  app.get('/healthz', async (context) => {
    const healthy = await options.health().catch(() => false);
    return context.json({ ok: healthy }, healthy ? 200 : 503);
  });
  const { operatorPage, dashboard, chat = true } = options;
  if (operatorPage) app.get(operatorPage.path, ({ req }) => operatorPage.answer(req.raw));
  if (dashboard) routeDashboard(app, { dashboard, options, guard, room });
  if (chat) {
    servePage(app);
    routeDesk(app, options, guard, hub, room);
    routeChats(app, { options, guard, hub, shelf, room, receive });
  }

  return {
    name: 'web',
    amends: false,
    async fetch(request) {
      return app.fetch(request);
    },
    get url() {
      const at = server?.address();
      if (!at || typeof at === 'string') throw new Error('the web channel is not listening');
      return `http://${at.family === 'IPv6' ? `[${at.address}]` : at.address}:${at.port}`;
    },
    async start(onMessage) {
      if (server) throw new Error('the web channel was started twice');
      const opened = createAdaptorServer({ fetch: app.fetch }) as Server;
      opened.maxConnections = MAX_CONNECTIONS;
      await listen(opened, options.port, options.host ?? '127.0.0.1');
      handle = onMessage;
      server = opened;
    },
    async stop() {
      const closing = server;
      handle = undefined;
      server = undefined;
      hub.close();
      if (!closing) return;
      const closed = new Promise<void>((resolve) => closing.close(() => resolve()));
      closing.closeIdleConnections();
      // Answers on their way get a moment; then nobody waits any longer.
      const impatience = setTimeout(() => closing.closeAllConnections(), 1_000);
      await closed;
      clearTimeout(impatience);
    },
    async send(to) {
      hub.notify(to);
      return undefined;
    },
    async amend(to) {
      hub.notify(to);
    },
    // The page shows the line as it is kept, and a secret is not.
    erase: async () => {},
    async download(file, maxBytes) {
      return shelf.get(file, maxBytes);
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) => reject(new OperationalError('unavailable', { retryable: false, cause })));
    server.listen(port, host, resolve);
  });
}
