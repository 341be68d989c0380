// The receipt of a document check as a PDF (A4): which file, when, the verdict and its facts. Information, not legal proof.
import type { PDFFont, PDFPage } from 'pdf-lib';
import { PDFDocument, StandardFonts, rgb } from 'pdf-lib';
import type { Receipt } from '../engine/draft.ts';

const PAGE = { width: 595, height: 842, margin: 56 };
const INK = rgb(0.1, 0.15, 0.2);
const FAINT = rgb(0.4, 0.45, 0.5);

/** The sign at the head of a line becomes a coloured mark: the standard fonts have no such characters. */
const MARKS: readonly (readonly [string, ReturnType<typeof rgb>])[] = [
  ['✅', rgb(0.1, 0.5, 0.25)],
  ['❌', rgb(0.75, 0.1, 0.1)],
  ['⚠️', rgb(0.8, 0.5, 0)],
  ['➖', rgb(0.55, 0.6, 0.65)],
  ['ℹ️', rgb(0.2, 0.4, 0.7)],
];

/** The bytes of the receipt; the same receipt gives the same bytes. */
export async function makeReceipt(receipt: Receipt): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const at = new Date(receipt.checked.verdict.at);
  document.setTitle(receipt.words.title);
  document.setCreationDate(at);
  document.setModificationDate(at);
  const plain = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  const { words } = receipt;
  const pen = createPen(document);

  pen.write(words.by, bold, 11, FAINT);
  pen.write(words.title, bold, 18, INK);
  pen.gap(8);
  for (const line of [words.file, words.size, words.at]) pen.write(line, plain, 10.5, INK);
  pen.write(words.sha256, plain, 8.5, INK);
  pen.gap(10);
  pen.write(words.result, bold, 12, INK);
  pen.write(receipt.headline, bold, 12, INK);
  for (const { title, lines } of receipt.sections) {
    pen.gap(8);
    pen.write(title, bold, 11, INK);
    for (const line of lines) pen.write(line, plain, 10.5, INK);
  }
  pen.gap(14);
  pen.write(words.information, plain, 9, FAINT);
  return document.save();
}

function createPen(document: PDFDocument): {
  write(text: string, font: PDFFont, size: number, colour: typeof INK): void;
  gap(height: number): void;
} {
  let page: PDFPage = document.addPage([PAGE.width, PAGE.height]);
  let y = PAGE.height - PAGE.margin;
  const down = (height: number): void => {
    y -= height;
    if (y > PAGE.margin) return;
    page = document.addPage([PAGE.width, PAGE.height]);
    y = PAGE.height - PAGE.margin - height;
  };
  return {
    gap: down,
    write(text, font, size, colour) {
      const mark = MARKS.find(([sign]) => text.startsWith(sign));
      const indent = mark ? 16 : 0;
      const words = encodable(mark ? text.slice(mark[0].length).trim() : text, font);
      wrap(words, font, size, PAGE.width - 2 * PAGE.margin - indent).forEach((line, index) => {
        down(size * 1.45);
        if (mark && index === 0)
          page.drawCircle({ x: PAGE.margin + 5, y: y + size * 0.33, size: size * 0.33, color: mark[1] });
        page.drawText(line, { x: PAGE.margin + indent, y, size, font, color: colour });
      });
    },
  };
}

/** Without the stars of bold type; what the font does not have becomes a question mark. */
function encodable(text: string, font: PDFFont): string {
  const known = new Set(font.getCharacterSet());
  const characters = [...text.replaceAll('*', '').replace(/\s+/g, ' ')];
  return characters.map((character) => (known.has(character.codePointAt(0) ?? 0) ? character : '?')).join('');
}

function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((each) => (each.length > 70 ? (each.match(/.{1,64}/g) ?? []) : [each]))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && font.widthOfTextAtSize(longer, size) > width) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  return [...lines, line];
}
