// The standing cast of the PDF tests: whom the fixtures trust, who signs, who stamps, who forges. All people are invented.
import { createHash, X509Certificate } from 'node:crypto';
import type { Trust } from '../../src/pdf/trust.ts';
import { ADOBE_SIGNING, ANCHOR_NAME, issue, OCSP_SIGNING, ocspNoCheck, TIME_STAMPING, type Party } from './test-ca.ts';

/** When the fixtures' documents are signed, and when they are judged. */
export const SIGNED_AT = '2026-03-10T03:00:00.000Z';
export const NOW = '2026-06-01T00:00:00.000Z';

export interface Pki {
  readonly root: Party;
  readonly ca: Party;
  readonly signer: Party;
  readonly second: Party;
  /** Its certificate ended on 2026-04-01: after SIGNED_AT, before NOW. */
  readonly expired: Party;
  readonly tsa: Party;
  /** May answer for `ca` (OCSPSigning). */
  readonly responder: Party;
  /** Issued by `ca` too, but without OCSPSigning. */
  readonly wrongResponder: Party;
  /** Carries the real anchor's name, has another key. */
  readonly fakeRoot: Party;
  readonly fakeCa: Party;
  readonly fakeSigner: Party;
  readonly fakeTsa: Party;
}

let standing: Pki | undefined;

export function testPki(): Pki {
  standing ??= makePki();
  return standing;
}

function makePki(): Pki {
  const long = { from: '2022-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z' };
  const adobe = { oids: [ADOBE_SIGNING], critical: true };
  const stamping = { extendedUsage: { oids: [TIME_STAMPING], critical: true }, ...long, to: '2031-01-01T00:00:00Z' };
  const root = issue({ cn: ANCHOR_NAME, o: 'Otoritas Akar Uji', ca: true, ...long });
  const ca = issue({
    cn: 'PSrE Uji DS G1',
    o: 'Balai Uji Sertifikasi',
    issuer: root,
    ca: true,
    pathLength: 0,
    ...long,
  });
  const signer = issue({
    cn: 'Ratna Pramesti Wulandari',
    o: 'Pemerintah Kabupaten Awan Biru',
    issuer: ca,
    extendedUsage: adobe,
  });
  const fakeRoot = issue({ cn: ANCHOR_NAME, o: 'Otoritas Akar Uji', slot: 'forger', ca: true, ...long });
  const fakeCa = issue({
    cn: 'PSrE Uji DS G1',
    o: 'Balai Uji Sertifikasi',
    slot: 'forger',
    issuer: fakeRoot,
    ca: true,
    ...long,
  });
  return {
    root,
    ca,
    signer,
    second: issue({ cn: 'Bagus Anggoro Setiawan', o: 'Pemerintah Kabupaten Awan Biru', issuer: ca, kind: 'ec' }),
    expired: issue({
      cn: 'Dewi Larasati Kusuma',
      issuer: ca,
      kind: 'ec',
      from: '2025-04-01T00:00:00Z',
      to: '2026-04-01T00:00:00Z',
    }),
    tsa: issue({ cn: 'TSA Uji', issuer: ca, kind: 'ec', usage: ['digitalSignature'], ...stamping }),
    responder: issue({
      cn: 'OCSP Uji',
      issuer: ca,
      kind: 'ec',
      usage: ['digitalSignature'],
      extendedUsage: { oids: [OCSP_SIGNING], critical: false },
      extensions: [ocspNoCheck()],
    }),
    wrongResponder: issue({ cn: 'Server Arsip Uji', issuer: ca, kind: 'ec', usage: ['digitalSignature'] }),
    fakeRoot,
    fakeCa,
    fakeSigner: issue({
      cn: 'Ratna Pramesti Wulandari',
      o: 'Pemerintah Kabupaten Awan Biru',
      issuer: fakeCa,
      slot: 'forger leaf',
      kind: 'ec',
    }),
    fakeTsa: issue({
      cn: 'TSA Uji',
      issuer: fakeCa,
      slot: 'forger tsa',
      kind: 'ec',
      usage: ['digitalSignature'],
      ...stamping,
    }),
  };
}

/** Trusts this PKI's root and nothing else. */
export function testTrust(): Trust {
  const { certificate } = testPki().root;
  const { subject, validFrom, validTo } = new X509Certificate(certificate);
  const anchor = {
    sha256: createHash('sha256').update(certificate).digest('hex').toUpperCase(),
    der: certificate,
    name: subject,
    notBefore: new Date(validFrom).toISOString(),
    notAfter: new Date(validTo).toISOString(),
  };
  return { anchors: [anchor], intermediates: [] };
}
