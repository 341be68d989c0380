// Who asks, and whether he may: the seat or the session behind a request, its origin, its pace, and the headers of every answer.
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import type { Address } from '../../app/ports.ts';
import type { WebOptions } from './options.ts';
import { readSession, sessionCookie } from './cookies.ts';
import { Fault } from './fault.ts';
import { createRateLimit } from '../rate-limit.ts';
import { subscriberOf } from './subscriber.ts';

/** How a visitor's only chat is called in the API. */
export const ONESELF = 'saya';

/** Nothing from elsewhere, nothing inline. Papers are shown in a frame of the same origin. */
const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob:",
  "connect-src 'self'",
  "frame-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export interface Guard {
  readonly headers: MiddlewareHandler;
  /** For everything that changes something: same origin, and not too often. */
  readonly writing: MiddlewareHandler;
  /** The chat that `person` names for whoever asks. Throws Fault. */
  addressOf(context: Context, person: string): Address;
  /** The chat of the visitor who asks; undefined in the demo, where everybody sees everything. Throws Fault. */
  viewer(context: Context): Address | undefined;
  /** Whether people reach the page by https, so that cookies go nowhere else. */
  readonly secure: boolean;
  /** The network address that the request came from. */
  remote(context: Context): string;
  /** The value of Set-Cookie that begins or prolongs a session; undefined in the demo. Throws Fault. */
  welcome(context: Context): string | undefined;
}

export function createGuard(options: WebOptions): Guard {
  const secure = options.publicUrl?.startsWith('https:') ?? false;
  const secret = options.cookieSecret ?? new Uint8Array();
  if (options.mode === 'visitor' && secret.length < 32) throw new RangeError('cookieSecret needs at least 32 bytes');
  const perVisitor = createRateLimit({ burst: 20, perMinute: 30 });
  const perAddress = createRateLimit({ burst: 120, perMinute: 240 });
  const newSessions = createRateLimit({ burst: 30, perMinute: 10 });

  function session(context: Context): string | undefined {
    return readSession(context.req.header('cookie'), secret, secure);
  }

  function viewer(context: Context): Address | undefined {
    if (options.mode === 'demo') return undefined;
    const id = session(context);
    if (id === undefined) throw new Fault('no_session');
    return `web:${id}`;
  }

  function pace(seconds: number): void {
    if (seconds > 0) throw new Fault('rate_limited', seconds);
  }

  return {
    viewer,
    secure,
    remote: (context) => remoteOf(context, options.proxied),
    async headers(context, next) {
      await next();
      const { headers } = context.res;
      if (!headers.has('Content-Security-Policy')) headers.set('Content-Security-Policy', PAGE_POLICY);
      if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
      headers.set('X-Content-Type-Options', 'nosniff');
      if (!headers.has('Referrer-Policy')) headers.set('Referrer-Policy', 'no-referrer');
      headers.set('Cross-Origin-Opener-Policy', 'same-origin');
      headers.set('Cross-Origin-Resource-Policy', 'same-origin');
      headers.set('Permissions-Policy', 'camera=(), microphone=(), geolocation=()');
      if (secure) headers.set('Strict-Transport-Security', 'max-age=31536000');
    },
    async writing(context, next) {
      checkOrigin(context, options.publicUrl);
      if (options.mode === 'visitor') {
        const now = Date.parse(options.now());
        pace(perAddress.take(remoteOf(context, options.proxied), now));
        const who = session(context);
        if (who !== undefined) pace(perVisitor.take(who, now));
      }
      await next();
    },
    addressOf(context, person) {
      const own = viewer(context);
      if (own === undefined && options.seats.some(({ id }) => id === person)) return `web:${person}`;
      if (own !== undefined && person === ONESELF) return own;
      throw new Fault('unknown_person');
    },
    welcome(context) {
      if (options.mode === 'demo') return undefined;
      const known = session(context);
      if (known === undefined) pace(newSessions.take(remoteOf(context, options.proxied), Date.parse(options.now())));
      return sessionCookie(known ?? options.newId(), secret, secure);
    },
  };
}

/** A browser says where a request comes from; what is no browser says nothing and has no cookies to abuse. */
function checkOrigin(context: Context, publicUrl: string | undefined): void {
  const origin = context.req.header('origin');
  const site = context.req.header('sec-fetch-site');
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Fault('not_allowed');
  if (origin === undefined) return;
  const host = context.req.header('host') ?? '';
  const ours = publicUrl === undefined ? [`http://${host}`, `https://${host}`] : [new URL(publicUrl).origin];
  if (!ours.includes(origin)) throw new Fault('not_allowed');
}

function remoteOf(context: Context, proxied = false): string {
  const forwarded = proxied ? context.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  if (forwarded !== undefined && forwarded !== '') return subscriberOf(forwarded);
  // Without a socket (the channel's own fetch) there is no address to tell apart.
  return 'incoming' in context.env ? subscriberOf(getConnInfo(context).remote.address ?? 'unknown') : 'unknown';
}
