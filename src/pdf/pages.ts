// The pages of one view (ISO 32000-2, 7.7.3), with what they inherit from the nodes above them.
import type { View } from './file.ts';
import { maxDepth, maxObjects, PdfProblem } from './limits.ts';
import { type Dict, entry, isName, isType, type PdfObject } from './objects.ts';

export interface Page {
  readonly num: number | null;
  readonly dict: Dict;
  /** The node that lists it. */
  readonly parent: number | null;
  /** Resources, MediaBox, CropBox and Rotate of the nearest node above that has them. */
  readonly inherited: ReadonlyMap<string, PdfObject>;
}

export interface Node {
  readonly dict: Dict;
  readonly parent: number | null;
  /** How many pages are below it. */
  count: number;
}

export interface PageTree {
  readonly pages: readonly Page[];
  /** The nodes above the pages. */
  readonly nodes: ReadonlyMap<number, Node>;
}

const inheritable = ['Resources', 'MediaBox', 'CropBox', 'Rotate'];

/** Reads the page tree in reading order. Throws `damaged` for one that is no tree. */
export function readPages(view: View): PageTree {
  const pages: Page[] = [];
  const nodes = new Map<number, Node>();
  const seen = new Set<number>();
  const add = (
    item: PdfObject,
    inherited: ReadonlyMap<string, PdfObject>,
    parent: number | null,
    depth: number,
  ): void => {
    if (depth > maxDepth || pages.length > maxObjects) throw new PdfProblem('limit', 'too many pages');
    view.file.budget.spend('visits', 1);
    const dict = view.get(item);
    if (dict === null) return;
    if (!isType(dict, 'dict')) throw new PdfProblem('damaged', 'page is no dictionary');
    const num = isType(item, 'ref') ? item.num : null;
    if (num !== null) {
      if (seen.has(num)) throw new PdfProblem('damaged', 'page tree is no tree');
      seen.add(num);
    }
    if (entry(dict, 'Kids') === null || isName(view.at(dict, 'Type'), 'Page')) {
      pages.push({ num, dict, parent, inherited });
      return;
    }
    const node: Node = { dict, parent, count: 0 };
    const first = pages.length;
    if (num !== null) nodes.set(num, node);
    const below = new Map(inherited);
    for (const key of inheritable) if (entry(dict, key) !== null) below.set(key, entry(dict, key));
    for (const kid of view.list(entry(dict, 'Kids'))) add(kid, below, num, depth + 1);
    node.count = pages.length - first;
  };
  add(entry(view.catalog, 'Pages'), new Map(), null, 0);
  return { pages, nodes };
}
