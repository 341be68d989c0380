// Random damage and forgery of good files, and the rule that says when a mutated file may still be called intact.
// Shared by the fuzz test and the bench, which runs it far longer.
import fc from 'fast-check';
import type { Verdict } from '../../src/core/verdict.ts';
import { archived, signed } from './pdf-fixture.ts';
import type { Doc } from './pdf-revisions.ts';
import { changeDigit, reworked, REWORKS, SHOWN, updated, type Rework } from './pdf-updates.ts';
import { signLetter, stampDocument, type ByteRange, type Signed } from './signed-pdf.ts';
import { testPki } from './test-pki.ts';

export interface Original {
  readonly name: string;
  readonly doc: Doc;
  /** The file and its earlier states that are good files themselves. */
  readonly states: readonly Uint8Array[];
  /** What each signature or time stamp leaves out: the span between `<` and `>`. */
  readonly gaps: readonly (readonly [number, number])[];
  /** End of what signatures (not document time stamps) cover. */
  readonly signedEnd: number;
}

let made: readonly Original[] | undefined;

export function originals(): readonly Original[] {
  made ??= makeOriginals();
  return made;
}

function makeOriginals(): Original[] {
  const room = 4800;
  const one = signed({ room });
  const certified = signed({ room, certify: 2, rect: '300 100 400 140' }, 'stream');
  const two = signLetter(one, { field: 'Kedua', signer: testPki().second, stampedAt: null, room });
  const store = archived({ room }, 'object_streams');
  const stamped = stampDocument(store);
  return [
    original('signed', one, [one], []),
    original('certified', certified, [certified], []),
    original('signed twice', two, [one, two], []),
    original('archived', stamped, [store], [stamped]),
  ];
}

/** The file is the last of all these; the stamps come after the signatures. */
function original(name: string, doc: Doc, signatures: readonly Signed[], stamps: readonly Signed[]): Original {
  const all = [...signatures, ...stamps];
  const gap = ([, start, end]: ByteRange): [number, number] => [start + 1, end - 1];
  return {
    name,
    doc,
    states: all.map((state) => state.bytes),
    gaps: all.map((state) => gap(state.signature.byteRange)),
    signedEnd: Math.max(...signatures.map(({ signature: { byteRange } }) => byteRange[2] + byteRange[3])),
  };
}

/** One piece of damage; positions are shares of the file's length, so that they shrink and fit whatever came before. */
export type Mutation =
  | { readonly kind: 'flip'; readonly at: number; readonly bits: number }
  | { readonly kind: 'overwrite'; readonly at: number; readonly text: string }
  | { readonly kind: 'insert'; readonly at: number; readonly text: string }
  | { readonly kind: 'remove'; readonly at: number; readonly length: number }
  | {
      readonly kind: 'splice';
      readonly at: number;
      readonly from: number;
      readonly length: number;
      readonly other: number;
    }
  | { readonly kind: 'truncate'; readonly at: number }
  | { readonly kind: 'append'; readonly text: string }
  | { readonly kind: 'digit'; readonly at: number; readonly digit: number }
  | { readonly kind: 'update'; readonly object: number; readonly at: number; readonly digit: number }
  | { readonly kind: 'rework'; readonly object: number; readonly how: Rework; readonly pick: number };

export interface Case {
  readonly original: number;
  readonly mutations: readonly Mutation[];
}

const TOKENS = [
  ' ',
  '\n',
  '%',
  '%%EOF',
  'endobj',
  'obj',
  'endstream',
  'stream\n',
  'xref\n0 1\n',
  'trailer\n<< >>',
  'startxref\n0\n%%EOF\n',
  '<<',
  '>>',
  '[',
  ']',
  '<',
  '>',
  '(',
  ')',
  '\\',
  'null',
  'true',
  '/',
  '/Type',
  '/Sig',
  '/ByteRange [0 1 2 3]',
  '/Contents <00>',
  '4 0 R',
  '1 0 R',
  '99 0 R',
  '-1',
  '0',
  '9999999999',
  '/Annots []',
  '/Kids []',
  '/AcroForm null',
  '/Prev 0',
  '\0',
  '\r',
  '\xff',
];

// Unbiased: a bias to the ends would spend half of the runs on a broken header.
const place = fc.noBias(fc.integer({ min: 0, max: 999_999 })).map((share) => share / 1_000_000);
const token = fc.oneof(fc.constantFrom(...TOKENS), fc.string({ minLength: 1, maxLength: 12, unit: 'binary-ascii' }));
const digit = fc.integer({ min: 1, max: 9 });
const spaces = fc.string({ minLength: 1, maxLength: 20, unit: fc.constantFrom(' ', '\n', '\r', '\0', '\t') });

const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('flip' as const), at: place, bits: fc.integer({ min: 1, max: 255 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('overwrite' as const), at: place, text: token }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('insert' as const), at: place, text: token }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant('remove' as const), at: place, length: fc.integer({ min: 1, max: 60 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('splice' as const),
      at: place,
      from: place,
      length: fc.integer({ min: 1, max: 3000 }),
      other: fc.nat({ max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate' as const), at: place }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('append' as const), text: fc.oneof(token, spaces) }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('digit' as const), at: place, digit }) },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('update' as const),
      object: fc.constantFrom(1, ...SHOWN),
      at: place,
      digit,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('rework' as const),
      object: fc.constantFrom(...SHOWN),
      how: fc.constantFrom(...REWORKS),
      pick: fc.nat({ max: 1000 }),
    }),
  },
);

export const cases: fc.Arbitrary<Case> = fc.record({
  original: fc.nat({ max: 3 }),
  mutations: fc.array(mutation, { minLength: 1, maxLength: 3 }),
});

export function originalOf(from: Case): Original {
  const found = originals()[from.original];
  if (!found) throw new Error(`there is no original ${from.original}`);
  return found;
}

export function mutate(from: Case): Uint8Array {
  const { doc, gaps } = originalOf(from);
  const [first] = from.mutations;
  // A well-formed update stays so: damage to it could undo it.
  if (first?.kind === 'update') return updated(doc, first);
  if (first?.kind === 'rework') return reworked(doc, first);
  return from.mutations.reduce<Buffer>((bytes, step) => apply(bytes, step, gaps), doc.bytes);
}

/** Nine of ten hits go beside the long runs of hex digits, which would else take most of them. */
function position(share: number, bytes: Buffer, gaps: Original['gaps']): number {
  const scaled = share * 10;
  if (scaled < 1) return Math.floor(scaled * bytes.length);
  let at = Math.floor(((scaled - 1) / 9) * (bytes.length - gaps.reduce((sum, [a, b]) => sum + b - a, 0)));
  for (const [start, end] of gaps) if (at >= start) at += end - start;
  return Math.max(0, Math.min(at, bytes.length - 1));
}

function apply(bytes: Buffer, step: Mutation, gaps: Original['gaps']): Buffer {
  const at = 'at' in step ? position(step.at, bytes, gaps) : 0;
  switch (step.kind) {
    case 'flip':
      return replaced(bytes, at, 1, Buffer.from([(bytes[at] ?? 0) ^ step.bits]));
    case 'overwrite':
      return replaced(bytes, at, step.text.length, Buffer.from(step.text, 'latin1'));
    case 'insert':
      return replaced(bytes, at, 0, Buffer.from(step.text, 'latin1'));
    case 'remove':
      return replaced(bytes, at, step.length, Buffer.alloc(0));
    case 'splice': {
      const source = originals()[step.other]?.doc.bytes ?? bytes;
      const start = Math.floor(step.from * source.length);
      return replaced(bytes, at, step.length, source.subarray(start, start + step.length));
    }
    case 'truncate':
      return bytes.subarray(0, at);
    case 'append':
      return Buffer.concat([bytes, Buffer.from(step.text, 'latin1')]);
    case 'digit':
      return changeDigit(bytes, at, step.digit);
    case 'update':
      return changeDigit(bytes, at, step.digit);
    case 'rework':
      return bytes;
  }
}

function replaced(bytes: Buffer, at: number, length: number, by: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), by, bytes.subarray(at + length)]);
}

/**
 * What is wrong with this verdict, or null. A mutated file may be called intact only when it is, byte for byte, a good
 * file (the original or an earlier state of it) apart from
 *   1. at most 16 bytes of white space or NUL behind the last %%EOF, and
 *   2. hex digits or white space inside /Contents: no signature can cover its own value. What of the CMS matters is
 *      protected by the CMS itself; the rest is case, padding, certificates and unsigned attributes. The signer stays.
 * Bytes of a later signature's own revision may spoil that signature: then what it signed is as it was before, and the
 * verdict notes that a signature is hidden in the file.
 * Bytes that only a document time stamp covers show nothing; touching them must cost the file its `valid`.
 */
export function complaintAbout(from: Case, bytes: Uint8Array, verdict: Verdict): string | null {
  const good = originalOf(from);
  const before = good.doc.bytes;
  if (Buffer.compare(before, bytes) === 0) return null;
  if (verdict.integrity !== 'intact') return verdict.headline === 'valid' ? 'valid, though not intact' : null;
  if (good.states.some((state) => isHarmless(state, bytes, good.gaps))) {
    const signers = verdict.signatures.map((signature) => signature.signer);
    return signers.every((name) => name !== null && KNOWN.has(name)) ? null : `another signer: ${signers.join(', ')}`;
  }
  if (verdict.notes.includes('hidden_signature') && isEarlier(good, bytes, verdict.signatures.length)) return null;
  const signedPart = before.subarray(0, good.signedEnd);
  if (good.signedEnd < before.length && isHarmless(signedPart, bytes.subarray(0, good.signedEnd), good.gaps)) {
    return verdict.headline === 'valid' ? 'valid, though bytes under a time stamp were changed' : null;
  }
  return 'intact, though signed bytes or what is shown were changed';
}

/** A later signature is damaged beyond finding, and the verdict says that there is one. */
function isEarlier({ states, gaps }: Original, bytes: Uint8Array, found: number): boolean {
  const state = states[found - 1];
  return state !== undefined && isHarmless(state, bytes.subarray(0, state.length), gaps);
}

const KNOWN = new Set(['Ratna Pramesti Wulandari', 'Bagus Anggoro Setiawan']);

function isHarmless(state: Uint8Array, bytes: Uint8Array, gaps: Original['gaps']): boolean {
  const tail = Buffer.from(bytes.subarray(state.length)).toString('latin1');
  if (bytes.length < state.length || !/^[\0\t\n\f\r ]{0,16}$/.test(tail)) return false;
  for (let at = 0; at < state.length; at += 1) {
    if (state[at] === bytes[at]) continue;
    const isHexOrSpace = /[0-9a-fA-F\0\t\n\f\r ]/.test(String.fromCharCode(bytes[at] ?? 0));
    if (!isHexOrSpace || !gaps.some(([start, end]) => at >= start && at < end)) return false;
  }
  return true;
}
