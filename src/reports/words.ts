// The few fixed words that a report's files need, in the reader's language.
export interface ReportWords {
  /** `Edisi publik` / `Edisi internal`, said on every page. */
  readonly edition: string;
  /** When it was made, on the agency's clock: `Dibuat 1 November 2026 pukul 10.15 WITA`. */
  readonly madeAt: string;
  /** Name of the first sheet. */
  readonly summary: string;
  /** Above the tables of Satu Data Indonesia. */
  readonly metadata: string;
  /** Above the notes. */
  readonly notes: string;
}
