// The list of all Perangkat Daerah, the denominator of the first indicator: which there are on a day, and which one a written name means.
import type { LocalDate } from './person.ts';

/** A Perangkat Daerah under one name. Renamed or merged, it ends, and another goes on `into` which its people are counted. */
export interface Office {
  readonly name: string;
  /** The area (kecamatan) it is counted in. */
  readonly area: string;
  /** Abbreviations and other spellings. */
  readonly also?: readonly string[];
  /** First and last day of its being called so. */
  readonly from?: LocalDate;
  readonly until?: LocalDate;
  /** Name of the office that its people belong to after its last day. */
  readonly into?: string;
}

/** What is wrong with a list, in Indonesian, for those who keep it; empty when nothing is. */
export function officeProblems(offices: readonly Office[]): string[] {
  const problems: string[] = [];
  const seen = new Map<string, string>();
  for (const { name, also = [], from, until, into } of offices) {
    for (const each of [name, ...also]) {
      const before = seen.get(fold(each));
      if (before !== undefined) problems.push(`"${each}" ada dua kali (juga pada "${before}")`);
      seen.set(fold(each), name);
    }
    if (from !== undefined && until !== undefined && until < from)
      problems.push(`"${name}": hari terakhirnya sebelum hari pertamanya`);
    if (into === undefined) continue;
    const next = find(offices, into);
    if (!next) problems.push(`"${name}" menjadi "${into}", yang tidak ada dalam daftar`);
    else if (until === undefined) problems.push(`"${name}" menjadi "${into}", tetapi hari terakhirnya tidak ada`);
    else if (isCircular(next, offices)) problems.push(`"${name}": perubahannya berputar`);
  }
  return problems;
}

/** Those that there are on that day. */
export function officesOn(offices: readonly Office[], day: LocalDate): Office[] {
  return offices.filter((office) => isOn(office, day));
}

/**
 * The office of that day that is meant by a name as somebody gave it: itself, or what it has become by then, or what it was then, where
 * that was one office only. Undefined when the list has no such name, or the day's list no such office: nothing is guessed.
 */
export function officeOn(offices: readonly Office[], name: string, day: LocalDate): Office | undefined {
  const named = find(offices, name);
  if (!named) return undefined;
  if (named.from !== undefined && day < named.from) {
    const before = predecessors(named, offices, day);
    return before.length === 1 ? before[0] : undefined;
  }
  return successor(named, offices, day);
}

/** Names that it bore, or that were merged into it, before that day, so that readers of older figures find them again. */
export function formerNames(office: Office, offices: readonly Office[], day: LocalDate): string[] {
  return offices.filter((each) => each !== office && successor(each, offices, day) === office).map(({ name }) => name);
}

function isCircular(office: Office, offices: readonly Office[]): boolean {
  let at: Office | undefined = office;
  for (let hops = 0; hops <= offices.length; hops += 1) {
    at = at?.into === undefined ? undefined : find(offices, at.into);
    if (!at) return false;
  }
  return true;
}

function isOn({ from, until }: Office, day: LocalDate): boolean {
  return (from === undefined || from <= day) && (until === undefined || day <= until);
}

function successor(office: Office, offices: readonly Office[], day: LocalDate): Office | undefined {
  let at: Office | undefined = office;
  for (let hops = 0; at && hops <= offices.length; hops += 1) {
    if (at.until === undefined || day <= at.until) return isOn(at, day) ? at : undefined;
    at = at.into === undefined ? undefined : find(offices, at.into);
  }
  return undefined;
}

function predecessors(office: Office, offices: readonly Office[], day: LocalDate): Office[] {
  // Each began before the one it went into, else there is no end to it.
  const before = offices.filter(
    ({ into, from = '' }) => into !== undefined && from < (office.from ?? '') && find(offices, into) === office,
  );
  return before.flatMap((each) => (isOn(each, day) ? [each] : predecessors(each, offices, day)));
}

function find(offices: readonly Office[], name: string): Office | undefined {
  const folded = fold(name);
  return offices.find((office) => [office.name, ...(office.also ?? [])].some((each) => fold(each) === folded));
}

/** Case, spaces and marks do not tell offices apart. */
function fold(name: string): string {
  return name
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');
}
