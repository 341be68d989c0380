// The interactive form of one view (ISO 32000-2, 12.7): its fields with what they inherit, and their widgets.
import type { View } from './file.ts';
import { maxDepth, maxFields, PdfProblem } from './limits.ts';
import { type Dict, entry, isType, type PdfObject, textOf } from './objects.ts';

/** A field, or a widget that is not merged with its field (a kid without /T). */
export interface Field {
  /** The object number, or the parent's key and the place in it for a direct dictionary. */
  readonly key: string;
  readonly num: number | null;
  readonly dict: Dict;
  readonly parent: Field | null;
  readonly isWidgetOnly: boolean;
  /** Fully qualified (12.7.4.2), a widget's is its field's. */
  readonly name: string;
  /** Inherited /FT. */
  readonly type: string | null;
  /** Inherited /Ff. */
  readonly flags: number;
}

export interface Form {
  /** The AcroForm dictionary. */
  readonly dict: Dict | null;
  /** In document order, parents before kids. */
  readonly fields: ReadonlyMap<string, Field>;
}

/**
 * Reads the whole field tree. A reference to nothing is skipped, as readers do.
 * Throws `damaged` for a tree that is no tree: a field that cannot be read must not make a file look unsigned.
 */
export function readForm(view: View): Form {
  const value = view.at(view.catalog, 'AcroForm');
  if (value === null) return { dict: null, fields: new Map() };
  if (!isType(value, 'dict')) throw new PdfProblem('damaged', 'AcroForm is no dictionary');
  const fields = new Map<string, Field>();
  addKids(view, view.at(value, 'Fields'), null, 'root', fields, 0);
  return { dict: value, fields };
}

function addKids(
  view: View,
  kids: PdfObject,
  parent: Field | null,
  path: string,
  fields: Map<string, Field>,
  depth: number,
): void {
  if (kids === null) return;
  if (!isType(kids, 'array')) throw new PdfProblem('damaged', 'field list is no array');
  if (depth > maxDepth) throw new PdfProblem('limit', 'fields nested too deep');
  for (const [place, item] of kids.items.entries()) {
    if (fields.size > maxFields) throw new PdfProblem('limit', 'too many fields');
    view.file.budget.spend('visits', 1);
    const dict = view.get(item);
    if (dict === null) continue;
    if (!isType(dict, 'dict')) throw new PdfProblem('damaged', 'field is no dictionary');
    const field = readField(view, item, dict, parent, `${path}/${place}`);
    if (fields.has(field.key)) {
      // The same field listed twice is harmless; a field inside itself is not a tree.
      for (let above = parent; above; above = above.parent)
        if (above.key === field.key) throw new PdfProblem('damaged', 'fields go in a circle');
      continue;
    }
    fields.set(field.key, field);
    addKids(view, view.at(dict, 'Kids'), field, field.key, fields, depth + 1);
  }
}

function readField(view: View, item: PdfObject, dict: Dict, parent: Field | null, path: string): Field {
  const partial = textOf(view.at(dict, 'T'));
  const type = view.at(dict, 'FT');
  const flags = view.at(dict, 'Ff');
  const above = parent?.name ?? '';
  return {
    key: isType(item, 'ref') ? String(item.num) : path,
    num: isType(item, 'ref') ? item.num : null,
    dict,
    parent,
    isWidgetOnly: parent !== null && partial === null && entry(dict, 'Kids') === null,
    name: partial === null ? above : above === '' ? partial : `${above}.${partial}`,
    type: isType(type, 'name') ? type.name : (parent?.type ?? null),
    flags: typeof flags === 'number' ? flags : (parent?.flags ?? 0),
  };
}

/** The field that a widget stands for: itself when they are merged. */
export function ownerOf(field: Field): Field {
  return field.isWidgetOnly && field.parent ? field.parent : field;
}

/** A field's /V, references not followed; a widget's is its field's. */
export function valueOf(field: Field): PdfObject {
  for (let at: Field | null = field; at; at = at.parent) {
    const value = entry(at.dict, 'V');
    if (value !== null) return value;
  }
  return null;
}
