// A section of the report on the page: its chart as a picture with a description, and beside or under it the same rows as a table.
import { html } from 'hono/html';
import { cellText } from '../../../core/report-cell.ts';
import type { ReportCell, ReportSection } from '../../../core/report.ts';
import type { Html, Words } from './frame.ts';

/** Pixels of a chart: on a telephone, beside its table, and above it. */
export const CHART_WIDTHS = { narrow: 320, middle: 600, wide: 1080 } as const;
type ChartSize = keyof typeof CHART_WIDTHS;

/** With more columns the table stands under the chart. */
const BESIDE = 4;

/** `query`: language and period, for the address of the chart. */
export function sectionOf(words: Words, section: ReportSection, query: string): Html {
  const { key, title, note, columns } = section;
  const kind = hasChart(section) && columns.length <= BESIDE ? 'beside' : 'under';
  const chart = chartOf(section, query, kind === 'beside' ? 'middle' : 'wide');
  return html`<section class="card ${kind}" id="bagian-${key}" aria-labelledby="judul-${key}">
    <h2 id="judul-${key}">${title}</h2>
    ${note === undefined ? '' : html`<p class="note">${note}</p>`} ${chart}
    ${section.rows.length === 0 ? '' : tableOf(words, section)}
  </section>`;
}

/** Drawn for the width it is shown at, so that its words are as large as the others. */
function chartOf(section: ReportSection, query: string, size: ChartSize): Html | string {
  if (!hasChart(section)) return '';
  const address = (of: ChartSize): string => `/dasbor/grafik/${section.key}.svg?${query}&size=${of}`;
  return html`<figure>
    <picture>
      <source media="(max-width: 40em)" srcset="${address('narrow')}" />
      <source media="(max-width: 62em)" srcset="${address('middle')}" />
      <img src="${address(size)}" alt="${section.chart?.alt ?? ''}" />
    </picture>
  </figure>`;
}

/** Without a number there is nothing to draw. */
function hasChart({ chart, columns, rows, hasTotal }: ReportSection): boolean {
  const drawn = hasTotal ? rows.slice(0, -1) : rows;
  return drawn.some((row) =>
    row.some((cell, index) => typeof cell === 'number' && chart?.values.includes(columns[index]?.key ?? '')),
  );
}

function tableOf({ language, t }: Words, { title, columns, rows, hasTotal }: ReportSection): Html {
  const line = (cells: readonly ReportCell[]): Html =>
    html`<tr>
      ${columns.map((column, index) => {
        const text = cellText(cells[index], column.kind, language);
        return index === 0 ? html`<th scope="row">${text}</th>` : html`<td class="${column.kind}">${text}</td>`;
      })}
    </tr> `;
  const body = hasTotal ? rows.slice(0, -1) : rows;
  const total = hasTotal ? rows.at(-1) : undefined;
  return html`<div class="table" role="region" tabindex="0" aria-label="${t('dashboard.table', { title })}">
    <table>
      <caption>
        ${title}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" class="${column.kind}">${column.title}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${body.map(line)}
      </tbody>
      ${
        total === undefined
          ? ''
          : html`<tfoot>
              ${line(total)}
            </tfoot>`
      }
    </table>
  </div>`;
}
