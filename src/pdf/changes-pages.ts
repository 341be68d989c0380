// Rules for the pages and annotations in an incremental update: a page's content never changes, its annotations by permission.
import { type Field, type Form, ownerOf } from './form.ts';
import { entry, isName, isType, type PdfObject } from './objects.ts';
import { type Page, type PageTree, readPages } from './pages.ts';
import type { Permissions } from './permissions.ts';
import { keysOf, type Step } from './step.ts';

/** Entries with a rule of their own, or that show nothing: the tab order and the date of the change. */
const ownRuleKeys = ['Annots', 'LastModified'];

export interface Pages {
  readonly before: PageTree;
  readonly after: PageTree;
}

/** Reads both page trees and sets their pages, nodes and annotations apart from what they contain. */
export function openPages(step: Step): Pages {
  const pages = { before: readPages(step.old), after: readPages(step.new) };
  for (const side of ['old', 'new'] as const) {
    const tree = side === 'old' ? pages.before : pages.after;
    for (const num of tree.nodes.keys()) step.rule(num, side);
    for (const page of tree.pages) {
      step.rule(page.num, side);
      for (const item of step[side].list(entry(page.dict, 'Annots')))
        if (isType(item, 'ref')) step.rule(item.num, side);
    }
  }
  return pages;
}

/** The page (1-based) on which each annotation is, by object number. */
export function annotationPages(step: Step, tree: PageTree): Map<number, number> {
  const found = new Map<number, number>();
  for (const [i, page] of tree.pages.entries()) {
    for (const item of step.new.list(entry(page.dict, 'Annots'))) if (isType(item, 'ref')) found.set(item.num, i + 1);
  }
  return found;
}

export function judgePages(step: Step, { before, after }: Pages, form: Form, permissions: Permissions): void {
  if (before.pages.length !== after.pages.length) {
    step.find('content_changed', 'forbidden', `${before.pages.length} pages became ${after.pages.length}`);
    return;
  }
  for (const [i, was] of before.pages.entries()) {
    const is = after.pages[i];
    if (!is || was.num !== is.num) {
      step.find('content_changed', 'forbidden', 'another page', i + 1);
      continue;
    }
    judgePage(step, was, is, i + 1, form);
    judgeAnnotations(step, was, is, i + 1, form, permissions);
  }
  for (const [num, { dict, parent, count }] of after.nodes) {
    const was = before.nodes.get(num)?.dict ?? null;
    for (const key of keysOf(was, dict)) {
      // What the nodes hand down is compared page by page.
      const isJudged = ['Kids', 'Type', 'Resources', 'MediaBox', 'CropBox', 'Rotate'].includes(key);
      if (key === 'Parent' && step.leadsTo(entry(dict, key), parent)) continue;
      if (key === 'Count' && step.new.at(dict, key) === count) continue;
      if (!isJudged && !step.keep(was && entry(was, key), entry(dict, key)))
        step.find('content_changed', 'forbidden', `page tree ${key}`);
    }
    if (dict.ambiguous && step.delta.has(num))
      step.find('unexplained', 'forbidden', `page tree node ${num} has a key twice`);
  }
}

function addsWidget(step: Step, was: Page, is: Page, form: Form): boolean {
  const before = step.old.list(entry(was.dict, 'Annots'));
  const after = step.new.list(entry(is.dict, 'Annots'));
  return after.some((item) => fieldOf(item, form)?.type === 'Sig' && !before.some((old) => step.same(old, item)));
}

function judgePage(step: Step, was: Page, is: Page, number: number, form: Form): void {
  if (is.dict.ambiguous && step.delta.has(is.num ?? -1))
    step.find('unexplained', 'forbidden', `page has a key twice`, number);
  const inherited = [...was.inherited.keys(), ...is.inherited.keys()];
  for (const key of new Set([...keysOf(was.dict, is.dict), ...inherited])) {
    if (ownRuleKeys.includes(key)) continue;
    if (key === 'Parent' && step.leadsTo(entry(is.dict, key), is.parent)) continue;
    const old = entry(was.dict, key) ?? was.inherited.get(key) ?? null;
    const now = entry(is.dict, key) ?? is.inherited.get(key) ?? null;
    if (step.keep(old, now)) continue;
    // A signer may say in which order its new widget is reached, where nothing was said before (12.5.1).
    const isOrder = key === 'Tabs' && old === null && addsWidget(step, was, is, form);
    if (!isOrder) step.find('content_changed', 'forbidden', `page entry ${key}`, number);
  }
}

function judgeAnnotations(step: Step, was: Page, is: Page, number: number, form: Form, permissions: Permissions): void {
  const before = step.old.list(entry(was.dict, 'Annots'));
  const after = step.new.list(entry(is.dict, 'Annots'));
  const outcome = permissions.level === 3 ? 'allowed' : permissions.level === null ? 'unclear' : 'forbidden';
  let next = 0;
  for (const item of after) {
    const old = before[next];
    if (old !== undefined && step.same(old, item)) {
      next++;
      judgeAnnotation(step, old, item, number, form, outcome);
      continue;
    }
    if (step.new.get(item) === null) continue;
    const field = fieldOf(item, form);
    if (field?.type === 'Sig') continue;
    step.allow(isType(item, 'ref') ? step.new.get(item) : item, `annotation on page ${number}`);
    if (isType(item, 'ref') && before.some((earlier) => step.same(earlier, item))) {
      step.find('content_changed', permissions.level === 3 ? 'allowed' : 'forbidden', 'order of annotations', number);
    } else step.find('annotation_added', outcome, 'annotation added', number);
  }
  const lost = before.slice(next).filter((item) => step.old.get(item) !== null);
  const isField = lost.some((item) => fieldOf(item, form));
  if (lost.length > 0)
    step.find(
      'content_changed',
      permissions.level === 3 && !isField ? 'allowed' : 'forbidden',
      'annotation removed',
      number,
    );
}

function fieldOf(item: PdfObject, form: Form): Field | undefined {
  const field = isType(item, 'ref') ? form.fields.get(String(item.num)) : undefined;
  return field && ownerOf(field);
}

/** An annotation that was there before: a widget is judged with its field, another one must stay as it is. */
function judgeAnnotation(
  step: Step,
  old: PdfObject,
  item: PdfObject,
  number: number,
  form: Form,
  outcome: 'allowed' | 'unclear' | 'forbidden',
): void {
  if (fieldOf(item, form)) return;
  const [was, is] = [step.old.dict(old), step.new.dict(item)];
  let changed = false;
  for (const key of keysOf(was, is)) {
    if (key === 'P' && isName(step.new.get(is && entry(is, 'Type')), 'Annot')) continue;
    const [before, after] = [was && entry(was, key), is && entry(is, key)];
    if (outcome === 'forbidden' || (step.same(before, after) && !step.isTouched(after))) {
      if (!step.keep(before, after)) changed = true;
    } else {
      changed = true;
      step.allow(after, `annotation on page ${number}`);
    }
  }
  if (changed)
    step.find(
      outcome === 'allowed' ? 'annotation_added' : 'content_changed',
      outcome === 'allowed' ? 'allowed' : 'forbidden',
      'annotation changed',
      number,
    );
}
