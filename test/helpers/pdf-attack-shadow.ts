// Shadow attacks: updates that look harmless and hide, replace, or hide and replace what was signed.
// Mainka, Mladenov, Rohlmann, "Shadow Attacks", NDSS 2021.
import { archived, bodyOf as body, CHANGED, updated, type Fixture } from './pdf-fixture.ts';
import { appendRevision, firstRevision, streamBody, type Changes, type Doc } from './pdf-revisions.ts';
import { LETTER, letterObjects, signLetter, textContent, withEntry } from './signed-pdf.ts';

const EVIL_TEXT = textContent('Bantuan sebesar Rp 9.000.000.000 disetujui.');

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
  // Viewers take the number of pages from here: a smaller one hides the last pages.
  shadow('hide-page-count', 'sees that the page tree claims fewer pages', {
    [LETTER.pages]: '<< /Type /Pages /Kids [3 0 R 10 0 R] /Count 1 >>',
  }),
  shadow('replace-parent', 'sees that a page inherits from another node', (doc) => ({
    [LETTER.page]: body(doc, LETTER.page).replace('/Parent 2 0 R', '/Parent 90 0 R'),
    90: '<< /Type /Pages /Kids [3 0 R] /Count 1 /Rotate 180 /Parent 2 0 R >>',
  })),
  shadow('replace-parent-loop', 'sees that a page was made its own parent', (doc) => ({
    [LETTER.page]: body(doc, LETTER.page).replace('/Parent 2 0 R', '/Parent 3 0 R'),
  })),
  shadow(
    'replace-parent-generation',
    'sees that the parent of a page was given a generation that is not there',
    (doc) => ({
      [LETTER.page]: body(doc, LETTER.page).replace('/Parent 2 0 R', '/Parent 2 6 R'),
    }),
  ),
  shadow('replace-user-unit', 'sees that a page was given another unit', (doc) => ({
    [LETTER.page]: withEntry(body(doc, LETTER.page), '/UserUnit 2'),
  })),
  shadow('hide-annotations', 'sees that the annotations of a page were taken away', (doc) => ({
    [LETTER.page]: body(doc, LETTER.page).replace(/\/Annots \[[^\]]*\]/, '/Annots []'),
  })),
  shadow('replace-extension-script', 'does not let a script in under the name of /Extensions', (doc) => ({
    [LETTER.catalog]: withEntry(
      body(doc, LETTER.catalog),
      '/Extensions << /ESIC << /BaseVersion /1.7 /ExtensionLevel 5 /JS 4 0 R >> >>',
    ),
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
