// A PDF file as its incremental revisions (ISO 32000-2, 7.5.6), each a view: what a reader sees when the file ends there.
// Objects are parsed when asked for, once per place in the file; a broken cross-reference is never repaired by searching.
import { type Crypt, decryptTexts, openCrypt } from './crypt.ts';
import { decode } from './filters.ts';
import { Budget, maxDepth, maxObjects, PdfProblem } from './limits.ts';
import { type Dict, eachRef, entry, isName, isType, type PdfObject, type Ref, type Stream } from './objects.ts';
import { Parser } from './parser.ts';
import { readRevisions, type Revision } from './revisions.ts';
import { filterSteps } from './stream.ts';
import { type Entry, findIn, streamStart } from './xref.ts';

/** An indirect object as it is in the file. */
export interface Loaded {
  readonly num: number;
  readonly value: PdfObject;
  /** Of the object's first byte; of its object stream when it is in one. */
  readonly offset: number;
  /** After its endobj, or after the keyword stream; meaningless in an object stream. */
  readonly end: number;
  readonly compressed: boolean;
}

interface Listed {
  readonly revision: number;
  readonly entry: Entry;
}

interface ObjectStream {
  readonly data: Uint8Array;
  readonly numbers: readonly number[];
  readonly offsets: readonly number[];
}

export class PdfFile {
  readonly bytes: Uint8Array;
  readonly budget: Budget;
  /** Oldest first. */
  readonly revisions: readonly Revision[];
  readonly #crypt: Crypt | null;
  readonly #encryptNumber: number | null;
  readonly #loaded = new Map<number, Loaded>();
  readonly #members = new Map<number, Map<number, Loaded>>();
  readonly #containers = new Map<number, ObjectStream>();
  readonly #views = new Map<number, View>();
  readonly #history = new Map<number, readonly Listed[]>();
  readonly #references = new Map<Loaded, readonly Ref[]>();

  /** Reads what `end` is the end of, the whole file as a rule. Throws `not_pdf`, `damaged`, `encrypted` or `limit`. */
  constructor(bytes: Uint8Array, budget = new Budget(), end = bytes.length) {
    this.bytes = bytes;
    this.budget = budget;
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024));
    if (!head.includes('%PDF-')) throw new PdfProblem('not_pdf', 'no header');
    this.revisions = readRevisions(bytes, end, this.budget);
    const encrypt = entry(this.last.trailer, 'Encrypt');
    this.#encryptNumber = isType(encrypt, 'ref') ? encrypt.num : null;
    this.#crypt = null;
    if (encrypt !== null) {
      const dict = this.last.get(encrypt);
      const id = this.last.get(entry(this.last.trailer, 'ID'));
      const first = isType(id, 'array') ? this.last.get(id.items[0] ?? null) : null;
      if (!isType(dict, 'dict')) throw new PdfProblem('encrypted', 'no encryption dictionary');
      this.#crypt = openCrypt(this.last.deep(dict), isType(first, 'string') ? first.bytes : new Uint8Array());
      this.#loaded.clear();
      this.#views.clear();
    }
  }

  get last(): View {
    return this.view(this.revisions.length - 1);
  }

  view(index: number): View {
    const known = this.#views.get(index);
    if (known) return known;
    const view = new View(this, index);
    this.#views.set(index, view);
    return view;
  }

  /** The object at `offset`, which must be `num gen obj`. Throws `damaged`. */
  loadAt(offset: number, num: number, gen: number): Loaded {
    const known = this.#loaded.get(offset);
    if (known?.num === num) return known;
    const parser = new Parser(this.bytes, offset, this.budget, this.endOfRevisionAt(offset));
    if (offset >= this.bytes.length || parser.integer() !== num || parser.integer() !== gen || !parser.take('obj')) {
      throw new PdfProblem('damaged', `object ${num} is not at ${offset}`);
    }
    const parsed = parser.object();
    const start = isType(parsed, 'dict') ? streamStart(parser) : null;
    let value: PdfObject = parsed;
    if (start !== null && isType(parsed, 'dict')) value = { type: 'stream', dict: parsed, start, num, gen };
    else if (!parser.take('endobj')) throw new PdfProblem('damaged', `object ${num} does not end`);
    if (this.#crypt && num !== this.#encryptNumber) value = decryptTexts(value, this.#crypt, num, gen);
    const loaded: Loaded = { num, value, offset, end: parser.position, compressed: false };
    this.#loaded.set(offset, loaded);
    return loaded;
  }

  /** Every entry of an object number, oldest first. */
  history(num: number): readonly Listed[] {
    const known = this.#history.get(num);
    if (known) return known;
    this.budget.spend('visits', this.revisions.length >> 3);
    const listed: Listed[] = [];
    for (const { index, sections, end } of this.revisions) {
      let found: Entry | undefined;
      for (const section of sections) found ??= findIn(section, num);
      if (found === undefined) continue;
      // An entry that leads behind its own revision waits for bytes that somebody appends.
      const waits = found.kind === 'offset' && found.offset >= (end ?? Infinity);
      listed.push({ revision: index, entry: waits ? { kind: 'free' } : found });
    }
    this.#history.set(num, listed);
    return listed;
  }

  /** Where the revision ends that wrote what is at `offset`: nothing that it wrote reaches beyond. */
  endOfRevisionAt(offset: number): number {
    for (const { end } of this.revisions) if (end !== null && end > offset) return end;
    return this.bytes.length;
  }

  /** An object of the object stream at `offset` (ISO 32000-2, 7.5.7). */
  loadMember(view: View, container: number, offset: number, num: number, index: number): Loaded {
    const members = this.#members.get(offset) ?? new Map<number, Loaded>();
    this.#members.set(offset, members);
    const known = members.get(num);
    if (known) return known;
    const stream = this.#containers.get(offset) ?? this.#openContainer(view, container, offset);
    const at = stream.offsets[index];
    if (at === undefined || stream.numbers[index] !== num)
      throw new PdfProblem('damaged', `object ${num} is not in its object stream`);
    const value = new Parser(stream.data, at, this.budget).object();
    const loaded: Loaded = { num, value, offset, end: offset, compressed: true };
    members.set(num, loaded);
    return loaded;
  }

  #openContainer(view: View, container: number, offset: number): ObjectStream {
    const stream = this.loadAt(offset, container, 0).value;
    if (!isType(stream, 'stream') || !isName(entry(stream.dict, 'Type'), 'ObjStm'))
      throw new PdfProblem('damaged', 'no object stream');
    const data = view.data(stream);
    const count = view.get(entry(stream.dict, 'N'));
    const first = view.get(entry(stream.dict, 'First'));
    if (typeof count !== 'number' || typeof first !== 'number' || count > maxObjects)
      throw new PdfProblem('damaged', 'object stream');
    const parser = new Parser(data, 0, this.budget);
    const numbers: number[] = [];
    const offsets: number[] = [];
    for (let i = 0; i < count; i++) {
      numbers.push(parser.integer());
      offsets.push(first + parser.integer());
    }
    if (new Set(numbers).size < numbers.length) throw new PdfProblem('damaged', 'object stream holds an object twice');
    const opened = { data, numbers, offsets };
    this.#containers.set(offset, opened);
    return opened;
  }

  referencesOf(loaded: Loaded): readonly Ref[] {
    const known = this.#references.get(loaded);
    if (known) return known;
    const references: Ref[] = [];
    eachRef(loaded.value, (ref) => references.push(ref));
    this.#references.set(loaded, references);
    return references;
  }

  decrypt(stream: Stream, bytes: Uint8Array): Uint8Array {
    const plain = !this.#crypt || isName(entry(stream.dict, 'Type'), 'XRef');
    return plain || !this.#crypt ? bytes : this.#crypt.stream(bytes, stream.num, stream.gen);
  }
}

/** What a reader sees when the file ends after one revision. */
export class View {
  readonly file: PdfFile;
  readonly index: number;
  readonly trailer: Dict;

  constructor(file: PdfFile, index: number) {
    const revision = file.revisions[index];
    if (!revision) throw new PdfProblem('damaged', 'no such revision');
    this.file = file;
    this.index = index;
    this.trailer = revision.trailer;
  }

  /** The newest entry for an object number. */
  find(num: number): Entry | undefined {
    const history = this.file.history(num);
    for (let i = history.length - 1; i >= 0; i--) {
      const listed = history[i];
      if (listed && listed.revision <= this.index) return listed.entry;
    }
    return undefined;
  }

  /** Where and what an indirect object is; undefined for a free or unknown number, which reads as null. */
  load(num: number, gen?: number): Loaded | undefined {
    const found = this.find(num);
    if (found === undefined || found.kind === 'free') return undefined;
    if (found.kind === 'offset') {
      return gen === undefined || gen === found.gen ? this.file.loadAt(found.offset, num, found.gen) : undefined;
    }
    if (gen !== undefined && gen !== 0) return undefined;
    const container = this.find(found.container);
    if (container?.kind !== 'offset') throw new PdfProblem('damaged', 'object stream is missing');
    return this.file.loadMember(this, found.container, container.offset, num, found.index);
  }

  /** Follows references to a value. Throws `damaged` for a circle. */
  get(value: PdfObject): PdfObject {
    let current = value;
    for (let hops = 0; isType(current, 'ref'); hops++) {
      if (hops > 32) throw new PdfProblem('damaged', 'reference leads nowhere');
      current = this.load(current.num, current.gen)?.value ?? null;
    }
    return current;
  }

  /** The value under a key, references followed. */
  at(dict: Dict, key: string): PdfObject {
    return this.get(entry(dict, key));
  }

  dict(value: PdfObject): Dict | null {
    const found = this.get(value);
    if (isType(found, 'stream')) return found.dict;
    return isType(found, 'dict') ? found : null;
  }

  list(value: PdfObject): readonly PdfObject[] {
    const found = this.get(value);
    return isType(found, 'array') ? found.items : [];
  }

  get catalog(): Dict {
    const root = entry(this.trailer, 'Root');
    const catalog = this.get(root);
    if (!isType(root, 'ref') || !isType(catalog, 'dict')) throw new PdfProblem('damaged', 'no catalog');
    return catalog;
  }

  /** The references that an indirect object holds. */
  references({ num, gen }: Ref): readonly Ref[] {
    const loaded = this.load(num, gen);
    return loaded ? this.file.referencesOf(loaded) : [];
  }

  /** A stream's bytes as they are in the file. Throws `damaged` when /Length does not lead to endstream. */
  raw(stream: Stream): Uint8Array {
    const length = this.at(stream.dict, 'Length');
    if (typeof length !== 'number' || !Number.isInteger(length) || length < 0)
      throw new PdfProblem('damaged', 'stream length');
    const end = stream.start + length;
    const parser = new Parser(this.file.bytes, end, this.file.budget);
    if (end > this.file.endOfRevisionAt(stream.start) || !parser.take('endstream'))
      throw new PdfProblem('damaged', 'stream length');
    return this.file.bytes.subarray(stream.start, end);
  }

  /** Does a stream claim bytes that were written after it was? */
  overruns(stream: Stream): boolean {
    const length = this.at(stream.dict, 'Length');
    return typeof length === 'number' && stream.start + length > this.file.endOfRevisionAt(stream.start);
  }

  /** A stream's bytes, decrypted and its filters undone, within the budget. */
  data(stream: Stream): Uint8Array {
    const steps = filterSteps(stream.dict, (value) => this.get(value));
    return decode(this.file.decrypt(stream, this.raw(stream)), steps, this.file.budget);
  }

  /** A copy of a small dictionary with its references replaced by their values. */
  deep(dict: Dict, depth = 0): Dict {
    if (depth > maxDepth) throw new PdfProblem('limit', 'nested too deep');
    const entries = new Map<string, PdfObject>();
    for (const [key, item] of dict.entries) {
      const value = this.get(item);
      entries.set(key, isType(value, 'dict') ? this.deep(value, depth + 1) : value);
    }
    return { ...dict, entries };
  }
}
