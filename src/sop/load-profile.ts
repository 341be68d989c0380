// Reads an agency's SOP from YAML: a shipped one by name, or one's own file by path. A profile with any
// problem is refused with the file, the line and the reason of each.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LineCounter, isAlias, isMap, isScalar, isSeq, parse, parseDocument, type Document } from 'yaml';
import type { z } from 'zod';
import type { OfficeHours, Profile } from '../core/profile.ts';
import { toProfile } from './to-profile.ts';
import { findContradictions } from './profile-rules.ts';
import { nationalHolidaysSchema, profileSchema } from './profile-schema.ts';
import { asRecord, unknownName, type Problem } from './problem.ts';

const SHIPPED = join(import.meta.dirname, 'profiles');

/** Far beyond any SOP; keeps a wrong path from being read into memory. */
const MOST_BYTES = 1_000_000;

/** Aliases are for a handful of repeated texts; more is a mistake or a bomb. */
const MOST_ALIASES = 100;

/** Reads a shipped profile (`tarakan`) or a file (`./sop/my-town.yaml`). Throws a ProfileError. */
export function loadProfile(nameOrPath: string): Profile {
  const isPath = /[\\/]|\.ya?ml$/i.test(nameOrPath);
  if (!isPath && !shippedProfiles().includes(nameOrPath)) {
    const reason = `${unknownName('profile', nameOrPath, shippedProfiles())}; a file of your own is given by its path`;
    throw new ProfileError(nameOrPath, [{ line: undefined, path: '', reason }]);
  }
  const path = isPath ? nameOrPath : join(SHIPPED, `${nameOrPath}.yaml`);
  return parseProfile(readText(path), isPath ? path : basename(path));
}

/** Names of the profiles that come with the product. */
export function shippedProfiles(): readonly string[] {
  return readdirSync(SHIPPED)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort();
}

/** The profile written in `yamlText`; `fileName` is only for the messages. Throws a ProfileError. */
export function parseProfile(yamlText: string, fileName: string): Profile {
  const lines = new LineCounter();
  const document = parseDocument(yamlText, { lineCounter: lines, prettyErrors: false });
  const located = (problem: Problem): LocatedProblem & { readonly shared: boolean } => ({
    ...placeOf(problem.path, document, lines),
    path: printPath(problem.path),
    reason: problem.reason,
  });
  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => ({
      line: lines.linePos(error.pos[0]).line,
      path: '',
      reason: `not valid YAML: ${error.message}`,
    }));
    throw new ProfileError(fileName, problems);
  }
  let data: unknown;
  try {
    data = document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    throw new ProfileError(fileName, [
      located({ path: [], reason: error instanceof Error ? error.message : 'unreadable' }),
    ]);
  }
  const parsed = profileSchema.safeParse(data);
  const problems = [
    ...(parsed.error?.issues ?? []).flatMap((issue) => readIssue(issue, data)),
    ...findContradictions(data),
  ];
  if (!parsed.success || problems.length > 0) throw new ProfileError(fileName, toldOnce(problems.map(located)));
  const profile = toProfile(parsed.data, nationalHolidays());
  return { ...profile, version: createHash('sha256').update(sortedJson(profile)).digest('hex').slice(0, 12) };
}

/** The country's holidays, the same for every agency. Throws when the shipped file is broken. */
function nationalHolidays(): OfficeHours['holidays'] {
  return nationalHolidaysSchema.parse(parse(readText(join(import.meta.dirname, 'national-holidays.yaml'))));
}

export interface LocatedProblem {
  /** Counts from 1; undefined when the file as a whole is meant. */
  readonly line: number | undefined;
  /** Like `services.penerbitan.steps[2].actor`; lists count from 1, as people and SOPs do. */
  readonly path: string;
  readonly reason: string;
}

/** A profile that cannot be used. The message has one line per problem: file, line, place and reason. */
export class ProfileError extends Error {
  readonly file: string;
  readonly problems: readonly LocatedProblem[];

  constructor(file: string, problems: readonly LocatedProblem[]) {
    const sorted = problems.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0));
    const list = sorted.map(({ line, path, reason }) => {
      const place = line === undefined ? file : `${file}:${line}`;
      return `  ${place}: ${path === '' ? '' : `${path}: `}${reason}`;
    });
    super(`The SOP profile ${file} cannot be used:\n${list.join('\n')}`);
    this.name = 'ProfileError';
    this.file = file;
    this.problems = sorted;
  }
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (bytes.length <= MOST_BYTES) return bytes.toString('utf8');
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ProfileError(path, [{ line: undefined, path: '', reason: `cannot be read: ${reason}` }]);
  }
  throw new ProfileError(path, [{ line: undefined, path: '', reason: `is larger than ${MOST_BYTES} bytes` }]);
}

function readIssue(issue: z.core.$ZodIssue, data: unknown): Problem[] {
  const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
  if (issue.code === 'unrecognized_keys') {
    const reasons = issue.message.split('\n');
    return issue.keys.map((key, at) => ({ path: [...path, key], reason: reasons[at] ?? `unknown key "${key}"` }));
  }
  if (issue.code === 'invalid_key') return [{ path, reason: issue.issues[0]?.message ?? issue.message }];
  const value = path.reduce<unknown>((at, part) => (Array.isArray(at) ? at[Number(part)] : asRecord(at)[part]), data);
  return [{ path, reason: value === undefined ? 'is missing' : issue.message }];
}

/** What is wrong in a part that services share by an alias is wrong in all of them, and told where it is written. */
function toldOnce(problems: readonly (LocatedProblem & { readonly shared: boolean })[]): readonly LocatedProblem[] {
  const own = new Set(problems.filter(({ shared }) => !shared).map(({ line, reason }) => `${line} ${reason}`));
  return problems
    .filter(({ shared, line, reason }) => !shared || !own.has(`${line} ${reason}`))
    .map(({ line, path, reason }) => ({ line, path, reason }));
}

/** The line of the nearest thing on the path that is written in the file, and whether an alias leads there. */
function placeOf(
  path: Problem['path'],
  document: Document.Parsed,
  lines: LineCounter,
): { readonly line: number | undefined; readonly shared: boolean } {
  let node: unknown = document.contents;
  let offset: number | undefined;
  let shared = false;
  for (const part of path) {
    if (isAlias(node)) {
      node = node.resolve(document);
      shared = true;
    }
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === part);
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof part === 'number') {
      node = node.items[part];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return { line: offset === undefined ? undefined : lines.linePos(offset).line, shared };
}

function startOf(node: unknown): number | undefined {
  const range = isScalar(node) || isMap(node) || isSeq(node) || isAlias(node) ? node.range : undefined;
  return range?.[0];
}

function printPath(path: Problem['path']): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part + 1}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}

/** JSON with sorted keys, so that the order in the file does not matter. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}
