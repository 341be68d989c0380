// Golongan, the pay grade of a civil servant: I/a to IV/e for PNS (each with a rank, "pangkat"), I to XVII for PPPK.
import { accept, refuse, type Check, type Status } from './check.ts';
import { isTooLong, tidy } from './typed-text.ts';

export interface Golongan {
  readonly code: string;
  readonly status: Status;
  /** Name of the rank; PPPK have none. */
  readonly pangkat?: string;
}

const PANGKAT: Readonly<Record<string, readonly string[]>> = {
  I: ['Juru Muda', 'Juru Muda Tingkat I', 'Juru', 'Juru Tingkat I'],
  II: ['Pengatur Muda', 'Pengatur Muda Tingkat I', 'Pengatur', 'Pengatur Tingkat I'],
  III: ['Penata Muda', 'Penata Muda Tingkat I', 'Penata', 'Penata Tingkat I'],
  IV: ['Pembina', 'Pembina Tingkat I', 'Pembina Utama Muda', 'Pembina Utama Madya', 'Pembina Utama'],
};

const ROMAN = 'I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII'.split(' ');

/** Every golongan there is, PNS first, lowest first. */
export const GOLONGAN: readonly Golongan[] = [
  ...Object.entries(PANGKAT).flatMap(([group, names]) =>
    names.map((pangkat, at): Golongan => ({ code: `${group}/${'abcde'.charAt(at)}`, status: 'pns', pangkat })),
  ),
  ...ROMAN.map((code): Golongan => ({ code, status: 'pppk' })),
];

/**
 * Checks a golongan as typed: "III/d", "3d", "iii d", "Penata Tk. I (III/d)", "Penata Tk. I", "PPPK IX", "9".
 * `value` is the code as written in `GOLONGAN`.
 */
export function checkGolongan(input: string): Check {
  if (isTooLong(input)) return refuse('too_long');
  const text = tidy(input)
    .toLowerCase()
    .replace(/(?<!\p{L})(?:saya|pangkat|golongan|gol|ruang|pppk|p3k|pns)(?!\p{L})[.:]?/gu, ' ')
    .trim();
  if (text === '') return refuse(tidy(input) === '' ? 'empty' : 'unknown_golongan');
  const found = byPangkat(text) ?? byCode(text);
  return found === undefined ? refuse('unknown_golongan') : accept(found.code);
}

/** The golongan of a code as `checkGolongan` gives it. */
export function findGolongan(code: string): Golongan | undefined {
  return GOLONGAN.find((golongan) => golongan.code === code);
}

/** A code at the end ("Penata (III/c)"; the I of "Tk. I" is none), or one with a letter at the beginning ("III/c, Penata"). */
const AT_END = /(?<![\p{L}\d])(?<!(?:tk|tkt|tingkat)[. ]{1,2})([ivxl|]+|\d{1,2})\s*[/.-]?\s*([a-e])?\s*\)?[.,]?$/u;
const AT_BEGINNING = /^([ivxl|]+|\d)\s*[/.-]?\s*([a-e])(?![\p{L}\d])/u;

function byCode(text: string): Golongan | undefined {
  const match = AT_BEGINNING.exec(text) ?? AT_END.exec(text);
  return match === null ? undefined : fromParts(match[1] ?? '', match[2] ?? '');
}

function fromParts(group: string, letter: string): Golongan | undefined {
  const roman = /^\d/.test(group) ? ROMAN[Number(group) - 1] : group.replace(/[l|]/g, 'i').toUpperCase();
  return roman === undefined ? undefined : findGolongan(letter === '' ? roman : `${roman}/${letter}`);
}

function byPangkat(text: string): Golongan | undefined {
  const wanted = plainRank(text);
  return GOLONGAN.find(({ pangkat }) => pangkat !== undefined && plainRank(pangkat) === wanted);
}

function plainRank(text: string): string {
  return text
    .toLowerCase()
    .replace(/\b(?:tingkat|tkt|tk)\b\.?\s*(?:i|1|l)\b/g, 'tk1')
    .replace(/[^a-z0-9]/g, '');
}
