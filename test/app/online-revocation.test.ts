// A letter that brings no word on revocation, while the operator lets the desk ask: a server of our own answers for the known hosts.
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createRevocationFetcher } from '../../src/app/fetch-revocation.ts';
import { createVerifier } from '../../src/pdf/isolated.ts';
import type { IsolatedVerifier } from '../../src/pdf/isolated.ts';
import { sequence, tagged, taggedPrimitive, tlv } from '../helpers/der.ts';
import { letter, signLetter } from '../helpers/signed-pdf.ts';
import { extension, issue, pemOf } from '../helpers/test-ca.ts';
import { testPki } from '../helpers/test-pki.ts';
import { makeCrl, makeOcsp } from '../helpers/test-revocation.ts';
import { START, makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const uri = (url: string): Buffer => taggedPrimitive(6, Buffer.from(url));
const responderAt = (url: string): Buffer =>
  extension(
    '1.3.6.1.5.5.7.1.1',
    false,
    sequence(sequence(tlv(0x06, Buffer.from('2b06010505073001', 'hex')), uri(url))),
  );
const listAt = (url: string): Buffer =>
  extension('2.5.29.31', false, sequence(sequence(tagged(0, tagged(0, uri(url))))));

const { root } = testPki();
const long = { from: '2024-01-01T00:00:00Z', to: '2035-01-01T00:00:00Z' };
const ca = issue({
  cn: 'PSrE Daring',
  issuer: root,
  kind: 'ec',
  ca: true,
  extensions: [listAt('http://crl.rootca.id/akar.crl')],
  ...long,
});
const ocspUrl = 'http://va.bsre.go.id/ocsp';
const signer = issue({ cn: 'Sekar Ayu', issuer: ca, kind: 'ec', extensions: [responderAt(ocspUrl)], ...long });
const paper = signLetter(letter(), { signer, certificates: [ca] }).bytes;
const dates = { thisUpdate: '2026-11-18T00:00:00Z', nextUpdate: '2026-11-19T00:00:00Z' };
const revoked = { revokedAt: '2026-03-01T00:00:00Z' };

type Behaviour = 'good' | 'revoked' | 'down' | 'noise';
let behaviour: Behaviour = 'good';
let asked: string[] = [];
let origin = '';
let server: Server;
let verifier: IsolatedVerifier;
let fetchRevocation: ReturnType<typeof createRevocationFetcher>;
const directory = mkdtempSync(join(tmpdir(), 'meja-daring-'));

function answerTo(url: string | undefined): Buffer | undefined {
  if (behaviour === 'down') return undefined;
  if (behaviour === 'noise') return Buffer.alloc(50_000, 0x30);
  if (url === '/akar.crl') return makeCrl({ issuer: root, ...dates });
  return makeOcsp({ about: signer, responder: ca, status: behaviour === 'good' ? 'good' : revoked, ...dates });
}

beforeAll(async () => {
  writeFileSync(join(directory, 'akar-uji.pem'), pemOf(root));
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.headers.host} ${request.url}`);
    const bytes = answerTo(request.url);
    request.resume().on('end', () => response.writeHead(bytes ? 200 : 503).end(bytes));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  verifier = createVerifier({
    trustDirs: [directory],
    clock: () => START,
    fetchRevocation: (needs) => fetchRevocation(needs),
  });
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  await verifier.stop();
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true });
});

beforeEach(() => {
  asked = [];
});

/** As with REVOCATION=on, but that the known hosts are all our own server. */
async function checkedOnline(how: Behaviour, hosts?: readonly string[]): Promise<string> {
  behaviour = how;
  fetchRevocation = createRevocationFetcher({
    fetch: (url, init) => fetch(url.replace(/^http:\/\/[^/]+/, origin), init),
    now: () => Date.parse(START),
    ...(hosts ? { hosts } : {}),
  });
  const world: World = await makeWorld();
  Object.assign(world.desk, { checkPdf: (bytes: Uint8Array) => verifier.verify(bytes) });
  const [line] = await world.say('publik', { file: 'surat.pdf', bytes: paper });
  return line?.message.text ?? '';
}

describe('a letter without a word on revocation', () => {
  it('is valid once the authorities say that nothing was revoked', async () => {
    expect(await checkedOnline('good')).toContain('✅ *SAH.*');
    expect(asked.map((line) => line.replace(/127\S+/, '*')).sort()).toEqual(['GET * /akar.crl', 'POST * /ocsp']);
  });

  it('is not valid once they say that the certificate had been revoked', async () => {
    expect(await checkedOnline('revoked')).toContain('❌ *TIDAK SAH.* Sertifikatnya sudah dicabut');
  });

  it.each(['down', 'noise'] as const)('stays open when the server is %s', async (how) => {
    const text = await checkedOnline(how);
    expect(text).toContain('⚠️ *BELUM DAPAT DIPASTIKAN.* Isinya tidak berubah sejak ditandatangani. Kami belum dapat');
    expect(asked.length).toBeGreaterThan(0);
  });

  it('stays open when its hosts are not on the list, and nobody is asked', async () => {
    expect(await checkedOnline('good', ['example.go.id'])).toContain('⚠️ *BELUM DAPAT DIPASTIKAN.*');
    expect(asked).toEqual([]);
  });

  it('is not asked about again within minutes', async () => {
    expect(await checkedOnline('good')).toContain('✅ *SAH.*');
    const before = asked.length;
    expect((await verifier.verify(paper)).headline).toBe('valid');
    expect(asked.length).toBe(before);
  });
});
