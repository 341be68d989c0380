// Which Perangkat Daerah there are on a day, which of them a written name means, and what is wrong with a list.
import { describe, expect, it } from 'vitest';
import type { Office } from '../../src/core/office-list.ts';
import { formerNames, officeOn, officeProblems, officesOn } from '../../src/core/office-list.ts';

const HEALTH: Office = { name: 'Dinas Kesehatan', area: 'Utara', also: ['Dinkes', 'Dinas Kes.'] };
/** Renamed at the end of June. */
const LABOUR: Office = {
  name: 'Dinas Tenaga Kerja',
  area: 'Utara',
  until: '2026-06-30',
  into: 'Dinas Ketenagakerjaan',
};
const WORK: Office = { name: 'Dinas Ketenagakerjaan', area: 'Utara', from: '2026-07-01' };
/** Two that became one. */
const ROADS: Office = { name: 'Dinas Bina Marga', area: 'Selatan', until: '2026-06-30', into: 'Dinas PUPR' };
const WATER: Office = { name: 'Dinas Pengairan', area: 'Barat', until: '2026-06-30', into: 'Dinas PUPR' };
const WORKS: Office = { name: 'Dinas PUPR', area: 'Selatan', from: '2026-07-01' };
/** Gone, without anybody in its place. */
const MARKET: Office = { name: 'Dinas Pasar', area: 'Timur', until: '2026-03-31' };
/** Renamed twice. */
const FIRST: Office = { name: 'Kantor Arsip', area: 'Timur', until: '2024-12-31', into: 'Badan Arsip' };
const SECOND: Office = {
  name: 'Badan Arsip',
  area: 'Timur',
  from: '2025-01-01',
  until: '2026-06-30',
  into: 'Dinas Kearsipan',
};
const THIRD: Office = { name: 'Dinas Kearsipan', area: 'Timur', from: '2026-07-01' };
const LIST = [HEALTH, LABOUR, WORK, ROADS, WATER, WORKS, MARKET, FIRST, SECOND, THIRD];

describe('the offices of a day', () => {
  it('are those that bear their name on it, the first and the last day included', () => {
    expect(officesOn(LIST, '2026-06-30')).toEqual([HEALTH, LABOUR, ROADS, WATER, SECOND]);
    expect(officesOn(LIST, '2026-07-01')).toEqual([HEALTH, WORK, WORKS, THIRD]);
    expect(officesOn(LIST, '2026-03-31')).toContain(MARKET);
    expect(officesOn(LIST, '2026-04-01')).not.toContain(MARKET);
  });
});

describe('the office that a name means on a day', () => {
  it.each([
    ['by its own name', 'Dinas Kesehatan', '2026-01-01', HEALTH],
    ['by an abbreviation', 'DINKES', '2026-01-01', HEALTH],
    ['whatever the case, spaces and marks', ' dinas  kes', '2026-01-01', HEALTH],
    ['on the last day of its name', 'Dinas Tenaga Kerja', '2026-06-30', LABOUR],
    ['by its former name, once it is renamed', 'Dinas Tenaga Kerja', '2026-07-01', WORK],
    ['by the name it was to bear later', 'Dinas Ketenagakerjaan', '2026-06-30', LABOUR],
    ['that both of two have been merged into', 'Dinas Pengairan', '2026-07-01', WORKS],
    ['on the last day before it was merged', 'Dinas Pengairan', '2026-06-30', WATER],
    ['through a chain of names', 'Kantor Arsip', '2026-12-31', THIRD],
    ['in the middle of the chain', 'Kantor Arsip', '2025-06-30', SECOND],
    ['back through the whole chain', 'Dinas Kearsipan', '2024-06-30', FIRST],
    ['until it is dissolved', 'Dinas Pasar', '2026-03-31', MARKET],
  ])('%s', (_, name, day, office) => {
    expect(officeOn(LIST, name, day)).toBe(office);
  });

  it.each([
    ['a name that the list does not have', 'Dinas Entah', '2026-01-01'],
    ['a part of a name', 'Kesehatan', '2026-01-01'],
    ['no name', '', '2026-01-01'],
    ['an office that is dissolved', 'Dinas Pasar', '2026-04-01'],
    ['a merged one, before the day, when it may have been either', 'Dinas PUPR', '2026-06-30'],
  ])('is not guessed for %s', (_, name, day) => {
    expect(officeOn(LIST, name, day)).toBeUndefined();
  });

  it('is none before an office that nothing went into came to be', () => {
    const young: Office = { name: 'Badan Riset', area: 'Utara', from: '2026-05-01' };
    expect(officeOn([...LIST, young], 'Badan Riset', '2026-04-30')).toBeUndefined();
    expect(officeOn([...LIST, young], 'Badan Riset', '2026-05-01')).toBe(young);
  });

  it('is found in a list that goes round in circles, or is none, but is never sought without end', () => {
    const one: Office = { name: 'A', area: '', until: '2026-01-31', into: 'B' };
    const other: Office = { name: 'B', area: '', from: '2026-02-01', until: '2026-02-28', into: 'A' };
    expect(officeOn([one, other], 'A', '2026-02-01')).toBe(other);
    expect(officeOn([one, other], 'A', '2026-03-01')).toBeUndefined();
    const neither = [one, other].map((each) => ({ ...each, from: '2026-03-01', until: '2026-04-01' }));
    expect(officeOn(neither, 'B', '2026-02-01')).toBeUndefined();
  });
});

describe('former names', () => {
  it('are those that the office bore, or that were merged into it, before the day', () => {
    expect(formerNames(WORK, LIST, '2026-07-01')).toEqual(['Dinas Tenaga Kerja']);
    expect(formerNames(WORKS, LIST, '2026-07-01')).toEqual(['Dinas Bina Marga', 'Dinas Pengairan']);
    expect(formerNames(THIRD, LIST, '2026-07-01')).toEqual(['Kantor Arsip', 'Badan Arsip']);
    expect(formerNames(SECOND, LIST, '2026-06-30')).toEqual(['Kantor Arsip']);
    expect(formerNames(HEALTH, LIST, '2026-07-01')).toEqual([]);
  });
});

describe('a list of offices', () => {
  it('is in order with renames, merges and ends', () => {
    expect(officeProblems(LIST)).toEqual([]);
    expect(officeProblems([])).toEqual([]);
  });

  it.each<[string, Office[], RegExp]>([
    [
      'a name twice, as an abbreviation of another',
      [HEALTH, { name: 'DINKES', area: 'Utara' }],
      /"DINKES" ada dua kali/,
    ],
    ['a successor that is not in it', [{ ...LABOUR, into: 'Dinas Entah' }], /"Dinas Entah", yang tidak ada/],
    [
      'a successor, but no last day',
      [{ name: 'A', area: '', into: 'Dinas Kesehatan' }, HEALTH],
      /hari terakhirnya tidak/,
    ],
    ['a last day before the first', [{ name: 'A', area: '', from: '2026-02-01', until: '2026-01-31' }], /sebelum hari/],
    ['a circle of one', [{ name: 'A', area: '', until: '2026-01-31', into: 'A' }], /"A": perubahannya berputar/],
    [
      'a circle of two',
      [
        { name: 'A', area: '', until: '2026-01-31', into: 'B' },
        { name: 'B', area: '', until: '2026-02-28', into: 'A' },
      ],
      /"A": perubahannya berputar/,
    ],
  ])('says so when it has %s', (_, offices, problem) => {
    expect(officeProblems(offices)).toContainEqual(expect.stringMatching(problem));
  });
});
