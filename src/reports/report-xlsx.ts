// A report as a workbook (XLSX): the summary first, then a sheet for each table. A text is never a formula, whatever it begins with.
import type { CellObject, Sheet } from 'write-excel-file/node';
import writeXlsxFile from 'write-excel-file/node';
import { formatDate } from '../core/calendar.ts';
import { HIDDEN, isSuppressed } from '../core/report-cell.ts';
import type { ColumnKind, Report, ReportCell, ReportSection } from '../core/report.ts';
import type { ReportWords } from './words.ts';

type Book = Sheet<Buffer>;
type Cell = CellObject | null;

/** In characters. */
const WIDTH = { least: 12, most: 60 };

/** A suppressed cell is `*`, an absent figure an empty cell; numbers stay numbers. */
export async function reportXlsx(report: Report, words: ReportWords): Promise<Uint8Array> {
  const nameOf = sheetNames();
  const tables = [...report.sections, ...report.metadata];
  const sheets = [
    { sheet: nameOf(words.summary), ...summarySheet(report, words) },
    ...tables.map((section) => ({ sheet: nameOf(section.title), ...tableSheet(section) })),
  ];
  return writeXlsxFile(sheets).toBuffer();
}

function summarySheet(report: Report, words: ReportWords): Book {
  const line = (value: string): Cell[] => [text(value)];
  return {
    columns: [{ width: WIDTH.most }, { width: 30 }],
    data: [
      [{ ...text(report.title), fontWeight: 'bold', fontSize: 14 }],
      line(report.subtitle),
      line(formatDate(report.day, report.language)),
      line(words.edition),
      line(words.madeAt),
      ...report.letterhead.map(line),
      [],
      ...report.summary.map(({ label, value }): Cell[] => [text(label), { ...text(value), fontWeight: 'bold' }]),
      [],
      [{ ...text(words.notes), fontWeight: 'bold' }],
      ...report.notes.map((note): Cell[] => [{ ...text(note), wrap: true }]),
    ],
  };
}

function tableSheet({ title, columns, rows, note, hasTotal }: ReportSection): Book {
  const header = columns.map((column): Cell => ({
    ...text(column.title),
    fontWeight: 'bold',
    wrap: true,
    align: column.kind === 'text' ? 'left' : 'right',
    bottomBorderStyle: 'thin',
  }));
  const body = rows.map((row, index) => {
    const isTotal = hasTotal === true && index === rows.length - 1;
    return columns.map(({ kind }, at) => cellOf(row[at] ?? null, kind, isTotal));
  });
  return {
    stickyRowsCount: 2,
    columns: columns.map((column, at) => ({ width: widthOf([column.title, ...rows.map((row) => row[at] ?? null)]) })),
    data: [
      [{ ...text(title), fontWeight: 'bold', fontSize: 13 }],
      header,
      ...body,
      ...(note === undefined ? [] : [[], [text(note)]]),
    ],
  };
}

function cellOf(cell: ReportCell, kind: ColumnKind, isTotal: boolean): Cell {
  if (cell === null) return null;
  const weight = isTotal ? { fontWeight: 'bold' as const } : {};
  if (isSuppressed(cell)) return { ...text(HIDDEN), align: 'right', ...weight };
  if (typeof cell === 'string') return { ...text(cell), wrap: true, alignVertical: 'top', ...weight };
  return { value: cell, type: Number, format: formatOf(cell, kind), alignVertical: 'top', ...weight };
}

/** Marked as text, so that it stays one when somebody opens the cell and leaves it. */
function text(value: string): CellObject {
  return { value, type: String, format: '@' };
}

function formatOf(value: number, kind: ColumnKind): string {
  if (kind === 'percent') return '0.0"%"';
  return Number.isInteger(value) ? '#,##0' : '#,##0.0';
}

function widthOf(cells: readonly ReportCell[]): number {
  const longest = cells.reduce<number>(
    (most, cell) => Math.max(most, isSuppressed(cell) ? 1 : String(cell ?? '').length),
    0,
  );
  return Math.min(Math.max(longest + 2, WIDTH.least), WIDTH.most);
}

/** Names that Excel allows: at most 31 characters, none of []:*?/\, no apostrophe at an end, and no two alike but for their case. */
function sheetNames(): (title: string) => string {
  const taken = new Set<string>();
  return (title) => {
    const plain = title.replace(/[[\]:*?/\\\p{Cc}\p{Cs}]+/gu, ' ').replace(/\s+/g, ' ');
    const named = (most: number): string => shortened(plain, most).replace(/^[' ]+|[' ]+$/g, '') || '-';
    let name = named(31);
    for (let number = 2; taken.has(name.toLowerCase()); number += 1) name = `${named(25)} (${number})`;
    taken.add(name.toLowerCase());
    return name;
  };
}

/** Without words in the middle: titles are told apart by their last ones. */
function shortened(title: string, most: number): string {
  if (title.length <= most) return title;
  const words = title.split(' ');
  const tail: string[] = [];
  while (`${words.at(-1) ?? ''} ${tail.join(' ')}`.length < most * 0.6) tail.unshift(words.pop() ?? '');
  const end = tail.length === 0 ? '…' : ` … ${tail.join(' ')}`;
  while (words.length > 1 && words.join(' ').length + end.length > most) words.pop();
  return `${words.join(' ').slice(0, most - end.length)}${end}`;
}
