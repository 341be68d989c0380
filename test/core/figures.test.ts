// The figures made of tallies: shares, rows for what is not known, percentiles, and where requests stand.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indicators, requestLines, stepLines } from '../../src/core/figures.ts';
import type { Office } from '../../src/core/office-list.ts';
import type { HolderTally, RequestTally, StepTally } from '../../src/core/tally.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';

const DAY = '2026-11-20';
const profile = loadProfile('tarakan');
const OFFICES: readonly Office[] = [
  { name: 'Dinas Sosial', area: 'Utara' },
  { name: 'Dinas Kesehatan', area: 'Selatan', also: ['Dinkes'] },
  { name: 'Badan Aset', area: 'Utara' },
  { name: 'Dinas Pasar', area: 'Timur', until: '2026-06-30', into: 'Dinas Sosial' },
];

function holders(persons: number, part: Partial<HolderTally> = {}): HolderTally {
  return { persons, active: persons, nearEnd: 0, expired: 0, revoked: 0, passphraseOverdue: 0, ...part };
}

describe('the indicators', () => {
  const tallies = [
    holders(4, { office: 'Dinas Sosial', golongan: 'III/c', status: 'pns', sex: 'female', nearEnd: 1 }),
    holders(2, { office: 'Dinas Pasar', golongan: 'II/a', status: 'pns', sex: 'male' }),
    holders(3, { office: 'dinkes', status: 'pns', sex: 'male', active: 0, expired: 2, revoked: 1 }),
    holders(5, { office: 'Dinas Entah', golongan: 'IX', status: 'pppk', sex: 'female', passphraseOverdue: 2 }),
    holders(1),
  ];

  it('are the share of offices with an active certificate, and the holders by what is known of them', () => {
    const made = indicators(tallies, OFFICES, DAY);
    expect(made).toMatchObject({ day: DAY, offices: 3, using: 1 });
    expect(made.share).toBeCloseTo(100 / 3);
    expect(made.holders).toEqual({
      persons: 15,
      active: 12,
      nearEnd: 1,
      expired: 2,
      revoked: 1,
      passphraseOverdue: 2,
    });
    expect(made.bySex).toEqual({ male: 5, female: 9, unknown: 1 });
    expect(made.byStatus).toEqual({ pns: 9, pppk: 5, unknown: 1 });
    expect(made.byGolongan).toEqual([
      { golongan: 'II/a', persons: 2 },
      { golongan: 'III/c', persons: 4 },
      { golongan: 'unknown', persons: 3 },
    ]);
  });

  it('count the people of an office that was merged with those of its successor, whose former name is kept', () => {
    const { byOffice } = indicators(tallies, OFFICES, DAY);
    expect(byOffice.map(({ name, persons, formerly, area }) => [name, persons, formerly, area])).toEqual([
      ['Badan Aset', 0, [], 'Utara'],
      ['Dinas Kesehatan', 3, [], 'Selatan'],
      ['Dinas Sosial', 6, ['Dinas Pasar'], 'Utara'],
    ]);
    const before = indicators(tallies, OFFICES, '2026-06-30');
    expect(before.byOffice.map(({ name, persons }) => [name, persons])).toEqual([
      ['Badan Aset', 0],
      ['Dinas Kesehatan', 3],
      ['Dinas Pasar', 2],
      ['Dinas Sosial', 4],
    ]);
    expect(before).toMatchObject({ offices: 4, using: 2, share: 50 });
  });

  it('have a row for those whose office is unknown or on no list, so that nobody is lost', () => {
    const { elsewhere, byOffice } = indicators(tallies, OFFICES, DAY);
    expect(elsewhere).toMatchObject({ persons: 6, active: 6, passphraseOverdue: 2 });
    expect(byOffice.reduce((sum, { persons }) => sum + persons, elsewhere.persons)).toBe(15);
  });

  it('are told by area, those without a certificate too', () => {
    expect(indicators(tallies, OFFICES, DAY).byArea).toEqual([
      { area: 'Selatan', offices: 1, using: 0, persons: 3 },
      { area: 'Utara', offices: 2, using: 1, persons: 6 },
    ]);
  });

  it('have no share, no denominator and no areas where nobody has said which offices there are', () => {
    const made = indicators(tallies, undefined, DAY);
    expect(made).not.toHaveProperty('offices');
    expect(made).not.toHaveProperty('share');
    expect(made.byArea).toEqual([]);
    expect(made.using).toBe(3);
    expect(made.byOffice.map(({ name, persons }) => [name, persons])).toEqual([
      ['Dinas Entah', 5],
      ['Dinas Pasar', 2],
      ['Dinas Sosial', 4],
      ['dinkes', 3],
    ]);
    expect(made.elsewhere.persons).toBe(1);
  });

  it('are had without a long wait of a list as long as may be brought in', () => {
    const many = Array.from({ length: 2_000 }, (_, at) => ({ name: `Kelurahan ${at}`, area: `Kecamatan ${at % 20}` }));
    const each = many.flatMap(({ name }) => Array.from({ length: 20 }, () => holders(1, { office: name })));
    const began = performance.now();
    expect(indicators(each, many, DAY)).toMatchObject({ offices: 2_000, using: 2_000, elsewhere: { persons: 0 } });
    // It takes half a second; looked up for each tally anew it took ten.
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it('have no share of no offices', () => {
    expect(indicators([], [], DAY)).not.toHaveProperty('share');
  });

  it('are naught where nothing was issued yet', () => {
    const made = indicators([], OFFICES, DAY);
    expect(made).toMatchObject({ offices: 3, using: 0, share: 0, byGolongan: [] });
    expect(made.holders).toEqual(holders(0));
    expect(made.bySex).toEqual({ male: 0, female: 0, unknown: 0 });
  });

  it('lose nobody whose golongan is not one of his status', () => {
    const odd = [holders(2, { status: 'pns', golongan: 'IX' }), holders(1, { status: 'pns', golongan: 'III/a' })];
    expect(indicators(odd, OFFICES, DAY).byGolongan).toEqual([
      { golongan: 'III/a', persons: 1 },
      { golongan: 'unknown', persons: 2 },
    ]);
  });
});

describe('the time used at a step', () => {
  const SERVICE = 'penerbitan';
  const taken = (step: string, minutes: number, count: number, late = 0): StepTally => ({
    service: SERVICE,
    step,
    minutes,
    count,
    late,
  });

  it('has a line for each step decided on, in the order of the SOP, those it no longer has last', () => {
    const lines = stepLines(
      [taken('gone', 7, 1), taken('pemeriksaan', 30, 2, 2), taken('disposisi_kepala_dinas', 5, 1)],
      profile,
    );
    expect(lines).toEqual([
      {
        service: SERVICE,
        step: 'disposisi_kepala_dinas',
        allowed: { minutes: 15 },
        decisions: 1,
        median: 5,
        p90: 5,
        late: 0,
      },
      { service: SERVICE, step: 'pemeriksaan', allowed: { minutes: 10 }, decisions: 2, median: 30, p90: 30, late: 2 },
      { service: SERVICE, step: 'gone', decisions: 1, median: 7, p90: 7, late: 0 },
    ]);
  });

  it('is none where nothing was decided', () => {
    expect(stepLines([], profile)).toEqual([]);
  });

  it('has the nearest-rank percentiles of all the single decisions', () => {
    const group = fc.record({ minutes: fc.nat(40), count: fc.integer({ min: 1, max: 6 }), late: fc.nat(3) });
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 12 }), (groups) => {
        const [line] = stepLines(
          groups.map(({ minutes, count, late }) => taken('pemeriksaan', minutes, count, late)),
          profile,
        );
        const every = groups.flatMap(({ minutes, count }) => Array.from({ length: count }, () => minutes));
        /** The least value that at least so large a part of all is not above. */
        const nearest = (part: number): number =>
          Math.min(...every.filter((value) => every.filter((each) => each <= value).length >= part * every.length));
        expect(line).toMatchObject({
          decisions: every.length,
          median: nearest(0.5),
          p90: nearest(0.9),
          late: groups.reduce((total, { late }) => total + late, 0),
        });
      }),
    );
  });
});

describe('where requests stand', () => {
  const last = (kind: RequestTally['kind'], step: string, part: Partial<RequestTally> = {}): RequestTally => ({
    service: 'penerbitan',
    profileVersion: 'v1',
    kind,
    step,
    count: 1,
    ...part,
  });

  it.each<[string, RequestTally, object]>([
    [
      'at the step after the one it was handed in at',
      last('application_submitted', 'pengajuan'),
      at('disposisi_kepala_dinas'),
    ],
    [
      'at the step after the one decided',
      last('step_decided', 'pendataan', { decision: 'dispose' }),
      at('pemeriksaan'),
    ],
    [
      'where the decision leads',
      last('step_decided', 'pembaruan_data', { service: 'perubahan_data', decision: 'complete' }),
      at('konfirmasi'),
    ],
    ['with the applicant', last('papers_returned', 'pemeriksaan'), { state: 'returned', step: 'pemeriksaan' }],
    ['back at the step that returned its papers', last('papers_replaced', 'pemeriksaan'), at('pemeriksaan')],
    ['nowhere: completed', last('application_completed', 'penyerahan'), { state: 'completed' }],
    ['nowhere: rejected', last('application_rejected', 'pemeriksaan'), { state: 'rejected' }],
    ['nowhere: withdrawn', last('application_withdrawn', 'pendataan'), { state: 'withdrawn' }],
  ])('%s', (_, tally, place) => {
    const { service } = tally;
    expect(requestLines([tally], [], { v1: profile })).toEqual([{ service, ...place, count: 1, late: 0 }]);
  });

  it('is added up over the ways that lead there, with the late ones of the step', () => {
    const tallies = [
      last('step_decided', 'pendataan', { decision: 'dispose', count: 3 }),
      last('papers_replaced', 'pemeriksaan', { count: 2 }),
      last('papers_returned', 'pemeriksaan', { count: 4 }),
    ];
    const late = [
      { service: 'penerbitan', step: 'pemeriksaan', count: 2 },
      { service: 'pembaruan', step: 'pemeriksaan', count: 9 },
    ];
    expect(requestLines(tallies, late, { v1: profile })).toEqual([
      { service: 'penerbitan', state: 'in_progress', step: 'pemeriksaan', count: 5, late: 2 },
      { service: 'penerbitan', state: 'returned', step: 'pemeriksaan', count: 4, late: 0 },
    ]);
  });

  it('is where handing it in leads to, also where that is not the next step', () => {
    const { penerbitan } = profile.services;
    const [first, ...others] = penerbitan?.steps ?? [];
    if (!penerbitan || !first) throw new Error('no service');
    const decisions = first.decisions.map((each) =>
      each.kind === 'submit' ? { ...each, next: 'pemeriksaan' } : { ...each, next: 'penyerahan' },
    );
    const leaping = {
      ...profile,
      services: { penerbitan: { ...penerbitan, steps: [{ ...first, decisions }, ...others] } },
    };
    const handedIn = last('application_submitted', first.id);
    expect(requestLines([handedIn], [], { v1: leaping }).map(({ step }) => step)).toEqual(['pemeriksaan']);
  });

  it('follows the SOP that each was handed in under', () => {
    const { penerbitan } = profile.services;
    if (!penerbitan) throw new Error('no service');
    const steps = penerbitan.steps.filter(({ id }) => id !== 'pendataan');
    const shorter = { ...profile, services: { penerbitan: { ...penerbitan, steps } } };
    const decided = last('step_decided', 'disposisi_kepala_bidang', { decision: 'dispose' });
    const lines = requestLines([decided, { ...decided, profileVersion: 'v2' }], [], { v1: profile, v2: shorter });
    expect(lines.map(({ step }) => step)).toEqual(['pendataan', 'pemeriksaan']);
    expect(() => requestLines([{ ...decided, profileVersion: 'v3' }], [], { v1: profile })).toThrow('v3');
  });
});

function at(step: string): object {
  return { state: 'in_progress', step };
}
