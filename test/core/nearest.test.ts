import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/core/nearest.ts';

describe('the nearest known word', () => {
  const known = ['verifikator', 'kepala_dinas', 'kepala_bidang', 'statistisi', 'id'];

  it.each([
    ['verifkator', 'verifikator'],
    ['Verifikator', 'verifikator'],
    ['vreifikator', 'verifikator'],
    ['kepala_dians', 'kepala_dinas'],
    ['statistik', 'statistisi'],
    ['bendahara', undefined],
    ['en', undefined],
    ['', undefined],
  ])('to "%s" is %s', (word, expected) => {
    expect(nearest(word, known)).toBe(expected);
  });
});
