// Forms that wait while the person deals with something else: put aside, and taken up again where they were.
import type { ConversationName } from './conversation.ts';
import type { Draft } from './draft.ts';
import { tell, update } from './draft.ts';
import type { Filled, Session } from './session.ts';

const EMPTY = {
  params: {},
  answers: {},
  papers: {},
  kept: null,
  focus: null,
  trail: [],
  tries: 0,
} as const satisfies Partial<Session>;

/** Whether a dialogue is a form whose answers are worth keeping; the others are short and are simply begun again. */
export function isForm(name: ConversationName | null): boolean {
  return name === 'apply' || name === 'replace';
}

/** Between conversations, whatever was under way; a form among it waits. */
export function putAside(draft: Draft): void {
  update(draft, asideOf(draft.session));
}

export function asideOf(session: Session): Partial<Session> {
  const { conversation, params, answers, papers, kept, trail, parked } = session;
  const waits = conversation !== null && isForm(conversation);
  const form: Filled[] = waits ? [{ conversation, params, answers, papers, kept, trail }] : [];
  return { ...EMPTY, conversation: null, parked: [...form, ...parked] };
}

/** Forgets what was under way, without a look at its files. */
export function clear(draft: Draft): void {
  update(draft, { ...EMPTY, conversation: null });
}

/** Takes up the form put aside last, or the last one of that name; false when none waits. */
export function takeBack(draft: Draft, name?: ConversationName): boolean {
  const { parked } = draft.session;
  const form = parked.find(({ conversation }) => name === undefined || conversation === name);
  if (!form) return false;
  const { subject: _other, ...context } = draft.context;
  const subject = context.applications.find(({ number }) => number === form.params['number']);
  draft.context = subject ? { ...context, subject } : context;
  update(draft, { ...EMPTY, ...form, parked: parked.filter((each) => each !== form) });
  return dropPointless(draft) ? takeBack(draft, name) : true;
}

/** Drops a form for papers that nobody waits for any more: the request went on by another way. */
export function dropPointless(draft: Draft): boolean {
  const { session, context } = draft;
  const { subject } = context;
  if (session.conversation !== 'replace' || subject?.state === 'returned') return false;
  // This very message handed them in, and is run again after a crash between two saves.
  if (subject?.state === 'in_progress' && subject.applied.includes(context.messageId)) return false;
  draft.discarded.push(...Object.values(session.papers));
  tell(draft, 'replace.over', { number: session.params['number'] ?? '' });
  clear(draft);
  return true;
}
