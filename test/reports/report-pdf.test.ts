// A report as a PDF, read back: every title, every figure, on pages that say what they belong to.
import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { cellText } from '../../src/core/report-cell.ts';
import type { Report } from '../../src/core/report.ts';
import { reportPdf } from '../../src/reports/report-pdf.ts';
import { pdfText } from '../helpers/pdf-text.ts';
import { SAMPLE_REPORT, SAMPLE_WORDS, longSection } from './sample-report.ts';

async function pagesOf(report: Report = SAMPLE_REPORT): Promise<string[][]> {
  return pdfText(await reportPdf(report, SAMPLE_WORDS));
}

describe('a report as a PDF', () => {
  it('has letterhead, title, the figures to be read first, and every table with each of its cells', async () => {
    const lines = (await pagesOf()).flat();
    const words = new Set(lines.flatMap((line) => line.split(' ')));
    const { letterhead, title, subtitle, summary, sections, metadata, notes } = SAMPLE_REPORT;
    const heads = [...letterhead, title, subtitle, SAMPLE_WORDS.metadata, SAMPLE_WORDS.notes];
    const figures = summary.flatMap(({ label, value }) => [label, value]);
    for (const line of [...heads, ...figures, ...notes]) expect(lines).toContain(line);
    for (const section of [...sections, ...metadata]) {
      expect(lines).toContain(section.title);
      for (const row of section.rows)
        section.columns.forEach(({ kind }, at) => {
          const text = cellText(row[at], kind, 'id');
          if (kind !== 'text') expect(lines).toContain(text);
          for (const word of text.split(' ')) if (word !== '') expect(words).toContain(word);
        });
    }
  });

  it('says on every page its edition, its day, when it was made, and which page it is', async () => {
    const pages = await pagesOf({ ...SAMPLE_REPORT, sections: [longSection(200)] });
    expect(pages.length).toBeGreaterThan(4);
    pages.forEach((lines, index) => {
      expect(lines).toContain(`Edisi internal · 31 Oktober 2026 · ${SAMPLE_REPORT.title}`);
      expect(lines).toContain(SAMPLE_WORDS.madeAt);
      expect(lines).toContain(`${index + 1} / ${pages.length}`);
    });
  });

  it('repeats the header of a table that runs on', async () => {
    const pages = await pagesOf({ ...SAMPLE_REPORT, sections: [longSection(200)], metadata: [], notes: [] });
    const withRows = pages.filter((lines) => lines.some((line) => line.startsWith('Unit Kerja ')));
    expect(withRows.length).toBeGreaterThan(3);
    for (const lines of withRows) {
      const header = lines.indexOf('Unit kerja');
      expect(lines.slice(header, header + 3)).toEqual(['Unit kerja', 'Pemegang', 'Bagian']);
      expect(header).toBeLessThan(lines.findIndex((line) => line.startsWith('Unit Kerja ')));
    }
    expect(pages.flat().filter((line) => line.startsWith('Unit Kerja '))).toHaveLength(200);
  });

  it('keeps the total together with a row before it, on whichever page they come to stand', async () => {
    for (let rows = 20; rows < 50; rows += 3) {
      const long = longSection(rows);
      const section = { ...long, rows: [...long.rows, ['Jumlah', 12345, 50]], hasTotal: true as const };
      const pages = await pagesOf({ ...SAMPLE_REPORT, sections: [section], metadata: [], notes: [] });
      const page = pages.find((lines) => lines.includes('Jumlah'));
      expect(page).toContain(`Unit Kerja ${rows}`);
    }
  });

  it('sets a table of many figures smaller, so that it stays a table', async () => {
    const long = longSection(80);
    const titles = ['Aktif', 'Kedaluwarsa', 'Dicabut', 'Passphrase terlambat diganti', 'Segera berakhir', 'Ditolak'];
    const more = titles.map((title, index) => ({ key: `more_${index}`, title, kind: 'count' as const }));
    const rows = long.rows.map((row, index) => [...row, ...titles.map((_, at) => 1000 * (at + 1) + index)]);
    const section = { ...long, columns: [...long.columns, ...more], rows };
    const pages = await pagesOf({ ...SAMPLE_REPORT, sections: [section], metadata: [], notes: [] });
    const first = pages.find((lines) => lines.includes('Unit Kerja 1')) ?? [];
    const from = first.indexOf('Unit Kerja 1');
    expect(first.slice(from, from + 9)).toEqual(['Unit Kerja 1', '0', '100%', '1.000', '2.000', '3.000', '4.000', '5.000', '6.000']); // prettier-ignore
  });

  it('tells a table of many words row by row, and on each page of which row', async () => {
    const [, variables] = SAMPLE_REPORT.metadata;
    if (!variables) throw new Error('no table of words');
    const long = 'Kata demi kata yang panjang sekali. '.repeat(40).trim();
    const rows = [variables.columns.map((_, at) => (at === 0 ? '1' : at === 1 ? 'Golongan' : long))];
    const pages = await pagesOf({ ...SAMPLE_REPORT, sections: [], metadata: [{ ...variables, rows }], notes: [] });
    const told = pages.filter((lines) => lines.some((line) => line.startsWith('Kata demi')));
    expect(told.length).toBeGreaterThan(2);
    for (const lines of told) expect(lines).toContain('1. Golongan');
  });

  it('lets a text that is longer than a page run on, and loses no word of it', async () => {
    const words = Array.from({ length: 1500 }, (_, index) => `kata${index}`);
    const section = { ...longSection(0), rows: [[words.join(' '), 1, 2]] };
    const pages = await pagesOf({ ...SAMPLE_REPORT, sections: [section], metadata: [], notes: [] });
    const written = pages.flatMap((lines) => lines.flatMap((line) => line.split(' ')));
    expect(written.filter((word) => word.startsWith('kata'))).toEqual(words);
    for (const lines of pages.slice(1, -1)) expect(lines).toContain('Unit kerja');
  });

  it('has a picture for each chart', async () => {
    const picturesIn = async (report: Report): Promise<number> => {
      const bytes = await reportPdf(report, SAMPLE_WORDS);
      const document = await PDFDocument.load(bytes, { updateMetadata: false });
      const objects = document.context.enumerateIndirectObjects().map(([, object]) => String(object));
      return objects.filter((text) => text.includes('/Subtype /Image')).length;
    };
    expect(await picturesIn(SAMPLE_REPORT)).toBe(4);
    expect(await picturesIn({ ...SAMPLE_REPORT, sections: [longSection(3)] })).toBe(0);
  });

  it('is the same bytes for the same report', async () => {
    const once = await reportPdf(SAMPLE_REPORT, SAMPLE_WORDS);
    expect(Buffer.from(await reportPdf(SAMPLE_REPORT, SAMPLE_WORDS)).equals(once)).toBe(true);
  });

  it('can be made of a report that has nothing to tell', async () => {
    const empty = { ...SAMPLE_REPORT, summary: [], sections: [{ ...longSection(0), note: 'Belum ada data.' }], metadata: [], notes: [] }; // prettier-ignore
    expect((await pagesOf(empty)).flat()).toEqual(expect.arrayContaining(['Daftar panjang', 'Belum ada data.']));
  });
});
