// Tells which of its texts the bot has said, so that tests outlive a better wording.
import catalogueEn from '../../locales/en.json' with { type: 'json' };
import catalogueId from '../../locales/id.json' with { type: 'json' };

/** Matches any of these texts in either language, by its longest piece without what is filled in. */
export function phrase(...keys: (keyof typeof catalogueId)[]): RegExp {
  const pieces = keys.flatMap((key) => [catalogueId, catalogueEn].map((catalogue) => longestPiece(catalogue[key])));
  return new RegExp(pieces.map((piece) => piece.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'));
}

function longestPiece(text: string): string {
  return text.split(/\{\{\w+\}\}/).reduce((longest, piece) => (piece.length > longest.length ? piece : longest));
}
