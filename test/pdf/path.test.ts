// Paths to a pinned anchor: what leads there, what only looks like it, and that no mesh of certificates costs time.
import { describe, expect, it } from 'vitest';
import { parseCertificate } from '../../src/pdf/certificate.ts';
import { addCertificate, createPool, findPath, type Path } from '../../src/pdf/path.ts';
import { trustOf, type Trust } from '../../src/pdf/trust.ts';
import { judgeOne, signed } from '../helpers/assess-input.ts';
import { octets } from '../helpers/der.ts';
import {
  ADOBE_SIGNING,
  extension,
  issue,
  OCSP_SIGNING,
  TIME_STAMPING,
  type Issue,
  type Party,
} from '../helpers/test-ca.ts';
import { NOW, testPki, testTrust } from '../helpers/test-pki.ts';

const LONG = { from: '2022-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z' };

function pathOf(leaf: Party, others: readonly Party[], at = NOW, trust: Trust = testTrust()): Path {
  const pool = createPool(trust);
  for (const { certificate } of others) addCertificate(pool, certificate);
  return findPath(pool, parseCertificate(leaf.certificate), Date.parse(at));
}

function authority(cn: string, issuer: Party | undefined, more: Partial<Issue> = {}): Party {
  return issue({ cn, ca: true, kind: 'ec', slot: cn, ...LONG, ...(issuer ? { issuer } : {}), ...more });
}

describe('a path', () => {
  const { root, ca, signer } = testPki();

  it('leads over verified signatures to an anchor', () => {
    const path = pathOf(signer, [ca]);
    expect(path.problem).toBeNull();
    expect(path.certificates.map(({ commonName }) => commonName)).toEqual([
      'Ratna Pramesti Wulandari',
      'PSrE Uji DS G1',
      'Root CA Indonesia DS G1',
    ]);
  });

  it('is not made by a CA that carries the names of the real ones', () => {
    const { fakeSigner, fakeCa, fakeRoot } = testPki();
    expect(pathOf(fakeSigner, [fakeCa, fakeRoot, ca, root]).problem).toBe('issuer_unknown');
  });

  it('is not made when an issuer is missing, nor by a certificate that signed itself', () => {
    expect(pathOf(signer, []).problem).toBe('issuer_unknown');
    expect(pathOf(issue({ cn: 'Sendiri', kind: 'ec' }), []).problem).toBe('self_signed');
  });

  it('trusts an anchor that is itself the signer, by its fingerprint', () => {
    const own = issue({ cn: 'Sendiri', kind: 'ec' });
    expect(pathOf(own, [], NOW, trustOf([own.certificate])).problem).toBeNull();
  });

  it.each([
    ['no CA', { ca: false }, 'issuer_not_ca'],
    ['a CA that may not sign certificates', { usage: ['cRLSign'] }, 'issuer_not_ca'],
    ['a CA out of its validity', { to: '2026-01-01T00:00:00Z' }, 'issuer_expired'],
    [
      'a CA with a critical extension that is not understood',
      { extensions: [extension('1.2.3.4', true, octets(Buffer.alloc(1)))] },
      'critical_extension_unknown',
    ],
    [
      'a CA with a name constraint',
      { extensions: [extension('2.5.29.30', true, octets(Buffer.alloc(1)))] },
      'critical_extension_unknown',
    ],
  ] as const)('does not go through %s', (_name, more, problem) => {
    const middle = authority(`Antara ${problem} ${_name}`, root, more);
    expect(pathOf(issue({ cn: 'Pegawai', issuer: middle, kind: 'ec' }), [middle]).problem).toBe(problem);
  });

  it('respects pathLenConstraint', () => {
    const below = authority('Bawahan', ca);
    expect(pathOf(issue({ cn: 'Pegawai', issuer: below, kind: 'ec' }), [below, ca]).problem).toBe('path_too_long');
  });

  it('holds at most six certificates', () => {
    const chain: Party[] = [];
    for (let level = 0; level < 6; level++) chain.push(authority(`Tingkat ${level}`, chain.at(-1) ?? root));
    const leafBelow = (level: number): Party =>
      issue({ cn: `Di bawah ${level}`, issuer: chain[level] ?? root, kind: 'ec' });
    expect(pathOf(leafBelow(3), chain).problem).toBeNull();
    expect(pathOf(leafBelow(5), chain).problem).toBe('issuer_unknown');
  });

  it('finds the sound way where two CAs carry one name', () => {
    const expired = authority('Kembar', root, { to: '2025-01-01T00:00:00Z' });
    const renewed = authority('Kembar', root);
    const leaf = issue({ cn: 'Pegawai', issuer: renewed, kind: 'ec' });
    expect(pathOf(leaf, [expired, renewed]).problem).toBeNull();
  });

  it('ends in a mesh of cross-certificates without walking every way', () => {
    const names = Array.from({ length: 12 }, (_, index) => `Simpul ${index}`);
    const selves = names.map((cn) => authority(cn, undefined));
    const mesh = selves.flatMap((issuer) => names.map((cn) => authority(cn, issuer)));
    const leaf = issue({ cn: 'Pegawai', issuer: selves[0] ?? root, kind: 'ec' });
    const started = performance.now();
    expect(pathOf(leaf, [...selves, ...mesh]).problem).toBe('issuer_unknown');
    expect(performance.now() - started).toBeLessThan(1_500);
  });

  it('is judged at the time asked for: an anchor that has expired since still holds then', () => {
    const old = authority('OSD Lama', undefined, { to: '2026-04-01T00:00:00Z' });
    const leaf = issue({ cn: 'Pegawai', issuer: old, kind: 'ec' });
    const trust = trustOf([old.certificate]);
    expect(pathOf(leaf, [], '2026-03-10T03:00:00Z', trust).problem).toBeNull();
    expect(pathOf(leaf, [], NOW, trust).problem).toBe('issuer_expired');
  });

  it('does not rely on a link by SHA-1 long after its end', () => {
    const leaf = issue({ cn: 'Pegawai', issuer: ca, hash: 'sha1', kind: 'ec' });
    expect(pathOf(leaf, [ca]).problem).toBe('weak_algorithm');
  });
});

describe('the certificate of a signer', () => {
  const { ca } = testPki();
  const signedBy = (wish: Partial<Issue>): ReturnType<typeof judgeOne> =>
    judgeOne(signed({ signer: issue({ cn: 'Pegawai', issuer: ca, kind: 'ec', ...wish }) }));

  it("may have Adobe's critical purpose alone, as BSrE gives it", () => {
    expect(signedBy({ extendedUsage: { oids: [ADOBE_SIGNING], critical: true } }).subIndication).toBe('TRY_LATER');
  });

  it.each([
    ['of a TSA', { extendedUsage: { oids: [TIME_STAMPING], critical: true } }],
    ['of an OCSP responder', { extendedUsage: { oids: [OCSP_SIGNING], critical: false } }],
    ['of a web server', { extendedUsage: { oids: ['1.3.6.1.5.5.7.3.1'], critical: false } }],
    ['that may only sign certificates', { usage: ['keyCertSign'] }],
  ] as const)('is not one %s', (_name, wish) => {
    expect(signedBy(wish)).toMatchObject({ integrity: 'intact', subIndication: 'CHAIN_CONSTRAINTS_FAILURE' });
  });

  it('may carry statements on its quality, critical or not', () => {
    const statements = extension('1.3.6.1.5.5.7.1.3', true, octets(Buffer.alloc(1)));
    expect(signedBy({ extensions: [statements] }).subIndication).toBe('TRY_LATER');
    const unknown = extension('1.2.3.4', true, octets(Buffer.alloc(1)));
    expect(signedBy({ extensions: [unknown] })).toMatchObject({
      integrity: 'intact',
      trusted: true,
      subIndication: 'CHAIN_CONSTRAINTS_FAILURE',
    });
  });

  it.each([
    ['keyUsage', '2.5.29.15'],
    ['basicConstraints', '2.5.29.19'],
    ['a statement on quality', '1.3.6.1.5.5.7.1.3'],
  ])('that is malformed in %s, or has it twice, costs the trust and not the integrity', (_name, id) => {
    const broken = extension(id, false, Buffer.from('30ff', 'hex'));
    const { integrity, indication } = signedBy({ extensions: [broken, broken] });
    expect({ integrity, indication }).toEqual({ integrity: 'intact', indication: 'INDETERMINATE' });
  });
});
