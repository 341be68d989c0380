// The three metadata tables, as the official form has them, filled with what the profile says.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../src/core/profile.ts';
import { LANGUAGES } from '../../src/core/profile.ts';
import type { ReportSection } from '../../src/core/report.ts';
import { makeReport } from '../../src/engine/report.ts';
import { loadProfile, shippedProfiles } from '../../src/sop/load-profile.ts';
import { makeFigures, texts } from '../helpers/report-figures.ts';

function metadataOf(profile: Profile, language: 'id' | 'en' = 'id'): readonly ReportSection[] {
  return makeReport(makeFigures({ tallies: [], day: '2025-12-31' }), { edition: 'public', language, texts, profile })
    .metadata;
}

function valueOf(profile: Profile, item: string): unknown {
  return metadataOf(profile)[0]?.rows.find(([, each]) => each === item)?.[2];
}

describe('the metadata of the activity', () => {
  const profile = loadProfile('bangka-selatan');

  it.each([
    ['Judul Kegiatan', 'Kompilasi Data Sertifikat Elektronik yang Diterbitkan di Pemerintah Kabupaten Bangka Selatan'],
    ['Tahun', '2025'],
    ['Instansi Penyelenggara', 'Dinas Komunikasi dan Informatika Kabupaten Bangka Selatan'],
    ['Email', 'diskominfo@bangkaselatankab.go.id'],
    ['Telepon', '-'],
    ['Jabatan', 'Kepala Bidang Persandian, Statistik dan Pemberdayaan TIK'],
    ['Nama', '-'],
    ['Perencanaan Kegiatan', '10 Januari 2025 s/d 17 Januari 2025'],
    ['Diseminasi Hasil', '1 Januari 2026 s/d 20 Februari 2026'],
    ['Wilayah Kegiatan', 'Kepulauan Bangka Belitung; Kabupaten Bangka Selatan'],
    ['Tingkat Penyajian Hasil Analisis', 'Kabupaten/Kota'],
    ['Data Mikro', 'Tidak'],
    ['Digital (Softcopy)', 'Ya'],
  ])('says for "%s": %s', (item, value) => {
    expect(valueOf(profile, item)).toBe(value);
  });

  it('has the numbers of the form', () => {
    const rows = metadataOf(profile)[0]?.rows ?? [];
    const numbers = rows.flatMap(([number]) => (typeof number === 'string' ? number : []));
    const chapters = numbers.filter((number) => /^[IVX]+$/.test(number));
    expect(chapters).toEqual(['I', 'II', 'III', 'IV', 'VI', 'VII', 'VIII']);
    expect(numbers.filter((number) => /^\d\.\d$/.test(number))).toEqual(
      '1.1 1.2 1.3 1.4 1.5 2.1 2.2 3.1 3.2 3.3 3.4 4.1 4.2 4.3 4.4 4.5 4.6 4.7 4.8 6.1 6.2 6.3 6.4 6.5 6.6 6.7 7.1 7.2 7.3 7.4 8.1 8.2'.split(
        ' ',
      ),
    );
  });

  it('begins the background with the laws it rests on', () => {
    expect(valueOf(profile, 'Latar Belakang')).toMatch(
      /^Dasar hukum: a\. Undang-Undang Nomor 19 Tahun 2016 .*; e\. Peraturan Bupati Bangka Selatan .*\. Sertifikat elektronik/,
    );
  });

  it('leaves open what nobody has said', () => {
    const silent = { ...profile, contacts: {} };
    for (const item of ['Alamat', 'Telepon', 'Email', 'Identitas Rekomendasi', 'Pengumpul data/enumerator'])
      expect(valueOf(silent, item), item).toBe('-');
  });

  it('is a province without a regency', () => {
    const babel = loadProfile('babel');
    expect(valueOf(babel, 'Wilayah Kegiatan')).toBe('Kepulauan Bangka Belitung');
    expect(valueOf(babel, 'Tingkat Penyajian Hasil Analisis')).toBe('Provinsi');
    expect(metadataOf(babel)[2]?.rows.map((row) => row.at(-2))).toEqual(['Provinsi', 'Provinsi']);
  });
});

describe('the metadata of variables and indicators', () => {
  const [, variables, indicators] = metadataOf(loadProfile('tarakan'));

  it('have the columns of the form', () => {
    expect(variables?.columns).toHaveLength(14);
    expect(indicators?.columns).toHaveLength(16);
    for (const { columns, rows } of [variables, indicators].flatMap((each) => each ?? []))
      expect(rows.every((row) => row.length === columns.length)).toBe(true);
  });

  it('name seven variables and both indicators', () => {
    expect(variables?.rows.map(([, name]) => name)).toEqual([
      'Perangkat Daerah',
      'Nama',
      'Sertifikat Elektronik',
      'Tanda Tangan Elektronik',
      'Nama Domain',
      'Penanda Tangan',
      'Aparatur Sipil Negara (ASN)',
    ]);
    expect(indicators?.rows.map(([, name]) => name)).toEqual([
      'Persentase Perangkat Daerah yang Menggunakan Sertifikat Elektronik',
      'Jumlah Pegawai Aparatur Sipil Negara (ASN) yang Sudah Terbit TTE (Tanda Tangan Elektronik)',
    ]);
    expect(indicators?.rows.map((row) => row.at(-2))).toEqual(['Kota', 'Kota']);
  });

  it('do not call public what names a person', () => {
    expect(variables?.rows.filter((row) => row.at(-1) === 'Tidak').map(([, name]) => name)).toEqual([
      'Nama',
      'Nama Domain',
      'Penanda Tangan',
    ]);
  });
});

describe.each(shippedProfiles())('the metadata of %s', (name) => {
  const profile = loadProfile(name);

  it('are Indonesian whoever reads them, under titles in his language', () => {
    const [id, en] = LANGUAGES.map((language) => metadataOf(profile, language));
    expect(id?.map(({ rows }) => rows)).toEqual(en?.map(({ rows }) => rows));
    expect(id?.map(({ title }) => title)).not.toEqual(en?.map(({ title }) => title));
  });

  it('name no person and no personal contact', () => {
    const text = JSON.stringify(metadataOf(profile)) + readFileSync(`src/sop/profiles/${name}.yaml`, 'utf8');
    expect(text).not.toMatch(/@gmail|@yahoo|\bS\.\s?(?:Pt|Kom|Sos|IP)\b(?<!Melati, S\.Kom)/);
  });
});

it('an agency that publishes nothing has no metadata', () => {
  const { publication, ...profile } = loadProfile('tarakan');
  expect(publication).toBeDefined();
  expect(metadataOf(profile)).toEqual([]);
});
