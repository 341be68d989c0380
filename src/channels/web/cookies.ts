// A visitor's session: an unguessable id in a cookie, signed, so that nobody can take a name of his own choosing.
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
  const prefix = `${cookieName(secure)}=`;
  const value = header
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(prefix))
    ?.slice(prefix.length);
  const [, id, signature] = /^([\w-]{8,64})\.([\w-]{43})$/.exec(value ?? '') ?? [];
  if (id === undefined || signature === undefined) return undefined;
  return timingSafeEqual(Buffer.from(signature), Buffer.from(sign(id, secret))) ? id : undefined;
}

function sign(id: string, secret: Uint8Array): string {
  return createHmac('sha256', secret).update(`session:${id}`).digest('base64url');
}
