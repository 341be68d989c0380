// A file that brings no revocation data: what would have to be fetched, and the verdict with it.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createVerifier } from '../../src/pdf/isolated.ts';
import type { RevocationRequest } from '../../src/pdf/revocation-requests.ts';
import { revocationNeeds, verify } from '../../src/pdf/verify.ts';
import { sequence, tagged, taggedPrimitive } from '../helpers/der.ts';
import { letter, signLetter } from '../helpers/signed-pdf.ts';
import { extension, issue, pemOf } from '../helpers/test-ca.ts';
import { NOW, testPki, testTrust } from '../helpers/test-pki.ts';
import { makeCrl } from '../helpers/test-revocation.ts';

const list = (url: string): Buffer =>
  extension('2.5.29.31', false, sequence(sequence(tagged(0, tagged(0, taggedPrimitive(6, Buffer.from(url)))))));
const { root } = testPki();
const ca = issue({
  cn: 'PSrE Daring',
  issuer: root,
  ca: true,
  to: '2035-01-01T00:00:00Z',
  extensions: [list('http://crl.rootca.id/root.crl')],
});
const signer = issue({ cn: 'Sekar Ayu', issuer: ca, kind: 'ec', extensions: [list('http://va.bsre.go.id/ca.crl')] });
const { bytes } = signLetter(letter(), { signer, certificates: [ca], stampedAt: null });
const dates = { thisUpdate: '2026-05-31T00:00:00Z', nextUpdate: '2026-06-07T00:00:00Z' };
const revocation = { ocsps: [], crls: [makeCrl({ issuer: ca, ...dates }), makeCrl({ issuer: root, ...dates })] };
const trustDir = mkdtempSync(join(tmpdir(), 'anchors-'));
writeFileSync(join(trustDir, 'akar.pem'), pemOf(root));

afterAll(() => rmSync(trustDir, { recursive: true }));

describe('revocation data to be fetched', () => {
  const options = { trust: testTrust(), now: NOW };

  it('is named for signer and CA, and settles the verdict', () => {
    expect(verify(bytes, options).signatures[0]).toMatchObject({ subIndication: 'TRY_LATER', integrity: 'intact' });
    expect(revocationNeeds(bytes, options).map(({ url }) => url)).toEqual([
      'http://va.bsre.go.id/ca.crl',
      'http://crl.rootca.id/root.crl',
    ]);
    expect(verify(bytes, { ...options, revocation }).headline).toBe('valid');
  });

  it('is none for a file that cannot be read', () => {
    expect(revocationNeeds(Buffer.from('bukan PDF'), options)).toEqual([]);
  });

  it('is fetched once by the isolated verifier, which then judges again', async () => {
    const asked: (readonly RevocationRequest[])[] = [];
    const verifier = createVerifier({
      trustDirs: [trustDir],
      clock: () => NOW,
      fetchRevocation: async (needs) => {
        asked.push(needs);
        return Promise.resolve(revocation);
      },
    });
    try {
      expect((await verifier.verify(bytes)).headline).toBe('valid');
      expect(asked.map((needs) => needs.length)).toEqual([2]);
    } finally {
      await verifier.stop();
    }
  });
});
