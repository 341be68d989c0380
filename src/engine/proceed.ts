// Walks a conversation from its start over everything already answered to the next open question, and puts it.
import type { Application } from '../core/application.ts';
import { decide } from '../core/decide.ts';
import { clear, takeBack } from './aside.ts';
import { buildCommand } from './command.ts';
import type { CommandName } from './command.ts';
import type { Option, Step } from './conversation.ts';
import { profileOf, serviceInHand, t } from './context.ts';
import { holds } from './predicate.ts';
import type { Draft } from './draft.ts';
import { offer, tell, update } from './draft.ts';
import type { OfferedChoice } from './session.ts';
import { isAnswered, slotsOf } from './slot.ts';
import type { Slot } from './slot.ts';
import { orderReport } from './order-report.ts';
import { nextPerson } from './people.ts';
import { taskChoices } from './task-view.ts';
import { refusalText } from './refusal-text.ts';
import { nameGiven, summaryOf, textParams } from './view.ts';
import { showPresent } from './field-slot.ts';

export interface Position {
  readonly step: string;
  readonly slot: Slot;
  /** Of a step of kind `choose`: the options as they stand in the conversation. */
  readonly options?: readonly Option<string>[];
  readonly upload: boolean;
}

/** Id under which the present answer of a question that is asked again may be kept. */
export const KEEP = 'keep';

/** The question the person is at, without saying or doing anything; undefined between conversations. */
export function locate(draft: Draft): Position | undefined {
  return walk(draft, false);
}

/** Says and does what lies before the next question, then asks it; ends the conversation when there is none. */
export function proceed(draft: Draft): void {
  const position = walk(draft, true);
  if (position) ask(draft, position);
}

/** Puts a question: its words, and its choices as `<slot>=<value>`. */
export function ask(draft: Draft, { slot }: Position): void {
  const { session, context } = draft;
  const again = session.focus === slot.key;
  if (draft.context.more) return;
  const present = again ? showPresent(slot, session, context) : undefined;
  if (present !== undefined) tell(draft, 'ask.present', { answer: present });
  draft.parts.push(slot.question);
  const keep = present === undefined ? [] : [{ id: `${slot.key}=${KEEP}`, label: t(context, 'ask.keep') }];
  offer(draft, [...keep, ...choicesOf(slot)]);
}

/** The options of a question as choices; `valueFor` (answer.ts) reads them. */
export function choicesOf(slot: Slot): OfferedChoice[] {
  const about = slot.about === undefined ? '' : `@${slot.about}`;
  return slot.options.map((option) => ({ ...option, id: `${slot.key}=${option.id}${about}` }));
}

/** A loop in a conversation would be a defect of ours: better a loud end than a silent bot. */
const MOST_STEPS = 100;

function walk(draft: Draft, act: boolean): Position | undefined {
  const name = draft.session.conversation;
  if (name === null) return undefined;
  const conversation = draft.conversations[name];
  let at = conversation.start;
  let choice: string | undefined;
  for (let count = 0; count < MOST_STEPS; count += 1) {
    if (at === 'end') {
      if (act) end(draft);
      return undefined;
    }
    const step = conversation.steps[at];
    if (!step) throw new Error(`conversation ${name} has no step ${at}`);
    if ('do' in step) {
      if (!act) return undefined;
      const done = step.do === 'order_report' ? orderReport(draft) : carryOut(draft, step.do);
      if (!done && choice !== undefined) forgetAnswer(draft, choice);
      at = done ? step.ok : step.refused;
    } else {
      const found = look(draft, at, step, act);
      if (typeof found !== 'string') return found;
      if ('choose' in step) choice = at;
      at = found;
    }
  }
  throw new Error(`conversation ${name} does not come to a question`);
}

/** The open question of a step, or the name of the step after it. */
function look(draft: Draft, at: string, step: Exclude<Step<string>, { do: unknown }>, act: boolean): Position | string {
  const { session, context } = draft;
  if ('say' in step) {
    const said = `said.${at}`;
    if (act && !(said in session.answers)) {
      tell(draft, step.say, textParams(session, context));
      update(draft, { answers: { ...session.answers, [said]: 'yes' } });
    }
    return step.next;
  }
  if ('branch' in step) return holds(step.branch, context, session) ? step.yes : step.no;
  if ('choose' in step) {
    const options = step.options.filter(({ when }) => !when || holds(when, context, session));
    const chosen = options.find(({ id }) => id === session.answers[at]);
    if (chosen && 'next' in chosen) return chosen.next;
    return { step: at, options, upload: false, slot: chooseSlot(draft, at, step.choose, options) };
  }
  const slots = slotsOf('ask' in step ? step.ask : step.upload, session, context);
  const slot = slots.find(({ key }) => key === session.focus) ?? slots.find((each) => !isAnswered(each, session));
  return slot ? { step: at, slot, upload: 'upload' in step } : step.next;
}

function chooseSlot(
  draft: Draft,
  key: string,
  text: Extract<Step<string>, { choose: unknown }>['choose'],
  options: readonly Option<string>[],
): Slot {
  const { session, context } = draft;
  return {
    key,
    question: t(context, text, { ...textParams(session, context), summary: summaryOf(session, context) }),
    accepts: 'choice',
    options: options.map(({ id, label, means }) => ({ id, label: t(context, label), ...(means ? { means } : {}) })),
  };
}

/** Runs the command on the request; says why not when it is refused. */
function carryOut(draft: Draft, name: CommandName): boolean {
  const { session, context } = draft;
  // The request that this very message made, should the turn be run again after a crash between two saves.
  const made = context.applications.find(({ applied }) => applied.includes(context.messageId));
  const subject = name === 'submit' ? undefined : context.subject;
  if (name === 'submit' && made) return settle(draft, made);
  const decided = decide(subject, buildCommand(name, session, context), {
    actor: { ...context.actor, name: context.actor.name || nameGiven(session, context) },
    profile: subject ? profileOf(subject, context) : context.profile,
    now: context.now,
    commandId: context.messageId,
    certificate: context.certificate,
    applications: context.applications,
  });
  if (!decided.ok) {
    draft.parts.push(refusalText(decided.refusal, serviceInHand(session, context), context));
    if (name === 'decide_people') nextPerson(draft, []);
    return false;
  }
  const { application, events } = decided;
  if (events.length > 0) draft.change = { application, events };
  if (name === 'decide_people') nextPerson(draft, events);
  return settle(draft, application);
}

/** From here on the turn speaks of the request as it now is. */
function settle(draft: Draft, application: Application): true {
  const { context } = draft;
  const others = context.applications.filter(({ number }) => number !== application.number);
  draft.context = {
    ...context,
    subject: application,
    applications: application.applicant === context.actor.person ? [application, ...others] : others,
    queue: context.queue.filter(({ number }) => number !== application.number),
  };
  update(draft, { params: { ...draft.session.params, number: application.number } });
  return true;
}

function forgetAnswer(draft: Draft, key: string): void {
  const { [key]: _forgotten, ...answers } = draft.session.answers;
  update(draft, { answers });
}

/** Ends the conversation; files that went into a request are its own now. A form that was put aside comes back. */
function end(draft: Draft): void {
  const { actor, subject } = draft.context;
  const officer = actor.roles.length > 0 && subject?.applicant !== actor.person;
  // Whoever has decided all people of a request goes on with it.
  const own = draft.session.conversation === 'people' && subject ? taskChoices(subject, draft.context) : [];
  clear(draft);
  offer(draft, [
    ...own,
    officer
      ? { id: 'word:queue', label: t(draft.context, 'menu.queue') }
      : { id: 'word:status', label: t(draft.context, 'menu.status') },
    { id: 'word:menu', label: t(draft.context, 'menu.all') },
  ]);
  if (!takeBack(draft)) return;
  tell(draft, 'resume.parked');
  proceed(draft);
}
