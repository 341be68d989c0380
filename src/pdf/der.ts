// A lazy reader for BER and DER (ITU-T X.690): a node is four offsets into the bytes received, nothing is copied and
// nothing is read before it is asked for. So the signed bytes stay as they came, a long CRL costs one walk, and a nesting
// bomb costs nothing. Throws DerError on malformed input.

export class DerError extends Error {
  override readonly name = 'DerError';
}

export interface Node {
  readonly source: Uint8Array;
  /** The identifier octet: class, constructed bit and number. */
  readonly tag: number;
  /** Offset of the identifier octet. */
  readonly start: number;
  /** Offsets of the content. */
  readonly body: number;
  readonly end: number;
  /** Offset behind the value, end-of-contents octets included. */
  readonly next: number;
}

export const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  sequence: 0x30,
  set: 0x31,
} as const;

/** Tag of [number] in context class, constructed unless told otherwise. */
export function contextTag(number: number, constructed = true): number {
  return (constructed ? 0xa0 : 0x80) | number;
}

/** Nesting of indefinite lengths that is followed; real messages have six. */
const maxIndefiniteDepth = 32;
/** Elements of one list that are read; a long CRL is walked, never listed. */
const maxChildren = 20_000;

/** Reads one value at `offset`; `limit` is where its parent ends. */
export function readNode(source: Uint8Array, offset = 0, limit = source.length, depth = 0): Node {
  const tag = source[offset];
  const first = source[offset + 1];
  if (tag === undefined || first === undefined || offset + 2 > limit) throw new DerError('value is cut short');
  if ((tag & 0x1f) === 0x1f) throw new DerError('tag number above 30');
  let body = offset + 2;
  if (first === 0x80) {
    if ((tag & 0x20) === 0) throw new DerError('indefinite length of a primitive value');
    const end = endOfContents(source, body, limit, depth + 1);
    return { source, tag, start: offset, body, end, next: end + 2 };
  }
  let length = first;
  if (first > 0x80) {
    const count = first & 0x7f;
    if (count > 4 || body + count > limit) throw new DerError('length is too long');
    length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + (source[body + index] ?? 0);
    body += count;
  }
  const end = body + length;
  if (end > limit) throw new DerError('value reaches beyond its parent');
  return { source, tag, start: offset, body, end, next: end };
}

/** X.690, 8.1.5: the offset of the two zero octets that end an indefinite value. */
function endOfContents(source: Uint8Array, from: number, limit: number, depth: number): number {
  if (depth > maxIndefiniteDepth) throw new DerError('indefinite lengths nested too deep');
  let at = from;
  while (at + 2 <= limit) {
    if (source[at] === 0 && source[at + 1] === 0) return at;
    at = readNode(source, at, limit, depth).next;
  }
  throw new DerError('no end of contents');
}

export function children(node: Node): Node[] {
  const found: Node[] = [];
  for (let at = node.body; at < node.end;) {
    const child = readNode(node.source, at, node.end);
    found.push(child);
    if (found.length > maxChildren) throw new DerError('too many elements');
    at = child.next;
  }
  return found;
}

/** The only child of an explicit tag, or the first of a sequence. */
export function firstChild(node: Node): Node {
  return readNode(node.source, node.body, node.end);
}

export function expect(node: Node | undefined, tag: number): Node {
  if (node?.tag !== tag) throw new DerError(`expected tag ${tag}, found ${node?.tag ?? 'nothing'}`);
  return node;
}

/** The value with its header, as received. */
export function encoded(node: Node): Uint8Array {
  return node.source.subarray(node.start, node.next);
}

export function content(node: Node): Uint8Array {
  return node.source.subarray(node.body, node.end);
}

/** An OCTET STRING's octets; the segments of a constructed one (X.690, 8.7.3) are joined. */
export function octets(node: Node, depth = 0): Uint8Array {
  if ((node.tag & 0x20) === 0) return content(node);
  if (depth > 4) throw new DerError('octet string nested too deep');
  return Buffer.concat(children(node).map((part) => octets(expectString(part), depth + 1)));
}

function expectString(node: Node): Node {
  if ((node.tag & 0xdf) !== tags.octetString) throw new DerError('octet string holds something else');
  return node;
}

/** A BIT STRING of whole octets (keys, signatures). */
export function bitOctets(node: Node): Uint8Array {
  expect(node, tags.bitString);
  if (node.end <= node.body || node.source[node.body] !== 0) throw new DerError('bit string with unused bits');
  return node.source.subarray(node.body + 1, node.end);
}

/** The numbers of the bits set in a BIT STRING (KeyUsage, ReasonFlags). */
export function bitNumbers(node: Node): Set<number> {
  expect(node, tags.bitString);
  const found = new Set<number>();
  for (let at = node.body + 1; at < Math.min(node.end, node.body + 9); at++) {
    const octet = node.source[at] ?? 0;
    for (let bit = 0; bit < 8; bit++) if ((octet & (0x80 >> bit)) !== 0) found.add((at - node.body - 1) * 8 + bit);
  }
  return found;
}

export function oid(node: Node | undefined): string {
  const bytes = content(expect(node, tags.oid));
  if (bytes.length === 0 || bytes.length > 64) throw new DerError('object identifier of odd length');
  const arcs: number[] = [];
  let value = 0;
  for (const octet of bytes) {
    value = value * 128 + (octet & 0x7f);
    if (value > Number.MAX_SAFE_INTEGER / 128) throw new DerError('object identifier arc too large');
    if ((octet & 0x80) !== 0) continue;
    if (arcs.length === 0) {
      const root = Math.min(2, Math.floor(value / 40));
      arcs.push(root, value - root * 40);
    } else arcs.push(value);
    value = 0;
  }
  return arcs.join('.');
}

/** An INTEGER as hexadecimal without leading zero octets: serial numbers are compared, never calculated with. */
export function integerHex(node: Node | undefined): string {
  const bytes = content(expect(node, tags.integer));
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from++;
  return Buffer.from(bytes.buffer, bytes.byteOffset + from, bytes.length - from).toString('hex');
}

/** A small INTEGER or ENUMERATED. */
export function smallNumber(node: Node): number {
  const bytes = content(node);
  if (bytes.length === 0 || bytes.length > 4) throw new DerError('number out of range');
  return bytes.reduce((value, octet) => value * 256 + octet, 0);
}

const dateForm = /^(\d{2}|\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?(?:[.,](\d{1,9}))?(Z|[+-]\d{4})$/u;

/** UTCTime or GeneralizedTime (RFC 5280, 4.1.2.5) as milliseconds since 1970. */
export function time(node: Node | undefined): number {
  if (node?.tag !== 0x17 && node?.tag !== 0x18) throw new DerError('not a time');
  const match = dateForm.exec(latin1(content(node)));
  const year = match?.[1];
  if (!match || year === undefined || year.length !== (node.tag === 0x17 ? 2 : 4)) throw new DerError('odd time');
  const full = year.length === 4 ? Number(year) : Number(year) + (Number(year) < 50 ? 2000 : 1900);
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(2, 7).map((part) => Number(part ?? 0));
  const milliseconds = Number((match[7] ?? '0').padEnd(3, '0').slice(0, 3));
  const zone = match[8] ?? 'Z';
  const shift = zone === 'Z' ? 0 : (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3))) * (zone[0] === '-' ? -1 : 1);
  const value = Date.UTC(full, month - 1, day, hour, minute, second, milliseconds) - shift * 60_000;
  if (month < 1 || month > 12 || day < 1 || day > 31 || Number.isNaN(value)) throw new DerError('odd time');
  return value;
}

/** A character string of any of the types names use (RFC 5280, 4.1.2.4). */
export function text(node: Node): string {
  const bytes = content(node);
  switch (node.tag) {
    case 0x0c:
      return new TextDecoder().decode(bytes);
    case 0x1e:
      return Array.from({ length: bytes.length >> 1 }, (_, index) =>
        String.fromCharCode(((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)),
      ).join('');
    default:
      return latin1(bytes);
  }
}

export function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}

/** Writes one value: tag, length in DER (X.690, 10.1), content. */
export function wrap(tag: number, parts: readonly Uint8Array[]): Buffer {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), ...parts]);
  const digits = length.toString(16);
  const octetsOfLength = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex');
  return Buffer.concat([Buffer.from([tag, 0x80 | octetsOfLength.length]), octetsOfLength, ...parts]);
}
