// The list of all Perangkat Daerah, as a spreadsheet holds it: which column is which, and what is wrong with a row.
import { checkText } from './check-field.ts';
import type { Office } from './office-list.ts';
import type { DateRules } from './roll-date.ts';
import type { Columns, SheetRow, Table } from './sheet.ts';
import { rowReader } from './sheet.ts';

/** The columns of the list. */
export const OFFICE_COLUMNS = {
  name: {
    title: 'Nama',
    required: true,
    names: 'nama namaperangkatdaerah perangkatdaerah namaopd opd skpd name office'.split(' '),
  },
  area: { title: 'Wilayah', required: true, names: 'wilayah kecamatan area district'.split(' ') },
  also: {
    title: 'Singkatan',
    required: false,
    names: 'singkatan namalain sebutan abbreviation abbreviations alsocalled othernames'.split(' '),
  },
  from: { title: 'Mulai', required: false, names: 'mulai sejak mulaiberlaku from since'.split(' ') },
  until: { title: 'Sampai', required: false, names: 'sampai hingga berakhir until'.split(' ') },
  into: { title: 'Menjadi', required: false, names: 'menjadi becomes became into'.split(' ') },
} as const satisfies Table<string>;

/** What a row amounts to; without an office it has errors, in Indonesian. */
export interface OfficeRow {
  readonly row: number;
  readonly office?: Office;
  readonly errors: readonly string[];
}

/** Checks one row below the header. */
export function readOfficeRow(
  row: SheetRow,
  columns: Columns<keyof typeof OFFICE_COLUMNS>,
  rules: DateRules,
): OfficeRow {
  const { errors, read, fail, day } = rowReader(row, columns, OFFICE_COLUMNS);
  const nameIn = (key: 'name' | 'area' | 'into'): string | undefined => {
    const text = read(key, checkText);
    return text === undefined || isName(text) ? text : fail(key, 'tidak diawali huruf atau angka');
  };
  const name = nameIn('name');
  const area = nameIn('area');
  const also = namesIn(read('also', checkText) ?? '');
  if (!also.every(isName)) fail('also', 'salah satunya tidak diawali huruf atau angka');
  const from = day('from', rules);
  const until = day('until', rules);
  const into = nameIn('into');
  if (errors.length > 0 || !name || !area) return { row: row.number, errors };
  const more = { ...(also.length > 0 && { also }), ...(from && { from }), ...(until && { until }) };
  return { row: row.number, errors, office: { name, area, ...more, ...(into && { into }) } };
}

/** What begins with a sign is a formula, or a slip. */
function isName(text: string): boolean {
  return /^[\p{L}\p{N}]/u.test(text);
}

function namesIn(text: string): string[] {
  return text
    .split(/[;,]/)
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
