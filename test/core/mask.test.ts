import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask, maskDigits } from '../../src/core/mask.ts';
import { FIELD_KINDS } from '../../src/core/profile.ts';

describe('a masked answer', () => {
  it.each([
    ['nik', '6571015505900001', '6571••••••••0001'],
    ['nip', '199005152015032001', '1990•••••••••••001'],
    ['phone', '+6281234567890', '+62812•••••890'],
    ['office_mail', 'sinta.melati@tarakankota.go.id', 's•••@tarakankota.go.id'],
    ['name', "Sinta Nur'aini", 'S••• N•••'],
    ['text', 'Dinas Kesehatan', 'D•••'],
    ['nik', '12345', '•••••'],
    ['office_mail', 'no address', 'n•••'],
    ['text', '', '•••'],
  ] as const)('of kind %s: %s is shown as %s', (kind, value, shown) => {
    expect(mask(value, kind)).toBe(shown);
  });

  it('never shows a number of eight digits', () => {
    fc.assert(
      fc.property(fc.constantFrom(...FIELD_KINDS), fc.stringMatching(/^\+?\d{8,18}$/), (kind, value) => {
        if (kind !== 'name') expect(mask(value, kind)).not.toMatch(/\d{8}/);
      }),
    );
  });
});

describe('free text with masked numbers', () => {
  it.each([
    ['NIK saya 6571015505900001 ya', 'NIK saya 65••••••••••••01 ya'],
    ['19900515 201503 2 001', '19•••••• •••••• • •01'],
    ['65.71.01.550590.0001', '65.••.••.••••••.••01'],
    ['0812-3456-7890', '08••-••••-••90'],
    ['Surat 045/12/2026', 'Surat 045/12/2026'],
    ['Mohon sebelum 20-11-2026.', 'Mohon sebelum 20-11-2026.'],
    ['Datang 2026-11-20 08:30', 'Datang 2026-11-20 08:30'],
    ['1990-05-15 201503 2 001', '19••-••-•• •••••• • •01'],
    ['kode 1234567', 'kode 1234567'],
    ['ruang 12, lantai 3', 'ruang 12, lantai 3'],
    ['６５７１０１５５０５９００００１', '６５••••••••••••０１'],
  ])('"%s" becomes "%s"', (text, shown) => {
    expect(maskDigits(text)).toBe(shown);
  });

  it('is quick on ten megabytes', () => {
    const text = '12 34-5 '.repeat(1_250_000);
    expect(maskDigits(text)).toHaveLength(text.length);
  });
});
