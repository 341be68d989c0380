// One incremental update under examination: what it wrote, and where the new view leads to what it wrote.
// Objects are judged by the roles in which the new view reaches them; what is reached in a role that may not change is a finding.
import type { Change } from '../core/verdict.ts';
import type { PdfFile, View } from './file.ts';
import { maxDepth, PdfProblem } from './limits.ts';
import { type Dict, eachRef, entry, isName, isType, type PdfObject, type Ref, textOf } from './objects.ts';
import type { Entry } from './xref.ts';

/** A change found, and what it does to a signature before it. `unclear`: a person has to look. */
export interface Finding {
  readonly kind: Change['kind'];
  readonly outcome: 'allowed' | 'unclear' | 'forbidden';
  readonly page?: number;
  readonly detail: string;
}

export class Step {
  readonly old: View;
  readonly new: View;
  /** Object numbers whose value differs between the two views. */
  readonly delta: ReadonlySet<number>;
  readonly findings: Finding[] = [];
  /** Objects with rules of their own (pages, fields, annotations ...): other paths to them say nothing. */
  readonly #ruled = new Set<number>();
  readonly #kept = new Set<number>();
  readonly #domains = new Map<number, Set<string>>();
  readonly #untouched = new Set<number>();
  readonly #abandoned = new Set<number>();

  constructor(file: PdfFile, index: number) {
    this.old = file.view(index - 1);
    this.new = file.view(index);
    this.delta = this.#written(file, index);
  }

  find(kind: Finding['kind'], outcome: Finding['outcome'], detail: string, page?: number): void {
    this.findings.push({ kind, outcome, detail, ...(page === undefined ? {} : { page }) });
  }

  #written(file: PdfFile, index: number): Set<number> {
    const delta = new Set<number>();
    for (const section of file.revisions[index]?.sections ?? []) {
      for (const num of section.numbers()) if (!this.#isSameObject(num)) delta.add(num);
      if (section.hybrid === null) continue;
      for (const num of section.hybrid.numbers()) {
        if (!this.#isSameObject(num)) delta.add(num);
        // Readers of tables and readers of streams would see two documents (7.5.8.4).
        if (this.old.load(num) && !isSamePlace(section.find(num), section.hybrid.find(num))) {
          this.find('unexplained', 'unclear', `object ${num} is listed twice`);
        }
      }
    }
    return delta;
  }

  #isSameObject(num: number): boolean {
    this.new.file.budget.spend('visits', 1);
    const [before, after] = [this.old.find(num), this.new.find(num)];
    if (before === after) return true;
    const oldObject = this.old.load(num);
    const newObject = this.new.load(num);
    if (oldObject === newObject) return true;
    const was = oldObject?.value ?? null;
    const isContainer = isType(was, 'stream') && isName(this.old.at(was.dict, 'Type'), 'ObjStm');
    if (isContainer) this.find('unexplained', 'forbidden', `object stream ${num} was overwritten`);
    if (oldObject && newObject && generation(before) !== generation(after)) return false;
    return this.same(oldObject?.value ?? null, newObject?.value ?? null);
  }

  // --- comparing values -------------------------------------------------------------------------------------------

  /** Is it the same value, also under another number? What both name by one number is compared where it is reached. */
  same(a: PdfObject, b: PdfObject, depth = 0): boolean {
    if (a === b) return true;
    // Two circles under other numbers: nobody can say that they are the same.
    if (depth > maxDepth) return false;
    this.new.file.budget.spend('visits', 1);
    if (isType(a, 'ref') || isType(b, 'ref')) {
      if (isType(a, 'ref') && isType(b, 'ref') && a.num === b.num && a.gen === b.gen) return true;
      return this.same(this.old.get(a), this.new.get(b), depth + 1);
    }
    if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
    if (isType(a, 'name')) return isName(b, a.name);
    if (isType(a, 'string')) {
      return isType(b, 'string') && (this.#sameBytes(a.bytes, b.bytes) || textOf(a) === textOf(b));
    }
    if (isType(a, 'array')) {
      return (
        isType(b, 'array') &&
        a.items.length === b.items.length &&
        a.items.every((item, i) => this.same(item, b.items[i] ?? null, depth + 1))
      );
    }
    if (isType(a, 'dict')) return isType(b, 'dict') && this.#sameDict(a, b, [], depth);
    if (!isType(a, 'stream') || !isType(b, 'stream')) return false;
    return this.#sameDict(a.dict, b.dict, ['Length'], depth) && this.#sameBytes(this.old.raw(a), this.new.raw(b));
  }

  #sameBytes(a: Uint8Array, b: Uint8Array): boolean {
    this.new.file.budget.spend('compared', a.length + b.length);
    return Buffer.compare(a, b) === 0;
  }

  #sameDict(a: Dict, b: Dict, except: readonly string[], depth: number): boolean {
    if (a.ambiguous || b.ambiguous) return false;
    return keysOf(a, b).every((key) => except.includes(key) || this.same(entry(a, key), entry(b, key), depth + 1));
  }

  /** Does the new view find object `num` under `value`? A reference to another generation leads to nothing. */
  leadsTo(value: PdfObject, num: number | null): boolean {
    return isType(value, 'ref') && value.num === num && this.new.load(num, value.gen) !== undefined;
  }

  /** Does `value`, which both views name, lead to anything that was written? */
  isTouched(value: PdfObject): boolean {
    const seen = this.#walk(value, (num) => !this.#untouched.has(num) && !this.#isRuled(num));
    for (const num of seen) if (this.delta.has(num)) return true;
    for (const num of seen) this.#untouched.add(num);
    return false;
  }

  /** The numbers that `value` leads to in the new view, as far as `enters` lets them in. */
  #walk(value: PdfObject, enters: (num: number) => boolean): Set<number> {
    const seen = new Set<number>();
    const stack: Ref[] = [];
    const add = (ref: Ref): void => {
      if (seen.has(ref.num) || !enters(ref.num)) return;
      seen.add(ref.num);
      stack.push(ref);
    };
    eachRef(value, add);
    for (let ref = stack.pop(); ref; ref = stack.pop()) {
      const references = this.new.references(ref);
      this.new.file.budget.spend('visits', 1 + references.length);
      for (const reference of references) add(reference);
    }
    return seen;
  }

  // --- roles ------------------------------------------------------------------------------------------------------

  /**
   * Says that an object has a rule of its own, in the old view or the new. To be said before `keep` walks past it.
   * What had another purpose before, or none, gets no such privilege: a font must not become a signature field.
   */
  rule(num: number | null, side: 'old' | 'new'): void {
    if (num === null || this.#ruled.has(num)) return;
    if (side === 'new' && this.delta.has(num) && this.#wasThere(num)) return;
    this.#ruled.add(num);
  }

  #wasThere(num: number): boolean {
    return (this.old.load(num)?.value ?? null) !== null;
  }

  /** May a walk stop here? Not at what an old reference to nothing leads to now. */
  #isRuled(num: number): boolean {
    return this.#ruled.has(num) && (!this.delta.has(num) || this.#wasThere(num));
  }

  /**
   * Demands that nothing changes at a place: the values are the same, and all they lead to.
   * Gives false, without a finding, when the values differ. `shown` is false where no reader looks: a reference to
   * nothing may come to name a new field there.
   */
  keep(a: PdfObject, b: PdfObject, shown = true): boolean {
    if (!this.same(a, b)) return false;
    if (a !== b || leadsSomewhere(b)) this.#keepBelow(a, b, shown, 0);
    return true;
  }

  #keepBelow(a: PdfObject, b: PdfObject, shown: boolean, depth: number): void {
    if (depth > maxDepth) throw new PdfProblem('limit', 'nested too deep');
    if (isType(b, 'ref') && isType(a, 'ref') && a.num === b.num) {
      if (!this.#kept.has(b.num)) this.#keepAll(b, shown);
      return;
    }
    if (a === b && !leadsSomewhere(b)) return;
    const [before, after] = [this.old.get(a), this.new.get(b)];
    if (isType(after, 'array') && isType(before, 'array')) {
      for (const [i, item] of after.items.entries()) this.#keepBelow(before.items[i] ?? null, item, shown, depth + 1);
    } else {
      const [was, is] = [this.old.dict(before), this.new.dict(after)];
      if (was && is) for (const [key, value] of is.entries) this.#keepBelow(entry(was, key), value, shown, depth + 1);
    }
  }

  #keepAll(value: PdfObject, shown: boolean): void {
    const enters = (num: number) => !this.#kept.has(num) && !(shown ? this.#isRuled(num) : this.#ruled.has(num));
    for (const num of this.#walk(value, enters)) {
      this.#kept.add(num);
      const kept = this.new.load(num)?.value ?? null;
      if (isType(kept, 'stream') && this.new.overruns(kept)) {
        this.find('unexplained', 'forbidden', `stream ${num} reaches beyond its revision`);
      }
    }
  }

  /** Lets everything below `value` be new, as long as it serves only this domain (e.g. the appearance of one field). */
  allow(value: PdfObject, domain: string): void {
    for (const num of this.#walk(value, (each) => !this.#ruled.has(each))) this.#serve(num, domain);
  }

  /** A dictionary whose entries are judged one by one: it may be rewritten, as long as it serves only this domain. */
  open(value: PdfObject, side: 'old' | 'new', domain = ''): Dict | null {
    const dict = this[side].dict(value);
    if (side === 'new') {
      if (isType(value, 'ref')) this.#serve(value.num, domain);
      if (dict?.ambiguous) this.find('unexplained', 'forbidden', `${domain}: a key twice`);
    }
    return dict;
  }

  #serve(num: number, domain: string): void {
    if (this.delta.has(num)) this.#domains.set(num, (this.#domains.get(num) ?? new Set()).add(domain));
  }

  /** Says that a widget no longer shows its old appearance dictionary: what else shows it was meant to show the same. */
  abandon(num: number): void {
    this.#abandoned.add(num);
  }

  /** To be called last: what was written and is reached in a role that may not change. */
  close(): void {
    for (const num of this.#abandoned) {
      if (this.#kept.has(num)) this.find('unexplained', 'forbidden', `appearance ${num} is used elsewhere`);
    }
    for (const num of this.delta) {
      const wasThere = this.#wasThere(num);
      const domains = this.#domains.get(num)?.size ?? 0;
      if (this.#kept.has(num)) this.find('content_changed', 'forbidden', `object ${num} is part of what was signed`);
      else if (wasThere && domains > 1)
        this.find('unexplained', 'forbidden', `object ${num} serves more than one purpose`);
    }
  }
}

/** Is there anything below the value that could change while it does not? Most entries of a page are plain values. */
function leadsSomewhere(value: PdfObject): boolean {
  if (typeof value !== 'object' || value === null || isType(value, 'name') || isType(value, 'string')) return false;
  return !isType(value, 'array') || value.items.some((item) => typeof item === 'object' && item !== null);
}

/** Does the table leave an object to the hybrid stream, or say the same of it? */
function isSamePlace(table: Entry | undefined, stream: Entry | undefined): boolean {
  return table === undefined || JSON.stringify(table) === JSON.stringify(stream);
}

function generation(entry: Entry | undefined): number {
  return entry?.kind === 'offset' ? entry.gen : 0;
}

/** The keys of two dictionaries, null values counting as absent. */
export function keysOf(a: Dict | null, b: Dict | null): string[] {
  const keys = new Set<string>();
  for (const dict of [a, b]) if (dict) for (const [key, value] of dict.entries) if (value !== null) keys.add(key);
  return [...keys];
}
