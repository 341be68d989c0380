// A day as people type it, Indonesian order (day before month): "1/2/2026", "1 Februari 2026", "kemarin".
import { accept, refuse, type Check, type CheckContext } from './check.ts';
import { addDays, realDate } from './local-date.ts';
import type { LocalDate } from './person.ts';
import { isTooLong, tidy } from './typed-text.ts';

/**
 * Checks a date. `value` is `YYYY-MM-DD`. Without a year the latest such day up to today is meant, with a doubt;
 * a year of two digits lies at most ten years ahead of today.
 */
export function checkDate(input: string, context: Pick<CheckContext, 'today'>): Check {
  if (isTooLong(input)) return refuse('too_long');
  const text = tidy(input)
    .toLowerCase()
    .replace(/^(?:tanggal|tgl\.?)\s+/, '')
    .replace(/^(?:senin|selasa|rabu|kamis|jum'?at|sabtu|minggu|ahad|[a-z]{3,6}day)\s*,?\s+/, '')
    .replace(/[.,;]+$/, '');
  if (text === '') return refuse('empty');
  const relative = RELATIVE.get(text);
  if (relative !== undefined) return accept(addDays(context.today, relative));
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(text);
  if (iso !== null) return given(realDate(Number(iso[1]), Number(iso[2]), Number(iso[3])));
  const typed = /^(\d{1,2})\s*[-/. ]\s*(\d{1,2}|[a-z]{3,9})(?:\.?\s*[-/., ]\s*(\d{4}|'?\d{2}))?$/.exec(text);
  if (typed === null) return refuse('not_a_date');
  const month = monthNumber(typed[2] ?? '');
  return typed[3] === undefined
    ? latest(Number(typed[1]), month, context.today)
    : given(realDate(fullYear(typed[3], context.today), month, Number(typed[1])));
}

const RELATIVE: ReadonlyMap<string, number> = new Map([
  ['hari ini', 0],
  ['today', 0],
  ['kemarin', -1],
  ['yesterday', -1],
  ['besok', 1],
  ['tomorrow', 1],
]);

/** Indonesian and English months by their first three letters. */
const MONTHS = 'jan feb mar apr mei jun jul agu sep okt nov des may aug oct dec agt'.split(' ');
const NUMBERS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 5, 8, 10, 12, 8];
const NAMES =
  'januari februari maret april mei juni juli agustus september oktober november desember january february march may june july august october december pebruari nopember sept ags';

function monthNumber(text: string): number {
  if (/^\d/.test(text)) return Number(text);
  if (text.length > 3 && !NAMES.split(' ').includes(text)) return 0;
  const short = text === 'ags' ? 'agu' : text.replace('peb', 'feb').replace('nop', 'nov').slice(0, 3);
  return NUMBERS[MONTHS.indexOf(short)] ?? 0;
}

function fullYear(text: string, today: LocalDate): number {
  if (text.length === 4) return Number(text);
  const year = 2000 + Number(text.replace("'", ''));
  return year > Number(today.slice(0, 4)) + 10 ? year - 100 : year;
}

function given(date: LocalDate | undefined): Check {
  return date === undefined ? refuse('not_a_date') : accept(date);
}

function latest(day: number, month: number, today: LocalDate): Check {
  const thisYear = Number(today.slice(0, 4));
  for (let year = thisYear; year > thisYear - 8; year -= 1) {
    const date = realDate(year, month, day);
    if (date !== undefined && date <= today) return accept(date, 'year_assumed');
  }
  return refuse('not_a_date');
}
