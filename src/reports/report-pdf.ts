// A report as a PDF (A4) to be printed: letterhead, the figures to be read first, then every table with its chart.
import { setImmediate } from 'node:timers/promises';
import { PDFDocument, StandardFonts } from 'pdf-lib';
import type { Charts } from '../charts/load.ts';
import { loadCharts } from '../charts/load.ts';
import { formatDate } from '../core/calendar.ts';
import type { Report, ReportSection } from '../core/report.ts';
import type { Cell, Pen } from './pdf-pen.ts';
import { COLOURS, WIDTH, createPen, heightOf, linesOf, writeLetterhead } from './pdf-pen.ts';
import type { Fonts } from './pdf-table.ts';
import { writeTable } from './pdf-table.ts';
import type { ReportWords } from './words.ts';

const INNER = WIDTH.page - 2 * WIDTH.margin;

/** Pixels of the SVG; points, the rest of the page being for its title; pixels for each point, 200 for each inch. */
const CHART = { width: 720, mostHeight: 600, sharpness: 200 / 72 };

/** The bytes of the report; the same report gives the same bytes. */
export async function reportPdf(report: Report, words: ReportWords): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const at = new Date(report.madeAt);
  document.setTitle(report.title);
  document.setSubject(`${words.edition}. ${report.subtitle}`);
  document.setAuthor(report.letterhead.join(', '));
  document.setLanguage(report.language);
  document.setCreationDate(at);
  document.setModificationDate(at);
  const fonts = {
    plain: await document.embedFont(StandardFonts.Helvetica),
    bold: await document.embedFont(StandardFonts.HelveticaBold),
  };
  const pen = createPen(document);
  const charts = await loadCharts();

  writeHead(pen, report, fonts);
  writeSummary(pen, report.summary, fonts);
  const sections = [...report.sections, ...report.metadata];
  for (const [index, section] of sections.entries()) {
    if (index === report.sections.length) writeTitle(pen, words.metadata, fonts, 200);
    writeSection(pen, section, report, { ...fonts, ...charts });
    // Others are served in between, and what the charts took is given back.
    await setImmediate();
  }
  if (report.notes.length > 0) writeTitle(pen, words.notes, fonts, 30);
  for (const note of report.notes) {
    const cells = [{ text: note, left: 0, width: INNER, font: fonts.plain }];
    pen.columns(cells, { size: 9, leading: 12.5, colour: COLOURS.ink });
    pen.gap(4);
  }
  writeFeet(document, report, words, fonts);
  return document.save();
}

function writeHead(pen: Pen, report: Report, { plain, bold }: Fonts): void {
  writeLetterhead(pen, report.letterhead, { plain, bold });
  pen.write(report.title, { font: bold, size: 16, colour: COLOURS.ink, align: 'centre' });
  pen.gap(3);
  pen.write(report.subtitle, { font: plain, size: 11, colour: COLOURS.ink, align: 'centre' });
  pen.gap(14);
}

/** Large figures side by side in pairs; one that is a sentence has a line of its own. */
function writeSummary(pen: Pen, summary: Report['summary'], { plain, bold }: Fonts): void {
  const gap = 12;
  const half = (INNER - gap) / 2;
  const big = { size: 21, leading: 25, colour: COLOURS.ink };
  const small = { size: 11, leading: 15, colour: COLOURS.ink };
  const under = { size: 9, leading: 12, colour: COLOURS.faint };
  const cell = (text: string, font: Cell['font'], left: number, width: number): Cell => {
    return { text, left: left + 10, width: width - 20, font };
  };
  const isShort = (value: string): boolean => linesOf(cell(value, bold, 0, half), big.size).length === 1;
  for (let index = 0; index < summary.length;) {
    const pair = summary.slice(index, index + 2);
    const isPair = pair.length === 2 && pair.every(({ value }) => isShort(value));
    const shown = isPair ? pair : pair.slice(0, 1);
    const width = isPair ? half : INNER;
    const lefts = shown.map((_, at) => at * (half + gap));
    const type = shown.every(({ value }) => isShort(value)) ? big : small;
    const values = shown.map(({ value }, at) => cell(value, bold, lefts[at] ?? 0, width));
    const labels = shown.map(({ label }, at) => cell(label, plain, lefts[at] ?? 0, width));
    const height = heightOf(values, type) + heightOf(labels, under) + 16;
    pen.keep(height);
    for (const left of lefts) {
      pen.ground({ left, width, height }, COLOURS.palestBlue);
      pen.ground({ left, width: 3, height }, COLOURS.blue);
    }
    pen.gap(5);
    pen.columns(values, type);
    pen.gap(3);
    pen.columns(labels, under);
    pen.gap(16);
    index += shown.length;
  }
}

function writeTitle(pen: Pen, title: string, { bold }: Fonts, height: number): void {
  pen.gap(16);
  pen.keep(height);
  pen.write(title, { font: bold, size: 13, colour: COLOURS.ink });
  pen.gap(4);
  pen.rule(0.8, COLOURS.blue);
  pen.gap(6);
}

function writeSection(pen: Pen, section: ReportSection, report: Report, tools: Fonts & Charts): void {
  const { chartSvg, chartPixels, ...fonts } = tools;
  const svg = chartSvg(section, { language: report.language, theme: 'light', width: CHART.width });
  const size = svg === undefined ? undefined : sizeOf(svg);

  pen.gap(14);
  pen.keep(70 + (size?.height ?? 40));
  pen.write(section.title, { font: fonts.bold, size: 11.5, colour: COLOURS.ink });
  pen.gap(4);
  if (section.note !== undefined) {
    const note = [{ text: section.note, left: 0, width: INNER, font: fonts.plain }];
    pen.columns(note, { size: 9, leading: 12, colour: COLOURS.faint });
    pen.gap(4);
  }
  if (svg !== undefined && size) pen.picture(chartPixels(svg, size.width * CHART.sharpness), size);
  pen.gap(6);
  writeTable(pen, section, report.language, fonts);
}

/** Of a chart on the page, in points. */
function sizeOf(svg: string): { width: number; height: number } {
  const height = Number(/ height="(\d+)"/.exec(svg)?.[1]);
  const factor = Math.min(INNER / CHART.width, CHART.mostHeight / height);
  return { width: CHART.width * factor, height: height * factor };
}

/** On every page: what it belongs to, its edition, when it was made, and which page it is. */
function writeFeet(document: PDFDocument, report: Report, words: ReportWords, { plain }: Fonts): void {
  const pages = document.getPages();
  const what = `${words.edition} · ${formatDate(report.day, report.language)} · ${report.title}`;
  const lineOf = (text: string): string => {
    const [line = '', ...rest] = linesOf({ text, left: 0, width: INNER - 50, font: plain }, 8);
    return rest.length === 0 ? line : `${line} …`;
  };
  const type = { size: 8, font: plain, color: COLOURS.faint };
  pages.forEach((page, index) => {
    const number = `${index + 1} / ${pages.length}`;
    page.drawText(lineOf(what), { ...type, x: WIDTH.margin, y: 36 });
    page.drawText(lineOf(words.madeAt), { ...type, x: WIDTH.margin, y: 25 });
    page.drawText(number, { ...type, x: WIDTH.page - WIDTH.margin - plain.widthOfTextAtSize(number, 8), y: 36 });
  });
}
