// The same figures for a few seconds, however often they are asked for: a page and each of its charts are one look, and what is public
// anybody may ask for as often as he likes.
import type { Figures } from '../core/figures.ts';
import type { Desk } from './desk.ts';
import { figuresOf } from './figures.ts';

/** What is counted is not counted anew within this time. */
const FRESH_MS = 30_000;

type Counted = Map<string, { readonly at: number; readonly figures: Promise<Figures> }>;

const countedBy = new WeakMap<Desk, Counted>();

/** As `figuresOf`, for the same period at most half a minute old. A count that fails is not remembered. */
export function recentFigures(desk: Desk, period: Parameters<typeof figuresOf>[1]): Promise<Figures> {
  const counted: Counted = countedBy.get(desk) ?? new Map();
  countedBy.set(desk, counted);
  const now = Date.parse(desk.clock.now());
  for (const [key, { at }] of counted) if (now >= at + FRESH_MS) counted.delete(key);
  const key = `${period.from} ${period.day}`;
  const known = counted.get(key);
  if (known) return known.figures;
  const figures = figuresOf(desk, period);
  counted.set(key, { at: now, figures });
  figures.catch(() => counted.delete(key));
  return figures;
}
