// Attacks on the way a signature is found and covers the file: universal forgery (USF), incremental saving (ISA), wrapping
// (SWA), replaced dictionaries. Mladenov, Mainka et al., "1 Trillion Dollar Refund" (pdf-insecurity.org).
import { archived, BROKEN, CHANGED, NOT_INTACT, overwrite, signed, UNREADABLE, type Fixture } from './pdf-fixture.ts';
import { appendRevision, streamBody, xrefTable } from './pdf-revisions.ts';
import { LETTER, textContent, type Signed } from './signed-pdf.ts';

const EVIL = streamBody('', textContent('Bantuan sebesar Rp 9.000.000.000 disetujui.'));
const CONTENTS = /\/Contents <[0-9a-f]{100,}>/;
const BYTE_RANGE = /\/ByteRange \[[0-9 ]+\]/;

function usf(name: string, sentence: string, from: RegExp, to: string): Fixture {
  return {
    name: `usf-${name}`,
    sentence: `does not accept a signature ${sentence}`,
    make: () => overwrite(archived().bytes, from, to),
    expected: BROKEN,
  };
}

export const universalForgery: readonly Fixture[] = [
  usf('01-contents-missing', 'without /Contents', CONTENTS, ''),
  usf('02-contents-null', 'whose /Contents is null', CONTENTS, '/Contents null'),
  usf('03-contents-empty', 'whose /Contents is empty', CONTENTS, '/Contents <>'),
  usf('04-contents-zero-byte', 'whose /Contents is the byte 00', CONTENTS, '/Contents <00>'),
  usf('contents-zeros', 'whose /Contents is nothing but zeros', CONTENTS, `/Contents <${'0'.repeat(8192 * 2)}>`),
  usf('05-byte-range-missing', 'without /ByteRange', BYTE_RANGE, ''),
  usf('byte-range-null', 'whose /ByteRange is null', BYTE_RANGE, '/ByteRange null'),
  usf('byte-range-empty', 'whose /ByteRange is empty', BYTE_RANGE, '/ByteRange []'),
  usf('byte-range-zeros', 'whose /ByteRange covers nothing', BYTE_RANGE, '/ByteRange [0 0 0 0]'),
  usf('byte-range-negative', 'whose /ByteRange is negative', BYTE_RANGE, '/ByteRange [0 9 -9 9]'),
  usf(
    'byte-range-past-the-end',
    'whose /ByteRange ends outside of the file',
    BYTE_RANGE,
    '/ByteRange [0 9 9 99999999]',
  ),
  usf('byte-range-of-two', 'whose /ByteRange is one part only', BYTE_RANGE, '/ByteRange [0 4242]'),
  usf('byte-range-of-names', 'whose /ByteRange is not numbers', BYTE_RANGE, '/ByteRange [/A /B /C /D]'),
];

function isa(name: string, sentence: string, make: () => Uint8Array, expected = CHANGED): Fixture {
  return { name: `isa-${name}`, sentence, make, expected };
}

const evilObject = `\n4 0 obj\n${EVIL}\nendobj\n`;

function append(bytes: Uint8Array, tail: string): Buffer {
  return Buffer.concat([bytes, Buffer.from(tail, 'latin1')]);
}

/** A new body for the first page, and as much of a cross-reference and a trailer as the variant leaves in. */
function evilTail(parts: { xref?: 'whole' | 'partial'; trailer?: boolean; startxref?: 'new' | 'old' }): Uint8Array {
  const doc = archived();
  const at = doc.bytes.length + 1;
  const xrefAt = doc.bytes.length + evilObject.length;
  let tail = evilObject;
  if (parts.xref === 'whole') tail += xrefTable([{ number: 4, at }], false);
  if (parts.xref === 'partial') tail += `xref\n4 9\n${String(at).padStart(10, '0')} 00000 n \n`;
  if (parts.trailer) tail += `trailer\n<< /Size ${doc.size} /Root 1 0 R /Prev ${doc.startxref} >>\n`;
  if (parts.startxref) tail += `startxref\n${parts.startxref === 'new' ? xrefAt : doc.startxref}\n%%EOF\n`;
  return append(doc.bytes, tail);
}

export const incrementalSaving: readonly Fixture[] = [
  isa(
    'page-rewritten',
    'sees that an update has rewritten the page',
    () => appendRevision(archived(), { [LETTER.content]: EVIL }).bytes,
  ),
  isa('body-only', 'does not overlook a body without cross-reference', () => evilTail({}), UNREADABLE),
  isa(
    'no-trailer',
    'does not overlook an update without trailer',
    () => evilTail({ xref: 'whole', startxref: 'new' }),
    UNREADABLE,
  ),
  isa(
    'no-xref',
    'does not overlook an update without cross-reference',
    () => evilTail({ trailer: true, startxref: 'new' }),
    UNREADABLE,
  ),
  isa(
    'partial-xref',
    'does not overlook an update whose cross-reference stops early',
    () => evilTail({ xref: 'partial', trailer: true, startxref: 'new' }),
    UNREADABLE,
  ),
  isa(
    'startxref-old',
    'does not overlook an update whose startxref points to the old cross-reference',
    () => evilTail({ xref: 'whole', trailer: true, startxref: 'old' }),
    UNREADABLE,
  ),
  isa(
    'no-startxref',
    'does not overlook an update without startxref',
    () => evilTail({ xref: 'whole', trailer: true }),
    UNREADABLE,
  ),
  isa(
    'bytes-after-the-end',
    'does not overlook bytes after the last %%EOF',
    () => append(archived().bytes, '% '.padEnd(400, 'x')),
    UNREADABLE,
  ),
  isa(
    'second-end-mark',
    'does not overlook a body between two end marks',
    () => append(archived().bytes, `${evilObject}%%EOF\n`),
    UNREADABLE,
  ),
  isa(
    'signature-copied',
    'sees a rewritten page behind a repeated signature dictionary',
    () => {
      const doc = signed();
      const copy = doc.bytes.toString('latin1').match(/<< \/Type \/Sig [^]*?> >>/)?.[0] ?? '';
      return appendRevision(doc, { [LETTER.content]: EVIL, [doc.signature.dictionary]: copy }).bytes;
    },
    NOT_INTACT,
  ),
  isa('root-replaced', 'does not call a file valid whose new catalog hides the form', () => {
    const doc = archived();
    const catalog = '<< /Type /Catalog /Pages 2 0 R >>';
    return appendRevision({ ...doc, root: 90 }, { 90: catalog, [LETTER.content]: EVIL }).bytes;
  }),
  isa('update-between', 'sees a rewritten page though a harmless update follows it', () => {
    const changed = appendRevision(archived(), { [LETTER.content]: EVIL });
    return appendRevision(changed, { [LETTER.info]: '<< /Title (Surat Keputusan) /Producer (Lain) >>' }).bytes;
  }),
];

/** Moves the second signed part behind bytes of the attacker; a new dictionary, itself unsigned, says where it went. */
function wrap(doc: Signed, options: { newDictionary: boolean }): Buffer {
  const [, gapStart, gapEnd, tailLength] = doc.signature.byteRange;
  const head = doc.bytes.subarray(0, gapStart);
  const contents = doc.bytes.subarray(gapStart, gapEnd).toString('latin1');
  const tail = doc.bytes.subarray(gapEnd, gapEnd + tailLength);
  const dictionary = (range: string): string =>
    `${doc.signature.dictionary} 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /ByteRange [${range.padEnd(40)}] /Contents ${contents} >>\nendobj\n`;
  const evil = `4 0 obj\n${EVIL}\nendobj\n`;
  // The signed startxref keeps its number, so the attacker's table stands where the old one stood.
  const table = doc.startxref;
  const tableLength = 20 * doc.size + 200;
  const evilAt = table + tableLength;
  const dictionaryAt = evilAt + evil.length;
  const tailAt = dictionaryAt + (options.newDictionary ? dictionary('').length : 0);
  const moved = new Map<number, number>();
  for (const [number, at] of objectsOf(head)) moved.set(number, at);
  for (const [number, at] of objectsOf(tail)) moved.set(number, tailAt + at);
  moved.set(4, evilAt);
  if (options.newDictionary) moved.set(doc.signature.dictionary, dictionaryAt);
  const entries = [...moved].map(([number, at]) => ({ number, at }));
  const xref = `${xrefTable(entries, true)}trailer\n<< /Size ${doc.size} /Root 1 0 R >>\n`.padEnd(tableLength, '\n');
  const gap = [
    contents.padEnd(table - gapStart),
    xref,
    evil,
    options.newDictionary ? dictionary(`0 ${gapStart} ${tailAt} ${tailLength}`) : '',
  ];
  return Buffer.concat([head, Buffer.from(gap.join(''), 'latin1'), tail]);
}

function objectsOf(bytes: Buffer): [number, number][] {
  return [...bytes.toString('latin1').matchAll(/(?<=\n)(\d+) 0 obj\n/g)].map((match) => [
    Number(match[1]),
    match.index,
  ]);
}

/** The signer's own byte range leaves out more than /Contents. */
function widened(before: number, after: number): Fixture['make'] {
  return () => signed({ widen: [before, after] }).bytes;
}

function swa(name: string, sentence: string, make: Fixture['make'], expected = NOT_INTACT): Fixture {
  return { name: `swa-${name}`, sentence, make, expected };
}

export const wrapping: readonly Fixture[] = [
  swa('second-part-moved', 'sees that signed bytes were moved behind new objects', () =>
    wrap(signed(), { newDictionary: true }),
  ),
  swa(
    'objects-in-the-gap',
    'sees new objects though the dictionary still names the old gap',
    () => wrap(signed(), { newDictionary: false }),
    UNREADABLE,
  ),
  swa('gap-too-wide-behind', 'does not accept a gap that goes on after /Contents', widened(0, 20), {
    ...NOT_INTACT,
    ...UNREADABLE,
  }),
  swa('gap-too-wide-before', 'does not accept a gap that begins before /Contents', widened(9, 0), {
    ...NOT_INTACT,
    ...UNREADABLE,
  }),
  swa('gap-far-too-wide', 'does not accept a gap that leaves out whole objects', widened(0, 700), {
    ...NOT_INTACT,
    ...UNREADABLE,
  }),
  swa(
    'bytes-behind-the-signature',
    'does not accept data hidden behind the CMS in /Contents',
    () => {
      const doc = signed();
      return overwrite(doc.bytes, /00000000(?=>)/, 'deadbeef');
    },
    UNREADABLE,
  ),
];

export const replacedDictionary: readonly Fixture[] = [
  {
    name: 'dictionary-replaced-reason-and-name',
    sentence: 'sees that /Name and /Reason of a signature were rewritten by an update',
    make: () => {
      const doc = signed();
      const original = doc.bytes.toString('latin1').match(/<< \/Type \/Sig [^]*?> >>/)?.[0] ?? '';
      const spoofed = original
        .replace('(Ratna Pramesti Wulandari)', '(Bupati Awan Biru)')
        .replace('(Persetujuan)', '(Pencairan dana)');
      return appendRevision(doc, { [doc.signature.dictionary]: spoofed }, { plain: [doc.signature.dictionary] }).bytes;
    },
    expected: NOT_INTACT,
  },
  {
    name: 'signature-field-repointed',
    sentence: 'does not accept a signature field that was pointed to a copy of the dictionary',
    make: () => {
      const doc = signed();
      const original = doc.bytes.toString('latin1').match(/<< \/Type \/Sig [^]*?> >>/)?.[0] ?? '';
      const field = (doc.objects[doc.signature.field] ?? '').replace(/\/V \d+ 0 R/, '/V 90 0 R');
      const spoofed = original.replace('(Persetujuan)', '(Pencairan dana)');
      return appendRevision(doc, { 90: spoofed, [doc.signature.field]: field, [LETTER.content]: EVIL }).bytes;
    },
    expected: NOT_INTACT,
  },
  {
    name: 'signed-byte-flipped',
    sentence: 'sees one signed byte that was changed',
    make: () => overwrite(archived().bytes, 'Rp 1.000.000', 'Rp 9.000.000'),
    expected: { ...BROKEN, subIndication: 'HASH_FAILURE' },
  },
  {
    name: 'field-that-cannot-be-parsed',
    sentence: 'does not take a file for unsigned whose signature field cannot be parsed',
    make: () => {
      const doc = signed();
      return appendRevision(doc, {
        [doc.signature.field]: `<< /FT /Sig /T (Tanda Tangan) /V ${doc.signature.dictionary} 0 R`,
      }).bytes;
    },
    expected: UNREADABLE,
  },
  {
    name: 'field-removed',
    sentence: 'sees that a signature was taken out of the form by an update',
    make: () => {
      const doc = signed();
      const form = (doc.objects[LETTER.form] ?? '').replace(` ${doc.signature.field} 0 R`, '');
      return appendRevision(doc, { [LETTER.form]: form }).bytes;
    },
    expected: {
      integrity: ['broken', 'changed', 'indeterminate', 'unsigned'],
      headline: ['invalid', 'indeterminate', 'unsigned'],
    },
  },
  {
    name: 'field-loop',
    sentence: 'does not take a file for unsigned whose field tree goes in circles',
    make: () => {
      const doc = signed();
      const field = (doc.objects[doc.signature.field] ?? '').replace(
        '/FT /Sig',
        `/FT /Sig /Parent ${doc.signature.field} 0 R`,
      );
      return appendRevision(doc, { [doc.signature.field]: field }).bytes;
    },
    expected: UNREADABLE,
  },
];
