// Signatures over a few bytes, as the PDF reader would hand them to the cryptographic half, and the judgement on them.
import { type Assessment, assessAll, type Material, type SignatureInput } from '../../src/pdf/assess.ts';
import type { Trust } from '../../src/pdf/trust.ts';
import type { Party } from './test-ca.ts';
import { makeCms, makeTimestamp, type CmsWish } from './test-cms.ts';
import { NOW, SIGNED_AT, testPki, testTrust } from './test-pki.ts';
import { makeCrl } from './test-revocation.ts';

export const PARTS = [Buffer.from('%PDF-1.7 isi surat keputusan '), Buffer.from(' akhir surat %%EOF')];

const noMaterial: Material = { certificates: [], crls: [], ocsps: [] };

export function inputOf(contents: Uint8Array, more: Partial<SignatureInput> = {}): SignatureInput {
  const padded = Buffer.concat([contents, Buffer.alloc(64)]);
  return {
    kind: 'signature',
    subFilter: 'ETSI.CAdES.detached',
    contents: padded,
    signedParts: PARTS,
    endOffset: 1_000,
    ...more,
  };
}

export function signed(wish: Partial<CmsWish> = {}, more: Partial<SignatureInput> = {}): SignatureInput {
  const { signer, ca } = testPki();
  return inputOf(makeCms({ signer, parts: PARTS, certificates: [ca], claimedAt: SIGNED_AT, ...wish }), more);
}

/** A signature time stamp by the PKI's TSA, to be given as `timestamp`. */
export function stampAt(at: string, tsa: Party = testPki().tsa): (value: Uint8Array) => Buffer {
  return (value) => makeTimestamp({ tsa, at, parts: [value], certificates: [testPki().ca] });
}

export function documentStamp(at: string, endOffset: number, tsa: Party = testPki().tsa): SignatureInput {
  const token = makeTimestamp({ tsa, at, parts: PARTS, certificates: [testPki().ca] });
  return inputOf(token, { kind: 'document_timestamp', subFilter: 'ETSI.RFC3161', endOffset });
}

/** CRLs of the CA and the root that cover `SIGNED_AT`, in a DSS that ends at `endOffset`. */
export function goodStore(endOffset = 2_000): Material {
  const { root, ca } = testPki();
  const dates = { thisUpdate: '2026-03-10T03:30:00Z', nextUpdate: '2026-03-17T03:30:00Z' };
  const crls = [makeCrl({ issuer: ca, ...dates }), makeCrl({ issuer: root, ...dates })];
  return {
    certificates: [{ der: root.certificate, endOffset }],
    crls: crls.map((der) => ({ der, endOffset })),
    ocsps: [],
  };
}

export function judge(
  inputs: readonly SignatureInput[],
  material: Material = noMaterial,
  { trust = testTrust(), now = NOW }: { trust?: Trust; now?: string } = {},
): Assessment[] {
  return assessAll(inputs, material, { trust, now });
}

export function judgeOne(input: SignatureInput, material: Material = noMaterial, now = NOW): Assessment {
  const [assessment] = judge([input], material, { now });
  if (!assessment) throw new Error('no assessment');
  return assessment;
}
