// `npm run import`: what it tells, what it asks before it keeps anything, and what enters the audit trail.
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readImportCall, Usage } from '../../scripts/import-call.ts';
import type { ImportDesk } from '../../scripts/import-commands.ts';
import { importOffices, importRoll } from '../../scripts/import-commands.ts';
import type { AuditEntry } from '../../src/app/ports.ts';
import { readCsv } from '../../src/sheets/read-csv.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { spawnScript } from '../helpers/service-process.ts';
import { START } from '../helpers/world.ts';

const ROLL = `Nama,NIP,Perangkat Daerah,Email Dinas,Terbit
Sari Lestari,199005152015032001,Dinas Kesehatn,sari@tarakankota.go.id,2026-01-31
Sari 2,199005152015032002,Dinkes,sari2@tarakankota.go.id,2026-01-31`;
const LIST = 'Nama,Wilayah,Singkatan\nDinas Kesehatan,Tarakan Tengah,Dinkes';

let lines: string[];
let asked: string[];
let answer: boolean;
let desk: ImportDesk;
let folder: string;

beforeEach(async () => {
  [lines, asked, answer] = [[], [], true];
  let count = 0;
  desk = {
    store: createMemoryStore(),
    profile: loadProfile('tarakan'),
    ids: { next: () => `id-${(count += 1)}` },
    clock: { now: () => START },
    say: (line) => void lines.push(line),
    confirm: async (question) => (asked.push(question), answer),
    progress: () => () => undefined,
  };
  folder = await mkdtemp(path.join(tmpdir(), 'meja-tte-import-'));
  return () => rm(folder, { recursive: true });
});

const rows = (text: string): ReturnType<typeof readCsv> => readCsv(Buffer.from(text));

async function acts(): Promise<Partial<AuditEntry>[]> {
  const entries = await desk.store.readAudit(0, 10);
  return entries.map(({ act, actor, channel, subject, detail }) => ({ act, actor, channel, subject, detail }));
}

function applyRoll(): Promise<boolean> {
  return importRoll(rows(ROLL), desk, { apply: true, errorsPath: path.join(folder, 'errors.csv') });
}

describe('importing a roll', () => {
  it('writes nothing without --apply', async () => {
    expect(await importRoll(rows(ROLL), desk, { apply: false, errorsPath: path.join(folder, 'errors.csv') })).toBe(
      false,
    );
    expect(lines.at(-1)).toContain('Belum ada yang disimpan');
    expect(asked).toEqual([]);
    expect(await desk.store.findCertificatesOfHolder({ owner: '', nip: '199005152015032001' })).toEqual([]);
    await expect(stat(path.join(folder, 'errors.csv'))).rejects.toThrow('ENOENT');
  });

  it('asks, adds the good rows, keeps the bad ones to the operator alone, and enters the audit trail', async () => {
    expect(await applyRoll()).toBe(false);
    expect(asked).toEqual(['Simpan 1 sertifikat? Ketik ya: ']);
    expect(lines).toContain('1 sertifikat disimpan.');
    expect((await stat(path.join(folder, 'errors.csv'))).mode & 0o777).toBe(0o600);
    expect(await readFile(path.join(folder, 'errors.csv'), 'utf8')).toContain('Nama: berisi angka');
    const by = { actor: 'administrator', channel: 'cli' };
    expect(await acts()).toEqual([{ act: 'roll_imported', ...by, subject: 'roll', detail: { rows: '1' } }]);
  });

  it('adds nothing and enters nothing when the answer is no', async () => {
    answer = false;
    await applyRoll();
    expect(lines.at(-1)).toBe('Tidak ada yang disimpan.');
    expect(await acts()).toEqual([]);
  });

  it('tells which offices of it the list does not know, where there is a list', async () => {
    await applyRoll();
    expect(lines.join('\n')).not.toContain('tidak ada dalam daftar');
    desk = { ...desk, store: createMemoryStore() };
    await desk.store.keepOffices([{ name: 'Dinas Kesehatan', area: 'Tarakan Tengah' }]);
    await applyRoll();
    expect(lines).toContain('tidak ada dalam daftar: "Dinas Kesehatn" (1 orang); mungkin maksudnya "Dinas Kesehatan"');
  });
});

describe('importing the list of offices', () => {
  it('tells what it changes and which names in the records it does not know, asks, and takes the place of the one before', async () => {
    await applyRoll();
    lines = [];
    expect(await importOffices(rows(LIST), desk, { apply: true })).toBe(true);
    expect(lines).toEqual([
      '1 baris: 1 baik, 0 salah.',
      'tidak ada dalam daftar: "Dinas Kesehatn" (1 orang); mungkin maksudnya "Dinas Kesehatan"',
      expect.stringContaining('1 nama di atas tidak terhitung'),
      'baru: Dinas Kesehatan',
      'Dibandingkan daftar yang dipakai sekarang: 1 baru, 0 tidak ada lagi, 0 berubah.',
      'Daftar 1 Perangkat Daerah disimpan.',
    ]);
    expect(await desk.store.findOffices()).toEqual([
      { name: 'Dinas Kesehatan', area: 'Tarakan Tengah', also: ['Dinkes'] },
    ]);
    expect((await acts()).at(-1)).toMatchObject({
      act: 'offices_changed',
      detail: { offices: '1', added: '1', gone: '0', changed: '0' },
    });
    await importOffices(rows(LIST), desk, { apply: true });
    expect(lines.at(-1)).toBe('Tidak ada yang perlu disimpan.');
    expect(await acts()).toHaveLength(2);
  });

  it.each([
    { list: `${LIST}\n=1+1,Tarakan Barat,`, apply: true, said: 'Tidak ada yang disimpan: mohon perbaiki' },
    { list: LIST, apply: false, said: 'Belum ada yang disimpan' },
  ])('keeps nothing: $said', async ({ list, apply, said }) => {
    await importOffices(rows(list), desk, { apply });
    expect(lines.at(-1)).toContain(said);
    expect(asked).toEqual([]);
    expect(await desk.store.findOffices()).toBeUndefined();
    expect(await acts()).toEqual([]);
  });

  it('refuses a list that contradicts itself', async () => {
    await expect(importOffices(rows(`${LIST}\nDINKES,Tarakan Barat,`), desk, { apply: true })).rejects.toThrow(
      '"DINKES" ada dua kali',
    );
  });
});

describe('a call of it', () => {
  it.each([
    { args: [], why: 'npm run import -- --offices FILE' },
    { args: ['a.xlsx', 'b.xlsx'], why: 'npm run import' },
    { args: ['--office', 'a.csv'], why: "Unknown option '--office'" },
    { args: ['a.pdf'], why: 'npm run import' },
    { args: ['there-is-none.csv'], why: 'there is no file there-is-none.csv' },
  ])('makes no sense with $args', ({ args, why }) => {
    const call = () => readImportCall(args);
    expect(call).toThrow(Usage);
    expect(call).toThrow(why);
  });

  it('names the file, what it holds, and whether to keep it', async () => {
    const file = path.join(folder, 'list.CSV');
    await writeFile(file, LIST);
    expect(readImportCall([file])).toEqual({ path: file, what: 'roll', apply: false, rows: rows(LIST) });
    expect(readImportCall(['--apply', file, '--offices'])).toMatchObject({ what: 'offices', apply: true });
  });

  it('ends with 2 and a sentence when it makes no sense, and when the settings are missing', async () => {
    const file = path.join(folder, 'list.csv');
    await writeFile(file, LIST);
    const senseless = spawnScript('scripts/import.ts', {}, ['--office', file]);
    const bare = spawnScript('scripts/import.ts', {}, ['--offices', file]);
    expect(await Promise.all([senseless.ended, bare.ended])).toEqual([2, 2]);
    expect(senseless.err()).toMatch(/^Unknown option '--office'/);
    expect(bare.err()).toContain('DATA_KEY');
  });
});
