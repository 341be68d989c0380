// Attacks on how a file is read: keys given twice, cross-references that say two things, tables hidden in the signed
// part; and changes laundered by a good signature or time stamp that follows them.
import { archived, bodyOf as body, CHANGED, NOT_INTACT, UNREADABLE, updated, type Fixture } from './pdf-fixture.ts';
import { appendRevision, firstRevision, streamBody, xrefTable, type Changes, type Doc } from './pdf-revisions.ts';
import {
  addReference,
  addStore,
  LETTER,
  letter,
  letterObjects,
  nameAppearanceBody,
  nameFieldBody,
  signLetter,
  stampDocument,
  standardStore,
  textContent,
  withEntry,
  type Signed,
} from './signed-pdf.ts';
import { testPki } from './test-pki.ts';

const EVIL = streamBody('', textContent('Bantuan sebesar Rp 9.000.000.000 disetujui.'));
const EVIL_PAGE: Changes = { [LETTER.content]: EVIL };

function launder(name: string, sentence: string, make: () => Doc): Fixture {
  return { name: `laundered-${name}`, sentence, make: () => make().bytes, expected: CHANGED };
}

export const laundering: readonly Fixture[] = [
  launder('by-signature', 'sees a change though a good signature over it follows', () => {
    const { second } = testPki();
    const again = signLetter(appendRevision(archived(), EVIL_PAGE), { field: 'Kedua', signer: second });
    return addStore(again, standardStore(second));
  }),
  launder('by-timestamp', 'sees a change though a good time stamp over it follows', () =>
    stampDocument(appendRevision(archived(), EVIL_PAGE)),
  ),
  launder('in-the-signing-update', 'sees a change in the same update as a second signature', () =>
    signLetter(archived(), { field: 'Kedua', signer: testPki().second, changes: EVIL_PAGE }),
  ),
  launder('in-the-stamping-update', 'sees a change in the same update as a time stamp', () =>
    stampDocument(archived(), { changes: EVIL_PAGE }),
  ),
  launder('in-the-store-update', 'sees a change in the same update as validation data', () =>
    addStore(signLetter(letter()), { ...standardStore(), changes: EVIL_PAGE }),
  ),
  launder('changed-back', 'sees that a page was changed and changed back', () => {
    const doc = archived();
    return appendRevision(appendRevision(doc, EVIL_PAGE), { [LETTER.content]: body(doc, LETTER.content) });
  }),
];

function read(name: string, sentence: string, changes: (doc: Signed) => Changes, expected = CHANGED): Fixture {
  return { name, sentence, make: () => updated(archived(), changes(archived())), expected };
}

/** An update written by hand: objects, and what stands in the place of a good cross-reference. */
function raw(name: string, sentence: string, make: (doc: Signed) => string, expected = UNREADABLE): Fixture {
  return {
    name,
    sentence,
    make: () => {
      const doc = archived();
      return Buffer.concat([doc.bytes, Buffer.from(make(doc), 'latin1')]);
    },
    expected,
  };
}

function trailer(doc: Doc, entries: string, xrefAt: number): string {
  return `trailer\n<< /Size 99 ${entries} /Prev ${doc.startxref} >>\nstartxref\n${xrefAt}\n%%EOF\n`;
}

const entryLine = (at: number, generation = 0): string =>
  `${String(at).padStart(10, '0')} ${String(generation).padStart(5, '0')} n \n`;

export const ambiguity: readonly Fixture[] = [
  read('key-twice-in-a-page', 'does not accept a page that names its contents twice', (doc) => ({
    [LETTER.page]: body(doc, LETTER.page).replace('/Contents 4 0 R', '/Contents 90 0 R /Contents 4 0 R'),
    90: EVIL,
  })),
  read('key-twice-escaped', 'does not accept a page that names its contents again in escaped letters', (doc) => ({
    [LETTER.page]: body(doc, LETTER.page).replace('/Contents 4 0 R', '/Contents 4 0 R /Con#74ents 90 0 R'),
    90: EVIL,
  })),
  read('key-twice-in-a-field', 'does not accept a filled field with two appearances', () => ({
    [LETTER.nameField]: nameFieldBody('Joko').replace('/AP << /N 9 0 R >>', '/AP << /N 9 0 R >> /AP << /N 4 0 R >>'),
    [LETTER.nameAppearance]: nameAppearanceBody('Joko'),
  })),
  read(
    'stream-longer-than-it-says',
    'does not accept an appearance whose /Length is wrong',
    () => ({
      [LETTER.nameField]: nameFieldBody('Joko'),
      [LETTER.nameAppearance]: nameAppearanceBody('Joko').replace(/\/Length \d+/, '/Length 3'),
    }),
    UNREADABLE,
  ),
  read('signature-field-moved', "sees that the signature's field was moved over the text", (doc) => ({
    [doc.signature.field]: body(doc, doc.signature.field).replace('[0 0 0 0]', '[60 740 500 790]'),
  })),
  read('signature-field-renamed', "sees that the signature's field was renamed", (doc) => ({
    [doc.signature.field]: body(doc, doc.signature.field).replace('(Tanda Tangan)', '(Bupati)'),
  })),
  read('text-field-added', 'sees that a text field was added over the text', (doc) => ({
    90: '<< /Type /Annot /Subtype /Widget /FT /Tx /T (baru) /V (x) /Rect [60 740 500 790] /P 3 0 R /F 4 >>',
    [LETTER.page]: addReference(body(doc, LETTER.page), 'Annots', 90),
    [LETTER.form]: addReference(body(doc, LETTER.form), 'Fields', 90),
  })),
  read(
    'link-added',
    'does not call a file valid with a link added later',
    (doc) => ({
      90: '<< /Type /Annot /Subtype /Link /Rect [60 740 500 790] /A << /S /URI /URI (http://contoh.id) >> >>',
      [LETTER.page]: addReference(body(doc, LETTER.page), 'Annots', 90),
    }),
    { integrity: 'indeterminate', headline: 'indeterminate', changes: ['annotation_added'], changedPage: 1 },
  ),
  raw('entry-to-another-object', 'does not accept an entry that leads to an object of another number', (doc) => {
    const object = `40 0 obj\n${EVIL}\nendobj\n`;
    const at = doc.bytes.length;
    return `${object}${xrefTable([{ number: 4, at }], false)}${trailer(doc, '/Root 1 0 R', at + object.length)}`;
  }),
  raw('entry-twice', 'does not accept a table with two entries for one object', (doc) => {
    const object = `4 0 obj\n${EVIL}\nendobj\n`;
    const at = doc.bytes.length;
    const old = doc.bytes.indexOf('4 0 obj');
    return `${object}xref\n4 1\n${entryLine(at)}4 1\n${entryLine(old)}${trailer(doc, '/Root 1 0 R', at + object.length)}`;
  }),
  raw('other-generation', 'does not overlook an object of another generation', (doc) => {
    const object = `4 1 obj\n${EVIL}\nendobj\n`;
    const at = doc.bytes.length;
    return `${object}xref\n4 1\n${entryLine(at, 1)}${trailer(doc, '/Root 1 0 R', at + object.length)}`;
  }),
  raw('body-without-entry', 'does not overlook a body that the table leaves out', (doc) => {
    const object = `4 0 obj\n${EVIL}\nendobj\n`;
    return `${object}xref\n0 0\n${trailer(doc, '/Root 1 0 R', doc.bytes.length + object.length)}`;
  }),
  raw('root-twice', 'does not accept a trailer with two catalogs', (doc) => {
    const object = '90 0 obj\n<< /Type /Catalog /Pages 91 0 R >>\nendobj\n';
    const at = doc.bytes.length;
    const xref = xrefTable([{ number: 90, at }], false);
    return `${object}${xref}${trailer(doc, '/Root 1 0 R /Root 90 0 R', at + object.length)}`;
  }),
  raw(
    'hybrid-with-two-faces',
    'does not overlook a page that only the hidden half of a hybrid update changes',
    (doc) => {
      const object = `4 0 obj\n${EVIL}\nendobj\n`;
      const at = doc.bytes.length;
      const row = Buffer.alloc(7, 0);
      row.writeUInt8(1, 0);
      row.writeUInt32BE(at, 1);
      const hidden = `95 0 obj\n<< /Type /XRef /W [1 4 2] /Index [4 1] /Size 96 /Root 1 0 R /Length 7 >>\nstream\n${row.toString('latin1')}\nendstream\nendobj\n`;
      const hiddenAt = at + object.length;
      return `${object}${hidden}xref\n0 0\n${trailer(doc, `/Root 1 0 R /XRefStm ${hiddenAt}`, hiddenAt + hidden.length)}`;
    },
  ),
  {
    name: 'entry-twice-far-apart',
    sentence: 'sees that a wide subsection says something else than one far behind it',
    make: preparedTwice,
    expected: UNREADABLE,
  },
  {
    name: 'cross-reference-hidden-in-a-stream',
    sentence: 'sees that an update uses a table hidden in a stream of the signed part',
    make: hiddenTable,
    expected: UNREADABLE,
  },
  {
    name: 'signed-revision-skipped',
    sentence: 'does not call a file valid whose last update skips the signed one',
    make: () => appendRevision(archived(), EVIL_PAGE, { previous: letter().startxref }).bytes,
    expected: { ...NOT_INTACT, integrity: ['broken', 'changed', 'unsigned'], headline: ['invalid', 'unsigned'] },
  },
  {
    name: 'layers-prepared',
    sentence: 'sees that a layer prepared in the signed file was switched off',
    make: () => {
      const layers = '/OCProperties << /OCGs [13 0 R] /D << /ON [13 0 R] >> >>';
      const catalog = withEntry(letterObjects()[LETTER.catalog] ?? '', layers);
      const doc = signLetter(letter('table', { 1: catalog, 13: '<< /Type /OCG /Name (Lapisan) >>' }));
      return updated(doc, { [LETTER.catalog]: catalog.replace('/ON', '/OFF') });
    },
    expected: CHANGED,
  },
];

/** The signed part holds an unused body for object 4; the update's table names both, a subsection apart. */
function preparedTwice(): Uint8Array {
  const base = firstRevision(letterObjects(), { trailer: '/Info 7 0 R' });
  const hiddenAt = base.bytes.length;
  const prepared = Buffer.concat([base.bytes, Buffer.from(`4 0 obj\n${EVIL}\nendobj\n`, 'latin1')]);
  const doc = addStore(signLetter(appendRevision({ ...base, bytes: prepared }, {})));
  const placeOf = (number: number): number => doc.bytes.lastIndexOf(`\n${number} 0 obj`) + 1;
  const wide = [1, 2, 3, 4, 5, 6].map((number) => entryLine(number === 4 ? hiddenAt : placeOf(number))).join('');
  const honest = entryLine(base.bytes.indexOf('\n4 0 obj') + 1);
  const table = `xref\n1 6\n${wide}2 1\n${entryLine(placeOf(2))}4 1\n${honest}`;
  const tail = `${table}${trailer(doc, '/Root 1 0 R /Info 7 0 R', doc.bytes.length)}`;
  return Buffer.concat([doc.bytes, Buffer.from(tail, 'latin1')]);
}

/** The table can be prepared because the length of a signed file is known before it is signed. */
function hiddenTable(): Uint8Array {
  const prepared = (previous: number): { doc: Signed; at: number } => {
    const base = firstRevision(letterObjects(), { trailer: '/Info 7 0 R' });
    const evil = `4 0 obj\n${EVIL}\nendobj\n`;
    const start = (length: number): string => `<< /Length ${String(length).padStart(6)} >>\nstream\n`;
    const evilAt = base.bytes.length + '13 0 obj\n'.length + start(0).length;
    const last = String(previous).padStart(10);
    const table = `xref\n4 1\n${entryLine(evilAt)}trailer\n<< /Size 40 /Root 1 0 R /Prev ${last} >>\n`;
    const data = evil + table;
    const doc = signLetter(appendRevision(base, { 13: `${start(data.length)}${data}\nendstream` }));
    return { doc, at: evilAt + evil.length };
  };
  const { doc, at } = prepared(prepared(0).doc.startxref);
  return Buffer.concat([doc.bytes, Buffer.from(`startxref\n${at}\n%%EOF\n`, 'latin1')]);
}
