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
