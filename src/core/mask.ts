// Personal data as it may be shown in a chat, a list or a log: a few characters kept, the rest dots.
import type { FieldKind } from './profile.ts';

const DOT = '•';

/** Masks an answer by its field's kind: NIK `6473••••••••0001`, phone `+62812•••••890`, mail `s•••@tarakankota.go.id`. */
export function mask(value: string, kind: FieldKind): string {
  switch (kind) {
    case 'nik':
      return keepEnds(value, 4, 4);
    case 'nip':
      return keepEnds(value, 4, 3);
    case 'phone':
      return keepEnds(value, 6, 3);
    case 'office_mail':
      return maskMail(value);
    case 'name':
      return value.replace(/\p{L}[\p{L}\p{M}']+/gu, (word) => hideAfter(word, 1));
    case 'golongan':
    case 'date':
    case 'choice':
    case 'text':
      return hideAfter(value, 1);
  }
}

/** Keeps so many characters at each end; a value too short to hide anything that way is hidden altogether. */
function keepEnds(value: string, first: number, last: number): string {
  const hidden = value.length - first - last;
  return hidden < 4 ? DOT.repeat(value.length) : value.slice(0, first) + DOT.repeat(hidden) + value.slice(-last);
}

/** Three dots whatever the length, so that the length is not told. */
function hideAfter(value: string, first: number): string {
  return Array.from(value).slice(0, first).join('') + DOT.repeat(3);
}

function maskMail(value: string): string {
  const at = value.lastIndexOf('@');
  return at < 1 ? hideAfter(value, 1) : hideAfter(value.slice(0, at), 1) + value.slice(at);
}

const DAY = String.raw`(?<!\d)(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4})(?!\d|[ ./-]{0,3}\d(?!\d?[:.]\d\d(?!\d)))`;
/** Not `/`, which numbers of letters have. The upper bound keeps the engine's stack small. */
const RUN = String.raw`\p{Nd}(?:[\s._\u2010-\u2015-]{0,3}\p{Nd}){7,255}`;
const DAY_OR_RUN = new RegExp(`(${DAY})|${RUN}`, 'gu');

/**
 * Masks every run of eight digits or more in free text, separators between the digits kept; the first and the last two digits stay.
 * A day written out ("20-11-2026") is left alone.
 */
export function maskDigits(text: string): string {
  return text.replace(DAY_OR_RUN, (run: string, day: string | undefined) => day ?? hideDigits(run));
}

function hideDigits(run: string): string {
  const count = run.match(/\p{Nd}/gu)?.length ?? 0;
  let at = 0;
  return run.replace(/\p{Nd}/gu, (digit) => {
    at += 1;
    return at <= 2 || at > count - 2 ? digit : DOT;
  });
}
