// A DER writer over buffers: tag, length, value, nothing hidden, so that a test can put a defect anywhere.
// Numbers and object identifiers are encoded by node-forge; X.690 is the source.
import forge from 'node-forge';

export function tlv(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const value = Buffer.concat(parts);
  return Buffer.concat([Buffer.from([tag]), lengthOf(value.length), value]);
}

export function lengthOf(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const bytes = Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

export const sequence = (...parts: readonly Uint8Array[]): Buffer => tlv(0x30, ...parts);

/** SET OF in DER order (X.690, 11.6). */
export const setOf = (...parts: readonly Uint8Array[]): Buffer =>
  tlv(0x31, ...parts.toSorted((a, b) => Buffer.compare(a, b)));

/** A context-specific tag, constructed. */
export const tagged = (number: number, ...parts: readonly Uint8Array[]): Buffer => tlv(0xa0 | number, ...parts);

export const taggedPrimitive = (number: number, value: Uint8Array): Buffer => tlv(0x80 | number, value);

export const octets = (value: Uint8Array): Buffer => tlv(0x04, value);

export const bits = (value: Uint8Array, unused = 0): Buffer => tlv(0x03, Buffer.from([unused]), value);

export const nothing = (): Buffer => Buffer.from([0x05, 0x00]);

export const boolean = (value: boolean): Buffer => tlv(0x01, Buffer.from([value ? 0xff : 0]));

export const enumerated = (value: number): Buffer => tlv(0x0a, Buffer.from([value]));

export const text = (value: string): Buffer => tlv(0x0c, Buffer.from(value, 'utf8'));

export const ascii = (tag: number, value: string): Buffer => tlv(tag, Buffer.from(value, 'latin1'));

export function integer(value: number | Uint8Array): Buffer {
  if (typeof value === 'number') return tlv(0x02, Buffer.from(forge.asn1.integerToDer(value).getBytes(), 'latin1'));
  const first = value[0] ?? 0;
  return tlv(0x02, first & 0x80 ? Buffer.concat([Buffer.from([0]), value]) : value);
}

export function oid(dotted: string): Buffer {
  return tlv(0x06, Buffer.from(forge.asn1.oidToDer(dotted).getBytes(), 'latin1'));
}

/** X.509 `Time`: UTCTime up to 2049, GeneralizedTime afterwards (RFC 5280, 4.1.2.5). */
export function time(at: string): Buffer {
  const year = new Date(at).getUTCFullYear();
  return year < 2050 ? ascii(0x17, compact(at).slice(2)) : generalizedTime(at);
}

export const generalizedTime = (at: string): Buffer => ascii(0x18, compact(at));

function compact(at: string): string {
  return `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
}

/** The parts of a constructed value: enough to take a certificate apart again. */
export function children(der: Uint8Array): Buffer[] {
  const found: Buffer[] = [];
  const bytes = Buffer.from(der);
  let at = headerLength(bytes);
  while (at < bytes.length) {
    const whole = totalLength(bytes.subarray(at));
    found.push(bytes.subarray(at, at + whole));
    at += whole;
  }
  return found;
}

export function contentOf(der: Uint8Array): Buffer {
  return Buffer.from(der).subarray(headerLength(Buffer.from(der)));
}

function headerLength(bytes: Buffer): number {
  const first = bytes[1] ?? 0;
  return first < 0x80 ? 2 : 2 + (first & 0x7f);
}

export function totalLength(bytes: Buffer): number {
  const header = headerLength(bytes);
  const first = bytes[1] ?? 0;
  return first < 0x80 ? header + first : header + bytes.readUIntBE(2, header - 2);
}
