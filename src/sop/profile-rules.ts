// Do the parts of a profile fit together? Works on data whose form may be wrong elsewhere, so that a
// person who edits a profile learns of every problem at once; what has the wrong form is simply passed over.
import { officeProblems } from '../core/office-list.ts';
import { WEEKDAYS, zoneLabelOf } from './office-hours.ts';
import { findAskerProblems, findBulkProblems, findConditionProblems, findTakenNames } from './service-rules.ts';
import { findStepProblems } from './step-rules.ts';
import { asList, asRecord, asText, unknownName, type Problem } from './problem.ts';

/** Every contradiction in a profile as read from YAML; empty when there is none. */
export function findContradictions(data: unknown): readonly Problem[] {
  const profile = asRecord(data);
  const actors = asRecord(profile['actors']);
  const services = asRecord(profile['services']);
  return [
    ...findOfficeProblems(asRecord(profile['office'])),
    ...findActorProblems(actors),
    ...repeated(asList(asRecord(profile['certificate'])['expiry_notices']).map(String), [
      'certificate',
      'expiry_notices',
    ]),
    ...findPhaseProblems(asList(profile['registration']).map(asRecord)),
    ...findListProblems(asList(profile['offices']).map(asRecord)),
    ...(profile['services'] !== undefined && Object.keys(services).length === 0
      ? [{ path: ['services'], reason: 'must hold at least one service' }]
      : []),
    ...Object.entries(services).flatMap(([key, service]) => findServiceProblems(key, asRecord(service), actors)),
  ];
}

function findOfficeProblems(office: Readonly<Record<string, unknown>>): readonly Problem[] {
  const problems: Problem[] = [];
  const hours = asRecord(office['hours']);
  if (office['hours'] !== undefined && !WEEKDAYS.some((weekday) => asList(hours[weekday]).length > 0)) {
    problems.push({ path: ['office', 'hours'], reason: 'the office never opens' });
  }
  const label = zoneLabelOf(asText(office['time_zone']) ?? '');
  const given = asText(office['zone_label']);
  if (label !== undefined && given !== undefined && given !== label) {
    problems.push({
      path: ['office', 'zone_label'],
      reason: `${asText(office['time_zone'])} is ${label}, not ${given}`,
    });
  }
  const dates = asList(office['holidays']).map((holiday) => asText(asRecord(holiday)['date']));
  return [...problems, ...repeated(dates, ['office', 'holidays'], 'date')];
}

/** Each phase has its own name and begins after the one before it. */
function findPhaseProblems(phases: readonly Readonly<Record<string, unknown>>[]): readonly Problem[] {
  const names = phases.map(({ phase }) => asText(phase));
  const days = phases.map(({ from }) => asText(from));
  const disorder = days.flatMap((day, at): Problem[] => {
    const before = days[at - 1];
    return day !== undefined && before !== undefined && day <= before
      ? [
          {
            path: ['registration', at, 'from'],
            reason: `must be later than ${before}, when the phase before it begins`,
          },
        ]
      : [];
  });
  return [...repeated(names, ['registration'], 'phase'), ...disorder];
}

/** The list of all Perangkat Daerah, checked as an imported one is. */
function findListProblems(entries: readonly Readonly<Record<string, unknown>>[]): readonly Problem[] {
  const offices = entries.flatMap((entry) => {
    const name = asText(entry['name']);
    const [from, until, into] = [entry['from'], entry['until'], entry['into']].map(asText);
    return name === undefined
      ? []
      : {
          name,
          area: asText(entry['area']) ?? '',
          also: asList(entry['also']).flatMap((each) => asText(each) ?? []),
          ...(from !== undefined && { from }),
          ...(until !== undefined && { until }),
          ...(into !== undefined && { into }),
        };
  });
  return officeProblems(offices).map((reason) => ({ path: ['offices'], reason }));
}

function findActorProblems(actors: Readonly<Record<string, unknown>>): readonly Problem[] {
  const problems: Problem[] = [];
  const kindOf = (role: string): unknown => asRecord(actors[role])['kind'];
  const roles = Object.keys(actors);
  const applicants = roles.filter((role) => kindOf(role) === 'applicant');
  if (roles.length > 0 && applicants.length !== 1) {
    problems.push({
      path: ['actors'],
      reason: `must hold exactly one actor of kind applicant, not ${applicants.length}`,
    });
  }
  for (const role of roles) {
    const { recorded_by: recorder, superior } = asRecord(actors[role]);
    if (kindOf(role) === 'external' && recorder === undefined) {
      problems.push({ path: ['actors', role], reason: 'acts outside the product and needs recorded_by' });
    }
    if (kindOf(role) !== 'external' && recorder !== undefined) {
      problems.push({ path: ['actors', role, 'recorded_by'], reason: 'belongs to actors of kind external only' });
    }
    for (const [key, other] of [
      ['recorded_by', recorder],
      ['superior', superior],
    ] as const) {
      if (typeof other !== 'string') continue;
      const path = ['actors', role, key];
      if (!roles.includes(other)) problems.push({ path, reason: unknownName('actor', other, roles) });
      else if (kindOf(other) !== 'officer') problems.push({ path, reason: `"${other}" is not an officer` });
      else if (key === 'superior' && isOwnSuperior(role, actors)) {
        problems.push({ path, reason: `"${role}" ends up as a superior of itself` });
      }
    }
  }
  return problems;
}

function isOwnSuperior(role: string, actors: Readonly<Record<string, unknown>>): boolean {
  let above = asText(asRecord(actors[role])['superior']);
  for (let height = 0; above !== undefined && height < 100; height += 1) {
    if (above === role) return true;
    above = asText(asRecord(actors[above])['superior']);
  }
  return false;
}

function findServiceProblems(
  key: string,
  service: Readonly<Record<string, unknown>>,
  actors: Readonly<Record<string, unknown>>,
): readonly Problem[] {
  const path = ['services', key];
  const fields = asList(service['fields']).map(asRecord);
  const papers = asList(service['papers']).map(asRecord);
  const fieldKeys = fields.map((field) => asText(field['key']));
  const paperKeys = papers.map((paper) => asText(paper['key']));
  const problems: Problem[] = [
    ...repeated(fieldKeys, [...path, 'fields'], 'key'),
    ...repeated(paperKeys, [...path, 'papers'], 'key'),
    ...findStepProblems(key, service, actors),
    ...findAskerProblems(service, actors, path),
    ...findConditionProblems(fields, papers, path),
    ...findBulkProblems(service, papers, actors, path),
    ...findTakenNames(fieldKeys, [...path, 'fields']),
    ...findTakenNames(paperKeys, [...path, 'papers']),
  ];
  for (const [at, paper] of paperKeys.entries()) {
    if (paper !== undefined && fieldKeys.includes(paper)) {
      problems.push({ path: [...path, 'papers', at, 'key'], reason: `"${paper}" is already the name of a field` });
    }
  }
  for (const [at, field] of fields.entries()) {
    const place = [...path, 'fields', at];
    const options = asList(field['options']).map((option) => asText(asRecord(option)['id']));
    problems.push(...repeated(options, [...place, 'options'], 'id'));
    if (field['kind'] === 'choice' && options.length < 2) {
      problems.push({ path: place, reason: 'a field of kind choice needs two options or more' });
    }
    if (field['kind'] !== 'choice' && options.length > 0) {
      problems.push({ path: [...place, 'options'], reason: 'belongs to fields of kind choice only' });
    }
    if (field['kind'] !== 'text' && field['suggestions'] !== undefined) {
      problems.push({ path: [...place, 'suggestions'], reason: 'belongs to fields of kind text only' });
    }
  }
  return problems;
}

/** One problem for every name that was there before; `key` is where in each entry it stands. */
function repeated(
  names: readonly (string | undefined)[],
  path: readonly (string | number)[],
  key?: string,
): readonly Problem[] {
  return names.flatMap((name, at) =>
    name !== undefined && names.indexOf(name) < at
      ? [{ path: key === undefined ? [...path, at] : [...path, at, key], reason: `"${name}" is there twice` }]
      : [],
  );
}
