// Who may ask for a service, and what its questions and papers depend on: do the names they use exist where they are used?
import { asList, asRecord, asText, unknownName, type Problem } from './problem.ts';

type Raw = Readonly<Record<string, unknown>>;
type Path = readonly (string | number)[];

export function findAskerProblems(service: Raw, actors: Raw, path: Path): readonly Problem[] {
  return asList(service['asked_by']).flatMap((role, at): Problem[] => {
    const name = asText(role) ?? '';
    const place = [...path, 'asked_by', at];
    if (asList(service['asked_by']).indexOf(role) < at) return [{ path: place, reason: `"${name}" is there twice` }];
    if (!(name in actors)) return [{ path: place, reason: unknownName('actor', name, Object.keys(actors)) }];
    return asRecord(actors[name])['kind'] === 'external'
      ? [{ path: place, reason: `"${name}" acts outside the product and cannot ask` }]
      : [];
  });
}

/**
 * A request for many has one list of them, asked for in an office, and a step at which each is decided; its papers are not given back, since
 * who was decided would then stand on another list. A spreadsheet belongs to such a list alone.
 */
export function findBulkProblems(service: Raw, papers: readonly Raw[], actors: Raw, path: Path): readonly Problem[] {
  const problems = papers.flatMap((paper, at): Problem[] => {
    const types = asList(paper['types']);
    const sheets = types.filter((type) => type === 'xlsx' || type === 'csv').length;
    const fits = paper['sheet'] === undefined ? sheets === 0 : sheets > 0 && sheets === types.length;
    return fits
      ? []
      : [
          {
            path: [...path, 'papers', at, 'types'],
            reason: 'xlsx and csv are for papers with sheet, and for these alone',
          },
        ];
  });
  const lists = papers.filter(({ sheet }) => sheet !== undefined);
  const decisions = asList(service['steps']).flatMap((step) =>
    asList(asRecord(step)['decisions']).map((entry) => asText(entry) ?? asText(asRecord(entry)['kind'])),
  );
  const check = (isWrong: boolean, reason: string): Problem[] => (isWrong ? [{ path, reason }] : []);
  if (service['kind'] !== 'bulk') {
    const needsKind = lists.length > 0 || decisions.includes('decide_people');
    return [...problems, ...check(needsKind, 'a paper with sheet, or the decision "decide_people", needs kind: bulk')];
  }
  const askers = asList(service['asked_by']).map((role) => asRecord(actors[asText(role) ?? ''])['kind']);
  const [list] = lists;
  return [
    ...problems,
    ...check(
      lists.length !== 1 || list?.['optional'] === true || list?.['when'] !== undefined,
      'a service of kind bulk needs one paper with sheet, which everybody hands in',
    ),
    ...check(!decisions.includes('decide_people'), 'a service of kind bulk needs the decision "decide_people"'),
    ...check(decisions.includes('return_papers'), 'a service of kind bulk cannot decide "return_papers"'),
    ...check(
      askers.length === 0 || askers.includes('applicant'),
      'a service of kind bulk needs asked_by with roles of officers alone',
    ),
  ];
}

/** Questions that the dialogue puts besides a service's own. */
const TAKEN: readonly string[] = ['service', 'phase', 'consent', 'note', 'summary'];

export function findTakenNames(keys: readonly (string | undefined)[], path: Path): readonly Problem[] {
  return keys.flatMap((key, at): Problem[] =>
    key !== undefined && TAKEN.includes(key)
      ? [{ path: [...path, at, 'key'], reason: `"${key}" is a question of the dialogue itself` }]
      : [],
  );
}

/** A condition names a field of kind choice that is asked before, and options of it. */
export function findConditionProblems(fields: readonly Raw[], papers: readonly Raw[], path: Path): readonly Problem[] {
  const check = (when: unknown, before: readonly Raw[], place: Path): readonly Problem[] =>
    Object.entries(asRecord(when)).flatMap(([key, wanted]): readonly Problem[] => {
      const field = before.find((each) => each['key'] === key);
      if (!field) {
        const known = before.flatMap((each) => asText(each['key']) ?? []);
        return [
          {
            path: [...place, key],
            reason: `${unknownName('field', key, known)}; a condition looks at fields before it`,
          },
        ];
      }
      if (field['kind'] !== 'choice') return [{ path: [...place, key], reason: `"${key}" is no field of kind choice` }];
      const options = asList(field['options']).flatMap((option) => asText(asRecord(option)['id']) ?? []);
      return asList(wanted).flatMap((option, at): Problem[] => {
        const name = asText(option) ?? '';
        return options.includes(name)
          ? []
          : [{ path: [...place, key, at], reason: unknownName('option', name, options) }];
      });
    });
  return [
    ...fields.flatMap((field, at) => check(field['when'], fields.slice(0, at), [...path, 'fields', at, 'when'])),
    ...papers.flatMap((paper, at) => check(paper['when'], fields, [...path, 'papers', at, 'when'])),
  ];
}
