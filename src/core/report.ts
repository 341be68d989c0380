// A report as plain data: sections, each a table with perhaps a chart of the same rows. The page, the PDF, the spreadsheet, the CSV and the
// JSON are all made of this, so that they cannot tell different figures.
import type { Instant, LocalDate } from './person.ts';
import type { Language } from './profile.ts';

/** A count that is not told: fewer than three persons, or what would reveal such a cell. */
export interface Suppressed {
  readonly suppressed: true;
}

export const SUPPRESSED: Suppressed = { suppressed: true };

/** null: there is no such figure, which the section's note explains. */
export type ReportCell = string | number | Suppressed | null;

/** `percent`: 0 to 100. `minutes`: office minutes. */
export type ColumnKind = 'text' | 'count' | 'percent' | 'minutes';

export interface ReportColumn {
  /** The same in every language; the name in CSV and JSON. */
  readonly key: string;
  readonly title: string;
  readonly kind: ColumnKind;
}

/** A chart of the section's own rows: one mark for each row (but the total) and each of the value columns. */
export interface ReportChart {
  /** `bars`: lying bars side by side. `stacked`: lying bars, one upon the other. `columns`: standing, over time. */
  readonly kind: 'bars' | 'stacked' | 'columns';
  /** Key of the column that names the rows. */
  readonly label: string;
  /** Keys of the columns that are drawn. */
  readonly values: readonly string[];
  /** What it shows, in a sentence, for whoever does not see it. */
  readonly alt: string;
}

export interface ReportSection {
  readonly key: string;
  readonly title: string;
  readonly note?: string;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly (readonly ReportCell[])[];
  /** The last row is the sum of the others. */
  readonly hasTotal?: true;
  readonly chart?: ReportChart;
}

/** `public`: the published indicators, small cells suppressed. `internal`: all figures as they are, for the desk's own people. */
export type Edition = 'public' | 'internal';

/** The files that a report can be had in; CSV are several. */
export const REPORT_FORMATS = ['pdf', 'xlsx', 'csv', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface Report {
  readonly edition: Edition;
  readonly language: Language;
  readonly title: string;
  readonly subtitle: string;
  /** As on the agency's paper. */
  readonly letterhead: readonly string[];
  readonly from: LocalDate;
  readonly day: LocalDate;
  readonly madeAt: Instant;
  /** The figures to be read first. */
  readonly summary: readonly { readonly key: string; readonly label: string; readonly value: string }[];
  readonly sections: readonly ReportSection[];
  /** The tables of Satu Data Indonesia: kegiatan, variabel, indikator; empty where the agency publishes nothing. */
  readonly metadata: readonly ReportSection[];
  /** What all of it is and is not: definitions, the rule of suppression. */
  readonly notes: readonly string[];
}

/** A row of the roll, for the internal edition alone. */
export interface RollLine {
  readonly name: string;
  readonly nip: string;
  readonly office: string;
  readonly golongan: string;
  readonly issuedOn: LocalDate;
  readonly validUntil: LocalDate;
  /** In words. */
  readonly state: string;
}

/** What such a row has, in the order that it is read in. */
export const ROLL_KEYS = [
  'name',
  'nip',
  'office',
  'golongan',
  'issuedOn',
  'validUntil',
  'state',
] as const satisfies readonly (keyof RollLine)[];
