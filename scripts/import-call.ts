// What `npm run import` understands, and the file that it is called with.
import { readFileSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { SheetRow } from '../src/core/sheet.ts';
import { readCsv } from '../src/sheets/read-csv.ts';
import { readXlsx } from '../src/sheets/read-xlsx.ts';
import { SheetError } from '../src/sheets/sheet-error.ts';

const USAGE = `npm run import -- FILE.xlsx|csv                      checks the roll and reports by row; nothing is written
npm run import -- FILE.xlsx|csv --apply              the same, then asks, and adds the good rows
npm run import -- --offices FILE.xlsx|csv [--apply]  the list of all Perangkat Daerah, in place of the one before`;

/** 100,000 people are some 6 MB as XLSX and 15 MB as CSV. */
const MOST_BYTES = 50_000_000;

/** The call makes no sense, or there is no such file; the message says why. */
export class Usage extends Error {}

export interface ImportCall {
  readonly path: string;
  readonly what: 'roll' | 'offices';
  readonly apply: boolean;
  readonly rows: readonly SheetRow[];
}

const OPTIONS = { apply: { type: 'boolean' }, offices: { type: 'boolean' } } as const;

/** Throws Usage, and SheetError where the file cannot be read as a spreadsheet. */
export function readImportCall(args: readonly string[]): ImportCall {
  const { values, positionals } = parse(args);
  const [path, ...more] = positionals;
  if (path === undefined || more.length > 0) throw new Usage(USAGE);
  const what = values.offices === true ? 'offices' : 'roll';
  return { path, what, apply: values.apply === true, rows: readRows(path) };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function readRows(path: string): SheetRow[] {
  const read = /\.xlsx$/i.test(path) ? readXlsx : /\.csv$/i.test(path) ? readCsv : undefined;
  if (!read) throw new Usage(USAGE);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) throw new Usage(`there is no file ${path}`);
  if (size > MOST_BYTES)
    throw new SheetError(`berkas ini ${Math.round(size / 1e6)} MB; paling besar ${MOST_BYTES / 1e6} MB`);
  return read(readFileSync(path));
}
