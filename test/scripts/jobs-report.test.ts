// What `npm run jobs` tells an operator.
import { expect, it } from 'vitest';
import { hasFailed, jobLines } from '../../scripts/jobs-report.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';

const { office } = loadProfile('tarakan');
const at = (time: string): Date => new Date(`2026-11-20T${time}Z`);

const fine = {
  name: 'reminders',
  lastRunAt: at('00:00:00'),
  lastFinishedAt: at('00:00:01.250'),
  nextRunAt: at('00:01:00'),
  failures: 0,
};
const failing = {
  name: 'retention',
  lastRunAt: at('00:00:00'),
  lastFinishedAt: at('00:00:02'),
  nextRunAt: at('00:10:00'),
  failures: 3,
  lastFailure: { at: at('00:00:02'), reason: 'unavailable\n    at somewhere' },
};

it('tells each job in one line, in the time of the agency', () => {
  expect(jobLines([fine, failing, { name: 'new', nextRunAt: at('00:05:00'), failures: 0 }], office)).toEqual([
    'job        last run (WITA)   took   next run          failures  last failure',
    'reminders  2026-11-20 08:00  1.3 s  2026-11-20 08:01  0         –',
    'retention  2026-11-20 08:00  2.0 s  2026-11-20 08:10  3         2026-11-20 08:00 unavailable',
    'new        –                 –      2026-11-20 08:05  0         –',
  ]);
  expect(jobLines([{ ...fine, lastFinishedAt: undefined }], office)[1]).toContain('running');
  expect(jobLines([], office)).toEqual(['No jobs yet: the service makes them when it starts.']);
});

it('knows a failure of the last run from one that is over', () => {
  expect(hasFailed(fine)).toBe(false);
  expect(hasFailed(failing)).toBe(true);
  expect(hasFailed({ ...failing, lastRunAt: at('00:10:00') })).toBe(false);
});
