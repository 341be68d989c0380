// Half-years and who signs them.
import { describe, expect, it } from 'vitest';
import {
  firstDayOf,
  halfYearBefore,
  halfYearOf,
  headsOf,
  isSignable,
  supervisedOn,
} from '../../src/core/supervision.ts';
import { loadProfile, shippedProfiles } from '../../src/sop/load-profile.ts';

describe('a half-year', () => {
  it.each([
    ['2026-01-01', '2026-1'],
    ['2026-06-30', '2026-1'],
    ['2026-07-01', '2026-2'],
    ['2026-12-31', '2026-2'],
  ])('has %s in %s', (day, half) => expect(halfYearOf(day)).toBe(half));

  it('comes after the one before it, over the end of the year too', () => {
    expect(halfYearBefore('2026-2')).toBe('2026-1');
    expect(halfYearBefore('2027-1')).toBe('2026-2');
    expect([firstDayOf('2026-1'), firstDayOf('2026-2')]).toEqual(['2026-01-01', '2026-07-01']);
  });

  it('is looked at in the month after it, else while it lasts', () => {
    expect(supervisedOn('2027-01-31')).toBe('2026-2');
    expect(supervisedOn('2027-02-01')).toBe('2027-1');
    expect(supervisedOn('2027-07-15')).toBe('2027-1');
    expect(supervisedOn('2027-08-01')).toBe('2027-2');
  });

  it('may be signed while it lasts and in the next one, neither before nor after', () => {
    expect(isSignable('2026-2', '2026-12-31')).toBe(true);
    expect(isSignable('2026-2', '2027-06-30')).toBe(true);
    expect(isSignable('2026-2', '2027-07-01')).toBe(false);
    expect(isSignable('2027-1', '2026-12-31')).toBe(false);
  });

  it.each(shippedProfiles())('of %s has somebody who may sign it', (name) => {
    const profile = loadProfile(name);
    const heads = headsOf(profile);
    expect(heads.length).toBeGreaterThan(0);
    for (const head of heads) expect(profile.actors[head]?.superior).toBeUndefined();
  });
});
