// A report's table on the pages of its PDF: as wide as the page, cells wrapped, the header again on every page that it runs on to.
import type { PDFFont } from 'pdf-lib';
import { rgb } from 'pdf-lib';
import { cellText } from '../core/report-cell.ts';
import type { Language } from '../core/profile.ts';
import type { ReportColumn, ReportSection } from '../core/report.ts';
import type { Cell, CellType, Pen } from './pdf-pen.ts';
import { COLOURS, WIDTH, encodable, heightOf, linesOf } from './pdf-pen.ts';

export interface Fonts {
  readonly plain: PDFFont;
  readonly bold: PDFFont;
}

const INNER = WIDTH.page - 2 * WIDTH.margin;

/** Smaller where a table is too wide. */
const TYPES = [8.8, 8, 7.2].map((size): CellType => ({ size, leading: size * 1.3, colour: COLOURS.ink }));
const PAD = { line: 3.2 };

/** Letters hang less below their line than they stand above it. */
const LIFT = 2.2;
const STRIPE = rgb(0.955, 0.965, 0.97);

/** Longer rows run on to the next page. */
const MOST_LINES = 30;

/** A table with more columns of words is told row by row instead. */
const MOST_TEXTS = 7;

export function writeTable(pen: Pen, section: ReportSection, language: Language, fonts: Fonts): void {
  const { columns, rows } = section;
  const texts = rows.map((row) => columns.map(({ kind }, at) => cellText(row[at], kind, language)));
  const isWordy = columns.filter(({ kind }) => kind === 'text').length > MOST_TEXTS;
  const fits = (type: CellType, key: 'fair' | 'least'): boolean =>
    needsOf(columns, texts, fonts, type).reduce((sum, need) => sum + need[key], 0) <= INNER;
  const fair = TYPES.find((type) => fits(type, 'fair')) ?? TYPES.findLast((type) => fits(type, 'least'));
  const type = isWordy ? undefined : fair;
  if (type) writeGrid(pen, section, texts, fonts, type);
  else writeRecords(pen, columns, texts, fonts);
}

function writeGrid(
  pen: Pen,
  { columns, hasTotal }: ReportSection,
  texts: readonly (readonly string[])[],
  fonts: Fonts,
  type: CellType,
): void {
  const widths = widthsOf(needsOf(columns, texts, fonts, type));
  const side = sideOf(type.size);
  const lefts = widths.map((_, at) => widths.slice(0, at).reduce((sum, width) => sum + width, 0));
  const cellsOf = (row: readonly string[], font: PDFFont): Cell[] =>
    columns.map(({ kind }, at) => ({
      text: row[at] ?? '',
      left: (lefts[at] ?? 0) + side,
      width: (widths[at] ?? 0) - 2 * side,
      font,
      ...(kind === 'text' ? {} : { align: 'right' as const }),
    }));
  const header = cellsOf(
    columns.map(({ title }) => title),
    fonts.bold,
  );
  const writeHeader = (): void => {
    writeRow(pen, header, type);
    pen.rule(0.9, COLOURS.ink);
  };
  const first = texts[0] ? heightOf(cellsOf(texts[0], fonts.plain), type) : 0;
  pen.keep(heightOf(header, type) + Math.min(first, MOST_LINES * type.leading) + 5 * PAD.line);
  writeHeader();
  texts.forEach((row, index) => {
    const isTotal = hasTotal === true && index === texts.length - 1;
    // The total does not stand on a page by itself.
    const below = hasTotal === true && index === texts.length - 2 ? 2 * type.leading : 0;
    if (isTotal) pen.rule(0.6, COLOURS.ink);
    for (const piece of pieces(cellsOf(row, isTotal ? fonts.bold : fonts.plain), type)) {
      const height = heightOf(piece, type) + 2 * PAD.line;
      if (pen.keep(height + below)) writeHeader();
      if (index % 2 === 1 && !isTotal) pen.ground({ left: 0, width: INNER, height }, STRIPE);
      writeRow(pen, piece, type);
    }
  });
  pen.rule(0.6, COLOURS.ink);
}

function writeRow(pen: Pen, cells: readonly Cell[], type: CellType): void {
  pen.gap(PAD.line - LIFT);
  pen.columns(cells, type);
  pen.gap(PAD.line + LIFT);
}

/** A row, or where it is long its lines in parts that fit a page. */
function pieces(cells: readonly Cell[], type: CellType): Cell[][] {
  const lines = cells.map((cell) => linesOf(cell, type.size));
  const count = Math.ceil(Math.max(...lines.map(({ length }) => length)) / MOST_LINES);
  return Array.from({ length: count }, (_, part) =>
    cells.map((cell, at) => {
      const from = part * MOST_LINES;
      return { ...cell, text: lines[at]?.slice(from, from + MOST_LINES).join('\n') ?? '' };
    }),
  );
}

/** Each row as a list of its columns, under what it is called, which stands again on every page that the list runs on to. */
function writeRecords(
  pen: Pen,
  columns: readonly ReportColumn[],
  texts: readonly (readonly string[])[],
  { plain, bold }: Fonts,
): void {
  const type = { size: 8.8, leading: 11.4, colour: COLOURS.ink };
  const side = sideOf(type.size);
  const label = 140;
  for (const row of texts) {
    // A number alone says little: the name behind it goes along.
    const named = /^\d+$/.test(row[0] ?? '') ? 2 : 1;
    const heading = [{ text: row.slice(0, named).join('. '), left: side, width: INNER - 2 * side, font: bold }];
    const writeHeading = (): void => {
      pen.ground({ left: 0, width: INNER, height: heightOf(heading, type) + 2 * PAD.line }, STRIPE);
      writeRow(pen, heading, type);
    };
    pen.gap(4);
    pen.keep(80);
    writeHeading();
    row.slice(named).forEach((text, index) => {
      const cells = [
        { text: columns[index + named]?.title ?? '', left: side, width: label - 2 * side, font: plain },
        { text, left: label, width: INNER - label - side, font: plain },
      ];
      for (const piece of pieces(cells, type)) {
        if (pen.keep(heightOf(piece, type) + 2 * PAD.line)) writeHeading();
        writeRow(pen, piece, type);
      }
      pen.rule(0.4, COLOURS.pale);
    });
    pen.gap(8);
  }
}

/** Points that words need to be read with ease. */
const FAIR = 115;

/** In points. */
interface Need {
  /** No word broken, nor a number. */
  readonly least: number;
  /** Words stand some side by side. */
  readonly fair: number;
  /** Nothing wrapped but the title. */
  readonly most: number;
}

/** Room at either side of a cell's words. */
function sideOf(size: number): number {
  return size * 0.55;
}

function needsOf(
  columns: readonly ReportColumn[],
  texts: readonly (readonly string[])[],
  { bold }: Fonts,
  { size }: CellType,
): Need[] {
  // Bold, as the total is.
  const longest = (words: readonly string[]): number =>
    words.reduce((most, word) => Math.max(most, bold.widthOfTextAtSize(encodable(word, bold), size)), 0);
  const pad = 2 * sideOf(size) + 0.5;
  return columns.map(({ title, kind }, at) => {
    const cells = texts.map((row) => row[at] ?? '');
    const words = kind === 'text' ? cells.flatMap((cell) => cell.split(/\s/)) : cells;
    const least = Math.max(longest(title.split(/\s/)), Math.min(longest(words), INNER / 4)) + pad;
    const most = Math.max(least, longest(cells) + pad);
    return { least, fair: kind === 'text' ? Math.max(least, Math.min(most, FAIR)) : least, most };
  });
}

/** More room than this does not make long texts better to read. */
const LONG = 700;

/** Together as wide as the page: the narrow columns as they need, the wide ones what is left, long texts more of it. */
function widthsOf(needs: readonly Need[]): number[] {
  const slack = INNER - needs.reduce((sum, { most }) => sum + most, 0);
  if (slack >= 0) return needs.map(({ most }) => most + slack / needs.length);
  const isFair = needs.reduce((sum, { fair }) => sum + fair, 0) <= INNER;
  const widths = needs.map(({ fair, least }) => (isFair ? fair : least));
  const wishes = needs
    .map(({ most }, at) => ({ at, more: most - (widths[at] ?? 0) }))
    .map((wish) => ({ ...wish, weight: Math.sqrt(Math.min(wish.more, LONG)) }))
    .filter(({ more }) => more > 0)
    .sort((a, b) => a.more - b.more);
  let left = INNER - widths.reduce((sum, width) => sum + width, 0);
  let weights = wishes.reduce((sum, { weight }) => sum + weight, 0);
  for (const { at, more, weight } of wishes) {
    const share = Math.min(more, (left * weight) / weights);
    widths[at] = (widths[at] ?? 0) + share;
    left -= share;
    weights -= weight;
  }
  return widths;
}
