// What a chart draws: the rows of its section without the total, and no more of them than can be read.
import { HIDDEN, isSuppressed } from '../core/report-cell.ts';
import type { ColumnKind, ReportCell, ReportChart, ReportSection } from '../core/report.ts';

const MOST_ROWS = 40;

export interface Series {
  readonly title: string;
  readonly kind: ColumnKind;
  /** One for each name. */
  readonly cells: readonly ReportCell[];
}

export interface Drawing {
  readonly kind: ReportChart['kind'];
  readonly alt: string;
  readonly names: readonly string[];
  readonly series: readonly Series[];
}

/** Undefined where there is no chart, or no number in it. Of too many rows the first are drawn (of times the last), and how many are not. */
export function readDrawing({ chart, columns, rows, hasTotal }: ReportSection): Drawing | undefined {
  if (!chart) return undefined;
  const body = hasTotal ? rows.slice(0, -1) : rows;
  const left = Math.max(body.length - MOST_ROWS, 0);
  const shown = chart.kind === 'columns' ? body.slice(left) : body.slice(0, MOST_ROWS);
  const drawn = (key: string, ofTheRest: string): ReportCell[] => {
    const index = columns.findIndex((column) => column.key === key);
    const cells = shown.map((row) => row[index] ?? null);
    if (left === 0) return cells;
    return chart.kind === 'columns' ? [ofTheRest, ...cells] : [...cells, ofTheRest];
  };
  const series = columns
    .filter(({ key }) => chart.values.includes(key))
    .map(({ key, title, kind }) => ({ title, kind, cells: drawn(key, '') }));
  if (!series.some(({ cells }) => cells.some(isNumber))) return undefined;
  const names = drawn(chart.label, `… (+${left})`).map((name) => (isSuppressed(name) ? HIDDEN : String(name ?? '')));
  return { kind: chart.kind, alt: chart.alt, names, series };
}

export function isNumber(cell: ReportCell | undefined): cell is number {
  return typeof cell === 'number';
}
