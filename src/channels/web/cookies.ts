// Two cookies. A visitor's session: an unguessable id, signed, so that nobody can take a name of his own choosing. And an officer's visit to
// the dashboard: a token that is kept on our side, so that it can be ended there.
import { createHmac, timingSafeEqual } from 'node:crypto';

/** As long as an unfinished dialogue is worth coming back to. */
const MAX_AGE_SECONDS = 30 * 24 * 60 * 60;

/** With https the prefix keeps other hosts of the same domain from setting it. */
function cookieName(secure: boolean): string {
  return secure ? '__Host-meja_tte' : 'meja_tte';
}

/** The value of the Set-Cookie header that makes the browser this visitor. */
export function sessionCookie(id: string, secret: Uint8Array, secure: boolean): string {
  const parts = [`${cookieName(secure)}=${id}.${sign(id, secret)}`, 'Path=/', 'HttpOnly', 'SameSite=Strict'];
  return [...parts, `Max-Age=${MAX_AGE_SECONDS}`, ...(secure ? ['Secure'] : [])].join('; ');
}

/** Whose session the Cookie header names; undefined when there is none or the signature is not ours. */
export function readSession(header: string | undefined, secret: Uint8Array, secure: boolean): string | undefined {
  const value = readCookie(header, cookieName(secure));
  const [, id, signature] = /^([\w-]{8,64})\.([\w-]{43})$/.exec(value ?? '') ?? [];
  if (id === undefined || signature === undefined) return undefined;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(id, secret))) ? id : undefined;
}

/** With https the prefix says that it was set there; `__Host-` would send it to every path. */
function visitName(secure: boolean): string {
  return secure ? '__Secure-meja_dasbor' : 'meja_dasbor';
}

/** The value of the Set-Cookie header of a visit, sent to the dashboard alone; 0 seconds end it. */
export function visitCookie(token: string, seconds: number, secure: boolean): string {
  const parts = [`${visitName(secure)}=${token}`, 'Path=/dasbor', 'HttpOnly', 'SameSite=Strict', `Max-Age=${seconds}`];
  return [...parts, ...(secure ? ['Secure'] : [])].join('; ');
}

/** What the Cookie header says is the token of a visit; whether there is such a one is another question. */
export function readVisit(header: string | undefined, secure: boolean): string | undefined {
  const value = readCookie(header, visitName(secure));
  return value !== undefined && /^[\w-]{1,64}$/.test(value) ? value : undefined;
}

function readCookie(header: string | undefined, name: string): string | undefined {
  const prefix = `${name}=`;
  return header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(prefix))
    ?.slice(prefix.length);
}

function sign(id: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(`session:${id}`).digest('base64url');
}
