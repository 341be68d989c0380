// What `npm run report` understands, and how it says what it does not.
import { expect, it } from 'vitest';
import { readReportCall, Usage } from '../../scripts/report-call.ts';

const TODAY = '2026-11-21';
const read = (...args: string[]): ReturnType<typeof readReportCall> => readReportCall(args, TODAY);

it('makes the public edition in Indonesian in every format, into the present folder, unless told otherwise', () => {
  expect(read('--year', '2025')).toEqual({
    from: '2025-01-01',
    day: '2025-12-31',
    out: '.',
    edition: 'public',
    language: 'id',
    formats: ['pdf', 'xlsx', 'csv', 'json'],
    force: false,
  });
  const more = ['--edition', 'internal', '--lang', 'en', '--format', 'csv, pdf,csv', '--out', 'x', '--force'];
  expect(read('--year', '2025', ...more)).toMatchObject({
    edition: 'internal',
    language: 'en',
    formats: ['csv', 'pdf'],
    out: 'x',
    force: true,
  });
});

it('ends the figures with the year, with today, or with the day that is asked for', () => {
  expect(read('--year', '2026')).toMatchObject({ from: '2026-01-01', day: TODAY });
  expect(read('--year', '2026', '--as-of', '2026-06-30')).toMatchObject({ from: '2026-01-01', day: '2026-06-30' });
  expect(read('--year', '2026', '--as-of', TODAY).day).toBe(TODAY);
  expect(readReportCall(['--year', '2026'], '2026-12-31').day).toBe('2026-12-31');
});

it.each([
  { args: [], why: 'npm run report -- --year YYYY' },
  { args: ['2026'], why: 'npm run report -- --year YYYY' },
  { args: ['--year', '2026', 'more'], why: 'npm run report -- --year YYYY' },
  { args: ['--year', '26'], why: '--year must be a year from 2010 to 2026' },
  { args: ['--year', 'dua ribu'], why: '--year must be a year from 2010 to 2026' },
  { args: ['--year', '2009'], why: '--year must be a year from 2010 to 2026' },
  { args: ['--year', '2027'], why: '--year 2027 has not begun yet; today is 2026-11-21' },
  { args: ['--year', '2026', '--as-of', '2026-11-22'], why: '--as-of 2026-11-22 is still to come' },
  { args: ['--year', '2025', '--as-of', '2026-01-01'], why: '--as-of 2026-01-01 is not a day of 2025' },
  { args: ['--year', '2026', '--as-of', '2025-12-31'], why: '--as-of 2025-12-31 is not a day of 2026' },
  { args: ['--year', '2026', '--as-of', '2026-02-30'], why: '--as-of must be a day' },
  { args: ['--year', '2026', '--as-of', 'kemarin'], why: '--as-of must be a day' },
  { args: ['--year', '2026', '--edition', 'secret'], why: '--edition secret: it must be public or internal' },
  { args: ['--year', '2026', '--lang', 'fr'], why: '--lang fr: it must be id or en' },
  { args: ['--year', '2026', '--format', 'pdf,doc'], why: '--format doc: it must be pdf or xlsx or csv or json' },
  { args: ['--year', '2026', '--format', ''], why: '--format' },
  { args: ['--jahr', '2026'], why: "Unknown option '--jahr'" },
])('refuses $args in a sentence: $why', ({ args, why }) => {
  expect(() => read(...args)).toThrow(Usage);
  expect(() => read(...args)).toThrow(why);
});
