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
const TYPE: CellType = { size: 8.8, leading: 11.4, colour: COLOURS.ink };
const PAD = { side: 5, line: 3.2 };
/** Letters hang less below their line than they stand above it. */
const LIFT = 2.2;
const STRIPE = rgb(0.955, 0.965, 0.97);

/** Longer rows run on to the next page. */
const MOST_LINES = 30;

/** A table with more columns, none of them narrow, is told row by row instead. */
const MOST_COLUMNS = 7;

export function writeTable(pen: Pen, section: ReportSection, language: Language, fonts: Fonts): void {
  const { columns, rows } = section;
  const texts = rows.map((row) => columns.map(({ kind }, at) => cellText(row[at], kind, language)));
  const widths = widthsOf(columns, texts, fonts);
  if (!widths) return writeRecords(pen, columns, texts, fonts);
  const lefts = widths.map((_, at) => widths.slice(0, at).reduce((sum, width) => sum + width, 0));
  const cellsOf = (row: readonly string[], font: PDFFont): Cell[] =>
    columns.map(({ kind }, at) => ({
      text: row[at] ?? '',
      left: (lefts[at] ?? 0) + PAD.side,
      width: (widths[at] ?? 0) - 2 * PAD.side,
      font,
      ...(kind === 'text' ? {} : { align: 'right' as const }),
    }));
  const header = cellsOf(
    columns.map(({ title }) => title),
    fonts.bold,
  );
  const writeHeader = (): void => {
    writeRow(pen, header, TYPE);
    pen.rule(0.9, COLOURS.ink);
  };
  const first = texts[0] ? heightOf(cellsOf(texts[0], fonts.plain), TYPE) : 0;
  pen.keep(heightOf(header, TYPE) + Math.min(first, MOST_LINES * TYPE.leading) + 5 * PAD.line);
  writeHeader();
  texts.forEach((row, index) => {
    const isTotal = section.hasTotal === true && index === texts.length - 1;
    // The total does not stand on a page by itself.
    const below = section.hasTotal === true && index === texts.length - 2 ? 2 * TYPE.leading : 0;
    if (isTotal) pen.rule(0.6, COLOURS.ink);
    for (const piece of pieces(cellsOf(row, isTotal ? fonts.bold : fonts.plain))) {
      const height = heightOf(piece, TYPE) + 2 * PAD.line;
      if (pen.keep(height + below)) writeHeader();
      if (index % 2 === 1 && !isTotal) pen.ground({ left: 0, width: INNER, height }, STRIPE);
      writeRow(pen, piece, TYPE);
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
function pieces(cells: readonly Cell[]): Cell[][] {
  const lines = cells.map((cell) => linesOf(cell, TYPE.size));
  const count = Math.ceil(Math.max(...lines.map(({ length }) => length)) / MOST_LINES);
  return Array.from({ length: count }, (_, part) =>
    cells.map((cell, at) => {
      const from = part * MOST_LINES;
      return { ...cell, text: lines[at]?.slice(from, from + MOST_LINES).join('\n') ?? '' };
    }),
  );
}

/** Each row as a list of its columns, under what it is called. */
function writeRecords(
  pen: Pen,
  columns: readonly ReportColumn[],
  texts: readonly (readonly string[])[],
  { plain, bold }: Fonts,
): void {
  const label = 140;
  for (const row of texts) {
    // A number alone says little: the name behind it goes along.
    const named = /^\d+$/.test(row[0] ?? '') ? 2 : 1;
    pen.keep(60);
    pen.gap(4);
    pen.ground({ left: 0, width: INNER, height: TYPE.leading + 2 * PAD.line }, STRIPE);
    writeRow(
      pen,
      [{ text: row.slice(0, named).join('. '), left: PAD.side, width: INNER - 2 * PAD.side, font: bold }],
      TYPE,
    );
    row.slice(named).forEach((text, index) => {
      const cells = [
        { text: columns[index + named]?.title ?? '', left: PAD.side, width: label - 2 * PAD.side, font: plain },
        { text, left: label, width: INNER - label - PAD.side, font: plain },
      ];
      for (const piece of pieces(cells)) writeRow(pen, piece, TYPE);
      pen.rule(0.4, COLOURS.pale);
    });
    pen.gap(8);
  }
}

/** Points, together as wide as the page; undefined where even single words would have to be broken. */
function widthsOf(
  columns: readonly ReportColumn[],
  texts: readonly (readonly string[])[],
  { bold }: Fonts,
): number[] | undefined {
  const wide = (text: string, font: PDFFont): number => font.widthOfTextAtSize(encodable(text, font), TYPE.size);
  const longest = (words: readonly string[], font: PDFFont): number =>
    Math.max(0, ...words.map((word) => wide(word, font)));
  const pad = 2 * PAD.side + 0.5;
  const needs = columns.map(({ title, kind }, at) => {
    const cells = texts.map((row) => row[at] ?? '');
    const head = longest(title.split(/\s/), bold);
    const words = kind === 'text' ? cells.flatMap((cell) => cell.split(/\s/)) : cells;
    // Bold, as the total is.
    const least = Math.max(head, Math.min(longest(words, bold), INNER / 4)) + pad;
    return { least, most: Math.max(least, longest(cells, bold) + pad) };
  });
  const sum = (key: 'least' | 'most'): number => needs.reduce((total, need) => total + need[key], 0);
  const slack = INNER - sum('most');
  if (slack >= 0) return needs.map(({ most }) => most + slack / needs.length);
  if (sum('least') > INNER || columns.length > MOST_COLUMNS) return undefined;
  // What is left goes to the narrow columns first, so that they need not wrap.
  const widths = needs.map(({ least }) => least);
  let left = INNER - sum('least');
  const order = needs.map((need, at) => ({ at, more: need.most - need.least })).sort((a, b) => a.more - b.more);
  order.forEach(({ at, more }, rank) => {
    const share = Math.min(more, left / (order.length - rank));
    widths[at] = (widths[at] ?? 0) + share;
    left -= share;
  });
  return widths;
}
