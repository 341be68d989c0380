// Evil annotations and signatures over certified documents (EAA, SSA), and form filling that lies.
// Mainka, Mladenov, Rohlmann, "Breaking the Specification: PDF Certification", IEEE S&P 2021.
import {
  archived,
  bodyOf as body,
  CHANGED,
  NOT_INTACT,
  signed,
  UNREADABLE,
  updated,
  type Expected,
  type Fixture,
} from './pdf-fixture.ts';
import { boxBody, letterWithBox } from './pdf-good.ts';
import { streamBody, type Changes } from './pdf-revisions.ts';
import {
  addReference,
  addStore,
  LETTER,
  nameAppearanceBody,
  nameFieldBody,
  signLetter,
  withEntry,
  type SignWish,
} from './signed-pdf.ts';
import { testPki } from './test-pki.ts';

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
    name: 'form-needs-appearances',
    sentence: 'sees that viewers are told to draw the fields anew, in white',
    make: () =>
      updated(archived(), (doc) => ({
        [LETTER.form]: withEntry(body(doc, LETTER.form).replace('12 Tf 0 g', '12 Tf 1 g'), '/NeedAppearances true'),
      })),
    expected: CHANGED,
  },
  {
    name: 'box-shown-ticked',
    sentence: 'sees that a box is shown as ticked while its value says no',
    make: () => updated(addStore(signLetter(letterWithBox())), { 14: boxBody('Off', 'Yes') }),
    expected: CHANGED,
  },
  {
    name: 'box-appearance-replaced',
    sentence: 'sees that the picture of an empty box was replaced',
    make: () =>
      updated(addStore(signLetter(letterWithBox())), {
        16: streamBody('/Type /XObject /Subtype /Form /BBox [0 0 18 18]', '0 0 18 18 re f'),
      }),
    expected: CHANGED,
  },
  {
    name: 'field-hidden',
    sentence: 'sees that a field was hidden',
    make: () => updated(archived(), { [LETTER.nameField]: nameFieldBody('').replace('/F 4', '/F 2') }),
    expected: CHANGED,
  },
  {
    name: 'field-taken-out',
    sentence: 'sees that a field was taken out of the form',
    make: () => updated(archived(), (doc) => ({ [LETTER.form]: body(doc, LETTER.form).replace('[8 0 R ', '[') })),
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
