// A profile that changed under a waiting person: answers that still fit stay, what no longer does is asked anew.
import type { Context } from './context.ts';
import { serviceInHand } from './context.ts';
import type { Draft } from './draft.ts';
import { tell, update } from './draft.ts';
import { checkTyped } from './field-slot.ts';
import type { Filled } from './session.ts';
import { filesOf } from './session.ts';
import { textParams } from './view.ts';

type Answered = Pick<Filled, 'answers' | 'papers'>;

/** Fits the form under way, and those put aside, to today's profile; a paper that nobody asks for now is offered as a stray file. */
export function refit(draft: Draft): void {
  const { session, context } = draft;
  const { version } = context.profile;
  if (session.profileVersion === version) return;
  const inHand = session.conversation === 'apply';
  const known = session.profileVersion !== '';
  const current: Answered = inHand ? fit(session, context) : session;
  const parked = session.parked.map((form) =>
    form.conversation === 'apply' ? { ...form, ...fit(form, context) } : form,
  );
  const kept = [current, ...parked].flatMap(({ papers }) => Object.values(papers).map(({ id }) => id));
  const strays = filesOf({ ...session, tray: [], made: [] }).filter(({ id }) => !kept.includes(id));
  const { answers, papers } = current;
  update(draft, { answers, papers, parked, tray: [...session.tray, ...strays], profileVersion: version });
  if (!inHand || !known) return;
  update(draft, { focus: null });
  tell(draft, 'refit.changed', textParams(draft.session, context));
}

function fit(form: Pick<Filled, 'params' | 'answers' | 'papers'>, context: Context): Answered {
  const service = serviceInHand(form, context);
  const answers = Object.entries(form.answers).filter(([key, value]) => {
    const field = service.fields.find((each) => each.key === key);
    return !field || (value === '' ? field.optional : checkTyped(field, value, context).ok);
  });
  const papers = Object.entries(form.papers).filter(([key]) => service.papers.some((kind) => kind.key === key));
  return { answers: Object.fromEntries(answers), papers: Object.fromEntries(papers) };
}
