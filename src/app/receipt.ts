// The receipt of a document check as a PDF (A4): which file, when, the verdict and its facts. Information, not legal proof.
import { PDFDocument, StandardFonts } from 'pdf-lib';
import type { Headline } from '../core/verdict.ts';
import type { Receipt } from '../engine/draft.ts';
import type { Colour } from '../reports/pdf-pen.ts';
import { COLOURS, WIDTH, createPen, writeLetterhead } from '../reports/pdf-pen.ts';

const TONES: Readonly<Record<Headline, { readonly ink: Colour; readonly ground: Colour }>> = {
  valid: { ink: COLOURS.green, ground: COLOURS.palestGreen },
  invalid: { ink: COLOURS.red, ground: COLOURS.palestRed },
  indeterminate: { ink: COLOURS.amber, ground: COLOURS.palestAmber },
  unsigned: { ink: COLOURS.blue, ground: COLOURS.palestBlue },
};

/** Of the column that holds the names of the rows. */
const LABEL_WIDTH = 122;

/** The bytes of the receipt; the same receipt gives the same bytes. */
export async function makeReceipt(receipt: Receipt): Promise<Uint8Array> {
  const { verdict } = receipt.checked;
  const document = await PDFDocument.create({ updateMetadata: false });
  const at = new Date(verdict.at);
  document.setTitle(receipt.title);
  document.setSubject(`SHA-256 ${verdict.sha256}`);
  document.setAuthor(receipt.letterhead.join(', '));
  document.setCreationDate(at);
  document.setModificationDate(at);
  const plain = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  const fixed = await document.embedFont(StandardFonts.Courier);
  const pen = createPen(document);

  writeLetterhead(pen, receipt.letterhead, { plain, bold });
  pen.write(receipt.title, { font: bold, size: 15, colour: COLOURS.ink, align: 'centre' });
  pen.gap(14);

  for (const { label, value } of receipt.rows) {
    const font = value === verdict.sha256 ? fixed : plain;
    const size = value === verdict.sha256 ? 8.8 : 10;
    pen.beside(label, { font: plain, size: 10, colour: COLOURS.faint });
    pen.write(value, { font, size, colour: COLOURS.ink, left: LABEL_WIDTH, leading: 15 });
    pen.gap(2);
  }
  pen.gap(12);

  const { ink, ground } = TONES[verdict.headline];
  pen.banner(receipt.headline, { font: bold, size: 12, ink, ground });
  for (const { title, lines } of receipt.sections) {
    pen.gap(14);
    pen.keep(60);
    pen.write(title, { font: bold, size: 11, colour: COLOURS.ink });
    if (lines.length === 0) continue;
    pen.gap(3);
    pen.rule(0.5, COLOURS.pale);
    pen.gap(4);
    for (const line of lines) {
      pen.write(line, { font: plain, size: 10, colour: COLOURS.ink, leading: 14 });
      pen.gap(3);
    }
  }

  pen.gap(20);
  pen.keep(64);
  pen.rule(0.5, COLOURS.pale);
  pen.gap(6);
  pen.write(receipt.information, { font: plain, size: 8.5, colour: COLOURS.faint, leading: 12 });

  const pages = document.getPages();
  pages.forEach((page, index) => {
    const number = `${index + 1} / ${pages.length}`;
    const across = plain.widthOfTextAtSize(number, 8);
    const place = { y: 30, size: 8, color: COLOURS.faint };
    page.drawText(number, { ...place, x: WIDTH.page - WIDTH.margin - across, font: plain });
    // A page that went astray still says which file it speaks of.
    if (index > 0)
      page.drawText(`SHA-256 ${verdict.sha256.slice(0, 16)}...`, { ...place, x: WIDTH.margin, font: plain });
  });
  return document.save();
}
