import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check } from '../../src/core/check.ts';
import { realDate } from '../../src/core/local-date.ts';
import { checkNik, nikFacts } from '../../src/core/nik.ts';
import { checkNip, formatNip, nipFacts } from '../../src/core/nip.ts';

const TODAY = { today: '2026-11-20' };

function outcome(check: Check): string {
  return check.ok ? [check.value, ...check.doubts].join(' ') : `! ${check.problem}`;
}

describe('a NIK', () => {
  it.each([
    ['6571015505900001', '6571015505900001'],
    ['65.71.01.550590.0001', '6571015505900001'],
    ['6571 0155 0590 0001', '6571015505900001'],
    ['6571-01-550590-0001', '6571015505900001'],
    ['NIK: 6571015505900001', '6571015505900001'],
    ['NIK6571015505900001', '6571015505900001'],
    ['NIK saya 6571015505900001.', '6571015505900001'],
    ['６５７１０１５５０５９００００１', '6571015505900001'],
    ['٦٥٧١٠١٥٥٠٥٩٠٠٠٠١', '6571015505900001'],
    ['\u202E6571\u200B0155\u00A00590\u20110001', '6571015505900001'],
    ["'6571015505900001", '6571015505900001'],
    ['6571011505900001', '6571011505900001'],
    ['9901015505900001', '9901015505900001 unknown_region'],
    ['6500015505900001', '6500015505900001 unknown_region'],
    ['6571015505900000', '6571015505900000 serial_zero'],
    ['6571010101300001', '6571010101300001 unusual_age'],
    ['6571010101100001', '6571010101100001 unusual_age'],
    ['', '! empty'],
    [' \u200B ', '! empty'],
    ['saya', '! not_digits'],
    ['6571O15505900001', '! not_digits'],
    ['6571 lalu 015505900001', '! not_digits'],
    ['657101550590001', '! wrong_length'],
    ['65710155059000012', '! wrong_length'],
    ['19900515 201503 2 001', '! that_is_a_nip'],
    ['6571013202900001', '! impossible_birth_date'],
    ['6571017202900001', '! impossible_birth_date'],
    ['6571010013900001', '! impossible_birth_date'],
    ['6571013002900001', '! impossible_birth_date'],
    ['1'.repeat(501), '! too_long'],
  ])('typed as "%s" gives %s', (typed, expected) => {
    expect(outcome(checkNik(typed, TODAY))).toBe(expected);
  });

  it.each([
    ['6571015505900001', { birthDate: '1990-05-15', sex: 'female' }],
    ['6571011505900001', { birthDate: '1990-05-15', sex: 'male' }],
    ['6571012011100001', { birthDate: '2010-11-20', sex: 'male' }],
    ['6571012111100001', { birthDate: '1910-11-21', sex: 'male' }],
    ['6571012902000001', { birthDate: '2000-02-29', sex: 'male' }],
    ['6571012902010001', undefined],
  ])('%s says %o', (nik, facts) => {
    expect(nikFacts(nik, '2026-11-20')).toEqual(facts);
  });
});

describe('a NIP', () => {
  it.each([
    ['199005152015032001', '199005152015032001'],
    ['19900515 201503 2 001', '199005152015032001'],
    ['NIP. 19900515.201503.2.001', '199005152015032001'],
    ['NI PPPK 200012312024211001', '200012312024211001'],
    ['200012312024222001', '200012312024222001'],
    ['195001012015032001', '195001012015032001 unusual_age'],
    ['199005152027012001', '199005152027012001 unusual_start'],
    ['199005152026122001', '199005152026122001 unusual_start'],
    ['199005152026112001', '199005152026112001'],
    ['199005151995032001', '199005151995032001 unusual_start'],
    ['199005152015212001', '199005152015212001 unusual_start'],
    ['6571015505900001', '! that_is_a_nik'],
    ['130123456', '! wrong_length'],
    ['199002302015032001', '! impossible_birth_date'],
    ['209005152115032001', '! impossible_birth_date'],
    ['199005152015132001', '! impossible_start'],
    ['199005152015002001', '! impossible_start'],
    ['199005151985032001', '! impossible_start'],
    ['199005152015033001', '! impossible_sex'],
    ['200012312024213001', '! impossible_sex'],
    ['belum punya', '! not_digits'],
  ])('typed as "%s" gives %s', (typed, expected) => {
    expect(outcome(checkNip(typed, TODAY))).toBe(expected);
  });

  it('of a PNS tells the birth date, the sex and the year of appointment', () => {
    expect(nipFacts('199005152015032001')).toEqual({
      birthDate: '1990-05-15',
      sex: 'female',
      status: 'pns',
      startYear: 2015,
    });
  });

  it('of a PPPK is known by the 2 where a month would begin', () => {
    expect(nipFacts('200012312024211001')).toEqual({
      birthDate: '2000-12-31',
      sex: 'male',
      status: 'pppk',
      startYear: 2024,
    });
  });

  it('that is none says nothing', () => {
    expect(nipFacts('6571015505900001')).toBeUndefined();
    expect(nipFacts('')).toBeUndefined();
  });

  it('written out with spaces, dots or dashes is read back as it was', () => {
    fc.assert(
      fc.property(anyNip(), fc.constantFrom(' ', '.', '-', ' - ', '\u00A0'), (nip, separator) => {
        const written = formatNip(nip).replaceAll(' ', separator);
        expect(checkNip(written, TODAY)).toMatchObject({ ok: true, value: nip });
      }),
    );
  });

  it('and every other input is answered without an exception', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 700 }), (typed) => {
        expect(typeof checkNip(typed, TODAY).ok).toBe('boolean');
        expect(typeof checkNik(typed, TODAY).ok).toBe('boolean');
      }),
    );
  });
});

function anyNip(): fc.Arbitrary<string> {
  return fc
    .record({
      year: fc.integer({ min: 1960, max: 2004 }),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
      age: fc.integer({ min: 18, max: 22 }),
      start: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 20, max: 29 })),
      sex: fc.constantFrom(1, 2),
      serial: fc.integer({ min: 1, max: 999 }),
    })
    .map(({ year, month, day, age, start, sex, serial }) => {
      const born = (realDate(year, month, day) ?? '').replaceAll('-', '');
      return `${born}${year + age}${String(start).padStart(2, '0')}${sex}${String(serial).padStart(3, '0')}`;
    });
}
