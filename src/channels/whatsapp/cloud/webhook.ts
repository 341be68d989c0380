// What Meta brings: the handshake once, then messages, signed. Answered as soon as they are kept; dealing with them comes after.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/create-webhook-endpoint
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Log } from '../../../app/ports.ts';
import type { WebhookListener } from '../../webhook-listener.ts';
import { createWebhookListener, readBody } from '../../webhook-listener.ts';
import type { Delivery } from './delivery.ts';
import { readDelivery } from './delivery.ts';
import type { CloudOptions, Timing } from './options.ts';

/** "Payloads can be up to 3 MB": …/whatsapp/webhooks/overview */
const MAX_BODY = 3 * 1024 * 1024;

const SIGNATURE = 'x-hub-signature-256';

/** What came, read and named: the same body has the same id. */
export interface Envelope {
  readonly id: string;
  readonly body: string;
  readonly delivery: Delivery;
}

export interface CloudWebhookHandler extends WebhookListener {
  handle(request: Request): Promise<Response>;
}

/** `take` keeps what came; 200 is answered when it resolves, and Meta comes again when it rejects. Undefined while nothing is taken. */
export function createCloudWebhook(
  { webhook, appSecret, verifyToken, phoneId, log }: CloudOptions,
  { callMs }: Timing,
  take: (envelope: Envelope) => Promise<void> | undefined,
): CloudWebhookHandler {
  const { path, ...where } = webhook;

  async function handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    if (url.pathname !== path) return answer(404);
    if (request.method === 'GET') return shakeHands(url.searchParams);
    if (request.method !== 'POST') return answer(405);
    const raw = await readBody(request, MAX_BODY);
    if (raw === undefined) return answer(413);
    if (!isSigned(raw, request.headers.get(SIGNATURE) ?? '')) {
      log.warn('a webhook came without the right signature');
      return answer(401);
    }
    const body = raw.toString('utf8');
    const delivery = openDelivery(body, phoneId, log);
    if (!delivery) return answer(200);
    const taking = take({ id: createHash('sha256').update(raw).digest('hex'), body, delivery });
    if (!taking) return answer(503);
    try {
      await taking;
      return answer(200);
    } catch (error) {
      log.warn('a webhook could not be kept', { error });
      return answer(503);
    }
  }

  /** Meta repeats our word and wants its own back. */
  function shakeHands(query: URLSearchParams): Response {
    const known = query.get('hub.mode') === 'subscribe' && isSame(query.get('hub.verify_token') ?? '', verifyToken);
    if (known) return new Response(query.get('hub.challenge') ?? '', { headers: { 'Content-Type': 'text/plain' } });
    log.warn('a webhook was set up with the wrong word');
    return answer(403);
  }

  function isSigned(raw: Buffer, signature: string): boolean {
    return isSame(signature, `sha256=${createHmac('sha256', appSecret).update(raw).digest('hex')}`);
  }

  const listener = createWebhookListener(
    { ...where, maxBody: MAX_BODY, requestMs: callMs, header: SIGNATURE, log },
    handle,
  );
  return { ...listener, handle };
}

/** Undefined, and logged, for what is not as Meta describes it: it would come for a week. */
export function openDelivery(body: string, phoneId: string, log: Log): Delivery | undefined {
  try {
    return readDelivery(body, phoneId);
  } catch (error) {
    if (!(error instanceof z.ZodError) && !(error instanceof SyntaxError)) throw error;
    const at = error instanceof z.ZodError ? error.issues.map(({ path }) => path.join('.')) : 'no JSON';
    log.error('a webhook is not as Meta describes it', { at });
    return undefined;
  }
}

function answer(status: number): Response {
  return new Response(null, { status });
}

/** Both are hashed first, so that comparing takes the same time for every wrong word. */
function isSame(one: string, other: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(one), digest(other));
}
