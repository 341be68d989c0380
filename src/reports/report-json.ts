// A report for other programs, as JSON.
import type { Report, ReportCell, ReportSection } from '../core/report.ts';

const VERSION = 1;

/**
 * The same report gives the same text, with a line break at its end. The keys are the same in every language:
 *
 *   version   1; another number as soon as anything below changes its meaning
 *   edition   "public" | "internal";   language   "id" | "en";   title, subtitle, letterhead
 *   from, day first and last day that the figures are of, YYYY-MM-DD;   madeAt   instant, UTC
 *   summary   key of the figure -> { label, value }, the value as people read it
 *   sections  key of the section -> { title, note?, columns: [{ key, title, kind }], rows, total? }
 *             rows: objects by the columns' keys; total: the sum of the rows, of the same form
 *             a cell is a text, a number (percent: 0 to 100; minutes: office minutes),
 *             { "suppressed": true } where a small count is not told, or null where there is no such figure
 *   metadata  as sections: the tables of Satu Data Indonesia
 *   notes     what all of it is and is not
 */
export function reportJson(report: Report): string {
  const { edition, language, title, subtitle, letterhead, from, day, madeAt, notes } = report;
  const json = {
    version: VERSION,
    edition,
    language,
    title,
    subtitle,
    letterhead,
    from,
    day,
    madeAt,
    summary: Object.fromEntries(report.summary.map(({ key, label, value }) => [key, { label, value }])),
    sections: tables(report.sections),
    metadata: tables(report.metadata),
    notes,
  };
  return `${JSON.stringify(json, null, 2)}\n`;
}

function tables(sections: readonly ReportSection[]): Record<string, unknown> {
  return Object.fromEntries(sections.map((section) => [section.key, table(section)]));
}

function table({ title, note, columns, rows, hasTotal }: ReportSection): Record<string, unknown> {
  const objects = rows.map((row): Record<string, ReportCell> => {
    return Object.fromEntries(columns.map(({ key }, index) => [key, row[index] ?? null]));
  });
  const total = hasTotal ? objects.pop() : undefined;
  return { title, note, columns, rows: objects, total };
}
