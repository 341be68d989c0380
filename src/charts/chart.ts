// The chart of a report's section as an SVG: one file without script or anything from outside.
import { BarChart } from 'echarts/charts';
import { GridComponent, LegendComponent } from 'echarts/components';
import { init, setPlatformAPI, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Language } from '../core/profile.ts';
import type { ReportSection } from '../core/report.ts';
import { DARK_STYLE } from './colours.ts';
import { layOut } from './option.ts';
import { readDrawing } from './rows.ts';
import { widthOf } from './words.ts';

export interface ChartLook {
  readonly language: Language;
  /** `auto`: on a dark page the same file is dark. */
  readonly theme: 'light' | 'auto';
  /** Pixels, 320 or more; 720 unless told. The height follows from the rows. */
  readonly width?: number;
}

use([BarChart, GridComponent, LegendComponent, SVGRenderer]);
setPlatformAPI({
  measureText: (text, font = '') => ({ width: widthOf(text, Number(/([\d.]+)px/.exec(font)?.[1] ?? 12)) }),
});

/** The same section gives the same bytes. Undefined where it has no chart, or no number to draw. */
export function chartSvg(section: ReportSection, { language, theme, width = 720 }: ChartLook): string | undefined {
  const drawing = readDrawing(section);
  if (!drawing) return undefined;
  const { option, height } = layOut(drawing, language, width);
  const chart = init(null, null, { renderer: 'svg', ssr: true, width, height: Math.ceil(height) });
  try {
    chart.setOption(option);
    return dressed(chart.renderToSVGString(), drawing.alt, theme);
  } finally {
    // Its clock would keep the process alive.
    chart.dispose();
  }
}

function dressed(svg: string, alt: string, theme: ChartLook['theme']): string {
  const style = theme === 'auto' ? `<style>${DARK_STYLE}</style>` : '';
  const still = svg.replace(/<style ><!\[CDATA\[[^]*?<\/style>\n?/, '').replace(/<[^>]*>/g, bare);
  const head = still.indexOf('>') + 1;
  const root = still.slice(0, head).replace('<svg ', '<svg role="img" ');
  return `${root}\n<title>${escaped(alt)}</title>${style}${still.slice(head)}`;
}

/** A mark without what serves a script, some of it numbered through the life of the process. */
function bare(tag: string): string {
  return tag.replace(/ (?:class|pointer-events|ecmeta_\w+)="[^"]*"/g, '');
}

function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}]/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
