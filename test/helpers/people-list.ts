// Lists of invented people, as the head of an office sends them with one letter for all.
import { xlsx } from './sheet-file.ts';
import type { Written } from './sheet-file.ts';

export const HEAD = ['Nama', 'NIP', 'Email Dinas', 'Golongan'] as const;

/** Name, NIP, mail, golongan. */
export const PEOPLE: readonly (readonly string[])[] = [
  ['Rina Melati', '199005152015032001', 'rina.melati@tarakankota.go.id', 'III/b'],
  ['Bayu Saputra', '198704122010011002', 'bayu.saputra@tarakankota.go.id', 'III/c'],
  ['Dewi Kusuma', '199203032018012003', 'dewi.kusuma@tarakankota.go.id', ''],
];

/** The same people in the service of another government. */
export function peopleAt(domain: string): readonly (readonly string[])[] {
  return PEOPLE.map((cells) => cells.map((cell) => cell.replace('tarakankota.go.id', domain)));
}

/** So many people, all different. */
export function manyPeople(count: number): (readonly string[])[] {
  return Array.from({ length: count }, (_, index) => {
    const nip = `19900515201503${index % 2 === 0 ? 1 : 2}${String(index + 1).padStart(3, '0')}`;
    return [`Pegawai ${letters(index)}`, nip, `pegawai.${letters(index).toLowerCase()}@tarakankota.go.id`, 'III/a'];
  });
}

/** A name without digits. */
function letters(index: number): string {
  return [index / 676, index / 26, index].map((each) => String.fromCharCode(65 + (Math.floor(each) % 26))).join('');
}

export function listXlsx(people: readonly (readonly Written[])[] = PEOPLE, head: readonly string[] = HEAD): Uint8Array {
  return xlsx([head, ...people]);
}

export function listCsv(people = PEOPLE, head: readonly string[] = HEAD): Uint8Array {
  return Buffer.from([head, ...people].map((row) => row.map((cell) => `"${cell}"`).join(';')).join('\r\n'));
}
