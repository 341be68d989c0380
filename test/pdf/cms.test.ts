// One signature's CMS: its form, its digest, its value, whose it is. Trust and revocation have tests of their own.
import { describe, expect, it } from 'vitest';
import { cleanName } from '../../src/pdf/names.ts';
import { inputOf, judge, judgeOne, PARTS, signed, stampAt } from '../helpers/assess-input.ts';
import { children, octets, oid, sequence, setOf, tagged, tlv } from '../helpers/der.ts';
import { issue, signWith } from '../helpers/test-ca.ts';
import { attribute, makeCms, makePkcs1 } from '../helpers/test-cms.ts';
import { SIGNED_AT, testPki } from '../helpers/test-pki.ts';

const OTHER = [Buffer.from('%PDF-1.7 isi lain'), Buffer.from(' %%EOF')];

/** Takes the message apart down to the parts of SignedData, and puts it together again. */
function remade(contents: Buffer, change: (parts: Buffer[]) => Buffer[]): Buffer {
  const [type, wrapped] = children(contents);
  const [data] = children(wrapped ?? Buffer.alloc(2));
  return sequence(type ?? Buffer.alloc(0), tagged(0, sequence(...change(children(data ?? Buffer.alloc(2))))));
}

function plainCms(): Buffer {
  const { signer, ca } = testPki();
  return makeCms({ signer, parts: PARTS, certificates: [ca] });
}

describe('the signature itself', () => {
  it('is intact when digest and value agree, and tells who signed', () => {
    expect(judgeOne(signed())).toMatchObject({
      format: 'ok',
      digest: 'match',
      value: 'match',
      integrity: 'intact',
      signer: 'Ratna Pramesti Wulandari',
      organization: 'Pemerintah Kabupaten Awan Biru',
      issuer: 'PSrE Uji DS G1',
      claimedAt: SIGNED_AT,
      provenAt: null,
      algorithm: 'RSA-2048 SHA-256',
      level: 'B-B',
    });
  });

  it('is broken when the bytes are others', () => {
    const { integrity, digest, indication, subIndication } = judgeOne(signed({}, { signedParts: OTHER }));
    expect({ integrity, digest, indication, subIndication }).toEqual({
      integrity: 'broken',
      digest: 'mismatch',
      indication: 'TOTAL-FAILED',
      subIndication: 'HASH_FAILURE',
    });
  });

  it('is broken when its value does not verify', () => {
    const spoilValue = (value: Buffer): Buffer => Buffer.concat([value.subarray(0, -1), Buffer.from([1])]);
    expect(judgeOne(signed({ spoilValue }))).toMatchObject({
      integrity: 'broken',
      value: 'mismatch',
      subIndication: 'SIG_CRYPTO_FAILURE',
    });
  });

  it('is broken when there is nothing but zeros', () => {
    for (const contents of [Buffer.alloc(0), Buffer.alloc(4_000)]) {
      expect(judgeOne(inputOf(contents, { contents }))).toMatchObject({
        format: 'broken',
        integrity: 'broken',
        subIndication: 'FORMAT_FAILURE',
        reasons: ['contents_empty'],
      });
    }
  });

  it('is broken when nobody signed it', () => {
    const unsigned = remade(plainCms(), (parts) => [...parts.slice(0, -1), setOf()]);
    expect(judgeOne(inputOf(unsigned))).toMatchObject({ integrity: 'broken', reasons: ['no_signer'] });
  });

  it('cannot be judged when it is no CMS, or encloses content, or has two signers', () => {
    const garbage = Buffer.from('3003020105', 'hex');
    const enclosing = remade(plainCms(), ([version, digests, , ...rest]) => [
      version ?? garbage,
      digests ?? garbage,
      sequence(oid('1.2.840.113549.1.7.1'), tagged(0, octets(Buffer.alloc(0)))),
      ...rest,
    ]);
    const doubled = remade(plainCms(), (parts) => {
      const [signer] = children(parts.at(-1) ?? garbage);
      return [...parts.slice(0, -1), setOf(signer ?? garbage, signer ?? garbage)];
    });
    expect([garbage, enclosing, doubled].map((contents) => judgeOne(inputOf(contents)).integrity)).toEqual([
      'indeterminate',
      'indeterminate',
      'indeterminate',
    ]);
  });

  it('cannot be judged when its certificate is missing', () => {
    const bare = remade(plainCms(), (parts) => parts.filter((part) => part[0] !== 0xa0));
    expect(judgeOne(inputOf(bare))).toMatchObject({
      integrity: 'indeterminate',
      subIndication: 'NO_SIGNING_CERTIFICATE_FOUND',
      signer: null,
    });
  });

  it('finds its certificate in the security store', () => {
    const bare = remade(plainCms(), (parts) => parts.filter((part) => part[0] !== 0xa0));
    const certificates = [{ der: testPki().signer.certificate, endOffset: 2_000 }];
    expect(judgeOne(inputOf(bare), { certificates, crls: [], ocsps: [] }).integrity).toBe('intact');
  });

  it('does not count for a certificate that its signing-certificate attribute does not name', () => {
    expect(judgeOne(signed({ essCertificate: testPki().second }))).toMatchObject({
      integrity: 'indeterminate',
      reasons: expect.arrayContaining(['signing_certificate_differs']),
    });
  });

  it('may lack the signing-certificate attribute, as BSrE leaves it out', () => {
    const { integrity, notes } = judgeOne(signed({ essCertificate: false }, { subFilter: 'adbe.pkcs7.detached' }));
    expect({ integrity, notes }).toEqual({ integrity: 'intact', notes: ['no_signing_certificate_attribute'] });
  });

  it('takes a digest stated twice for none', () => {
    const doubled = attribute('1.2.840.113549.1.9.4', octets(Buffer.alloc(32)), octets(Buffer.alloc(32)));
    const contents = remade(plainCms(), (parts) => {
      const [signer] = children(parts.at(-1) ?? Buffer.alloc(2));
      const fields = children(signer ?? Buffer.alloc(2)).map((field) =>
        field[0] === 0xa0 ? tagged(0, ...children(field), doubled) : field,
      );
      return [...parts.slice(0, -1), setOf(sequence(...fields))];
    });
    expect(judgeOne(inputOf(contents)).digest).toBe('indeterminate');
  });

  it('is verified over its signed attributes as received, whatever their order', () => {
    const { signer } = testPki();
    const contents = remade(plainCms(), (parts) => {
      const [info] = children(parts.at(-1) ?? Buffer.alloc(2));
      const fields = children(info ?? Buffer.alloc(2));
      const backwards = children(fields[3] ?? Buffer.alloc(2)).reverse();
      fields[3] = tagged(0, ...backwards);
      fields[5] = octets(signWith(signer, 'sha256', tlv(0x31, ...backwards)));
      return [...parts.slice(0, -1), setOf(sequence(...fields))];
    });
    expect(judgeOne(inputOf(contents)).integrity).toBe('intact');
  });

  it('says when what follows the message is no padding', () => {
    const contents = Buffer.concat([plainCms(), Buffer.from([0, 0xff, 0])]);
    expect(judgeOne(inputOf(contents, { contents }))).toMatchObject({
      integrity: 'intact',
      notes: ['padding_not_empty'],
    });
  });

  it('may be written with an indefinite length', () => {
    const [type, wrapped] = children(plainCms());
    const contents = Buffer.concat([
      Buffer.from('3080', 'hex'),
      type ?? Buffer.alloc(0),
      Buffer.from('a080', 'hex'),
      ...children(wrapped ?? Buffer.alloc(2)),
      Buffer.alloc(4),
    ]);
    expect(judgeOne(inputOf(contents)).integrity).toBe('intact');
  });
});

describe('older formats', () => {
  it('adbe.pkcs7.sha1 signs the SHA-1 digest that it encloses', () => {
    const input = signed({ encapsulateSha1: true }, { subFilter: 'adbe.pkcs7.sha1' });
    expect(judgeOne(input)).toMatchObject({ integrity: 'intact', weak: true });
    expect(judgeOne({ ...input, signedParts: OTHER })).toMatchObject({ integrity: 'broken', digest: 'mismatch' });
  });

  it('adbe.x509.rsa_sha1 is a bare PKCS#1 value beside its certificate', () => {
    const { signer, ca } = testPki();
    const cert = [signer.certificate, ca.certificate];
    const input = inputOf(makePkcs1(signer, PARTS), { subFilter: 'adbe.x509.rsa_sha1', cert });
    expect(judgeOne(input)).toMatchObject({ integrity: 'intact', weak: true, trusted: true });
    expect(judgeOne({ ...input, signedParts: OTHER })).toMatchObject({ integrity: 'broken', value: 'mismatch' });
    expect(judgeOne({ ...input, cert: [] }).integrity).toBe('indeterminate');
  });

  it('an unknown SubFilter with a CMS is judged by its structure', () => {
    expect(judgeOne(signed({}, { subFilter: 'PBAD.PAdES' })).integrity).toBe('intact');
  });
});

describe('hostile input', () => {
  it('one signature that cannot be read does not hide the others', () => {
    const bad = inputOf(Buffer.from('30ff', 'hex'));
    expect(judge([bad, signed(), bad]).map(({ integrity }) => integrity)).toEqual([
      'indeterminate',
      'intact',
      'indeterminate',
    ]);
  });

  it.each([
    ['nested sequences', Buffer.alloc(200_000, Buffer.from('3080', 'hex'))],
    ['a wide set', sequence(Buffer.alloc(1_000_000, Buffer.from('0500', 'hex')))],
    ['a long identifier', sequence(tlv(0x06, Buffer.alloc(1_000_000, 0x81)))],
  ])('an ASN.1 bomb of %s is answered at once', (_name, contents) => {
    const started = performance.now();
    expect(judgeOne(inputOf(contents)).integrity).toBe('indeterminate');
    expect(performance.now() - started).toBeLessThan(500);
  });

  it('three hundred copies of one signature with a time stamp take no more than their checks', () => {
    const copy = signed({ timestamp: stampAt(SIGNED_AT) });
    const started = performance.now();
    expect(new Set(judge(Array.from({ length: 300 }, () => copy)).map(({ integrity }) => integrity))).toEqual(
      new Set(['intact']),
    );
    expect(performance.now() - started).toBeLessThan(2_000);
  });

  it('names lose what deceives the eye', () => {
    const signer = issue({ cn: 'Ratna\u202E \u200Bgpj.\u0007  Wulan', issuer: testPki().ca, kind: 'ec' });
    expect(judgeOne(signed({ signer })).signer).toBe('Ratna gpj. Wulan');
    expect(cleanName('e\u0301')).toBe('\u00E9');
    expect(Array.from(cleanName('x'.repeat(300)))).toHaveLength(80);
  });
});
