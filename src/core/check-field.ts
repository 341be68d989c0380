// The check that belongs to a field of the profile: one door for the dialogue.
import { accept, refuse, type Check, type CheckContext } from './check.ts';
import { checkDate } from './date.ts';
import { checkGolongan } from './golongan.ts';
import { checkName } from './name.ts';
import { checkNik } from './nik.ts';
import { checkNip } from './nip.ts';
import { checkOfficeMail } from './office-mail.ts';
import { checkPhone } from './phone.ts';
import type { Field } from './profile.ts';
import { isTooLong, tidy } from './typed-text.ts';

/** Checks what was typed for `field`. Near misses of options and suggestions are the engine's to offer, not checked here. */
export function checkField(field: Pick<Field, 'kind' | 'options'>, input: string, context: CheckContext): Check {
  switch (field.kind) {
    case 'name':
      return checkName(input);
    case 'nip':
      return checkNip(input, context);
    case 'nik':
      return checkNik(input, context);
    case 'golongan':
      return checkGolongan(input);
    case 'office_mail':
      return checkOfficeMail(input, context);
    case 'phone':
      return checkPhone(input);
    case 'date':
      return checkDate(input, context);
    case 'text':
      return checkText(input);
    case 'choice':
      return checkChoice(input, field.options);
  }
}

const LONGEST_TEXT = 200;

/** Any short text with at least one letter or digit; `value` is one line without invisible characters. */
export function checkText(input: string): Check {
  const text = tidy(input);
  if (text === '') return refuse('empty');
  if (isTooLong(input) || text.length > LONGEST_TEXT) return refuse('too_long');
  return /[\p{L}\p{N}]/u.test(text) ? accept(text) : refuse('too_short');
}

/** `value` is the id of the option; its id or its label in any language will do. */
function checkChoice(input: string, options: Field['options']): Check {
  const text = tidy(input).toLowerCase();
  if (text === '') return refuse('empty');
  const found = options.find(
    ({ id, label }) => id === text || Object.values(label).some((word) => word.toLowerCase() === text),
  );
  return found === undefined ? refuse('unknown_option') : accept(found.id);
}
