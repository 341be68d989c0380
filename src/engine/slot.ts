// The questions a step still has to put, computed from the profile, the request and the answers so far.
import { fieldsAsked, papersAsked } from '../core/asked.ts';
import type { Check } from '../core/check.ts';
import { returnedPapers } from '../core/rights.ts';
import type { PaperKind } from '../core/profile.ts';
import { localDateAt } from '../core/office-time.ts';
import { checkText } from '../core/check-field.ts';
import { checkDate } from '../core/date.ts';
import { fieldSlots } from './field-slot.ts';
import { serviceSlots } from './service-slot.ts';
import { serviceInHand, t } from './context.ts';
import type { Context } from './context.ts';
import { say } from './text.ts';
import type { Session } from './session.ts';
import { makeOptions } from './make-paper.ts';
import { yearSlot } from './order-report.ts';
import { peopleSlots } from './people.ts';

/** Where a step's questions come from. */
export type SlotSource =
  'service' | 'fields' | 'papers' | 'returned_papers' | 'decision' | 'people' | 'signed_pdf' | 'roll' | 'report_year';

export interface SlotOption {
  /** What is kept as the answer. */
  readonly id: string;
  readonly label: string;
  /** A plain yes or no chooses it. */
  readonly means?: 'yes' | 'no';
}

/** One question. */
export interface Slot {
  readonly key: string;
  /** The question in its final words. */
  readonly question: string;
  readonly options: readonly SlotOption[];
  /** `choice`: only an option will do. `text`: typed, options are short cuts. `file`: an upload. */
  readonly accepts: 'choice' | 'text' | 'file';
  /** Of kind `text`: turns what was typed into the answer, or says what is wrong with it. */
  readonly check?: (typed: string) => Check;
  readonly example?: string;
  /** Known answers, offered when what was typed is near some of them but none of them. */
  readonly suggestions?: readonly string[];
  /** Number of the request it is about, where a button of another one could be mistaken for its own. */
  readonly about?: string;
  /** Of kind `file`. */
  readonly paper?: PaperKind;
}

/** All questions of a source, answered or not, in the order they are put. */
export function slotsOf(source: SlotSource, session: Session, context: Context): Slot[] {
  switch (source) {
    case 'service':
      return serviceSlots(session, context);
    case 'fields':
      return fieldSlots(session, context);
    case 'papers':
      return paperSlots(papersAsked(serviceInHand(session, context), session.answers), session, context);
    case 'returned_papers':
      return returnedSlots(session, context);
    case 'decision':
      return decisionSlots(session, context).map((slot) =>
        Object.assign(slot, { about: session.params['number'] ?? '' }),
      );
    case 'people':
      return peopleSlots(session, context);
    case 'signed_pdf':
      return [{ key: 'signed_pdf', question: t(context, 'ask.signed_pdf'), accepts: 'file', options: [] }];
    case 'roll':
      return [{ key: 'roll', question: t(context, 'roll.ask'), accepts: 'text', options: [], check: checkText }];
    case 'report_year':
      return [yearSlot(context)];
  }
}

export function isAnswered(slot: Slot, session: Session): boolean {
  // A paper that may be left out is answered by leaving it out, too.
  if (slot.accepts === 'file') return slot.key in session.papers || session.answers[slot.key] === NONE;
  return slot.key in session.answers;
}

/** Answer of the slot that asks what to do with a stray file or text. */
export const NONE = '-';

function paperSlots(kinds: readonly PaperKind[], session: Session, context: Context): Slot[] {
  const strays: Slot[] = [];
  if (session.kept !== null) {
    strays.push({
      key: 'stray.text',
      question: t(context, 'stray.text', { text: session.kept.slice(0, 200) }),
      accepts: 'choice',
      options: [
        { id: 'note', label: t(context, 'stray.as_note'), means: 'yes' },
        { id: NONE, label: t(context, 'stray.drop_text'), means: 'no' },
      ],
    });
  }
  const [file] = session.tray;
  if (file) {
    const missing = kinds.filter(({ key }) => !(key in session.papers));
    const filled = kinds.filter(({ key }) => key in session.papers);
    strays.push({
      key: 'stray.file',
      question: t(context, 'stray.file', { file: file.name }),
      accepts: 'choice',
      options: [
        ...missing.map((kind) => ({ id: kind.key, label: say(kind.label, context.language) })),
        ...filled.map((kind) => ({
          id: kind.key,
          label: t(context, 'stray.instead_of', { paper: say(kind.label, context.language) }),
        })),
        { id: NONE, label: t(context, 'stray.drop_file') },
      ],
    });
  }
  return [...strays, ...kinds.map((kind) => paperSlot(kind, session, context))];
}

function paperSlot(kind: PaperKind, session: Session, context: Context, reason?: string): Slot {
  return {
    key: kind.key,
    // Only one of all questions is put.
    get question() {
      const service = serviceInHand(session, context);
      const fields = fieldsAsked(service, session.answers);
      const papers = papersAsked(service, session.answers);
      return t(context, reason === undefined ? 'ask.paper' : 'ask.returned_paper', {
        paper: say(kind.label, context.language),
        hint: say(kind.hint, context.language),
        types: typesInWords(kind, context),
        position: fields.length + papers.indexOf(kind) + 1,
        total: fields.length + papers.length,
        megabytes: Math.floor(kind.maxBytes / 1_000_000),
        reason: reason ?? '',
      });
    },
    accepts: 'file',
    options: [
      ...makeOptions(kind, context),
      ...(kind.optional && !(kind.key in session.papers) ? [{ id: NONE, label: t(context, 'ask.skip') }] : []),
    ],
    paper: kind,
  };
}

/** "PDF, JPG, atau PNG": the kinds of file that will do, as people call them. */
export function typesInWords(kind: PaperKind, { language }: Context): string {
  const names = kind.types.map((type) => (type === 'jpeg' ? 'JPG' : type.toUpperCase()));
  return EITHER[language].format(names);
}

const EITHER = {
  id: new Intl.ListFormat('id', { type: 'disjunction' }),
  en: new Intl.ListFormat('en-GB', { type: 'disjunction' }),
};

function returnedSlots(session: Session, context: Context): Slot[] {
  const application = context.subject;
  if (!application) return [];
  const back = returnedPapers(application);
  const kinds = serviceInHand(session, context).papers.filter(({ key }) => back.some((paper) => paper.key === key));
  const reasons = new Map(back.map((paper) => [paper.key, paper.returned?.reason ?? '']));
  return paperSlots(kinds, session, context).map((slot) =>
    slot.paper ? paperSlot(slot.paper, session, context, reasons.get(slot.key)) : slot,
  );
}

/** What a decision needs to be told (core/decide.ts refuses it otherwise). */
function decisionSlots(session: Session, context: Context): Slot[] {
  const service = serviceInHand(session, context);
  const { language } = context;
  switch (session.params['decision']) {
    case 'dispose':
      return [
        {
          key: 'note',
          get question() {
            return t(context, 'ask.note', { number: session.params['number'] ?? '' });
          },
          accepts: 'text',
          options: [{ id: NONE, label: t(context, 'ask.no_note') }],
          check: checkText,
        },
      ];
    case 'issue':
    case 'revoke': {
      const today = localDateAt(context.now, context.profile.office);
      return [
        {
          key: 'date',
          question: t(context, session.params['decision'] === 'issue' ? 'ask.issue_date' : 'ask.revoke_date', {
            number: session.params['number'] ?? '',
          }),
          accepts: 'text',
          options: [{ id: today, label: t(context, 'ask.today') }],
          check: (typed) => checkDate(typed, { today }),
          example: today,
        },
      ];
    }
    case 'reject':
      return [
        {
          key: 'reason',
          question: t(context, 'ask.reject_reason', { number: session.params['number'] ?? '' }),
          accepts: 'text',
          options: service.rejectReasons.map((reason) => ({ id: say(reason, language), label: say(reason, language) })),
          check: checkText,
        },
      ];
    case 'return_papers':
      return returnSlots(session, context);
    default:
      return [];
  }
}

/** Paper, reason, and again, until the officer has picked all he wants back. */
function returnSlots(session: Session, context: Context): Slot[] {
  const service = serviceInHand(session, context);
  const { language } = context;
  const slots: Slot[] = [];
  const picked: string[] = [];
  const given = (context.subject?.papers ?? []).map(({ key }) => service.papers.find((kind) => kind.key === key));
  for (let round = 1; picked.length < given.length; round += 1) {
    const pick: Slot = {
      key: `pick.${round}`,
      question: t(context, picked.length === 0 ? 'ask.return_which' : 'ask.return_more'),
      accepts: 'choice',
      options: [
        ...(picked.length === 0 ? [] : [{ id: NONE, label: t(context, 'ask.return_enough'), means: 'no' as const }]),
        ...given.flatMap((kind) =>
          kind && !picked.includes(kind.key) ? [{ id: kind.key, label: say(kind.label, language) }] : [],
        ),
      ],
    };
    slots.push(pick);
    const paper = session.answers[pick.key];
    if (paper === undefined || paper === NONE) break;
    picked.push(paper);
    const label = service.papers.find(({ key }) => key === paper)?.label;
    slots.push({
      key: `reason.${paper}`,
      question: t(context, 'ask.return_reason', { paper: label ? say(label, language) : paper }),
      accepts: 'text',
      options: service.returnReasons.map((reason) => ({ id: say(reason, language), label: say(reason, language) })),
      check: checkText,
    });
  }
  return slots;
}

/** The papers picked for return with their reasons, out of the answers of `returnSlots`. */
export function pickedPapers(answers: Readonly<Record<string, string>>): { key: string; reason: string }[] {
  const picked = Object.entries(answers).filter(([key, paper]) => key.startsWith('pick.') && paper !== NONE);
  const papers = new Set(picked.map(([, paper]) => paper));
  return [...papers].map((key) => ({ key, reason: answers[`reason.${key}`] ?? '' }));
}
