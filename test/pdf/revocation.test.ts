// Revocation: whose word counts, for which time, and which requests would be worth sending.
import { describe, expect, it } from 'vitest';
import type { Assessment, Embedded, Material } from '../../src/pdf/assess.ts';
import { assessAll } from '../../src/pdf/assess.ts';
import { isAllowed, revocationHosts, revocationRequests } from '../../src/pdf/revocation-requests.ts';
import { goodStore, judgeOne, signed, stampAt } from '../helpers/assess-input.ts';
import { ascii, octets, sequence, tagged, taggedPrimitive, tlv } from '../helpers/der.ts';
import { extension, issue, OCSP_SIGNING, ocspNoCheck, type Party } from '../helpers/test-ca.ts';
import { NOW, SIGNED_AT, testPki, testTrust } from '../helpers/test-pki.ts';
import { makeCrl, makeOcsp, type OcspWish } from '../helpers/test-revocation.ts';

const DATES = { thisUpdate: '2026-03-10T03:30:00Z', nextUpdate: '2026-03-17T03:30:00Z' };
const { root, ca, signer, responder } = testPki();

function store(values: { ocsps?: readonly Buffer[]; crls?: readonly Buffer[] }): Material {
  const held = (list: readonly Buffer[] = []): Embedded[] => list.map((der) => ({ der, endOffset: 2_000 }));
  return { certificates: [], ocsps: held(values.ocsps), crls: held(values.crls) };
}

function ocsp(wish: Partial<OcspWish> = {}): Buffer {
  return makeOcsp({ about: signer, responder, status: 'good', ...DATES, ...wish });
}

const stamped = signed({ timestamp: stampAt(SIGNED_AT) });

function judged(values: Parameters<typeof store>[0]): Assessment {
  return judgeOne(stamped, store(values));
}

describe('an OCSP answer', () => {
  it('counts when the issuer or its responder gave it', () => {
    expect(judged({ ocsps: [ocsp()] }).revocation).toBe('good');
    expect(judged({ ocsps: [ocsp({ responder: ca })] }).revocation).toBe('good');
  });

  it.each([
    ['a responder without the purpose', testPki().wrongResponder],
    ['another CA of the same name', testPki().fakeCa],
    ['the root', root],
    ['the signer himself', signer],
    [
      'a responder out of its validity',
      issue({
        cn: 'OCSP Lama',
        issuer: ca,
        kind: 'ec',
        to: '2026-01-01T00:00:00Z',
        extendedUsage: { oids: [OCSP_SIGNING], critical: false },
      }),
    ],
  ] as const)('does not count from %s', (_name, party: Party) => {
    expect(judged({ ocsps: [ocsp({ responder: party })] }).revocation).toBe('unknown');
  });

  it('by a responder of the root is evidence for the level, but decides nothing', () => {
    const above = issue({
      cn: 'OCSP Akar',
      issuer: root,
      kind: 'ec',
      extendedUsage: { oids: [OCSP_SIGNING], critical: false },
      extensions: [ocspNoCheck()],
    });
    const { revocation, missing } = judged({ ocsps: [ocsp({ responder: above })] });
    expect(revocation).toBe('unknown');
    expect(missing).not.toContain('signer_revocation');
  });

  it('does not count for another certificate, when unknown, or out of date', () => {
    expect(judged({ ocsps: [ocsp({ about: testPki().second })] }).revocation).toBe('unknown');
    expect(judged({ ocsps: [ocsp({ status: 'unknown' })] }).revocation).toBe('unknown');
    const old = { thisUpdate: '2026-02-01T00:00:00Z', nextUpdate: '2026-02-08T00:00:00Z' };
    expect(judged({ ocsps: [ocsp(old)] }).revocation).toBe('unknown');
  });

  it('does not count when its certificate had expired before it was asked', () => {
    const { expired } = testPki();
    const late = makeOcsp({ about: expired, responder, status: 'good', thisUpdate: '2026-05-01T00:00:00Z' });
    const input = signed({ signer: expired, timestamp: stampAt(SIGNED_AT) });
    expect(judgeOne(input, store({ ocsps: [late] })).revocation).toBe('unknown');
  });
});

describe('revoked', () => {
  const before = { revokedAt: '2026-03-01T00:00:00Z' };
  const after = { revokedAt: '2026-03-11T00:00:00Z' };

  it('before the proven time is a failure', () => {
    expect(judged({ ocsps: [ocsp({ status: before })] })).toMatchObject({
      revocation: 'revoked',
      revokedAt: '2026-03-01T00:00:00.000Z',
      indication: 'TOTAL-FAILED',
      subIndication: 'REVOKED',
      integrity: 'intact',
    });
  });

  it('after the proven time leaves the signature good', () => {
    const late = ocsp({ status: after, thisUpdate: '2026-03-12T00:00:00Z', nextUpdate: '2026-03-19T00:00:00Z' });
    expect(judged({ ocsps: [late] })).toMatchObject({ revocation: 'good', revokedAt: '2026-03-11T00:00:00.000Z' });
  });

  it('without a proven time cannot be told', () => {
    expect(judgeOne(signed(), store({ ocsps: [ocsp({ status: after })] }))).toMatchObject({
      indication: 'INDETERMINATE',
      subIndication: 'REVOKED_NO_POE',
    });
  });

  it('outweighs an answer that said good', () => {
    const crl = makeCrl({ issuer: ca, revoked: [{ party: signer, at: before.revokedAt }], ...DATES });
    expect(judged({ ocsps: [ocsp()], crls: [crl] }).revocation).toBe('revoked');
  });
});

describe('a CRL', () => {
  it('counts when its issuer signed it', () => {
    expect(judged({ crls: [makeCrl({ issuer: ca, ...DATES })] }).revocation).toBe('good');
    expect(judged({ crls: [makeCrl({ issuer: ca, signer: testPki().fakeCa, ...DATES })] }).revocation).toBe('unknown');
    expect(judged({ crls: [makeCrl({ issuer: root, ...DATES })] }).revocation).toBe('unknown');
  });

  it('of thirty thousand entries is searched, not parsed', () => {
    const entry = sequence(tlv(0x02, Buffer.from('7fffffffffffff', 'hex')), ascii(0x17, '260101000000Z'));
    const filler = { ...signer, serial: Buffer.from('7fffffffffffff', 'hex') };
    const many = Array.from({ length: 30_000 }, () => ({ party: filler, at: '2026-01-01T00:00:00Z' }));
    const crl = makeCrl({
      issuer: ca,
      revoked: [...many, { party: signer, at: '2026-02-01T00:00:00Z' }],
      ...DATES,
    });
    expect(crl.length).toBeGreaterThan(30_000 * entry.length);
    const started = performance.now();
    expect(judged({ crls: [crl] }).revocation).toBe('revoked');
    expect(performance.now() - started).toBeLessThan(500);
  });

  it.each([
    ['for CA certificates only', extension('2.5.29.28', true, sequence(taggedPrimitive(2, Buffer.from([0xff]))))],
    ['indirect', extension('2.5.29.28', true, sequence(taggedPrimitive(4, Buffer.from([0xff]))))],
    ['of changes only', extension('2.5.29.27', true, tlv(0x02, Buffer.from([1])))],
    ['with a critical extension that is not understood', extension('1.2.3.4', true, octets(Buffer.alloc(1)))],
  ] as const)('does not count %s', (_name, more) => {
    expect(judged({ crls: [makeCrl({ issuer: ca, ...DATES, extensions: [more] })] }).revocation).toBe('unknown');
  });
});

describe('a whole signature', () => {
  it('passes when signer, CA and TSA are known to be good', () => {
    expect(judgeOne(stamped, goodStore())).toMatchObject({
      indication: 'TOTAL-PASSED',
      subIndication: null,
      reasons: [],
      revocation: 'good',
      level: 'B-LT',
    });
  });

  it('is to be tried later when only the CA is in doubt', () => {
    expect(judged({ crls: [makeCrl({ issuer: ca, ...DATES })] })).toMatchObject({
      revocation: 'good',
      subIndication: 'TRY_LATER',
      reasons: ['authority_revocation_unknown'],
    });
  });

  it('takes revocation data out of the signature itself, which makes no B-LT', () => {
    const archival = { ocsps: [ocsp()], crls: [makeCrl({ issuer: root, ...DATES })] };
    const { revocation, level } = judgeOne(signed({ archival, timestamp: stampAt(SIGNED_AT) }));
    expect({ revocation, level }).toEqual({ revocation: 'good', level: 'B-T' });
  });

  it('takes what was fetched, which makes no B-LT either', () => {
    const fresh = { thisUpdate: '2026-05-31T00:00:00Z', nextUpdate: '2026-06-07T00:00:00Z' };
    const crls = [makeCrl({ issuer: ca, ...fresh }), makeCrl({ issuer: root, ...fresh })];
    const [assessment] = assessAll([signed()], store({}), {
      trust: testTrust(),
      now: NOW,
      revocation: { ocsps: [], crls },
    });
    expect(assessment).toMatchObject({ indication: 'TOTAL-PASSED', level: 'B-B', provenAt: null });
  });
});

describe('hostile revocation data', () => {
  it('of large lists under many CAs of one name costs no more than its share', () => {
    const many = Array.from({ length: 60 }, (_, index) =>
      issue({ cn: 'Kembar', ca: true, kind: 'ec', slot: 'twins', serial: 500 + index, to: '2040-01-01T00:00:00Z' }),
    );
    const [first = ca] = many;
    const filler = { ...signer, serial: Buffer.from('7fffffffffffff', 'hex') };
    const revoked = Array.from({ length: 30_000 }, () => ({ party: filler, at: '2026-01-01T00:00:00Z' }));
    const crl = makeCrl({ issuer: first, revoked, ...DATES });
    const inputs = many.map((_, index) => signed({ signer: issue({ cn: `P${index}`, issuer: first, kind: 'ec' }) }));
    const material = store({ crls: Array.from({ length: 20 }, () => crl) });
    const certificates = many.map(({ certificate }) => ({ der: certificate, endOffset: 2_000 }));
    const started = performance.now();
    const found = assessAll(inputs, { ...material, certificates }, { trust: testTrust(), now: NOW });
    expect(performance.now() - started).toBeLessThan(2_000);
    expect(new Set(found.map(({ integrity }) => integrity))).toEqual(new Set(['intact']));
  });
});

describe('requests', () => {
  const uri = (url: string): Buffer => taggedPrimitive(6, Buffer.from(url));
  const addresses = (ocspUrl: string, crlUrl: string): Buffer[] => [
    extension(
      '1.3.6.1.5.5.7.1.1',
      false,
      sequence(sequence(tlv(0x06, Buffer.from('2b06010505073001', 'hex')), uri(ocspUrl))),
    ),
    extension('2.5.29.31', false, sequence(sequence(tagged(0, tagged(0, uri(crlUrl)))))),
  ];
  const named = (extensions: Buffer[], issuer: Party = ca): Party =>
    issue({ cn: 'Pegawai', issuer, kind: 'ec', extensions });
  const requests = (party: Party, material = store({})): ReturnType<typeof revocationRequests> =>
    revocationRequests([signed({ signer: party })], material, { trust: testTrust(), now: NOW });

  it('name the responder and the list of known hosts, with the question to ask', () => {
    const party = named(addresses('http://cvs-bsre.bssn.go.id/ocsp', 'http://va.bsre.go.id/a.crl'));
    const [first, second, ...more] = requests(party);
    expect(first).toMatchObject({ kind: 'ocsp', url: 'http://cvs-bsre.bssn.go.id/ocsp' });
    expect(Buffer.from(first?.body ?? []).includes(party.serial)).toBe(true);
    expect(second).toEqual({ kind: 'crl', url: 'http://va.bsre.go.id/a.crl' });
    expect(more).toEqual([]);
  });

  it('never name another host, nor anything for a certificate without a path to an anchor', () => {
    const { fakeCa } = testPki();
    expect(requests(named(addresses('http://169.254.169.254/latest', 'http://intranet/a.crl')))).toEqual([]);
    expect(requests(named(addresses('http://va.bsre.go.id/ocsp', 'http://va.bsre.go.id/a.crl'), fakeCa))).toEqual([]);
  });

  it('ask nothing that the file answers itself', () => {
    const party = named(addresses('http://va.bsre.go.id/ocsp', 'http://va.bsre.go.id/a.crl'));
    const fresh = { thisUpdate: '2026-05-31T00:00:00Z', nextUpdate: '2026-06-07T00:00:00Z' };
    expect(requests(party, store({ crls: [makeCrl({ issuer: ca, ...fresh })] }))).toEqual([]);
  });

  it.each([
    ['http://va.bsre.go.id/ocsp', true],
    ['https://crl.rootca.id/RootCAIndonesiaDSG1.crl', true],
    ['http://va.bsre.go.id:8080/ocsp', false],
    ['http://va.bsre.go.id@evil.example/ocsp', false],
    ['http://va.bsre.go.id.evil.example/ocsp', false],
    ['ftp://va.bsre.go.id/ocsp', false],
    ['file:///etc/passwd', false],
    ['ldap://va.bsre.go.id/cn=x', false],
    ['not a url', false],
  ])('%s: allowed is %s', (url, allowed) => {
    expect(isAllowed(url, revocationHosts)).toBe(allowed);
  });
});
