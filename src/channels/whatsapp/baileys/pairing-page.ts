// The operator's page for linking the telephone: who knows the token in its address sees the QR, and whether the account is connected.
import { createHash, timingSafeEqual } from 'node:crypto';
import { toString as qrOf } from 'qrcode';
import type { Link } from './options.ts';

export interface PairingPageOptions {
  /** Unguessable; the page is at `/whatsapp/<token>`. */
  readonly token: string;
  /** How the account stands just now. */
  readonly state: () => Link;
}

const PATH = '/whatsapp/';

/** So often, in seconds, the page fetches itself anew; a QR is good for twenty. */
const REFRESH_SECONDS = 5;

const HEADERS = {
  'Content-Type': 'text/html; charset=utf-8',
  'Cache-Control': 'no-store',
  'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Robots-Tag': 'noindex',
};

const STATE = {
  connected: ['Terhubung', 'Connected'],
  pairing: ['Menunggu pemindaian', 'Waiting to be scanned'],
  disconnected: ['Terputus', 'Disconnected'],
} as const;

/** Answers `GET /whatsapp/<token>` with the page, and everything else with 404. */
export function pairingPage({ token, state }: PairingPageOptions): (request: Request) => Promise<Response> {
  const wanted = digest(`${PATH}${token}`);
  return async (request) => {
    const { pathname } = new URL(request.url);
    const known = timingSafeEqual(digest(pathname), wanted);
    if (!known || request.method !== 'GET') return new Response(null, { status: 404, headers: HEADERS });
    return new Response(await pageOf(state()), { headers: HEADERS });
  };
}

async function pageOf({ state, qr, code }: Link): Promise<string> {
  const [indonesian, english] = STATE[state];
  return `<!doctype html>
<html lang="id">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="refresh" content="${REFRESH_SECONDS}">
<title>WhatsApp: ${indonesian}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:24rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}svg{width:100%;height:auto}strong{font-size:1.5rem;letter-spacing:.15em}</style>
<h1>${indonesian}</h1>
<p lang="en">${english}</p>
${qr === undefined ? '' : `${HOW_TO_SCAN}\n${await qrOf(qr, { type: 'svg' })}`}
${code === undefined ? '' : `${HOW_TO_TYPE}\n<p><strong>${codeText(code)}</strong></p>`}
</html>
`;
}

const WHERE = 'WhatsApp › Perangkat tertaut › Tautkan perangkat';
const WHERE_ENGLISH = 'WhatsApp › Linked devices › Link a device';
const HOW_TO_SCAN = `<p>Di ponsel akun ini: ${WHERE}, lalu pindai.</p>
<p lang="en">On this account's phone: ${WHERE_ENGLISH}, then scan.</p>`;
const HOW_TO_TYPE = `<p>Di ponsel akun ini: ${WHERE} › Tautkan dengan nomor telepon, lalu ketik.</p>
<p lang="en">On this account's phone: ${WHERE_ENGLISH} › Link with phone number, then type.</p>`;

/** Two groups of four; nothing else gets into the page. */
function codeText(code: string): string {
  return code.replaceAll(/[^A-Z0-9]/gi, '').replace(/^(.{4})(.+)$/, '$1-$2');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
