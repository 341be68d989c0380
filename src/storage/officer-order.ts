// How both stores list officers.
import type { Person } from '../app/ports.ts';

/** By name as a reader looks for it; namesakes by id. */
export function byName(a: Person, b: Person): number {
  return a.name.localeCompare(b.name, 'id') || (a.id < b.id ? -1 : 1);
}
