// The two published indicators as tables: Perangkat Daerah that use electronic certificates, and holders in every way they are counted.
// Both editions have them: the public one withholds what `hidden` names, the internal one knows more of each Perangkat Daerah.
import type { HolderCounts, Indicators, OfficeLine } from '../core/figures.ts';
import type { ReportCell, ReportChart, ReportSection } from '../core/report.ts';
import { SUPPRESSED } from '../core/report.ts';
import { cellKey } from '../core/suppress.ts';
import type { Words } from './report-words.ts';
import { altOfMost, inWords, makeColumn, makeSection } from './report-words.ts';

export interface HolderTables {
  readonly figures: Indicators;
  readonly words: Words;
  /** Keys of cells that are not told (`withheld`); empty in the internal edition. */
  readonly hidden: ReadonlySet<string>;
  readonly isInternal: boolean;
  readonly isToday: boolean;
}

export function holderSections(tables: HolderTables): ReportSection[] {
  return [
    shareSection(tables),
    areaSection(tables),
    golonganSection(tables),
    sexSection(tables),
    officeSection(tables),
  ];
}

/** A count of persons, if it may be told. */
export function tell({ hidden }: Pick<HolderTables, 'hidden'>, key: string, count: number): ReportCell {
  return hidden.has(key) ? SUPPRESSED : count;
}

function isEmpty({ holders }: Indicators): boolean {
  return holders.persons === 0;
}

function shareSection({ figures, words }: HolderTables): ReportSection {
  const { offices, using, share, byArea } = figures;
  const columns = [
    makeColumn(words, 'area'),
    makeColumn(words, 'offices', 'count'),
    makeColumn(words, 'using', 'count'),
    makeColumn(words, 'share', 'percent'),
  ];
  const rows = byArea.map((line): ReportCell[] => [
    line.area,
    line.offices,
    line.using,
    (line.using / line.offices) * 100,
  ]);
  const alt = words.t('report.alt.share', { using: inWords(words, using), offices: inWords(words, offices ?? 0) });
  return makeSection(words, 'share', {
    columns,
    rows: [...rows, [words.t('report.total'), offices ?? null, using, share ?? null]],
    hasTotal: true,
    isEmpty: isEmpty(figures),
    notes: listNotes(figures, words),
    ...(rows.length > 0 ? { chart: { kind: 'bars', label: 'area', values: ['share'], alt } } : {}),
  });
}

function listNotes({ offices }: Indicators, { t }: Words): string[] {
  if (offices === undefined) return [t('report.note.no_list')];
  return offices === 0 ? [t('report.note.empty_list')] : [];
}

function areaSection(tables: HolderTables): ReportSection {
  const { figures, words } = tables;
  const rows = [
    ...figures.byArea.map(({ area, persons }): ReportCell[] => [area, tell(tables, cellKey.area(area), persons)]),
    ...elsewhereRow(tables),
  ];
  return makeSection(words, 'areas', {
    ...personsBy(tables, 'area', 'areas', figures.offices === undefined ? [] : rows),
    notes: listNotes(figures, words),
  });
}

function golonganSection(tables: HolderTables): ReportSection {
  const { figures, words } = tables;
  const { byGolongan, byStatus } = figures;
  const rows = [
    ...byGolongan.map(({ golongan, persons }): ReportCell[] => [
      golongan === 'unknown' ? words.t('report.pns_unknown') : golongan,
      tell(tables, cellKey.golongan(golongan), persons),
    ]),
    [words.t('report.pppk'), tell(tables, cellKey.status('pppk'), byStatus.pppk)],
    [words.t('report.status_unknown'), tell(tables, cellKey.status('unknown'), byStatus.unknown)],
  ];
  return makeSection(words, 'golongan', personsBy(tables, 'golongan', 'golongan', rows));
}

function sexSection(tables: HolderTables): ReportSection {
  const { figures, words } = tables;
  const row = (sex: keyof Indicators['bySex'], label: string): ReportCell[] => [
    label,
    tell(tables, cellKey.sex(sex), figures.bySex[sex]),
  ];
  return makeSection(
    words,
    'sex',
    personsBy(tables, 'sex', 'sex', [
      row('male', words.t('report.male')),
      row('female', words.t('report.female')),
      row('unknown', words.t('report.unknown')),
    ]),
  );
}

/** Rows of a label and a count of persons, with all of them at the end. */
function personsBy(
  tables: HolderTables,
  label: 'area' | 'golongan' | 'sex',
  section: 'areas' | 'golongan' | 'sex',
  rows: readonly ReportCell[][],
): Parameters<typeof makeSection>[2] {
  const { figures, words } = tables;
  const all = [words.t('report.total'), tell(tables, cellKey.total, figures.holders.persons)];
  const alt = altOfMost(words, words.t(`report.section.${section}`), rows, 1);
  const known = rows.length > 0;
  return {
    columns: [makeColumn(words, label), makeColumn(words, 'persons', 'count')],
    rows: known ? [...rows, all] : [],
    ...(known ? { hasTotal: true, chart: { kind: 'bars', label, values: ['persons'], alt } } : {}),
    isEmpty: isEmpty(figures),
  };
}

function elsewhereRow(tables: HolderTables): ReportCell[][] {
  const { figures, words } = tables;
  const { persons } = figures.elsewhere;
  return persons === 0 ? [] : [[elsewhereLabel(figures, words), tell(tables, cellKey.elsewhere, persons)]];
}

function elsewhereLabel({ offices }: Indicators, { t }: Words): string {
  return t(offices === undefined ? 'report.unknown' : 'report.elsewhere');
}

/** Without a list the names are whatever somebody typed, which is not for the public. */
function officeSection(tables: HolderTables): ReportSection {
  const { figures, words, isInternal, isToday } = tables;
  const hasAreas = figures.offices !== undefined;
  const hasRows = isInternal || hasAreas;
  const count = (key: Parameters<typeof makeColumn>[1]) => makeColumn(words, key, 'count');
  const columns = [
    makeColumn(words, 'office'),
    ...(hasAreas ? [makeColumn(words, 'area')] : []),
    makeColumn(words, 'uses'),
    count('persons'),
    ...(isInternal ? [count('active'), count('near_end'), count('expired'), count('revoked')] : []),
    ...(isInternal && isToday ? [count('passphrase_overdue')] : []),
  ];
  const row = (label: string, area: string, uses: string, key: string, counts: HolderCounts): ReportCell[] => [
    label,
    ...(hasAreas ? [area] : []),
    uses,
    tell(tables, key, counts.persons),
    ...(isInternal ? [counts.active, counts.nearEnd, counts.expired, counts.revoked] : []),
    ...(isInternal && isToday ? [counts.passphraseOverdue] : []),
  ];
  const rows = figures.byOffice.map((office) => {
    const uses = words.t(office.active > 0 ? 'report.yes' : 'report.no');
    return row(officeLabel(office, words), office.area, uses, cellKey.office(office.name), office);
  });
  const { elsewhere } = figures;
  if (elsewhere.persons > 0) rows.push(row(elsewhereLabel(figures, words), '', '', cellKey.elsewhere, elsewhere));
  const alt = altOfMost(words, words.t('report.section.offices'), rows, hasAreas ? 3 : 2);
  const chart: ReportChart = isInternal
    ? { kind: 'stacked', label: 'office', values: ['active', 'expired', 'revoked'], alt }
    : { kind: 'bars', label: 'office', values: ['persons'], alt };
  const total = row(words.t('report.total'), '', '', cellKey.total, figures.holders);
  return makeSection(words, 'offices', {
    columns,
    rows: hasRows ? [...rows, total] : [],
    ...(hasRows ? { hasTotal: true, chart } : {}),
    isEmpty: isEmpty(figures),
    notes: [...listNotes(figures, words), ...(hasRows ? [] : [words.t('report.note.typed_names')])],
  });
}

/** "Dinas AB (dahulu Dinas A, Dinas B)". */
function officeLabel({ name, formerly }: OfficeLine, { t }: Words): string {
  return formerly.length === 0 ? name : t('report.formerly', { name, former: formerly.join(', ') });
}
