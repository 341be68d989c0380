// The roll in chat: masked until somebody asks, and whoever asks stands in the audit trail.
import { describe, expect, it } from 'vitest';
import type { AuditAct, LogEntry } from '../../src/app/ports.ts';
import { certificate } from '../storage/examples.ts';
import { keepInventedRoll } from '../helpers/invented-roll.ts';
import { phrase } from '../helpers/phrase.ts';
import type { Said, World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

async function withRoll(): Promise<World> {
  const world = await makeWorld();
  await keepInventedRoll(world.store);
  return world;
}

function idsIn(lines: readonly LogEntry[]): string[] {
  return lines.flatMap(({ message }) => message.choices.map(({ id }) => id));
}

function wordsIn(lines: readonly LogEntry[]): string {
  return lines.map(({ message }) => message.text).join('\n');
}

describe('the roll in chat', () => {
  it('shows neither names nor numbers in full', async () => {
    const world = await withRoll();
    const found = wordsIn(await world.say('verifikator', 'cari Sari'));
    expect(found).toContain('S••• W•••');
    expect(found).not.toMatch(/Wulandari|Ratna|198503122010012003/);
  });

  it('writes down who looked at whom before it shows him', async () => {
    const world = await withRoll();
    await world.say('verifikator', 'cari 198503122010012003');
    let shown: string | undefined;
    const real = { ...world.store };
    Object.assign(world.store, {
      appendAudit: async (acts: readonly AuditAct[]) => {
        shown = world.sent.at(-1)?.message.text;
        return real.appendAudit(acts);
      },
    });
    const told = wordsIn(await world.say('verifikator', { choice: 'unmask:roll:0001' }));
    expect(told).toContain('Sari Wulandari');
    expect(told).toContain('198503122010012003');
    expect(shown).not.toContain('Sari Wulandari');
    const [act, ...others] = await world.store.findAudit('roll:0001');
    expect(others).toEqual([]);
    expect(act).toMatchObject({ act: 'roll_unmasked', actorName: 'Maya Anggraini', channel: 'web', detail: {} });
  });

  it('writes it down once for a message that comes twice, and twice for two', async () => {
    const world = await withRoll();
    for (const id of ['m-a', 'm-a', 'm-b']) await world.say('verifikator', { choice: 'unmask:roll:0002' }, id);
    expect(await world.store.findAudit('roll:0002')).toHaveLength(2);
  });

  it('tells a person without a role nothing, by words or by buttons, and writes nothing down', async () => {
    const world = await withRoll();
    await world.say('pemohon', 'halo');
    for (const said of [
      'cari Sari',
      'daftar pemilik',
      { choice: 'unmask:roll:0001' },
      { choice: 'roll:active:Sari' },
    ]) {
      const told = wordsIn(await world.say('pemohon', said));
      expect(told).toMatch(phrase('menu.not_understood'));
      expect(told).not.toContain('S•••');
    }
    expect(await world.store.findAudit('roll:0001')).toEqual([]);
  });

  it('shows ten, says how many more, and narrows them by a state', async () => {
    const world = await withRoll();
    for (let count = 1; count <= 12; count += 1) {
      const nip = `19850312201001${String(2000 + count)}`;
      const ends = count <= 3 ? '2026-10-01' : '2028-10-01';
      const dates = { issuedOn: '2024-10-01', validUntil: ends, countsFrom: '2024-10-01' };
      await world.store.saveCertificate(
        certificate(`TTE-B${count}`, { owner: `p-b${count}`, nip, name: 'Budi Contoh', ...dates }),
      );
    }
    const lines = await world.say('verifikator', 'cari budi');
    expect(wordsIn(lines)).toMatch(phrase('roll.more'));
    expect(idsIn(lines).filter((id) => id.startsWith('unmask:'))).toHaveLength(10);
    const narrowed = await world.say('verifikator', { choice: 'roll:expired:budi' });
    expect(idsIn(narrowed).filter((id) => id.startsWith('unmask:'))).toHaveLength(3);
    expect(wordsIn(narrowed)).toContain('kedaluwarsa');
  });

  it('finds the people of an office however its name is spelt in the records, or was before, and narrows them', async () => {
    const world = await makeWorld();
    await world.store.keepOffices([
      { name: 'Dinas Kesehatan', area: 'Utara', also: ['Dinkes'] },
      { name: 'Dinas Gizi', area: 'Utara', until: '2025-12-31', into: 'Dinas Kesehatan' },
      { name: 'Dinas Sosial', area: 'Utara' },
    ]);
    const offices = ['DINAS  KESEHATAN', 'Dinas-Kesehatan', 'dinkes', 'Dinas Gizi', 'Dinas Sosial', 'Dinas Entah'];
    const dates = { issuedOn: '2024-10-01', validUntil: '2028-10-01', countsFrom: '2024-10-01' };
    for (const [at, office] of offices.entries()) {
      const nip = `19850312201001${String(2000 + at)}`;
      const ended = at === 0 ? { validUntil: '2026-10-01' } : {};
      await world.store.saveCertificate(
        certificate(`TTE-O${at}`, { owner: `p-o${at}`, nip, name: 'Budi Contoh', office, ...dates, ...ended }),
      );
    }
    const idsFor = async (said: Said): Promise<string[]> =>
      idsIn(await world.say('verifikator', said))
        .filter((id) => id.startsWith('unmask:'))
        .toSorted();
    const all = ['unmask:TTE-O0', 'unmask:TTE-O1', 'unmask:TTE-O2', 'unmask:TTE-O3'];
    for (const said of ['cari Dinas Kesehatan', 'cari DINKES', 'cari dinas gizi'])
      expect(await idsFor(said)).toEqual(all);
    expect(await idsFor({ choice: 'roll:expired:dinkes' })).toEqual(all.slice(0, 1));
    expect(await idsFor({ choice: 'roll:active:198503122010012000' })).toEqual([]);
    expect(await idsFor({ choice: 'roll:expired:198503122010012000' })).toEqual(all.slice(0, 1));
  });

  it('answers who types the number of no request where he was asked whom to look for', async () => {
    const world = await withRoll();
    await world.say('verifikator', 'cari');
    const told = await world.say('verifikator', 'TTE-ZZZZZZ');
    expect(wordsIn(told)).toMatch(phrase('refusal.not_found'));
    expect(idsIn(told)).toContain('menu=roll');
  });

  it('answers who has lost his role before he says whom to look for, as anybody else', async () => {
    const world = await withRoll();
    await world.say('verifikator', 'cari');
    const officer = await world.store.findPerson('web-verifikator');
    if (officer) await world.store.savePerson({ ...officer, roles: [] });
    const told = await world.say('verifikator', 'Sari');
    expect(wordsIn(told)).toMatch(phrase('menu.not_understood'));
    expect(wordsIn(told)).not.toContain('S•••');
    expect(idsIn(told)).not.toContain('menu=roll');
  });

  it.each([
    [110, 'roll.more', '100'],
    [111, 'roll.many', '100'],
  ] as const)('does not count those beyond a hundred more: of %i it says %s', async (persons, words, count) => {
    const world = await makeWorld();
    const dates = { issuedOn: '2024-10-01', validUntil: '2028-10-01', countsFrom: '2024-10-01' };
    for (let at = 0; at < persons; at += 1)
      await world.store.saveCertificate(
        certificate(`TTE-M${at}`, { owner: `p-m${at}`, name: 'Budi Contoh', ...dates }),
      );
    const told = wordsIn(await world.say('verifikator', 'cari budi'));
    expect(told).toMatch(phrase(words));
    expect(told).toContain(count);
  });

  it('takes "cari …" in the midst of a decision for the reason it is', async () => {
    const world = await withRoll();
    await world.say('pemohon', 'halo');
    await world.say('pemohon', { choice: 'menu=apply' });
    const inForm = wordsIn(await world.say('pemohon', 'cari Sari'));
    expect(inForm).not.toMatch(phrase('roll.nobody'));
  });
});
