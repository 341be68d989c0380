// Runs a conversation for one turn: what a person sent in, the new session and the replies out. Pure: no clock, no store, no channel.
import type { FileRef } from '../core/application.ts';
import type { EsignOpinion } from '../core/esign.ts';
import type { DecisionKind, Language } from '../core/profile.ts';
import type { Verdict } from '../core/verdict.ts';
import { objectionToAsking } from '../core/asking.ts';
import { clear, dropPointless, takeBack } from './aside.ts';
import { answerChoice, answerFile, answerText, keepForLater, valueFor } from './answer.ts';
import type { Conversation, ConversationName, Word } from './conversation.ts';
import type { Context } from './context.ts';
import { t } from './context.ts';
import type { Draft, Turn } from './draft.ts';
import { finish, tell, update } from './draft.ts';
import { listen, listens } from './listen.ts';
import { refit } from './refit.ts';
import { refusalText } from './refusal-text.ts';
import { dropMadeAfterForms } from './make-paper.ts';
import { matchChoice } from './match.ts';
import { askAgainOrMenu, inMenu, open } from './open.ts';
import { locate } from './proceed.ts';
import type { Position } from './proceed.ts';
import { act, settleClaim, showHistory, showPapers, showRequest } from './request.ts';
import { hearReminder } from './reminder.ts';
import { isFirst } from './session.ts';
import type { Session } from './session.ts';
import { changeable, textParams } from './view.ts';
import { problemList } from './people.ts';
import { looksLikePassphrase } from './secret.ts';
import { showRoll, unmask } from './roll.ts';
import { speak } from './speak.ts';
import { supervise } from './supervision.ts';
import { isOfficersWord, isWord, readWord } from './word.ts';
import { giveReceipt, tellVerdict } from './check.ts';

/** What a person sent, after the edge has looked at it. */
export type Input =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'choice'; readonly id: string }
  /** `people`: it is a spreadsheet, and so many are on it. */
  | { readonly kind: 'file'; readonly file: FileRef; readonly people?: number }
  /** A spreadsheet with something wrong in it, in Indonesian words; it is not kept. */
  | { readonly kind: 'bad_sheet'; readonly name: string; readonly problems: readonly string[] }
  /** A one-time code was said here: this chat now belongs to an officer, or to a person known from elsewhere. */
  | { readonly kind: 'linked'; readonly as: 'officer' | 'join' }
  | { readonly kind: 'link_failed'; readonly problem: 'unknown' | 'occupied' }
  /** Something the desk cannot read. */
  | { readonly kind: 'other'; readonly what: 'voice' | 'sticker' | 'contact' | 'location' | 'edited' | 'unknown' }
  /** A PDF that was checked instead of kept: it came outside a form. */
  | {
      readonly kind: 'checked';
      readonly name: string;
      readonly verdict: Verdict;
      /** What BSrE says of it, where it was asked and answered. */
      readonly opinion?: EsignOpinion;
    }
  | { readonly kind: 'refused_file'; readonly name: string; readonly problem: FileProblem; readonly megabytes: number };

/** Why a file was not taken. */
export type FileProblem =
  | 'too_large'
  | 'too_large_to_check'
  | 'empty'
  | 'wrong_type'
  | 'disguised'
  | 'damaged'
  | 'unavailable'
  | 'office_document'
  | 'too_many_checks';

/** Longer texts than this are no answer to anything. */
export const LONGEST_TEXT = 4000;

/** After so long a silence the person is told where he was. */
const LONG_SILENCE_HOURS = 12;

/** The turn that an input leads to. Everything it needs from outside is in `context`; nothing is carried out. */
export function advance(
  conversations: Readonly<Record<ConversationName, Conversation>>,
  session: Session,
  input: Input,
  context: Context,
): Turn {
  if (listens(session, input, context.now)) return listen(session, input, context);
  const { humanUntil: _over, ...ours } = session;
  const draft: Draft = {
    conversations,
    context,
    session: ours,
    parts: [],
    choices: [],
    files: [],
    change: undefined,
    receipt: undefined,
    opened: undefined,
    discarded: [],
  };
  refit(draft);
  if (dropPointless(draft)) takeBack(draft);
  welcomeBack(draft);
  hear(draft, input);
  dropMadeAfterForms(draft);
  return finish(draft);
}

function hear(draft: Draft, input: Input): void {
  switch (input.kind) {
    case 'text':
      return hearText(draft, input.text);
    case 'choice':
      return hearChoice(draft, input.id);
    case 'file':
      if (input.people !== undefined) tell(draft, 'sheet.read', { file: input.file.name, count: input.people });
      return hearFile(draft, input.file);
    case 'bad_sheet':
      tell(draft, 'sheet.bad', { file: input.name, problems: problemList(input.problems, draft.context) });
      return askAgainOrMenu(draft);
    case 'checked':
      return tellVerdict(draft, input, input.opinion);
    case 'linked':
      return welcomeLinked(draft, input.as);
    case 'link_failed':
      tell(draft, `link.${input.problem}`);
      return askAgainOrMenu(draft);
    case 'other':
      tell(draft, `other.${input.what}`);
      return askAgainOrMenu(draft);
    case 'refused_file':
      tell(draft, `file.${input.problem}`, { file: input.name, megabytes: input.megabytes });
      return askAgainOrMenu(draft);
  }
}

function hearText(draft: Draft, text: string): void {
  const position = locate(draft);
  if (text.length > LONGEST_TEXT) {
    tell(draft, 'problem.text_too_long', { most: LONGEST_TEXT });
    return askAgainOrMenu(draft);
  }
  if (looksLikePassphrase(text)) {
    tell(draft, 'safety.passphrase');
    return askAgainOrMenu(draft);
  }
  const said = readWord(text);
  if (said && isHeard(draft, said.word, position, text)) return speak(draft, said);
  if (draft.context.fetched?.kind === 'roll') return showRoll(draft);
  const looksLikeNumber = /^\/?(?:permohonan |request )?[a-z]{2,4}-[0-9a-z]{4,8}$/i.test(text.trim());
  if (draft.context.named && looksLikeNumber)
    return showRequest(draft, /^\/?(?:permohonan|request) /i.test(text.trim()));
  // Where free text is an answer, only what was offered for that very question must be named in full.
  const ownChoices = draft.session.offered.every(({ id }) => position && valueFor(position.slot, id) !== undefined);
  const how = position?.slot.accepts === 'text' && ownChoices ? 'exact' : 'near';
  const chosen = matchChoice(text, draft.session.offered, how);
  const value = chosen && position && valueFor(position.slot, chosen.id);
  if (chosen && value === undefined) return hearChoice(draft, chosen.id);
  // An option that opens something does so by whatever name it is chosen.
  if (position?.slot.accepts === 'choice' && value !== undefined) return choose(draft, position, value);
  const searches = draft.session.conversation === 'roll';
  if (position && !searches) return answerText(draft, position, text);
  // What was searched for is shown by now: this is the number of no request, or from somebody who has lost his role.
  if (searches) clear(draft);
  // Whatever somebody says first, he is told where he is.
  else if (!looksLikeNumber && isFirst(draft.session)) return speak(draft, { word: 'start', argument: '' });
  tell(draft, looksLikeNumber ? 'refusal.not_found' : 'menu.not_understood');
  open(draft, 'menu');
}

/** The words for figures and the roll yield to an option of the question at hand; most of them are heard from officers alone. */
function isHeard({ session, context }: Draft, word: Word, position: Position | undefined, text: string): boolean {
  if (word !== 'statistics' && !isOfficersWord(word)) return true;
  const option = matchChoice(text, session.offered);
  if (option && position && valueFor(position.slot, option.id) !== undefined) return false;
  return word === 'statistics' || context.actor.roles.length > 0;
}

/** A button, however old: those of the question at hand, of the menu, and those that name a request. */
function hearChoice(draft: Draft, id: string): void {
  const position = locate(draft);
  const value = position && valueFor(position.slot, id);
  if (position && value !== undefined) return choose(draft, position, value);
  const [kind = '', ...rest] = id.split(':');
  if (kind === 'word' && isWord(rest[0])) return tapWord(draft, id, rest[0], rest[1] ?? '');
  if (kind === 'change') return changeAnswer(draft, rest.join(':'));
  if (kind === 'ask') return askForService(draft, rest[0] ?? '');
  if (kind === 'lang') return setLanguage(draft, rest[0] === 'en' ? 'en' : 'id');
  if (kind === 'act') return act(draft, rest[1] ?? '', rest[2] as DecisionKind);
  if (kind === 'papers') return showPapers(draft);
  if (kind === 'open') return showRequest(draft);
  if (kind === 'history') return showHistory(draft);
  if (kind === 'claim' || kind === 'release') return settleClaim(draft, kind);
  if (kind === 'replace' && isReturned(draft)) return open(draft, 'replace');
  if (kind === 'remind') return hearReminder(draft, rest);
  if (kind === 'sign') return supervise(draft);
  if (kind === 'roll') return showRoll(draft);
  if (kind === 'unmask') return unmask(draft);
  if (kind === 'receipt') return giveReceipt(draft, rest[0] ?? '');
  if (id.startsWith('menu=')) return chooseFromMenu(draft, id.slice('menu='.length));
  tell(draft, 'button.stale');
  askAgainOrMenu(draft);
}

/** A button that destroys something does so only where the question was just put. */
function tapWord(draft: Draft, id: string, word: Word, argument: string): void {
  const asked = draft.session.offered.some((choice) => choice.id === id);
  speak(draft, { word: word === 'cancel_yes' && !asked ? 'cancel' : word, argument });
}

/** A button that names a service, e.g. under a reminder; it may have come to stand where that service is not to be had. */
function askForService(draft: Draft, key: string): void {
  const { context } = draft;
  const service = context.profile.services[key];
  const objection = service && objectionToAsking(service, context);
  if (!service || objection) {
    draft.parts.push(service && objection ? refusalText(objection, service, context) : t(context, 'button.stale'));
    return askAgainOrMenu(draft);
  }
  open(draft, 'apply', { service: key });
}

function isReturned(draft: Draft): boolean {
  return draft.context.applications.some(({ state }) => state === 'returned');
}

/** An option of a `choose` step may open something instead of answering. */
function choose(draft: Draft, position: Position, value: string): void {
  const option = position.options?.find((each) => each.id === value);
  if (option && 'word' in option) return speak(draft, { word: option.word, argument: '' });
  if (option && 'opens' in option) return open(draft, option.opens);
  answerChoice(draft, position, value);
}

function chooseFromMenu(draft: Draft, value: string): void {
  const position = inMenu(draft, locate);
  if (position?.options?.some(({ id }) => id === value)) return choose(draft, position, value);
  tell(draft, 'button.stale');
  askAgainOrMenu(draft);
}

function hearFile(draft: Draft, file: FileRef): void {
  const position = locate(draft);
  if (position && draft.session.conversation !== 'check') return answerFile(draft, position, file);
  if (!keepForLater(draft, file)) return askAgainOrMenu(draft);
  if (!position && isReturned(draft)) return open(draft, 'replace');
  tell(draft, file.type === 'pdf' ? 'file.kept' : 'file.picture', { file: file.name });
  askAgainOrMenu(draft);
}

function changeAnswer(draft: Draft, key: string): void {
  const known =
    draft.session.conversation !== null && changeable(draft.session, draft.context).some((each) => each.key === key);
  if (!known) {
    tell(draft, 'button.stale');
  } else if (key === 'note') {
    const { note: _note, ...answers } = draft.session.answers;
    update(draft, { answers });
    tell(draft, 'change.note_dropped');
  } else {
    update(draft, { focus: key });
  }
  askAgainOrMenu(draft);
}

function setLanguage(draft: Draft, language: Language): void {
  draft.context = { ...draft.context, language };
  tell(draft, 'language.set');
  askAgainOrMenu(draft);
}

function welcomeLinked(draft: Draft, as: 'officer' | 'join'): void {
  tell(draft, as === 'officer' ? 'link.officer' : 'link.joined', { name: draft.context.actor.name });
  askAgainOrMenu(draft);
}

function welcomeBack(draft: Draft): void {
  const { session, context } = draft;
  const silent = (Date.parse(context.now) - Date.parse(session.touchedAt)) / 3_600_000;
  if (session.conversation === 'apply' && silent >= LONG_SILENCE_HOURS)
    tell(draft, 'resume.welcome_back', textParams(session, context));
}
