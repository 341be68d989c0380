// Requests as tables, for the internal edition: in which state, where they wait, how long each step takes, why papers come back.
import type { ApplicationState } from '../core/application.ts';
import type { Figures, RequestLine, StepLine } from '../core/figures.ts';
import type { ReportCell, ReportSection } from '../core/report.ts';
import type { ReasonTally } from '../core/tally.ts';
import type { Words } from './report-words.ts';
import { countRows, inWords, makeColumn, makeSection, mostFirst, totalRow } from './report-words.ts';
import { say } from './text.ts';

export function requestSections(figures: Figures, words: Words): ReportSection[] {
  return [
    stateSection(figures, words),
    waitingSection(figures, words),
    ...stepSections(figures, words),
    reasonSection('returns', 'papers_returned', figures, words),
    reasonSection('refusals', 'application_rejected', figures, words),
  ];
}

const STATES = ['in_progress', 'returned', 'completed', 'rejected', 'withdrawn'] as const satisfies ApplicationState[];

function stateSection({ requests }: Figures, words: Words): ReportSection {
  const columns = [
    makeColumn(words, 'service'),
    ...STATES.map((state) => makeColumn(words, state, 'count')),
    makeColumn(words, 'requests', 'count'),
  ];
  const services = bySop([...new Set(requests.map(({ service }) => service))], (service) => ({ service }), words);
  const rows = services.map((service): ReportCell[] => {
    const own = requests.filter((line) => line.service === service);
    const counts = STATES.map((state) => countOf(own.filter((line) => line.state === state)));
    return [serviceTitle(service, words), ...counts, countOf(own)];
  });
  const open = requests.filter(({ state }) => state === 'in_progress');
  const all = { count: inWords(words, countOf(requests)), open: inWords(words, countOf(open)) };
  return makeSection(words, 'requests', {
    columns,
    rows: [...rows, totalRow(words, columns, rows)],
    hasTotal: true,
    isEmpty: requests.length === 0,
    chart: { kind: 'stacked', label: 'service', values: STATES, alt: words.t('report.alt.requests', all) },
  });
}

/** With whoever acts at their step, or with the applicant who is to upload papers anew. */
function waitingSection({ requests, isToday }: Figures, words: Words): ReportSection {
  const columns = [
    makeColumn(words, 'step'),
    makeColumn(words, 'service'),
    makeColumn(words, 'holder'),
    makeColumn(words, 'requests', 'count'),
    ...(isToday ? [makeColumn(words, 'late', 'count')] : []),
  ];
  const waiting = requests.filter((line): line is RequestLine & { step: string } => line.step !== undefined);
  const rows = bySop(waiting, (line) => line, words).map((line): ReportCell[] => {
    const { title, actor } = describeStep(line, words);
    const isReturned = line.state === 'returned';
    return [
      isReturned ? words.t('report.returned_at', { step: title }) : title,
      serviceTitle(line.service, words),
      isReturned ? applicantTitle(words) : actor,
      line.count,
      ...(isToday ? [line.late] : []),
    ];
  });
  return makeSection(words, 'waiting', {
    columns,
    rows: [...rows, totalRow(words, columns, rows)],
    hasTotal: true,
    isEmpty: rows.length === 0,
    notes: isToday ? [] : [words.t('report.note.late_today')],
  });
}

/** One for each service, so that its chart has its own steps only. */
function stepSections({ steps }: Figures, words: Words): ReportSection[] {
  const services = [...new Set(steps.map(({ service }) => service))];
  if (services.length === 0) return [stepSection([], words.t('report.section.steps'), words)];
  return services.map((service) => {
    const title = words.t('report.steps_of', { service: serviceTitle(service, words) });
    const section = stepSection(
      steps.filter((line) => line.service === service),
      title,
      words,
    );
    return { ...section, key: `steps_${service}` };
  });
}

function stepSection(lines: readonly StepLine[], title: string, words: Words): ReportSection {
  const columns = [
    makeColumn(words, 'step'),
    makeColumn(words, 'allowed'),
    makeColumn(words, 'decisions', 'count'),
    makeColumn(words, 'median', 'minutes'),
    makeColumn(words, 'p90', 'minutes'),
    makeColumn(words, 'late_decisions', 'count'),
    makeColumn(words, 'late_share', 'percent'),
  ];
  const rows = lines.map((line): ReportCell[] => [
    describeStep(line, words).title,
    allowedText(line, words),
    line.decisions,
    line.median,
    line.p90,
    line.late,
    (line.late / line.decisions) * 100,
  ]);
  const slowest = lines.toSorted((one, other) => other.median - one.median)[0];
  const alt = slowest && {
    step: describeStep(slowest, words).title,
    median: inWords(words, slowest.median),
    p90: inWords(words, slowest.p90),
  };
  return makeSection(words, 'steps', {
    title,
    columns,
    rows,
    isEmpty: rows.length === 0,
    ...(alt && {
      chart: { kind: 'bars', label: 'step', values: ['median', 'p90'], alt: words.t('report.alt.steps', alt) },
    }),
  });
}

function allowedText({ allowed }: StepLine, { t }: Words): ReportCell {
  if (!allowed) return null;
  return 'minutes' in allowed
    ? t('duration.minutes', { count: allowed.minutes })
    : t('report.office_days', { count: allowed.days });
}

function reasonSection(
  section: 'returns' | 'refusals',
  kind: ReasonTally['kind'],
  { reasons }: Figures,
  words: Words,
): ReportSection {
  const rows = reasons
    .filter((tally) => tally.kind === kind)
    .map((tally): ReportCell[] => [reasonText(tally, words), serviceTitle(tally.service, words), tally.count]);
  return makeSection(words, section, countRows(words, 'reason', mostFirst(rows, 2), 'service'));
}

/** Kept in Indonesian; in another language as the profile says it, where it still has it. */
function reasonText({ service, kind, reason }: ReasonTally, { profile, language, t }: Words): string {
  if (reason === '') return t('report.other_reason');
  const { returnReasons = [], rejectReasons = [] } = profile.services[service] ?? {};
  const known = (kind === 'papers_returned' ? returnReasons : rejectReasons).find(({ id }) => id === reason);
  return known ? say(known, language) : reason;
}

/** In the order of the SOP; what it does not know any more comes last. */
function bySop<Line>(
  lines: readonly Line[],
  placeOf: (line: Line) => { service: string; step?: string },
  { profile }: Words,
): Line[] {
  const services = Object.values(profile.services);
  const position = (line: Line): number => {
    const { service, step } = placeOf(line);
    const at = services.findIndex(({ key }) => key === service);
    const steps = services[at]?.steps.map(({ id }) => id) ?? [];
    const within = steps.indexOf(step ?? '');
    return (at < 0 ? services.length : at) + (within < 0 ? steps.length : within) / (steps.length + 1);
  };
  return lines.toSorted((one, other) => position(one) - position(other));
}

function countOf(lines: readonly { count: number }[]): number {
  return lines.reduce((sum, { count }) => sum + count, 0);
}

/** Of today's profile; what it does not know any more is shown by its key. */
function serviceTitle(service: string, { profile, language }: Words): string {
  const known = profile.services[service];
  return known ? say(known.title, language) : service;
}

function describeStep(
  { service, step: id }: { service: string; step: string },
  { profile, language }: Words,
): { title: string; actor: string } {
  const step = profile.services[service]?.steps.find((each) => each.id === id);
  if (!step) return { title: id, actor: '' };
  const actor = profile.actors[step.actor];
  return { title: say(step.title, language), actor: actor ? say(actor.title, language) : step.actor };
}

function applicantTitle({ profile, language }: Words): string {
  const applicant = Object.values(profile.actors).find(({ kind }) => kind === 'applicant');
  return applicant ? say(applicant.title, language) : '';
}
