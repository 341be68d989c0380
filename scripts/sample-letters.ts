// The letters, the form and the decree among the samples: PDF pages of an invented office, marked CONTOH.
import { PDFDocument, StandardFonts, degrees, rgb } from 'pdf-lib';
import type { PDFFont, PDFPage } from 'pdf-lib';
import type { SampleApplicant } from './sample-applicant.ts';

export type Block =
  | { readonly kind: 'title'; readonly lines: readonly string[] }
  | { readonly kind: 'paragraph'; readonly text: string }
  | { readonly kind: 'table'; readonly rows: readonly (readonly [string, string])[] }
  | {
      readonly kind: 'signature';
      readonly place: string;
      readonly title: string;
      readonly name: string;
      readonly nip: string;
    };

const LETTERHEAD = ['PEMERINTAH KOTA CONTOH', 'DINAS PERHUBUNGAN'];
const OFFICE_LINE = 'Jalan Rekaan Nomor 1, Kota Contoh  |  Surat ini contoh, tidak berlaku sebagai dokumen';
const [WIDTH, HEIGHT] = [595.28, 841.89];
const MARGIN = 68;
const SIZE = 11.5;
const INK = rgb(0.1, 0.12, 0.16);

interface Fonts {
  readonly plain: PDFFont;
  readonly bold: PDFFont;
}

/** One A4 page with letterhead, the blocks below it, and the mark across. */
export async function drawLetter(subject: string, blocks: readonly Block[]): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  document.setTitle(`CONTOH: ${subject}`);
  document.setProducer('');
  document.setCreator('');
  // The same file every time: a sample is no evidence of when it was made.
  for (const set of ['setCreationDate', 'setModificationDate'] as const)
    document[set](new Date('2026-01-05T01:00:00Z'));
  const fonts = {
    plain: await document.embedFont(StandardFonts.TimesRoman),
    bold: await document.embedFont(StandardFonts.TimesRomanBold),
  };
  const page = document.addPage([WIDTH, HEIGHT]);
  drawMark(page, fonts);
  let y = drawLetterhead(page, fonts);
  for (const block of blocks) y = drawBlock(page, fonts, block, y) - 14;
  return document.save();
}

function drawMark(page: PDFPage, { bold }: Fonts): void {
  page.drawText('CONTOH', {
    x: 92,
    y: 300,
    size: 116,
    font: bold,
    color: rgb(0.75, 0.2, 0.18),
    opacity: 0.13,
    rotate: degrees(38),
  });
}

function drawLetterhead(page: PDFPage, { plain, bold }: Fonts): number {
  let y = HEIGHT - 74;
  page.drawEllipse({ x: MARGIN + 24, y: y - 12, xScale: 25, yScale: 25, borderColor: INK, borderWidth: 1.4 });
  centre(page, 'LOGO', bold, 9, y - 15, MARGIN + 24);
  LETTERHEAD.forEach((line, index) => {
    centre(page, line, bold, index === 0 ? 14 : 17, y, WIDTH / 2 + 20);
    y -= 21;
  });
  centre(page, OFFICE_LINE, plain, 9.5, y + 4, WIDTH / 2 + 20);
  y -= 12;
  for (const [offset, thickness] of [
    [0, 2.2],
    [3.4, 0.7],
  ] as const)
    page.drawLine({
      start: { x: MARGIN, y: y - offset },
      end: { x: WIDTH - MARGIN, y: y - offset },
      thickness,
      color: INK,
    });
  return y - 34;
}

function drawBlock(page: PDFPage, fonts: Fonts, block: Block, top: number): number {
  switch (block.kind) {
    case 'title':
      return block.lines.reduce((y, line, index) => {
        centre(page, line, index === 0 ? fonts.bold : fonts.plain, index === 0 ? 14 : SIZE, y, WIDTH / 2);
        return y - 18;
      }, top);
    case 'paragraph':
      return wrap(block.text, fonts.plain, WIDTH - 2 * MARGIN).reduce(
        (y, line) => write(page, line, MARGIN, y, fonts.plain),
        top,
      );
    case 'table':
      return block.rows.reduce((y, [label, value]) => drawRow(page, fonts, label, value, y), top);
    case 'signature':
      return drawSignature(page, fonts, block, top);
  }
}

function drawRow(page: PDFPage, { plain }: Fonts, label: string, value: string, top: number): number {
  write(page, label, MARGIN + 18, top, plain);
  write(page, ':', MARGIN + 168, top, plain);
  return wrap(value, plain, WIDTH - 2 * MARGIN - 180).reduce(
    (y, line) => write(page, line, MARGIN + 180, y, plain),
    top,
  );
}

function drawSignature(
  page: PDFPage,
  { plain, bold }: Fonts,
  block: Extract<Block, { kind: 'signature' }>,
  top: number,
): number {
  const x = WIDTH / 2 + 40;
  let y = write(page, block.place, x, top, plain);
  for (const line of wrap(block.title, plain, WIDTH - MARGIN - x)) y = write(page, line, x, y, plain);
  page.drawSvgPath(
    'M0 22c14-30 26-32 22-8-3 20-14 20-8 4 6-17 24-22 22-6-1 13 6 10 14-4 8-13 12-8 9 2-3 9 6 8 14-2 7-9 14-9 34-13',
    {
      x: x + 6,
      y: y + 6,
      borderColor: rgb(0.12, 0.2, 0.55),
      borderWidth: 1.6,
    },
  );
  page.drawEllipse({
    x: x + 4,
    y: y - 22,
    xScale: 30,
    yScale: 30,
    borderColor: rgb(0.35, 0.2, 0.6),
    borderWidth: 1.6,
    borderOpacity: 0.6,
  });
  page.drawText('CONTOH', { x: x - 17, y: y - 25, size: 10, font: bold, color: rgb(0.35, 0.2, 0.6), opacity: 0.7 });
  y = write(page, block.name, x, y - 54, bold);
  return write(page, `NIP ${block.nip}`, x, y, plain);
}

function write(page: PDFPage, text: string, x: number, y: number, font: PDFFont): number {
  page.drawText(text, { x, y, size: SIZE, font, color: INK });
  return y - SIZE * 1.42;
}

function centre(page: PDFPage, text: string, font: PDFFont, size: number, y: number, middle: number): void {
  page.drawText(text, { x: middle - font.widthOfTextAtSize(text, size) / 2, y, size, font, color: INK });
}

function wrap(text: string, font: PDFFont, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last === undefined || font.widthOfTextAtSize(longer, SIZE) > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

/** NIP as it is written in letters: groups of 8, 6, 1 and 3. */
export function groupedNip(nip: string): string {
  return nip.replace(/^(\d{8})(\d{6})(\d)(\d{3})$/, '$1 $2 $3 $4');
}

/** The applicant's data as a letter lists them. */
export function applicantRows(applicant: SampleApplicant): [string, string][] {
  return [
    ['Nama', applicant.name],
    ['NIP', groupedNip(applicant.nip)],
    ['Pangkat/Golongan', `Penata (${applicant.grade})`],
    ['Jabatan', applicant.position],
    ['Unit kerja', applicant.office],
    ['Email dinas', applicant.mail],
  ];
}
