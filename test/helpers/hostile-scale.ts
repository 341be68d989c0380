// More hostile files: ordinary structures in numbers that turn a loop in a loop into minutes.
import { deflateSync } from 'node:zlib';
import type { HostileFile } from './hostile-pdf.ts';
import { appendRevision, streamBody, type Doc } from './pdf-revisions.ts';
import { addReference, addStore, LETTER, letter, letterObjects, signLetter, withEntry } from './signed-pdf.ts';
import { testPki } from './test-pki.ts';

const LETTER_OBJECTS = letterObjects();
const original = (number: number): string => LETTER_OBJECTS[number] ?? '';

/** Objects from 1000 on, and the references to them. */
function series(
  count: number,
  body: (index: number) => string,
): { objects: Record<number, string>; references: string } {
  const objects: Record<number, string> = {};
  let references = '';
  for (let index = 0; index < count; index += 1) {
    objects[1000 + index] = body(index);
    references += ` ${1000 + index} 0 R`;
  }
  return { objects, references };
}

/** An update gives the catalog one more entry, of any size. */
function inUpdate(entry: string): Uint8Array {
  return appendRevision(signLetter(letter()), { 1: withEntry(original(1), entry) }).bytes;
}

function lockedFields(count: number): Uint8Array {
  const field = (value: string) => (index: number) => `<< /FT /Tx /T (f${index}) /V (${value}) >>`;
  const { objects, references } = series(count, field('a'));
  const names = Array.from({ length: count }, (_, index) => `(g${index})`).join('');
  const form = original(LETTER.form).replace('[8 0 R', `[8 0 R${references}`);
  const doc = signLetter(letter('table', { ...objects, [LETTER.form]: form }), {
    lock: `/Action /Include /Fields [${names}]`,
  });
  return appendRevision(doc, series(count, field('b')).objects).bytes;
}

function longFieldNames(count: number): Uint8Array {
  const { objects, references } = series(count, (index) => `<< /FT /Tx /T (f${index}) /V (a) /Parent 900 0 R >>`);
  const parent = `<< /T (${'x'.repeat(1_000_000)}) /Kids [${references}] >>`;
  const form = original(LETTER.form).replace('[8 0 R', '[8 0 R 900 0 R');
  const doc = signLetter(letter('table', { ...objects, 900: parent, [LETTER.form]: form }));
  return appendRevision(doc, { 1000: (objects[1000] ?? '').replace('(a)', '(b)') }).bytes;
}

function annotationsReversed(count: number): Uint8Array {
  const { objects, references } = series(count, () => '<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>');
  const page = (list: string): string => original(LETTER.page).replace('[8 0 R]', `[8 0 R${list}]`);
  const doc = signLetter(letter('table', { ...objects, [LETTER.page]: page(references) }));
  const backwards = (references.match(/ \d+ 0 R/g) ?? []).reverse().join('');
  return appendRevision(doc, { [LETTER.page]: page(backwards) }).bytes;
}

/** A signature that says in which order a page with many annotations is walked through. */
function annotationsOrdered(count: number): Uint8Array {
  const { objects, references } = series(count, () => '<< /Type /Annot /Subtype /Text /Rect [0 0 9 9] >>');
  const page = original(LETTER.page).replace('[8 0 R]', `[8 0 R${references}]`);
  const doc = signLetter(letter('table', { ...objects, [LETTER.page]: page }));
  const ordered = addReference(withEntry(doc.objects[LETTER.page] ?? '', '/Tabs /S'), 'Annots', doc.size + 1);
  return signLetter(doc, { field: 'Kedua', changes: { [LETTER.page]: ordered } }).bytes;
}

function storeOf(list: 'Certs' | 'OCSPs', count: number): Uint8Array {
  const doc = addStore(signLetter(letter()));
  const number = Number(doc.objects[1]?.match(/\/DSS (\d+)/)?.[1]);
  const value = doc.objects[number]?.match(new RegExp(`/${list} \\[(\\d+ 0 R)`))?.[1] ?? '';
  return appendRevision(doc, { [number]: `<< /${list} [${`${value} `.repeat(count)}] >>` }).bytes;
}

function manyKeys(count: number): Uint8Array {
  const keys = Array.from({ length: count }, (_, index) => `/K${index} ${index}`).join(' ');
  const doc = signLetter(letter('table', { 1: withEntry(original(1), `/Y << ${keys} >>`) }));
  return appendRevision(doc, { 1: withEntry(original(1), `/Y << ${keys} /Z 1 >>`) }).bytes;
}

function contents(entries: string, data: Buffer): Uint8Array {
  const body = `<< /Length ${data.length} ${entries} >>\nstream\n${data.toString('latin1')}\nendstream`;
  return appendRevision(signLetter(letter()), { [LETTER.content]: body }).bytes;
}

function deflatedAgain(times: number): Uint8Array {
  let data: Buffer = Buffer.from('q Q');
  for (let time = 0; time < times; time += 1) data = deflateSync(data);
  return contents(`/Filter [${'/FlateDecode '.repeat(times)}]`, data);
}

function subsections(count: number): Uint8Array {
  const doc = signLetter(letter());
  const table = `xref\n${'0 0\n'.repeat(count)}trailer\n<< /Size 99 /Root 1 0 R /Prev ${doc.startxref} >>\n`;
  return Buffer.concat([doc.bytes, Buffer.from(`${table}startxref\n${doc.bytes.length}\n%%EOF\n`, 'latin1')]);
}

function pagesSignedOften(pages: number, signatures: number): Uint8Array {
  const { objects, references } = series(pages, () => original(LETTER.secondPage));
  const tree = `<< /Type /Pages /Kids [3 0 R 10 0 R${references}] /Count ${pages + 2} >>`;
  let doc: Doc = letter('table', { ...objects, [LETTER.pages]: tree });
  const wish = { signer: testPki().second, stampedAt: null, room: 2500 } as const;
  for (let at = 0; at < signatures; at += 1) doc = signLetter(doc, { ...wish, field: `Paraf ${at}` });
  return doc.bytes;
}

function pagesRepeated(pages: number, revisions: number): Uint8Array {
  const { objects, references } = series(pages, () => original(LETTER.secondPage));
  const tree = `<< /Type /Pages /Kids [3 0 R 10 0 R${references}] /Count ${pages + 2} >>`;
  let doc: Doc = signLetter(letter('table', { ...objects, [LETTER.pages]: tree }));
  for (let at = 0; at < revisions; at += 1) doc = appendRevision(doc, objects);
  return doc.bytes;
}

/** `share` 1 is what the limits allow at most; the tests build less, to be quick. */
export function scaledFiles(share = 1): readonly HostileFile[] {
  const n = (count: number): number => Math.ceil(count * share);
  return [
    { name: 'locked-fields', make: () => lockedFields(n(15_000)), isIntact: true },
    { name: 'field-names-of-a-megabyte', make: () => longFieldNames(n(10_000)), isIntact: true },
    { name: 'annotations-reversed', make: () => annotationsReversed(n(30_000)) },
    { name: 'annotations-ordered', make: () => annotationsOrdered(n(30_000)), isIntact: true },
    { name: 'certificate-named-often', make: () => storeOf('Certs', n(200_000)), isIntact: true },
    { name: 'ocsp-answer-named-often', make: () => storeOf('OCSPs', n(200_000)), isIntact: true },
    { name: 'dictionary-of-many-keys', make: () => manyKeys(n(400_000)) },
    { name: 'comments-in-the-catalog', make: () => inUpdate(`${'%\n'.repeat(n(11_000_000))} /Y 1 `) },
    { name: 'long-number', make: () => inUpdate(`/Y ${'1'.repeat(n(20_000_000))} `) },
    { name: 'long-name', make: () => inUpdate(`/${'#41'.repeat(n(7_000_000))} 1 `) },
    { name: 'string-of-escapes', make: () => inUpdate(`/Y (${'\\)'.repeat(n(10_000_000))}) `) },
    {
      name: 'stream-whose-length-is-itself',
      make: () => appendRevision(signLetter(letter()), { 4: '<< /Length 4 0 R >>\nstream\nq Q\nendstream' }).bytes,
    },
    { name: 'filters', make: () => contents(`/Filter [${'/FlateDecode '.repeat(100_000)}]`, Buffer.from('q Q')) },
    { name: 'deflated-again-and-again', make: () => deflatedAgain(1000) },
    {
      name: 'predictor-of-huge-rows',
      make: () =>
        appendRevision(signLetter(letter()), {
          4: streamBody(
            '/DecodeParms << /Predictor 15 /Columns 2000000000 /Colors 32 /BitsPerComponent 16 >>',
            Buffer.alloc(1000),
            true,
          ),
        }).bytes,
    },
    { name: 'subsections', make: () => subsections(n(5_000_000)) },
    { name: 'many-pages-signed-10-times', make: () => pagesSignedOften(n(20_000), 10), isIntact: true },
    { name: 'pages-signed-60-times', make: () => pagesSignedOften(n(3000), 60), isIntact: true },
    { name: 'pages-rewritten-150-times', make: () => pagesRepeated(n(800), 150), isIntact: true },
  ];
}
