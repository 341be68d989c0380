import { describe, expect, it } from 'vitest';
import { checkField, checkText } from '../../src/core/check-field.ts';
import type { Check } from '../../src/core/check.ts';
import { checkDate } from '../../src/core/date.ts';
import { GOLONGAN, checkGolongan, findGolongan } from '../../src/core/golongan.ts';
import { checkName } from '../../src/core/name.ts';
import { checkOfficeMail } from '../../src/core/office-mail.ts';
import { checkPhone } from '../../src/core/phone.ts';

function outcome(check: Check): string {
  return check.ok ? [check.value, ...check.doubts].join(' ') : `! ${check.problem}`;
}

describe('a golongan', () => {
  it.each([
    ['III/d', 'III/d'],
    ['III D', 'III/d'],
    ['iiid', 'III/d'],
    ['III.d', 'III/d'],
    ['lll/d', 'III/d'],
    ['3d', 'III/d'],
    ['3/D', 'III/d'],
    ['Gol. III/d', 'III/d'],
    ['golongan ruang IV/e', 'IV/e'],
    ['Golongan III / d', 'III/d'],
    ['Penata Tk. I (III/d)', 'III/d'],
    ['Penata Tk. I / III d', 'III/d'],
    ['Penata Tk. I, III/d', 'III/d'],
    ['Penata Tingkat I', 'III/d'],
    ['penata tk.1', 'III/d'],
    ['Penata Tk. I', 'III/d'],
    ['Pangkat: Penata Tk. I', 'III/d'],
    ['III/d - Penata Tk. I', 'III/d'],
    ['Penata Tk. II', '! unknown_golongan'],
    ['Penata', 'III/c'],
    ['golongan', '! unknown_golongan'],
    ['Pembina Utama Muda', 'IV/c'],
    ['Pembina Utama Muda, IV/c', 'IV/c'],
    ['saya golongan III/a', 'III/a'],
    ['ＩＶ/ａ', 'IV/a'],
    ['IX', 'IX'],
    ['PPPK IX', 'IX'],
    ['gol 9', 'IX'],
    ['9', 'IX'],
    ['XVII', 'XVII'],
    ['III', 'III'],
    ['III/e', '! unknown_golongan'],
    ['V/a', '! unknown_golongan'],
    ['XVIII', '! unknown_golongan'],
    ['0', '! unknown_golongan'],
    ['18', '! unknown_golongan'],
    ['honorer', '! unknown_golongan'],
    ['', '! empty'],
  ])('typed as "%s" gives %s', (typed, expected) => {
    expect(outcome(checkGolongan(typed))).toBe(expected);
  });

  it('is one of 17 grades of PNS, each with a rank, and 17 of PPPK', () => {
    expect(GOLONGAN.filter(({ status, pangkat }) => status === 'pns' && pangkat !== undefined)).toHaveLength(17);
    expect(GOLONGAN.filter(({ status, pangkat }) => status === 'pppk' && pangkat === undefined)).toHaveLength(17);
    expect(findGolongan('IV/d')).toEqual({ code: 'IV/d', status: 'pns', pangkat: 'Pembina Utama Madya' });
  });

  it.each(GOLONGAN)('$code is understood as it is written, and by its rank', ({ code, pangkat }) => {
    expect(outcome(checkGolongan(code))).toBe(code);
    if (pangkat !== undefined) expect(outcome(checkGolongan(pangkat))).toBe(code);
  });
});

describe('a phone number', () => {
  it.each([
    ['0812-3456-7890', '+6281234567890'],
    ['0812 3456 7890', '+6281234567890'],
    ['62812 3456 7890', '+6281234567890'],
    ['+62 812-3456-7890', '+6281234567890'],
    ['+62 (0)812-3456-7890', '+6281234567890'],
    ['(+62) 81234567890', '+6281234567890'],
    ['006281234567890', '+6281234567890'],
    ['81234567890', '+6281234567890'],
    ['+81234567890', '! not_indonesian'],
    ['WA: 081234567890', '+6281234567890'],
    ['https://wa.me/6281234567890', '+6281234567890'],
    ['０８１２３４５６７８９０', '+6281234567890'],
    ['0811432000', '+62811432000'],
    ['081234567890123', '! not_a_phone'],
    ['0812345678901', '+62812345678901'],
    ['084012345678', '+6284012345678 unknown_prefix'],
    ['0551 21212', '! not_a_mobile'],
    ['+65 8123 4567', '! not_indonesian'],
    ['0812', '! not_a_phone'],
    ['tidak ada', '! not_a_phone'],
    ['6571015505900001', '! not_a_phone'],
    ['', '! empty'],
  ])('typed as "%s" gives %s', (typed, expected) => {
    expect(outcome(checkPhone(typed))).toBe(expected);
  });
});

describe('an official mail address', () => {
  const context = { mailDomains: ['tarakankota.go.id'] };

  it.each([
    ['sinta.melati@tarakankota.go.id', 'sinta.melati@tarakankota.go.id'],
    [' Sinta.Melati@TarakanKota.go.id. ', 'sinta.melati@tarakankota.go.id'],
    ['sinta @ tarakankota.go.id', 'sinta@tarakankota.go.id'],
    ['Sinta Melati <sinta@tarakankota.go.id>', 'sinta@tarakankota.go.id'],
    ['mailto:sinta@tarakankota.go.id', 'sinta@tarakankota.go.id'],
    ['email: sinta@tarakankota.go.id', 'sinta@tarakankota.go.id'],
    ['sinta@dinkes.tarakankota.go.id', 'sinta@dinkes.tarakankota.go.id'],
    ['sinta_1990@tarakankota.go.id', 'sinta_1990@tarakankota.go.id'],
    ['sinta-melati@tarakankota.go.id', 'sinta-melati@tarakankota.go.id mail_characters'],
    ['sinta+tte@tarakankota.go.id', 'sinta+tte@tarakankota.go.id mail_characters'],
    ['sinta@gmail.com', '! not_office_mail'],
    ['sinta@eviltarakankota.go.id', '! not_office_mail'],
    ['sinta@tarakankota.go.id.evil.com', '! not_office_mail'],
    ['sinta@tarakankotа.go.id', '! not_a_mail'],
    ['sinta@@tarakankota.go.id', '! not_a_mail'],
    ['sinta..m@tarakankota.go.id', '! not_a_mail'],
    ['sinta', '! not_a_mail'],
    ['', '! empty'],
  ])('typed as "%s" gives %s', (typed, expected) => {
    expect(outcome(checkOfficeMail(typed, context))).toBe(expected);
  });
});

describe('a name', () => {
  it.each([
    ['Sinta Melati', 'Sinta Melati'],
    ['dr. Sinta Melati, Sp.A., M.Kes.', 'dr. Sinta Melati, Sp.A., M.Kes.'],
    ['  Sinta \n  Melati ,S.E. ', 'Sinta Melati,S.E.'],
    ['Nur\u2019aini Putri-Ayu', "Nur'aini Putri-Ayu"],
    ['Budi\u202E\u0000 Raharjo\u200B', 'Budi Raharjo'],
    ['Ｂｕｄｉ', 'Budi'],
    ['José Ximenes', 'José Ximenes'],
    ['Wu', 'Wu'],
    ['H. M. Budi (alm. Raharjo)', 'H. M. Budi (alm. Raharjo)'],
    ['Budi2', '! digits_in_name'],
    ['Budi <b>', '! not_a_name'],
    ['Budi 😀', '! not_a_name'],
    ['siapa?', '! not_a_name'],
    ['...', '! not_a_name'],
    ['B', '! too_short'],
    ['', '! empty'],
    ['\u200B', '! empty'],
    ['a'.repeat(101), '! too_long'],
    ['a'.repeat(1_000_000), '! too_long'],
  ])('typed as "%s" gives %s', (typed, expected) => {
    expect(outcome(checkName(typed))).toBe(expected);
  });
});

describe('a date', () => {
  it.each([
    ['1/2/2026', '2026-02-01'],
    ['01-02-2026', '2026-02-01'],
    ['1.2.2026', '2026-02-01'],
    ['1 2 2026', '2026-02-01'],
    ['2026-02-01', '2026-02-01'],
    ['2026/2/1', '2026-02-01'],
    ['1 Februari 2026', '2026-02-01'],
    ['1 feb 26', '2026-02-01'],
    ["1 Feb '26", '2026-02-01'],
    ['1 Pebruari 2026', '2026-02-01'],
    ['17 Agustus 2026', '2026-08-17'],
    ['17 ags 2026', '2026-08-17'],
    ['1 March 2026', '2026-03-01'],
    ['1 Mei 2026.', '2026-05-01'],
    ['25 Des. 1990', '1990-12-25'],
    ['Jumat, 20 November 2026', '2026-11-20'],
    ['tanggal 20 Nopember 2026', '2026-11-20'],
    ['15/5/90', '1990-05-15'],
    ['hari ini', '2026-11-20'],
    ['Kemarin', '2026-11-19'],
    ['besok', '2026-11-21'],
    ['today', '2026-11-20'],
    ['18 November', '2026-11-18 year_assumed'],
    ['25/12', '2025-12-25 year_assumed'],
    ['29 Februari', '2024-02-29 year_assumed'],
    ['29 Februari 2028', '2028-02-29'],
    ['29 Februari 2026', '! not_a_date'],
    ['31/4/2026', '! not_a_date'],
    ['2/13/2026', '! not_a_date'],
    ['1 Febtober 2026', '! not_a_date'],
    ['1 marmelade 2026', '! not_a_date'],
    ['minggu depan', '! not_a_date'],
    ['', '! empty'],
  ])('typed as "%s" gives %s', (typed, expected) => {
    expect(outcome(checkDate(typed, { today: '2026-11-20' }))).toBe(expected);
  });
});

describe('a field', () => {
  const context = { today: '2026-11-20', mailDomains: ['tarakankota.go.id'] };
  const options = [
    { id: 'baru', label: { id: 'Permohonan baru', en: 'New request' } },
    { id: 'ulang', label: { id: 'Perpanjangan', en: 'Renewal' } },
  ];

  it.each([
    ['name', 'Sinta Melati', 'Sinta Melati'],
    ['nip', '19900515 201503 2 001', '199005152015032001'],
    ['nik', '6571 0155 0590 0001', '6571015505900001'],
    ['golongan', '3b', 'III/b'],
    ['office_mail', 'SINTA@tarakankota.go.id', 'sinta@tarakankota.go.id'],
    ['phone', '0812-3456-7890', '+6281234567890'],
    ['date', 'kemarin', '2026-11-19'],
    ['text', ' Dinas   Kesehatan ', 'Dinas Kesehatan'],
    ['choice', 'BARU', 'baru'],
    ['choice', 'renewal', 'ulang'],
    ['choice', 'lain', '! unknown_option'],
  ] as const)('of kind %s takes "%s" as %s', (kind, typed, expected) => {
    expect(outcome(checkField({ kind, options }, typed, context))).toBe(expected);
  });

  it.each([
    ['name', 'dr. Nur\u2019aini ,S.E.'],
    ['nip', 'NIP. 19500101 202701 2 001'],
    ['nik', '99.01.01.150590.0000'],
    ['golongan', 'Penata Tk. I (III/d)'],
    ['golongan', 'PPPK 9'],
    ['office_mail', 'Sinta-M@TarakanKota.go.id'],
    ['phone', '084012345678'],
    ['phone', '+62 (0)812-3456-7890'],
    ['date', 'Jumat, 20 Nop 2026'],
    ['text', ' Dinas \u200B Kesehatan'],
    ['choice', 'New Request'],
  ] as const)('of kind %s gives the same value and doubts when its value is checked again ("%s")', (kind, typed) => {
    const first = checkField({ kind, options }, typed, context);
    expect(first.ok).toBe(true);
    if (first.ok) expect(checkField({ kind, options }, first.value, context)).toEqual(first);
  });

  it.each([
    ['Pranata Komputer Ahli Pertama', 'Pranata Komputer Ahli Pertama'],
    ['???', '! too_short'],
    ['', '! empty'],
    ['a'.repeat(201), '! too_long'],
  ])('of free text answers "%s" with %s', (typed, expected) => {
    expect(outcome(checkText(typed))).toBe(expected);
  });
});
