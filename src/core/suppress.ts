// Statistical disclosure control of the public figures: which counts of persons are not told, so that nobody can be made out in them.
// Practice of official statistics (BPS, for what Satu Data Indonesia publishes): cells below three persons are suppressed (primary), and
// with them whatever would let them be reckoned from sums (complementary).
import type { Indicators } from './figures.ts';

/** From so many persons on a count is told. */
const LEAST_TOLD = 3;

/** A count of persons that is published, and those that add up to it: each list of them, in whatever ways it is broken down. */
export interface Cell {
  readonly key: string;
  readonly count: number;
  readonly breakdowns?: readonly (readonly Cell[])[];
}

/**
 * Keys of the cells that are not told. A count of nobody is told: it says nothing of anybody. The others of a suppressed cell's breakdown
 * hold one of at least three persons that is not told either, the smallest there is; where there is none their total is not told, nor, in
 * each other breakdown of that total, the smallest such part. So every small cell could be another number, and all that is told still fit.
 */
export function withheld(total: Cell): ReadonlySet<string> {
  const all = withParts(total);
  const hidden = new Set(all.filter(({ count }) => count > 0 && count < LEAST_TOLD).map(({ key }) => key));
  let before: number;
  do {
    before = hidden.size;
    for (const cell of all) for (const parts of cell.breakdowns ?? []) protect(cell, parts, hidden);
  } while (hidden.size > before);
  return hidden;
}

function withParts(cell: Cell): Cell[] {
  return [cell, ...(cell.breakdowns ?? []).flat().flatMap(withParts)];
}

/** One equation: the parts add up to their total. */
function protect(total: Cell, parts: readonly Cell[], hidden: Set<string>): void {
  if (![total, ...parts].some(({ key }) => hidden.has(key))) return;
  const roomy = parts.filter(isRoomy).toSorted((one, other) => one.count - other.count);
  if (!roomy.some(({ key }) => hidden.has(key))) hidden.add((roomy[0] ?? total).key);
}

/** Could be one person fewer without any cell in it becoming empty: then another could be one more. */
function isRoomy({ count, breakdowns = [] }: Cell): boolean {
  return count >= LEAST_TOLD && breakdowns.every((parts) => parts.some(isRoomy));
}

/** Keys of the cells of `publishedCells`; the total's is `total`. */
export const cellKey = {
  total: 'total',
  elsewhere: 'elsewhere',
  sex: (sex: string): string => `sex ${sex}`,
  status: (status: string): string => `status ${status}`,
  golongan: (code: string): string => `golongan ${code}`,
  area: (name: string): string => `area ${name}`,
  office: (name: string): string => `office ${name}`,
} as const;

/**
 * The second indicator as it is published: all holders, by sex, by golongan (PPPK and status unknown beside it), and where there is a list
 * of Perangkat Daerah by area and office.
 */
export function publishedCells(figures: Indicators): Cell {
  const { holders, bySex, byStatus, byGolongan, byOffice, byArea, elsewhere } = figures;
  const offices = byOffice.map(({ name, area, persons }) => ({ area, key: cellKey.office(name), count: persons }));
  const areas = byArea.map(({ area, persons }) => ({
    key: cellKey.area(area),
    count: persons,
    breakdowns: [offices.filter((office) => office.area === area)],
  }));
  return {
    key: cellKey.total,
    count: holders.persons,
    breakdowns: [
      Object.entries(bySex).map(([sex, count]) => ({ key: cellKey.sex(sex), count })),
      [
        ...byGolongan.map(({ golongan, persons }) => ({ key: cellKey.golongan(golongan), count: persons })),
        { key: cellKey.status('pppk'), count: byStatus.pppk },
        { key: cellKey.status('unknown'), count: byStatus.unknown },
      ],
      ...(figures.offices === undefined ? [] : [[...areas, { key: cellKey.elsewhere, count: elsewhere.persons }]]),
    ],
  };
}
