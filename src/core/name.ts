// A person's name as on the identity card; academic titles are let through ("dr. Sinta Melati, Sp.A.").
import { accept, refuse, type Check } from './check.ts';
import { tidy } from './typed-text.ts';

const SHORTEST = 2;
const LONGEST = 100;

/** Checks a name: letters, spaces and `. , ' - / ( )`. `value` has invisible characters and double spaces removed. */
export function checkName(input: string): Check {
  const name = tidy(input)
    .replace(/[\u2018\u2019\u02BC`\u00B4]/g, "'")
    .replace(/\s+,/g, ',');
  if (name === '') return refuse('empty');
  if (name.length > LONGEST) return refuse('too_long');
  if (/\p{N}/u.test(name)) return refuse('digits_in_name');
  if (!/^[\p{L}\p{M} .,'/()-]+$/u.test(name) || !/\p{L}/u.test(name)) return refuse('not_a_name');
  return (name.match(/\p{L}/gu)?.length ?? 0) < SHORTEST ? refuse('too_short') : accept(name);
}

/** The words that a name is found by: of two letters or more, once each, in small letters without marks; titles among them. */
export function nameWords(name: string): string[] {
  const plain = name
    .replace(/['\u2018\u2019\u02BC`\u00B4]/g, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase();
  return [...new Set(plain.match(/\p{L}{2,}/gu))];
}
