// Files made to exhaust a verifier, each in a form that it must reach: behind the trailer, the catalog, a signature or
// an update of what was signed. A parser that is lazy enough would otherwise never meet them.
import { bomb, doubleBomb, flateBomb, rawStream } from './deflate-bomb.ts';
import { sequence, tlv } from './der.ts';
import { appendRevision, streamBody, type Doc } from './pdf-revisions.ts';
import { addStore, LETTER, letter, letterObjects, signLetter, standardStore, withEntry } from './signed-pdf.ts';
import { issue } from './test-ca.ts';
import { testPki } from './test-pki.ts';
import { makeOcsp } from './test-revocation.ts';

export interface HostileFile {
  readonly name: string;
  readonly make: () => Uint8Array;
  /** Nothing in it is forged: intact is the truth about it. */
  readonly isIntact?: boolean;
}

function inCatalog(doc: Doc, entry: string): Doc {
  return appendRevision(doc, { [LETTER.catalog]: withEntry(doc.objects[LETTER.catalog] ?? '', entry) });
}

/** The entry is in the signed catalog, and again in an update that must be compared with it. */
function twiceInCatalog(entry: string, changed = `${entry} /Lang (id)`): Uint8Array {
  const objects = letterObjects();
  const doc = signLetter(letter('table', { 1: withEntry(objects[1] ?? '', entry) }));
  return appendRevision(doc, { 1: withEntry(objects[1] ?? '', `${changed} /Y 1`) }).bytes;
}

const repeated = (text: string, count: number): string => text.repeat(count);

/** A signature whose /Contents is not a CMS but a bomb. */
function signedWith(der: Buffer): Uint8Array {
  const doc = signLetter(letter(), { room: der.length + 16_384 });
  const [, start] = doc.signature.byteRange;
  const copy = Buffer.from(doc.bytes);
  copy.write(der.toString('hex').padEnd((der.length + 16_384) * 2, '0'), start + 1, 'latin1');
  return copy;
}

function nested(depth: number): Buffer {
  let der: Buffer = Buffer.from([0x05, 0x00]);
  for (let level = 0; level < depth; level += 1) der = sequence(der);
  return der;
}

/** Bytes before the last `startxref` that no line end interrupts. */
function beforeStartxref(filler: string): Uint8Array {
  const doc = inCatalog(signLetter(letter()), '/Y 1');
  const at = doc.bytes.lastIndexOf('startxref');
  return Buffer.concat([doc.bytes.subarray(0, at), Buffer.from(filler, 'latin1'), doc.bytes.subarray(at)]);
}

function chain(length: number, last: string): Record<number, string> {
  const objects: Record<number, string> = {};
  for (let link = 0; link < length; link += 1) {
    objects[1000 + link] = link === length - 1 ? last : `${1001 + link} 0 R`;
  }
  return objects;
}

function withTrailer(entry: string): Uint8Array {
  const doc = signLetter(letter());
  return appendRevision(doc, { 90: 'null' }, { previous: null, trailer: entry }).bytes;
}

/** One signed page tree or form whose nodes hang below one another. */
function deepTree(kind: 'pages' | 'fields', depth: number): Uint8Array {
  const objects: Record<number, string> = {};
  for (let level = 0; level < depth; level += 1) {
    const at = 1000 + level;
    const next = level === depth - 1 ? (kind === 'pages' ? '3 0 R' : '8 0 R') : `${at + 1} 0 R`;
    objects[at] = kind === 'pages' ? `<< /Type /Pages /Kids [${next}] /Count 1 >>` : `<< /T (x) /Kids [${next}] >>`;
  }
  if (kind === 'pages') objects[LETTER.pages] = '<< /Type /Pages /Kids [1000 0 R 10 0 R] /Count 2 >>';
  else objects[LETTER.form] = '<< /Fields [8 0 R 1000 0 R] >>';
  return inCatalog(signLetter(letter('table', objects)), '/Y 1').bytes;
}

function manyObjects(shape: 'table' | 'object_streams', count: number): Uint8Array {
  const many: Record<number, string> = {};
  for (let number = 1000; number < 1000 + count; number += 1) many[number] = `<</A ${number - 1} 0 R>>`;
  const objects = letterObjects();
  const doc = signLetter(letter(shape, { ...many, 1: withEntry(objects[1] ?? '', `/X ${999 + count} 0 R`) }));
  return appendRevision(doc, { ...many, 1200: '<</A 5>>' }, { shape }).bytes;
}

function copiesOfSignature(count: number): Uint8Array {
  const body = streamBody('', Buffer.alloc(8_000_000, 7));
  const doc = signLetter(letter('table', { 13: body }), { stampedAt: null, room: 3000 });
  const copy = doc.bytes.toString('latin1').match(/<< \/Type \/Sig [^]*?> >>/)?.[0] ?? '';
  const changes: Record<number, string> = {};
  const fields: string[] = [];
  for (let at = 0; at < count; at += 1) {
    changes[2000 + 2 * at] = copy;
    changes[2001 + 2 * at] = `<< /FT /Sig /T (Salinan ${at}) /V ${2000 + 2 * at} 0 R >>`;
    fields.push(`${2001 + 2 * at} 0 R`);
  }
  const form = (doc.objects[LETTER.form] ?? '').replace('/Fields [', `/Fields [${fields.join(' ')} `);
  return appendRevision(doc, { ...changes, [LETTER.form]: form }).bytes;
}

function catalogInBomb(): Uint8Array {
  const objects = letterObjects();
  const header = '1 0 ';
  const data = bomb(`${header}${objects[1] ?? ''} `, 0x20);
  const container = rawStream(`/Type /ObjStm /N 1 /First ${header.length} /Filter /FlateDecode`, data);
  const doc = signLetter(letter('stream', { 20: container }));
  // The update's cross-reference stream says that the catalog is the first object of the bombed stream.
  const row = Buffer.from([2, 0, 0, 0, 20, 0, 0]);
  const xref = `/Type /XRef /W [1 4 2] /Index [1 1] /Size ${doc.size + 1} /Root 1 0 R /Prev ${doc.startxref}`;
  const at = doc.bytes.length;
  const tail = `${doc.size} 0 obj\n${rawStream(xref, row)}\nendobj\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([doc.bytes, Buffer.from(tail, 'latin1')]);
}

function xrefUpdate(entries: string, data: Buffer): Uint8Array {
  const doc = signLetter(letter('stream'));
  const body = rawStream(`/Type /XRef /Root 1 0 R /Prev ${doc.startxref} ${entries}`, data);
  const tail = `${doc.size} 0 obj\n${body}\nendobj\nstartxref\n${doc.bytes.length}\n%%EOF\n`;
  return Buffer.concat([doc.bytes, Buffer.from(tail, 'latin1')]);
}

function manyRevisions(count: number): Uint8Array {
  let doc: Doc = signLetter(letter(), { stampedAt: null, room: 3000 });
  for (let at = 0; at < count; at += 1) doc = appendRevision(doc, { [LETTER.info]: `<< /Title (${at}) >>` });
  return doc.bytes;
}

/** CAs of one name that have all signed one another: a search of paths without memory never ends. */
function certificateMesh(count: number): Uint8Array {
  const { fakeRoot } = testPki();
  const dates = { from: '2022-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z' };
  const mesh = Array.from({ length: count }, () =>
    issue({
      cn: 'PSrE Simpul',
      slot: 'mesh',
      issuer: issue({ cn: 'PSrE Simpul', slot: 'mesh', ca: true, kind: 'ec' }),
      kind: 'ec',
      ca: true,
      ...dates,
    }),
  );
  const signer = issue({ cn: 'Wahyu Kuncoro Jati', issuer: mesh[0] ?? fakeRoot, kind: 'ec' });
  return signLetter(letter(), { signer, certificates: mesh, room: 120_000 }).bytes;
}

function manyAnswers(count: number): Uint8Array {
  const { signer, fakeSigner } = testPki();
  const dates = { thisUpdate: '2026-03-10T03:30:00Z', nextUpdate: '2026-03-17T03:30:00Z' };
  const ocsps = Array.from({ length: count }, () =>
    makeOcsp({ about: signer, responder: fakeSigner, status: 'good', ...dates }),
  );
  return addStore(signLetter(letter()), { ...standardStore(), ocsps }).bytes;
}

/** Signed again and again, each signature over everything before it: the work grows with files times signatures. */
function manySignatures(count: number, megabytes: number): Uint8Array {
  let doc: Doc = letter('table', { 13: streamBody('', Buffer.alloc(megabytes * 1e6, 7)) });
  const { second } = testPki();
  for (let at = 0; at < count; at += 1) {
    doc = signLetter(doc, { field: `Paraf ${at}`, signer: second, stampedAt: null, room: 2500 });
  }
  return doc.bytes;
}

export const hostileFiles: readonly HostileFile[] = [
  {
    name: 'bombed-page-contents',
    make: () => appendRevision(signLetter(letter('table', { 4: flateBomb(0x20) })), { 4: flateBomb(0x0a) }).bytes,
  },
  {
    name: 'twice-bombed-page-contents',
    make: () => appendRevision(signLetter(letter('table', { 4: doubleBomb(0x20) })), { 4: doubleBomb(0x0a) }).bytes,
  },
  { name: 'catalog-in-a-bombed-object-stream', make: catalogInBomb },
  {
    name: 'bombed-cross-reference-stream',
    make: () => xrefUpdate('/W [1 4 2] /Size 20 /Filter /FlateDecode', bomb('', 0)),
  },
  {
    name: 'cross-reference-stream-of-huge-fields',
    make: () => xrefUpdate('/W [1 2000000000 2] /Size 20', Buffer.alloc(64)),
  },
  {
    name: 'cross-reference-stream-of-huge-size',
    make: () => xrefUpdate('/W [0 0 0] /Index [0 2000000000] /Size 2000000000', Buffer.alloc(64)),
  },
  {
    name: 'reference-chain-in-the-catalog',
    make: () => inCatalog(signLetter(letter('table', { ...chain(3000, '[1 0 R]') })), '/X 1000 0 R').bytes,
  },
  {
    name: 'reference-chain-to-the-contents',
    make: () =>
      appendRevision(signLetter(letter('table', chain(3000, '4 0 R'))), {
        3: (letterObjects()[3] ?? '').replace('4 0 R', '1000 0 R'),
      }).bytes,
  },
  { name: 'deep-page-tree', make: () => deepTree('pages', 3000) },
  { name: 'deep-field-tree', make: () => deepTree('fields', 3000) },
  {
    name: 'deep-array-in-the-catalog',
    make: () => twiceInCatalog(`/X ${repeated('[', 200_000)}${repeated(']', 200_000)}`),
  },
  {
    name: 'deep-dictionary-in-the-catalog',
    make: () => twiceInCatalog(`/X ${repeated('<</A ', 200_000)}1${repeated('>>', 200_000)}`),
  },
  {
    name: 'media-box-of-200000-numbers',
    make: () =>
      appendRevision(signLetter(letter()), {
        3: (letterObjects()[3] ?? '').replace('[0 0 595 842]', `[${repeated('1 ', 200_000)}]`),
      }).bytes,
  },
  {
    name: 'media-box-of-200000-points',
    make: () =>
      appendRevision(signLetter(letter()), {
        3: (letterObjects()[3] ?? '').replace('[0 0 595 842]', '[0 0 200000 200000]'),
      }).bytes,
  },
  { name: 'signature-copied-300-times', make: () => copiesOfSignature(300) },
  { name: 'byte-ranges-28-mb', make: () => twiceInCatalog(`/X [${repeated('<</ByteRange [0 1 2 3]>>', 583_000)}]`) },
  { name: 'byte-ranges-24-mb', make: () => twiceInCatalog(`/X [${repeated('<</ByteRange [0 1 2 3]>>', 500_000)}]`) },
  {
    name: 'byte-ranges-in-a-comment',
    make: () => beforeStartxref(`%${repeated('/ByteRange [0 1 2 3] ', 1_150_000)}\n`),
  },
  { name: 'no-line-end-28-mb', make: () => beforeStartxref(repeated('x', 28_000_000)) },
  { name: 'no-line-end-24-mb', make: () => beforeStartxref(repeated('x', 24_000_000)) },
  { name: 'spaces-before-startxref', make: () => beforeStartxref(repeated(' ', 24_000_000)) },
  { name: 'open-hex-string', make: () => inCatalog(signLetter(letter()), `/X <${repeated('ab', 6_750_000)}`).bytes },
  { name: 'parentheses', make: () => inCatalog(signLetter(letter()), `/X ${repeated('(', 20_000_000)}`).bytes },
  {
    name: 'closed-parentheses',
    make: () => twiceInCatalog(`/X ${repeated('(', 5_000_000)}${repeated(')', 5_000_000)}`),
  },
  { name: 'objects-200000', make: () => manyObjects('table', 200_000) },
  { name: 'objects-40000-in-streams', make: () => manyObjects('object_streams', 40_000) },
  { name: 'objects-40000', make: () => manyObjects('table', 40_000) },
  {
    name: 'previous-loop',
    make: () => {
      const doc = signLetter(letter());
      return appendRevision(doc, { 90: 'null' }, { previous: doc.bytes.length + 21 }).bytes;
    },
  },
  { name: 'previous-far-away', make: () => withTrailer('/Prev 99999999999999999999') },
  { name: 'size-far-too-large', make: () => withTrailer('/Size 999999999999') },
  { name: 'revisions-2000', make: () => manyRevisions(2000) },
  { name: 'revisions-190', make: () => manyRevisions(190), isIntact: true },
  { name: 'signatures-40', make: () => manySignatures(40, 0), isIntact: true },
  { name: 'signatures-150', make: () => manySignatures(150, 0) },
  { name: 'signatures-20-over-20-mb', make: () => manySignatures(20, 20), isIntact: true },
  { name: 'asn1-deep', make: () => signedWith(nested(20_000)) },
  {
    name: 'asn1-deep-indefinite',
    make: () => signedWith(Buffer.concat([Buffer.from('3080'.repeat(500_000), 'hex'), Buffer.alloc(1_000_000)])),
  },
  { name: 'asn1-wide', make: () => signedWith(sequence(Buffer.from('0500'.repeat(1_000_000), 'hex'))) },
  { name: 'asn1-length-too-large', make: () => signedWith(Buffer.from('3084ffffffff0500', 'hex')) },
  {
    name: 'asn1-wide-set',
    make: () =>
      signedWith(
        sequence(
          tlv(0x06, Buffer.from('2a864886f70d010702', 'hex')),
          tlv(0xa0, tlv(0x31, Buffer.from('30030201'.repeat(200_000), 'hex'))),
        ),
      ),
  },
  { name: 'certificate-mesh', make: () => certificateMesh(60), isIntact: true },
  { name: 'ocsp-answers-500', make: () => manyAnswers(500), isIntact: true },
];
