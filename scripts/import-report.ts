// What `npm run import` prints about a roll: a line for every row that is not plainly good, and the sum of all.
import type { RollReport } from '../src/app/import-roll.ts';

/** Lines of warnings and errors on the terminal; the errors file has all errors. */
const MOST_LINES = 200;

export function reportRoll({ results, fresh, known }: RollReport): string[] {
  const lines = results.flatMap(({ row, nip, errors, warnings }) => {
    const who = nip === '' ? '' : ` (NIP ${nip})`;
    if (errors.length > 0) return [`baris ${row}${who}: SALAH: ${errors.join('; ')}`];
    return warnings.length > 0 ? [`baris ${row}${who}: perhatian: ${warnings.join('; ')}`] : [];
  });
  const wrong = results.filter(({ errors }) => errors.length > 0).length;
  const hidden = lines.length - MOST_LINES;
  return [
    ...lines.slice(0, MOST_LINES),
    ...(hidden > 0 ? [`… dan ${hidden} baris lain`] : []),
    `${results.length} baris: ${fresh.length} baru, ${known} sudah tercatat, ${wrong} salah.`,
  ];
}
