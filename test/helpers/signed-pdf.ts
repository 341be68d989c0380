// Invented letters of an invented regency, signed the way signing programs do it: one incremental revision per signature,
// time stamp or security store. ISO 32000-2, 12.8; ETSI EN 319 142-1.
import { appendRevision, firstRevision, streamBody, type Changes, type Doc, type XrefShape } from './pdf-revisions.ts';
import { makeCms, makePkcs1, makeTimestamp, type CmsWish } from './test-cms.ts';
import type { Hash, Party } from './test-ca.ts';
import { makeCrl, makeOcsp } from './test-revocation.ts';
import { SIGNED_AT, testPki } from './test-pki.ts';

/** Object numbers of the letter, for tests that change one of them. */
export const LETTER = {
  catalog: 1,
  pages: 2,
  page: 3,
  content: 4,
  form: 5,
  font: 6,
  info: 7,
  nameField: 8,
  nameAppearance: 9,
  secondPage: 10,
  secondContent: 11,
  seal: 12,
} as const;

export function textContent(line: string): string {
  return `BT /F1 14 Tf 72 760 Td (${line}) Tj ET\n/Segel Do`;
}

export function nameFieldBody(value: string): string {
  return `<< /Type /Annot /Subtype /Widget /FT /Tx /T (nama) /V (${value}) /DA (/F1 12 Tf 0 g) /Rect [72 600 300 620] /P 3 0 R /F 4 /AP << /N 9 0 R >> >>`;
}

export function nameAppearanceBody(value: string): string {
  const data = `/Tx BMC BT /F1 12 Tf 2 6 Td (${value}) Tj ET EMC`;
  return streamBody('/Type /XObject /Subtype /Form /BBox [0 0 228 20] /Resources << /Font << /F1 6 0 R >> >>', data);
}

/** Two pages, a form with one text field, a seal drawn as a form XObject. */
export function letterObjects(): Record<number, string> {
  const resources = '/Resources << /Font << /F1 6 0 R >> /XObject << /Segel 12 0 R >> >>';
  return {
    1: '<< /Type /Catalog /Pages 2 0 R /AcroForm 5 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R 10 0 R] /Count 2 >>',
    3: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${resources} /Contents 4 0 R /Annots [8 0 R] >>`,
    4: streamBody('', textContent('Bantuan sebesar Rp 1.000.000 disetujui.')),
    5: '<< /Fields [8 0 R] /DA (/F1 12 Tf 0 g) /DR << /Font << /F1 6 0 R >> >> /SigFlags 3 >>',
    6: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    7: '<< /Title (Surat Keputusan) /Producer (Meja Uji) >>',
    8: nameFieldBody(''),
    9: nameAppearanceBody(''),
    10: `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] ${resources} /Contents 11 0 R >>`,
    11: streamBody('', textContent('Lampiran keputusan.')),
    12: streamBody('/Type /XObject /Subtype /Form /BBox [0 0 40 40]', '0.2 0.4 0.8 rg 0 0 40 40 re f'),
  };
}

export function letter(shape: XrefShape = 'table', more: Record<number, string> = {}): Doc {
  const id = '<00112233445566778899aabbccddeeff>';
  return firstRevision({ ...letterObjects(), ...more }, { shape, trailer: `/Info 7 0 R /ID [${id} ${id}]` });
}

export interface SignWish {
  readonly field?: string;
  readonly subFilter?: 'adbe.pkcs7.detached' | 'ETSI.CAdES.detached' | 'adbe.pkcs7.sha1' | 'adbe.x509.rsa_sha1';
  readonly signer?: Party;
  readonly certificates?: readonly Party[];
  readonly hash?: Hash;
  /** /M and signingTime. */
  readonly claimedAt?: string;
  /** null: no signature time stamp. */
  readonly stampedAt?: string | null;
  readonly tsa?: Party;
  /** Hex digits' half: room for the CMS. */
  readonly room?: number;
  /** Certifies the document (ISO 32000-2, table 257). */
  readonly certify?: 1 | 2 | 3;
  /** Locks fields by /Lock and a FieldMDP reference. */
  readonly lock?: string;
  /** Shown on page 1 in this rectangle; invisible without. */
  readonly rect?: string;
  /** More entries of the signature dictionary. */
  readonly entries?: string;
  /** Other objects changed in the signature's own revision. */
  readonly changes?: Changes;
  readonly cms?: Partial<CmsWish>;
  /** Leaves out so many bytes more before and after /Contents. */
  readonly widen?: readonly [number, number];
}

export interface Signed extends Doc {
  readonly signature: SignatureNumbers;
}

interface SignatureNumbers {
  readonly field: number;
  readonly dictionary: number;
  readonly byteRange: ByteRange;
}

export type ByteRange = readonly [number, number, number, number];

const MARK = '/ByteRange [0 0000000001 0000000002 0000000003]';

export function signLetter(doc: Doc, wish: SignWish = {}): Signed {
  const signer = wish.signer ?? testPki().signer;
  const subFilter = wish.subFilter ?? 'ETSI.CAdES.detached';
  const claimedAt = wish.claimedAt ?? SIGNED_AT;
  const certificates = wish.certificates ?? [testPki().ca];
  const stampedAt = wish.stampedAt === undefined ? SIGNED_AT : wish.stampedAt;
  const entries = [
    `/Type /Sig /Filter /Adobe.PPKLite /SubFilter /${subFilter}`,
    `/M (${pdfDate(claimedAt)}) /Name (Ratna Pramesti Wulandari) /Reason (Persetujuan)`,
    ...(subFilter === 'adbe.x509.rsa_sha1' ? [`/Cert ${certEntry([signer, ...certificates])}`] : []),
    ...(references(wish) ?? []),
    wish.entries ?? '',
  ];
  return placeSignature(doc, wish, entries.join(' '), (parts) => {
    if (subFilter === 'adbe.x509.rsa_sha1') return makePkcs1(signer, parts);
    const stamp = (value: Uint8Array): Buffer => {
      const { tsa, ca } = testPki();
      return makeTimestamp({ tsa: wish.tsa ?? tsa, at: stampedAt ?? SIGNED_AT, parts: [value], certificates: [ca] });
    };
    return makeCms({
      signer,
      parts,
      certificates,
      hash: wish.hash ?? 'sha256',
      ...(subFilter === 'ETSI.CAdES.detached' ? {} : { claimedAt }),
      encapsulateSha1: subFilter === 'adbe.pkcs7.sha1',
      essCertificate: subFilter === 'ETSI.CAdES.detached',
      ...(stampedAt === null ? {} : { timestamp: stamp }),
      ...wish.cms,
    });
  });
}

export interface StampWish {
  readonly field?: string;
  readonly at?: string;
  readonly tsa?: Party;
  readonly changes?: Changes;
}

/** A document time stamp (ISO 32000-2, 12.8.5). */
export function stampDocument(doc: Doc, wish: StampWish = {}): Signed {
  const pki = testPki();
  const entries = '/Type /DocTimeStamp /Filter /Adobe.PPKLite /SubFilter /ETSI.RFC3161';
  return placeSignature(doc, { field: wish.field ?? 'Stempel', changes: wish.changes ?? {} }, entries, (parts) =>
    makeTimestamp({ tsa: wish.tsa ?? pki.tsa, at: wish.at ?? '2026-03-10T04:00:00Z', parts, certificates: [pki.ca] }),
  );
}

function placeSignature(doc: Doc, wish: SignWish, entries: string, contentsOf: (parts: Buffer[]) => Buffer): Signed {
  const dictionary = doc.size;
  const field = doc.size + 1;
  const appearance = doc.size + 2;
  const room = wish.room ?? 8192;
  const page = doc.objects[LETTER.page] ?? '';
  const form = doc.objects[LETTER.form] ?? '';
  const certified = wish.certify
    ? { [LETTER.catalog]: withEntry(doc.objects[LETTER.catalog] ?? '', `/Perms << /DocMDP ${dictionary} 0 R >>`) }
    : {};
  const drawn = wish.rect
    ? { [appearance]: streamBody('/Type /XObject /Subtype /Form /BBox [0 0 100 40]', '0.9 g 0 0 100 40 re f') }
    : {};
  const changes: Changes = {
    [dictionary]: `<< ${entries} ${MARK} /Contents <${'0'.repeat(room * 2)}> >>`,
    [field]: `<< /Type /Annot /Subtype /Widget /FT /Sig /T (${wish.field ?? 'Tanda Tangan'}) /V ${dictionary} 0 R /Rect [${wish.rect ?? '0 0 0 0'}] /P 3 0 R /F 132${wish.lock ? ` /Lock << /Type /SigFieldLock ${wish.lock} >>` : ''}${wish.rect ? ` /AP << /N ${appearance} 0 R >>` : ''} >>`,
    ...drawn,
    ...certified,
    [LETTER.page]: addReference(page, 'Annots', field),
    [LETTER.form]: addReference(form, 'Fields', field),
    ...wish.changes,
  };
  const unsigned = appendRevision(doc, changes, { plain: [dictionary] });
  const bytes = Buffer.from(unsigned.bytes);
  const mark = bytes.lastIndexOf(MARK);
  const start = bytes.indexOf('/Contents <', mark) + '/Contents '.length;
  const end = start + room * 2 + 2;
  const [before, after] = wish.widen ?? [0, 0];
  const byteRange: ByteRange = [0, start - before, end + after, bytes.length - end - after];
  bytes.write(`/ByteRange [${byteRange.join(' ')}`.padEnd(MARK.length - 1) + ']', mark, 'latin1');
  const contents = contentsOf(partsOf(bytes, byteRange));
  if (contents.length > room)
    throw new Error(`the signature needs ${contents.length} bytes, there is room for ${room}`);
  bytes.write(contents.toString('hex'), start + 1, 'latin1');
  return { ...unsigned, bytes, signature: { field, dictionary, byteRange } };
}

export function partsOf(bytes: Buffer, [a, b, c, d]: ByteRange): Buffer[] {
  return [bytes.subarray(a, a + b), bytes.subarray(c, c + d)];
}

function references(wish: SignWish): string[] | undefined {
  const all: string[] = [];
  if (wish.certify) {
    all.push(
      `<< /Type /SigRef /TransformMethod /DocMDP /TransformParams << /Type /TransformParams /P ${wish.certify} /V /1.2 >> >>`,
    );
  }
  if (wish.lock) {
    all.push(
      `<< /Type /SigRef /TransformMethod /FieldMDP /Data 1 0 R /TransformParams << /Type /TransformParams ${wish.lock} /V /1.2 >> >>`,
    );
  }
  return all.length > 0 ? [`/Reference [${all.join(' ')}]`] : undefined;
}

function certEntry(parties: readonly Party[]): string {
  return `[${parties.map((party) => `<${party.certificate.toString('hex')}>`).join(' ')}]`;
}

export function withEntry(body: string, entry: string): string {
  return body.replace(/>>$/, `${entry} >>`);
}

/** Adds a reference to the array under a key; makes the array if there is none. */
export function addReference(body: string, key: string, number: number): string {
  const array = new RegExp(`/${key} \\[([^\\]]*)\\]`);
  return array.test(body)
    ? body.replace(array, `/${key} [$1 ${number} 0 R]`)
    : withEntry(body, `/${key} [${number} 0 R]`);
}

export function pdfDate(iso: string): string {
  return `D:${iso.slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
}

export interface StoreWish {
  readonly ocsps?: readonly Buffer[];
  readonly crls?: readonly Buffer[];
  readonly certificates?: readonly Party[];
  readonly changes?: Changes;
}

/** A document security store in a revision of its own (ISO 32000-2, 12.8.4.3). */
export function addStore<D extends Doc>(doc: D, wish: StoreWish = standardStore()): D {
  let next = doc.size + 1;
  const changes: Record<number, string> = {};
  const put = (values: readonly Buffer[]): string =>
    `[${values
      .map((value) => {
        changes[next] = streamBody('', value, true);
        next += 1;
        return `${next - 1} 0 R`;
      })
      .join(' ')}]`;
  const store = [
    `/Certs ${put((wish.certificates ?? []).map((party) => party.certificate))}`,
    `/OCSPs ${put(wish.ocsps ?? [])}`,
    `/CRLs ${put(wish.crls ?? [])}`,
  ];
  changes[doc.size] = `<< /Type /DSS ${store.join(' ')} >>`;
  const catalog = (doc.objects[LETTER.catalog] ?? '').replace(/\/DSS \d+ 0 R ?/, '');
  changes[LETTER.catalog] = withEntry(catalog, `/DSS ${doc.size} 0 R`);
  return appendRevision(doc, { ...changes, ...wish.changes });
}

/** Shortly after SIGNED_AT: an OCSP answer about the signer, CRLs for the certificates that the CA and the root issued. */
export function standardStore(signer: Party = testPki().signer): StoreWish {
  const pki = testPki();
  const dates = { thisUpdate: '2026-03-10T03:30:00Z', nextUpdate: '2026-03-17T03:30:00Z' };
  return {
    ocsps: [makeOcsp({ about: signer, responder: pki.responder, status: 'good', ...dates })],
    crls: [makeCrl({ issuer: pki.ca, ...dates }), makeCrl({ issuer: pki.root, ...dates })],
    certificates: [pki.ca, pki.root, pki.tsa],
  };
}
