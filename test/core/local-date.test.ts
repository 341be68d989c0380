import { describe, expect, it } from 'vitest';
import { addDays, addYears, daysBetween, isLocalDate, realDate, yearsBetween } from '../../src/core/local-date.ts';

describe('a calendar day', () => {
  it.each([
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['0000-01-01', true],
    ['hari ini', false],
  ])('%s exists: %s', (text, exists) => {
    expect(isLocalDate(text)).toBe(exists);
  });

  it('is made of numbers only when there is one', () => {
    expect(realDate(2028, 2, 29)).toBe('2028-02-29');
    expect(realDate(2026, 2, 29)).toBeUndefined();
    expect(realDate(2026, 0, 1)).toBeUndefined();
    expect(realDate(NaN, 1, 1)).toBeUndefined();
  });

  it('is moved by days and years', () => {
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
    expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
    expect(addYears('2028-02-29', 2)).toBe('2030-02-28');
    expect(addYears('2026-11-20', 2)).toBe('2028-11-20');
  });

  it('is so many days and whole years from another', () => {
    expect(daysBetween('2026-11-20', '2026-12-20')).toBe(30);
    expect(daysBetween('2026-11-20', '2026-11-19')).toBe(-1);
    expect(yearsBetween('1990-11-21', '2026-11-20')).toBe(35);
    expect(yearsBetween('1990-11-20', '2026-11-20')).toBe(36);
  });
});
