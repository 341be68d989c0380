// A drawing as ECharts is told it: where everything stands, in pixels, so that no words are cut and none lie upon each other.
import type { BarSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption } from 'echarts/components';
import type { ComposeOption } from 'echarts/core';
import { HIDDEN, cellText, formatNumber, isSuppressed } from '../core/report-cell.ts';
import type { Language } from '../core/profile.ts';
import { COLOURS, tone } from './colours.ts';
import type { Drawing, Series } from './rows.ts';
import { isNumber } from './rows.ts';
import { asWords, lay, widthOf } from './words.ts';

export type Option = ComposeOption<BarSeriesOption | GridComponentOption | LegendComponentOption>;

interface Layout {
  readonly option: Option;
  /** Pixels. */
  readonly height: number;
}

export const FONT = "'DejaVu Sans', Verdana, sans-serif";
const SIZE = 13;
const LEADING = 17;
const SMALL = 12;
const EDGE = 10;

/** Of a lying bar, and between two rows of them. */
const BAR = 17;
const BETWEEN = 11;

/** More rows are set tight, that a page of paper may hold them, each name in one line. */
const MANY = 20;

const COLUMNS_HEIGHT = 210;

export function layOut(drawing: Drawing, language: Language, width: number): Layout {
  const legend = layLegend(drawing, width);
  const { grid, axes, series, height } =
    drawing.kind === 'columns'
      ? standing(drawing, language, width, legend.height)
      : lying(drawing, language, width, legend.height);
  const option: Option = {
    animation: false,
    backgroundColor: COLOURS.ground,
    textStyle: { fontFamily: FONT, fontSize: SIZE, color: COLOURS.ink },
    legend: legend.option,
    grid: { ...grid, outerBoundsMode: 'none' },
    ...axes,
    series,
  };
  return { option, height };
}

interface Part {
  readonly grid: { readonly left: number; readonly right: number; readonly top: number; readonly height: number };
  readonly axes: Pick<Option, 'xAxis' | 'yAxis'>;
  readonly series: BarSeriesOption[];
  readonly height: number;
}

/** What the marks measure, also where there is but one kind of them. */
function layLegend({ series }: Drawing, width: number): { option: LegendComponentOption; height: number } {
  const icon = 13;
  const gap = 18;
  const titles = series.map(({ title }) => lay(title, SMALL, width - 2 * EDGE - icon - 6, 1).join(''));
  let lines = 1;
  let x = 0;
  for (const title of titles) {
    const item = icon + 6 + widthOf(title, SMALL);
    if (x > 0 && x + item > width - 2 * EDGE) {
      lines += 1;
      x = 0;
    }
    x += item + gap;
  }
  const option: LegendComponentOption = {
    left: EDGE - 5,
    top: EDGE - 5,
    width: width - 2 * EDGE,
    itemWidth: icon,
    itemHeight: icon,
    itemGap: gap,
    icon: 'rect',
    selectedMode: false,
    borderColor: COLOURS.line,
    formatter: (name) => titles[Number(name)] ?? '',
    data: series.map((_, index) => ({ name: String(index) })),
    textStyle: { fontSize: SMALL, color: COLOURS.faint, lineHeight: LEADING },
  };
  return { option, height: EDGE + lines * (LEADING + 12) };
}

function lying(drawing: Drawing, language: Language, width: number, top: number): Part {
  const { names, series } = drawing;
  const isStacked = drawing.kind === 'stacked';
  const isTight = names.length > MANY;
  const size = isTight ? SMALL : SIZE;
  const room = Math.min(Math.max(...names.map((name) => widthOf(name, size))), width * (isTight ? 0.5 : 0.44));
  const lines = names.map((name) => lay(name, size, room, isTight ? 1 : 2));
  const left = EDGE + Math.max(...lines.flat().map((line) => widthOf(line, size)), 0) + 8;
  const ends = names.map((_, row) =>
    isStacked
      ? [sumText(series, row, language)]
      : series.map(({ cells, kind }) => cellText(cells[row], kind, language)),
  );
  const right = EDGE + Math.max(...ends.flat().map((end) => widthOf(end, SMALL))) + 8;
  const most = isStacked ? Math.max(...names.map((_, row) => sumOf(series, row))) : mostOf(series);
  const bars = isStacked ? BAR + 4 : BAR * series.length;
  const row = Math.max(bars, ...lines.map((each) => each.length * LEADING)) + (isTight ? BETWEEN / 3 : BETWEEN);
  const height = names.length * row;
  const inPixels = (value: number): number => (value / most) * (width - left - right);
  return {
    grid: { left, right, top, height },
    height: top + height + EDGE,
    axes: {
      xAxis: { type: 'value', min: 0, max: most, show: false },
      yAxis: { ...nameAxis(lines, size), inverse: true },
    },
    series: isStacked
      ? [
          ...series.map((each, index) => segments(each, index, language, inPixels)),
          stackEnds(ends.map(([end = '']) => end)),
        ]
      : series.map((each, index) => beside(each, index, language, 'right')),
  };
}

function standing(drawing: Drawing, language: Language, width: number, top: number): Part {
  const { names, series } = drawing;
  const most = mostOf(series);
  const scale = Math.max(
    ...[most, most / 2].map((value) => widthOf(valueText(Math.ceil(value), series, language), SMALL)),
  );
  const room = (width - EDGE - scale - 10 - EDGE) / names.length - 6;
  const fits = (text: string): boolean => widthOf(text, SMALL) <= room;
  const words = names.flatMap((name) => name.split(' '));
  const isRoomy = words.every(fits);
  const widest = Math.max(...(names.every(fits) ? names : words).map((text) => widthOf(text, SMALL)));
  const lines = names.map((name) => (isRoomy ? lay(name, SMALL, widest, 2) : lay(name, SMALL, 110, 1)));
  // Names that lie askew reach to the left as far as down.
  const askew = isRoomy ? 0 : Math.max(...lines.flat().map((line) => widthOf(line, SMALL))) * Math.SQRT1_2;
  const below = isRoomy ? Math.max(...lines.map((each) => each.length)) * LEADING : askew + LEADING;
  const left = EDGE + Math.max(scale + 10, askew - room / 2);
  const numbers = series.flatMap(({ cells, kind }) =>
    cells.map((cell) => widthOf(cellText(cell, kind, language), SMALL)),
  );
  const hasNumbers = Math.max(...numbers) + 3 <= (room * 0.8) / series.length;
  const head = top + LEADING;
  return {
    grid: { left, right: EDGE, top: head, height: COLUMNS_HEIGHT },
    height: head + COLUMNS_HEIGHT + 8 + below + EDGE,
    axes: {
      xAxis: nameAxis(lines, SMALL, isRoomy ? 0 : 45),
      yAxis: {
        type: 'value',
        min: 0,
        minInterval: 1,
        splitNumber: 4,
        axisLabel: { fontSize: SMALL, color: COLOURS.faint, formatter: (value) => valueText(value, series, language) },
        splitLine: { lineStyle: { color: COLOURS.line } },
      },
    },
    series: series.map((each, index) => beside(each, index, language, hasNumbers ? 'top' : undefined)),
  };
}

function nameAxis(
  lines: readonly (readonly string[])[],
  fontSize: number,
  rotate = 0,
): { type: 'category' } & Record<string, unknown> {
  return {
    type: 'category',
    data: lines.map((each) => each.map(asWords).join('\n')),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: COLOURS.faint } },
    axisLabel: { interval: 0, rotate, fontSize, lineHeight: LEADING, color: COLOURS.ink },
  };
}

/** Marks side by side, their numbers at their ends; where there is nothing to draw, the sign that stands in the table. */
function beside(series: Series, index: number, language: Language, label?: 'right' | 'top'): BarSeriesOption {
  const { fill } = tone(index);
  return {
    ...bar(index),
    barMaxWidth: label === 'right' ? BAR : 46,
    barGap: '0%',
    itemStyle: { color: fill },
    label: {
      show: label !== undefined,
      position: label ?? 'top',
      distance: 5,
      fontSize: SMALL,
      color: COLOURS.ink,
      formatter: ({ dataIndex }) => cellText(series.cells[dataIndex], series.kind, language),
    },
    data: series.cells.map((cell) => (isNumber(cell) ? cell : 0)),
  };
}

function segments(
  series: Series,
  index: number,
  language: Language,
  inPixels: (value: number) => number,
): BarSeriesOption {
  const { fill, label } = tone(index);
  return {
    ...bar(index),
    stack: 'all',
    barWidth: BAR + 4,
    itemStyle: { color: fill, borderColor: COLOURS.edge },
    label: {
      show: true,
      position: 'inside',
      fontSize: SMALL,
      color: label,
      formatter: ({ dataIndex }) => {
        const cell = series.cells[dataIndex];
        const text = isNumber(cell) ? formatNumber(cell, series.kind, language) : '';
        return isNumber(cell) && widthOf(text, SMALL) + 6 <= inPixels(cell) ? text : '';
      },
    },
    // A mark without length has no edge either.
    data: series.cells.map((cell) => ({
      value: isNumber(cell) ? cell : 0,
      itemStyle: { borderWidth: isNumber(cell) && cell > 0 ? 0.75 : 0 },
    })),
  };
}

/** Marks without length that carry the sums behind the last segments. */
function stackEnds(ends: readonly string[]): BarSeriesOption {
  return {
    ...bar(-1),
    stack: 'all',
    itemStyle: { color: COLOURS.ground },
    label: {
      show: true,
      position: 'right',
      distance: 5,
      fontSize: SMALL,
      color: COLOURS.ink,
      formatter: ({ dataIndex }) => ends[dataIndex] ?? '',
    },
    data: ends.map(() => 0),
  };
}

function bar(index: number): BarSeriesOption {
  return { type: 'bar', name: String(index), silent: true, emphasis: { disabled: true } };
}

function sumOf(series: readonly Series[], row: number): number {
  return series
    .map(({ cells }) => cells[row])
    .filter(isNumber)
    .reduce((sum, value) => sum + value, 0);
}

/** `12`; with cells that are not told `12 + *`. */
function sumText(series: readonly Series[], row: number, language: Language): string {
  const cells = series.map((each) => each.cells[row]);
  if (!cells.some(isNumber)) return cellText(cells[0], 'text', language);
  const sum = valueText(sumOf(series, row), series, language);
  return cells.some(isSuppressed) ? `${sum} + ${HIDDEN}` : sum;
}

function valueText(value: number, series: readonly Series[], language: Language): string {
  return formatNumber(value, series[0]?.kind ?? 'count', language);
}

/** The end of the scale: the whole where shares are drawn. */
function mostOf(series: readonly Series[]): number {
  const most = Math.max(...series.flatMap(({ cells }) => cells.filter(isNumber)));
  return series.every(({ kind }) => kind === 'percent') ? Math.max(most, 100) : Math.max(most, 1);
}
