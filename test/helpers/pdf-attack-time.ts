// Attacks on when something was signed: time stamps copied or by strangers, revocation data by the wrong people, expiry.
import { fixture, flipLast, stored, UNKNOWN, UNKNOWN_OR_INVALID } from './pdf-attack-trust.ts';
import { archived, overwrite, VALID, type Fixture } from './pdf-fixture.ts';
import { stampDocument } from './signed-pdf.ts';
import { issue } from './test-ca.ts';
import { makeTimestamp } from './test-cms.ts';
import { SIGNED_AT, testPki } from './test-pki.ts';
import { makeCrl, makeOcsp, onlyAuthorities, type OcspWish } from './test-revocation.ts';

const DATES = { thisUpdate: '2026-03-10T03:30:00Z', nextUpdate: '2026-03-17T03:30:00Z' };

/** About the signer, by the authorised responder, unless told otherwise. */
function answer(wish: Partial<OcspWish>): Buffer {
  const { signer, responder } = testPki();
  return makeOcsp({ about: signer, responder, status: 'good', ...DATES, ...wish });
}

/** The root's word that the CA is good: these fixtures have nothing else besides their own answer. */
function rootCrl(): Buffer[] {
  return [makeCrl({ issuer: testPki().root, ...DATES })];
}

export const timestampAttacks: readonly Fixture[] = [
  fixture(
    'timestamp-of-another-document',
    'does not accept a time stamp copied from another document',
    {
      ...UNKNOWN,
      timestamp: 'invalid',
    },
    (pki) => {
      const copied = makeTimestamp({
        tsa: pki.tsa,
        at: SIGNED_AT,
        parts: [Buffer.from('surat lain')],
        certificates: [pki.ca],
      });
      return stored({ cms: { timestamp: () => copied } }, {});
    },
  ),
  fixture(
    'timestamp-by-a-stranger',
    'does not rely on a time stamp by an unknown authority',
    { ...UNKNOWN, timestamp: 'indeterminate' },
    (pki) => stored({ tsa: pki.fakeTsa }, {}),
  ),
  fixture(
    'timestamp-by-a-signer',
    'does not accept a time stamp by a certificate that is not for time stamping',
    {
      ...UNKNOWN,
      timestamp: ['invalid', 'indeterminate'],
    },
    (pki) => stored({ tsa: pki.second }, {}),
  ),
  fixture(
    'timestamp-value-wrong',
    'sees that the signature of a time stamp does not verify',
    { ...UNKNOWN, timestamp: 'invalid' },
    (pki) =>
      stored(
        {
          cms: {
            timestamp: (value) =>
              makeTimestamp({
                tsa: pki.tsa,
                at: SIGNED_AT,
                parts: [value],
                certificates: [pki.ca],
                spoilValue: flipLast,
              }),
          },
        },
        {},
      ),
  ),
  fixture(
    'timestamp-from-the-future',
    'does not believe a time stamp from the future',
    { ...UNKNOWN, timestamp: ['invalid', 'indeterminate'] },
    () => stored({ stampedAt: '2026-09-01T00:00:00Z' }, {}),
  ),
  fixture(
    'document-timestamp-of-other-bytes',
    'sees that a document time stamp does not hold',
    UNKNOWN_OR_INVALID,
    () => {
      const doc = stampDocument(archived());
      // The name in the time stamp's own revision, behind what the signature covers.
      return overwrite(doc.bytes, '(Stempel)', '(Stempol)');
    },
  ),
];

const REVOKED = {
  integrity: 'intact',
  headline: 'invalid',
  subIndication: 'REVOKED',
  revocation: 'revoked',
} as const;
const NOT_KNOWN = { ...UNKNOWN, revocation: 'unknown' } as const;
const BEFORE = { revokedAt: '2026-03-01T00:00:00Z' };
const AFTER = { revokedAt: '2026-03-11T00:00:00Z' };

/** What the verifier makes of one OCSP answer, no CRL of the CA being there. */
function judged(name: string, sentence: string, wish: () => Partial<OcspWish>): Fixture {
  return fixture(name, sentence, NOT_KNOWN, () => stored({}, { ocsps: [answer(wish())], crls: rootCrl() }));
}

export const revocationAttacks: readonly Fixture[] = [
  fixture(
    'revoked-before-the-timestamp',
    'says invalid when the certificate was revoked before the time stamp',
    REVOKED,
    () => stored({}, { ocsps: [answer({ status: BEFORE })] }),
  ),
  fixture(
    'revoked-before-the-timestamp-crl',
    'says invalid when a CRL revokes the certificate before the time stamp',
    REVOKED,
    (pki) => {
      const crl = makeCrl({ issuer: pki.ca, revoked: [{ party: pki.signer, at: BEFORE.revokedAt }], ...DATES });
      return stored({}, { ocsps: [], crls: [crl, ...rootCrl()] });
    },
  ),
  fixture(
    'revoked-despite-an-older-good-answer',
    'believes the revocation though an older answer said good',
    REVOKED,
    () => {
      const older = answer({ thisUpdate: '2026-02-20T00:00:00Z', nextUpdate: '2026-02-27T00:00:00Z' });
      return stored({}, { ocsps: [older, answer({ status: BEFORE })] });
    },
  ),
  fixture(
    'revoked-after-the-timestamp',
    'says valid when the certificate was revoked after the time stamp',
    VALID,
    () => {
      const later = { thisUpdate: '2026-03-12T00:00:00Z', nextUpdate: '2026-03-19T00:00:00Z' };
      return stored({}, { ocsps: [answer({ status: AFTER, ...later })] });
    },
  ),
  fixture(
    'revoked-without-a-timestamp',
    'cannot tell when the certificate was revoked and no time is proven',
    { ...UNKNOWN, subIndication: 'REVOKED_NO_POE', revocation: 'revoked' },
    () => {
      const fresh = { thisUpdate: '2026-05-31T00:00:00Z', nextUpdate: '2026-06-07T00:00:00Z' };
      return stored({ stampedAt: null }, { ocsps: [answer({ status: AFTER, ...fresh })] });
    },
  ),
  judged('ocsp-by-the-wrong-responder', 'does not believe an OCSP responder that its CA has not authorised', () => ({
    responder: testPki().wrongResponder,
  })),
  judged('ocsp-by-a-stranger', 'does not believe an OCSP answer by a forged CA', () => ({
    responder: testPki().fakeCa,
  })),
  judged('ocsp-about-someone-else', "does not take another certificate's OCSP answer", () => ({
    about: testPki().second,
  })),
  judged('ocsp-status-unknown', 'does not take the OCSP status "unknown" for good', () => ({ status: 'unknown' })),
  judged('ocsp-out-of-date', 'does not rely on an OCSP answer that ended before the signing', () => ({
    thisUpdate: '2025-02-01T00:00:00Z',
    nextUpdate: '2025-02-08T00:00:00Z',
  })),
  fixture('crl-by-a-stranger', 'does not believe a CRL signed with another key', NOT_KNOWN, (pki) =>
    stored({}, { ocsps: [], crls: [makeCrl({ issuer: pki.ca, signer: pki.fakeCa, ...DATES }), ...rootCrl()] }),
  ),
  fixture(
    'crl-for-authorities-only',
    'does not take a CRL for the signer that speaks of CAs only',
    NOT_KNOWN,
    (pki) => {
      const narrow = makeCrl({ issuer: pki.ca, extensions: [onlyAuthorities()], ...DATES });
      return stored({}, { ocsps: [], crls: [narrow, ...rootCrl()] });
    },
  ),
  fixture('ca-revoked', 'does not call a file valid whose CA was revoked before', UNKNOWN_OR_INVALID, (pki) => {
    const revoked = [{ party: pki.ca, at: '2026-01-01T00:00:00Z' }];
    return stored(
      {},
      { crls: [makeCrl({ issuer: pki.ca, ...DATES }), makeCrl({ issuer: pki.root, revoked, ...DATES })] },
    );
  }),
];

export const expiry: readonly Fixture[] = [
  fixture('expired-with-a-timestamp', 'says valid when the certificate expired after the proven time', VALID, (pki) =>
    stored({ signer: pki.expired }, {}),
  ),
  fixture(
    'expired-without-a-timestamp',
    'cannot tell when the certificate has expired and no time is proven',
    {
      ...UNKNOWN,
      subIndication: ['OUT_OF_BOUNDS_NO_POE', 'EXPIRED'],
    },
    (pki) => stored({ signer: pki.expired, stampedAt: null }, {}),
  ),
  fixture(
    'expired-before-the-timestamp',
    'does not call a signature valid that was stamped after the certificate expired',
    UNKNOWN_OR_INVALID,
    (pki) => stored({ signer: pki.expired, stampedAt: '2026-05-01T00:00:00Z' }, {}),
  ),
  fixture(
    'not-yet-valid',
    'does not call a signature valid that was stamped before the certificate began',
    UNKNOWN_OR_INVALID,
    (pki) => {
      const early = issue({ cn: 'Sekar Ayu Maheswari', issuer: pki.ca, kind: 'ec', from: '2026-05-01T00:00:00Z' });
      return stored({ signer: early }, {});
    },
  ),
];
