// Fetching revocation data, from a server of our own that stands for the known hosts.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRevocationFetcher } from '../../src/app/fetch-revocation.ts';

const HOST = 'va.bsre.go.id';
let server: Server;
let origin = '';
let asked: string[] = [];
let clock = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      asked.push(`${request.method} ${request.url} ${Buffer.concat(chunks).toString()}`);
      if (request.url === '/slow') return;
      if (request.url === '/moved') response.writeHead(302, { location: `${origin}/crl` }).end();
      else if (request.url === '/missing') response.writeHead(404).end('tidak ada');
      else if (request.url === '/large') response.end(Buffer.alloc(5_000));
      else response.end(`jawaban ${request.url}`);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  asked = [];
  clock = 0;
});

/** A busy machine may need its time for an answer; only the server that never gives one is waited for briefly. */
function fetcher(timeoutMs = 5_000): ReturnType<typeof createRevocationFetcher> {
  return createRevocationFetcher({
    fetch: async (url, init) => fetch(url.replace(`http://${HOST}`, origin), init),
    now: () => clock,
    timeoutMs,
    maxBytes: 1_000,
  });
}

const crl = (path: string, host = HOST): { kind: 'crl'; url: string } => ({
  kind: 'crl',
  url: `http://${host}${path}`,
});
const text = (list: readonly Uint8Array[]): string[] => list.map((bytes) => Buffer.from(bytes).toString());

describe('fetching revocation data', () => {
  it('gets a list and asks a responder', async () => {
    const ocsp = { kind: 'ocsp', url: `http://${HOST}/ocsp`, body: Buffer.from('tanya') } as const;
    const { ocsps, crls } = await fetcher()([crl('/crl'), ocsp]);
    expect({ ocsps: text(ocsps), crls: text(crls) }).toEqual({ ocsps: ['jawaban /ocsp'], crls: ['jawaban /crl'] });
    expect(asked.sort()).toEqual(['GET /crl ', 'POST /ocsp tanya']);
  });

  it('never asks a host that is not known', async () => {
    expect(await fetcher()([crl('/crl', 'evil.example'), crl('/crl', '127.0.0.1')])).toEqual({ ocsps: [], crls: [] });
    expect(asked).toEqual([]);
  });

  it.each(['/slow', '/moved', '/missing', '/large'])('leaves out what cannot be had: %s', async (path) => {
    expect(await fetcher(path === '/slow' ? 200 : 5_000)([crl(path)])).toEqual({ ocsps: [], crls: [] });
  });

  it('asks once while an answer is fresh, and again when it is not', async () => {
    const load = fetcher();
    await load([crl('/crl')]);
    clock += 59 * 60_000;
    expect(text((await load([crl('/crl')])).crls)).toEqual(['jawaban /crl']);
    expect(asked).toHaveLength(1);
    clock += 2 * 60_000;
    await load([crl('/crl')]);
    expect(asked).toHaveLength(2);
  });
});
