// Names out of certificates as a person may safely read them: they come from whoever asked a CA for one.

/** Bidirectional marks, controls, zero-width and private-use characters: they make a name look like another one. */
const unseen = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}]/gu;

/** NFC, one line, nothing invisible, at most 80 characters. */
export function cleanName(name: string): string {
  const shown = name.normalize('NFC').replace(/\s+/gu, ' ').replace(unseen, '').trim();
  const characters = Array.from(shown);
  return characters.length > 80 ? `${characters.slice(0, 79).join('')}…` : shown;
}
