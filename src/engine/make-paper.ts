// Papers that the desk writes itself out of the answers: offered where the signed paper is asked for.
import { paperForm } from '../core/paper-form.ts';
import { emptySheet } from '../core/people.ts';
import type { PaperKind } from '../core/profile.ts';
import type { Context } from './context.ts';
import { profileOf, serviceInHand, t } from './context.ts';
import type { Draft } from './draft.ts';
import { tell, update } from './draft.ts';
import { isForm } from './aside.ts';
import type { Session } from './session.ts';
import type { SlotOption } from './slot.ts';
import { say } from './text.ts';

/** Option of the question for a paper that the desk can write. */
export const MAKE = 'make';

export function makeOptions({ template, sheet }: PaperKind, context: Context): SlotOption[] {
  if (sheet !== undefined) return [{ id: MAKE, label: t(context, 'ask.make_sheet') }];
  if (template === undefined) return [];
  return [{ id: MAKE, label: t(context, template === 'formulir_bsre' ? 'ask.make_form' : 'ask.make_letter') }];
}

/** The paper out of the answers so far, or out of those of the request that it came back from. The question stays open. */
export function makePaper(draft: Draft, kind: PaperKind): void {
  const { session, context } = draft;
  const { template, sheet } = kind;
  if (sheet !== undefined) return giveSheet(draft, kind);
  if (template === undefined) return;
  const subject = session.params['number'] ? context.subject : undefined;
  const form = paperForm({
    profile: subject ? profileOf(subject, context) : context.profile,
    service: serviceInHand(session, context),
    kind: { ...kind, template },
    answers: subject ? subject.answers : session.answers,
    now: context.now,
  });
  draft.paper = form;
  dropMade(draft, ({ name }) => name === form.name);
  tell(draft, 'file.made', { paper: say(kind.label, context.language) });
}

/** The list with its header alone, to be filled in. */
function giveSheet(draft: Draft, kind: PaperKind): void {
  const paper = say(kind.label, draft.context.language);
  draft.sheet = { name: `${kind.key.replaceAll('_', '-')}.csv`, text: emptySheet() };
  dropMade(draft, ({ name }) => name === draft.sheet?.name);
  tell(draft, 'file.sheet', { paper });
}

/** Papers that were written for a form are gone with the last of the forms: they are full of personal data. */
export function dropMadeAfterForms(draft: Draft): void {
  const { conversation, parked } = draft.session;
  if (!isForm(conversation) && parked.length === 0) dropMade(draft, () => true);
}

function dropMade(draft: Draft, isGone: (file: NonNullable<Session['made']>[number]) => boolean): void {
  const { made = [] } = draft.session;
  if (!made.some(isGone)) return;
  draft.discarded.push(...made.filter(isGone));
  update(draft, { made: made.filter((file) => !isGone(file)) });
}
