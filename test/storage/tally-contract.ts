// The part of the store's contract about counting certificates: holders as of a day, months, and grounds of revocation.
import { describe, expect, it } from 'vitest';
import type { Certificate, Store } from '../../src/app/ports.ts';
import type { HolderTally } from '../../src/core/tally.ts';
import { certificate, inAnyOrder } from './examples.ts';

const FACTS = { office: 'Dinas Contoh', golongan: 'III/b', status: 'pns', sex: 'female' } as const;
const NOBODY = { persons: 0, active: 0, nearEnd: 0, expired: 0, revoked: 0, passphraseOverdue: 0 };

/** Of a person of its own, known from that day on. */
function own(id: string, countsFrom: string, change: Partial<Certificate> = {}): Certificate {
  return certificate(id, { owner: `p-${id}`, issuedOn: countsFrom, countsFrom, ...FACTS, ...change });
}

const ended = (countsFrom: string, ground: string) => ({ on: '2026-01-01', countsFrom, ground, application: 'TTE-9' });

export function tallyContract(current: () => Store): void {
  const saveAll = async (...certificates: Certificate[]) => {
    for (const each of certificates) await current().saveCertificate(each);
  };
  const holders = async (day: string, nearEndUntil = day, changedBefore = '2000-01-01') =>
    inAnyOrder(await current().tallyHolders({ day, nearEndUntil, changedBefore }));
  const one = (counts: Partial<HolderTally>) => [{ ...NOBODY, persons: 1, ...FACTS, ...counts }];

  describe('holders', () => {
    it('of an empty store are none', async () => {
      expect(await holders('2026-11-20')).toEqual([]);
    });

    it('count from the day the figures know of their certificate, whenever it was issued', async () => {
      await saveAll(own('1', '2026-03-10', { issuedOn: '2026-03-01' }));
      expect(await holders('2026-03-09')).toEqual([]);
      expect(await holders('2026-03-10')).toEqual(one({ active: 1 }));
      expect(await holders('2026-03-11')).toEqual(one({ active: 1 }));
    });

    it('count by the newer certificate from the day it is known on, and once on every day', async () => {
      await saveAll(
        own('1', '2026-01-10', { supersededFrom: '2026-03-10', golongan: 'III/a' }),
        own('2', '2026-03-10', { owner: 'p-1' }),
      );
      expect(await holders('2026-03-09')).toEqual(one({ active: 1, golongan: 'III/a' }));
      expect(await holders('2026-03-10')).toEqual(one({ active: 1 }));
      expect(await holders('2026-03-11')).toEqual(one({ active: 1 }));
    });

    it('do not count by a certificate that was superseded on the day it came to be known', async () => {
      await saveAll(own('1', '2026-01-10', { supersededFrom: '2026-01-10', golongan: 'III/a' }));
      expect(await holders('2026-01-10')).toEqual([]);
    });

    it('have a revoked certificate from the day the revocation is known on, expired or not', async () => {
      await saveAll(
        own('1', '2026-01-10', { revoked: ended('2026-03-10', 'pensiun'), validUntil: '2026-03-11' }),
        own('2', '2026-01-10', { revoked: ended('2026-03-10', 'mutasi'), supersededFrom: '2026-03-20', sex: 'male' }),
      );
      expect(await holders('2026-03-09')).toEqual(
        inAnyOrder([...one({ active: 1 }), ...one({ active: 1, sex: 'male' })]),
      );
      expect(await holders('2026-03-10')).toEqual(
        inAnyOrder([...one({ revoked: 1 }), ...one({ revoked: 1, sex: 'male' })]),
      );
      expect(await holders('2026-03-20')).toEqual(one({ revoked: 1 }));
    });

    it('have an expired certificate from the day after its last', async () => {
      await saveAll(own('1', '2026-01-10', { validUntil: '2026-03-10' }));
      expect(await holders('2026-03-09')).toEqual(one({ active: 1 }));
      expect(await holders('2026-03-10')).toEqual(one({ active: 1, nearEnd: 1 }));
      expect(await holders('2026-03-11')).toEqual(one({ expired: 1 }));
    });

    it('are near the end, as a part of the active ones, by the day that is given', async () => {
      await saveAll(own('1', '2026-01-10', { validUntil: '2026-04-10' }));
      expect(await holders('2026-03-10', '2026-04-09')).toEqual(one({ active: 1 }));
      expect(await holders('2026-03-10', '2026-04-10')).toEqual(one({ active: 1, nearEnd: 1 }));
      expect(await holders('2026-04-11', '2026-05-10')).toEqual(one({ expired: 1 }));
    });

    it('have an overdue passphrase by the last day they told, while the certificate is in use', async () => {
      const activatedOn = '2026-02-01';
      await saveAll(
        own('1', '2026-01-10', { golongan: 'I/a' }),
        own('2', '2026-01-10', { golongan: 'I/b', activatedOn }),
        own('3', '2026-01-10', { golongan: 'I/c', activatedOn, passphraseOn: '2026-03-01' }),
        own('4', '2026-01-10', { golongan: 'I/d', passphraseOn: '2026-03-01' }),
        own('5', '2026-01-10', { golongan: 'II/a', validUntil: '2026-02-01' }),
        own('6', '2026-01-10', { golongan: 'II/b', revoked: ended('2026-02-01', 'pensiun') }),
      );
      const overdue = async (changedBefore: string) =>
        (await holders('2026-04-01', '2026-04-01', changedBefore))
          .filter(({ passphraseOverdue }) => passphraseOverdue > 0)
          .map(({ golongan }) => golongan);
      expect(await overdue('2026-01-10')).toEqual([]);
      expect(await overdue('2026-01-11')).toEqual(['I/a']);
      expect(await overdue('2026-02-02')).toEqual(['I/a', 'I/b']);
      expect(await overdue('2026-03-02')).toEqual(['I/a', 'I/b', 'I/c', 'I/d']);
    });

    it('are together where all that is known of them is the same, and apart where something is not known', async () => {
      const bare = (id: string, change: Partial<Certificate> = {}) =>
        certificate(id, { owner: `p-${id}`, countsFrom: '2026-01-10', ...change });
      await saveAll(
        own('1', '2026-01-10'),
        own('2', '2026-02-10', { validUntil: '2026-02-20' }),
        own('3', '2026-01-10', { revoked: ended('2026-02-10', 'pensiun') }),
        bare('4'),
        bare('5'),
        bare('6', { office: 'Dinas Contoh' }),
        bare('7', { status: 'pppk', sex: 'male' }),
      );
      expect(await holders('2026-03-01', '2026-03-01', '2099-01-01')).toEqual(
        inAnyOrder([
          { ...NOBODY, ...FACTS, persons: 3, active: 1, expired: 1, revoked: 1, passphraseOverdue: 1 },
          { ...NOBODY, persons: 2, active: 2, passphraseOverdue: 2 },
          { ...NOBODY, office: 'Dinas Contoh', persons: 1, active: 1, passphraseOverdue: 1 },
          { ...NOBODY, status: 'pppk', sex: 'male', persons: 1, active: 1, passphraseOverdue: 1 },
        ]),
      );
    });
  });

  describe('months', () => {
    it('tell what became known in each, days at both ends included, in order', async () => {
      await saveAll(
        own('1', '2025-12-09'),
        own('2', '2025-12-10', { supersededFrom: '2026-02-01' }),
        own('3', '2026-02-28', { revoked: ended('2026-02-28', 'pensiun') }),
        own('4', '2026-02-01', { revoked: ended('2026-04-10', 'mutasi') }),
        own('5', '2024-02-01', { revoked: ended('2026-03-10', 'mutasi'), supersededFrom: '2026-03-11' }),
        own('6', '2026-04-10'),
        own('7', '2026-04-11', { revoked: ended('2026-04-11', 'mutasi') }),
      );
      expect(await current().tallyMonths('2025-12-10', '2026-04-10')).toEqual([
        { month: '2025-12', issued: 1, revoked: 0 },
        { month: '2026-02', issued: 2, revoked: 1 },
        { month: '2026-03', issued: 0, revoked: 1 },
        { month: '2026-04', issued: 1, revoked: 1 },
      ]);
    });

    it('without anything in them are left out', async () => {
      await saveAll(own('1', '2025-12-09'));
      expect(await current().tallyMonths('2026-01-01', '2026-12-31')).toEqual([]);
    });
  });

  it('grounds count every revocation that was known by a day, superseded ones too', async () => {
    await saveAll(
      own('1', '2026-01-10', { revoked: ended('2026-03-10', 'pensiun') }),
      own('2', '2026-01-10', { revoked: ended('2026-03-09', 'pensiun'), supersededFrom: '2026-03-09' }),
      own('3', '2026-01-10', { revoked: ended('2026-03-11', 'pensiun') }),
      own('4', '2026-01-10', { revoked: ended('2026-01-10', 'mutasi') }),
      own('5', '2026-01-10'),
    );
    expect(inAnyOrder(await current().tallyGrounds('2026-03-10'))).toEqual(
      inAnyOrder([
        { ground: 'pensiun', count: 2 },
        { ground: 'mutasi', count: 1 },
      ]),
    );
    expect(await current().tallyGrounds('2026-01-09')).toEqual([]);
  });
}
