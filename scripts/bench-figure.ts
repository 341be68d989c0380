// One measured figure of the bench, beside what it is compared with and the goal that it must meet.

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the value is measured against, in the same unit and the same run. */
  readonly reference?: { readonly name: string; readonly value: number };
  /** value / reference. */
  readonly ratio?: number;
  /** In words, e.g. "at most 1.5 x"; empty where the figure is only told. */
  readonly goal: string;
  readonly holds: boolean;
}

/** The figure against a reference, the goal being a ratio. */
export function against(
  name: string,
  value: number,
  unit: string,
  reference: { name: string; value: number },
  mostRatio: number,
): Figure {
  const ratio = value / reference.value;
  const goal = `at most ${mostRatio} x ${reference.name}`;
  return { name, value, unit, reference, ratio, goal, holds: ratio <= mostRatio };
}

/** The figure with an absolute ceiling. */
export function atMost(name: string, value: number, unit: string, most: number): Figure {
  return { name, value, unit, goal: `at most ${most} ${unit}`, holds: value <= most };
}

export function told(name: string, value: number, unit: string): Figure {
  return { name, value, unit, goal: '', holds: true };
}

/** `share` 0.5 is the median, 0.95 the p95; of an empty list NaN. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
