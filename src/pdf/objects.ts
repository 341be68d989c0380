// The eight kinds of PDF objects (ISO 32000-2, 7.3) as plain data, and the questions asked of them most.
// Null, booleans and numbers are JavaScript's own; a missing dictionary entry reads as null.

export interface Name {
  readonly type: 'name';
  /** One character per byte, `#xx` decoded. */
  readonly name: string;
}

export interface Text {
  readonly type: 'string';
  readonly bytes: Uint8Array;
  readonly hex: boolean;
  /** Where the token is in its buffer, delimiters included. */
  readonly start: number;
  readonly end: number;
}

export interface Ref {
  readonly type: 'ref';
  readonly num: number;
  readonly gen: number;
}

export interface List {
  readonly type: 'array';
  readonly items: readonly PdfObject[];
}

export interface Dict {
  readonly type: 'dict';
  readonly entries: ReadonlyMap<string, PdfObject>;
  /** A key occurs twice: readers disagree on which one counts. */
  readonly ambiguous: boolean;
}

export interface Stream {
  readonly type: 'stream';
  readonly dict: Dict;
  /** Where the data begins in the file. */
  readonly start: number;
  /** The object that the stream is: its key when the file is encrypted. */
  readonly num: number;
  readonly gen: number;
}

export type PdfObject = null | boolean | number | Name | Text | Ref | List | Dict | Stream;

export function entry(dict: Dict, key: string): PdfObject {
  return dict.entries.get(key) ?? null;
}

export function isName(value: PdfObject, name: string): boolean {
  return isType(value, 'name') && value.name === name;
}

type Tagged = Extract<PdfObject, { type: string }>;

/** Narrows an object to one of the kinds that are not JavaScript's own. */
export function isType<T extends Tagged['type']>(value: PdfObject, type: T): value is Extract<Tagged, { type: T }> {
  return typeof value === 'object' && value !== null && value.type === type;
}

/** Calls `visit` with every reference that a value holds directly. Depth is bounded by the parser. */
export function eachRef(value: PdfObject, visit: (ref: Ref) => void): void {
  if (typeof value !== 'object' || value === null) return;
  switch (value.type) {
    case 'ref':
      visit(value);
      break;
    case 'array':
      for (const item of value.items) eachRef(item, visit);
      break;
    case 'dict':
      for (const item of value.entries.values()) eachRef(item, visit);
      break;
    case 'stream':
      eachRef(value.dict, visit);
      break;
    case 'name':
    case 'string':
      break;
  }
}

/** A text string (ISO 32000-2, 7.9.2.2) as characters: UTF-16BE, UTF-8 or PDFDocEncoding (its Latin part). */
export function textOf(value: PdfObject): string | null {
  if (!isType(value, 'string')) return null;
  const { bytes } = value;
  if (bytes[0] === 0xfe && bytes[1] === 0xff) {
    return Buffer.from(bytes.subarray(2, 2 + ((bytes.length - 2) & ~1)))
      .swap16()
      .toString('utf16le');
  }
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf)
    return Buffer.from(bytes.subarray(3)).toString('utf8');
  return Buffer.from(bytes).toString('latin1');
}
