// A mobile number as people type it, normalised to E.164 (+62...). Numbering plan: libphonenumber.
import { parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { accept, refuse, type Check } from './check.ts';
import { typedDigits } from './typed-text.ts';

/**
 * Checks an Indonesian mobile number: "0812-3456-7890", "62812...", "+62 (0)812...", "812...". `value` is E.164.
 * A prefix the numbering plan does not know yet is a doubt.
 */
export function checkPhone(input: string): Check {
  const typed = typedDigits(input.replace(/^\s*https?:\/\/(?:wa\.me|api\.whatsapp\.com\/send\?phone=)\/?/i, ''));
  if (!typed.ok) return typed.problem === 'not_digits' ? refuse('not_a_phone') : typed;
  const international = /^\s*[(]?\s*(?:\+|00)/.test(input.normalize('NFKC'))
    ? typed.digits.replace(/^00/, '')
    : undefined;
  if (international !== undefined && !international.startsWith('62')) return refuse('not_indonesian');
  return checkNational(typed.digits.replace(/^(?:00)?62/, '').replace(/^0/, ''));
}

/** `national` without the country's 62 and the leading 0. */
function checkNational(national: string): Check {
  const number = parsePhoneNumberFromString(`+62${national}`);
  if (number?.isValid() === true) {
    const type = number.getType();
    return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE' ? accept(number.number) : refuse('not_a_mobile');
  }
  return /^8[1-9]\d{7,10}$/.test(national) ? accept(`+62${national}`, 'unknown_prefix') : refuse('not_a_phone');
}
