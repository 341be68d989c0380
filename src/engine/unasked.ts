// What is said unasked and where its choices go: pure. On a channel that numbers its choices an answer of yesterday must not change its
// meaning because something was said in between; so what waits there continues the numbers, and goes out as one message.
import type { Reply } from './draft.ts';
import type { OfferedChoice, Session, WaitingReply } from './session.ts';

/** A number has two digits at most; with more the count begins anew, and the question at hand is asked again by writing anything. */
const MOST_NUMBERS = 99;

/** Kept until it is said; a person who is away for long finds the newest. */
const MOST_WAITING = 20;

/** A message that continues the numbers of the choices shown before. */
export interface Continued extends Reply {
  readonly firstNumber: number;
}

/** The session of somebody who is told at once: what was told last is what a bare number means. */
export function offerAtOnce(session: Session, { choices }: Reply): Session {
  return choices.length > 0 ? { ...session, offered: choices } : session;
}

/** Lets a reply wait in the session. */
export function letWait(session: Session, reply: Reply): Session {
  return { ...session, waiting: [...(session.waiting ?? []), reply].slice(-MOST_WAITING) };
}

/** All that waits as one message, and the session after it was said; undefined when nothing waits. */
export function sayWaiting(session: Session): { readonly session: Session; readonly message: Continued } | undefined {
  const { waiting = [], ...rest } = session;
  if (waiting.length === 0) return undefined;
  const asking = waiting.filter((each) => each.choices.length > 0);
  const choices = asking.length === 1 ? (asking[0]?.choices ?? []) : toldApart(asking);
  const offered = rest.offered.length + choices.length > MOST_NUMBERS ? [] : rest.offered;
  return {
    session: { ...rest, offered: [...offered, ...choices] },
    message: { text: waiting.map(({ text }) => text).join('\n\n'), choices, firstNumber: offered.length + 1 },
  };
}

/** Under several notices at once a choice says which request it is about, or, of two on one request, what its notice is called. */
function toldApart(notices: readonly WaitingReply[]): OfferedChoice[] {
  const named = notices.flatMap(({ text, choices }) =>
    choices.map((choice) => {
      const number = /[:@]([A-Z]{2,4}-[0-9A-Z]{4,8})(?::|$)/.exec(choice.id)?.[1];
      const about = number === undefined ? '' : ` (${number})`;
      return { choice, label: `${choice.label}${about}`, title: /^\*(.{1,60})\*$/m.exec(text)?.[1] ?? '' };
    }),
  );
  return named.map(({ choice, label, title }, index) => {
    const twice = title !== '' && named.some((other, at) => at !== index && other.label === label);
    return { ...choice, label: twice ? `${choice.label} (${title})` : label };
  });
}
