// A request, divided in two: what may stand in the clear (to be found and counted), and what is personal (sealed as one value).
// Names, answers, notes, reasons in an officer's own words and file names are personal; a new field of an event is sealed unless it is
// listed here. Reasons of the SOP's own list stand in the clear, to be counted.
import type { Application, Notice } from '../../app/ports.ts';
import type { ApplicationEvent, Paper } from '../../core/application.ts';

/** Fields of an event that say nothing about a person by themselves; ids stand for persons. */
const CLEAR_EVENT_FIELDS = [
  'kind',
  'at',
  'step',
  'decision',
  'date',
  'minutes',
  'late',
  'issuedOn',
  'validUntil',
  'revokedOn',
  'id',
  'accepted',
  'reasons',
] as const;

type ClearPaper = Omit<Paper, 'file' | 'returned'> & {
  readonly file: Omit<Paper['file'], 'name'>;
  readonly returned?: { readonly at: string };
};
type ClearEvent = Readonly<Record<string, unknown>>;

/** Without number (the document's id) and without what is personal. */
export type ClearApplication = Omit<Application, 'number' | 'answers' | 'people' | 'note' | 'papers' | 'history'> & {
  readonly papers: readonly ClearPaper[];
  readonly history: readonly ClearEvent[];
};

/** What is sealed: the papers and events in the order of their clear halves. */
export interface PersonalPart {
  readonly answers: Application['answers'];
  readonly people?: Application['people'];
  readonly note?: string;
  readonly papers: readonly { readonly name: string; readonly reason?: string }[];
  readonly history: readonly { readonly name: string; readonly words: Readonly<Record<string, unknown>> }[];
}

/** A notice without what fills it in. */
export type ClearNotice = Omit<Notice, 'params'>;

/** Divides a request into its clear and its personal half. */
export function divide(application: Application): { clear: ClearApplication; personal: PersonalPart } {
  const { number: _id, answers, people, note, papers, history, ...rest } = application;
  const events = history.map(divideEvent);
  return {
    clear: { ...rest, papers: papers.map(clearPaper), history: events.map((event) => event.clear) },
    personal: {
      answers,
      ...(people && { people }),
      ...(note !== undefined && { note }),
      papers: papers.map(({ file, returned }) => ({
        name: file.name,
        ...(returned && { reason: returned.reason }),
      })),
      history: events.map((event) => event.personal),
    },
  };
}

/** Puts the two halves together again. */
export function unite(number: string, clear: ClearApplication, personal: PersonalPart): Application {
  const { answers, people, note } = personal;
  return {
    ...clear,
    number,
    answers,
    ...(people && { people }),
    ...(note !== undefined && { note }),
    papers: clear.papers.map((paper, index) => unitePaper(paper, personal.papers[index])),
    history: clear.history.map((event, index) => uniteEvent(event, personal.history[index])),
  };
}

function clearPaper({ file, returned, ...rest }: Paper): ClearPaper {
  const { name: _name, ...clearFile } = file;
  return { ...rest, file: clearFile, ...(returned && { returned: { at: returned.at } }) };
}

function unitePaper(
  { file, returned, ...rest }: ClearPaper,
  personal: PersonalPart['papers'][number] | undefined,
): Paper {
  const { name = '', reason = '' } = personal ?? {};
  return { ...rest, file: { ...file, name }, ...(returned && { returned: { reason, at: returned.at } }) };
}

function divideEvent(event: ApplicationEvent): { clear: ClearEvent; personal: PersonalPart['history'][number] } {
  const { name, ...by } = event.by;
  const clear: Record<string, unknown> = { by };
  const words: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(event)) {
    if (field === 'by') continue;
    const half = (CLEAR_EVENT_FIELDS as readonly string[]).includes(field) ? clear : words;
    half[field] = value;
  }
  return { clear, personal: { name, words } };
}

function uniteEvent(clear: ClearEvent, personal: PersonalPart['history'][number] | undefined): ApplicationEvent {
  const by = { ...(clear['by'] as object), name: personal?.name ?? '' };
  return { ...clear, ...personal?.words, by } as ApplicationEvent;
}
