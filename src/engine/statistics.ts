// The desk's figures as they are told in chat: four lines and a chart for officers, office by office, and what is public for everybody.
import { formatDate } from '../core/calendar.ts';
import type { Figures, HolderCounts, Indicators, OfficeLine } from '../core/figures.ts';
import { formatNumber, HIDDEN } from '../core/report-cell.ts';
import type { ReportSection } from '../core/report.ts';
import { t } from './context.ts';
import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import { tell } from './draft.ts';
import { askAgainOrMenu, goOn, notUnderstood } from './open.ts';
import { makeReport } from './report.ts';
import type { OfferedChoice } from './session.ts';
import { say } from './text.ts';
import { duration } from './view.ts';

/** Longer lists are read in the report. */
const MOST_LINES = 20;
const MOST_BARS = 10;

export function tellStatistics(draft: Draft): void {
  const { context } = draft;
  const { fetched } = context;
  if (fetched?.kind === 'public') return tellPublic(draft, fetched.figures);
  if (fetched?.kind !== 'statistics') return notUnderstood(draft);
  const { figures } = fetched;
  const chart = officeChart(figures, context);
  if (chart) draft.chart = chart;
  const { day, holders } = figures.indicators;
  draft.parts.push(
    [
      t(context, 'statistics.head', { date: formatDate(day, context.language) }),
      shareLine(figures.indicators, context),
      t(context, 'statistics.holders', inWords(holders, context)),
      requestLine(figures, context),
      yearLine(figures, context),
    ].join('\n'),
  );
  goOn(draft, [
    word(context, 'recap', 'statistics.recap'),
    word(context, 'report', 'statistics.report'),
    word(context, 'dashboard', 'statistics.dashboard'),
  ]);
}

/** The public edition's own summary, so that it tells no more than what is published. */
function tellPublic(draft: Draft, figures: Figures): void {
  const { texts, profile, language } = draft.context;
  const { summary } = makeReport(figures, { edition: 'public', language, texts, profile });
  const lines = summary.map(({ label, value }) => `• ${label}: ${value}`);
  const date = formatDate(figures.indicators.day, language);
  tell(draft, 'statistics.public', { date, lines: lines.join('\n') });
  if (summary.some(({ value }) => value === HIDDEN)) tell(draft, 'statistics.hidden');
  askAgainOrMenu(draft);
}

/** The offices with the most holders. */
function officeChart(figures: Figures, { texts, profile, language }: Context): ReportSection | undefined {
  const report = makeReport(figures, { edition: 'internal', language, texts, profile });
  const section = report.sections.find(({ key }) => key === 'offices');
  if (!section?.chart) return undefined;
  const { hasTotal, ...rest } = section;
  const { chart } = section;
  const at = section.columns.findIndex(({ key }) => key === 'persons');
  const rows = hasTotal ? section.rows.slice(0, -1) : section.rows;
  const most = rows.toSorted((one, other) => Number(other[at]) - Number(one[at])).slice(0, MOST_BARS);
  const alt =
    rows.length > MOST_BARS ? texts.t(language, 'statistics.most', { alt: chart.alt, count: MOST_BARS }) : chart.alt;
  return { ...rest, rows: most, chart: { ...chart, alt } };
}

function shareLine({ using, offices, share }: Indicators, context: Context): string {
  if (offices === undefined || share === undefined) return t(context, 'statistics.no_list', { using });
  return t(context, 'statistics.share', { using, offices, share: formatNumber(share, 'percent', context.language) });
}

function requestLine({ requests }: Figures, context: Context): string {
  const open = requests.filter(({ state }) => state === 'in_progress');
  const count = sum(open.map((line) => line.count));
  const late = sum(open.map((line) => line.late));
  const [where] = waitingAt(open, context);
  const most = where ? t(context, 'statistics.waiting', where) : '';
  return t(context, 'statistics.requests', { count, late, most });
}

/** Who has how many of them, the most first. */
function waitingAt(
  open: readonly { readonly service: string; readonly step?: string; readonly count: number }[],
  { profile, language }: Context,
): { actor: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { service, step, count } of open) {
    const role = profile.services[service]?.steps.find(({ id }) => id === step)?.actor;
    const title = role === undefined ? undefined : profile.actors[role]?.title;
    if (title) counts.set(say(title, language), (counts.get(say(title, language)) ?? 0) + count);
  }
  return [...counts].map(([actor, count]) => ({ actor, count })).toSorted((one, other) => other.count - one.count);
}

function yearLine({ months, steps, indicators }: Figures, context: Context): string {
  const { profile, language } = context;
  const issued = sum(months.map((month) => month.issued));
  const [slowest] = steps.toSorted((one, other) => other.median - one.median);
  const title = profile.services[slowest?.service ?? '']?.steps.find(({ id }) => id === slowest?.step)?.title;
  const step =
    slowest && title
      ? t(context, 'statistics.slowest', { step: say(title, language), median: duration(slowest.median, context) })
      : '';
  return t(context, 'statistics.year', { year: indicators.day.slice(0, 4), issued, slowest: step });
}

export function tellRecap(draft: Draft): void {
  const { context } = draft;
  const { fetched } = context;
  if (fetched?.kind !== 'recap') return notUnderstood(draft);
  const { day, byOffice, elsewhere, offices } = fetched.indicators;
  const lines = byOffice.toSorted(whoIsBehind).map((office) => officeLine(office, context));
  const more = lines.length - MOST_LINES;
  draft.parts.push(
    [
      t(context, 'recap.head', { date: formatDate(day, context.language) }),
      ...(offices === undefined ? [t(context, 'recap.no_list')] : []),
      ...lines.slice(0, MOST_LINES),
      ...(more > 0 ? [t(context, 'recap.more', { count: more })] : []),
      ...(elsewhere.persons > 0 ? [t(context, 'recap.elsewhere', { ...elsewhere })] : []),
    ].join('\n'),
  );
  goOn(draft, [word(context, 'report', 'statistics.report'), word(context, 'statistics', 'menu.statistics')]);
}

/** Those that nobody in signs for first, then by how few of their people can. */
function whoIsBehind(one: OfficeLine, other: OfficeLine): number {
  const part = ({ active, persons }: OfficeLine): number => (persons === 0 ? 0 : active / persons);
  return part(one) - part(other) || other.persons - one.persons || one.name.localeCompare(other.name, 'id');
}

function officeLine({ name, formerly, active, persons }: OfficeLine, context: Context): string {
  const former = formerly.length === 0 ? '' : t(context, 'recap.formerly', { former: formerly.join(', ') });
  return t(context, persons === 0 ? 'recap.nobody' : 'recap.office', { name, former, active, persons });
}

function inWords(counts: HolderCounts, { language }: Context): Record<keyof HolderCounts, string> {
  const { persons, active, nearEnd, expired, revoked, passphraseOverdue } = counts;
  const say = (count: number): string => formatNumber(count, 'count', language);
  return {
    persons: say(persons),
    active: say(active),
    nearEnd: say(nearEnd),
    expired: say(expired),
    revoked: say(revoked),
    passphraseOverdue: say(passphraseOverdue),
  };
}

function word(
  context: Context,
  id: 'recap' | 'report' | 'dashboard' | 'statistics',
  label: Parameters<typeof t>[1],
): OfferedChoice {
  return { id: `word:${id}`, label: t(context, label) };
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
