// Reads what people really type: invisible characters, fullwidth digits, separators, "NIP: ..." before a number.
import { refuse, type ProblemCode } from './check.ts';

/** Longest answer that any check looks at; also keeps every regular expression below cheap. */
const LONGEST = 500;

/**
 * One tidy line: NFKC (fullwidth and mathematical letters become plain ones), control and bidi characters gone,
 * white space collapsed. Nothing visible is lost, except that text beyond `LONGEST` characters is cut off.
 */
export function tidy(input: string): string {
  return input
    .slice(0, LONGEST + 1)
    .normalize('NFKC')
    .replace(/[\p{Zs}\p{Zl}\p{Zp}\t\n\r\v\f]+/gu, ' ')
    .replace(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\uFE00-\uFE0F\u20E3]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Whether the input is longer than any honest answer. */
export function isTooLong(input: string): boolean {
  return input.length > LONGEST;
}

const SEPARATORS = String.raw`\s.,\-\u2010-\u2015\u2212_/\\:'"()\[\]•*`;
const NUMBER_IN_WORDS = new RegExp(
  String.raw`^(?:[^\d+]*[^\d+\p{L}])?(\+?[\d${SEPARATORS}]*\d)(?:[^\d\p{L}]\D*)?$`,
  'u',
);

/**
 * The one number in an answer as plain digits, its separators gone: "NIP. 19850101 201001 1 001" -> 18 digits.
 * A letter inside the number ("1985O101") or two numbers with words between are `not_digits`.
 */
export function typedDigits(
  input: string,
): { readonly ok: true; readonly digits: string } | { readonly ok: false; readonly problem: ProblemCode } {
  if (isTooLong(input)) return refuse('too_long');
  const text = westernDigits(tidy(input)).replace(/^(?:nip|nik|ni pppk|no)(?=\d)/i, '');
  if (text === '') return refuse('empty');
  const number = NUMBER_IN_WORDS.exec(text)?.[1];
  return number === undefined ? refuse('not_digits') : { ok: true, digits: number.replace(/\D/g, '') };
}

/** Arabic-Indic digits, which NFKC leaves alone; the low four bits of both blocks are the value. */
function westernDigits(text: string): string {
  return text.replace(/[\u0660-\u0669\u06F0-\u06F9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
