// The charts of a report as SVG and PNG: what is drawn, what is not, and that names from outside are only words.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chartSvg } from '../../src/charts/chart.ts';
import { chartPixels, chartPng } from '../../src/charts/png.ts';
import type { ReportCell, ReportSection } from '../../src/core/report.ts';
import { SUPPRESSED } from '../../src/core/report.ts';
import { OFFICE_NAMES, SAMPLE_REPORT } from '../reports/sample-report.ts';

const LOOK = { language: 'id', theme: 'light' } as const;

function sectionOf(key: string): ReportSection {
  const section = SAMPLE_REPORT.sections.find((each) => each.key === key);
  if (!section) throw new Error(`no section ${key}`);
  return section;
}

function draw(section: ReportSection, look: Partial<Parameters<typeof chartSvg>[1]> = {}): string {
  const svg = chartSvg(section, { ...LOOK, ...look });
  if (svg === undefined) throw new Error('nothing is drawn');
  return svg;
}

/** Rows of a name and a count, as lying bars. */
function bars(rows: readonly (readonly ReportCell[])[], kind: 'bars' | 'columns' = 'bars'): ReportSection {
  return {
    key: 'persons',
    title: 'Pegawai',
    columns: [
      { key: 'name', title: 'Nama', kind: 'text' },
      { key: 'count', title: 'Banyaknya', kind: 'count' },
    ],
    rows,
    chart: { kind, label: 'name', values: ['count'], alt: 'Batang.' },
  };
}

/** The words on it, in the order of drawing; a wrapped name is several. */
function wordsOn(svg: string): string[] {
  return [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text = '']) =>
    text
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&'),
  );
}

/** How long each mark of that colour is, in pixels, lying or standing; the square of the legend is not among them. */
function marks(svg: string, colour: string): number[] {
  const path = new RegExp(`<path d="M(?!0 0)([^"]*)"[^>]*? fill="${colour}"`, 'g');
  return [...svg.matchAll(path)].flatMap(([, d = '']) => {
    const across = /l(-?[\d.]+) 0l/.exec(d)?.[1];
    return across === undefined ? [] : [Math.abs(Number(across))];
  });
}

const FIRST = '#0d5c63';

describe('a chart', () => {
  it('says what it shows to whoever does not see it, and brings nothing along that runs or loads', () => {
    const svg = draw(sectionOf('by_office'), { theme: 'auto' });
    expect(svg).toMatch(/^<svg role="img" width="720" height="\d+"[^>]*>\n<title>Batang: pemegang TTE [^<]*<\/title>/);
    expect(svg).not.toMatch(/<script|href=|url\(|@import|on\w+=/);
  });

  it('is not made of a section that has none, or no number in it', () => {
    const { chart: _none, ...plain } = sectionOf('by_office');
    expect(chartSvg(plain, LOOK)).toBeUndefined();
    expect(chartSvg(bars([]), LOOK)).toBeUndefined();
    expect(chartSvg(bars([['Camat', SUPPRESSED], ['Lurah', null]]), LOOK)).toBeUndefined(); // prettier-ignore
  });

  it('has a bar for each number, and none for what is not told, what there is not, nor for the total', () => {
    const svg = draw(bars([['A', 40], ['B', SUPPRESSED], ['C', null], ['D', 20]])); // prettier-ignore
    const [longest = 0, ...others] = marks(svg, FIRST);
    expect(longest).toBeGreaterThan(300);
    expect(others.map((length) => length / longest)).toEqual([0, 0, expect.closeTo(0.5, 3)]);
    expect(wordsOn(svg)).toEqual(expect.arrayContaining(['40', '*', '–', '20']));
    expect(wordsOn(draw(sectionOf('by_office')))).not.toContain('2.557');
  });

  it('adds up no row of which a part is not told', () => {
    const words = wordsOn(draw(sectionOf('by_state')));
    expect(words).toEqual(expect.arrayContaining(['376', '746 + *', '50', '74 + *']));
  });

  it('writes numbers as the language does', () => {
    expect(wordsOn(draw(sectionOf('by_office')))).toContain('1.234');
    expect(wordsOn(draw(sectionOf('by_office'), { language: 'en' }))).toContain('1,234');
    expect(wordsOn(draw(sectionOf('steps')))).toContain('44,5');
  });

  it('takes names for words, whatever they look like', () => {
    const svg = draw(sectionOf('by_office'));
    expect(wordsOn(svg)).toEqual(expect.arrayContaining([OFFICE_NAMES[2], OFFICE_NAMES[3]]));
    const { chart } = sectionOf('by_office');
    if (!chart) throw new Error('no chart');
    const alt = '</title><script>$& "x"';
    expect(draw({ ...sectionOf('by_office'), chart: { ...chart, alt } })).toContain(
      '<title>&lt;/title&gt;&lt;script&gt;$&amp; "x"</title>',
    );
  });

  it('holds nothing but its own marks whatever the names are', () => {
    const name = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (names) => {
        const svg = draw(bars(names.map((each) => [each, 5])));
        const tags = new Set([...svg.matchAll(/<([^\s>]*)/g)].map(([, tag]) => tag));
        for (const tag of tags) expect(['svg', 'title', 'rect', 'path', 'text']).toContain(tag?.replace('/', ''));
        expect(svg).not.toMatch(/[^\n\P{Cc}]|\p{Cs}|[\uFFFE\uFFFF]/u);
      }),
      { numRuns: 60 },
    );
  });

  it('takes a name that every object has for words, and leaves the objects of the process alone', () => {
    const before = Reflect.ownKeys(Object.prototype);
    const names = ['__proto__', 'Dinas Pengelolaan Pendapatan dan Aset Daerah __proto__', ...before.map(String)];
    for (const width of [320, 720])
      for (const kind of ['bars', 'columns'] as const)
        for (const name of names) draw(bars([[name, 5], ['Dinas Sosial', 2], [name, 3]], kind), { width }); // prettier-ignore
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
    expect(wordsOn(draw(bars([['__proto__', 5]]))).map((word) => word.trim())).toContain('__proto__');
  });

  it('wraps a long name, and shortens one that takes more than two lines', () => {
    const words = wordsOn(draw(sectionOf('by_office')));
    const from = words.indexOf('Dinas Pemberdayaan Perempuan,');
    expect(words[from + 1]).toMatch(/^Perlindungan Anak, Pengendalian .*…$/);
  });

  it('draws forty rows at most, of months the last, and says how many there are besides', () => {
    const rows = Array.from({ length: 52 }, (_, index) => [`Unit ${index + 1}`, 100 + index]);
    const lying = wordsOn(draw(bars(rows)));
    expect(lying).toEqual(expect.arrayContaining(['Unit 1', 'Unit 40', '… (+12)']));
    expect(lying).not.toContain('Unit 41');
    const standing = wordsOn(draw(bars(rows, 'columns')));
    expect(standing).toEqual(expect.arrayContaining(['… (+12)', 'Unit 13', 'Unit 52']));
    expect(standing).not.toContain('Unit 12');
  });

  it('gets as high as its rows need', () => {
    const height = (rows: number): number => {
      const svg = draw(bars(Array.from({ length: rows }, (_, index) => [`Unit ${index}`, 1])));
      return Number(/height="(\d+)"/.exec(svg)?.[1]);
    };
    expect(height(20) - height(15)).toBe(height(15) - height(10));
    expect(height(20)).toBeGreaterThan(height(10) + 200);
    // As an A4 page is, for as many rows as there may be.
    expect(height(52)).toBeGreaterThan(height(40));
    expect(height(52) / 720).toBeLessThan(1.42);
  });

  it('gives the same bytes again, whatever was drawn in between', () => {
    for (const { key } of SAMPLE_REPORT.sections) {
      const once = draw(sectionOf(key), { theme: 'auto', width: 360 });
      draw(sectionOf('by_month'));
      expect(draw(sectionOf(key), { theme: 'auto', width: 360 })).toBe(once);
    }
  });

  it('has for each of its colours another on a dark page, where the page may be dark', () => {
    for (const { key } of SAMPLE_REPORT.sections) {
      const svg = draw(sectionOf(key), { theme: 'auto' });
      const [, style = ''] = /<style>@media \(prefers-color-scheme:dark\)\{(.*)\}<\/style>/.exec(svg) ?? [];
      const colours = [...svg.replace(style, '').matchAll(/ (fill|stroke)="(#\w+)"/g)];
      expect(colours.length).toBeGreaterThan(10);
      for (const [, what, colour] of colours) expect(style).toContain(`[${what}="${colour}"]{${what}:#`);
      expect(draw(sectionOf(key))).not.toContain('<style');
    }
  });
});

describe('the picture of a chart', () => {
  it('is a PNG so many times as wide as the chart', () => {
    const png = Buffer.from(chartPng(draw(sectionOf('by_state'), { width: 360 }), { scale: 3 }));
    expect(png.subarray(0, 8).toString('latin1')).toBe('\x89PNG\r\n\x1a\n');
    expect(png.readUInt32BE(16)).toBe(1080);
  });

  it('has its words in the font that comes along: without them it is another', () => {
    const svg = draw(sectionOf('by_state'));
    const mute = svg.replace(/<text .*<\/text>\n/g, '');
    const ink = (text: string): number => chartPixels(text, 720).rgb.filter((byte) => byte < 128).length;
    expect(ink(svg)).toBeGreaterThan(ink(mute) + 5000);
  });

  it('comes as bare pixels of the width that is asked for', () => {
    const { width, height, rgb } = chartPixels(draw(sectionOf('by_state')), 500);
    expect(width).toBe(500);
    expect(rgb).toHaveLength(width * height * 3);
    expect([...rgb.subarray(0, 3)]).toEqual([255, 255, 255]);
  });
});
