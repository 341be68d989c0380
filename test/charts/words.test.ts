// How wide words are taken to be, against the font itself, and how they are broken into lines.
import { createRequire } from 'node:module';
import { Resvg } from '@resvg/resvg-js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lay, widthOf } from '../../src/charts/words.ts';

const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');

/** As wide as it is drawn. */
function drawnWidth(text: string): number {
  const words = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="900" height="40"><text x="20" y="30" font-family="DejaVu Sans" font-size="20">${words}</text></svg>`;
  return new Resvg(svg, { font: { loadSystemFonts: false, fontFiles: [FONT] } }).getBBox()?.width ?? 0;
}

describe('the width of words', () => {
  it.each([
    'Dinas Pemberdayaan Perempuan dan Perlindungan Anak',
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
    'abcdefghijklmnopqrstuvwxyz',
    '0123456789 .,:;!?()[]{}',
    '"#$%&*+-/<=>@\\^_`|~',
    'é ü – …',
  ])('is never less than it is, and hardly more: %s', (text) => {
    expect(widthOf(text, 20)).toBeGreaterThanOrEqual(drawnWidth(text));
    expect(widthOf(text, 20)).toBeLessThan(drawnWidth(text) * 1.35 + 8);
  });
});

describe('words in lines', () => {
  it('stand in as many lines as they need, broken between words', () => {
    expect(lay('Badan Keuangan Daerah', 10, 1000, 2)).toEqual(['Badan Keuangan Daerah']);
    expect(lay('Badan Keuangan Daerah', 10, 100, 2)).toEqual(['Badan Keuangan', 'Daerah']);
  });

  it('never exceed the width nor the lines, and lose nothing without an ellipsis', () => {
    const given = fc.tuple(
      fc.string({ maxLength: 80 }),
      fc.integer({ min: 30, max: 300 }),
      fc.integer({ min: 1, max: 3 }),
    );
    fc.assert(
      fc.property(given, ([text, width, most]) => {
        const lines = lay(text, 10, width, most);
        expect(lines.length).toBeLessThanOrEqual(most);
        for (const line of lines) expect(widthOf(line, 10)).toBeLessThanOrEqual(width);
        const whole = text.replace(/\s+/g, ' ').trim();
        if (!lines.some((line) => line.endsWith('…'))) expect(lines.join(' ')).toBe(whole);
      }),
    );
  });
});
