// What a child process has cost so far, as Linux counts it: processor time does not depend on who else is busy.
import { readFileSync, writeFileSync } from 'node:fs';

export interface Cost {
  readonly cpuMs: number;
  readonly peakMb: number;
}

export const canMeasure = process.platform === 'linux';

/** proc(5): utime and stime are fields 14 and 15, in ticks of 10 ms; VmHWM is the largest resident set. */
export function costOf(pid: number): Cost {
  const afterName = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1) ?? '';
  const fields = afterName.split(' ');
  const peak = readFileSync(`/proc/${pid}/status`, 'latin1').match(/VmHWM:\s+(\d+) kB/)?.[1];
  return { cpuMs: (Number(fields[11]) + Number(fields[12])) * 10, peakMb: Number(peak) / 1024 };
}

/** The peak begins anew at what is resident now. */
export function resetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5');
}
