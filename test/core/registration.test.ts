import { describe, expect, it } from 'vitest';
import { phasesAt, phaseToAnnounce } from '../../src/core/registration.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';

const whom = { id: 'siapa', en: 'whom' };
const [I, II, III] = [
  { phase: 'I', from: '2027-03-01', for: whom },
  { phase: 'II', from: '2027-03-15', for: whom },
  { phase: 'III', from: '2027-03-18', for: whom },
] as const;
const rules = { registration: [I, II, III], office: loadProfile('babel').office };
/** Ten o'clock in Pangkalpinang (WIB). */
const on = (day: string): string => `${day}T03:00:00.000Z`;

describe('registration in phases', () => {
  it.each([
    ['2027-02-28', { next: I }],
    ['2027-03-01', { open: I, next: II }],
    ['2027-03-14', { open: I, next: II }],
    ['2027-03-15', { open: II, next: III }],
    ['2027-03-18', undefined],
  ])('on %s knows the open phase and the next one, until all have begun', (day, phases) => {
    expect(phasesAt(rules, on(day))).toEqual(phases);
  });

  it('counts the days as the agency does, not as UTC does', () => {
    expect(phasesAt(rules, '2027-02-28T16:59:00.000Z')).toEqual({ next: I });
    expect(phasesAt(rules, '2027-02-28T17:00:00.000Z')).toEqual({ open: I, next: II });
  });

  it('is open to everybody where the SOP names no phases', () => {
    expect(phasesAt({ ...rules, registration: [] }, on('2027-03-01'))).toBeUndefined();
    expect(phaseToAnnounce({ ...rules, registration: [] }, on('2027-03-01'))).toBeUndefined();
  });

  it.each([
    ['2027-02-28', undefined],
    ['2027-03-01', I],
    ['2027-03-07', I],
    ['2027-03-08', undefined],
    ['2027-03-17', II],
    ['2027-03-18', III],
    ['2027-03-24', III],
    ['2027-03-25', undefined],
  ])('on %s announces the latest phase alone, within a week of its first day', (day, phase) => {
    expect(phaseToAnnounce(rules, on(day))).toEqual(phase);
  });
});
