// The part of the store's contract about the roll: search by name, NIP, office and state, and the whole of it as of a day.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Certificate, Store } from '../../src/app/ports.ts';
import type { RollQuery } from '../../src/core/tally.ts';
import { certificate, NIP, OTHER_NIP } from './examples.ts';

const DAY = '2026-11-20';
const END = { on: '2026-10-01', countsFrom: '2026-10-02', ground: 'pensiun', application: 'TTE-9' };
const state = (is: NonNullable<RollQuery['state']>['is']) => ({ state: { is, day: DAY, nearEndUntil: '2026-12-20' } });

function own(id: string, name: string, office: string, change: Partial<Certificate> = {}): Certificate {
  const { nip: _nip, ...rest } = certificate(id, { owner: `p-${id}`, name, office });
  return { ...rest, issuedOn: '2025-01-01', countsFrom: '2025-01-01', validUntil: '2027-01-01', ...change };
}

/** One of each state, and one of each that is no more in force. */
const ROLL = [
  own('1', 'Dr. Sinta Melati, Sp.A.', 'Dinas Contoh', { nip: NIP, issuedOn: '2025-01-05' }),
  own('2', "Sinta Ma'ruf", 'Dinas Lain', { nip: OTHER_NIP, issuedOn: '2025-01-04', validUntil: '2026-12-20' }),
  own('3', 'Sinta Puspita', 'Dinas Contoh', { issuedOn: '2025-01-03', validUntil: '2026-11-19' }),
  own('4', 'Zoë Melati', 'Kecamatan Contoh', { issuedOn: '2025-01-02', revoked: END, validUntil: '2026-11-19' }),
  own('5', 'Sinta Melati', 'Dinas Contoh', { nip: NIP, supersededFrom: '2025-01-05', countsFrom: '2024-01-05' }),
  own('6', 'Melatiwati', 'Dinas Lain', { validUntil: DAY }),
];

export function rollContract(current: () => Store): void {
  const search = async (query: RollQuery, limit = 10) => (await current().findRoll(query, limit)).map(({ id }) => id);

  beforeEach(async () => {
    for (const each of ROLL) await current().saveCertificate(each);
  });

  describe('a search of the roll', () => {
    it('for nothing gives every holder once, the one issued last first, no more than asked for', async () => {
      expect(await search({})).toEqual(['1', '2', '3', '4', '6']);
      expect(await search({ words: [] }, 2)).toEqual(['1', '2']);
    });

    it('gives whole records', async () => {
      expect(await current().findRoll({ words: ['zoe'] }, 10)).toEqual([ROLL[3]]);
    });

    it.each<[string, RollQuery, string[]]>([
      ['a word of the name', { words: ['sinta'] }, ['1', '2', '3']],
      ['a word without its marks', { words: ['zoe'] }, ['4']],
      ['a word without its apostrophe', { words: ['maruf'] }, ['2']],
      ['whole words only', { words: ['melati'] }, ['1', '4']],
      ['several words, all of which are in the name', { words: ['melati', 'sinta'] }, ['1']],
      ['a word that nobody bears', { words: ['sinta', 'rahmawati'] }, []],
      ['a NIP', { nip: NIP }, ['1']],
      ['a NIP that nobody has', { nip: '197001011990011001' }, []],
      ['an office', { offices: ['Dinas Contoh'] }, ['1', '3']],
      ['one of several offices', { offices: ['Dinas Lain', 'Kecamatan Contoh'] }, ['2', '4', '6']],
      ['no office that there is', { offices: [] }, []],
      ['certificates in use', state('active'), ['1']],
      ['certificates near their end, the last day included', state('near_end'), ['2', '6']],
      ['expired certificates', state('expired'), ['3']],
      ['revoked certificates, expired or not', state('revoked'), ['4']],
      ['a word and an office', { words: ['sinta'], offices: ['Dinas Contoh'] }, ['1', '3']],
      ['an office and a state', { offices: ['Dinas Contoh'], ...state('expired') }, ['3']],
      ['all of it', { words: ['sinta'], nip: NIP, offices: ['Dinas Contoh'], ...state('active') }, ['1']],
      ['all of it, of which one does not fit', { words: ['sinta'], nip: OTHER_NIP, ...state('active') }, []],
    ])('finds by %s', async (_what, query, ids) => {
      expect(await search(query)).toEqual(ids);
    });

    it('finds by the present name and office alone', async () => {
      const changed = own('1', 'Sinta Rahmawati', 'Dinas Lain', { nip: NIP, revision: 2 });
      await current().saveCertificate(changed);
      expect(await search({ words: ['melati'] })).toEqual(['4']);
      expect(await search({ words: ['rahmawati'], offices: ['Dinas Lain'] })).toEqual(['1']);
    });
  });

  it('lists those that holders count by on a day, a page at a time', async () => {
    const page = async (day: string, after: string | undefined, limit: number) =>
      (await current().listRoll(day, after, limit)).map(({ id }) => id);
    expect(await page(DAY, undefined, 3)).toEqual(['1', '2', '3']);
    expect(await page(DAY, '3', 3)).toEqual(['4', '6']);
    expect(await page(DAY, '6', 3)).toEqual([]);
    expect(await page('2025-01-04', undefined, 10)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(await page('2025-01-05', undefined, 10)).toEqual(['1', '2', '3', '4', '6']);
    expect(await page('2024-12-31', undefined, 10)).toEqual(['5']);
    expect(await page('2024-01-04', undefined, 10)).toEqual([]);
    expect(await current().listRoll(DAY, '3', 1)).toEqual([ROLL[3]]);
  });
}
