// A certificate's public key for node:crypto. OpenSSL's decoder takes 0.6 ms for a key in DER, and more for a certificate; the
// numbers handed over as a JWK take 0.05 ms. Sizes are bounded: whoever sends a file chooses its keys.
import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  DerError,
  bitOctets,
  children,
  content,
  encoded,
  expect,
  firstChild,
  type Node,
  oid,
  readNode,
  tags,
} from './der.ts';

/** A DSA-3072 or RSA-8192 key fits; nothing larger is in use, and a check's cost grows with the cube. */
const maxKeyBytes = 1_400;
/** Octets of an RSA exponent; long ones make one check as dear as a signature. */
const maxExponentBytes = 8;

/** JWK names of curves by their identifier (RFC 5480, 2.1.1.1). */
const curves: Readonly<Record<string, { readonly name: string; readonly octets: number }>> = {
  '1.2.840.10045.3.1.7': { name: 'P-256', octets: 32 },
  '1.3.132.0.34': { name: 'P-384', octets: 48 },
  '1.3.132.0.35': { name: 'P-521', octets: 66 },
};

/** Reads SubjectPublicKeyInfo (RFC 5280, 4.1.2.7). Throws where it is no key that OpenSSL takes, or too large. */
export function publicKeyOf(info: Node): KeyObject {
  if (info.next - info.start > maxKeyBytes) throw new DerError('key too large');
  const [algorithm, bits] = children(info);
  if (!algorithm || !bits) throw new DerError('no public key');
  const [type, parameters] = children(algorithm);
  const id = oid(type);
  if (id === '1.2.840.113549.1.1.1') return rsaKey(bitOctets(bits));
  const curve = id === '1.2.840.10045.2.1' && parameters?.tag === tags.oid ? curves[oid(parameters)] : undefined;
  const point = bitOctets(bits);
  if (curve && point[0] === 4 && point.length === 1 + 2 * curve.octets) {
    const x = base64url(point.subarray(1, 1 + curve.octets));
    const y = base64url(point.subarray(1 + curve.octets));
    return createPublicKey({ key: { kty: 'EC', crv: curve.name, x, y }, format: 'jwk' });
  }
  return createPublicKey({ key: Buffer.from(encoded(info)), format: 'der', type: 'spki' });
}

/** RSAPublicKey (RFC 8017, A.1.1). */
function rsaKey(bytes: Uint8Array): KeyObject {
  const sequence = expect(readNode(bytes), tags.sequence);
  const modulus = content(expect(firstChild(sequence), tags.integer));
  const exponent = content(expect(children(sequence)[1], tags.integer));
  if (exponent.length > maxExponentBytes) throw new DerError('exponent too large');
  return createPublicKey({ key: { kty: 'RSA', n: base64url(modulus), e: base64url(exponent) }, format: 'jwk' });
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64url');
}
