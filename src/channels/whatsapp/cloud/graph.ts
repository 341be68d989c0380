// The four calls to the Graph API that the desk needs: https://developers.facebook.com/documentation/business-messaging/whatsapp/reference
import { z } from 'zod';
import { OperationalError } from '../../../app/ports.ts';
import { refusalOf, unreached } from './graph-error.ts';
import type { Timing } from './options.ts';

const Sent = z.object({ messages: z.tuple([z.object({ id: z.string().min(1) })]).rest(z.unknown()) });
const Uploaded = z.object({ id: z.string().min(1) });
const MediaInfo = z.object({
  url: z.string(),
  sha256: z.string().optional().catch(undefined),
  // Meta's pages show a number and, elsewhere, a number as text.
  file_size: z.coerce.number().int().nonnegative().optional().catch(undefined),
});

export type MediaInfo = z.infer<typeof MediaInfo>;

/** Each throws OperationalError; no text, token, address or number gets into it. Redirects are not followed: the token goes nowhere else. */
export interface Graph {
  /** `POST /<phone id>/messages`; resolves to WhatsApp's id of the message. */
  sendMessage(body: object): Promise<string>;
  /** `POST /<phone id>/media`; resolves to the file's id. */
  upload(bytes: Uint8Array, type: string, name: string): Promise<string>;
  /** `GET /<media id>`: where the file is, for five minutes. Throws `gone` when there is no such file any more. */
  media(id: string): Promise<MediaInfo>;
  /** The file itself, from the address that `media` told. */
  fetchMedia(url: URL): Promise<Response>;
}

export interface GraphOptions {
  readonly token: string;
  readonly phoneId: string;
  /** With the version, without a slash at the end. */
  readonly base: string;
  readonly timing: Timing;
}

export function createGraph({ token, phoneId, base, timing }: GraphOptions): Graph {
  const authorization = { Authorization: `Bearer ${token}` };

  async function call<T>(schema: z.ZodType<T>, path: string, ms: number, init: RequestInit): Promise<T> {
    const headers = {
      ...authorization,
      ...(typeof init.body === 'string' ? { 'Content-Type': 'application/json' } : {}),
    };
    const response = await reach(`${base}/${path}`, { ...init, headers }, ms);
    const answer = await readJson(response);
    if (!response.ok) throw refusalOf(response, answer);
    const read = schema.safeParse(answer);
    if (read.success) return read.data;
    throw new OperationalError('unavailable', {
      retryable: true,
      cause: new Error('Meta gave an answer that cannot be read'),
    });
  }

  return {
    async sendMessage(body) {
      const sent = await call(Sent, `${phoneId}/messages`, timing.callMs, {
        method: 'POST',
        body: JSON.stringify(body),
      });
      return sent.messages[0].id;
    },
    async upload(bytes, type, name) {
      const form = new FormData();
      form.set('messaging_product', 'whatsapp');
      form.set('type', type);
      form.set('file', new Blob([new Uint8Array(bytes)], { type }), name);
      return (await call(Uploaded, `${phoneId}/media`, timing.mediaMs, { method: 'POST', body: form })).id;
    },
    media(id) {
      const path = `${encodeURIComponent(id)}?phone_number_id=${encodeURIComponent(phoneId)}`;
      return call(MediaInfo, path, timing.callMs, { method: 'GET' });
    },
    fetchMedia: (url) => reach(url, { headers: authorization }, timing.mediaMs),
  };
}

async function reach(url: string | URL, init: RequestInit, ms: number): Promise<Response> {
  try {
    return await fetch(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(ms) });
  } catch (error) {
    throw unreached(error);
  }
}

/** Undefined for an answer that is no JSON: whatever stands between us and Meta may answer as well. */
async function readJson(response: Response): Promise<unknown> {
  let text: string;
  try {
    text = await response.text();
  } catch (error) {
    throw unreached(error);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
