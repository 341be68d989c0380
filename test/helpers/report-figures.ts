// Invented figures for the tests of the report: two areas, an office that was merged, people of whom little is known.
import id from '../../locales/id.json' with { type: 'json' };
import en from '../../locales/en.json' with { type: 'json' };
import type { Figures } from '../../src/core/figures.ts';
import { indicators } from '../../src/core/figures.ts';
import type { Office } from '../../src/core/office-list.ts';
import type { HolderTally } from '../../src/core/tally.ts';
import { createTexts } from '../../src/engine/text.ts';

export const texts = createTexts({ id, en });

export const OFFICES: readonly Office[] = [
  { name: 'Dinas Alfa', area: 'Utara', until: '2026-06-30', into: 'Dinas Alfa Beta' },
  { name: 'Dinas Beta', area: 'Utara', until: '2026-06-30', into: 'Dinas Alfa Beta' },
  { name: 'Dinas Alfa Beta', area: 'Utara', from: '2026-07-01' },
  { name: 'Dinas Gama', area: 'Utara' },
  { name: 'Dinas Delta', area: 'Selatan' },
  { name: 'Dinas Epsilon', area: 'Selatan' },
];

/** So many holders with one active certificate each. */
export function holders(persons: number, facts: Partial<HolderTally>): HolderTally {
  return { persons, active: persons, nearEnd: 0, expired: 0, revoked: 0, passphraseOverdue: 0, ...facts };
}

export const HOLDERS: readonly HolderTally[] = [
  holders(6, { office: 'Dinas Alfa', status: 'pns', golongan: 'III/a', sex: 'male', nearEnd: 2, passphraseOverdue: 1 }),
  holders(5, { office: 'dinas beta', status: 'pns', golongan: 'III/b', sex: 'female' }),
  holders(2, { office: 'Dinas Gama', status: 'pppk', golongan: 'IX', sex: 'female' }),
  holders(9, { office: 'Dinas Delta', status: 'pns', golongan: 'III/b', sex: 'male' }),
  holders(4, { office: 'Dinas Epsilon', status: 'pns', sex: 'female', active: 0, expired: 3, revoked: 1 }),
  holders(3, { office: 'Dinas Entah' }),
];

interface Given extends Partial<Omit<Figures, 'indicators'>> {
  readonly tallies?: readonly HolderTally[];
  /** null: nobody has said which there are. */
  readonly offices?: readonly Office[] | null;
  readonly day?: string;
}

export function makeFigures({
  tallies = HOLDERS,
  offices = OFFICES,
  day = '2026-12-31',
  ...rest
}: Given = {}): Figures {
  return {
    madeAt: '2027-01-05T02:00:00.000Z',
    indicators: indicators(tallies, offices ?? undefined, day),
    from: '2026-01-01',
    isToday: false,
    months: [],
    grounds: [],
    requests: [],
    steps: [],
    reasons: [],
    checks: [],
    ...rest,
  };
}
