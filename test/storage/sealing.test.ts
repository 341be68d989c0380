// Sealing by itself: what is sealed opens at its own place with its own key, and nowhere else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Place } from '../../src/storage/mongo/sealing.ts';
import { createSealing } from '../../src/storage/mongo/sealing.ts';

const sealing = createSealing(Buffer.alloc(32, 1));
const place: Place = ['chats', 'c-1', 'session'];
const unreadable = expect.objectContaining({ code: 'unreadable', retryable: false });

describe('sealing', () => {
  it('gives any JSON value back', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(sealing.unseal(place, sealing.seal(place, value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('never seals the same value to the same bytes twice', () => {
    expect(sealing.seal(place, 'x').equals(sealing.seal(place, 'x'))).toBe(false);
  });

  it.each<Place>([
    ['people', 'c-1', 'session'],
    ['chats', 'c-2', 'session'],
    ['chats', 'c-1', 'address'],
    ['chats', 'c-1","session', ''],
  ])('does not open a value moved to %s %s %s', (...other) => {
    const sealed = sealing.seal(place, 'x');
    expect(() => sealing.unseal(other, sealed)).toThrow(unreadable);
  });

  it('does not open a value with any byte changed or cut off', () => {
    const sealed = sealing.seal(place, { nama: 'Rahmawati Contoh' });
    for (let index = 0; index < sealed.length; index++) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => sealing.unseal(place, changed)).toThrow(unreadable);
      expect(() => sealing.unseal(place, sealed.subarray(0, index))).toThrow(unreadable);
    }
  });

  it('does not open a value sealed with another key, nor a file as a value', () => {
    const other = createSealing(Buffer.alloc(32, 2));
    expect(() => other.unseal(place, sealing.seal(place, 'x'))).toThrow(unreadable);
    expect(() => sealing.unseal(place, sealing.sealFile(place, Buffer.from('"x"')))).toThrow(unreadable);
  });

  it('finds the same number by the same hash, and only with the key', () => {
    const other = createSealing(Buffer.alloc(32, 2));
    expect(sealing.lookup('nik', '1')).toBe(sealing.lookup('nik', '1'));
    expect(new Set([sealing.lookup('nik', '1'), sealing.lookup('nip', '1'), other.lookup('nik', '1')]).size).toBe(3);
  });

  it('takes a key of 32 bytes only', () => {
    expect(() => createSealing(Buffer.alloc(16))).toThrow(RangeError);
  });
});
