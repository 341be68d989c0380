// What a service asks for, given what was answered so far: a field or a paper may depend on a choice made before it.
import type { Field, PaperKind, Service, When } from './profile.ts';

type Answers = Readonly<Record<string, string>>;

/** The fields that apply, in order. A condition on a field that does not apply itself is not met. */
export function fieldsAsked({ fields }: Pick<Service, 'fields'>, answers: Answers): readonly Field[] {
  if (fields.every(({ when }) => when === undefined)) return fields;
  const asked: Field[] = [];
  for (const field of fields) if (isMet(field.when, asked, answers)) asked.push(field);
  return asked;
}

/** The papers that apply, in order. */
export function papersAsked(service: Pick<Service, 'fields' | 'papers'>, answers: Answers): readonly PaperKind[] {
  if (service.papers.every(({ when }) => when === undefined)) return service.papers;
  const fields = fieldsAsked(service, answers);
  return service.papers.filter(({ when }) => isMet(when, fields, answers));
}

function isMet(when: When | undefined, asked: readonly Field[], answers: Answers): boolean {
  return Object.entries(when ?? {}).every(
    ([key, options]) => asked.some((field) => field.key === key) && options.includes(answers[key] ?? ''),
  );
}
