// A table written as text, with commas, semicolons or tabs between the cells. Every cell is text, also one that looks like a formula.
import { parse } from 'csv-parse/sync';
import type { SheetRow } from '../core/sheet.ts';
import { SheetError } from './sheet-error.ts';

const MOST_RECORD = 20_000;

/** Rows from the first; the separator is the one that the first line has most of. Throws a SheetError. */
export function readCsv(bytes: Uint8Array): SheetRow[] {
  const text = decode(bytes);
  const [head = ''] = text.split(/\r?\n/, 1);
  const delimiter = [';', '\t', ','].reduce((best, each) => (count(head, each) > count(head, best) ? each : best), ',');
  try {
    const options = { delimiter, relax_column_count: true, max_record_size: MOST_RECORD } as const;
    return parse(text, options).map((cells: string[], index: number) => ({
      number: index + 1,
      cells: cells.map((cell) => (cell.trim() === '' ? undefined : { text: cell })),
    }));
  } catch (error) {
    const line =
      typeof error === 'object' && error !== null && 'lines' in error ? ` pada baris ${String(error.lines)}` : '';
    throw new SheetError(`CSV tidak dapat dibaca${line}: tanda kutip atau pemisahnya tidak sesuai`);
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new SheetError('CSV harus tersimpan sebagai UTF-8');
  }
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
