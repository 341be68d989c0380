// The questions about a person: one a field, and one more for every doubt and every contradiction among the answers.
import { fieldsAsked, papersAsked } from '../core/asked.ts';
import { checkField } from '../core/check-field.ts';
import type { Check } from '../core/check.ts';
import { crossCheck } from '../core/cross-check.ts';
import { mask } from '../core/mask.ts';
import type { Field, Service } from '../core/profile.ts';
import { localDateAt } from '../core/office-time.ts';
import { serviceInHand, t } from './context.ts';
import type { Context } from './context.ts';
import type { Session } from './session.ts';
import type { Slot } from './slot.ts';
import { say } from './text.ts';

/** What stands as the answer of a slot now, as it may be shown; undefined when there is none. */
export function showPresent(slot: Slot, session: Session, context: Context): string | undefined {
  const file = session.papers[slot.key];
  if (file) return file.name;
  const value = session.answers[slot.key];
  if (value === undefined) return undefined;
  const field = serviceInHand(session, context).fields.find(({ key }) => key === slot.key);
  if (field) return showAnswer(field, value, context);
  return slot.options.find(({ id }) => id === value)?.label ?? value;
}

/** Options of a doubt: it is right as it stands, or which field to answer anew. */
export const SURE = 'sure';
export const CHANGE = 'change.';

/** The questions as computed last for these answers: one turn looks at them more than once, and their checks are the slowest of it. */
const computed = new WeakMap<
  Session['answers'],
  { readonly service: Service; readonly context: Context; readonly slots: Slot[] }
>();

export function fieldSlots(session: Session, context: Context): Slot[] {
  const service = serviceInHand(session, context);
  const known = computed.get(session.answers);
  const { language, now } = context;
  if (known?.service === service && known.context.language === language && known.context.now === now)
    return known.slots;
  const slots = makeFieldSlots(service, session, context);
  computed.set(session.answers, { service, context, slots });
  return slots;
}

function makeFieldSlots(service: Service, session: Session, context: Context): Slot[] {
  const fields = fieldsAsked(service, session.answers);
  const total = fields.length + papersAsked(service, session.answers).length;
  const check = checker(context);
  const slots = fields.flatMap((field, index) => {
    const slot = fieldSlot(field, index + 1, total, check, context);
    return [slot, ...doubtSlots(field, session, check, context)];
  });
  return fields.every(({ key, optional }) => optional || key in session.answers)
    ? [...slots, ...contradictionSlots(fields, session, context)]
    : slots;
}

/** What a typed answer to this field amounts to. */
export function checkTyped(field: Field, typed: string, context: Context): Check {
  return checker(context)(field, typed);
}

type Checker = (field: Field, typed: string) => Check;

/** Asks the calendar only once for all fields: time zones are slow. */
function checker({ now, profile }: Context): Checker {
  const asked = { today: localDateAt(now, profile.office), mailDomains: profile.mailDomains };
  return (field, typed) => checkField(field, typed, asked);
}

/** An answer as it may stand in a chat: personal numbers are masked. */
export function showAnswer(field: Field, value: string, context: Context): string {
  const option = field.options.find(({ id }) => id === value);
  if (option) return say(option.label, context.language);
  return field.personal ? mask(value, field.kind) : value;
}

function fieldSlot(field: Field, position: number, total: number, check: Checker, context: Context): Slot {
  const { language } = context;
  return {
    key: field.key,
    get question() {
      const label = say(field.label, language);
      return t(context, 'ask.field', { label, question: say(field.question, language), position, total });
    },
    accepts: field.kind === 'choice' ? 'choice' : 'text',
    options: [
      ...field.options.map(({ id, label }) => ({ id, label: say(label, language) })),
      ...(field.optional ? [{ id: '', label: t(context, 'ask.skip') }] : []),
    ],
    check: (typed) => check(field, typed),
    example: say(field.example, language),
    suggestions: field.suggestions,
  };
}

function doubtSlots(field: Field, session: Session, check: Checker, context: Context): Slot[] {
  const answer = session.answers[field.key];
  if (!answer) return [];
  const checked = check(field, answer);
  if (!checked.ok) return [];
  return checked.doubts.map((code) => ({
    key: `doubt.${field.key}.${code}`,
    question: t(context, `doubt.${code}`, {
      label: say(field.label, context.language),
      value: showAnswer(field, answer, context),
    }),
    accepts: 'choice',
    options: [
      { id: SURE, label: t(context, 'doubt.sure'), means: 'yes' as const },
      { id: CHANGE + field.key, label: t(context, 'doubt.change', { label: say(field.label, context.language) }) },
    ],
  }));
}

function contradictionSlots(fields: readonly Field[], session: Session, context: Context): Slot[] {
  const today = localDateAt(context.now, context.profile.office);
  return crossCheck(session.answers, fields, today).map(({ code, sides }) => {
    const labels = sides.map(({ field }) =>
      say(fields.find(({ key }) => key === field)?.label ?? NO_LABEL, context.language),
    );
    const values = sides.map(({ shown }, index) => `• ${labels[index]}: ${shown}`);
    return {
      key: `doubt.${sides.map(({ field }) => field).join('.')}.${code}`,
      question: t(context, `contradiction.${code}`, { values: values.join('\n') }),
      accepts: 'choice' as const,
      options: [
        ...sides.map(({ field }, index) => ({
          id: CHANGE + field,
          label: t(context, 'doubt.change', { label: labels[index] ?? '' }),
        })),
        { id: SURE, label: t(context, 'doubt.sure') },
      ],
    };
  });
}

const NO_LABEL = { id: '', en: '' };
