// A fixture of the PDF tests: a file named after its defect, and the verdict that it deserves.
import type { Headline, Integrity, SubIndication, Verdict } from '../../src/core/verdict.ts';
import { addStore, letter, signLetter, type Signed, type SignWish } from './signed-pdf.ts';
import { appendRevision, type Changes, type Doc, type XrefShape } from './pdf-revisions.ts';

export interface Fixture {
  /** Kebab-case: what is wrong with the file. */
  readonly name: string;
  /** Completes "The verifier …". */
  readonly sentence: string;
  readonly make: () => Uint8Array;
  readonly expected: Expected;
}

type TimestampStatus = 'valid' | 'indeterminate' | 'invalid';

export interface Expected {
  /** One, or every answer that is right. */
  readonly integrity: Integrity | readonly Integrity[];
  readonly headline: Headline | readonly Headline[];
  /** Of the first signature. */
  readonly subIndication?: SubIndication | readonly SubIndication[] | null;
  readonly problem?: Verdict['problem'];
  readonly revocation?: Verdict['signatures'][number]['revocation'];
  readonly trusted?: boolean;
  readonly timestamp?: TimestampStatus | null | readonly TimestampStatus[];
  readonly level?: Verdict['signatures'][number]['level'];
  /** Kinds of change that the first signature must report. */
  readonly changes?: readonly Verdict['signatures'][number]['changes'][number]['kind'][];
  /** The page that the first signature's changes name. */
  readonly changedPage?: number;
  readonly signatures?: number;
  readonly documentTimestamps?: number;
}

/** Something was altered after it was signed. */
export const CHANGED: Expected = { integrity: 'changed', headline: 'invalid' };
/** The signature itself is wrong. */
export const BROKEN: Expected = { integrity: 'broken', headline: 'invalid' };
/** Either: respected validators use both words for these. */
export const NOT_INTACT: Expected = { integrity: ['broken', 'changed'], headline: 'invalid' };
/** Cannot be read as the viewer reads it; never intact, and a refusal is right too. */
export const UNREADABLE: Expected = {
  integrity: ['broken', 'changed', 'indeterminate'],
  headline: ['invalid', 'indeterminate'],
};
export const VALID: Expected = { integrity: 'intact', headline: 'valid' };

/** A letter with one signature, not yet with validation data. */
export function signed(wish: SignWish = {}, shape: XrefShape = 'table'): Signed {
  return signLetter(letter(shape), wish);
}

/** The letter as a careful signing program leaves it: signed, stamped, with validation data (B-LT). */
export function archived(wish: SignWish = {}, shape: XrefShape = 'table'): Signed {
  return addStore(signed(wish, shape));
}

/** The document with an update of these objects. */
export function updated(doc: Doc, changes: Changes | ((doc: Doc) => Changes)): Uint8Array {
  return appendRevision(doc, typeof changes === 'function' ? changes(doc) : changes).bytes;
}

export const bodyOf = (doc: Doc, number: number): string => doc.objects[number] ?? '';

/** Replaces text by text of the same length or shorter (filled up with spaces), so that offsets stay. */
export function overwrite(bytes: Uint8Array, from: string | RegExp, to: string): Buffer {
  const copy = Buffer.from(bytes);
  const source = copy.toString('latin1');
  const found = typeof from === 'string' ? from : (source.match(from)?.[0] ?? '');
  const at = typeof from === 'string' ? source.indexOf(from) : source.search(from);
  if (at < 0) throw new Error(`the fixture has no ${String(from)}`);
  if (to.length > found.length) throw new Error(`${to} is longer than ${found}`);
  copy.write(to.padEnd(found.length), at, 'latin1');
  return copy;
}
