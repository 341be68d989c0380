// Which known word was probably meant, for near misses of names, choices and keys.

/**
 * The candidate nearest to `word` by edit distance (two neighbouring letters swapped count once), letter case aside; undefined when
 * none is near: more than a third of the letters would have to change.
 */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  const wanted = word.toLowerCase();
  let best: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const longer = Math.max(wanted.length, candidate.length);
    if (Math.abs(wanted.length - candidate.length) > longer / 3) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance <= longer / 3 && distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** Optimal string alignment distance: letters added, left out, changed, or swapped with the next. */
export function editDistance(one: string, other: string): number {
  let before: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const line = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const same = one[row - 1] === other[at - 1];
      let cost = Math.min((last[at] ?? 0) + 1, (line[at - 1] ?? 0) + 1, (last[at - 1] ?? 0) + (same ? 0 : 1));
      const swapped = at > 1 && row > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1];
      if (swapped) cost = Math.min(cost, (before[at - 2] ?? 0) + 1);
      line.push(cost);
    }
    [before, last] = [last, line];
  }
  return last[other.length] ?? 0;
}
