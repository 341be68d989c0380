// What a dialogue is: plain data in six kinds of step. No functions, so it can be printed, drawn and read aloud to an SOP owner.
import type { CommandName } from './command.ts';
import type { Predicate } from './predicate.ts';
import type { SlotSource } from './slot.ts';
import type { TextKey } from './text.ts';

export type ConversationName =
  'menu' | 'apply' | 'replace' | 'withdraw' | 'decide' | 'people' | 'check' | 'trouble' | 'roll' | 'report';

/** Words that work at every step (word.ts); an option may stand for one. */
export type Word =
  | 'menu'
  | 'back'
  | 'change'
  | 'cancel'
  | 'cancel_yes'
  | 'resume'
  | 'status'
  | 'help'
  | 'human'
  | 'language'
  | 'queue'
  | 'link'
  | 'trouble'
  | 'forgotten'
  | 'start'
  | 'mute'
  | 'unmute'
  | 'statistics'
  | OfficersWord;

/** Heard from officers alone; to anybody else they are words like any other. */
export type OfficersWord = 'recap' | 'supervision' | 'roll' | 'report' | 'dashboard' | 'close_dashboard';

/** A step of the same conversation, or its end. */
export type Next<Name extends string> = Name | 'end';

export type Option<Name extends string> = {
  readonly id: string;
  readonly label: TextKey;
  readonly when?: Predicate;
  /** A plain yes or no chooses it. */
  readonly means?: 'yes' | 'no';
} & ({ readonly next: Next<Name> } | { readonly opens: ConversationName } | { readonly word: Word });

export type Step<Name extends string> =
  /** Says something and goes on. */
  | { readonly say: TextKey; readonly next: Next<Name> }
  /** Asks, one by one, what the source still lacks. */
  | { readonly ask: SlotSource; readonly next: Next<Name> }
  /** Asks for files, one by one, until the source lacks none. */
  | { readonly upload: SlotSource; readonly next: Next<Name> }
  | { readonly choose: TextKey; readonly options: readonly Option<Name>[] }
  | { readonly branch: Predicate; readonly yes: Next<Name>; readonly no: Next<Name> }
  /** Carries out a command on the request, or orders a report; after a refusal its reason is said first. */
  | { readonly do: CommandName | 'order_report'; readonly ok: Next<Name>; readonly refused: Next<Name> };

export interface Conversation {
  readonly name: ConversationName;
  readonly start: string;
  readonly steps: Readonly<Record<string, Step<string>>>;
}

/** Identity; its only work is its type: a `next` that names no step, or a text key that no catalogue has, does not compile. */
export function conversation<const Name extends string>(definition: {
  readonly name: ConversationName;
  readonly start: NoInfer<Name>;
  readonly steps: Readonly<Record<Name, Step<NoInfer<Name>>>>;
}): Conversation {
  return definition;
}
