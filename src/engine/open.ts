// Begins a conversation, with care for the one that is under way.
import { servicesOpenTo } from '../core/asking.ts';
import { asideOf, clear, isForm, putAside, takeBack } from './aside.ts';
import { t } from './context.ts';
import type { ConversationName } from './conversation.ts';
import type { Draft } from './draft.ts';
import { offer, tell, update } from './draft.ts';
import { isShort } from './enquiry.ts';
import { ask, locate, proceed } from './proceed.ts';
import type { OfferedChoice } from './session.ts';

/** Begins `name`, or goes on with it; a form that was being filled waits meanwhile. The menu is only shown: it leaves a form where it is. */
export function open(draft: Draft, name: ConversationName, params: Readonly<Record<string, string>> = {}): void {
  if (name === 'menu') return inMenu(draft, proceed);
  if (isForm(name)) {
    if (draft.session.conversation === name) return proceed(draft);
    putAside(draft);
    if (takeBack(draft, name)) return proceed(draft);
  } else putAside(draft);
  const [only, another] = name === 'apply' ? servicesOpenTo(draft.context) : [];
  const service: Readonly<Record<string, string>> = only && !another ? { service: only.key } : {};
  const { subject: inHand, ...context } = draft.context;
  const subject =
    name === 'replace'
      ? context.applications.find(({ state }) => state === 'returned')
      : name === 'withdraw'
        ? context.applications.find(({ state }) => state === 'in_progress' || state === 'returned')
        : name === 'decide' || name === 'people'
          ? inHand
          : undefined;
  draft.context = subject ? { ...context, subject } : context;
  update(draft, { conversation: name, params: { ...(subject ? { number: subject.number } : service), ...params } });
  proceed(draft);
}

/** Does something at the menu (shows it, reads it) as if the dialogue under way were put aside. */
export function inMenu<T>(draft: Draft, look: (draft: Draft) => T): T {
  const before = draft.session;
  update(draft, { ...asideOf(before), conversation: 'menu' });
  const found = look(draft);
  draft.session = before;
  return found;
}

/** The question at hand once more, after something else was answered; the menu where there is none. */
export function askAgainOrMenu(draft: Draft): void {
  if (draft.session.conversation === null) return open(draft, 'menu');
  const position = locate(draft);
  if (position) ask(draft, position);
  // A colleague has decided the last of them meanwhile.
  else if (draft.session.conversation === 'people') proceed(draft);
}

/** After an answer that leads on: what can be done next; in a dialogue with something to lose its question once more. */
export function goOn(draft: Draft, choices: readonly OfferedChoice[]): void {
  if (!isShort(draft.session)) return askAgainOrMenu(draft);
  clear(draft);
  offer(draft, [
    ...choices,
    ...(draft.session.parked.length > 0 ? [{ id: 'word:resume', label: t(draft.context, 'menu.resume') }] : []),
    { id: 'word:menu', label: t(draft.context, 'menu.all') },
  ]);
}

/** Nobody learns that others would be understood. */
export function notUnderstood(draft: Draft): void {
  tell(draft, 'menu.not_understood');
  askAgainOrMenu(draft);
}
