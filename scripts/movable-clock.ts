// The clock of the demo: it runs like the real one, begins in office hours, and can be moved on.
import dayjs from 'dayjs';
import duration from 'dayjs/plugin/duration.js';
import type { Clock, Instant } from '../src/app/ports.ts';
import { nextOfficeMinute } from '../src/core/office-time.ts';
import type { OfficeHours } from '../src/core/profile.ts';

dayjs.extend(duration);

export interface MovableClock extends Clock {
  /** ISO 8601 duration, e.g. `PT1H`, `P3D`; at most two years. Throws RangeError for anything else. */
  advance(isoDuration: string): void;
}

const ISO = /^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$/;
const MOST_MS = 2 * 366 * 86_400_000;

/** Past the morning's digest, which would come into the middle of the first steps. */
const INTO_THE_DAY_MS = 45 * 60_000;

/** A demo opened at night would begin with every step late only after hours: so it begins in the next morning of the office. */
export function createMovableClock(real: Clock, office: OfficeHours): MovableClock {
  const started = real.now();
  const open = Date.parse(nextOfficeMinute(started, office));
  let offset = open > Date.parse(started) ? open + INTO_THE_DAY_MS - Date.parse(started) : 0;
  return {
    now: (): Instant => new Date(Date.parse(real.now()) + offset).toISOString(),
    advance(isoDuration) {
      const by = ISO.test(isoDuration) ? dayjs.duration(isoDuration).asMilliseconds() : Number.NaN;
      if (!(by > 0 && by <= MOST_MS)) throw new RangeError(`not a duration the clock can be moved by: ${isoDuration}`);
      offset += by;
    },
  };
}
