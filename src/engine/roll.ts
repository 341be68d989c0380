// The roll of holders in chat: what is searched by, ten masked rows of what is found, and one of them in full on request.
import { formatDate } from '../core/calendar.ts';
import type { Certificate, CertificateState } from '../core/certificate.ts';
import { certificateState, nearEndUntil } from '../core/certificate.ts';
import { mask } from '../core/mask.ts';
import { nameWords } from '../core/name.ts';
import type { Office } from '../core/office-list.ts';
import { officeOn } from '../core/office-list.ts';
import { localDateAt } from '../core/office-time.ts';
import type { LocalDate } from '../core/person.ts';
import type { Profile } from '../core/profile.ts';
import type { RollQuery } from '../core/tally.ts';
import { typedDigits } from '../core/typed-text.ts';
import { t } from './context.ts';
import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import { tell } from './draft.ts';
import { ROLL_STATES } from './enquiry.ts';
import type { RollSearch } from './enquiry.ts';
import { fold } from './match.ts';
import { goOn, notUnderstood } from './open.ts';
import type { TextKey } from './text.ts';

/** Rows that are shown, and how many more are counted at most. */
const MOST_ROWS = 10;
const MOST_COUNTED = 100;

/** So many are to be found: with one more it is clear that there are more than are counted. */
export const MOST_FOUND = MOST_ROWS + MOST_COUNTED + 1;

const STATE_WORDS: Readonly<Record<(typeof ROLL_STATES)[number], readonly string[]>> = {
  active: ['aktif', 'active'],
  near_end: ['akan berakhir', 'segera berakhir', 'near end', 'ending soon'],
  expired: ['kedaluwarsa', 'kadaluwarsa', 'berakhir', 'sudah berakhir', 'expired'],
  revoked: ['dicabut', 'revoked'],
};

const NAMES = {
  active: 'roll.active',
  near_end: 'roll.near_end',
  expired: 'roll.expired',
  revoked: 'roll.revoked',
} as const satisfies Record<CertificateState, TextKey>;

/** With a day. */
const STATES = {
  active: 'roll.state.active',
  near_end: 'roll.state.near_end',
  expired: 'roll.state.expired',
  revoked: 'roll.state.revoked',
} as const satisfies Record<CertificateState, TextKey>;

interface Known {
  /** All Perangkat Daerah that have a name to be found by. */
  readonly offices: readonly Office[];
  /** Names of offices as they stand in the records; needed where an office is meant. */
  readonly inUse: readonly string[];
  readonly today: LocalDate;
  readonly rules: Pick<Profile['certificate'], 'expiryNotices'>;
}

/** What is meant: a NIP, a state, a Perangkat Daerah under any name it has had, however it is spelt, or words of a name. Undefined when it is none of these. */
export function rollQuery({ text, state }: RollSearch, { offices, inUse, today, rules }: Known): RollQuery | undefined {
  const query = (is: CertificateState): Pick<RollQuery, 'state'> => ({
    state: { is, day: today, nearEndUntil: nearEndUntil(today, rules) },
  });
  const narrowed = state ? query(state) : {};
  const number = typedDigits(text);
  if (number.ok && number.digits.length === 18) return { ...narrowed, nip: number.digits };
  const meant = ROLL_STATES.find((each) => STATE_WORDS[each].includes(fold(text)));
  if (meant) return query(meant);
  const office = officeOn(offices, text, today);
  if (office) return { ...narrowed, offices: inUse.filter((name) => officeOn(offices, name, today) === office) };
  const words = nameWords(text);
  return words.length === 0 ? undefined : { ...narrowed, words };
}

export function showRoll(draft: Draft): void {
  const { context } = draft;
  const { fetched } = context;
  if (fetched?.kind !== 'roll') return notUnderstood(draft);
  const { found, text, state } = fetched;
  if (found.length === 0) {
    tell(draft, 'roll.nobody', { text });
    return goOn(draft, [{ id: 'word:roll', label: t(context, 'roll.again') }]);
  }
  const rows = found.slice(0, MOST_ROWS);
  const more = found.length - rows.length;
  const rest = more > MOST_COUNTED ? 'roll.many' : 'roll.more';
  draft.parts.push(
    [
      t(context, state ? 'roll.head_state' : 'roll.head', { text, state: state ? t(context, NAMES[state]) : '' }),
      ...rows.map((certificate, at) => rowText(certificate, at + 1, context)),
    ].join('\n'),
  );
  if (more > 0) tell(draft, rest, { count: Math.min(more, MOST_COUNTED) });
  goOn(draft, [
    ...rows.map(({ id }, at) => ({ id: `unmask:${id}`, label: t(context, 'roll.show', { row: at + 1 }) })),
    ...(more > 0 && state === undefined ? narrowing(text, context) : []),
    { id: 'word:roll', label: t(context, 'roll.again') },
  ]);
}

/** Nothing to narrow where a state is what was typed. */
function narrowing(text: string, context: Context): { id: string; label: string }[] {
  if (ROLL_STATES.some((each) => STATE_WORDS[each].includes(fold(text)))) return [];
  return ROLL_STATES.map((each) => ({
    id: `roll:${each}:${text}`,
    label: t(context, 'roll.only', { state: t(context, NAMES[each]) }),
  }));
}

/** One holder with name and number in full: who looked, at whom and when, is written down before it is shown. */
export function unmask(draft: Draft): void {
  const { context } = draft;
  const { fetched } = context;
  if (fetched?.kind !== 'record') return notUnderstood(draft);
  const { certificate } = fetched;
  if (!certificate) {
    tell(draft, 'roll.gone');
    return goOn(draft, [{ id: 'word:roll', label: t(context, 'roll.again') }]);
  }
  const { id, name, nip, issuedOn, validUntil } = certificate;
  draft.acts = [{ id: `${id}:unmasked:${context.messageId}`, act: 'roll_unmasked', subject: id, detail: {} }];
  tell(draft, 'roll.record', {
    name,
    nip: nip ?? '–',
    facts: factsOf(certificate, context),
    issued: formatDate(issuedOn, context.language),
    until: formatDate(validUntil, context.language),
    state: stateText(certificate, context),
  });
  goOn(draft, [{ id: 'word:roll', label: t(context, 'roll.again') }]);
}

function rowText(certificate: Certificate, row: number, context: Context): string {
  const { name, nip } = certificate;
  return t(context, 'roll.row', {
    row,
    name: mask(name, 'name'),
    nip: nip === undefined ? '–' : mask(nip, 'nip'),
    facts: factsOf(certificate, context),
    state: stateText(certificate, context),
  });
}

function factsOf({ office, golongan }: Certificate, context: Context): string {
  return [office ?? t(context, 'roll.no_office'), golongan].filter(Boolean).join(' · ');
}

/** With its last day, or the day it was revoked on. */
function stateText(certificate: Certificate, { profile, now, language, texts }: Context): string {
  const state = certificateState(certificate, localDateAt(now, profile.office), profile.certificate);
  const date = formatDate(certificate.revoked?.on ?? certificate.validUntil, language);
  return texts.t(language, STATES[state], { date });
}
