// Signature values by every algorithm, what happens when their parts disagree, and until when each is relied on.
import { constants, createPublicKey, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { algorithm, checkSignature, hashOf, isWeak, type HashName } from '../../src/pdf/algorithms.ts';
import { readNode } from '../../src/pdf/der.ts';
import { integer, nothing, oid, sequence, tagged } from '../helpers/der.ts';
import { hashAlgorithm, keyOf, type Hash } from '../helpers/test-ca.ts';

const DATA = Buffer.from('keputusan bupati');

function identifier(id: string, ...parameters: readonly Buffer[]): ReturnType<typeof algorithm> {
  return algorithm(readNode(sequence(oid(id), ...parameters)));
}

function check(
  key: KeyObject,
  id: ReturnType<typeof algorithm>,
  digest: HashName | undefined,
  signature: Buffer,
): ReturnType<typeof checkSignature> {
  return checkSignature({ key: createPublicKey(key), algorithm: id, digest, data: [DATA], signature });
}

function pss(hash: Hash, maskHash: Hash, salt: number): ReturnType<typeof algorithm> {
  const mask = sequence(oid('1.2.840.113549.1.1.8'), hashAlgorithm(maskHash));
  const parameters = sequence(tagged(0, hashAlgorithm(hash)), tagged(1, mask), tagged(2, integer(salt)));
  return identifier('1.2.840.113549.1.1.10', parameters);
}

function signPss(key: KeyObject, saltLength: number): Buffer {
  return sign('sha256', DATA, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });
}

describe('checking a signature value', () => {
  const rsa = keyOf('rsa', 'algorithms');
  const ec = keyOf('ec', 'algorithms');

  it.each([
    ['RSA with SHA-256', rsa, '1.2.840.113549.1.1.11', 'sha256', 'RSA-2048 SHA-256'],
    ['RSA with SHA3-256', rsa, '2.16.840.1.101.3.4.3.14', 'sha3-256', 'RSA-2048 SHA3-256'],
    ['RSA named by its key', rsa, '1.2.840.113549.1.1.1', 'sha512', 'RSA-2048 SHA-512'],
    ['ECDSA with SHA-384', ec, '1.2.840.10045.4.3.3', 'sha384', 'ECDSA prime256v1 SHA-384'],
    [
      'ECDSA on a brainpool curve',
      keyOf('brainpool', 'algorithms'),
      '1.2.840.10045.4.3.2',
      'sha256',
      'ECDSA brainpoolP256r1 SHA-256',
    ],
  ] as const)('accepts %s', (_name, key, id, hash, label) => {
    const signature = sign(hash, DATA, key);
    expect(check(key, identifier(id, nothing()), hash, signature)).toEqual({ result: 'match', label, hash });
    signature.writeUInt8((signature.at(-1) ?? 0) ^ 1, signature.length - 1);
    expect(check(key, identifier(id, nothing()), hash, signature).result).toBe('mismatch');
  });

  it('accepts Ed25519 with SHA-512 and Ed448 with SHAKE256, and no other hash (RFC 8419)', () => {
    const ed25519 = keyOf('ed25519', 'algorithms');
    const ed448 = generateKeyPairSync('ed448').privateKey;
    expect(check(ed25519, identifier('1.3.101.112'), 'sha512', sign(null, DATA, ed25519)).result).toBe('match');
    expect(check(ed25519, identifier('1.3.101.112'), 'sha256', sign(null, DATA, ed25519)).result).toBe('disagrees');
    expect(check(ed448, identifier('1.3.101.113'), 'shake256', sign(null, DATA, ed448)).result).toBe('match');
    expect(check(ed448, identifier('1.3.101.113'), 'sha512', sign(null, DATA, ed448)).result).toBe('disagrees');
  });

  it('accepts ECDSA with r and s side by side where its identifier says so', () => {
    const plain = sign('sha256', DATA, { key: ec, dsaEncoding: 'ieee-p1363' });
    expect(check(ec, identifier('0.4.0.127.0.7.1.1.4.1.3'), 'sha256', plain).result).toBe('match');
    expect(check(ec, identifier('1.2.840.10045.4.3.2'), 'sha256', plain).result).toBe('mismatch');
  });

  it('takes the parameters of RSA-PSS at their word', () => {
    expect(check(rsa, pss('sha256', 'sha256', 32), 'sha256', signPss(rsa, 32)).result).toBe('match');
    expect(check(rsa, pss('sha256', 'sha256', 20), 'sha256', signPss(rsa, 32)).result).toBe('mismatch');
    expect(check(rsa, pss('sha256', 'sha1', 32), 'sha256', signPss(rsa, 32)).result).toBe('disagrees');
    expect(check(rsa, pss('sha256', 'sha256', 32), 'sha512', signPss(rsa, 32)).result).toBe('disagrees');
    expect(check(rsa, pss('sha256', 'sha256', 4_000), 'sha256', signPss(rsa, 32)).result).toBe('disagrees');
  });

  it('does not judge identifiers that contradict the key or each other', () => {
    const signature = sign('sha256', DATA, rsa);
    expect(check(rsa, identifier('1.2.840.10045.4.3.2'), 'sha256', signature).result).toBe('disagrees');
    expect(check(rsa, identifier('1.2.840.113549.1.1.11', nothing()), 'sha1', signature).result).toBe('disagrees');
    expect(check(ec, identifier('1.2.840.10045.3.1.7'), 'sha256', sign('sha256', DATA, ec)).result).toBe('unsupported');
    expect(check(rsa, identifier('1.2.3.4'), 'sha256', signature).result).toBe('unsupported');
  });
});

describe('relying on an algorithm', () => {
  const at = (day: string): number => Date.parse(day);

  it('takes no signature identifier in place of a digest', () => {
    expect(hashOf('2.16.840.1.101.3.4.2.1')).toBe('sha256');
    expect(hashOf('1.2.840.113549.1.1.11')).toBeUndefined();
  });

  it('ends with the years', () => {
    const rsa = createPublicKey(keyOf('rsa', 'algorithms'));
    const short = createPublicKey(keyOf('rsa1024', 'algorithms'));
    expect(isWeak(rsa, 'sha256', at('2026-11-20'))).toBe(false);
    expect(isWeak(rsa, 'sha1', at('2011-01-01'))).toBe(false);
    expect(isWeak(rsa, 'sha1', at('2013-01-01'))).toBe(true);
    expect(isWeak(rsa, 'md5', at('2013-01-01'))).toBe(true);
    expect(isWeak(short, 'sha256', at('2019-01-01'))).toBe(false);
    expect(isWeak(short, 'sha256', at('2020-01-01'))).toBe(true);
  });
});
