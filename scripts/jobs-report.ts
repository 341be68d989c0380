// How the jobs are told to an operator.
import { localTimeAt } from '../src/core/office-time.ts';
import type { OfficeHours } from '../src/core/profile.ts';
import type { JobRecord } from '../src/jobs/agenda.ts';

/** One line for each job under a line of headings; times are the agency's. */
export function jobLines(jobs: readonly JobRecord[], office: OfficeHours): string[] {
  if (jobs.length === 0) return ['No jobs yet: the service makes them when it starts.'];
  const rows = jobs.map((job) => [
    job.name,
    timeOf(job.lastRunAt, office),
    tookOf(job),
    timeOf(job.nextRunAt, office),
    String(job.failures),
    job.lastFailure ? `${timeOf(job.lastFailure.at, office)} ${job.lastFailure.reason.split('\n')[0] ?? ''}` : '–',
  ]);
  const table = [['job', `last run (${office.zoneLabel})`, 'took', 'next run', 'failures', 'last failure'], ...rows];
  const widths = table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** Whether the last run of a job came to a bad end. */
export function hasFailed({ lastFailure, lastRunAt }: JobRecord): boolean {
  return lastFailure !== undefined && (lastRunAt === undefined || lastFailure.at >= lastRunAt);
}

function timeOf(at: Date | undefined, office: OfficeHours): string {
  if (at === undefined) return '–';
  const { date, hour, minute } = localTimeAt(at.toISOString(), office);
  return `${date} ${hour}:${minute}`;
}

function tookOf({ lastRunAt, lastFinishedAt }: JobRecord): string {
  if (lastRunAt === undefined) return '–';
  if (lastFinishedAt === undefined || lastFinishedAt < lastRunAt) return 'running';
  return `${((lastFinishedAt.getTime() - lastRunAt.getTime()) / 1000).toFixed(1)} s`;
}
