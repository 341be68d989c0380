// Updates that put an object to another use, so that a rule made for one role would let another role change.
import { describe, expect, it } from 'vitest';
import { verify } from '../../src/pdf/verify.ts';
import { appendRevision, type Changes, type Doc, streamBody } from '../helpers/pdf-revisions.ts';
import { LETTER, letter, letterObjects, signLetter, stampDocument, textContent } from '../helpers/signed-pdf.ts';
import { NOW, testTrust } from '../helpers/test-pki.ts';

const { catalog, content, font, form, nameField, page, seal } = LETTER;
const otherFont = '<< /Type /Font /Subtype /Type3 /FT /Sig /T (x) >>';
const otherText = streamBody('/Type /Metadata /Subtype /XML', textContent('Bantuan sebesar Rp 9.000.000 disetujui.'));
const otherSeal = streamBody('/Type /XObject /Subtype /Form /BBox [0 0 400 400]', '1 0 0 rg 0 0 400 400 re f');
const shown = '/Type /Annot /Subtype /Widget /Rect [0 0 500 800] /AP << /N 12 0 R >>';
const fakeStamp = '<< /Type /DocTimeStamp /SubFilter /ETSI.RFC3161 /ByteRange [0 1 2 3] /Contents <3000> >>';

type Update = (doc: Doc) => Changes;

function edited(doc: Doc, number: number, from: string | RegExp, to: string): string {
  return (doc.objects[number] ?? '').replace(from, to);
}

const inCatalog = (doc: Doc, entries: string) => ({ [catalog]: edited(doc, catalog, '<<', `<< ${entries}`) });
const inForm = (doc: Doc, number: number) => ({ [form]: edited(doc, form, '/Fields [', `/Fields [${number} 0 R `) });
const onPage = (doc: Doc, number: number) => ({ [page]: edited(doc, page, '/Annots [', `/Annots [${number} 0 R `) });
const asField = (doc: Doc, number: number) => ({ ...inForm(doc, number), ...onPage(doc, number) });

const updates: Readonly<Record<string, Update>> = {
  'a font becomes a signature field': (doc) => ({ ...inForm(doc, font), [font]: otherFont }),
  'a font becomes an annotation': (doc) => ({ ...onPage(doc, font), [font]: otherFont }),
  'a font becomes a field with a widget': (doc) => ({ ...asField(doc, font), [font]: otherFont }),
  'the page contents become an annotation': (doc) => ({ ...onPage(doc, content), [content]: otherText }),
  'a picture becomes an annotation': (doc) => ({ ...onPage(doc, seal), [seal]: otherSeal }),
  'the security store names a font': (doc) => ({ ...inCatalog(doc, '/DSS << /Certs [6 0 R] >>'), [font]: otherFont }),
  'the metadata are the page contents': (doc) => ({ ...inCatalog(doc, '/Metadata 4 0 R'), [content]: otherText }),
  'the structure tree names a font': (doc) => ({
    ...inCatalog(doc, '/StructTreeRoot << /ParentTree 6 0 R >>'),
    [font]: '<< /Nums [] >>',
  }),
  'the form resources name a picture': (doc) => ({
    [form]: edited(doc, form, '/DR <<', '/DR << /XObject << /S 12 0 R >>'),
    [seal]: otherSeal,
  }),
  'viewers are asked to draw the fields anew': (doc) => ({
    [form]: edited(doc, form, '<<', '<< /NeedAppearances true'),
  }),
  'a page gets another parent': (doc) => ({
    [page]: edited(doc, page, '/Parent 2 0 R', '/Parent 70 0 R'),
    70: '<< /Type /Pages /Rotate 180 /Kids [3 0 R] /Count 1 >>',
  }),
  'the catalog has a key twice': (doc) => ({
    ...inCatalog(doc, '/Pages 81 0 R'),
    81: '<< /Type /Pages /Kids [10 0 R] /Count 1 >>',
  }),
  'the form has a key twice': (doc) => ({ [form]: edited(doc, form, '<<', '<< /Fields []') }),
  'a page has a key twice': (doc) => ({ [page]: edited(doc, page, '<<', '<< /Contents 11 0 R') }),
  'a text field becomes a branch': (doc) => ({
    [nameField]: edited(doc, nameField, '<<', '<< /Kids [90 0 R]'),
    90: '<< /FT /Sig /T (a) /Parent 8 0 R >>',
  }),
  'a new signature field is a text box': (doc) => ({
    ...asField(doc, 90),
    90: '<< /Type /Annot /Subtype /FreeText /Rect [0 0 500 800] /FT /Sig /T (a) /AP << /N 12 0 R >> >>',
  }),
  'a false time stamp shows something': (doc) => ({
    ...asField(doc, 90),
    90: `<< ${shown} /FT /Sig /T (a) /V 91 0 R >>`,
    91: fakeStamp,
  }),
  'a widget of a false time stamp shows something': (doc) => ({
    ...inForm(doc, 90),
    ...onPage(doc, 92),
    90: '<< /FT /Sig /T (a) /V 91 0 R /Kids [92 0 R] >>',
    91: fakeStamp,
    92: `<< ${shown} /Parent 90 0 R >>`,
  }),
  'a new empty field has a background': (doc) => ({
    ...asField(doc, 90),
    90: '<< /Type /Annot /Subtype /Widget /Rect [0 0 500 800] /FT /Sig /T (a) /MK << /BG [1 1 1] >> >>',
  }),
  'the contents are asked for in another generation': (doc) => ({
    [page]: edited(doc, page, '/Contents 4 0 R', '/Contents 4 1 R'),
  }),
  'the widget of a field leaves the page': (doc) => ({ [page]: edited(doc, page, /\/Annots \[[^\]]*\]/, '') }),
};

function integrityAfter(signed: Doc, changes: Changes): string {
  const bytes = Buffer.from(appendRevision(signed, changes).bytes);
  return verify(bytes, { trust: testTrust(), now: NOW }).integrity;
}

describe('an update after which', () => {
  it.each(Object.entries(updates))('%s is not intact, certified or not', (_, update) => {
    for (const certify of [null, 1, 2, 3] as const) {
      const signed = signLetter(letter(), certify === null ? {} : { certify });
      expect(['changed', 'indeterminate', 'broken']).toContain(integrityAfter(signed, update(signed)));
    }
  });

  it('a document time stamp without a picture is there is intact, certified or not', () => {
    for (const certify of [null, 1, 2, 3] as const) {
      const stamped = stampDocument(signLetter(letter(), certify === null ? {} : { certify }));
      expect(verify(Buffer.from(stamped.bytes), { trust: testTrust(), now: NOW }).integrity).toBe('intact');
    }
  });
});

describe('a lock', () => {
  function secondSignature(lock: string): string {
    const first = signLetter(letter(), { lock });
    return verify(Buffer.from(signLetter(first, { field: 'Kedua' }).bytes), { trust: testTrust(), now: NOW }).integrity;
  }

  it('of all fields does not mean a signature field that comes later', () => {
    expect(secondSignature('/Action /All')).toBe('intact');
  });

  it('that names a field means it whenever it comes', () => {
    expect(secondSignature('/Action /Include /Fields [(Kedua)]')).toBe('changed');
  });
});

describe('a reference to nothing in what was signed', () => {
  const page3 = letterObjects()[page] ?? '';
  const waiting = { [page]: page3.replace('/Font << /F1', '/Font << /F9 90 0 R /F1') };

  it.each([
    ['nothing else names', () => ({ 90: '<< /Type /Font >>' })],
    ['is a signature field as well', (doc: Doc) => ({ ...inForm(doc, 90), 90: '<< /Type /Font /FT /Sig /T (a) >>' })],
    ['is an annotation as well', (doc: Doc) => ({ ...onPage(doc, 90), 90: '<< /Type /Annot /Subtype /Link >>' })],
  ] as const)('must not come to name what %s', (_, update) => {
    const signed = signLetter(letter('table', waiting), { certify: 3 });
    expect(integrityAfter(signed, update(signed))).toBe('changed');
  });
});

describe('a stream', () => {
  it('is not changed by way of its length', () => {
    const text = textContent('Bantuan sebesar Rp 1.000.000 disetujui.');
    const body = `<< /Length 60 0 R >>\nstream\n${text}\nendstream`;
    const signed = signLetter(letter('table', { [content]: body, 60: String(text.length) }));
    expect(integrityAfter(signed, { 60: '20' })).toBe('changed');
  });
});

describe('a structure tree', () => {
  const tagged = {
    [catalog]: (letterObjects()[catalog] ?? '').replace('<<', '<< /StructTreeRoot 61 0 R'),
    61: '<< /Type /StructTreeRoot /K 62 0 R /ParentTree 63 0 R >>',
    62: '<< /Type /StructElem /S /P /P 61 0 R /K 0 /Pg 3 0 R /Alt (a) >>',
    63: '<< /Nums [0 [62 0 R]] >>',
  };

  it.each<[string, Changes]>([
    ['another text for an element', { 62: '<< /Type /StructElem /S /P /P 61 0 R /K 0 /Pg 3 0 R /Alt (b) >>' }],
    [
      'an element for other content',
      {
        61: '<< /Type /StructTreeRoot /K [62 0 R 81 0 R] /ParentTree 63 0 R >>',
        81: '<< /Type /StructElem /S /P /P 61 0 R /K 5 /Pg 3 0 R >>',
      },
    ],
    [
      'a font for a node',
      {
        63: '<< /Kids [80 0 R 6 0 R] >>',
        80: '<< /Nums [0 [62 0 R]] /Limits [0 0] >>',
        [font]: '<< /Nums [] >>',
      },
    ],
  ])('does not get %s unseen', (_, changes) => {
    expect(integrityAfter(signLetter(letter('table', tagged)), changes)).toBe('changed');
  });
});
