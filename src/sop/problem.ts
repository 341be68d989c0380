// A problem of a profile, and how its data is looked at while its form is still in doubt.
import { nearest } from '../core/nearest.ts';

export interface Problem {
  /** Keys and list positions from the top of the file. */
  readonly path: readonly (string | number)[];
  readonly reason: string;
}

/** The value if it is a record, else an empty one. */
export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

/** The value if it is a list, else an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function asText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function unknownName(what: string, name: string, known: readonly string[]): string {
  const meant = nearest(name, known);
  return `unknown ${what} "${name}"; ${meant === undefined ? `known are ${known.join(', ')}` : `did you mean "${meant}"?`}`;
}
