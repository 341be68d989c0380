// Attacks on who signed: forged authorities, wrong certificates, wrong digests, weak algorithms.
import { BROKEN, signed, type Expected, type Fixture } from './pdf-fixture.ts';
import { addStore, standardStore, type SignWish, type StoreWish } from './signed-pdf.ts';
import { nothing } from './der.ts';
import { extension, issue } from './test-ca.ts';
import { testPki, type Pki } from './test-pki.ts';

export const UNKNOWN: Expected = { integrity: 'intact', headline: 'indeterminate' };
/** No proven time at which the certificate was valid, or a proven one at which it was not. */
export const UNKNOWN_OR_INVALID: Expected = { integrity: 'intact', headline: ['indeterminate', 'invalid'] };
/** Odd, and so nobody's word is taken for it. */
const UNCLEAR: Expected = { integrity: 'indeterminate', headline: 'indeterminate' };
const NO_CHAIN: Expected = { ...UNKNOWN, subIndication: 'NO_CERTIFICATE_CHAIN_FOUND', trusted: false };

export function fixture(name: string, sentence: string, expected: Expected, make: (pki: Pki) => Uint8Array): Fixture {
  return { name, sentence, expected, make: () => make(testPki()) };
}

/** Signed, stamped (unless told otherwise), with this store. */
export function stored(wish: SignWish, store: StoreWish): Uint8Array {
  return addStore(signed(wish), { ...standardStore(wish.signer), ...store }).bytes;
}

export const forgedAuthorities: readonly Fixture[] = [
  fixture(
    'forged-ca-with-the-anchors-name',
    'does not trust a CA that only carries the name of an anchor',
    NO_CHAIN,
    (pki) =>
      stored(
        { signer: pki.fakeSigner, certificates: [pki.fakeCa, pki.fakeRoot] },
        { certificates: [pki.fakeCa, pki.fakeRoot] },
      ),
  ),
  fixture(
    'forged-ca-beside-the-real-root',
    'does not trust a forged CA because the real root is sent along',
    NO_CHAIN,
    (pki) =>
      stored(
        { signer: pki.fakeSigner, certificates: [pki.fakeCa, pki.root, pki.ca] },
        { certificates: [pki.root, pki.ca] },
      ),
  ),
  fixture(
    'issued-by-a-signer',
    'does not trust a certificate that another signer has issued',
    { ...UNKNOWN, trusted: false },
    (pki) => {
      const forged = issue({ cn: 'Bupati Awan Biru', issuer: pki.signer, kind: 'ec' });
      return stored(
        { signer: forged, certificates: [pki.signer, pki.ca] },
        { certificates: [pki.signer, pki.ca, pki.root] },
      );
    },
  ),
  fixture(
    'path-too-long',
    "does not trust a path longer than the CA's pathLen",
    { ...UNKNOWN, trusted: false },
    (pki) => {
      const extra = issue({ cn: 'PSrE Bawahan', issuer: pki.ca, kind: 'ec', ca: true, to: '2030-01-01T00:00:00Z' });
      const leaf = issue({ cn: 'Joko Wahyu Santoso', issuer: extra, kind: 'ec' });
      return stored({ signer: leaf, certificates: [extra, pki.ca] }, { certificates: [extra, pki.ca, pki.root] });
    },
  ),
  fixture('self-signed', 'does not trust a self-signed certificate', { ...UNKNOWN, trusted: false }, () => {
    const own = issue({ cn: 'Ratna Pramesti Wulandari', kind: 'ec', slot: 'self-signed' });
    return stored({ signer: own, certificates: [] }, {});
  }),
  fixture(
    'other-certificate-claimed',
    'does not accept a signature whose signing-certificate attribute names another',
    {
      integrity: ['intact', 'indeterminate', 'broken'],
      headline: ['indeterminate', 'invalid'],
    },
    (pki) => stored({ cms: { essCertificate: pki.second } }, {}),
  ),
  fixture('two-signers-in-one', 'does not choose between two signers in one CMS', UNCLEAR, (pki) =>
    stored({ cms: { alsoBy: pki.fakeSigner } }, {}),
  ),
  fixture(
    'signer-certificate-missing',
    'cannot tell who signed when the certificate is missing',
    UNCLEAR,
    (pki) => signed({ cms: { withoutCertificate: true }, certificates: [pki.ca] }).bytes,
  ),
  fixture(
    'unknown-critical-extension',
    'does not rely on a certificate with a critical extension that it does not know',
    { ...UNKNOWN, subIndication: 'CHAIN_CONSTRAINTS_FAILURE' },
    (pki) => {
      const extensions = [extension('1.3.6.1.4.1.55555.1.1', true, nothing())];
      return stored({ signer: issue({ cn: 'Ratna Pramesti Wulandari', issuer: pki.ca, kind: 'ec', extensions }) }, {});
    },
  ),
  fixture(
    'certificate-not-for-signing',
    'does not rely on a certificate whose key is not for signatures',
    UNKNOWN,
    (pki) =>
      stored({ signer: issue({ cn: 'Ratna Pramesti Wulandari', issuer: pki.ca, kind: 'ec', usage: ['cRLSign'] }) }, {}),
  ),
  fixture(
    'digest-wrong',
    'sees that the digest in the signature is not that of the file',
    { ...BROKEN, subIndication: 'HASH_FAILURE' },
    () => stored({ cms: { messageDigest: Buffer.alloc(32, 7) } }, {}),
  ),
  fixture(
    'value-wrong',
    'sees that the signature value does not verify',
    { ...BROKEN, subIndication: 'SIG_CRYPTO_FAILURE' },
    () => stored({ cms: { spoilValue: flipLast } }, {}),
  ),
  fixture('sha1-digest', 'does not call a SHA-1 signature of 2026 valid', UNKNOWN, () => stored({ hash: 'sha1' }, {})),
  fixture('short-rsa-key', 'does not call a signature by a 1024-bit key valid', UNKNOWN, (pki) => {
    const weak = issue({ cn: 'Ratna Pramesti Wulandari', issuer: pki.ca, kind: 'rsa1024' });
    return stored({ signer: weak }, {});
  }),
];

export function flipLast(value: Buffer): Buffer {
  const copy = Buffer.from(value);
  copy.writeUInt8((copy.at(-1) ?? 0) ^ 1, copy.length - 1);
  return copy;
}
