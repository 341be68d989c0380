// A small canvas for the sample pictures: shapes with soft edges, text as lines, out as JPEG.
import { encode } from 'jpeg-js';
import { strokesOf, widthOf } from './stroke-font.ts';

/** Red, green, blue: 0 to 255. */
export type Colour = readonly [number, number, number];

/** The distance to the shape's edge, positive inside; and the corners of a box outside which there is nothing of it. */
export interface Shape {
  readonly inside: (x: number, y: number) => number;
  readonly bounds: readonly [number, number, number, number];
}

export interface Canvas {
  fill(shape: Shape, colour: Colour, opacity?: number): void;
  text(text: string, x: number, y: number, height: number, colour: Colour, weight?: number): void;
  /** The same in the middle of a width, turned by an angle around its own middle. */
  stamp(text: string, x: number, y: number, height: number, colour: Colour, opacity: number, angle: number): void;
  blur(radius: number): void;
  /** The unevenness of a photograph; the same every time. */
  grain(strength: number): void;
  jpeg(quality: number): Uint8Array;
}

export function createCanvas(width: number, height: number, background: Colour): Canvas {
  let pixels = new Float32Array(width * height * 3);
  for (let at = 0; at < pixels.length; at += 1) pixels[at] = background[at % 3] ?? 0;

  function blend(x: number, y: number, colour: Colour, share: number): void {
    const at = (y * width + x) * 3;
    for (let band = 0; band < 3; band += 1) {
      const old = pixels[at + band] ?? 0;
      pixels[at + band] = old + ((colour[band] ?? 0) - old) * share;
    }
  }

  function line(x0: number, y0: number, x1: number, y1: number, weight: number, colour: Colour): void {
    fill(segment(x0, y0, x1, y1, weight / 2), colour);
  }

  function fill({ inside, bounds }: Shape, colour: Colour, opacity = 1): void {
    const [left, top, right, bottom] = bounds;
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, bottom); y += 1)
      for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x += 1) {
        const share = clamp(inside(x, y) + 0.5) * opacity;
        if (share > 0) blend(x, y, colour, share);
      }
  }

  return {
    fill,
    text(text, x, y, size, colour, weight = size / 7) {
      for (const { from, to } of strokesOf(text, size))
        line(x + from[0], y + from[1], x + to[0], y + to[1], weight, colour);
    },
    stamp(text, x, y, size, colour, opacity, angle) {
      const [sin, cos] = [Math.sin(angle), Math.cos(angle)];
      const turn = ([px, py]: readonly [number, number]): [number, number] => {
        const [dx, dy] = [px - widthOf(text, size) / 2, py - size / 2];
        return [x + dx * cos - dy * sin, y + dx * sin + dy * cos];
      };
      const lines = strokesOf(text, size).map(({ from, to }) => segment(...turn(from), ...turn(to), size / 16));
      // All lines as one shape: where they cross it is no darker.
      fill(union(lines), colour, opacity);
    },
    blur(radius) {
      for (let pass = 0; pass < 2; pass += 1) {
        pixels = smear(pixels, width, height, radius, 3, width * 3);
        pixels = smear(pixels, height, width, radius, width * 3, 3);
      }
    },
    grain(strength) {
      let seed = 7;
      for (let at = 0; at < pixels.length; at += 3) {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
        const noise = (seed / 2_147_483_648 - 0.5) * strength;
        for (let band = 0; band < 3; band += 1) pixels[at + band] = (pixels[at + band] ?? 0) + noise;
      }
    },
    jpeg(quality) {
      const data = new Uint8Array(width * height * 4).fill(255);
      for (let at = 0; at < width * height; at += 1)
        for (let band = 0; band < 3; band += 1)
          data[at * 4 + band] = Math.max(0, Math.min(255, Math.round(pixels[at * 3 + band] ?? 0)));
      return new Uint8Array(encode({ width, height, data }, quality).data);
    },
  };
}

export function box(x: number, y: number, width: number, height: number, round = 0): Shape {
  const inside = (px: number, py: number): number => {
    const dx = Math.abs(px - x - width / 2) - width / 2 + round;
    const dy = Math.abs(py - y - height / 2) - height / 2 + round;
    return round - Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) - Math.min(Math.max(dx, dy), 0);
  };
  return { inside, bounds: [x - 1, y - 1, x + width + 1, y + height + 1] };
}

export function oval(x: number, y: number, rx: number, ry: number): Shape {
  return {
    inside: (px, py) => (1 - Math.hypot((px - x) / rx, (py - y) / ry)) * Math.min(rx, ry),
    bounds: [x - rx - 1, y - ry - 1, x + rx + 1, y + ry + 1],
  };
}

/** What lies in both. */
export function meet(one: Shape, other: Shape): Shape {
  return { inside: (px, py) => Math.min(one.inside(px, py), other.inside(px, py)), bounds: one.bounds };
}

function union(shapes: readonly Shape[]): Shape {
  const edge = (at: 0 | 1 | 2 | 3, pick: (...values: number[]) => number) =>
    pick(...shapes.map(({ bounds }) => bounds[at]));
  return {
    inside(px, py) {
      let most = Number.NEGATIVE_INFINITY;
      for (const { inside, bounds } of shapes)
        if (px >= bounds[0] && py >= bounds[1] && px <= bounds[2] && py <= bounds[3])
          most = Math.max(most, inside(px, py));
      return most;
    },
    bounds: [edge(0, Math.min), edge(1, Math.min), edge(2, Math.max), edge(3, Math.max)],
  };
}

function segment(x0: number, y0: number, x1: number, y1: number, radius: number): Shape {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy || 1;
  const reach = radius + 1;
  return {
    inside(px, py) {
      const along = Math.max(0, Math.min(1, ((px - x0) * dx + (py - y0) * dy) / length));
      return radius - Math.hypot(px - x0 - along * dx, py - y0 - along * dy);
    },
    bounds: [Math.min(x0, x1) - reach, Math.min(y0, y1) - reach, Math.max(x0, x1) + reach, Math.max(y0, y1) + reach],
  };
}

/** A moving average along one direction: `step` from a pixel to the next, `row` from a row to the next. */
function smear(from: Float32Array, length: number, rows: number, radius: number, step: number, row: number) {
  const to = new Float32Array(from.length);
  for (let band = 0; band < 3; band += 1)
    for (let each = 0; each < rows; each += 1) {
      const at = (index: number) => each * row + Math.max(0, Math.min(length - 1, index)) * step + band;
      let sum = 0;
      for (let index = -radius; index <= radius; index += 1) sum += from[at(index)] ?? 0;
      for (let index = 0; index < length; index += 1) {
        to[at(index)] = sum / (2 * radius + 1);
        sum += (from[at(index + radius + 1)] ?? 0) - (from[at(index - radius)] ?? 0);
      }
    }
  return to;
}

function clamp(value: number): number {
  return Math.max(0, Math.min(1, value));
}
