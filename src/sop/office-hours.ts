// Office hours as a profile writes them: "07:30-12:00" under the name of a weekday.
import type { OfficeSpans } from '../core/profile.ts';

/** In the order of Date.getDay(). */
export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

/** The spans as minutes since midnight, or the reason why they are none. They must be in order and not touch. */
export function readSpans(written: readonly string[]): OfficeSpans | string {
  const spans: { from: number; to: number }[] = [];
  for (const text of written) {
    const match = /^(\d{2}):(\d{2})\s*-\s*(\d{2}):(\d{2})$/.exec(text.trim());
    if (match === null) return `"${text}" is no span like "07:30-12:00"`;
    const [fromHour = 0, fromMinute = 0, toHour = 0, toMinute = 0] = match.slice(1).map(Number);
    const from = fromHour * 60 + fromMinute;
    const to = toHour * 60 + toMinute;
    if (fromMinute > 59 || toMinute > 59 || to > 1440) return `"${text}" has a time that does not exist`;
    if (from >= to) return `"${text}" ends before it begins`;
    const before = spans.at(-1);
    if (before !== undefined && from <= before.to)
      return `"${text}" overlaps or touches the span before it, or is out of order`;
    spans.push({ from, to });
  }
  return spans;
}

export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Z]\w+\//.test(name) && new Intl.DateTimeFormat('en-US', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
}

/** What the clocks of a zone are called in Indonesia; undefined for zones elsewhere. */
export function zoneLabelOf(timeZone: string): string | undefined {
  return { 'Asia/Jakarta': 'WIB', 'Asia/Pontianak': 'WIB', 'Asia/Makassar': 'WITA', 'Asia/Jayapura': 'WIT' }[timeZone];
}
