// A report as files: the figures are counted once, and every format is made of the same report. In the internal edition the roll goes along.
import { formatInstant } from '../core/calendar.ts';
import { localDateAt } from '../core/office-time.ts';
import type { Edition, Report, ReportFormat } from '../core/report.ts';
import { formatNumber } from '../core/report-cell.ts';
import { makeReport } from '../engine/report.ts';
import { reportCsv, rollCsvHeader, rollCsvLine } from '../reports/report-csv.ts';
import { reportJson } from '../reports/report-json.ts';
import { reportPdf } from '../reports/report-pdf.ts';
import { reportXlsx } from '../reports/report-xlsx.ts';
import type { ReportWords } from '../reports/words.ts';
import { zip } from '../reports/zip.ts';
import type { Desk } from './desk.ts';
import { figuresOf } from './figures.ts';
import type { Language, LocalDate } from './ports.ts';
import type { RollOrder } from './report-roll.ts';
import { rollLines, rollSection, rollTitles } from './report-roll.ts';

export type ReportDesk = Pick<Desk, 'store' | 'clock' | 'profile' | 'profileOf' | 'texts'>;

export interface ReportPlan {
  readonly edition: Edition;
  readonly language: Language;
  /** First and last day of what is counted over time; holders count as of the end of the last. It is not after today. */
  readonly from: LocalDate;
  readonly day: LocalDate;
  readonly formats: readonly ReportFormat[];
  /** Everybody's line in the spreadsheets, name and NIP masked or not; never in the public edition. */
  readonly roll: 'none' | 'masked' | 'full';
}

/** A file of a report. Of CSV there are several, each with one table. */
export interface ReportPart {
  readonly format: ReportFormat;
  readonly name: string;
  /** A long one comes in pieces. */
  readonly content: Uint8Array | string | AsyncIterable<string>;
}

export interface Counted {
  readonly report: Report;
  /** How many the roll has. */
  readonly persons: number;
  /** Nothing was there to count. */
  readonly isEmpty: boolean;
}

/** Called with how many lines of the roll are written. */
export type OnRoll = (done: number, of: number) => void;

/** A spreadsheet with more rows takes more memory than we have, and a chat more time. */
const MOST_ROLL = 10_000;

export const ROLL_FILE = 'daftar-pemilik.csv';

/** Without an ending: `laporan-tte-tarakan-2026-publik`. A year that is under way is called by its number, too. */
export function reportName(
  { profile, clock }: Pick<ReportDesk, 'profile' | 'clock'>,
  { from, day, edition, language }: Pick<ReportPlan, 'from' | 'day' | 'edition' | 'language'>,
): string {
  const year = from.slice(0, 4);
  const isYear = from === `${year}-01-01` && [`${year}-12-31`, localDateAt(clock.now(), profile.office)].includes(day);
  const agency = profile.key.replace(/[^A-Za-z0-9]+/g, '-');
  const period = isYear ? year : `${from}-sd-${day}`;
  const kind = edition === 'public' ? 'publik' : 'internal';
  return `laporan-tte-${agency}-${period}-${kind}${language === 'en' ? '-en' : ''}`;
}

/** Counts, and puts it into words. */
export async function countReport(desk: ReportDesk, order: ReportPlan): Promise<Counted> {
  const figures = await figuresOf(desk, order);
  const { persons } = figures.indicators.holders;
  const { texts, profile } = desk;
  return {
    report: makeReport(figures, { edition: order.edition, language: order.language, texts, profile }),
    persons,
    isEmpty: persons === 0 && figures.requests.length === 0 && figures.checks.length === 0,
  };
}

/**
 * The files one after the other, each made when it is asked for. A roll too long for a spreadsheet goes into a CSV alone, in pieces; not
 * even there unless `longRoll`. The report says so.
 */
export async function* reportParts(
  desk: ReportDesk,
  order: ReportPlan,
  { report, persons }: Counted,
  { longRoll, onRoll = () => undefined }: { readonly longRoll: boolean; readonly onRoll?: OnRoll },
): AsyncGenerator<ReportPart> {
  const { formats, language } = order;
  const name = reportName(desk, order);
  const words = wordsOf(desk, report);
  const isLong = persons > MOST_ROLL;
  const roll = rollOf(order);
  const told = roll && isLong ? noted(desk, report, longRoll && formats.includes('csv')) : report;
  if (formats.includes('pdf')) yield { format: 'pdf', name: `${name}.pdf`, content: await reportPdf(told, words) };
  if (formats.includes('xlsx')) {
    const table = roll && !isLong ? [rollSection(desk, language, await gather(rollLines(desk, roll)))] : [];
    const book = { ...told, sections: [...told.sections, ...table] };
    yield { format: 'xlsx', name: `${name}.xlsx`, content: await reportXlsx(book, words) };
  }
  if (formats.includes('csv')) {
    for (const [file, text] of reportCsv(told)) yield { format: 'csv', name: file, content: text };
    if (roll && (longRoll || !isLong))
      yield { format: 'csv', name: ROLL_FILE, content: rollText(desk, roll, persons, onRoll) };
  }
  if (formats.includes('json')) yield { format: 'json', name: `${name}.json`, content: reportJson(told) };
}

/** What is wanted of the roll, where a format is that has it. */
function rollOf({ edition, roll, formats, language, day }: ReportPlan): RollOrder | undefined {
  const hasRoll = formats.includes('xlsx') || formats.includes('csv');
  return edition === 'internal' && roll !== 'none' && hasRoll ? { language, day, roll } : undefined;
}

function noted({ texts }: ReportDesk, report: Report, isInCsv: boolean): Report {
  const { language, notes } = report;
  const most = formatNumber(MOST_ROLL, 'count', language);
  const note = isInCsv
    ? texts.t(language, 'report.note.roll_in_csv', { most, file: ROLL_FILE })
    : texts.t(language, 'report.note.roll_too_long', { most });
  return { ...report, notes: [...notes, note] };
}

function wordsOf({ texts, profile }: ReportDesk, { edition, language, madeAt }: Report): ReportWords {
  return {
    edition: texts.t(language, edition === 'public' ? 'report.file.public' : 'report.file.internal'),
    madeAt: texts.t(language, 'report.file.made_at', { at: formatInstant(madeAt, profile.office, language) }),
    summary: texts.t(language, 'report.file.summary'),
    metadata: texts.t(language, 'report.file.metadata'),
    notes: texts.t(language, 'report.file.notes'),
  };
}

export interface ReportFile {
  readonly name: string;
  readonly type: 'pdf' | 'xlsx' | 'zip' | 'json';
  readonly bytes: Uint8Array;
}

/** The whole report at once, for a chat: its CSVs in one ZIP, and no roll of more than 10,000. The caller has its making recorded. */
export async function makeReportFiles(desk: ReportDesk, order: ReportPlan, counted: Counted): Promise<ReportFile[]> {
  const files: ReportFile[] = [];
  const tables = new Map<string, Uint8Array>();
  for await (const { format, name, content } of reportParts(desk, order, counted, { longRoll: false })) {
    const bytes = content instanceof Uint8Array ? content : new TextEncoder().encode(await textOf(content));
    if (format === 'csv') tables.set(name, bytes);
    else files.push({ name, type: format, bytes });
  }
  if (tables.size > 0) {
    const name = `${reportName(desk, order)}.zip`;
    files.push({ name, type: 'zip', bytes: zip(tables, counted.report.madeAt) });
  }
  return files;
}

async function textOf(content: string | AsyncIterable<string>): Promise<string> {
  return typeof content === 'string' ? content : (await gather(content)).join('');
}

async function gather<Of>(items: AsyncIterable<Of>): Promise<Of[]> {
  const all: Of[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const LINES_AT_ONCE = 1000;

/** The roll as CSV, a thousand lines in a piece. */
async function* rollText(desk: ReportDesk, roll: RollOrder, of: number, onRoll: OnRoll): AsyncGenerator<string> {
  let [piece, done] = [rollCsvHeader(rollTitles(desk, roll.language)), 0];
  for await (const line of rollLines(desk, roll)) {
    piece += rollCsvLine(line);
    done += 1;
    if (done % LINES_AT_ONCE !== 0) continue;
    yield piece;
    onRoll(done, of);
    piece = '';
  }
  yield piece;
  onRoll(done, of);
}
