// Time stamps: what they prove, how they fail, and the level that a signature reaches with them.
import { describe, expect, it } from 'vitest';
import { documentStamp, goodStore, inputOf, judge, judgeOne, PARTS, signed, stampAt } from '../helpers/assess-input.ts';
import { ADOBE_SIGNING, issue, TIME_STAMPING, type Party } from '../helpers/test-ca.ts';
import { makeCms, makeTimestamp } from '../helpers/test-cms.ts';
import { NOW, SIGNED_AT, testPki } from '../helpers/test-pki.ts';
import type { Material } from '../../src/pdf/assess.ts';
import { trustOf } from '../../src/pdf/trust.ts';
import { makeCrl } from '../helpers/test-revocation.ts';

const LATER = '2026-03-10T04:00:00.000Z';
const { ca, tsa } = testPki();

function authority(extendedUsage: { oids: readonly string[]; critical: boolean } | undefined): Party {
  return issue({ cn: 'TSA Lain', issuer: ca, kind: 'ec', ...(extendedUsage ? { extendedUsage } : {}) });
}

describe('a time stamp in a signature', () => {
  it('proves the time', () => {
    expect(judgeOne(signed({ timestamp: stampAt(SIGNED_AT) }))).toMatchObject({
      provenAt: SIGNED_AT,
      timestamp: { status: 'valid', at: SIGNED_AT, authority: 'TSA Uji', trusted: true },
      level: 'B-T',
      missing: ['signer_revocation', 'ca_revocation', 'tsa_revocation'],
    });
  });

  it('lets an expired certificate be judged at that time', () => {
    const { expired } = testPki();
    expect(judgeOne(signed({ signer: expired, timestamp: stampAt(SIGNED_AT) }), goodStore()).indication).toBe(
      'TOTAL-PASSED',
    );
    expect(judgeOne(signed({ signer: expired }), goodStore()).subIndication).toBe('OUT_OF_BOUNDS_NO_POE');
    const late = signed({ signer: expired, timestamp: stampAt('2026-05-01T00:00:00Z') });
    expect(judgeOne(late).subIndication).toBe('EXPIRED');
  });

  it.each([
    [
      'copied from another signature',
      () => makeTimestamp({ tsa, at: SIGNED_AT, parts: [Buffer.from('lain')], certificates: [ca] }),
      'invalid',
      'timestamp_imprint_differs',
    ],
    [
      'with a wrong value',
      (value: Uint8Array) =>
        makeTimestamp({ tsa, at: SIGNED_AT, parts: [value], spoilValue: (bytes) => Buffer.alloc(bytes.length, 1) }),
      null,
      null,
    ],
    ['that is no token', () => makeCms({ signer: tsa, parts: PARTS }), 'invalid', 'timestamp_malformed'],
    ['by a certificate without the purpose', stampAt(SIGNED_AT, authority(undefined)), 'invalid', 'timestamp_purpose'],
    [
      'by a certificate with another purpose besides',
      stampAt(SIGNED_AT, authority({ oids: [TIME_STAMPING, '1.3.6.1.5.5.7.3.4'], critical: true })),
      'invalid',
      'timestamp_purpose',
    ],
    [
      'by a certificate whose purpose is not critical',
      stampAt(SIGNED_AT, authority({ oids: [TIME_STAMPING], critical: false })),
      'invalid',
      'timestamp_purpose',
    ],
    ['by a stranger', stampAt(SIGNED_AT, testPki().fakeTsa), 'indeterminate', 'timestamp_untrusted'],
    [
      'from before its certificate',
      stampAt('2020-01-01T00:00:00Z'),
      'indeterminate',
      'timestamp_certificate_out_of_date',
    ],
  ] as const)('%s proves nothing, and is not passed over', (_name, timestamp, status, reason) => {
    const { timestamp: facts, provenAt, integrity, indication } = judgeOne(signed({ timestamp }), goodStore());
    expect(provenAt).toBeNull();
    expect(integrity).toBe('intact');
    expect(indication).not.toBe('TOTAL-PASSED');
    expect(facts).toMatchObject(status === null ? { trusted: false } : { status, reason, trusted: false });
  });

  it('from the future proves nothing', () => {
    expect(judgeOne(signed({ timestamp: stampAt('2026-07-01T00:00:00Z') }))).toMatchObject({
      provenAt: null,
      timestamp: { trusted: false },
    });
  });

  it('by an authority that was revoked before is invalid', () => {
    const dates = { thisUpdate: '2026-03-10T03:30:00Z', nextUpdate: '2026-03-17T03:30:00Z' };
    const crl = makeCrl({ issuer: ca, revoked: [{ party: tsa, at: '2026-01-01T00:00:00Z' }], ...dates });
    const material: Material = { certificates: [], ocsps: [], crls: [{ der: crl, endOffset: 2_000 }] };
    expect(judgeOne(signed({ timestamp: stampAt(SIGNED_AT) }), material)).toMatchObject({
      provenAt: null,
      timestamp: { status: 'invalid', reason: 'timestamp_revoked' },
    });
  });
});

describe('a document time stamp', () => {
  it('is judged over its byte range', () => {
    const stamp = documentStamp(LATER, 3_000);
    expect(judgeOne(stamp, goodStore())).toMatchObject({
      integrity: 'intact',
      signer: 'TSA Uji',
      timestamp: { status: 'valid', at: LATER, trusted: true },
      indication: 'TOTAL-PASSED',
    });
    const other = { ...stamp, signedParts: [Buffer.from('lain')] };
    expect(judgeOne(other)).toMatchObject({
      integrity: 'broken',
      subIndication: 'HASH_FAILURE',
      timestamp: { status: 'invalid', reason: 'timestamp_imprint_differs' },
    });
  });

  it('proves the time of the signatures before it, not of those behind', () => {
    const stamp = documentStamp(LATER, 3_000);
    const [before, , behind] = judge([signed(), stamp, signed({}, { endOffset: 4_000 })]);
    expect(before).toMatchObject({ provenAt: LATER, level: 'B-T' });
    expect(behind).toMatchObject({ provenAt: null, level: 'B-B', timestamp: null });
  });

  it('that is broken proves nothing for others', () => {
    const broken = { ...documentStamp(LATER, 3_000), signedParts: [Buffer.from('lain')] };
    expect(judge([signed(), broken])[0]).toMatchObject({
      provenAt: null,
      level: 'B-B',
      timestamp: { status: 'invalid' },
    });
  });

  it('must not be older than the time stamp in the signature', () => {
    const [first] = judge(
      [signed({ timestamp: stampAt(LATER) }), documentStamp('2026-03-09T00:00:00Z', 3_000)],
      goodStore(),
    );
    expect(first?.subIndication).toBe('TIMESTAMP_ORDER_FAILURE');
  });
});

describe('the level', () => {
  const stamped = signed({ timestamp: stampAt(SIGNED_AT) });

  it.each([
    ['B-B without anything', [signed()], undefined, 'B-B'],
    ['B-B with revocation data alone', [signed()], goodStore(), 'B-B'],
    ['B-T with a time stamp', [stamped], undefined, 'B-T'],
    ['B-T with a document time stamp', [signed(), documentStamp(LATER, 1_500)], undefined, 'B-T'],
    ['B-LT with revocation data in the store', [stamped], goodStore(), 'B-LT'],
    [
      'B-LT when the document time stamp lies before the store',
      [stamped, documentStamp(LATER, 1_500)],
      goodStore(),
      'B-LT',
    ],
    ['B-LTA when a document time stamp covers the store', [stamped, documentStamp(LATER, 3_000)], goodStore(), 'B-LTA'],
    [
      'B-LT with a document time stamp alone, which cannot prove the time and archive the proof at once',
      [signed(), documentStamp(LATER, 3_000)],
      goodStore(),
      'B-LT',
    ],
  ] as const)('is %s', (_name, inputs, material, level) => {
    expect(judge(inputs, material)[0]?.level).toBe(level);
  });

  it('counts nothing of a store that was there before the signature and is out of date', () => {
    const late = signed({ timestamp: stampAt('2026-05-01T00:00:00Z') }, { endOffset: 5_000 });
    expect(judge([late], goodStore())[0]).toMatchObject({ level: 'B-T' });
  });

  it('is the same for a CA that is not trusted', () => {
    const [first] = judge([stamped, documentStamp(LATER, 3_000)], goodStore(), {
      trust: { anchors: [], intermediates: [] },
    });
    expect(first).toMatchObject({ level: 'B-LTA', trusted: false, provenAt: null });
  });

  it('is B-B for a signature that is broken', () => {
    const broken = { ...stamped, signedParts: [Buffer.from('lain')] };
    expect(judgeOne(broken, goodStore(), NOW).level).toBe('B-B');
  });

  it('of garbage is B-B', () => {
    expect(judgeOne(inputOf(Buffer.from('30ff', 'hex'))).level).toBe('B-B');
  });
});

describe("a document in BSrE's older shape", () => {
  it('is judged at its time stamp, though its CA has expired since', () => {
    const old = issue({ cn: 'OSD Lama', ca: true, kind: 'ec', slot: 'osd', to: '2026-04-01T00:00:00Z' });
    const signer = issue({
      cn: 'Ratna Pramesti Wulandari',
      issuer: old,
      to: '2026-04-01T00:00:00Z',
      extendedUsage: { oids: [ADOBE_SIGNING], critical: true },
    });
    const wish = { signer, certificates: [old], essCertificate: false, timestamp: stampAt(SIGNED_AT) } as const;
    const input = inputOf(makeCms({ parts: PARTS, ...wish }), { subFilter: 'adbe.pkcs7.detached' });
    const trust = trustOf([old.certificate, testPki().root.certificate]);
    expect(judge([input], undefined, { trust })[0]).toMatchObject({
      integrity: 'intact',
      trusted: true,
      provenAt: SIGNED_AT,
      claimedAt: null,
      level: 'B-T',
      indication: 'INDETERMINATE',
      subIndication: 'TRY_LATER',
      reasons: ['revocation_unknown'],
    });
  });
});
