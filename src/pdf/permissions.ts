// What the signatures in force allow to happen after them (ISO 32000-2, 12.8.2.2 DocMDP, 12.8.2.4 FieldMDP, 12.7.5.5 locks).
import type { View } from './file.ts';
import { type Field, type Form, valueOf } from './form.ts';
import { type Dict, entry, isName, isType, type PdfObject, textOf } from './objects.ts';

export interface Permissions {
  /** Table 257: 1 nothing, 2 forms and signatures, 3 annotations too; null when no signature says. The strictest counts. */
  readonly level: 1 | 2 | 3 | null;
  readonly certifications: number;
  /** Is a field locked by name? One that is new only when a lock names it: the others could not mean it. */
  isLocked(field: string, isNew: boolean): boolean;
}

const longestName = 1000;

interface Lock {
  readonly action: string;
  readonly fields: ReadonlySet<string>;
}

/** Collects the permissions of every signature that `view` shows. */
export function permissionsOf(view: View, form: Form): Permissions {
  const levels: number[] = [];
  const locks: Lock[] = [];
  let certifications = 0;
  const permissions = view.dict(entry(view.catalog, 'Perms'));
  const certification = permissions && view.at(permissions, 'DocMDP');
  const held: [PdfObject, Field | null][] = [[certification, null]];
  for (const field of form.fields.values())
    if (field.type === 'Sig' && !field.isWidgetOnly) held.push([view.get(valueOf(field)), field]);
  const seen = new Set<PdfObject>();
  for (const [value, field] of held) {
    if (!isType(value, 'dict')) continue;
    const isKnown = seen.has(value);
    seen.add(value);
    for (const item of view.list(entry(value, 'Reference'))) {
      const reference = view.dict(item);
      const parameters = reference && view.dict(entry(reference, 'TransformParams'));
      if (!reference) continue;
      if (isName(view.at(reference, 'TransformMethod'), 'DocMDP')) {
        if (!isKnown) certifications++;
        levels.push(levelOf(view, parameters) ?? 2);
      } else if (isName(view.at(reference, 'TransformMethod'), 'FieldMDP') && parameters)
        locks.push(lockOf(view, parameters));
    }
    const lock = field && view.dict(entry(field.dict, 'Lock'));
    if (lock) {
      locks.push(lockOf(view, lock));
      const level = levelOf(view, lock);
      if (level !== null) levels.push(level);
    }
  }
  const level = levels.length > 0 ? Math.min(...levels) : null;
  return {
    level: level === 1 || level === 2 || level === 3 ? level : null,
    certifications,
    isLocked(name, isNew) {
      if (locks.length === 0) return false;
      // No form goes as deep as this: whatever is locked, such a name is.
      if (name.length > longestName) return true;
      const chain = chainOf(name);
      return locks.some((lock) => (!isNew || lock.action === 'Include') && locksField(lock, chain));
    },
  };
}

function levelOf(view: View, parameters: Dict | null): number | null {
  const level = parameters && view.at(parameters, 'P');
  return level === 1 || level === 2 || level === 3 ? level : null;
}

function lockOf(view: View, dict: Dict): Lock {
  const action = view.at(dict, 'Action');
  const fields = new Set(view.list(entry(dict, 'Fields')).map((item) => textOf(view.get(item)) ?? ''));
  return { action: isType(action, 'name') ? action.name : 'All', fields };
}

/** `chain`: the field and the fields above it. A lock's name stands for a field and all below it (12.7.4.2). */
function locksField({ action, fields }: Lock, chain: readonly string[]): boolean {
  const isNamed = chain.some((name) => fields.has(name));
  if (action === 'Include') return isNamed;
  return action === 'Exclude' ? !isNamed : true;
}

function chainOf(name: string): string[] {
  return [...Array.from(name.matchAll(/\./g), (dot) => name.slice(0, dot.index)), name];
}
