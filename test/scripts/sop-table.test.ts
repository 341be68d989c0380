import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sopTable } from '../../scripts/sop-table.ts';

it('stands in README as `npm run sop-table` prints it', () => {
  expect(readFileSync('README.md', 'utf8')).toContain(`\n${sopTable()}\n`);
});

it('has a row for each service of each agency, with steps, papers and time', () => {
  expect(sopTable().split('\n')).toContain(
    '| tarakan | `penerbitan` | 7 | Surat permohonan, Formulir permohonan BSrE, KTP, SK terakhir | 100 min |',
  );
});
