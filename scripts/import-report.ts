// What `npm run import` prints about a roll or a list of offices: a line for every row that is not plainly good, and the sum of all.
import type { OfficesChange, StrangeName } from '../src/app/import-offices.ts';
import type { RollReport } from '../src/app/import-roll.ts';
import type { OfficeRow } from '../src/core/office-rows.ts';

/** Lines on the terminal; the errors file of a roll has all errors. */
const MOST_LINES = 200;

export function reportRoll({ results, fresh, known }: RollReport): string[] {
  const lines = results.flatMap(({ row, nip, errors, warnings }) => {
    const who = nip === '' ? '' : ` (NIP ${nip})`;
    if (errors.length > 0) return [`baris ${row}${who}: SALAH: ${errors.join('; ')}`];
    return warnings.length > 0 ? [`baris ${row}${who}: perhatian: ${warnings.join('; ')}`] : [];
  });
  const wrong = results.filter(({ errors }) => errors.length > 0).length;
  return [
    ...shortened(lines),
    `${results.length} baris: ${fresh.length} baru, ${known} sudah tercatat, ${wrong} salah.`,
  ];
}

export function reportOfficeRows(results: readonly OfficeRow[]): string[] {
  const wrong = results.filter(({ errors }) => errors.length > 0);
  const lines = wrong.map(({ row, errors }) => `baris ${row}: SALAH: ${errors.join('; ')}`);
  return [
    ...shortened(lines),
    `${results.length} baris: ${results.length - wrong.length} baik, ${wrong.length} salah.`,
  ];
}

/** How the new list differs from the one that is in use. */
export function reportChange({ added, gone, changed }: OfficesChange): string[] {
  const lines = [
    ...added.map((name) => `baru: ${name}`),
    ...gone.map((name) => `tidak ada lagi: ${name}`),
    ...changed.map((name) => `berubah: ${name}`),
  ];
  const sum = `Dibandingkan daftar yang dipakai sekarang: ${added.length} baru, ${gone.length} tidak ada lagi, ${changed.length} berubah.`;
  return [...shortened(lines), sum];
}

/** Names in records, or in the file, that mean no office on the list. */
export function reportStrange(names: readonly StrangeName[]): string[] {
  if (names.length === 0) return [];
  const lines = names.map(({ name, persons, meant }) => {
    const hint = meant === undefined ? '' : `; mungkin maksudnya "${meant}"`;
    return `tidak ada dalam daftar: "${name}" (${persons} orang)${hint}`;
  });
  const sum = `${names.length} nama di atas tidak terhitung pada Perangkat Daerah mana pun; bila ejaannya lain, tambahkan pada kolom Singkatan.`;
  return [...shortened(lines), sum];
}

function shortened(lines: readonly string[]): string[] {
  const hidden = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...(hidden > 0 ? [`… dan ${hidden} baris lain`] : [])];
}
