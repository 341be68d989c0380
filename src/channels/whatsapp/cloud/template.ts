// What is said unasked more than 24 hours after the person wrote last: one line in an approved template.
// https://developers.facebook.com/documentation/business-messaging/whatsapp/templates/utility-templates
import type { Language, Outbound } from '../../../app/ports.ts';
import { plainText } from '../numbered.ts';
import type { CloudWords, Template } from './options.ts';

/** Characters of a template's body. */
const MAX_PARAMETER = 1024;

/** The part of a message's body that is the template. */
export function templateOf(template: Template, language: Language, words: CloudWords, message: Outbound): object {
  const parameter = { type: 'text', text: lineOf(message, words) };
  return {
    type: 'template',
    template: {
      name: template.name,
      language: { code: template.codes[language] },
      components: [{ type: 'body', parameters: [parameter] }],
    },
  };
}

/** Meta takes no line breaks, tabs or more than four spaces in a row, and nothing empty. */
function lineOf({ text, choices, firstNumber = 1 }: Outbound, { answer }: CloudWords): string {
  const numbered = choices.map(({ label }, index) => `${firstNumber + index} ${label}`).join('; ');
  const whole = numbered === '' ? text : `${text} ${answer}: ${numbered}`;
  const characters = [...plainText(whole.replaceAll(/\s+/g, ' '))];
  if (characters.join('').length <= MAX_PARAMETER) return characters.join('') || '…';
  while (characters.join('').length > MAX_PARAMETER - 1) characters.pop();
  return `${characters.join('').trimEnd()}…`;
}
