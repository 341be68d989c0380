// An Esign Client Service to test against, after the documented answers; it notes every request that the desk should never make.
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export const ESIGN_USER = 'meja-tte';
export const ESIGN_PASSWORD = 'rahasia-layanan-esign';

export type EsignFault =
  /** It takes the request and says nothing. */
  | 'silent'
  /** It begins to answer and never ends. */
  | 'endless'
  /** The connection breaks. */
  | 'broken'
  /** A page of whatever stands in front of it. */
  | 'html'
  /** JSON that is cut off. */
  | 'cut'
  | 'internal'
  | 'too_large'
  | { readonly redirectTo: string }
  /** JSON of the wrong shape. */
  | { readonly answer: unknown; readonly status?: number };

export interface EsignDouble {
  readonly url: string;
  /** Status word by NIK, as BSrE has it; everybody else is NOT_REGISTERED. */
  readonly people: Map<string, string>;
  /** What it says of the next PDFs. */
  verdict: { readonly conclusion: string; readonly integrityValid?: boolean };
  /** Until it is set to undefined again. */
  fault: EsignFault | undefined;
  /** Paths asked for, those refused included. */
  readonly calls: string[];
  /** What a strict service refuses: wrong path, method, type, fields, and anything that carries a secret. */
  readonly offences: string[];
  close(): Promise<void>;
}

interface Refusal {
  readonly status: number;
  readonly error: string;
}

const SECRET = /"(?:passphrase|password|totp|pin|email)"/i;

export async function openEsignDouble(tls?: { readonly key: string; readonly cert: string }): Promise<EsignDouble> {
  const answerTo: RequestListener = (request, response) => {
    answer(request, response).catch(() => response.destroy());
  };
  const server = tls ? createTlsServer(tls, answerTo) : createServer(answerTo);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const double: EsignDouble = {
    url: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    people: new Map(),
    verdict: { conclusion: 'VALID' },
    fault: undefined,
    calls: [],
    offences: [],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
  return double;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString('utf8');
    double.calls.push(request.url ?? '');
    if (double.fault !== undefined) return fail(double.fault, response);
    const expected = `Basic ${Buffer.from(`${ESIGN_USER}:${ESIGN_PASSWORD}`).toString('base64')}`;
    if (request.headers.authorization !== expected) return send(response, 401, { status: 401, error: 'Unauthorized' });
    const refusal = refusalOf(request, body);
    if (refusal === undefined) return send(response, 200, answerOf(request.url ?? '', JSON.parse(body) as Asked));
    double.offences.push(refusal.error);
    send(response, refusal.status, refusal);
  }

  function answerOf(path: string, asked: Asked): object {
    if (path === VERIFY) return verifyAnswer(double.verdict);
    const status = double.people.get(asked.nik ?? '') ?? 'NOT_REGISTERED';
    return status === 'NOT_REGISTERED'
      ? { status_code: 1110, status, message: 'User belum terdaftar' }
      : { status_code: 1111, status, message: `User sudah terdaftar dan memiliki sertifikat dengan status ${status}` };
  }
}

const STATUS = '/api/v2/user/check/status';
const VERIFY = '/api/v2/verify/pdf';

interface Asked {
  readonly nik?: string;
  readonly file?: string;
}

function refusalOf({ method, url, headers }: IncomingMessage, body: string): Refusal | undefined {
  if (url !== STATUS && url !== VERIFY) return { status: 404, error: `no such path: ${url ?? ''}` };
  if (method !== 'POST') return { status: 405, error: `no such method: ${method ?? ''}` };
  if (headers['content-type'] !== 'application/json') return { status: 415, error: 'not announced as JSON' };
  if (SECRET.test(body)) return { status: 400, error: 'the body carries a secret' };
  const asked = JSON.parse(body) as Asked;
  const field = url === STATUS ? 'nik' : 'file';
  if (Object.keys(asked).join(' ') !== field) return { status: 400, error: `not the one field ${field}` };
  if (url === STATUS && !/^\d{16}$/.test(asked.nik ?? '')) return { status: 400, error: 'no NIK' };
  const file = Buffer.from(asked.file ?? '', 'base64');
  const whole = file.toString('base64') === asked.file && file.subarray(0, 5).toString('latin1') === '%PDF-';
  return url === VERIFY && !whole ? { status: 400, error: 'no PDF in base64' } : undefined;
}

/** Petunjuk Teknis v2.0, p. 35-36, with its slips of spelling. */
function verifyAnswer({ conclusion, integrityValid = true }: EsignDouble['verdict']): object {
  if (conclusion === 'NO_SIGNATURE') {
    const description = 'Dokumen tidak memiliki tandatangan elektronik';
    return { conclusion, description, signatureCount: 0, signatureInformations: [] };
  }
  const certificate = {
    id: `C-${'AB'.repeat(32)}`,
    commonName: 'Ratna Pramesti Wulandari',
    issuerName: 'PSrE Uji DS G1',
    serialNumber: '123456789',
    notBeforeDate: '2025-01-01 00:00:00',
    notAfterDate: '2027-01-01 00:00:00',
    signatureAlgoritm: 'SHA256withRSA',
    keyUsages: ['digitalSignature', 'nonRepudiation'],
  };
  const signature = {
    id: `S-${'CD'.repeat(32)}`,
    signatureFormat: 'PAdES-BASELINE-LT',
    signerName: 'Ratna Pramesti Wulandari',
    signatureDate: '2026-03-10 11:00:00',
    fieldName: 'Signature1',
    reason: null,
    location: null,
    timestampInfomation: { id: 'T-1', signerName: 'TSA Uji', timestampDate: '2026-03-10 11:00:00' },
    certificateDetails: [certificate],
    integrityValid,
    certificateTrusted: true,
    lastSignature: true,
  };
  return { conclusion, description: '-', signatureCount: 1, signatureInformations: [signature] };
}

function fail(fault: EsignFault, response: ServerResponse): void {
  if (typeof fault === 'object') {
    if ('answer' in fault) return send(response, fault.status ?? 200, fault.answer);
    response.writeHead(307, { Location: fault.redirectTo }).end();
    return;
  }
  switch (fault) {
    case 'silent':
      return;
    case 'endless':
      response.writeHead(200, { 'Content-Type': 'application/json' }).write('{"status":');
      return;
    case 'broken':
      response.destroy();
      return;
    case 'html':
      response.writeHead(200, { 'Content-Type': 'text/html' }).end('<html><body>Login Administrator</body></html>');
      return;
    case 'cut':
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{"status":"ISSUE","mess');
      return;
    case 'internal':
      return send(response, 500, { status: 'ISSUE', error: 'Internal Server Error' });
    case 'too_large':
      return send(response, 200, { status: 'ISSUE', conclusion: 'VALID', filler: 'x'.repeat(3_000_000) });
  }
}

function send(response: ServerResponse, status: number, answer: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
}
