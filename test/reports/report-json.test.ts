// A report as JSON: everything is in it, under keys that do not change with the language.
import { describe, expect, it } from 'vitest';
import { reportJson } from '../../src/reports/report-json.ts';
import { SAMPLE_REPORT } from './sample-report.ts';

describe('a report as JSON', () => {
  const json: unknown = JSON.parse(reportJson(SAMPLE_REPORT));

  it('has a version, and what the report is of', () => {
    const { sections: _tables, metadata: _more, summary: _figures, ...about } = SAMPLE_REPORT;
    expect(json).toMatchObject({ version: 1, ...about });
    expect(json).toHaveProperty('summary.holders', { label: 'ASN yang TTE-nya telah diterbitkan', value: '2.557' });
  });

  it('has each section under its key, its rows as objects, the total apart from them', () => {
    for (const [part, sections] of [
      ['sections', SAMPLE_REPORT.sections],
      ['metadata', SAMPLE_REPORT.metadata],
    ] as const)
      // prettier-ignore
      for (const { key, columns, rows, hasTotal, title } of sections) {
        const objects = rows.map((row) => Object.fromEntries(columns.map((column, at) => [column.key, row[at]])));
        const total = hasTotal ? objects.pop() : undefined;
        expect(json).toHaveProperty(`${part}.${key}`, expect.objectContaining({ title, columns, rows: objects }));
        if (total) expect(json).toHaveProperty(`${part}.${key}.total`, total);
      }
  });

  it('tells a withheld figure from one that there is not', () => {
    expect(json).toHaveProperty('sections.by_office.rows[3].holders', { suppressed: true });
    expect(json).toHaveProperty('sections.by_office.rows[3].share', null);
  });

  it('is the same text each time', () => {
    expect(reportJson(SAMPLE_REPORT)).toBe(reportJson(structuredClone(SAMPLE_REPORT)));
  });
});
