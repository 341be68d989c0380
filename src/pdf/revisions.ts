// A file's incremental updates (ISO 32000-2, 7.5.6): the chain of cross-reference sections from the last startxref back.
// A chain that goes in a circle, out of order or out of the file is damage; nothing is repaired by searching.
import { type Budget, maxRevisions, PdfProblem } from './limits.ts';
import { type Dict, entry } from './objects.ts';
import { isWhite, Parser } from './parser.ts';
import { readSection, type Section } from './xref.ts';

/** One incremental update; a linearized file's two sections are one revision. */
export interface Revision {
  readonly index: number;
  /** Newest first, hybrid streams left out (they hang on their table). */
  readonly sections: readonly Section[];
  readonly trailer: Dict;
  /** After its %%EOF; null when `startxref`, the section's offset and %%EOF do not follow the section. */
  readonly eof: number | null;
  /** After the line end that follows %%EOF. */
  readonly end: number | null;
}

/** Reads the revisions of what `fileEnd` is the end of, oldest first. Throws `damaged` or `limit`. */
export function readRevisions(bytes: Uint8Array, fileEnd: number, budget: Budget): Revision[] {
  const start = lastStartxref(bytes.subarray(0, fileEnd), budget);
  const revisions: Omit<Revision, 'index'>[] = [];
  const seen = new Set<number>();
  let next: number | null = start;
  while (next !== null) {
    const first: Section = readOnce(bytes, next, seen, budget);
    const sections = [first];
    next = previous(first);
    // ISO 32000-2, annex F.3: a linearized file's first section is at its front and names the main one behind it.
    if (next !== null && next > first.offset) {
      const main = readOnce(bytes, next, seen, budget);
      sections.push(main);
      next = previous(main);
    }
    const lastSection = sections.at(-1) ?? first;
    const eof = endOfRevision(bytes, lastSection.end, first.offset, budget);
    revisions.push({ sections, trailer: first.trailer, eof, end: eof === null ? null : skipLineEnd(bytes, eof) });
    if (revisions.length > maxRevisions) throw new PdfProblem('limit', 'too many revisions');
  }
  return inOrder(revisions.reverse()).map((revision, index) => ({ index, ...revision }));
}

/** Each revision lies behind the one before it (7.5.6); another order would hide what a revision added. */
function inOrder<T extends Pick<Revision, 'sections' | 'end'>>(revisions: readonly T[]): readonly T[] {
  let end = 0;
  for (const revision of revisions) {
    for (const section of revision.sections) {
      if (section.offset < end) throw new PdfProblem('damaged', 'revisions are not in order');
    }
    end = revision.end ?? Math.max(...revision.sections.map((section) => section.end));
  }
  return revisions;
}

function readOnce(bytes: Uint8Array, offset: number, seen: Set<number>, budget: Budget): Section {
  if (seen.has(offset)) throw new PdfProblem('damaged', 'revisions go in a circle');
  seen.add(offset);
  return readSection(bytes, offset, budget);
}

function previous(section: Section): number | null {
  const offset = entry(section.trailer, 'Prev');
  return typeof offset === 'number' && offset > 0 ? offset : null;
}

function lastStartxref(bytes: Uint8Array, budget: Budget): number {
  const at = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).lastIndexOf('startxref');
  if (at === -1) throw new PdfProblem('damaged', 'no startxref');
  return new Parser(bytes, at + 9, budget).integer();
}

/** After `startxref`, `offset` and `%%EOF`, from `from` on; null when something else is there. */
function endOfRevision(bytes: Uint8Array, from: number, offset: number, budget: Budget): number | null {
  const parser = new Parser(bytes, from, budget);
  if (!parser.take('startxref')) return null;
  while (isWhite(parser.peek())) parser.position++;
  const word = parser.word();
  if (!/^\d{1,15}$/.test(word) || afterWhite(bytes, Number(word)) !== afterWhite(bytes, offset)) return null;
  while (isWhite(parser.peek())) parser.position++;
  for (const char of '%%EOF') {
    if (parser.peek() !== char.charCodeAt(0)) return null;
    parser.position++;
  }
  return parser.position;
}

/** Two offsets name one section when only white space lies between. */
function afterWhite(bytes: Uint8Array, offset: number): number {
  let at = offset;
  while (at < offset + 16 && isWhite(bytes[at])) at++;
  return at;
}

function skipLineEnd(bytes: Uint8Array, at: number): number {
  const after = bytes[at] === 13 ? at + 1 : at;
  return bytes[after] === 10 ? after + 1 : after;
}
