// Takes what a person sent as the answer to the question at hand, or keeps it for the question it belongs to.
import type { FileRef } from '../core/application.ts';
import { papersAsked } from '../core/asked.ts';
import type { PaperKind } from '../core/profile.ts';
import { serviceInHand, t } from './context.ts';
import type { Draft } from './draft.ts';
import { offer, tell, update } from './draft.ts';
import { CHANGE, SURE } from './field-slot.ts';
import { fold, matchChoice, suggest } from './match.ts';
import { makePaper, MAKE } from './make-paper.ts';
import { ask, KEEP, locate, proceed } from './proceed.ts';
import type { Position } from './proceed.ts';
import { NONE, typesInWords } from './slot.ts';
import type { Slot } from './slot.ts';
import { say } from './text.ts';
import { contactLine, fileLine } from './view.ts';

/** Characters of a note, and of a text that may become one. */
const MOST_KEPT = 1000;

/** A typed text at a question. */
export function answerText(draft: Draft, position: Position, text: string): void {
  const { slot } = position;
  const chosen = matchChoice(text, draft.session.offered, slot.accepts === 'text' ? 'exact' : 'near');
  const value = chosen && valueFor(slot, chosen.id);
  if (value !== undefined) return answerChoice(draft, position, value);
  if (slot.accepts === 'choice') return bad(draft, position, t(draft.context, 'problem.unknown_option'));
  // A bare number beside numbered choices is a slip, not a text.
  const slip = slot.options.length > 0 && /^\d{1,2}$/.test(text.trim());
  if (slip) return bad(draft, position, t(draft.context, 'problem.unknown_option'));
  if (slot.accepts === 'file') {
    update(draft, { kept: [draft.session.kept, text].filter(Boolean).join('\n').slice(0, MOST_KEPT) });
    return proceed(draft);
  }
  const checked = slot.check?.(text);
  if (!checked) throw new Error(`slot ${slot.key} takes text but has no check`);
  if (!checked.ok) return bad(draft, position, t(draft.context, `problem.${checked.problem}`));
  const same = slot.suggestions?.find((known) => fold(known) === fold(checked.value));
  if (same !== undefined) return take(draft, slot, same);
  const near = slot.suggestions ? suggest(checked.value, slot.suggestions, 4) : [];
  if (near.length > 0) return didYouMean(draft, slot, checked.value, near);
  take(draft, slot, checked.value);
}

/** The value of `<slot>=<value>`, or `<slot>=<value>@<request>`, when the choice belongs to this question and to no other request. */
export function valueFor(slot: Slot, choice: string): string | undefined {
  const prefix = `${slot.key}=`;
  if (!choice.startsWith(prefix)) return undefined;
  const [, value, about] = /^(.*?)(?:@([A-Z]{2,4}-[0-9A-Z]{4,8}))?$/s.exec(choice.slice(prefix.length)) ?? [];
  return about === undefined || about === slot.about ? value : undefined;
}

/** A choice at the question it belongs to. A value that was never offered is checked like typed text. */
export function answerChoice(draft: Draft, position: Position, value: string): void {
  const { slot } = position;
  const offered = draft.session.offered.some(({ id }) => id === `${slot.key}=${value}`);
  if (value === KEEP && draft.session.focus === slot.key) {
    update(draft, { focus: null, tries: 0 });
    return proceed(draft);
  }
  if (value === MAKE && slot.paper && slot.options.some(({ id }) => id === MAKE)) {
    makePaper(draft, slot.paper);
    return ask(draft, position);
  }
  if (slot.options.some(({ id }) => id === value) || (offered && slot.accepts === 'text'))
    return take(draft, slot, value);
  bad(draft, position, t(draft.context, 'problem.unknown_option'));
}

/** Files kept for later at most: a form has few papers, and a chat is no store. */
export const MOST_STRAYS = 20;

/** Keeps a file that no question asks for; false, and said, when there are too many. */
export function keepForLater(draft: Draft, file: FileRef): boolean {
  const { tray } = draft.session;
  if (tray.length < MOST_STRAYS) {
    update(draft, { tray: [...tray, file] });
    return true;
  }
  draft.discarded.push(file);
  tell(draft, 'file.too_many', { file: file.name, most: MOST_STRAYS });
  return false;
}

/** A file at any question of a dialogue: used where files are asked, kept for later elsewhere. */
export function answerFile(draft: Draft, position: Position, file: FileRef): void {
  const { session } = draft;
  if (!position.upload) {
    if (!keepForLater(draft, file)) return askAgain(draft);
    // After the papers, at the summary, the walk itself asks at once what the file is for.
    if (locate(draft)?.slot.key !== 'stray.file') tell(draft, 'file.kept', { file: file.name });
    return proceed(draft);
  }
  const service = serviceInHand(session, draft.context);
  const kinds =
    session.conversation === 'apply'
      ? papersAsked(service, session.answers)
      : service.papers.filter((kind) => asked(position, kind, draft));
  const open = kinds.filter(({ key }) => !(key in session.papers));
  const focused = position.slot.paper && session.focus === position.slot.key ? position.slot.paper : undefined;
  // A spreadsheet can be one paper only, whatever its name.
  const listed = kinds.find(({ sheet, types }) => sheet !== undefined && types.some((type) => type === file.type));
  const guessed = focused ?? listed ?? guessKind(file, kinds);
  const place =
    guessed && (guessed === focused || !(guessed.key in session.papers)) ? guessed : guessed ? undefined : open[0];
  if (!place) {
    keepForLater(draft, file);
    return proceed(draft);
  }
  placeFile(draft, place, file);
  proceed(draft);
}

/** The kinds of paper this upload step is about; which ones come back is known to its slots. */
function asked(position: Position, kind: PaperKind, draft: Draft): boolean {
  return (
    draft.context.subject?.papers.some(({ key, returned }) => key === kind.key && returned !== undefined) ??
    position.slot.key === kind.key
  );
}

function placeFile(draft: Draft, kind: PaperKind, file: FileRef): void {
  const { session, context } = draft;
  const label = say(kind.label, context.language);
  if (!kind.types.some((type) => type === file.type)) {
    draft.discarded.push(file);
    return tell(draft, 'file.wrong_type_for', {
      paper: label,
      types: typesInWords(kind, context),
    });
  }
  if (file.size > kind.maxBytes) {
    draft.discarded.push(file);
    return tell(draft, 'file.too_large_for', { paper: label, megabytes: Math.floor(kind.maxBytes / 1_000_000) });
  }
  const old = session.papers[kind.key];
  if (old) draft.discarded.push(old);
  const trail = session.trail.includes(kind.key) ? session.trail : [...session.trail, kind.key];
  const focus = session.focus === kind.key ? null : session.focus;
  update(draft, { papers: { ...session.papers, [kind.key]: file }, trail, focus, tries: 0 });
  tell(draft, 'file.received', { paper: label, file: fileLine(file, context) });
}

/** The paper a file's name speaks of, when it speaks of one only. */
function guessKind(file: FileRef, kinds: readonly PaperKind[]): PaperKind | undefined {
  const name = ` ${fold(file.name.replace(/\.[a-z0-9]{2,4}$/i, ''))} `;
  const spoken = kinds.filter(({ key, label }) =>
    [key, label.id, label.en].some((each) => {
      const words = fold(each)
        .split(' ')
        .filter((word) => !COMMON.has(word) && word.length > 1);
      return words.some((word) => name.includes(` ${word} `));
    }),
  );
  return spoken.length === 1 ? spoken[0] : undefined;
}

/** Words that say nothing about which paper it is. */
const COMMON = new Set([
  'surat',
  'letter',
  'of',
  'the',
  'copy',
  'scan',
  'fotokopi',
  'fc',
  'foto',
  'photo',
  'dan',
  'and',
  'bsre',
  'file',
  'dokumen',
  'terakhir',
  'latest',
  'for',
  'to',
  'yang',
]);

function take(draft: Draft, slot: Slot, value: string): void {
  const { session } = draft;
  update(draft, { tries: 0 });
  if (slot.key === 'stray.text') {
    const note = [session.answers['note'], session.kept].filter(Boolean).join('\n').slice(0, MOST_KEPT);
    update(draft, { kept: null, ...(value === NONE ? {} : { answers: { ...session.answers, note } }) });
    return proceed(draft);
  }
  if (slot.key === 'stray.file') {
    const [file, ...rest] = session.tray;
    const kind = serviceInHand(session, draft.context).papers.find(({ key }) => key === value);
    update(draft, { tray: rest });
    if (file && kind) placeFile(draft, kind, file);
    else if (file) draft.discarded.push(file);
    return proceed(draft);
  }
  if (slot.key.startsWith('doubt.') && value !== SURE) {
    update(draft, { focus: value.slice(CHANGE.length) });
    return proceed(draft);
  }
  const kept = Object.entries(session.answers).filter(
    ([key]) => !isDoubtAbout(key, slot.key) || session.answers[slot.key] === value,
  );
  const answers = { ...Object.fromEntries(kept), [slot.key]: value };
  update(draft, {
    answers,
    focus: null,
    trail:
      session.trail.includes(slot.key) || slot.key.startsWith('doubt.') ? session.trail : [...session.trail, slot.key],
    ...(slot.key === 'consent' && value === 'agree'
      ? { consent: { version: CONSENT_VERSION, at: draft.context.now, channel: draft.context.channel } }
      : {}),
  });
  if (draft.session.conversation === 'apply')
    setAside(draft, papersAsked(serviceInHand(draft.session, draft.context), answers));
  proceed(draft);
}

/** Papers that a changed choice makes pointless wait in the tray: the person says what becomes of them. */
function setAside(draft: Draft, kinds: readonly PaperKind[]): void {
  const { papers, tray } = draft.session;
  const pointless = Object.entries(papers).filter(([key]) => !kinds.some((kind) => kind.key === key));
  if (pointless.length === 0) return;
  const rest = Object.entries(papers).filter((each) => !pointless.some(([key]) => key === each[0]));
  update(draft, { papers: Object.fromEntries(rest), tray: [...tray, ...pointless.map(([, file]) => file)] });
}

/** Names the wording of `apply.consent` that was agreed to; raised with every change of its sense. */
export const CONSENT_VERSION = '2026-11';

/** Keys are `doubt.<field>[.<field>].<code>`. */
function isDoubtAbout(key: string, field: string): boolean {
  return key.startsWith('doubt.') && key.split('.').slice(1, -1).includes(field);
}

function didYouMean(draft: Draft, slot: Slot, typed: string, near: readonly string[]): void {
  tell(draft, 'ask.did_you_mean');
  offer(draft, [
    ...near.map((label) => ({ id: `${slot.key}=${label}`, label })),
    { id: `${slot.key}=${typed}`, label: t(draft.context, 'ask.as_typed', { typed }) },
  ]);
}

/** After three bad answers an example, after six a way to a person. */
export function bad(draft: Draft, position: Position, problem: string): void {
  const tries = draft.session.tries + 1;
  update(draft, { tries });
  draft.parts.push(problem);
  const { example } = position.slot;
  if (tries >= 3 && example) tell(draft, 'bad.example', { example });
  if (tries >= 6) tell(draft, 'bad.human', { contact: contactLine(draft.context) });
  if (tries >= 3 || position.slot.options.length > 0 || draft.session.focus === position.slot.key) ask(draft, position);
}

/** The question at hand once more, after an answer to something else. */
export function askAgain(draft: Draft): void {
  const position = locate(draft);
  if (position) ask(draft, position);
}
