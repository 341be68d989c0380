import { describe, expect, it } from 'vitest';
import { crossCheck } from '../../src/core/cross-check.ts';

const FIELDS = [
  { key: 'nip', kind: 'nip' },
  { key: 'nik', kind: 'nik' },
  { key: 'pangkat', kind: 'golongan' },
] as const;

const FITTING = { nip: '199005152015032001', nik: '6571015505900001', pangkat: 'III/b' };

function codes(answers: Record<string, string>): readonly string[] {
  return crossCheck(answers, FIELDS, '2026-11-20').map(({ code }) => code);
}

describe('answers about one person', () => {
  it('that agree are left alone', () => {
    expect(codes(FITTING)).toEqual([]);
  });

  it.each([
    ['another birthday in the NIK', { nik: '6571015605900001' }, ['birth_date_differs']],
    ['another sex in the NIK', { nik: '6571011505900001' }, ['sex_differs']],
    ['both', { nik: '6571011605900001' }, ['birth_date_differs', 'sex_differs']],
    ['a PNS with a grade of PPPK', { pangkat: 'IX' }, ['status_differs']],
    ['a PPPK with a grade of PNS', { nip: '199005152024212001' }, ['status_differs']],
    ['a PPPK with a grade of PPPK', { nip: '199005152024212001', pangkat: 'IX' }, []],
    ['an unreadable NIK', { nik: 'x' }, []],
  ])('with %s: %o', (_, changed, expected) => {
    expect(codes({ ...FITTING, ...changed })).toEqual(expected);
  });

  it('that are missing are not compared', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ nik: FITTING.nik })).toEqual([]);
    expect(crossCheck(FITTING, [], '2026-11-20')).toEqual([]);
  });

  it('that disagree are shown masked, with what each says', () => {
    expect(crossCheck({ ...FITTING, nik: '6571015605900001' }, FIELDS, '2026-11-20')).toEqual([
      {
        code: 'birth_date_differs',
        weight: 'contradiction',
        sides: [
          { field: 'nik', shown: '6571••••••••0001', says: '1990-05-16' },
          { field: 'nip', shown: '1990•••••••••••001', says: '1990-05-15' },
        ],
      },
    ]);
  });
});
