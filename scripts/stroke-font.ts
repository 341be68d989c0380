// Letters drawn as lines, so that the sample pictures need no font from the machine. Upper case only.

/** Polylines on a grid 4 wide and 6 high, y downwards: each point is two digits, x and y. */
const GLYPHS: Readonly<Record<string, string>> = {
  A: '06 20 46|14 34',
  B: '06 00 30 41 42 33 03|33 44 45 36 06',
  C: '41 30 10 01 05 16 36 45',
  D: '00 30 41 45 36 06 00',
  E: '40 00 06 46|03 33',
  F: '40 00 06|03 33',
  G: '41 30 10 01 05 16 36 45 43 23',
  H: '00 06|40 46|03 43',
  I: '20 26|10 30|16 36',
  J: '40 45 36 16 05',
  K: '00 06|40 03 46',
  L: '00 06 46',
  M: '06 00 23 40 46',
  N: '06 00 46 40',
  O: '10 30 41 45 36 16 05 01 10',
  P: '06 00 30 41 42 33 03',
  Q: '10 30 41 45 36 16 05 01 10|34 46',
  R: '06 00 30 41 42 33 03|23 46',
  S: '41 30 10 01 02 13 33 44 45 36 16 05',
  T: '00 40|20 26',
  U: '00 05 16 36 45 40',
  V: '00 26 40',
  W: '00 16 23 36 40',
  X: '00 46|40 06',
  Y: '00 23 40|23 26',
  Z: '00 40 06 46',
  '0': '10 30 41 45 36 16 05 01 10',
  '1': '11 20 26|16 36',
  '2': '01 10 30 41 42 06 46',
  '3': '01 10 30 41 42 33 13|33 44 45 36 16 05',
  '4': '36 30 04 44',
  '5': '40 00 03 33 44 45 36 16 05',
  '6': '40 20 02 05 16 36 45 44 33 03',
  '7': '00 40 16',
  '8': '13 02 01 10 30 41 42 33 13 04 05 16 36 45 44 33',
  '9': '42 33 13 02 01 10 30 41 44 26 06',
  '.': '26 26',
  ',': '25 17',
  ':': '22 22|25 25',
  '/': '06 40',
  '-': '13 33',
  '(': '30 12 14 36',
  ')': '10 32 34 16',
  "'": '20 22',
};

export interface Stroke {
  readonly from: readonly [number, number];
  readonly to: readonly [number, number];
}

/** The lines of a text whose capitals are `height` high, from its upper left corner. */
export function strokesOf(text: string, height: number): Stroke[] {
  const unit = height / 6;
  return [...text.toUpperCase()].flatMap((letter, index) =>
    (GLYPHS[letter] ?? '').split('|').flatMap((line) => {
      const points = line
        .split(' ')
        .filter((point) => point.length === 2)
        .map((point): [number, number] => [(Number(point[0]) + index * 5.6) * unit, Number(point[1]) * unit]);
      return points.slice(1).flatMap((to, at): Stroke[] => {
        const from = points[at];
        return from ? [{ from, to }] : [];
      });
    }),
  );
}

/** How wide a text of that height is. */
export function widthOf(text: string, height: number): number {
  return Math.max(0, (text.length * 5.6 - 1.6) * (height / 6));
}
