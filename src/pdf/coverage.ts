// What a signature's /ByteRange covers (ISO 32000-2, 12.8.1; ETSI EN 319 142-1, 5.4): everything of its revision
// except its own /Contents token, delimiters included.
import type { PdfFile } from './file.ts';
import type { Revision } from './revisions.ts';
import { PdfProblem } from './limits.ts';
import { entry, isType, type Text } from './objects.ts';
import { isWhite } from './parser.ts';
import type { Signature } from './signatures.ts';

export interface Coverage {
  readonly covers: 'whole_file' | 'revision' | 'part';
  /** Why the byte range is not to be believed; null when it is as it should be. */
  readonly fault: 'byte_range' | 'contents' | null;
  /** The revision that ends where the byte range ends; null when none does. */
  readonly revision: number | null;
  readonly contents: Uint8Array;
  /** Subarrays of the file; empty with the fault `byte_range`. */
  readonly parts: readonly Uint8Array[];
  readonly end: number;
}

const nothing = { covers: 'part', revision: null, contents: new Uint8Array(), parts: [], end: 0 } as const;

/** White space and NUL that may follow the last %%EOF. */
const maxTail = 16;

/** Judges the byte range of one signature against the file. Throws `limit` only: one bad signature hides no other. */
export function coverageOf(file: PdfFile, signature: Signature): Coverage {
  try {
    return measure(file, signature);
  } catch (error) {
    if (error instanceof PdfProblem && error.problem === 'damaged') return { ...nothing, fault: 'contents' };
    throw error;
  }
}

function measure(file: PdfFile, signature: Signature): Coverage {
  const view = file.view(signature.firstRevision);
  const range = readRange(file, signature);
  const held = signature.dict ? view.at(signature.dict, 'Contents') : null;
  const contents = isType(held, 'string') ? held : null;
  if (!contents || signature.dict?.ambiguous !== false) return { ...nothing, fault: 'contents' };
  if (!range) return { ...nothing, fault: 'byte_range', contents: contents.bytes };
  const [first, second, end] = range;
  const parts = [file.bytes.subarray(0, first), file.bytes.subarray(second, end)];
  const common = { contents: contents.bytes, parts, end };
  if (!isGap(file, signature, contents, first, second)) return { ...nothing, ...common, fault: 'byte_range' };
  if (contents.bytes.every((byte) => byte === 0)) return { ...nothing, ...common, fault: 'contents' };
  // What reaches the very end leaves nothing out, whatever the last revision ends with.
  const revision =
    end === file.bytes.length ? file.revisions.at(-1) : file.revisions.find((each) => endsAt(file, each, end));
  // A revision that does not show the signature was not what its signer saw.
  if (!revision || revision.index < signature.firstRevision) return { ...nothing, ...common, fault: null };
  const isLast = revision.index === file.revisions.length - 1;
  const whole = isLast && isTail(file.bytes, end);
  return { ...common, fault: null, revision: revision.index, covers: whole ? 'whole_file' : 'revision' };
}

/** The gap's start and end and the range's end, when /ByteRange is [0 a b c] inside the file. */
function readRange(file: PdfFile, { dict, firstRevision }: Signature): [number, number, number] | null {
  if (!dict) return null;
  const view = file.view(firstRevision);
  const value = view.at(dict, 'ByteRange');
  if (!isType(value, 'array') || value.items.length !== 4) return null;
  const numbers = value.items.map((item) => view.get(item)).filter((item) => typeof item === 'number');
  const [start, first, second, count] = numbers;
  if (start === undefined || first === undefined || second === undefined || count === undefined) return null;
  if (numbers.some((number) => !Number.isInteger(number) || number < 0)) return null;
  const isInside = start === 0 && first > 0 && second > first && count > 0 && second + count <= file.bytes.length;
  return isInside ? [first, second, second + count] : null;
}

/** Is the gap exactly the hex token of this dictionary's own /Contents, nothing more and nothing less? */
function isGap(file: PdfFile, signature: Signature, contents: Text, first: number, second: number): boolean {
  const own = signature.dict ? entry(signature.dict, 'Contents') : null;
  const holder = isType(own, 'ref') ? file.view(signature.firstRevision).load(own.num, own.gen) : undefined;
  const isInFile = isType(own, 'ref') ? holder?.compressed === false : signature.offset !== null;
  return isInFile && contents.hex && contents.start === first && contents.end === second;
}

/** Does the revision end at `end`: after its %%EOF, white space at most between? */
function endsAt(file: PdfFile, revision: Revision, end: number): boolean {
  if (revision.eof === null || end < revision.eof || end > revision.eof + maxTail) return false;
  return isBlank(file.bytes, revision.eof, end);
}

/** Is what follows `from` to the end of the file no more than an ordinary line end or padding? */
export function isTail(bytes: Uint8Array, from: number): boolean {
  return bytes.length - from <= maxTail && isBlank(bytes, from, bytes.length);
}

function isBlank(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (!isWhite(bytes[at])) return false;
  return true;
}
