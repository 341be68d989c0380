import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indicators } from '../../src/core/figures.ts';
import type { HolderTally } from '../../src/core/tally.ts';
import type { Cell } from '../../src/core/suppress.ts';
import { publishedCells, withheld } from '../../src/core/suppress.ts';

function leaf(key: string, count: number): Cell {
  return { key, count };
}

function sumOf(key: string, ...breakdowns: readonly (readonly Cell[])[]): Cell {
  const count = (breakdowns[0] ?? []).reduce((sum, part) => sum + part.count, 0);
  return { key, count, breakdowns };
}

function hiddenOf(total: Cell): string[] {
  return [...withheld(total)].toSorted();
}

function allOf(cell: Cell): Cell[] {
  return [cell, ...(cell.breakdowns ?? []).flat().flatMap(allOf)];
}

/** Cells under the total, each with one breakdown at most. */
const leaves = (least: number, most: number): fc.Arbitrary<number[]> =>
  fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 12 })), {
    minLength: least,
    maxLength: most,
  });

/** A total broken down three ways at once: flat, by areas with their offices, and by status with golongan within PNS. */
const tables: fc.Arbitrary<Cell> = fc
  .tuple(fc.array(leaves(1, 3), { minLength: 1, maxLength: 3 }), leaves(1, 1), fc.nat(), fc.nat(), fc.nat())
  .map(([areas, elsewhere, women, civil, grade]) => {
    const byArea = [
      ...areas.map((offices, at) =>
        sumOf(
          `area ${at}`,
          offices.map((count, office) => leaf(`office ${at}.${office}`, count)),
        ),
      ),
      leaf('elsewhere', elsewhere[0] ?? 0),
    ];
    const all = byArea.reduce((sum, { count }) => sum + count, 0);
    const female = women % (all + 1);
    const pns = civil % (all + 1);
    const low = grade % (pns + 1);
    const bySex = [leaf('female', female), leaf('male', all - female)];
    const byGrade = [leaf('III/a', low), leaf('III/b', pns - low)];
    return sumOf('total', byArea, bySex, [sumOf('pns', byGrade), leaf('pppk', all - pns)]);
  });

/**
 * All numbers that a cell and what is below it could be, by what is told and what one knows: parts add up, and what is not told is at
 * least one (nobody would be told). Exact, since the breakdowns share nothing but their total.
 */
function possible(
  cell: Cell,
  hidden: ReadonlySet<string>,
  most: number,
  assumed?: readonly [string, number],
): number[] {
  const own = !hidden.has(cell.key)
    ? [cell.count]
    : assumed?.[0] === cell.key
      ? [assumed[1]]
      : Array.from({ length: most }, (_, at) => at + 1);
  return (cell.breakdowns ?? []).reduce((left, parts) => {
    const sums = parts.reduce<ReadonlySet<number>>(
      (before, part) => {
        const numbers = possible(part, hidden, most, assumed);
        return new Set([...before].flatMap((sum) => numbers.map((each) => sum + each).filter((each) => each <= most)));
      },
      new Set([0]),
    );
    return left.filter((each) => sums.has(each));
  }, own);
}

function couldBe(key: string, value: number, total: Cell, hidden: ReadonlySet<string>): boolean {
  return possible(total, hidden, total.count + 2, [key, value]).length > 0;
}

/** Could the cell be another number than it is? */
function isOpen(key: string, count: number, total: Cell, hidden: ReadonlySet<string>): boolean {
  const others = Array.from({ length: total.count + 2 }, (_, at) => at + 1).filter((each) => each !== count);
  return hidden.has(key) && others.some((value) => couldBe(key, value, total, hidden));
}

describe('what is not told', () => {
  it('is nothing where every count is nobody or at least three', () => {
    expect(hiddenOf(sumOf('total', [leaf('a', 0), leaf('b', 3), leaf('c', 7)]))).toEqual([]);
  });

  it('is a cell of one or two, and the smallest of its breakdown that has three or more', () => {
    expect(hiddenOf(sumOf('total', [leaf('a', 2), leaf('b', 9), leaf('c', 4), leaf('d', 0)]))).toEqual(['a', 'c']);
  });

  it('is one of three or more even where two are small, for they could both be told by their sum', () => {
    expect(hiddenOf(sumOf('total', [leaf('a', 1), leaf('b', 1), leaf('c', 5), leaf('d', 8)]))).toEqual(['a', 'b', 'c']);
  });

  it('is the total too, where nothing else could stand for the cell, and a part of it wherever it is broken down', () => {
    const bySex = [leaf('female', 2), leaf('male', 1)];
    expect(hiddenOf(sumOf('total', bySex, [leaf('III/a', 3), leaf('III/b', 0)]))).toEqual([
      'III/a',
      'female',
      'male',
      'total',
    ]);
  });

  it('goes up from an office to its area, and from there to another area and one of its offices', () => {
    const first = sumOf('area 1', [leaf('office 1', 2), leaf('office 2', 2)]);
    const second = sumOf('area 2', [leaf('office 3', 6), leaf('office 4', 5)]);
    const third = sumOf('area 3', [leaf('office 5', 20)]);
    expect(hiddenOf(sumOf('total', [first, second, third]))).toEqual([
      'area 1',
      'area 2',
      'office 1',
      'office 2',
      'office 4',
    ]);
  });

  it('does not hide behind an area that has only small offices itself', () => {
    const small = sumOf('area 1', [leaf('office 1', 1), leaf('office 2', 1), leaf('office 3', 1)]);
    const total = sumOf('total', [leaf('elsewhere', 1), small, leaf('area 2', 9), leaf('area 3', 8)]);
    expect(hiddenOf(total)).toEqual(['area 1', 'area 3', 'elsewhere', 'office 1', 'office 2', 'office 3']);
  });

  it('is everybody where there are fewer than three in all', () => {
    expect(hiddenOf(sumOf('total', [leaf('a', 2), leaf('b', 0)]))).toEqual(['a', 'total']);
  });
});

/** Holders of offices on the list or not, of whom little or much is known. */
const tallies: fc.Arbitrary<HolderTally[]> = fc.array(
  fc
    .record(
      {
        persons: fc.integer({ min: 1, max: 4 }),
        office: fc.constantFrom('Dinas A', 'Dinas B', 'Dinas C', 'Dinas D', 'Dinas E'),
        status: fc.constantFrom('pns', 'pppk'),
        sex: fc.constantFrom('male', 'female'),
        golongan: fc.constantFrom('III/a', 'III/b', 'IX'),
      },
      { requiredKeys: ['persons'] },
    )
    .map((facts) => ({ active: 0, nearEnd: 0, expired: 0, revoked: 0, passphraseOverdue: 0, ...facts })),
  { maxLength: 9 },
);

const LIST = [
  { name: 'Dinas A', area: 'Utara', until: '2026-06-30', into: 'Dinas B' },
  { name: 'Dinas B', area: 'Utara' },
  { name: 'Dinas C', area: 'Utara' },
  { name: 'Dinas D', area: 'Selatan' },
];

describe.each([
  ['with a list of Perangkat Daerah', LIST],
  ['without one', undefined],
])('the published counts, %s,', (_, list) => {
  it('add up to their totals, and no small one can be reckoned', () => {
    fc.assert(
      fc.property(tallies, (given) => {
        const total = publishedCells(indicators(given, list, '2026-12-31'));
        const hidden = withheld(total);
        const cells = allOf(total);
        expect(new Set(cells.map(({ key }) => key)).size).toBe(cells.length);
        for (const { key, count, breakdowns = [] } of cells) {
          for (const parts of breakdowns) expect(parts.reduce((sum, part) => sum + part.count, 0)).toBe(count);
          if (count === 1 || count === 2) expect(isOpen(key, count, total, hidden), key).toBe(true);
        }
      }),
    );
  });
});

describe('who knows all that is told', () => {
  it('cannot reckon a small cell, whatever the counts', () => {
    fc.assert(
      fc.property(tables, (total) => {
        const hidden = withheld(total);
        for (const { key, count } of allOf(total)) {
          if (count === 1 || count === 2) expect(isOpen(key, count, total, hidden), key).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('finds two or more cells not told in each breakdown of a total that is told', () => {
    fc.assert(
      fc.property(tables, (total) => {
        const hidden = withheld(total);
        for (const cell of allOf(total)) {
          if (hidden.has(cell.key)) continue;
          for (const parts of cell.breakdowns ?? [])
            expect(parts.filter(({ key }) => hidden.has(key)).length).not.toBe(1);
        }
      }),
    );
  });

  it('is told of nobody where nobody is', () => {
    fc.assert(
      fc.property(tables, (total) => {
        const hidden = withheld(total);
        expect(allOf(total).filter(({ key, count }) => count === 0 && hidden.has(key))).toEqual([]);
      }),
    );
  });
});
