// The columns of the roll, in the order in which files have them.
import type { RollLine } from '../core/report.ts';

export const ROLL_KEYS = [
  'name',
  'nip',
  'office',
  'golongan',
  'issuedOn',
  'validUntil',
  'state',
] as const satisfies readonly (keyof RollLine)[];
