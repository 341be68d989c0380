// Which of the offered choices a typed text means: by number, id, label, part of a label, or a near miss.
import { editDistance } from '../core/nearest.ts';

/**
 * The one choice that `text` names, or undefined when none or several do. Numbers count from 1, as the choices are numbered
 * where a channel has no buttons. `exact` leaves parts and near misses out: where free text is an answer too.
 */
export function matchChoice<C extends { readonly id: string; readonly label: string; readonly means?: 'yes' | 'no' }>(
  text: string,
  choices: readonly C[],
  how: 'exact' | 'near' = 'near',
): C | undefined {
  const byId = choices.find(({ id }) => id === text.trim());
  if (byId) return byId;
  const typed = fold(text);
  if (typed === '') return undefined;
  const number = choiceNumber(text);
  if (number !== undefined) return choices[number - 1];
  const same = choices.filter(({ label }) => fold(label) === typed);
  if (same.length > 0) return same.length === 1 ? same[0] : undefined;
  const meant = YES.has(typed) ? 'yes' : NO.has(typed) ? 'no' : undefined;
  const means = meant === undefined ? [] : choices.filter((choice) => choice.means === meant);
  if (means.length === 1) return means[0];
  if (how === 'exact') return undefined;
  // Two letters are enough for a whole word ("ya", "no"), not for the beginning of one.
  const end = typed.length < 3 ? ' ' : '';
  const part = typed.length < 2 ? [] : choices.filter(({ label }) => ` ${fold(label)} `.includes(` ${typed}${end}`));
  if (part.length > 0) return part.length === 1 ? part[0] : undefined;
  const near = choices.filter(({ label }) => isNear(typed.split(' '), fold(label).split(' ')));
  return near.length === 1 ? near[0] : undefined;
}

/** The number that a text amounts to, if it is nothing but one: "2", "no. 2". */
export function choiceNumber(text: string): number | undefined {
  const [, digits] = /^(?:no |nomor |number |pilihan |option )?(\d{1,3})$/.exec(fold(text)) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

const YES = new Set(
  'ya,iya,y,ok,oke,okay,baik,boleh,setuju,saya setuju,ya setuju,ya saya setuju,benar,betul,sudah,sudah benar,yes,yes please,agree,i agree,correct'.split(
    ',',
  ),
);
const NO = new Set(
  'tidak,tdk,tidak setuju,saya tidak setuju,ga,gak,nggak,enggak,bukan,jangan,tidak jadi,belum,no,no thanks,disagree'.split(
    ',',
  ),
);

/**
 * Word by word, and short words without a slip: as a whole, "ga tarik" (do not) is a letter away from "ya tarik" (do), and
 * "saya g setuju" (I do not agree) two from "saya setuju". One word may stand for the label it is a word of.
 */
function isNear(typed: readonly string[], label: readonly string[]): boolean {
  const [only] = typed;
  if (typed.length === 1 && only !== undefined) return label.some((word) => isSlip(only, word));
  return typed.length === label.length && typed.every((word, at) => isSlip(word, label[at] ?? ''));
}

function isSlip(typed: string, word: string): boolean {
  const allowed = typed.length < 4 || word.length < 3 ? 0 : typed.length < 8 ? 1 : 2;
  // A long text is not compared letter by letter with words it cannot be.
  return Math.abs(typed.length - word.length) <= allowed && editDistance(typed, word) <= allowed;
}

/** The text of `known` nearest to what was typed, those within reach first; for suggestions, not for decisions. */
export function suggest(text: string, known: readonly string[], most: number): string[] {
  const typed = fold(text);
  if (typed.length < 3) return [];
  return known
    .map((each) => ({ each, away: nearness(typed, fold(each)) }))
    .filter(({ away }) => away <= FARTHEST)
    .sort((a, b) => a.away - b.away)
    .slice(0, most)
    .map(({ each }) => each);
}

/** The share of letters that may have to change for a text to be suggested. */
const FARTHEST = 0.4;

/** Lower case, without accents, marks and punctuation, single spaces. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function nearness(typed: string, known: string): number {
  if (known === typed) return 0;
  if (` ${known} `.includes(` ${typed} `)) return 0.1;
  if (!typed.includes(' ') && abbreviates(typed, known.split(' '))) return 0.2;
  const longer = Math.max(typed.length, known.length);
  if (Math.abs(typed.length - known.length) > longer * FARTHEST) return 1;
  return editDistance(typed, known) / longer;
}

/** "dinkes", "diskominfo", "bkpsdm": letters of successive words in their order, each word's first letter among them. */
function abbreviates(typed: string, words: readonly string[]): boolean {
  if (typed === '') return true;
  const [word, ...rest] = words;
  if (word === undefined) return false;
  if (word[0] !== typed[0]) return words.length > 1 && abbreviates(typed, rest);
  for (let taken = Math.min(typed.length, word.length); taken >= 1; taken -= 1) {
    if (isWithin(typed.slice(0, taken), word) && abbreviates(typed.slice(taken), rest)) return true;
  }
  return abbreviates(typed, rest);
}

function isWithin(letters: string, word: string): boolean {
  let at = -1;
  return [...letters].every((letter) => (at = word.indexOf(letter, at + 1)) >= 0);
}
