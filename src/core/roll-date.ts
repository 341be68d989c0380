// A day in a spreadsheet of people: a date cell, "2026-11-18", "18/11/2026" or "18 November 2026". What may mean two days is refused.
import { checkDate } from './date.ts';
import { addDays, realDate } from './local-date.ts';
import type { LocalDate } from './person.ts';
import type { Cell, SheetRow } from './sheet.ts';

/** What days in a file are read by. */
export interface DateRules {
  /** Today in the agency's time zone. */
  readonly today: LocalDate;
  /** Some day in the file can only be month/day/year: the others are then not certain either. */
  readonly monthFirst: boolean;
}

export type RollDate = { readonly day: LocalDate | undefined } | { readonly problem: string };

/** Serial numbers count days from here, once the day is past that Excel wrongly has in February 1900. */
const EPOCH = '1899-12-30';
/** 1 January 2000 and 31 December 2099. */
const SERIALS = { least: 36_526, most: 73_050 };

const SLASHED = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/;

/** The day of a cell, or why it is none; an empty cell has no day and no problem. */
export function readRollDate(cell: Cell, { today, monthFirst }: DateRules): RollDate {
  if (cell === undefined) return { day: undefined };
  if ('formula' in cell) return { problem: 'berisi rumus; mohon tulis tanggalnya' };
  if ('number' in cell) {
    const { number } = cell;
    if (number < SERIALS.least || number >= SERIALS.most + 1) return { problem: 'angka ini bukan tanggal' };
    return { day: addDays(EPOCH, Math.floor(number)) };
  }
  const text = cell.text.trim();
  if (text === '') return { day: undefined };
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ]00:00.*)?$/.exec(text);
  if (iso) return real(realDate(Number(iso[1]), Number(iso[2]), Number(iso[3])));
  const slashed = SLASHED.exec(text);
  if (slashed) {
    const [day, month, year] = [Number(slashed[1]), Number(slashed[2]), Number(slashed[3])];
    if (isMonthFirst(text)) return { problem: `bulan ${month} tidak ada; mohon tulis hari/bulan/tahun` };
    if (monthFirst && day <= 12 && day !== month)
      return { problem: 'dapat berarti dua tanggal, karena di berkas ini ada tanggal bulan/hari/tahun' };
    return real(realDate(year, month, day));
  }
  if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/.test(text))
    return { problem: 'tahunnya dua angka, sehingga dapat berarti beberapa tanggal; mohon tulis empat angka' };
  if (!/^\d{1,2}\s+\p{L}{3,9}\s+\d{4}$/u.test(text))
    return { problem: 'bukan tanggal; mohon tulis misalnya 18/11/2026' };
  const worded = checkDate(text, { today });
  return real(worded.ok ? worded.value : undefined);
}

/** Whether a day in one of these columns (from 0) is one only if the month comes first. */
export function hasMonthFirst(rows: readonly SheetRow[], columns: readonly (number | undefined)[]): boolean {
  const days = columns.filter((at) => at !== undefined);
  return rows.some(({ cells }) => days.some((at) => isMonthFirst(written(cells[at]))));
}

function written(cell: Cell): string {
  return cell && 'text' in cell ? cell.text : '';
}

function isMonthFirst(text: string): boolean {
  const slashed = SLASHED.exec(text.trim());
  return slashed !== null && Number(slashed[1]) <= 12 && Number(slashed[2]) > 12;
}

function real(day: LocalDate | undefined): RollDate {
  return day === undefined ? { problem: 'tanggal ini tidak ada' } : { day };
}
