// Updates that Telegram brings: only with the secret, only so large, and acknowledged only when they have been dealt with.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Log } from '../../app/ports.ts';
import type { Timing, WebhookOptions } from './options.ts';
import type { Receiver } from './receiver.ts';
import { createWebhookListener, readBody } from '../webhook-listener.ts';
import { pause } from '../pause.ts';

/** An update is a few kilobytes. */
const MAX_BODY = 1_000_000;

/** https://core.telegram.org/bots/api#setwebhook */
const SECRET = /^[A-Za-z0-9_-]{1,256}$/;
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

export interface Webhook {
  handle(request: Request): Promise<Response>;
  /** Listens, where a port is given. */
  open(): Promise<void>;
  close(): Promise<void>;
  /** Where it listens; undefined while it does not. */
  port(): number | undefined;
}

export function createWebhook(
  { secret, path, ...where }: WebhookOptions,
  { webhookMs, stopMs }: Timing,
  log: Log,
  receiver: () => Receiver | undefined,
): Webhook {
  if (!SECRET.test(secret)) throw new RangeError('the secret of the webhook needs 1-256 characters of A-Z a-z 0-9 _ -');
  const expected = digest(secret);
  /** What is being dealt with, by update: Telegram brings it again when it had to wait, and then waits for the same. */
  const working = new Map<number, Promise<void>>();
  const listener = createWebhookListener(
    { ...where, maxBody: MAX_BODY, requestMs: webhookMs, header: SECRET_HEADER, log },
    handle,
  );

  async function handle(request: Request): Promise<Response> {
    if (new URL(request.url).pathname !== path) return answer(404);
    if (request.method !== 'POST') return answer(405);
    if (!timingSafeEqual(digest(request.headers.get(SECRET_HEADER) ?? ''), expected)) {
      log.warn('an update came without the right secret');
      return answer(401);
    }
    const body = await readBody(request, MAX_BODY);
    if (body === undefined) return answer(413);
    const update = parse(body.toString('utf8'));
    if (update === undefined) return answer(400);
    const taking = receiver();
    if (!taking) return answer(503);
    return take(taking, update);
  }

  async function take(taking: Receiver, update: Record<string, unknown>): Promise<Response> {
    const id = typeof update['update_id'] === 'number' ? update['update_id'] : Number.NaN;
    const work = working.get(id) ?? taking.receive(update, (deal) => deal());
    if (!working.has(id)) {
      working.set(id, work);
      const forget = (): void => void working.delete(id);
      work.then(forget, forget);
    }
    const enough = new AbortController();
    try {
      const late = pause(webhookMs, enough.signal).then(() => 'late' as const);
      // Not dealt with in time, or at all: Telegram brings it again.
      return answer((await Promise.race([work, late])) === 'late' ? 500 : 200);
    } catch (error) {
      log.warn('a message was not dealt with', { update: id, error });
      return answer(500);
    } finally {
      enough.abort();
    }
  }

  return {
    handle,
    open: () => listener.open(),
    async close() {
      const enough = new AbortController();
      await Promise.race([Promise.allSettled(working.values()), pause(stopMs, enough.signal)]);
      enough.abort();
      await listener.close();
    },
    port: () => listener.port(),
  };
}

function answer(status: number): Response {
  return new Response(null, { status });
}

/** Of one length, whatever was sent: comparing takes the same time for every wrong secret. */
function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function parse(body: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
