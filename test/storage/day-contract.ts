// The part of the store's contract about closed days and the list of all Perangkat Daerah.
import { expect, it } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import type { Office } from '../../src/core/office-list.ts';
import { closed } from './examples.ts';

export function dayContract(current: () => Store): void {
  it('gives closed days back as they were kept, in order, both ends included', async () => {
    const full = closed('2026-11-20', {
      offices: 40,
      momentary: { messages: [{ channel: 'web', lines: 12 }], passphraseOverdue: 1 },
      checks: [{ value: 'valid', count: 2 }],
    });
    const days = ['2026-11-21', '2026-11-19', '2026-12-01'].map((day) => closed(day));
    for (const day of [...days, full]) expect(await current().keepDay(day)).toBe(true);
    expect(await current().findDays('2026-11-19', '2026-11-21')).toEqual([days[1], full, days[0]]);
    expect(await current().findDays('2026-11-22', '2026-11-30')).toEqual([]);
  });

  it('keeps a day once: what is kept first stays', async () => {
    expect(await current().keepDay(closed('2026-11-20'))).toBe(true);
    expect(await current().keepDay(closed('2026-11-20', { using: 9 }))).toBe(false);
    expect(await current().findDays('2026-11-20', '2026-11-20')).toEqual([closed('2026-11-20')]);
    const tries = Array.from({ length: 20 }, (_, using) => current().keepDay(closed('2026-11-21', { using })));
    expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
  });

  it('replaces the whole list of offices, and tells none from an empty one', async () => {
    const first: Office[] = [
      { name: 'Dinas Contoh', area: 'Kecamatan Satu', also: ['Discon'], until: '2026-06-30', into: 'Dinas Baru' },
      { name: 'Dinas Baru', area: 'Kecamatan Satu', from: '2026-07-01' },
    ];
    expect(await current().findOffices()).toBeUndefined();
    await current().keepOffices(first);
    expect(await current().findOffices()).toEqual(first);
    await current().keepOffices([{ name: 'Dinas Lain', area: '' }]);
    expect(await current().findOffices()).toEqual([{ name: 'Dinas Lain', area: '' }]);
    await current().keepOffices([]);
    expect(await current().findOffices()).toEqual([]);
  });
}
