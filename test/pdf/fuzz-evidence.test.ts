// Mutations of what a signature brings along as evidence: no damage to a revocation makes a certificate good again, and
// no damage to a time stamp proves another time.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../src/core/verdict.ts';
import { verify } from '../../src/pdf/verify.ts';
import { derMutations, mutateDer } from '../helpers/der-mutations.ts';
import { signed } from '../helpers/pdf-fixture.ts';
import { addStore, standardStore } from '../helpers/signed-pdf.ts';
import { makeTimestamp } from '../helpers/test-cms.ts';
import { NOW, SIGNED_AT, testPki, testTrust } from '../helpers/test-pki.ts';
import { makeCrl, makeOcsp } from '../helpers/test-revocation.ts';

const RUNS = 100;
const DATES = { thisUpdate: '2026-03-10T03:30:00Z', nextUpdate: '2026-03-17T03:30:00Z' };
const REVOKED_AT = '2026-03-01T00:00:00Z';

function judge(bytes: Uint8Array): Verdict {
  return verify(bytes, { trust: testTrust(), now: NOW });
}

describe('evidence under mutation', () => {
  it('never says valid when the only OCSP answer is a damaged revocation', () => {
    const { signer, responder, root } = testPki();
    const doc = signed();
    const ocsp = makeOcsp({ about: signer, responder, status: { revokedAt: REVOKED_AT }, ...DATES });
    const crls = [makeCrl({ issuer: root, ...DATES })];
    const store = (answer: Buffer): Uint8Array => addStore(doc, { ...standardStore(), ocsps: [answer], crls }).bytes;
    expect(judge(store(ocsp)).headline).toBe('invalid');
    fc.assert(
      fc.property(derMutations, (mutations) => {
        expect(judge(store(mutateDer(ocsp, mutations))).headline).not.toBe('valid');
      }),
      { numRuns: RUNS },
    );
  });

  it('never says valid when the only CRL is a damaged revocation', () => {
    const { signer, ca, root } = testPki();
    const doc = signed();
    const crl = makeCrl({ issuer: ca, revoked: [{ party: signer, at: REVOKED_AT }], ...DATES });
    const store = (list: Buffer): Uint8Array =>
      addStore(doc, { ...standardStore(), ocsps: [], crls: [list, makeCrl({ issuer: root, ...DATES })] }).bytes;
    expect(judge(store(crl)).headline).toBe('invalid');
    fc.assert(
      fc.property(derMutations, (mutations) => {
        expect(judge(store(mutateDer(crl, mutations))).headline).not.toBe('valid');
      }),
      { numRuns: RUNS },
    );
  });

  it('proves no other time by a damaged time stamp', () => {
    const { tsa, ca } = testPki();
    fc.assert(
      fc.property(derMutations, (mutations) => {
        const timestamp = (value: Uint8Array): Buffer =>
          mutateDer(makeTimestamp({ tsa, at: SIGNED_AT, parts: [value], certificates: [ca] }), mutations);
        const verdict = judge(addStore(signed({ cms: { timestamp } }), standardStore()).bytes);
        const proven = verdict.signatures[0]?.provenAt ?? null;
        expect([SIGNED_AT, null]).toContain(proven);
        if (proven === null) expect(verdict.headline).not.toBe('valid');
      }),
      { numRuns: RUNS },
    );
  });

  it('names no other signer by a damaged certificate', () => {
    const { signer } = testPki();
    const good = judge(signed({ stampedAt: null }).bytes).signatures[0]?.signer;
    fc.assert(
      fc.property(derMutations, (mutations) => {
        const damaged = { ...signer, certificate: mutateDer(signer.certificate, mutations) };
        const verdict = judge(addStore(signed({ signer: damaged, cms: { essCertificate: signer } })).bytes);
        expect(verdict.headline).not.toBe('valid');
        if (verdict.signatures[0]?.trusted) expect(verdict.signatures[0].signer).toBe(good);
      }),
      { numRuns: RUNS },
    );
  });
});
