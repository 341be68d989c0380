// Where one person is in a dialogue: plain JSON. The next question is computed from it, never stored in it.
import type { FileRef } from '../core/application.ts';
import type { Consent, Instant } from '../core/person.ts';
import type { Verdict } from '../core/verdict.ts';
import type { ConversationName } from './conversation.ts';

export interface OfferedChoice {
  readonly id: string;
  readonly label: string;
  /** Chosen by a plain yes or no. */
  readonly means?: 'yes' | 'no';
}

export interface WaitingReply {
  readonly text: string;
  readonly choices: readonly OfferedChoice[];
}

/** A document that was checked. */
export interface Checked {
  readonly name: string;
  readonly verdict: Verdict;
}

/** The part of a session that one dialogue fills. */
export interface Filled {
  readonly conversation: ConversationName;
  readonly params: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, string>>;
  readonly papers: Readonly<Record<string, FileRef>>;
  readonly kept: string | null;
  readonly trail: readonly string[];
}

export interface Session {
  /** Raised when stored sessions of the older shape can no longer be read; they then start anew. */
  readonly shape: 1;
  /** null between conversations. */
  readonly conversation: ConversationName | null;
  /** What the conversation is about: `service`, or `number`, `step` and `decision`. */
  readonly params: Readonly<Record<string, string>>;
  readonly answers: Readonly<Record<string, string>>;
  /** Uploaded papers by key of the paper. */
  readonly papers: Readonly<Record<string, FileRef>>;
  /** Files that came when none was asked: kept, and offered where one is. */
  readonly tray: readonly FileRef[];
  /** Papers that the desk wrote for a form and that still have to be signed; gone with the form. */
  readonly made?: readonly FileRef[];
  /** A text that came when a file was asked: kept, and offered as a note. */
  readonly kept: string | null;
  /** The slot being asked again (back, change); its answer stands until there is a new one. */
  readonly focus: string | null;
  /** Answered slots in the order they were answered: what "back" walks along. */
  readonly trail: readonly string[];
  /** Bad answers in a row. */
  readonly tries: number;
  /** The choices shown last: what a bare "2" means. */
  readonly offered: readonly OfferedChoice[];
  readonly consent: Consent | null;
  /** Forms that wait while the person deals with something else, the one put aside last first. */
  readonly parked: readonly Filled[];
  /** The document checked last, for the receipt; the file itself is not kept. */
  readonly checked: Checked | null;
  /** Said unasked, but not yet: it waits for the hour to say it. */
  readonly waiting?: readonly WaitingReply[];
  /** What the person was told last of the form he does not go on with, and when; absent once he writes. */
  readonly draftTold?: { readonly stage: 'remind' | 'warn'; readonly at: Instant };
  /** The person wants to hear nothing that he has not asked for. */
  readonly muted?: boolean;
  /** Until then one of our own people talks with the person, and the bot listens. */
  readonly humanUntil?: Instant;
  /** When documents were checked within the last hour. */
  readonly checks: readonly Instant[];
  /** The profile the answers were given under. */
  readonly profileVersion: string;
  readonly touchedAt: Instant;
}

export function newSession(now: Instant): Session {
  return {
    shape: 1,
    conversation: null,
    params: {},
    answers: {},
    papers: {},
    tray: [],
    kept: null,
    focus: null,
    trail: [],
    tries: 0,
    offered: [],
    consent: null,
    parked: [],
    checked: null,
    checks: [],
    profileVersion: '',
    touchedAt: now,
  };
}

/** A dialogue as it goes on in another chat. What is the chat's own stays with it: what waits there, who talks, and whether it is quiet. */
export function movedTo(chat: Session, dialogue: Session): Session {
  const { waiting: _said, muted: _wish, humanUntil: _talk, ...moved } = dialogue;
  const { waiting, muted, humanUntil } = chat;
  return {
    ...moved,
    ...(waiting === undefined ? {} : { waiting }),
    ...(muted === undefined ? {} : { muted }),
    ...(humanUntil === undefined ? {} : { humanUntil }),
  };
}

/** Whether nothing was said to the person yet. */
export function isFirst({ conversation, offered, parked }: Session): boolean {
  return conversation === null && offered.length === 0 && parked.length === 0;
}

/** Whether a human has the chat at `now`. */
export function isWithHuman({ humanUntil }: Session, now: Instant): boolean {
  return humanUntil !== undefined && humanUntil > now;
}

/** A stored session, or a new one when nothing readable is stored. */
export function readSession(stored: unknown, now: Instant): Session {
  const shape = typeof stored === 'object' && stored !== null && 'shape' in stored ? stored.shape : undefined;
  return shape === 1 ? (stored as Session) : newSession(now);
}

/** The files a session holds on to. */
export function filesOf(session: Session): FileRef[] {
  const placed = [session, ...session.parked].flatMap(({ papers }) => Object.values(papers));
  return [...placed, ...session.tray, ...(session.made ?? [])];
}
