// Begins a conversation, with care for the one that is under way.
import type { ConversationName } from './conversation.ts';
import type { Draft } from './draft.ts';
import { update } from './draft.ts';
import { proceed } from './proceed.ts';
import type { Filled, Session } from './session.ts';

/** Begins `name`; a form that was being filled waits meanwhile. The menu is only shown: it leaves a form where it is. */
export function open(draft: Draft, name: ConversationName, params: Readonly<Record<string, string>> = {}): void {
  if (name === 'menu') return inMenu(draft, proceed);
  saveForLater(draft);
  const { context } = draft;
  const subject =
    name === 'replace'
      ? context.applications.find(({ state }) => state === 'returned')
      : name === 'withdraw'
        ? context.applications.find(({ state }) => state === 'in_progress' || state === 'returned')
        : context.subject;
  if (subject) draft.context = { ...context, subject };
  const number: Record<string, string> = subject && name !== 'apply' ? { number: subject.number } : {};
  update(draft, {
    conversation: name,
    params: { ...number, ...params },
    answers: {},
    papers: {},
    kept: null,
    focus: null,
    trail: [],
    tries: 0,
  });
  proceed(draft);
}

/** Puts the form under way aside; other dialogues are short and are simply begun again. */
function saveForLater(draft: Draft): void {
  const { conversation } = draft.session;
  if (conversation !== 'apply' && conversation !== 'replace') return;
  update(draft, { ...asideOf(draft.session), focus: null, tries: 0 });
}

/** Does something at the menu (shows it, reads it) as if the dialogue under way were put aside. */
export function inMenu<T>(draft: Draft, look: (draft: Draft) => T): T {
  const before = draft.session;
  const { conversation } = before;
  if (conversation !== null) update(draft, asideOf(before));
  update(draft, { conversation: 'menu', params: {}, answers: {}, focus: null });
  const found = look(draft);
  draft.session = before;
  return found;
}

function asideOf({ conversation, params, answers, papers, trail, parked }: Session): Partial<Session> {
  const filled: Filled | null = conversation === null ? parked : { conversation, params, answers, papers, trail };
  return { parked: filled, conversation: null, params: {}, answers: {}, papers: {}, trail: [] };
}
