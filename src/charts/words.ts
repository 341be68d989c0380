// How wide words are in DejaVu Sans, the font of the charts, and how they are broken into lines. Nothing here needs a screen.

/** Advance widths of the printable ASCII characters, in hundredths of the size. */
const WIDTHS: ReadonlyMap<string, number> = new Map(
  (
    [
      [28, `'ijl`],
      [30, 'IJ'],
      [32, ' ,.'],
      [34, '/:;\\|'],
      [37, 'f-'],
      [40, '()[]t!r'],
      [50, '"*_`'],
      [55, 'sz?c'],
      [58, 'FLk'],
      [61, 'Pvxy'],
      [64, '$0123456789ESTYabdeghnopqu{}'],
      [69, 'ABVXZK'],
      [76, 'CRHNU'],
      [79, '&DGOQ'],
      [87, '#+<=>^~Mw'],
    ] as const
  ).flatMap(([width, characters]) => Array.from(characters, (character) => [character, width] as const)),
);

/** Of any other character: as wide as the widest of these. */
const WIDEST = 100;

const ELLIPSIS = '…';

/** In pixels, never too little. */
export function widthOf(text: string, size: number): number {
  let hundredths = 0;
  for (const character of text) hundredths += WIDTHS.get(character) ?? WIDEST;
  return (hundredths * size) / 100;
}

/** At most so many lines, none wider than `width` pixels; what does not fit is shortened with an ellipsis. */
export function lay(text: string, size: number, width: number, most: number): string[] {
  const fits = (line: string): boolean => widthOf(line, size) <= width;
  const lines: string[] = [];
  let rest = clean(text);
  while (rest !== '' && lines.length < most) {
    const line = lines.length === most - 1 || fits(rest) ? rest : head(rest, fits);
    lines.push(fits(line) ? line : shortened(line, fits));
    rest = rest.slice(line.length).trimStart();
  }
  return lines;
}

/**
 * A line as it is handed to be drawn. The drawing library keeps the words that it has measured as keys of a plain object: `__proto__` would
 * change every object of the process. A space that is not seen makes another key of a word that all objects have.
 */
export function asWords(line: string): string {
  return Reflect.has(Object.prototype, line) ? `${line}\u00A0` : line;
}

/** Without control characters, which an SVG may not hold. */
function clean(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\uFFFE\uFFFF]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** As many whole words as fit; a first word that does not is taken whole. */
function head(text: string, fits: (line: string) => boolean): string {
  const words = text.split(' ');
  let line = words[0] ?? '';
  for (const word of words.slice(1)) {
    if (!fits(`${line} ${word}`)) break;
    line += ` ${word}`;
  }
  return line;
}

function shortened(text: string, fits: (line: string) => boolean): string {
  const characters = Array.from(text);
  while (characters.length > 0 && !fits(`${characters.join('').trimEnd()}${ELLIPSIS}`)) characters.pop();
  return `${characters.join('').trimEnd()}${ELLIPSIS}`;
}
