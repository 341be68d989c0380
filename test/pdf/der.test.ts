// The reader of BER and DER: what it takes, and that malformed or hostile input ends it at once.
import { describe, expect, it } from 'vitest';
import { children, content, DerError, integerHex, octets, oid, readNode, time } from '../../src/pdf/der.ts';
import * as der from '../helpers/der.ts';

function read(bytes: Uint8Array): ReturnType<typeof readNode> {
  return readNode(bytes);
}

describe('reading BER and DER', () => {
  it('gives offsets into the bytes received and copies nothing', () => {
    const bytes = Buffer.concat([Buffer.alloc(3), der.sequence(der.integer(5), der.octets(Buffer.from('isi')))]);
    const node = readNode(bytes, 3);
    const [, second] = children(node);
    expect(second && content(second).buffer).toBe(bytes.buffer);
    expect(node.next).toBe(bytes.length);
  });

  it('follows indefinite lengths to their end', () => {
    const bytes = Buffer.from('30800201050000ff', 'hex');
    const node = read(bytes);
    expect(children(node).map((child) => integerHex(child))).toEqual(['05']);
    expect(node.next).toBe(7);
  });

  it('joins the segments of a constructed octet string', () => {
    expect(
      Buffer.from(octets(read(Buffer.from('24800402616204016300 00'.replaceAll(' ', ''), 'hex')))).toString(),
    ).toBe('abc');
  });

  it.each([
    ['a value cut short', '3005020105'],
    ['a length of five octets', '308500000000010500'],
    ['a missing end of contents', '3080020105'],
    ['a high tag number', '3f8101020105'],
    ['an indefinite primitive', '048000'],
    ['nothing', ''],
  ])('refuses %s', (_what, hex) => {
    expect(() => children(read(Buffer.from(hex, 'hex')))).toThrow(DerError);
  });

  it('answers a bomb of nested indefinite lengths at once', () => {
    const bomb = Buffer.concat([Buffer.alloc(400_000, Buffer.from('3080', 'hex')), Buffer.alloc(400_000)]);
    const started = performance.now();
    expect(() => read(bomb)).toThrow(DerError);
    expect(performance.now() - started).toBeLessThan(200);
  });

  it('refuses a list of a million elements instead of building it', () => {
    const wide = der.sequence(Buffer.alloc(2_000_000, Buffer.from('0500', 'hex')));
    expect(() => children(read(wide))).toThrow('too many elements');
  });

  it('reads object identifiers, serial numbers and times', () => {
    expect(oid(read(der.oid('1.2.840.113549.1.7.2')))).toBe('1.2.840.113549.1.7.2');
    expect(oid(read(der.oid('2.16.840.1.101.3.4.2.1')))).toBe('2.16.840.1.101.3.4.2.1');
    expect(integerHex(read(Buffer.from('020300ff01', 'hex')))).toBe('ff01');
    expect(time(read(der.ascii(0x17, '260310030000Z')))).toBe(Date.UTC(2026, 2, 10, 3));
    expect(time(read(der.ascii(0x17, '600310030000Z')))).toBe(Date.UTC(1960, 2, 10, 3));
    expect(time(read(der.ascii(0x18, '20260310100000.5+0700')))).toBe(Date.UTC(2026, 2, 10, 3, 0, 0, 500));
    expect(() => time(read(der.ascii(0x17, '20260310')))).toThrow(DerError);
  });
});
