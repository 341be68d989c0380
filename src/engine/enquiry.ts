// What the words ask for of the desk's figures or of the roll: seen before the turn, so that only then anything is fetched for it.
import type { AuditEntry } from '../core/audit.ts';
import type { Certificate, CertificateState } from '../core/certificate.ts';
import type { Figures, Indicators } from '../core/figures.ts';
import type { HalfYear } from '../core/supervision.ts';
import { isHalfYear } from '../core/supervision.ts';
import type { ConversationName, Word } from './conversation.ts';
import { matchChoice } from './match.ts';
import type { Session } from './session.ts';
import { isWord, readWord } from './word.ts';

export interface RollSearch {
  readonly text: string;
  /** Chosen to narrow the search. */
  readonly state?: CertificateState;
}

export type Enquiry =
  | { readonly kind: 'statistics' | 'recap' }
  /** `signed`: the half-year that a button signs. */
  | { readonly kind: 'supervision'; readonly signed?: HalfYear }
  | ({ readonly kind: 'roll' } & RollSearch)
  | { readonly kind: 'record'; readonly id: string };

/** What was found; nothing is fetched for whoever may not know it. */
export type Fetched =
  | { readonly kind: 'public'; readonly figures: Figures }
  | { readonly kind: 'statistics'; readonly figures: Figures }
  | { readonly kind: 'recap'; readonly indicators: Indicators }
  | ({ readonly kind: 'supervision'; readonly signed?: HalfYear } & Supervised)
  | ({ readonly kind: 'roll'; readonly found: readonly Certificate[] } & RollSearch)
  | { readonly kind: 'record'; readonly certificate?: Certificate };

/** How it stands in a half-year, and who has signed that he looked at it. */
export interface Supervised {
  readonly half: HalfYear;
  readonly figures: Figures;
  readonly signatures: readonly Pick<AuditEntry, 'actor' | 'actorName' | 'at'>[];
}

export const ROLL_STATES = ['active', 'near_end', 'expired', 'revoked'] as const satisfies readonly CertificateState[];

/** Longer than any name of a person or an office. */
const LONGEST_SEARCH = 120;

/** A request's number is that of a request wherever it is typed. */
const REQUEST = /^[a-z]{2,4}-[0-9a-z]{4,8}$/i;

/** Dialogues in which a text is no answer that anybody would miss. */
const SHORT: readonly (ConversationName | null)[] = [null, 'menu', 'roll', 'report', 'check', 'trouble'];

export function isShort({ conversation }: Pick<Session, 'conversation'>): boolean {
  return SHORT.includes(conversation);
}

export function enquiryOf(
  words: { readonly text?: string; readonly choice?: string },
  session: Session,
): Enquiry | undefined {
  const word = askedWord(words, session);
  if (word === 'statistics' || word === 'recap' || word === 'supervision') return { kind: word };
  if (word !== undefined) return undefined;
  const sought = soughtBy(words.text, session);
  if (sought !== undefined) return { kind: 'roll', text: sought.slice(0, LONGEST_SEARCH) };
  return byChoice(chosenId(words, session) ?? '');
}

/** The word that was typed, or that the chosen button stands for. */
export function askedWord(
  words: { readonly text?: string; readonly choice?: string },
  session: Session,
): Word | undefined {
  const said = words.text === undefined ? undefined : readWord(words.text);
  if (said) return said.word;
  const [, word] = /^(?:menu=|word:)([a-z_]+)(?::|$)/.exec(chosenId(words, session) ?? '') ?? [];
  return isWord(word) ? word : undefined;
}

function chosenId(
  { text, choice }: { readonly text?: string; readonly choice?: string },
  { offered }: Session,
): string | undefined {
  return text === undefined ? choice : matchChoice(text, offered)?.id;
}

/** Ids of imported records have colons of their own, and so may have what was searched for. */
function byChoice(choice: string): Enquiry | undefined {
  const [kind, first = '', ...rest] = choice.split(':');
  if (kind === 'sign' && isHalfYear(first)) return { kind: 'supervision', signed: first };
  if (kind === 'unmask') return { kind: 'record', id: [first, ...rest].join(':') };
  const state = ROLL_STATES.find((each) => each === first);
  return kind === 'roll' && state ? { kind: 'roll', state, text: rest.join(':').slice(0, LONGEST_SEARCH) } : undefined;
}

/** "cari Sari" outside forms, or whatever is typed where the search was asked for and names no choice. */
function soughtBy(text: string | undefined, session: Session): string | undefined {
  if (text === undefined || !isShort(session)) return undefined;
  const [, typed] = /^\/?(?:cari|find|search)\s+(\S.*)$/is.exec(text.trim()) ?? [];
  if (typed !== undefined || session.conversation !== 'roll') return typed;
  return matchChoice(text, session.offered) || REQUEST.test(text.trim()) ? undefined : text.trim();
}
