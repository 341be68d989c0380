// A turn in the making: local to one call of `advance`, so that the parts of the engine can add to it in turn.
import type { Application, ApplicationEvent, FileRef } from '../core/application.ts';
import type { AuditAct } from '../core/audit.ts';
import type { Certificate } from '../core/certificate.ts';
import type { PaperForm } from '../core/paper-form.ts';
import type { Language } from '../core/profile.ts';
import type { Edition, ReportFormat, ReportSection } from '../core/report.ts';
import type { Conversation, ConversationName } from './conversation.ts';
import type { Context } from './context.ts';
import { t } from './context.ts';
import type { Checked, OfferedChoice, Session } from './session.ts';
import type { Params, TextKey } from './text.ts';
import type { VerdictSection } from './verdict-text.ts';

/** One message to the person, in its final words. */
export interface Reply {
  readonly text: string;
  readonly choices: readonly OfferedChoice[];
  readonly file?: FileRef;
}

/** What one Inbound leads to. */
export interface Turn {
  readonly session: Session;
  readonly replies: readonly Reply[];
  readonly language: Language;
  /** A request that was made or changed, with what happened to it. */
  readonly change?: { readonly application: Application; readonly events: readonly ApplicationEvent[] };
  /** The record of a certificate that its owner's answer changed. */
  readonly certificate?: Certificate;
  /** A receipt to be made and sent after the replies. */
  readonly receipt?: Receipt;
  /** A paper to be written and sent before the replies, for the person to sign. */
  readonly paper?: PaperForm;
  /** A table to be sent before the replies, for the person to fill in. */
  readonly sheet?: { readonly name: string; readonly text: string };
  /** Keys of the papers of another person's request that are shown: to be written down before they are. */
  readonly opened?: { readonly number: string; readonly papers: readonly string[] };
  /** What else is to be written down before the replies are shown: by this person, now. */
  readonly acts?: readonly Pick<AuditAct, 'id' | 'act' | 'subject' | 'detail'>[];
  /** A code of the person's own, to be kept for joining another channel or opening the dashboard. */
  readonly code?: { readonly code: string; readonly purpose: 'join' | 'dashboard' };
  /** The person's visits to the dashboard are to end. */
  readonly closesVisits?: true;
  /** A picture to be drawn and sent before the replies. */
  readonly chart?: ReportSection;
  /** A report to be made, and sent when it is ready. */
  readonly report?: ReportOrder;
  /** Files nobody needs any longer. */
  readonly discarded: readonly FileRef[];
}

export interface ReportOrder {
  readonly year: number;
  readonly edition: Edition;
  /** CSV come packed together. */
  readonly format: ReportFormat;
}

/** What a receipt of a check says, in the person's language. */
export interface Receipt {
  readonly checked: Checked;
  /** The agency's, as it stands on its paper. */
  readonly letterhead: readonly string[];
  readonly title: string;
  /** Which file it is about, and when it was checked. */
  readonly rows: readonly { readonly label: string; readonly value: string }[];
  readonly headline: string;
  readonly sections: readonly VerdictSection[];
  readonly information: string;
}

export interface Draft {
  readonly conversations: Readonly<Record<ConversationName, Conversation>>;
  context: Context;
  session: Session;
  parts: string[];
  choices: OfferedChoice[];
  files: Reply[];
  change: Turn['change'];
  certificate?: Certificate;
  receipt: Receipt | undefined;
  paper?: PaperForm;
  sheet?: NonNullable<Turn['sheet']>;
  acts?: NonNullable<Turn['acts']>;
  code?: NonNullable<Turn['code']>;
  closesVisits?: true;
  chart?: ReportSection;
  report?: ReportOrder;
  opened: Turn['opened'];
  discarded: FileRef[];
}

export function update(draft: Draft, part: Partial<Session>): void {
  draft.session = { ...draft.session, ...part };
}

/** Adds a paragraph to the reply. */
export function tell(draft: Draft, key: TextKey, params?: Params): void {
  draft.parts.push(t(draft.context, key, params));
}

/** The choices that stand under the reply; the ones set last. */
export function offer(draft: Draft, choices: readonly OfferedChoice[]): void {
  draft.choices = [...choices];
}

/** One message instead of five: files one by one, then the paragraphs together, so that the buttons stand below what they are about. */
export function finish(draft: Draft): Turn {
  const text = draft.parts.filter((part) => part !== '').join('\n\n');
  const replies = [...draft.files, ...(text === '' ? [] : [{ text, choices: draft.choices }])];
  const { draftTold: _told, ...rest } = draft.session;
  const session = {
    ...rest,
    offered: text === '' ? draft.session.offered : draft.choices,
    touchedAt: draft.context.now,
  };
  return {
    session,
    replies,
    language: draft.context.language,
    ...(draft.change ? { change: draft.change } : {}),
    ...(draft.certificate ? { certificate: draft.certificate } : {}),
    ...(draft.receipt ? { receipt: draft.receipt } : {}),
    ...(draft.paper ? { paper: draft.paper } : {}),
    ...(draft.sheet ? { sheet: draft.sheet } : {}),
    ...(draft.acts ? { acts: draft.acts } : {}),
    ...(draft.code ? { code: draft.code } : {}),
    ...(draft.closesVisits ? { closesVisits: draft.closesVisits } : {}),
    ...(draft.chart ? { chart: draft.chart } : {}),
    ...(draft.report ? { report: draft.report } : {}),
    ...(draft.opened ? { opened: draft.opened } : {}),
    discarded: draft.discarded,
  };
}
