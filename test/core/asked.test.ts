import { describe, expect, it } from 'vitest';
import { fieldsAsked, papersAsked } from '../../src/core/asked.ts';
import type { Service } from '../../src/core/profile.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';

const { services } = loadProfile('babel');

function service(key: string): Service {
  const found = services[key];
  if (!found) throw new Error(`no service ${key}`);
  return found;
}

function keysAsked(key: string, answers: Readonly<Record<string, string>>): readonly string[] {
  const of = service(key);
  return [...fieldsAsked(of, answers), ...papersAsked(of, answers)].map((each) => each.key);
}

describe('what a service asks for', () => {
  it.each([
    ['penyalahgunaan', []],
    ['mutasi_internal', ['sk_mutasi']],
    ['mutasi_keluar', ['sk_mutasi']],
    ['pensiun', ['sk_pemberhentian']],
    ['meninggal', ['sk_pemberhentian']],
    ['mengundurkan_diri', ['sk_pemberhentian']],
  ])('is, for a revocation on the ground %s, the letter and %j', (ground, papers) => {
    const asked = papersAsked(service('pencabutan'), { dasar_pencabutan: ground }).map(({ key }) => key);
    expect(asked).toEqual(['surat_pencabutan', ...papers]);
  });

  it('leaves out, until the choice is made, what depends on it', () => {
    expect(papersAsked(service('pencabutan'), {}).map(({ key }) => key)).toEqual(['surat_pencabutan']);
  });

  it('is a new NIK and the card where the NIK has changed, the decree where the position has', () => {
    const always = ['yang_berubah', 'nama', 'nip', 'perangkat_daerah', 'email_dinas', 'whatsapp'];
    const more = (answers: Readonly<Record<string, string>>) =>
      keysAsked('perubahan_data', answers).filter((key) => !always.includes(key));
    expect(more({ yang_berubah: 'nik' })).toEqual(['nik', 'ktp']);
    expect(more({ yang_berubah: 'jabatan' })).toEqual(['jabatan', 'sk_terakhir']);
    expect(more({ yang_berubah: 'email' })).toEqual([]);
  });

  it('does not hang on the answer of a question that is not asked any more', () => {
    const change = service('perubahan_data');
    const [first] = change.fields;
    if (!first) throw new Error('no field');
    const second = { ...first, key: 'kedua', when: { yang_berubah: ['nik'] } };
    const third = { ...first, key: 'ketiga', when: { kedua: ['nik'] } };
    const chained = { fields: [first, second, third] };
    const keys = (yang_berubah: string) => fieldsAsked(chained, { yang_berubah, kedua: 'nik' }).map(({ key }) => key);
    expect(keys('nik')).toEqual(['yang_berubah', 'kedua', 'ketiga']);
    expect(keys('email')).toEqual(['yang_berubah']);
  });

  it('is everything where nothing has a condition', () => {
    expect(fieldsAsked(service('penerbitan'), {})).toBe(service('penerbitan').fields);
    expect(papersAsked(service('penerbitan'), {})).toBe(service('penerbitan').papers);
  });
});
