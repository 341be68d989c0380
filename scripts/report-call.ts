// What `npm run report` understands.
import { parseArgs } from 'node:util';
import type { Language, LocalDate } from '../src/app/ports.ts';
import { FIRST_DAY } from '../src/core/certificate.ts';
import { isLocalDate } from '../src/core/local-date.ts';
import type { Edition, ReportFormat } from '../src/core/report.ts';
import { REPORT_FORMATS } from '../src/core/report.ts';

export const USAGE = `npm run report -- --year YYYY [--as-of YYYY-MM-DD] [--out DIR] [--edition public|internal] [--lang id|en]
                 [--format pdf,xlsx,csv,json] [--force]
--year     the figures from 1 January of that year until its end, or until today
--as-of    until the end of that day instead
--out      folder that the files are written to, made where there is none; the present one unless told
--edition  public (unless told): both indicators, small cells withheld; internal: all figures, and the roll in XLSX and CSV
--lang     language of the report; id unless told
--format   some of these; all unless told
--force    writes over files of an earlier run`;

const FIRST_YEAR = FIRST_DAY.slice(0, 4);

/** The call makes no sense; the message says why. */
export class Usage extends Error {}

export interface ReportCall {
  readonly from: LocalDate;
  readonly day: LocalDate;
  readonly out: string;
  readonly edition: Edition;
  readonly language: Language;
  readonly formats: readonly ReportFormat[];
  readonly force: boolean;
}

const OPTIONS = {
  year: { type: 'string' },
  'as-of': { type: 'string' },
  out: { type: 'string', default: '.' },
  edition: { type: 'string', default: 'public' },
  lang: { type: 'string', default: 'id' },
  format: { type: 'string', default: REPORT_FORMATS.join(',') },
  force: { type: 'boolean', default: false },
} as const;

/** `today` is the agency's. Throws Usage. */
export function readReportCall(args: readonly string[], today: LocalDate): ReportCall {
  const { values, positionals } = parse(args);
  if (values.year === undefined || positionals.length > 0) throw new Usage(USAGE);
  const year = readYear(values.year, today);
  return {
    from: `${year}-01-01`,
    day: readDay(values['as-of'], year, today),
    out: values.out,
    edition: oneOf('--edition', values.edition, ['public', 'internal']),
    language: oneOf('--lang', values.lang, ['id', 'en']),
    formats: [...new Set(values.format.split(',').map((each) => oneOf('--format', each.trim(), REPORT_FORMATS)))],
    force: values.force,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], allowPositionals: true, options: OPTIONS });
  } catch (error) {
    throw new Usage(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
  }
}

function readYear(given: string, today: LocalDate): string {
  const thisYear = today.slice(0, 4);
  if (!/^\d{4}$/.test(given) || given < FIRST_YEAR)
    throw new Usage(`--year must be a year from ${FIRST_YEAR} to ${thisYear}, such as ${thisYear}`);
  if (given > thisYear) throw new Usage(`--year ${given} has not begun yet; today is ${today}`);
  return given;
}

function readDay(given: string | undefined, year: string, today: LocalDate): LocalDate {
  const last = `${year}-12-31`;
  if (given === undefined) return last < today ? last : today;
  if (!isLocalDate(given)) throw new Usage('--as-of must be a day, YYYY-MM-DD');
  if (!given.startsWith(`${year}-`)) throw new Usage(`--as-of ${given} is not a day of ${year}`);
  if (given > today) throw new Usage(`--as-of ${given} is still to come; today is ${today}`);
  return given;
}

function oneOf<const Word extends string>(option: string, given: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === given);
  if (found === undefined) throw new Usage(`${option} ${given}: it must be ${words.join(' or ')}`);
  return found;
}
