// Cross-reference sections (ISO 32000-2, 7.5.4 tables and 7.5.8 streams), one per incremental update.
// Entries stay in the buffer and are read when asked for: a table of 100,000 lines costs nothing to open.
import { decode } from './filters.ts';
import { type Budget, maxObjects, PdfProblem } from './limits.ts';
import { type Dict, entry, isName, isType, type PdfObject } from './objects.ts';
import { isWhite, Parser } from './parser.ts';
import { filterSteps } from './stream.ts';

/** Where an object is. */
export type Entry =
  | { readonly kind: 'free' }
  | { readonly kind: 'offset'; readonly offset: number; readonly gen: number }
  | { readonly kind: 'compressed'; readonly container: number; readonly index: number };

const free: Entry = { kind: 'free' };
const maxSubsections = 10_000;

export interface Section {
  readonly offset: number;
  /** After the trailer dictionary, or after the endobj of a cross-reference stream. */
  readonly end: number;
  readonly trailer: Dict;
  /** The object number of a cross-reference stream. */
  readonly streamNumber: number | null;
  /** The stream of a hybrid file that belongs to this table (ISO 32000-2, 7.5.8.4). */
  readonly hybrid: Section | null;
  find(num: number): Entry | undefined;
  numbers(): Iterable<number>;
}

interface Range {
  readonly first: number;
  readonly count: number;
  read(index: number): Entry;
}

/** Reads the section at `offset`. Throws `damaged` when there is none. */
export function readSection(bytes: Uint8Array, offset: number, budget: Budget): Section {
  if (offset >= bytes.length) throw new PdfProblem('damaged', 'cross-reference outside the file');
  const parser = new Parser(bytes, offset, budget);
  return parser.take('xref') ? readTable(parser, offset, budget) : readStream(parser, offset, budget);
}

function readTable(parser: Parser, offset: number, budget: Budget): Section {
  const ranges: Range[] = [];
  while (!parser.take('trailer')) {
    const first = parser.integer();
    const count = parser.integer();
    parser.skip();
    ranges.push(tableRange(parser, first, count));
    if (ranges.length > maxSubsections) throw new PdfProblem('limit', 'too many subsections');
  }
  const trailer = parser.object();
  if (!isType(trailer, 'dict')) throw new PdfProblem('damaged', 'trailer is no dictionary');
  const end = parser.position;
  const hidden = entry(trailer, 'XRefStm');
  const hybrid = typeof hidden === 'number' ? readSection(parser.bytes, hidden, budget) : null;
  if (hybrid !== null && hybrid.streamNumber === null) throw new PdfProblem('damaged', 'XRefStm is no stream');
  return { offset, end, trailer, streamNumber: null, hybrid, ...lookup(ranges) };
}

/** The lines of one subsection: 20 bytes each as the standard has it, else read one by one. */
function tableRange(parser: Parser, first: number, count: number): Range {
  if (count > maxObjects) throw new PdfProblem('limit', 'too many objects');
  const { bytes } = parser;
  const start = parser.position;
  const after = start + count * 20;
  if (count === 0) return { first, count, read: () => free };
  if (after <= bytes.length && isLine(bytes, start) && isLine(bytes, after - 20)) {
    parser.position = after;
    parser.skip();
    const next = parser.peek();
    if (next === 116 || (next >= 48 && next <= 57 && !isLine(bytes, parser.position))) {
      const shift = isShifted(bytes, start, first) ? 1 : 0;
      return { first: first - shift, count, read: (index) => readLine(bytes, start + index * 20) };
    }
    parser.position = start;
  }
  const entries: Entry[] = [];
  for (let i = 0; i < count; i++) {
    const value = parser.integer();
    const gen = parser.integer();
    if (parser.take('n')) entries.push(value === 0 ? free : { kind: 'offset', offset: value, gen });
    else if (parser.take('f')) entries.push(free);
    else throw new PdfProblem('damaged', 'cross-reference line');
  }
  return { first, count, read: (index) => entries[index] ?? free };
}

/** Some writers begin "1 n" with the line of object 0, the head of the free list. */
function isShifted(bytes: Uint8Array, start: number, first: number): boolean {
  return first === 1 && Buffer.from(bytes.subarray(start, start + 18)).toString('latin1') === '0000000000 65535 f';
}

function isLine(bytes: Uint8Array, at: number): boolean {
  const kind = bytes[at + 17];
  const isEntry = bytes[at + 10] === 32 && bytes[at + 16] === 32 && (kind === 110 || kind === 102);
  return isEntry && isWhite(bytes[at + 18]) && isWhite(bytes[at + 19]);
}

function readLine(bytes: Uint8Array, at: number): Entry {
  if (!isLine(bytes, at)) throw new PdfProblem('damaged', 'cross-reference line');
  const offset = digits(bytes, at, 10);
  const gen = digits(bytes, at + 11, 5);
  return bytes[at + 17] === 102 || offset === 0 ? free : { kind: 'offset', offset, gen };
}

function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = (bytes[i] ?? 0) - 48;
    if (digit < 0 || digit > 9) throw new PdfProblem('damaged', 'cross-reference line');
    value = value * 10 + digit;
  }
  return value;
}

function readStream(parser: Parser, offset: number, budget: Budget): Section {
  const num = parser.integer();
  parser.integer();
  if (!parser.take('obj')) throw new PdfProblem('damaged', 'no cross-reference section');
  const dict = parser.object();
  if (!isType(dict, 'dict') || !isName(entry(dict, 'Type'), 'XRef'))
    throw new PdfProblem('damaged', 'no cross-reference stream');
  const length = entry(dict, 'Length');
  const start = streamStart(parser);
  if (start === null || typeof length !== 'number') throw new PdfProblem('damaged', 'cross-reference stream');
  parser.position = start + length;
  if (!parser.take('endstream') || !parser.take('endobj')) throw new PdfProblem('damaged', 'cross-reference stream');
  const data = decode(
    parser.bytes.subarray(start, start + length),
    filterSteps(dict, (value) => value),
    budget,
  );
  return {
    offset,
    end: parser.position,
    trailer: dict,
    streamNumber: num,
    hybrid: null,
    ...lookup(streamRanges(dict, data)),
  };
}

/** After a dictionary: where its stream's data begins, null when it has none (ISO 32000-2, 7.3.8.1). */
export function streamStart(parser: Parser): number | null {
  if (!parser.take('stream')) return null;
  if (parser.peek() === 13) parser.position++;
  if (parser.peek() === 10) parser.position++;
  return parser.position;
}

/** ISO 32000-2, 7.5.8.3: fields of W bytes each. */
function streamRanges(dict: Dict, data: Uint8Array): Range[] {
  const widths = integers(entry(dict, 'W'));
  const [typeWidth = 0, secondWidth = 0, thirdWidth = 0] = widths;
  const size = entry(dict, 'Size');
  const pairs =
    entry(dict, 'Index') === null ? [0, typeof size === 'number' ? size : 0] : integers(entry(dict, 'Index'));
  const width = typeWidth + secondWidth + thirdWidth;
  if (widths.length < 3 || widths.some((w) => w > 8) || width === 0 || pairs.length % 2) {
    throw new PdfProblem('damaged', 'cross-reference stream');
  }
  const ranges: Range[] = [];
  let row = 0;
  for (let i = 0; i < pairs.length; i += 2) {
    const first = pairs[i] ?? 0;
    const count = pairs[i + 1] ?? 0;
    const base = row * width;
    row += count;
    if (row > maxObjects) throw new PdfProblem('limit', 'too many objects');
    const read = (index: number): Entry => {
      const at = base + index * width;
      const kind = typeWidth === 0 ? 1 : field(data, at, typeWidth);
      const second = field(data, at + typeWidth, secondWidth);
      const third = field(data, at + typeWidth + secondWidth, thirdWidth);
      if (kind === 1) return { kind: 'offset', offset: second, gen: third };
      return kind === 2 ? { kind: 'compressed', container: second, index: third } : free;
    };
    ranges.push({ first, count, read });
  }
  if (row * width > data.length) throw new PdfProblem('damaged', 'cross-reference stream is short');
  return ranges;
}

function integers(value: PdfObject): number[] {
  if (!isType(value, 'array')) throw new PdfProblem('damaged', 'cross-reference stream');
  return value.items.map((item) => {
    if (typeof item !== 'number' || !Number.isInteger(item) || item < 0)
      throw new PdfProblem('damaged', 'cross-reference stream');
    return item;
  });
}

function field(data: Uint8Array, at: number, width: number): number {
  let value = 0;
  for (let i = at; i < at + width; i++) value = value * 256 + (data[i] ?? 0);
  return value;
}

/**
 * Two subsections may name an object twice as long as they say the same of it: readers differ on which one counts.
 * Neighbours are not enough to look at: a wide subsection may overlap one far behind it.
 */
function merge(ranges: readonly Range[]): Pick<Section, 'find' | 'numbers'> {
  const entries = new Map<number, Entry>();
  for (const range of ranges) {
    for (let i = 0; i < range.count; i++) {
      const num = range.first + i;
      const entry = range.read(i);
      const known = entries.get(num);
      if (known !== undefined && JSON.stringify(known) !== JSON.stringify(entry))
        throw new PdfProblem('damaged', 'two lines for one object');
      entries.set(num, entry);
    }
  }
  return { find: (num) => entries.get(num), numbers: () => entries.keys() };
}

function lookup(ranges: readonly Range[]): Pick<Section, 'find' | 'numbers'> {
  if (ranges.length > maxSubsections) throw new PdfProblem('limit', 'too many subsections');
  if (ranges.reduce((sum, range) => sum + range.count, 0) > maxObjects)
    throw new PdfProblem('limit', 'too many objects');
  const sorted = ranges.filter((range) => range.count > 0).sort((a, b) => a.first - b.first);
  const overlaps = (range: Range, i: number): boolean => {
    const before = sorted[i - 1];
    return before !== undefined && before.first + before.count > range.first;
  };
  if (sorted.some(overlaps)) return merge(sorted);
  return {
    find(num) {
      let low = 0;
      let high = sorted.length - 1;
      while (low <= high) {
        const middle = (low + high) >> 1;
        const range = sorted[middle];
        if (range === undefined) return undefined;
        if (num < range.first) high = middle - 1;
        else if (num >= range.first + range.count) low = middle + 1;
        else return range.read(num - range.first);
      }
      return undefined;
    },
    *numbers() {
      for (const range of sorted) for (let i = 0; i < range.count; i++) yield range.first + i;
    },
  };
}

/** ISO 32000-2, 7.5.8.4: what the table calls free or leaves out may be in the hybrid stream. */
export function findIn(section: Section, num: number): Entry | undefined {
  const found = section.find(num);
  if (section.hybrid === null || (found && found.kind !== 'free')) return found;
  return section.hybrid.find(num) ?? found;
}
