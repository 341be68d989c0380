// A chart as a picture, for chats and for paper.
import { createRequire } from 'node:module';
import type { RenderedImage, ResvgRenderOptions } from '@resvg/resvg-js';
import { Resvg } from '@resvg/resvg-js';

const FONT = createRequire(import.meta.url).resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue of each pixel, a byte each, row by row. */
  readonly rgb: Uint8Array;
}

/** The bytes of a PNG of a `chartSvg` in its light dress; `scale`: pixels for each of the SVG's, 2 unless told. */
export function chartPng(svg: string, { scale = 2 }: { readonly scale?: number } = {}): Uint8Array {
  return render(svg, { mode: 'zoom', value: scale }).asPng();
}

/** The same without a format around it, so many pixels wide. */
export function chartPixels(svg: string, wide: number): Pixels {
  const { width, height, pixels } = render(svg, { mode: 'width', value: Math.round(wide) });
  const rgb = new Uint8Array(width * height * 3);
  // The ground is opaque: the fourth byte says nothing.
  for (let from = 0, to = 0; to < rgb.length; from += 4, to += 3) {
    rgb[to] = pixels[from] ?? 0;
    rgb[to + 1] = pixels[from + 1] ?? 0;
    rgb[to + 2] = pixels[from + 2] ?? 0;
  }
  return { width, height, rgb };
}

function render(svg: string, fitTo: NonNullable<ResvgRenderOptions['fitTo']>): RenderedImage {
  const font = { loadSystemFonts: false, fontFiles: [FONT], defaultFontFamily: 'DejaVu Sans' };
  return new Resvg(svg, { font, fitTo }).render();
}
