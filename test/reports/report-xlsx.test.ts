// A report as a workbook, read back out of the ZIP part by part: the same figures, and not one formula.
import { strFromU8, unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import type { ReportCell, ReportSection } from '../../src/core/report.ts';
import { reportXlsx } from '../../src/reports/report-xlsx.ts';
import { readXlsx } from '../../src/sheets/read-xlsx.ts';
import { OFFICE_NAMES, SAMPLE_REPORT, SAMPLE_WORDS, longSection } from './sample-report.ts';

interface Book {
  /** By name, in their order: rows of cells, texts and numbers. */
  readonly sheets: ReadonlyMap<string, readonly (readonly (string | number)[])[]>;
  /** Everything in the ZIP that is XML. */
  readonly xml: string;
}

function plain(text: string): string {
  const signs = { '&lt;': '<', '&gt;': '>', '&quot;': '"', '&apos;': "'", '&amp;': '&' };
  return Object.entries(signs).reduce((all, [sign, meant]) => all.replaceAll(sign, meant), text);
}

function open(bytes: Uint8Array): Book {
  const parts = Object.entries(unzipSync(bytes)).map(([name, part]) => [name, strFromU8(part)] as const);
  const part = (name: string): string => parts.find(([each]) => each === name)?.[1] ?? '';
  const strings = [...part('xl/sharedStrings.xml').matchAll(/<si><t[^>]*>([^<]*)<\/t><\/si>/g)];
  const names = [...part('xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]*)"/g)];
  const sheets = names.map(([, name = ''], index) => {
    const rows = [...part(`xl/worksheets/sheet${index + 1}.xml`).matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)];
    const cells = rows.map(([, row = '']) =>
      [...row.matchAll(/<c ([^>]*)><v>([^<]*)<\/v><\/c>/g)].map(([, attributes = '', value = '']) =>
        / t="s"/.test(attributes) ? plain(strings[Number(value)]?.[1] ?? '') : Number(value),
      ),
    );
    return [plain(name), cells] as const;
  });
  return { sheets: new Map(sheets), xml: parts.map(([, text]) => text).join('\n') };
}

function shown(cell: ReportCell): (string | number)[] {
  if (cell === null || cell === '') return [];
  return [typeof cell === 'object' ? '*' : cell];
}

async function bookOf(sections: readonly ReportSection[] = SAMPLE_REPORT.sections): Promise<Book> {
  return open(await reportXlsx({ ...SAMPLE_REPORT, sections }, SAMPLE_WORDS));
}

describe('a report as a workbook', () => {
  it('has the summary first, with title, day, edition, figures and notes', async () => {
    const bytes = await reportXlsx(SAMPLE_REPORT, SAMPLE_WORDS);
    const cells = readXlsx(bytes).flatMap(({ cells }) =>
      cells.map((cell) => (cell && 'text' in cell ? cell.text : '')),
    );
    const { title, subtitle, notes, summary } = SAMPLE_REPORT;
    const figures = summary.flatMap(({ label, value }) => [label, value]);
    for (const text of [
      title,
      subtitle,
      '31 Oktober 2026',
      'Edisi internal',
      SAMPLE_WORDS.madeAt,
      ...figures,
      ...notes,
    ])
      expect(cells).toContain(text);
    expect([...open(bytes).sheets.keys()][0]).toBe('Ringkasan');
  });

  it('has a sheet for each table with the figures that the report has', async () => {
    const tables = new Map([...(await bookOf()).sheets.values()].map((rows) => [rows[0]?.[0], rows]));
    for (const { title, columns, rows, note } of [...SAMPLE_REPORT.sections, ...SAMPLE_REPORT.metadata]) {
      const after = note === undefined ? [] : [[], [note]];
      expect(tables.get(title)).toEqual([
        [title],
        columns.map((column) => column.title),
        ...rows.map((row) => row.flatMap(shown)),
        ...after,
      ]);
    }
  });

  it('freezes the header of every table', async () => {
    const { xml } = await bookOf();
    const tables = SAMPLE_REPORT.sections.length + SAMPLE_REPORT.metadata.length;
    expect(xml.match(/<pane [^>]*ySplit="2"[^>]*state="frozen"/g)).toHaveLength(tables);
  });

  it.each(['=1+1', '+62', '-5', '@SUM(A1)', '\t=cmd', '\r=1', OFFICE_NAMES[2]])(
    'keeps %j a text that nothing evaluates',
    async (name) => {
      const section = { ...longSection(1), title: name, note: name, rows: [[name, 1, 2]] };
      const { xml, sheets } = await bookOf([section]);
      expect(xml).not.toMatch(/<f[\s>/]/);
      const [, , first] = [...sheets.values()][1] ?? [];
      expect(first).toEqual([name, 1, 2]);
      // The format of texts: it stays one when somebody edits the cell.
      expect(xml).toContain('formatCode="@"');
    },
  );

  it('gives sheets names that Excel takes, no two alike', async () => {
    const titles = ['a/b:c*d?e[f]g\\h', "'Kutip'", `${'Panjang '.repeat(9)}1`, `${'PANJANG '.repeat(9)}2`, '', '???'];
    const { sheets } = await bookOf(titles.map((title) => ({ ...longSection(1), title })));
    const names = [...sheets.keys()];
    expect(names).toHaveLength(1 + titles.length + SAMPLE_REPORT.metadata.length);
    for (const name of names) expect(name).toMatch(/^(?!')[^[\]:*?/\\]{1,31}(?<!')$/);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
  });

  it('tells sheets apart by how their titles end, where they are too long', async () => {
    const titles = ['ASN yang sudah terbit TTE menurut wilayah', 'ASN yang sudah terbit TTE menurut golongan'];
    const { sheets } = await bookOf(titles.map((title) => ({ ...longSection(1), title })));
    expect([...sheets.keys()].slice(1, 3)).toEqual(['ASN yang … menurut wilayah', 'ASN yang … menurut golongan']);
  });
});
