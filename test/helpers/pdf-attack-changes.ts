// Attacks by updates that look harmless: shadow attacks (hide, replace, hide and replace), evil annotations and signatures
// over certified documents (EAA, SSA), form filling that lies. Mainka, Mladenov, Rohlmann, NDSS 2021 and IEEE S&P 2021.
import { archived, CHANGED, NOT_INTACT, signed, UNREADABLE, type Expected, type Fixture } from './pdf-fixture.ts';
import { appendRevision, firstRevision, streamBody, type Changes, type Doc } from './pdf-revisions.ts';
import {
  addReference,
  LETTER,
  letterObjects,
  nameAppearanceBody,
  nameFieldBody,
  signLetter,
  textContent,
  withEntry,
  type SignWish,
} from './signed-pdf.ts';
import { testPki } from './test-pki.ts';

const EVIL_TEXT = textContent('Bantuan sebesar Rp 9.000.000.000 disetujui.');

function updated(doc: Doc, changes: Changes | ((doc: Doc) => Changes)): Uint8Array {
  return appendRevision(doc, typeof changes === 'function' ? changes(doc) : changes).bytes;
}

const body = (doc: Doc, number: number): string => doc.objects[number] ?? '';

function shadow(
  name: string,
  sentence: string,
  changes: Changes | ((doc: Doc) => Changes),
  expected = CHANGED,
): Fixture {
  return { name: `shadow-${name}`, sentence, make: () => updated(archived(), changes), expected };
}

/** A letter that was signed with a second, unused body for object 4 in it. */
function preparedLetter(): Doc {
  const doc = firstRevision(letterObjects(), { trailer: '/Info 7 0 R' });
  const hidden = Buffer.from(`4 0 obj\n${streamBody('', EVIL_TEXT)}\nendobj\n`, 'latin1');
  const honest = { ...doc, bytes: Buffer.concat([doc.bytes, hidden]) };
  return signLetter(appendRevision(honest, {}));
}

export const shadowAttacks: readonly Fixture[] = [
  shadow('hide-freed', 'sees that an object covering the text was freed', { [LETTER.seal]: null }),
  shadow('hide-emptied', 'sees that an object covering the text was emptied', {
    [LETTER.seal]: streamBody('/Type /XObject /Subtype /Form /BBox [0 0 0 0]', ''),
  }),
  shadow('hide-subtype', 'sees that an object covering the text was given another kind', {
    [LETTER.seal]: streamBody('/Type /XObject /Subtype /Bogus /BBox [0 0 40 40]', '0.2 0.4 0.8 rg 0 0 40 40 re f'),
  }),
  shadow('replace-font', 'sees that the font of the text was replaced', {
    [LETTER.font]:
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding << /Type /Encoding /Differences [49 /nine] >> >>',
  }),
  shadow('replace-font-width', 'sees that the widths of a font were changed', {
    [LETTER.font]: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 48 /LastChar 49 /Widths [0 0] >>',
  }),
  shadow('replace-resources', 'sees that a page was given other resources', (doc) => ({
    [LETTER.page]: body(doc, LETTER.page).replace('/Segel 12 0 R', '/Segel 9 0 R'),
  })),
  shadow('replace-page-contents', 'sees that a page was pointed to other contents', (doc) => ({
    [LETTER.page]: body(doc, LETTER.page).replace('/Contents 4 0 R', '/Contents 90 0 R'),
    90: streamBody('', EVIL_TEXT),
  })),
  shadow('replace-pages-swapped', 'sees that pages were swapped', (doc) => ({
    [LETTER.pages]: body(doc, LETTER.pages).replace('[3 0 R 10 0 R]', '[10 0 R 3 0 R]'),
  })),
  shadow('replace-page-removed', 'sees that a page was taken out', {
    [LETTER.pages]: '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
  }),
  shadow('replace-page-added', 'sees that a page was added', (doc) => ({
    [LETTER.pages]: '<< /Type /Pages /Kids [3 0 R 10 0 R 90 0 R] /Count 3 >>',
    90: body(doc, LETTER.secondPage).replace('/Contents 11 0 R', '/Contents 91 0 R'),
    91: streamBody('', EVIL_TEXT),
  })),
  shadow('replace-crop-box', 'sees that a page was cropped', (doc) => ({
    [LETTER.page]: withEntry(body(doc, LETTER.page), '/CropBox [0 0 595 700]'),
  })),
  shadow('replace-inherited-box', 'sees that the page tree hands down another rotation', {
    [LETTER.pages]: '<< /Type /Pages /Kids [3 0 R 10 0 R] /Count 2 /Rotate 180 >>',
  }),
  shadow('hide-optional-content', 'sees that layers were switched by an update', (doc) => ({
    [LETTER.catalog]: withEntry(body(doc, LETTER.catalog), '/OCProperties << /OCGs [90 0 R] /D << /OFF [90 0 R] >> >>'),
    90: '<< /Type /OCG /Name (Lapisan) >>',
  })),
  shadow('replace-open-action', 'sees that a script was attached to the opening of the file', (doc) => ({
    [LETTER.catalog]: withEntry(body(doc, LETTER.catalog), "/OpenAction << /S /JavaScript /JS (app.alert\\('x'\\)) >>"),
  })),
  shadow('replace-names-script', 'sees that a named script was added', (doc) => ({
    [LETTER.catalog]: withEntry(body(doc, LETTER.catalog), '/Names << /JavaScript << /Names [(a) 90 0 R] >> >>'),
    90: '<< /S /JavaScript /JS (this.getField\\("nama"\\)) >>',
  })),
  shadow('replace-piece-info', 'does not let page contents change under the name of /PieceInfo', (doc) => ({
    [LETTER.catalog]: withEntry(body(doc, LETTER.catalog), '/PieceInfo << /Meja << /Private 4 0 R >> >>'),
    [LETTER.content]: streamBody('', EVIL_TEXT),
  })),
  shadow(
    'replace-store-shares-page',
    'does not let page contents change because the security store names them',
    (doc) => ({
      [LETTER.catalog]: body(doc, LETTER.catalog).replace(/\/DSS \d+ 0 R/, '/DSS << /Type /DSS /Certs [4 0 R] >>'),
      [LETTER.content]: streamBody('', EVIL_TEXT),
    }),
  ),
  shadow('replace-metadata-shares-page', 'does not let page contents change because /Metadata names them', (doc) => ({
    [LETTER.catalog]: withEntry(body(doc, LETTER.catalog), '/Metadata 4 0 R'),
    [LETTER.content]: streamBody('/Type /Metadata /Subtype /XML', EVIL_TEXT),
  })),
  {
    name: 'shadow-hide-and-replace',
    sentence: 'sees that only a cross-reference entry was turned to a body hidden in the signed part',
    make: () => {
      const doc = preparedLetter();
      const at = doc.bytes.indexOf('4 0 obj\n', doc.bytes.indexOf('%%EOF'));
      const table = `xref\n4 1\n${String(at).padStart(10, '0')} 00000 n \n`;
      const tail = `${table}trailer\n<< /Size ${doc.size} /Root 1 0 R /Prev ${doc.startxref} >>\nstartxref\n${doc.bytes.length}\n%%EOF\n`;
      return Buffer.concat([doc.bytes, Buffer.from(tail, 'latin1')]);
    },
    expected: CHANGED,
  },
  {
    name: 'shadow-replace-form-default',
    sentence: 'sees that the fonts of a form were replaced by an update',
    make: () =>
      updated(archived(), (doc) => ({
        [LETTER.form]: body(doc, LETTER.form).replace('/F1 6 0 R', '/F1 90 0 R'),
        90: '<< /Type /Font /Subtype /Type1 /BaseFont /Symbol >>',
      })),
    expected: CHANGED,
  },
];

const FREE_TEXT = `<< /Type /Annot /Subtype /FreeText /Rect [60 740 500 790] /Contents (Bantuan Rp 9.000.000.000) /C [1 1 1] /DA (/F1 14 Tf 0 g) /P 3 0 R /F 4 /AP << /N 91 0 R >> >>`;
const OPAQUE = streamBody('/Type /XObject /Subtype /Form /BBox [0 0 440 50]', '1 g 0 0 440 50 re f');

function annotated(wish: SignWish): Uint8Array {
  return updated(archived(wish), (doc) => ({
    90: FREE_TEXT,
    91: OPAQUE,
    [LETTER.page]: addReference(body(doc, LETTER.page), 'Annots', 90),
  }));
}

/** An unsigned signature field whose appearance covers the page. */
function coveredByField(wish: SignWish): Uint8Array {
  return updated(archived(wish), (doc) => ({
    90: '<< /Type /Annot /Subtype /Widget /FT /Sig /T (Kedua) /Rect [60 740 500 790] /P 3 0 R /F 4 /AP << /N 91 0 R >> >>',
    91: OPAQUE,
    [LETTER.page]: addReference(body(doc, LETTER.page), 'Annots', 90),
    [LETTER.form]: addReference(body(doc, LETTER.form), 'Fields', 90),
  }));
}

/** A second signature, by a stranger, whose appearance covers the page. */
function coveredBySignature(wish: SignWish): Uint8Array {
  const { fakeSigner, fakeCa } = testPki();
  const second = { field: 'Kedua', signer: fakeSigner, certificates: [fakeCa], rect: '60 740 500 790' };
  return signLetter(archived(wish), second).bytes;
}

const WARNED: Expected = { integrity: ['indeterminate', 'changed'], headline: ['indeterminate', 'invalid'] };

function certified(
  name: string,
  sentence: string,
  level: 1 | 2 | 3 | undefined,
  make: (wish: SignWish) => Uint8Array,
  expected: Expected,
): Fixture {
  return { name, sentence, make: () => make(level ? { certify: level } : {}), expected };
}

export const certificationAttacks: readonly Fixture[] = [
  certified('eaa-p1', 'does not accept an annotation over a document certified P1', 1, annotated, CHANGED),
  certified('eaa-p2', 'does not accept an annotation over a document certified P2', 2, annotated, CHANGED),
  certified('eaa-p3', 'reports an annotation that P3 allows, and the page', 3, annotated, {
    integrity: 'intact',
    headline: 'valid',
    changes: ['annotation_added'],
    changedPage: 1,
  }),
  certified(
    'eaa-uncertified',
    'does not call a file valid with an annotation added later',
    undefined,
    annotated,
    WARNED,
  ),
  certified(
    'ssa-p1-field',
    'does not accept a visible new field over a document certified P1',
    1,
    coveredByField,
    CHANGED,
  ),
  certified('ssa-p2-field', 'does not accept that an unsigned field covers a P2 document', 2, coveredByField, WARNED),
  certified('ssa-p3-field', 'does not accept that an unsigned field covers a P3 document', 3, coveredByField, WARNED),
  certified(
    'ssa-p1',
    'does not accept a second signature over a document certified P1',
    1,
    coveredBySignature,
    CHANGED,
  ),
  certified('ssa-p2', "does not call a P2 document valid that a stranger's signature covers", 2, coveredBySignature, {
    integrity: 'intact',
    headline: 'indeterminate',
    changes: ['signature_added'],
  }),
  certified('ssa-p3', "does not call a P3 document valid that a stranger's signature covers", 3, coveredBySignature, {
    integrity: 'intact',
    headline: 'indeterminate',
    changes: ['signature_added'],
  }),
  {
    name: 'certification-removed',
    sentence: 'sees that the certification was taken out of the catalog',
    make: () =>
      updated(archived({ certify: 1 }), (doc) => ({
        [LETTER.catalog]: body(doc, LETTER.catalog).replace(/\/Perms << .*? >>/, ''),
      })),
    expected: CHANGED,
  },
  {
    name: 'certified-twice',
    sentence: 'does not accept a second certification',
    make: () => signLetter(archived(), { field: 'Kedua', certify: 3 }).bytes,
    expected: NOT_INTACT,
  },
];

function filled(value: string, appearance = value): Changes {
  return { [LETTER.nameField]: nameFieldBody(value), [LETTER.nameAppearance]: nameAppearanceBody(appearance) };
}

export const formAttacks: readonly Fixture[] = [
  {
    name: 'form-filled-p1',
    sentence: 'does not accept form filling in a document certified P1',
    make: () => updated(archived({ certify: 1 }), filled('Joko')),
    expected: CHANGED,
  },
  {
    name: 'form-filled-locked-all',
    sentence: 'does not accept form filling when all fields are locked',
    make: () => updated(archived({ lock: '/Action /All' }), filled('Joko')),
    expected: CHANGED,
  },
  {
    name: 'form-filled-locked-by-name',
    sentence: 'does not accept that a locked field was filled in',
    make: () => updated(archived({ lock: '/Action /Include /Fields [(nama)]' }), filled('Joko')),
    expected: CHANGED,
  },
  {
    name: 'form-filled-not-excluded',
    sentence: 'does not accept that a field was filled in which the lock does not except',
    make: () => updated(archived({ lock: '/Action /Exclude /Fields [(alamat)]' }), filled('Joko')),
    expected: CHANGED,
  },
  {
    name: 'appearance-without-value',
    sentence: 'sees that a field shows something else while its value stayed',
    make: () => updated(archived(), { [LETTER.nameAppearance]: nameAppearanceBody('Rp 9.000.000.000') }),
    expected: WARNED,
  },
  {
    name: 'locked-appearance-changed',
    sentence: 'sees that a locked field shows something else',
    make: () =>
      updated(archived({ lock: '/Action /All' }), { [LETTER.nameAppearance]: nameAppearanceBody('Rp 9.000.000.000') }),
    expected: CHANGED,
  },
  {
    name: 'field-moved',
    sentence: 'sees that a field was moved over the text',
    make: () =>
      updated(archived(), { [LETTER.nameField]: nameFieldBody('').replace('[72 600 300 620]', '[60 740 500 790]') }),
    expected: WARNED,
  },
  {
    name: 'field-script-added',
    sentence: 'sees that a script was attached to a field',
    make: () =>
      updated(archived(), {
        [LETTER.nameField]: withEntry(nameFieldBody(''), '/AA << /F << /S /JavaScript /JS (event.value=9) >> >>'),
      }),
    expected: CHANGED,
  },
  {
    name: 'signature-appearance-replaced',
    sentence: "sees that the signature's own picture was replaced",
    make: () => {
      const doc = signed({ rect: '300 300 400 340' });
      return updated(doc, {
        [doc.signature.field + 1]: streamBody(
          '/Type /XObject /Subtype /Form /BBox [0 0 100 40]',
          '1 0 0 rg 0 0 100 40 re f',
        ),
      });
    },
    expected: CHANGED,
  },
  {
    name: 'xfa-added',
    sentence: 'does not call a file valid to which a dynamic form was added',
    make: () =>
      updated(archived(), (doc) => ({
        [LETTER.form]: withEntry(body(doc, LETTER.form), '/XFA 90 0 R'),
        90: streamBody('', '<xdp:xdp xmlns:xdp="http://ns.adobe.com/xdp/"></xdp:xdp>'),
      })),
    expected: UNREADABLE,
  },
];
