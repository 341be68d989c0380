// Streams of a few kB that inflate to more than a gigabyte.
import { constants, deflateRawSync, deflateSync } from 'node:zlib';

const GIGABYTES = 1.5;
const CHUNK = 16 * 1024 * 1024;

/**
 * A zlib stream of `start` and then `GIGABYTES` of one byte, made without ever holding them: blocks that end in a full
 * flush can be repeated, and the checksum (RFC 1950, Adler-32) of a repeated byte has a closed form.
 */
export function bomb(start: string, filler: number): Buffer {
  const head = Buffer.from(start, 'latin1');
  const flushed = (data: Buffer): Buffer => deflateRawSync(data, { finishFlush: constants.Z_FULL_FLUSH });
  const block = flushed(Buffer.alloc(CHUNK, filler));
  const blocks = Math.ceil((GIGABYTES * 1024 ** 3) / CHUNK);
  let a = 1n;
  let b = 0n;
  for (const byte of head) {
    a += BigInt(byte);
    b += a;
  }
  const n = BigInt(blocks) * BigInt(CHUNK);
  const c = BigInt(filler);
  b = (b + n * a + (c * n * (n + 1n)) / 2n) % 65521n;
  a = (a + c * n) % 65521n;
  const checksum = Buffer.alloc(4);
  checksum.writeUInt16BE(Number(b), 0);
  checksum.writeUInt16BE(Number(a), 2);
  const body = Array.from({ length: blocks }, () => block);
  return Buffer.concat([Buffer.from([0x78, 0x9c]), flushed(head), ...body, Buffer.from([3, 0]), checksum]);
}

export function rawStream(entries: string, data: Buffer): string {
  return `<< ${entries} /Length ${data.length} >>\nstream\n${data.toString('latin1')}\nendstream`;
}

export const flateBomb = (filler: number): string => rawStream('/Filter /FlateDecode', bomb('q\n', filler));

/** A few kB that inflate twice. */
export function doubleBomb(filler: number): string {
  return rawStream('/Filter [/FlateDecode /FlateDecode]', deflateSync(bomb('q\n', filler)));
}
