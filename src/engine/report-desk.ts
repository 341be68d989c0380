// The desk's own figures as tables, for the internal edition alone: certificates, PDF checks, messages, and requests (report-requests.ts).
import { formatDate } from '../core/calendar.ts';
import type { Figures } from '../core/figures.ts';
import type { LocalDate } from '../core/person.ts';
import type { ReportCell, ReportSection } from '../core/report.ts';
import type { Headline } from '../core/verdict.ts';
import { requestSections } from './report-requests.ts';
import type { Words } from './report-words.ts';
import { countRows, inWords, makeColumn, makeSection, mostFirst, totalRow } from './report-words.ts';
import type { TextKey } from './text.ts';
import { say } from './text.ts';

export function deskSections(figures: Figures, words: Words): ReportSection[] {
  return [
    certificateSection(figures, words),
    attentionSection(figures, words),
    groundSection(figures, words),
    monthSection(figures, words),
    ...requestSections(figures, words),
    checkSection(figures, words),
    messageSection(figures, words),
  ];
}

function certificateSection({ indicators }: Figures, words: Words): ReportSection {
  const { active, expired, revoked } = indicators.holders;
  const rows: ReportCell[][] = [
    [words.t('report.column.active'), active],
    [words.t('report.column.expired'), expired],
    [words.t('report.column.revoked'), revoked],
  ];
  return makeSection(words, 'certificates', countRows(words, 'state', rows));
}

/** What somebody should see to soon; parts of the active ones. */
function attentionSection({ indicators, isToday }: Figures, words: Words): ReportSection {
  const { nearEnd, passphraseOverdue } = indicators.holders;
  const rows: ReportCell[][] = [[words.t('report.column.near_end'), nearEnd]];
  if (isToday) rows.push([words.t('report.column.passphrase_overdue'), passphraseOverdue]);
  return makeSection(words, 'attention', {
    columns: [makeColumn(words, 'state'), makeColumn(words, 'count', 'count')],
    rows,
    isEmpty: indicators.holders.persons === 0,
    notes: isToday ? [] : [words.t('report.note.passphrase_today')],
  });
}

function groundSection({ grounds }: Figures, words: Words): ReportSection {
  const rows = grounds.map(({ ground, count }): ReportCell[] => [groundLabel(ground, words), count]);
  return makeSection(words, 'grounds', {
    ...countRows(words, 'ground', mostFirst(rows, 1)),
    notes: [words.t('report.note.grounds')],
  });
}

/** Grounds are options of the field that a decision names as its ground. */
function groundLabel(ground: string, { profile, language }: Words): string {
  for (const { fields, steps } of Object.values(profile.services)) {
    const named = new Set(steps.flatMap(({ decisions }) => decisions.flatMap((decision) => decision.ground ?? [])));
    const options = fields.filter(({ key }) => named.has(key)).flatMap((field) => field.options);
    const option = options.find(({ id }) => id === ground);
    if (option) return say(option.label, language);
  }
  return ground;
}

function monthSection({ months, from, indicators }: Figures, words: Words): ReportSection {
  const columns = [
    makeColumn(words, 'month'),
    makeColumn(words, 'issued', 'count'),
    makeColumn(words, 'revoked', 'count'),
  ];
  const rows = monthsBetween(from, indicators.day).map((month): ReportCell[] => {
    const { issued, revoked } = months.find((each) => each.month === month) ?? { issued: 0, revoked: 0 };
    return [formatDate(`${month}-01`, words.language).slice('1 '.length), issued, revoked];
  });
  const [, issued, revoked] = totalRow(words, columns, rows);
  const alt = words.t('report.alt.months', {
    issued: inWords(words, Number(issued)),
    revoked: inWords(words, Number(revoked)),
  });
  return makeSection(words, 'months', {
    columns,
    rows: [...rows, totalRow(words, columns, rows)],
    hasTotal: true,
    isEmpty: months.length === 0,
    chart: { kind: 'columns', label: 'month', values: ['issued', 'revoked'], alt },
  });
}

/** `YYYY-MM`, both ends included. */
function monthsBetween(from: LocalDate, until: LocalDate): string[] {
  const months: string[] = [];
  let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))];
  const name = (): string => `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}`;
  while (name() <= until.slice(0, 7)) {
    months.push(name());
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return months;
}

/** In the order of a verdict from good to none. */
const HEADLINES = {
  valid: 'report.check.valid',
  invalid: 'report.check.invalid',
  indeterminate: 'report.check.indeterminate',
  unsigned: 'report.check.unsigned',
} as const satisfies Record<Headline, TextKey>;

function checkSection({ checks }: Figures, words: Words): ReportSection {
  const known = Object.entries(HEADLINES).map(([headline, key]): ReportCell[] => [
    words.t(key),
    checks.find(({ value }) => value === headline)?.count ?? 0,
  ]);
  const others = checks.filter(({ value }) => !(value in HEADLINES)).map(({ value, count }) => [value, count]);
  return makeSection(words, 'checks', countRows(words, 'verdict', [...known, ...others]));
}

/** Of channels, by the names in the desk's settings; another is shown by its own. */
const CHANNELS: Readonly<Record<string, TextKey>> = {
  web: 'report.channel.web',
  telegram: 'report.channel.telegram',
  whatsapp: 'report.channel.whatsapp',
};

function messageSection({ messages }: Figures, words: Words): ReportSection {
  const rows = (messages ?? []).map(({ channel, lines }): ReportCell[] => {
    const key = CHANNELS[channel];
    return [key ? words.t(key) : channel, lines];
  });
  return makeSection(words, 'messages', {
    ...countRows(words, 'channel', mostFirst(rows, 1)),
    ...(messages ? {} : { rows: [], isEmpty: false, notes: [words.t('report.note.no_messages')] }),
  });
}
