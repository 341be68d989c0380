// From figures to a report in words: the public edition with both indicators, small cells withheld, or the internal one with all figures.
import { formatDate } from '../core/calendar.ts';
import type { Figures } from '../core/figures.ts';
import type { Language, Profile } from '../core/profile.ts';
import type { ColumnKind, Edition, Report, ReportCell } from '../core/report.ts';
import { cellText } from '../core/report-cell.ts';
import { cellKey, publishedCells, withheld } from '../core/suppress.ts';
import { metadataSections } from './metadata.ts';
import { deskSections } from './report-desk.ts';
import type { HolderTables } from './report-holders.ts';
import { holderSections, tell } from './report-holders.ts';
import type { Words } from './report-words.ts';
import { inWords } from './report-words.ts';
import type { Texts } from './text.ts';

export interface ReportInput {
  readonly edition: Edition;
  readonly language: Language;
  readonly texts: Texts;
  readonly profile: Profile;
}

/** All that is said of these figures in that language. The public edition tells nothing that `withheld` names. */
export function makeReport(figures: Figures, { edition, language, texts, profile }: ReportInput): Report {
  const words: Words = { language, profile, t: (key, params) => texts.t(language, key, params) };
  const { indicators, from, madeAt, isToday } = figures;
  const isInternal = edition === 'internal';
  const hidden = isInternal ? new Set<string>() : withheld(publishedCells(indicators));
  const tables: HolderTables = { figures: indicators, words, hidden, isInternal, isToday };
  const { day } = indicators;
  const dates = { from: formatDate(from, language), day: formatDate(day, language) };
  const { publication } = profile;
  return {
    edition,
    language,
    title: titleOf(words),
    subtitle: words.t(isInternal ? 'report.subtitle_internal' : 'report.subtitle_public', dates),
    letterhead: profile.agency.letterhead,
    from,
    day,
    madeAt,
    summary: isInternal ? internalSummary(figures, tables) : publicSummary(tables),
    sections: [...holderSections(tables), ...(isInternal ? deskSections(figures, words) : [])],
    metadata: publication ? metadataSections(publication, Number(day.slice(0, 4)), words) : [],
    notes: notesOf(words, isInternal),
  };
}

/** As the agency calls its publication, which has a name in Indonesian only. */
function titleOf({ language, profile, t }: Words): string {
  const named = language === 'id' ? profile.publication?.title : undefined;
  return named ?? t('report.title', { government: profile.agency.government });
}

type Summary = Report['summary'];

function publicSummary(tables: HolderTables): Summary {
  const { figures, words } = tables;
  const { bySex, byStatus } = figures;
  return [
    ...bothIndicators(tables),
    line(words, 'male', words.t('report.male'), tell(tables, cellKey.sex('male'), bySex.male)),
    line(words, 'female', words.t('report.female'), tell(tables, cellKey.sex('female'), bySex.female)),
    line(words, 'pppk', words.t('report.pppk'), tell(tables, cellKey.status('pppk'), byStatus.pppk)),
  ];
}

function internalSummary({ requests }: Figures, tables: HolderTables): Summary {
  const { figures, words } = tables;
  const open = requests.filter(({ state }) => state === 'in_progress').reduce((sum, { count }) => sum + count, 0);
  return [
    ...bothIndicators(tables),
    line(words, 'active', words.t('report.column.active'), figures.holders.active),
    line(words, 'near_end', words.t('report.column.near_end'), figures.holders.nearEnd),
    line(words, 'in_progress', words.t('report.in_progress'), open),
  ];
}

function bothIndicators(tables: HolderTables): Summary {
  const { words, figures } = tables;
  const { share, using, offices, holders } = figures;
  const of = offices === undefined ? '' : inWords(words, offices);
  return [
    line(words, 'share', words.t('report.section.share'), share ?? null, 'percent'),
    {
      key: 'using',
      label: words.t('report.column.using'),
      value: of === '' ? inWords(words, using) : words.t('report.of', { using: inWords(words, using), offices: of }),
    },
    line(words, 'holders', words.t('report.column.persons'), tell(tables, cellKey.total, holders.persons)),
  ];
}

function line(
  { language }: Words,
  key: string,
  label: string,
  cell: ReportCell,
  kind: ColumnKind = 'count',
): Summary[number] {
  return { key, label, value: cellText(cell, kind, language) };
}

function notesOf({ t }: Words, isInternal: boolean): string[] {
  return [
    t('report.note.share'),
    t('report.note.holders'),
    t('report.note.as_of'),
    t(isInternal ? 'report.note.minutes' : 'report.note.suppressed'),
    t('report.note.no_figure'),
  ];
}
