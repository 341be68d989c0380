// A stream dictionary's filters, in the form that filters.ts takes (ISO 32000-2, 7.3.8.2).
import type { FilterStep } from './filters.ts';
import { PdfProblem } from './limits.ts';
import { type Dict, entry, isType, type PdfObject } from './objects.ts';

/** `resolve` follows a reference; a filter list that cannot be read is `damaged`. */
export function filterSteps(dict: Dict, resolve: (value: PdfObject) => PdfObject): FilterStep[] {
  const filters = listed(resolve(entry(dict, 'Filter')));
  const parameters = listed(resolve(entry(dict, 'DecodeParms')));
  return filters.map((item, index) => {
    const filter = resolve(item);
    if (!isType(filter, 'name')) throw new PdfProblem('damaged', 'filter is no name');
    const given = resolve(parameters[index] ?? null);
    const numbers = new Map<string, number>();
    if (isType(given, 'dict')) {
      for (const [key, value] of given.entries) {
        const number = resolve(value);
        if (typeof number === 'number') numbers.set(key, number);
      }
    }
    return { name: filter.name, parameters: numbers };
  });
}

function listed(value: PdfObject): readonly PdfObject[] {
  if (value === null) return [];
  return isType(value, 'array') ? value.items : [value];
}
