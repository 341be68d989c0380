// The official mail address of one person, under a domain of the agency's government.
import { accept, refuse, type Check, type CheckContext } from './check.ts';
import { isTooLong, tidy } from './typed-text.ts';

const ADDRESS = /^[a-z0-9](?:[a-z0-9_+%'.-]{0,62}[a-z0-9_])?@(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/;

/** All that BSrE takes in an address: its error 4015 names digits, underscores, "@" and "."; letters are understood. */
const TAKEN_BY_BSRE = /^[a-z0-9_.@]+$/;

/**
 * Checks an official address: a domain of `context.mailDomains` or a subdomain of one. `value` is in lower case.
 * A character that BSrE is known to refuse is a doubt.
 */
export function checkOfficeMail(input: string, context: Pick<CheckContext, 'mailDomains'>): Check {
  if (isTooLong(input)) return refuse('too_long');
  const text = tidy(input).toLowerCase();
  if (text === '') return refuse('empty');
  const address = (/<([^<>]+)>/.exec(text)?.[1] ?? text)
    .replace(/^(?:mailto|e-?mail|pos-?el)\s*:\s*/, '')
    .replace(/\s*@\s*/, '@')
    .replace(/[\s.,;]+$/, '')
    .trim();
  if (!ADDRESS.test(address) || address.includes('..') || address.length > 254) return refuse('not_a_mail');
  const domain = address.slice(address.indexOf('@') + 1);
  if (!context.mailDomains.some((own) => domain === own || domain.endsWith(`.${own}`)))
    return refuse('not_office_mail');
  return TAKEN_BY_BSRE.test(address) ? accept(address) : accept(address, 'mail_characters');
}
