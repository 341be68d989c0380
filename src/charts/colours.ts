// The colours of the charts: told apart in grey and without red or green, and what they become on a dark page.

/** No two of these stand for two things: on a dark page each is replaced by what it is called. */
export const COLOURS = {
  ground: '#ffffff',
  ink: '#14292f',
  faint: '#4b6167',
  line: '#d3dfde',
  edge: '#3c5157',
  onDark: '#fefefe',
  onLight: '#13282e',
} as const;

interface Tone {
  readonly fill: string;
  readonly dark: string;
  /** Of numbers upon it. */
  readonly label: string;
}

/** Neighbours are far apart in lightness. */
const TONES: readonly Tone[] = [
  { fill: '#0d5c63', dark: '#4fb8be', label: COLOURS.onDark },
  { fill: '#e5892f', dark: '#e08a3c', label: COLOURS.onLight },
  { fill: '#9fd0ee', dark: '#b5def5', label: COLOURS.onLight },
  { fill: '#7a4fa0', dark: '#a483cc', label: COLOURS.onDark },
  { fill: '#f5d977', dark: '#f4dc8d', label: COLOURS.onLight },
  { fill: '#66757b', dark: '#8f9da3', label: COLOURS.onDark },
];

/** Of the series with this number, from 0. */
export function tone(index: number): Tone {
  return TONES[index % TONES.length] ?? { fill: COLOURS.edge, dark: COLOURS.line, label: COLOURS.onDark };
}

const ON_DARK_PAGE: readonly (readonly [string, string])[] = [
  [COLOURS.ground, '#13262c'],
  [COLOURS.ink, '#e6f0ef'],
  [COLOURS.faint, '#a3b8ba'],
  [COLOURS.line, '#254048'],
  [COLOURS.edge, '#13262c'],
  [COLOURS.onDark, '#0b171b'],
  [COLOURS.onLight, '#0b171b'],
  ...TONES.map(({ fill, dark }) => [fill, dark] as const),
];

/** A rule overrides what a mark says of itself by an attribute. */
export const DARK_STYLE = `@media (prefers-color-scheme:dark){${ON_DARK_PAGE.map(
  ([light, dark]) => `[fill="${light}"]{fill:${dark}}[stroke="${light}"]{stroke:${dark}}`,
).join('')}}`;
