// Files that people send on WhatsApp: whole and unchanged or not at all, and the token goes to Meta alone.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IncomingFile } from '../../src/app/ports.ts';
import { trusted } from '../../src/channels/whatsapp/cloud/download.ts';
import { fileRef } from '../../src/channels/whatsapp/cloud/file-ref.ts';
import { hashOf } from '../helpers/graph-double-account.ts';
import type { DoubleMedia } from '../helpers/graph-double-account.ts';
import { createCloudCounter } from '../helpers/graph-double-counter.ts';
import type { CloudCounter } from '../helpers/graph-double-counter.ts';
import { openGraphDouble } from '../helpers/graph-double.ts';
import type { GraphDouble } from '../helpers/graph-double.ts';

const BYTES = new Uint8Array(20_009).map((_, index) => index % 251);
const HASH = hashOf(BYTES);
const GONE = { code: 'gone', retryable: false };

let double: GraphDouble;
let counter: CloudCounter;

beforeEach(async () => {
  double = await openGraphDouble();
  counter = createCloudCounter(double);
});

afterEach(() => double.close());

function lay(change: Partial<DoubleMedia> = {}): void {
  double.media.set('77', { bytes: BYTES, type: 'application/pdf', sha256: HASH, ...change });
}

function fetchIt(file: Partial<IncomingFile> = {}, most = 1_000_000): Promise<Uint8Array> {
  return counter.transport.download({ ref: fileRef('77', HASH), name: 'surat.pdf', ...file }, most);
}

function flipped(): Uint8Array {
  return BYTES.map((byte, index) => (index === 10_000 ? byte ^ 1 : byte));
}

function fileCalls(): number {
  return double.calls.filter((call) => call === 'GET file').length;
}

describe('a file from WhatsApp', () => {
  it('is handed over as it was announced', async () => {
    lay();
    expect(await fetchIt()).toEqual(BYTES);
    expect(double.calls).toEqual(['GET media', 'GET file']);
  });

  it.each([
    ['in hex', HASH],
    ['in capitals', HASH.toUpperCase()],
    ['in base64', Buffer.from(HASH, 'hex').toString('base64')],
    ['in base64 without its end', Buffer.from(HASH, 'hex').toString('base64').replace('=', '')],
    ['in base64 for addresses', Buffer.from(HASH, 'hex').toString('base64url')],
  ])('may have its hash announced %s, by the message or with the address', async (_how, sha256) => {
    lay({ sha256 });
    expect(await fetchIt({ ref: fileRef('77', sha256) })).toEqual(BYTES);
    lay({ bytes: flipped(), sha256 });
    await expect(fetchIt({ ref: fileRef('77', undefined) })).rejects.toMatchObject(GONE);
    lay({ bytes: flipped(), sha256: '' });
    await expect(fetchIt({ ref: fileRef('77', sha256) })).rejects.toMatchObject(GONE);
  });

  it('without any hash is handed over as it is', async () => {
    lay({ sha256: 'none' });
    expect(await fetchIt({ ref: fileRef('77', undefined) })).toEqual(BYTES);
  });

  it('with one bit changed is refused', async () => {
    lay({ bytes: flipped(), sha256: hashOf(flipped()) });
    await expect(fetchIt()).rejects.toMatchObject(GONE);
  });

  it('with its end missing is refused', async () => {
    lay({ bytes: BYTES.subarray(0, 10_000) });
    await expect(fetchIt()).rejects.toMatchObject(GONE);
  });

  it('over the limit is refused before a byte of it is asked for', async () => {
    lay({ size: 1_000_001 });
    await expect(fetchIt()).rejects.toMatchObject({ code: 'too_large', retryable: false });
    expect(fileCalls()).toBe(0);
    await expect(fetchIt({ size: 1_000_001 })).rejects.toMatchObject({ code: 'too_large', retryable: false });
    expect(double.calls).toEqual(['GET media']);
  });

  it('that is larger than was announced is not read beyond the limit', async () => {
    lay({ size: 5 });
    await expect(fetchIt({}, 10_000)).rejects.toMatchObject({ code: 'too_large', retryable: false });
  });

  it('whose address has run out is asked for once more', async () => {
    lay({ expired: 1 });
    expect(await fetchIt()).toEqual(BYTES);
    expect(double.calls).toEqual(['GET media', 'GET file', 'GET media', 'GET file']);
  });

  it('whose address has run out twice, or that Meta does not know, is gone', async () => {
    lay({ expired: 2 });
    await expect(fetchIt()).rejects.toMatchObject(GONE);
    expect(fileCalls()).toBe(2);
    await expect(fetchIt({ ref: '78' })).rejects.toMatchObject(GONE);
  });

  it.each([
    [
      { status: 500, code: 131000 },
      { code: 'unavailable', retryable: true },
    ],
    [
      { status: 429, code: 130429, retryAfter: 2 },
      { code: 'rate_limited', retryable: true, retryAfter: 2_000 },
    ],
    [
      { status: 401, code: 190 },
      { code: 'unauthorized', retryable: true },
    ],
    ['broken' as const, { code: 'unavailable', retryable: true }],
  ])('may be had later when Meta is in trouble: %o', async (fault, expected) => {
    lay();
    double.fail(fault);
    await expect(fetchIt()).rejects.toMatchObject(expected);
    expect(await fetchIt()).toEqual(BYTES);
  });

  it('has an id that leads nowhere else', async () => {
    await expect(fetchIt({ ref: '../../me?fields=id&x=' })).rejects.toMatchObject(GONE);
    expect(double.calls).toEqual(['GET media']);
  });
});

describe('the token', () => {
  it('is never sent to a host that is not Meta’s', async () => {
    const heard: (string | undefined)[] = [];
    const foreign = createServer((request, reply) => {
      heard.push(request.headers.authorization);
      reply.end(BYTES);
    });
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    const { port } = foreign.address() as AddressInfo;
    const addresses = [
      `http://127.0.0.1:${port}/file`,
      `http://localhost:${port}/file`,
      `https://127.0.0.1:${port}/file`,
      `https://lookaside.fbsbx.com.example.org:${port}/`,
      `https://user@127.0.0.1:${port}/?x=lookaside.fbsbx.com`,
      `https://evilfbsbx.com/`,
      `http://lookaside.fbsbx.com/`,
      `https://lookaside.fbsbx.com:${port}/`,
      'ftp://lookaside.fbsbx.com/',
      'file:///etc/passwd',
      'no address',
    ];
    for (const url of addresses) {
      lay({ url });
      await expect(fetchIt(), url).rejects.toMatchObject(GONE);
    }
    expect(heard).toEqual([]);
    await new Promise((resolve) => foreign.close(resolve));
  });

  it('does not follow where an address sends on to', async () => {
    const heard: (string | undefined)[] = [];
    const foreign = createServer((request, reply) => {
      heard.push(request.url);
      reply.end(BYTES);
    });
    await new Promise<void>((resolve) => foreign.listen(0, '127.0.0.1', resolve));
    const { port } = foreign.address() as AddressInfo;
    lay({ redirect: `http://127.0.0.1:${port}/file` });
    await expect(fetchIt()).rejects.toMatchObject(GONE);
    expect(heard).toEqual([]);
    await new Promise((resolve) => foreign.close(resolve));
  });

  it.each(['lookaside.fbsbx.com', 'scontent.xx.fbcdn.net', 'graph.facebook.com', 'mmg.whatsapp.net'])(
    'may be sent to %s',
    (host) => {
      const address = `https://${host}/whatsapp_business/attachments/?mid=77`;
      expect(trusted(address, 'https://graph.facebook.com').href).toBe(address);
    },
  );
});
