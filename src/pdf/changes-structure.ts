// Rules for the structure tree of a tagged document (ISO 32000-2, 14.7): signing adds an element for its widget, nothing else.
import type { Form } from './form.ts';
import { maxDepth, PdfProblem } from './limits.ts';
import { type Dict, entry, isName, isType, type PdfObject } from './objects.ts';
import { keysOf, type Step } from './step.ts';

/** Judges the structure tree; to be called before anything else walks the document. */
export function judgeStructure(step: Step, was: PdfObject, is: PdfObject, form: Form): void {
  const [before, after] = [step.old.dict(was), step.new.dict(is)];
  if (!before || !after) {
    if (before || after) step.find('content_changed', 'forbidden', 'structure tree added or removed');
    return;
  }
  if (step.same(was, is) && !step.isTouched(is)) return;
  if (isType(was, 'ref')) step.rule(was.num, 'old');
  for (const key of keysOf(before, after)) {
    const [old, now] = [entry(before, key), entry(after, key)];
    if (key === 'K') judgeKids(step, old, now, form);
    else if (key === 'ParentTree') judgeParentTree(step, old, now);
    else if (key !== 'ParentTreeNextKey' && !step.keep(old, now))
      step.find('content_changed', 'forbidden', `structure tree ${key}`);
  }
}

/** Elements in document order: the old ones all stay, in their order; new ones only wrap signature widgets. */
function judgeKids(step: Step, was: PdfObject, is: PdfObject, form: Form): void {
  const stack: [PdfObject, PdfObject][] = [[was, is]];
  const seen = new Set<number>();
  while (stack.length > 0) {
    const [old, now] = stack.pop() ?? [null, null];
    const before = kidsOf(step, 'old', old);
    const after = kidsOf(step, 'new', now);
    let next = 0;
    for (const item of after) {
      step.new.file.budget.spend('visits', 1);
      const earlier = before[next];
      if (earlier !== undefined && step.same(earlier, item)) {
        next++;
        if (!isType(item, 'ref') || seen.has(item.num)) continue;
        seen.add(item.num);
        step.rule(item.num, 'old');
        const [a, b] = [step.old.dict(earlier), step.new.dict(item)];
        if (!a || !b) continue;
        for (const key of keysOf(a, b)) {
          if (key === 'K' || key === 'P') continue;
          if (!step.keep(entry(a, key), entry(b, key)))
            step.find('content_changed', 'forbidden', `structure element ${item.num} ${key}`);
        }
        if (!step.same(entry(a, 'P'), entry(b, 'P')))
          step.find('content_changed', 'forbidden', `structure element ${item.num} moved`);
        stack.push([entry(a, 'K'), entry(b, 'K')]);
      } else if (!isForSignature(step, item, form, 0)) {
        step.find('content_changed', 'forbidden', 'structure element added');
      }
    }
    if (next < before.length) step.find('content_changed', 'forbidden', 'structure element removed');
  }
}

/** /K is one kid or an array of them (table 355). */
function kidsOf(step: Step, side: 'old' | 'new', value: PdfObject): readonly PdfObject[] {
  const resolved = step[side].get(value);
  if (isType(resolved, 'array')) return resolved.items;
  return resolved === null ? [] : [value];
}

/** A new element, or a reference to an object (table 358), that leads to signature widgets only. */
function isForSignature(step: Step, item: PdfObject, form: Form, depth: number): boolean {
  if (depth > maxDepth) throw new PdfProblem('limit', 'nested too deep');
  const dict = step.new.dict(item);
  if (!dict) return step.new.get(item) === null;
  if (isType(item, 'ref')) step.rule(item.num, 'new');
  if (isName(step.new.at(dict, 'Type'), 'OBJR')) {
    const target = entry(dict, 'Obj');
    return isType(target, 'ref') && form.fields.get(String(target.num))?.type === 'Sig';
  }
  if (entry(dict, 'ActualText') !== null || entry(dict, 'Alt') !== null) return false;
  return kidsOf(step, 'new', entry(dict, 'K')).every((kid) => isForSignature(step, kid, form, depth + 1));
}

/** The number tree (7.9.7) from keys in the content to elements: the old pairs stay. */
function judgeParentTree(step: Step, was: PdfObject, is: PdfObject): void {
  const before = numberTree(step, 'old', was);
  const after = numberTree(step, 'new', is);
  for (const [key, value] of before) {
    if (!step.keep(value, after.get(key) ?? null))
      step.find('content_changed', 'forbidden', `structure of content ${key}`);
  }
  for (const [key, value] of after) if (!before.has(key)) step.allow(value, 'structure');
}

function numberTree(step: Step, side: 'old' | 'new', root: PdfObject): Map<number, PdfObject> {
  const pairs = new Map<number, PdfObject>();
  const add = (item: PdfObject, depth: number): void => {
    if (depth > 32) throw new PdfProblem('limit', 'nested too deep');
    const view = step[side];
    const dict: Dict | null = view.dict(item);
    if (!dict) return;
    view.file.budget.spend('visits', 1);
    for (const held of [item, entry(dict, 'Nums'), entry(dict, 'Kids')])
      if (isType(held, 'ref')) step.rule(held.num, side);
    const nums = view.get(entry(dict, 'Nums'));
    if (isType(nums, 'array')) {
      for (let i = 0; i + 1 < nums.items.length; i += 2) {
        const key = view.get(nums.items[i] ?? null);
        if (typeof key === 'number') pairs.set(key, nums.items[i + 1] ?? null);
      }
    }
    for (const kid of view.list(entry(dict, 'Kids'))) add(kid, depth + 1);
  };
  add(root, 0);
  return pairs;
}
