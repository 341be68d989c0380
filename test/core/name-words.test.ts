import { describe, expect, it } from 'vitest';
import { nameWords } from '../../src/core/name.ts';

describe('the words a name is found by', () => {
  it.each([
    ['Melati Puspitasari', ['melati', 'puspitasari']],
    ['  dr.  SINTA Melati, Sp.A. ', ['dr', 'sinta', 'melati', 'sp']],
    ['Zoë Çelik-Ñanda', ['zoe', 'celik', 'nanda']],
    ['ＡＮＩ ﬁtri', ['ani', 'fitri']],
    ["Ma'ruf", ['maruf']],
    ['Ma’ruf', ['maruf']],
    ['Ma´ruf', ['maruf']],
    ['Siti Siti SITI', ['siti']],
    ['A. B. Candra', ['candra']],
    ['', []],
    ['1985 – 2', []],
  ])('of %o are %o', (name, words) => {
    expect(nameWords(name)).toEqual(words);
  });

  it('are the same for every spelling of marks, case and apostrophes', () => {
    expect(nameWords('Nu’aïm José')).toEqual(nameWords("NU'AIM jose\u0301"));
  });
});
