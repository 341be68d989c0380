// How words are laid on the pages of a PDF (A4): lines from top to bottom, wrapped, with the sign at a line's head drawn as a mark.
import { deflateSync } from 'node:zlib';
import type { PDFDocument, PDFFont, PDFPage, PDFRef, RGB } from 'pdf-lib';
import { degrees, drawImage, rgb } from 'pdf-lib';

export type Colour = RGB;

export const COLOURS = {
  ink: rgb(0.1, 0.14, 0.2),
  faint: rgb(0.38, 0.43, 0.5),
  pale: rgb(0.82, 0.85, 0.88),
  white: rgb(1, 1, 1),
  green: rgb(0.07, 0.45, 0.24),
  palestGreen: rgb(0.91, 0.97, 0.93),
  red: rgb(0.72, 0.11, 0.11),
  palestRed: rgb(0.99, 0.93, 0.92),
  amber: rgb(0.6, 0.36, 0),
  palestAmber: rgb(1, 0.96, 0.87),
  blue: rgb(0.13, 0.35, 0.62),
  palestBlue: rgb(0.92, 0.95, 0.99),
  grey: rgb(0.55, 0.6, 0.66),
} as const;

/** Points. */
export const WIDTH = { page: 595.28, margin: 62 } as const;
const HEIGHT = { page: 841.89, top: 54, bottom: 60 } as const;

interface Type {
  readonly font: PDFFont;
  readonly size: number;
  readonly colour: Colour;
  readonly align?: 'left' | 'centre';
  /** Points from the margin. */
  readonly left?: number;
  /** From line to line. */
  readonly leading?: number;
}

interface Mark {
  readonly sign: string;
  readonly colour: Colour;
  /** Strokes inside the disc, in units of its radius. */
  readonly strokes: readonly (readonly [number, number, number, number])[];
}

/** The standard fonts have no such characters. */
const MARKS: readonly Mark[] = [
  {
    sign: '✅',
    colour: COLOURS.green,
    strokes: [
      [-0.45, 0, -0.1, -0.38],
      [-0.1, -0.38, 0.5, 0.38],
    ],
  },
  {
    sign: '❌',
    colour: COLOURS.red,
    strokes: [
      [-0.36, -0.36, 0.36, 0.36],
      [-0.36, 0.36, 0.36, -0.36],
    ],
  },
  {
    sign: '⚠️',
    colour: COLOURS.amber,
    strokes: [
      [0, 0.52, 0, -0.1],
      [0, -0.44, 0, -0.52],
    ],
  },
  { sign: '➖', colour: COLOURS.grey, strokes: [[-0.45, 0, 0.45, 0]] },
  {
    sign: 'ℹ️',
    colour: COLOURS.blue,
    strokes: [
      [0, 0.52, 0, 0.44],
      [0, 0.1, 0, -0.52],
    ],
  },
];

/** Room for a mark at the head of a line. */
const INDENT = 17;

/** Words within a column: `left` from the margin, both in points; a line break in them is kept. */
export interface Cell {
  readonly text: string;
  readonly left: number;
  readonly width: number;
  readonly font: PDFFont;
  readonly align?: 'right';
}

export interface CellType {
  readonly size: number;
  readonly leading: number;
  readonly colour: Colour;
}

/** Red, green and blue, a byte each, row by row. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

export interface Pen {
  gap(height: number): void;
  /** Begins a new page unless so much is left of this one; whether it did. */
  keep(height: number): boolean;
  rule(thickness: number, colour: Colour): void;
  /** Text from the left margin, on the line that is written next. */
  beside(text: string, type: Type): void;
  write(text: string, type: Type): void;
  /** Cells side by side, on one page; what follows stands below the longest. */
  columns(cells: readonly Cell[], type: CellType): void;
  /** Colours what is written next, so far down, from `left` of the margin. */
  ground(area: { left: number; width: number; height: number }, colour: Colour): void;
  /** A picture between the margins; `size` in points. */
  picture(pixels: Picture, size: { width: number; height: number }): void;
  /** Words on a coloured ground. */
  banner(text: string, type: { font: PDFFont; size: number; ink: Colour; ground: Colour }): void;
}

export function createPen(document: PDFDocument): Pen {
  const inner = WIDTH.page - 2 * WIDTH.margin;
  let page: PDFPage;
  let y = 0;
  const turn = (): void => {
    page = document.addPage([WIDTH.page, HEIGHT.page]);
    y = HEIGHT.page - HEIGHT.top;
  };
  const keep = (height: number): boolean => {
    const isFull = y - height < HEIGHT.bottom;
    if (isFull) turn();
    return isFull;
  };
  turn();

  function write(text: string, type: Type): void {
    const { font, size, colour, align = 'left', left = 0, leading = size * 1.3 } = type;
    const { mark, words } = readMark(text, font);
    const indent = left + (mark ? INDENT : 0);
    wrap(words, font, size, inner - indent).forEach((line, index) => {
      keep(leading);
      y -= leading;
      const slack = align === 'centre' ? (inner - font.widthOfTextAtSize(line, size)) / 2 : indent;
      if (mark && index === 0) drawMark(mark, WIDTH.margin + left + 5.5, y + size * 0.34, size * 0.52);
      page.drawText(line, { x: WIDTH.margin + slack, y, size, font, color: colour });
    });
  }

  function drawMark({ colour, strokes }: Mark, x: number, middle: number, radius: number): void {
    page.drawCircle({ x, y: middle, size: radius, color: colour });
    for (const [fromX, fromY, toX, toY] of strokes) {
      page.drawLine({
        start: { x: x + fromX * radius, y: middle + fromY * radius },
        end: { x: x + toX * radius, y: middle + toY * radius },
        thickness: radius * 0.26,
        color: COLOURS.white,
      });
    }
  }

  return {
    keep,
    write,
    gap(height) {
      y -= height;
    },
    rule(thickness, colour) {
      y -= thickness;
      page.drawRectangle({ x: WIDTH.margin, y, width: inner, height: thickness, color: colour });
    },
    columns(cells, { size, leading, colour }) {
      const height = heightOf(cells, { size, leading });
      keep(height);
      for (const cell of cells)
        linesOf(cell, size).forEach((line, index) => {
          const slack = cell.align === 'right' ? cell.width - cell.font.widthOfTextAtSize(line, size) : 0;
          const place = { x: WIDTH.margin + cell.left + slack, y: y - leading * (index + 1) };
          page.drawText(line, { ...place, size, font: cell.font, color: colour });
        });
      y -= height;
    },
    beside(text, { font, size, colour }) {
      keep(15);
      page.drawText(encodable(text.replaceAll('*', ''), font), {
        x: WIDTH.margin,
        y: y - 15,
        size,
        font,
        color: colour,
      });
    },
    ground({ left, width, height }, colour) {
      page.drawRectangle({ x: WIDTH.margin + left, y: y - height, width, height, color: colour });
    },
    picture(pixels, { width, height }) {
      keep(height);
      y -= height;
      const name = page.node.newXObject('Picture', embed(document, pixels));
      const straight = { rotate: degrees(0), xSkew: degrees(0), ySkew: degrees(0) };
      page.pushOperators(...drawImage(name, { x: WIDTH.margin + (inner - width) / 2, y, width, height, ...straight }));
    },
    banner(text, { font, size, ink, ground }) {
      const { mark, words } = readMark(text, font);
      const leading = size * 1.4;
      const padding = 13;
      const left = padding + 4 + (mark ? 24 : 0);
      const lines = wrap(words, font, size, inner - left - padding);
      const height = lines.length * leading + 2 * padding - 4;
      keep(height);
      page.drawRectangle({ x: WIDTH.margin, y: y - height, width: inner, height, color: ground });
      page.drawRectangle({ x: WIDTH.margin, y: y - height, width: 4, height, color: ink });
      let base = y - padding - size * 0.85;
      if (mark) drawMark({ ...mark, colour: ink }, WIDTH.margin + padding + 10, base + size * 0.34, size * 0.66);
      for (const line of lines) {
        page.drawText(line, { x: WIDTH.margin + left, y: base, size, font, color: ink });
        base -= leading;
      }
      y -= height;
    },
  };
}

/** Packed at once: pdf-lib would hold every picture as it is until the document is saved. */
function embed({ context }: PDFDocument, { width, height, rgb }: Picture): PDFRef {
  const image = { Type: 'XObject', Subtype: 'Image', Width: width, Height: height, BitsPerComponent: 8 };
  const stream = context.stream(deflateSync(rgb), { ...image, ColorSpace: 'DeviceRGB', Filter: 'FlateDecode' });
  return context.register(stream);
}

/** How much of a page these cells take, side by side. */
export function heightOf(cells: readonly Cell[], { size, leading }: Pick<CellType, 'size' | 'leading'>): number {
  return leading * Math.max(...cells.map((cell) => linesOf(cell, size).length));
}

/** The lines that a cell's words take. */
export function linesOf({ text, font, width }: Cell, size: number): string[] {
  return text.split('\n').flatMap((line) => wrap(encodable(line, font), font, size, width));
}

/** The agency's name and address at the head of a page, with a double rule below. */
export function writeLetterhead(pen: Pen, lines: readonly string[], fonts: { plain: PDFFont; bold: PDFFont }): void {
  lines.forEach((line, index) => {
    const [font, size] = index === 0 ? [fonts.bold, 10.5] : index === 1 ? [fonts.bold, 12.5] : [fonts.plain, 8.5];
    if (index === 2) pen.gap(3);
    pen.write(line, { font, size, colour: index < 2 ? COLOURS.ink : COLOURS.faint, align: 'centre' });
  });
  pen.gap(7);
  pen.rule(1.6, COLOURS.ink);
  pen.gap(2);
  pen.rule(0.5, COLOURS.ink);
  pen.gap(20);
}

function readMark(text: string, font: PDFFont): { mark: Mark | undefined; words: string } {
  const mark = MARKS.find(({ sign }) => text.startsWith(sign));
  const words = mark ? text.slice(mark.sign.length).trim() : text;
  // The stars are those of bold type in chats.
  return { mark, words: encodable(words.replaceAll('*', ''), font) };
}

/** A letter that the font lacks loses its accents; failing that it becomes a question mark. */
export function encodable(text: string, font: PDFFont): string {
  const known = new Set(font.getCharacterSet());
  const isKnown = (character: string): boolean => known.has(character.codePointAt(0) ?? 0);
  return [...text.replace(/\s+/g, ' ')]
    .map((character) => {
      if (isKnown(character)) return character;
      const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
      return bare !== '' && [...bare].every(isKnown) ? bare : '?';
    })
    .join('');
}

/** Lines no wider than `width`; a word that is wider by itself is broken. */
function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
  const fits = (line: string): boolean => font.widthOfTextAtSize(line, size) <= width;
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = '';
    for (const character of word) {
      if (line !== '' && !fits(line + character)) {
        lines.push(line);
        line = '';
      }
      line += character;
    }
  }
  return [...lines, line];
}
