// Public keys out of certificates: the same that OpenSSL reads, and none that makes a check dear.
import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readNode } from '../../src/pdf/der.ts';
import { publicKeyOf } from '../../src/pdf/public-key.ts';
import { bits, integer, nothing, oid, sequence } from '../helpers/der.ts';
import { keyOf } from '../helpers/test-ca.ts';

function spki(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' });
}

function rsaInfo(modulus: Uint8Array, exponent: Uint8Array): Buffer {
  return sequence(
    sequence(oid('1.2.840.113549.1.1.1'), nothing()),
    bits(sequence(integer(modulus), integer(exponent))),
  );
}

describe('a public key', () => {
  it.each([
    ['RSA', createPublicKey(keyOf('rsa', 'public-key'))],
    ['P-256', createPublicKey(keyOf('ec', 'public-key'))],
    ['P-384', generateKeyPairSync('ec', { namedCurve: 'secp384r1' }).publicKey],
    ['P-521', generateKeyPairSync('ec', { namedCurve: 'secp521r1' }).publicKey],
    ['brainpool', createPublicKey(keyOf('brainpool', 'public-key'))],
    ['Ed25519', createPublicKey(keyOf('ed25519', 'public-key'))],
    ['Ed448', generateKeyPairSync('ed448').publicKey],
    ['RSA-PSS', generateKeyPairSync('rsa-pss', { modulusLength: 2048, hashAlgorithm: 'sha256' }).publicKey],
  ])('is the one that OpenSSL reads: %s', (_name, key) => {
    const read = publicKeyOf(readNode(spki(key)));
    expect(read.equals(key)).toBe(true);
    expect(read.asymmetricKeyType).toBe(key.asymmetricKeyType);
  });

  it('is refused when it is larger than any in use', () => {
    const large = rsaInfo(Buffer.alloc(1_500, 0x7f), Buffer.from([1, 0, 1]));
    expect(() => publicKeyOf(readNode(large))).toThrow('key too large');
  });

  it('is refused when its exponent is as long as a private one', () => {
    const slow = rsaInfo(Buffer.alloc(512, 0x7f), Buffer.alloc(511, 0x7f));
    expect(() => publicKeyOf(readNode(slow))).toThrow('exponent too large');
  });

  it('is refused when its point is not on the curve', () => {
    const info = spki(createPublicKey(keyOf('ec', 'public-key')));
    info.writeUInt8((info.at(-1) ?? 0) ^ 1, info.length - 1);
    expect(() => publicKeyOf(readNode(info))).toThrow();
  });
});
