// The list of all Perangkat Daerah as a spreadsheet: what is wrong with a row, or with the list, is said; so is what it changes.
import { describe, expect, it } from 'vitest';
import { officesChange, readOffices, strangeNames } from '../../src/app/import-offices.ts';
import type { Office } from '../../src/core/office-list.ts';
import { readCsv } from '../../src/sheets/read-csv.ts';
import { readXlsx } from '../../src/sheets/read-xlsx.ts';
import { xlsx } from '../helpers/sheet-file.ts';

const TODAY = '2026-11-18';
const HEAD = 'Nama;Wilayah;Singkatan;Mulai;Sampai;Menjadi';

function read(...lines: string[]): Office[] {
  const found = readOffices(readCsv(Buffer.from(lines.join('\n'))), TODAY);
  if ('problems' in found) throw new Error(found.problems.join(' | '));
  const errors = found.results.flatMap((each) => each.errors.map((error) => `${each.row}: ${error}`));
  if (errors.length > 0) throw new Error(errors.join(' | '));
  return found.results.flatMap(({ office }) => office ?? []);
}

describe('a list of offices', () => {
  it('names each with its area, its other names, and its days', () => {
    const lines = [
      HEAD,
      'Dinas Kesehatan;Tarakan Tengah;"Dinkes, DKK";;;',
      'Dinas Pos;Tarakan Barat;;01/02/2020;31/12/2025;Dinas Komunikasi',
      'Dinas Komunikasi;Tarakan Barat;Diskominfo;1 Januari 2026;;',
      ';;;;;',
    ];
    expect(read(...lines)).toEqual([
      { name: 'Dinas Kesehatan', area: 'Tarakan Tengah', also: ['Dinkes', 'DKK'] },
      {
        name: 'Dinas Pos',
        area: 'Tarakan Barat',
        from: '2020-02-01',
        until: '2025-12-31',
        into: 'Dinas Komunikasi',
      },
      { name: 'Dinas Komunikasi', area: 'Tarakan Barat', also: ['Diskominfo'], from: '2026-01-01' },
    ]);
  });

  it.each(['Nama,Wilayah', 'No,OPD,Kecamatan,Nama lain,Keterangan', 'Name,Area,Abbreviation,From,Until,Becomes'])(
    'has columns known by their names in two languages: %s',
    (head) => {
      expect(() => read(head, head.replaceAll(/[^,]+/g, ''), 'Dinas A,Dinas A')).not.toThrow(/kolom/);
    },
  );

  it.each([
    { lines: [''], why: 'berkas ini kosong' },
    { lines: [HEAD], why: 'tidak ada baris' },
    { lines: ['Nama;Singkatan', 'Dinas A;A'], why: 'kolom Wilayah tidak ada' },
    { lines: ['Nama;Wilayah;Kepala', 'Dinas A;Barat;X'], why: '"Kepala" tidak dikenal' },
    { lines: [HEAD, 'Dinas A;;;;;'], why: '2: Wilayah: kosong' },
    { lines: [HEAD, '=HYPERLINK(A1);Barat;;;;'], why: '2: Nama: tidak diawali huruf atau angka' },
    { lines: [HEAD, 'Dinas A;@SUM(A1);;;;'], why: '2: Wilayah: tidak diawali huruf atau angka' },
    { lines: [HEAD, 'Dinas A;Barat;DA, -DA;;;'], why: '2: Singkatan: salah satunya' },
    { lines: [HEAD, `${'x'.repeat(300)};Barat;;;;`], why: '2: Nama: terlalu panjang' },
    { lines: [HEAD, 'Dinas A;Barat;;kemarin;;'], why: '2: Mulai: bukan tanggal' },
    { lines: [HEAD, 'Dinas A;Barat;;;31/02/2026;'], why: '2: Sampai: tanggal ini tidak ada' },
    { lines: [HEAD, 'Dinas A;Barat;;;;', 'DINAS A;Barat;;;;'], why: '"DINAS A" ada dua kali (juga pada "Dinas A")' },
    { lines: [HEAD, 'Dinas A;Barat;;;2026-01-01;Dinas B'], why: '"Dinas A" menjadi "Dinas B", yang tidak ada' },
  ])('is refused with the reason: $why', ({ lines, why }) => {
    expect(() => read(...lines)).toThrow(why);
  });

  it('is refused where a cell is a formula, whatever its result', () => {
    const rows = readXlsx(xlsx([HEAD.split(';'), [{ formula: 'A9', result: 'Dinas A' }, 'Barat']]));
    expect(readOffices(rows, TODAY)).toEqual({
      results: [{ row: 2, errors: ['Nama: berisi rumus; mohon tulis nilainya'] }],
    });
  });

  it('has at most 2,000 rows', () => {
    const lines = (count: number): string[] => Array.from({ length: count }, (_, at) => `Dinas ${at};Barat;;;;`);
    expect(read(HEAD, ...lines(2000))).toHaveLength(2000);
    expect(() => read(HEAD, ...lines(2001))).toThrow('lebih dari 2000 baris');
  });
});

const HEALTH: Office = { name: 'Dinas Kesehatan', area: 'Tengah', also: ['Dinkes'] };
const WORKS: Office = { name: 'Dinas Pekerjaan Umum', area: 'Barat' };

it('tells which offices a new list adds, leaves out and changes', () => {
  const before = [HEALTH, WORKS];
  const offices = [
    { ...HEALTH, area: 'Timur' },
    { name: 'Dinas Sosial', area: 'Barat' },
  ];
  expect(officesChange(offices, before)).toEqual({
    added: ['Dinas Sosial'],
    gone: ['Dinas Pekerjaan Umum'],
    changed: ['Dinas Kesehatan'],
  });
  expect(officesChange(before, before)).toEqual({ added: [], gone: [], changed: [] });
  expect(officesChange([HEALTH])).toMatchObject({ added: ['Dinas Kesehatan'] });
});

it('finds the names in records that no office of the day has, and guesses what was meant without deciding it', () => {
  const inUse = [
    { office: 'dinas kesehatan', persons: 4 },
    { office: 'DINKES', persons: 3 },
    { office: 'Dinas Kesehatn', persons: 1 },
    { office: 'Dinas Pasar', persons: 2 },
    { office: 'Dinas Kesehatn', persons: 1 },
    { office: 'Dinas Pekerjaan Umum', persons: 5 },
    { persons: 9 },
  ];
  const offices = [HEALTH, { ...WORKS, until: '2025-12-31' }];
  expect(strangeNames(inUse, offices, TODAY)).toEqual([
    { name: 'Dinas Pekerjaan Umum', persons: 5, meant: 'Dinas Pekerjaan Umum' },
    { name: 'Dinas Kesehatn', persons: 2, meant: 'Dinas Kesehatan' },
    { name: 'Dinas Pasar', persons: 2 },
  ]);
});
