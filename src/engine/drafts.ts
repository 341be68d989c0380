// A form that nobody goes on with: when its person is reminded of it, is told that it will be forgotten, and when it is.
import { formatDate } from '../core/calendar.ts';
import { localDateAt } from '../core/office-time.ts';
import type { Instant } from '../core/person.ts';
import type { Profile } from '../core/profile.ts';
import { isForm } from './aside.ts';
import type { Context } from './context.ts';
import type { Reply } from './draft.ts';
import { newSession } from './session.ts';
import type { Session } from './session.ts';

export type DraftStage = 'remind' | 'warn' | 'forget';

const DAY_MS = 86_400_000;

/** So many days after the person's last word he is reminded, once. */
const REMIND_AFTER = 1;

/** At least so many days lie between being told that it will be forgotten, and that. */
const WARN_BEFORE = 3;

/** What comes next for what is unfinished in a session, and when; undefined when nothing is. Files that belong to no form just go. */
export function draftDue(
  session: Session,
  { draftDays }: Profile['retention'],
): { readonly stage: DraftStage; readonly at: Instant } | undefined {
  const { conversation, parked, tray, touchedAt, draftTold } = session;
  const hasForm = isForm(conversation) || parked.length > 0;
  if (!hasForm && tray.length === 0) return undefined;
  const end = after(touchedAt, draftDays);
  if (!hasForm) return { stage: 'forget', at: end };
  if (draftTold?.stage === 'warn') {
    const earliest = after(draftTold.at, WARN_BEFORE);
    return { stage: 'forget', at: end > earliest ? end : earliest };
  }
  const soon = draftDays <= REMIND_AFTER + WARN_BEFORE;
  if (draftTold || soon) return { stage: 'warn', at: after(touchedAt, Math.max(draftDays - WARN_BEFORE, 0)) };
  return { stage: 'remind', at: after(touchedAt, REMIND_AFTER) };
}

/** The session after a stage, and what its person is told; nothing about files that he never put anywhere. */
export function overlookDraft(
  session: Session,
  stage: DraftStage,
  reader: Pick<Context, 'texts' | 'language' | 'profile' | 'now'>,
): { readonly session: Session; readonly reply?: Reply } {
  const { texts, language, profile, now } = reader;
  if (stage === 'forget') {
    const hadForm = isForm(session.conversation) || session.parked.length > 0;
    const text = texts.t(language, 'draft.forget', { days: profile.retention.draftDays });
    const choices = [{ id: 'word:menu', label: texts.t(language, 'menu.all') }];
    return { session: emptied(session), ...(hadForm ? { reply: { text, choices } } : {}) };
  }
  const told: Session = { ...session, draftTold: { stage, at: now } };
  const at = draftDue(told, profile.retention)?.at ?? now;
  const date = formatDate(localDateAt(at, profile.office), language);
  // Without choices: those of the question at hand keep their numbers.
  return { session: told, reply: { text: texts.t(language, `draft.${stage}`, { date }), choices: [] } };
}

/** Without forms and files; what is the chat's own stays. */
function emptied(session: Session): Session {
  const { touchedAt, checked, checks, muted, waiting, humanUntil } = session;
  return {
    ...newSession(touchedAt),
    checked,
    checks,
    ...(muted === undefined ? {} : { muted }),
    ...(waiting === undefined ? {} : { waiting }),
    ...(humanUntil === undefined ? {} : { humanUntil }),
  };
}

function after(at: Instant, days: number): Instant {
  return new Date(Date.parse(at) + days * DAY_MS).toISOString();
}
