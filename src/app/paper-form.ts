// A paper that the desk writes for a person to sign, as a PDF (A4): letterhead, address, words, and room for the signatures.
import type { PDFFont } from 'pdf-lib';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import type { FormBlock, FormRow, FormSignature, PaperForm } from '../core/paper-form.ts';
import type { Cell, Pen } from '../reports/pdf-pen.ts';
import { COLOURS, WIDTH, createPen, heightOf, writeLetterhead } from '../reports/pdf-pen.ts';

interface Fonts {
  readonly plain: PDFFont;
  readonly bold: PDFFont;
}

const INNER = WIDTH.page - 2 * WIDTH.margin;
const TYPE = { size: 11, leading: 15.5, colour: COLOURS.ink };

/** What a hand fills in. */
const BLANK = '.'.repeat(70);

/** Two signatures side by side; one alone stands on the right. */
const SIGNATURE = { width: 216, right: INNER - 216, gap: 20, room: 64 };

/** The bytes of the paper; the same form gives the same bytes. */
export async function makePaper(form: PaperForm): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const at = new Date(form.at);
  document.setTitle(form.title ?? form.head.at(-1)?.value ?? form.name);
  document.setAuthor(form.letterhead.join(', '));
  document.setCreationDate(at);
  document.setModificationDate(at);
  const plain = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  const fonts = { plain, bold };
  const pen = createPen(document);

  writeLetterhead(pen, form.letterhead, fonts);
  if (form.title !== undefined) {
    pen.write(form.title, { font: bold, size: 13, colour: COLOURS.ink, align: 'centre' });
    pen.gap(10);
  }
  writeRows(pen, form.head, plain, 62);
  if (form.addressee.length > 0) {
    pen.gap(14);
    for (const line of form.addressee) writeText(pen, line, plain);
  }
  pen.gap(8);
  form.body.forEach((block, index) => {
    pen.gap(6);
    // A signature that stands alone on a page is worth little: the last words go with it.
    if (index === form.body.length - 1) pen.keep(3 * TYPE.leading + signatureHeight(form, fonts));
    writeBlock(pen, block, plain);
  });
  writeSignatures(pen, form, fonts);

  const pages = document.getPages();
  if (pages.length > 1)
    pages.forEach((page, index) => {
      const number = `${index + 1} / ${pages.length}`;
      const x = WIDTH.page - WIDTH.margin - plain.widthOfTextAtSize(number, 8);
      page.drawText(number, { x, y: 30, size: 8, font: plain, color: COLOURS.faint });
    });
  return document.save();
}

function writeBlock(pen: Pen, block: FormBlock, font: PDFFont): void {
  switch (block.kind) {
    case 'text':
      return writeText(pen, block.text, font);
    case 'rows':
      return writeRows(pen, block.rows, font, 128, 14);
    case 'list':
      return block.items.forEach((item, index) => {
        const cells = [
          { text: `${index + 1}.`, left: 14, width: 20, font },
          { text: item, left: 34, width: INNER - 34, font },
        ];
        pen.columns(cells, TYPE);
      });
  }
}

function writeText(pen: Pen, text: string, font: PDFFont): void {
  pen.write(text, { font, ...TYPE });
}

/** `Nama : Sinta Melati`, the colons below each other; `label` is the width of the names. */
function writeRows(pen: Pen, rows: readonly FormRow[], font: PDFFont, label: number, left = 0): void {
  const value = left + label + 12;
  for (const row of rows) {
    const cells = [
      { text: row.label, left, width: label - 6, font },
      { text: ':', left: left + label, width: 12, font },
      { text: row.value ?? BLANK, left: value, width: INNER - value, font },
    ];
    pen.columns(cells, TYPE);
  }
}

/** What stands in the rows of the signatures: day, titles, then names and numbers below the room for the hand. */
function signatureRows(
  { signatures, dateline }: PaperForm,
  { plain, bold }: Fonts,
): Record<'above' | 'below', Cell[][]> {
  const { width, right } = SIGNATURE;
  const row = (font: PDFFont, text: (signature: FormSignature) => string): Cell[] =>
    signatures.map((signature, index) => {
      const left = index === signatures.length - 1 ? right : 0;
      return { text: text(signature), left, width, font };
    });
  return {
    above: [[{ text: dateline, left: right, width, font: plain }], row(plain, ({ title }) => title)],
    below: [row(bold, ({ name }) => name ?? '.'.repeat(46)), row(plain, ({ nip }) => `NIP ${nip ?? '.'.repeat(38)}`)],
  };
}

function signatureHeight(form: PaperForm, fonts: Fonts): number {
  const { above, below } = signatureRows(form, fonts);
  return SIGNATURE.gap + SIGNATURE.room + [...above, ...below].reduce((sum, row) => sum + heightOf(row, TYPE), 0);
}

function writeSignatures(pen: Pen, form: PaperForm, fonts: Fonts): void {
  const { above, below } = signatureRows(form, fonts);
  pen.gap(SIGNATURE.gap);
  for (const row of above) pen.columns(row, TYPE);
  pen.gap(SIGNATURE.room);
  for (const row of below) pen.columns(row, TYPE);
}
