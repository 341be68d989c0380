// Bringing in the roll of people who have a certificate already: what is wrong with it is said, what is good is added once.
import { describe, expect, it } from 'vitest';
import type { Known, RollReport } from '../../src/app/import-roll.ts';
import { applyRoll, checkRoll, errorsFile } from '../../src/app/import-roll.ts';
import { storeRoll } from '../../src/app/store-roll.ts';
import type { Store } from '../../src/app/ports.ts';
import type { SheetRow } from '../../src/core/sheet.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { readCsv } from '../../src/sheets/read-csv.ts';
import { readXlsx } from '../../src/sheets/read-xlsx.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { reportRoll } from '../../scripts/import-report.ts';
import { xlsx } from '../helpers/sheet-file.ts';
import { START } from '../helpers/world.ts';

const PROFILE = loadProfile('tarakan');
const RULES = { today: '2026-11-18', mailDomains: PROFILE.mailDomains, validYears: 2 };
const HEAD = 'Nama,NIP,Perangkat Daerah,Email Dinas,Terbit';
const NIP = '199005152015032001';

function row(changes: { nama?: string; nip?: string; email?: string; terbit?: string } = {}): string {
  const { nama = 'Sari Lestari', nip = NIP, email = 'sari@tarakankota.go.id', terbit = '2026-01-31' } = changes;
  return [nama, nip, 'Dinas Kesehatan', email, terbit].map((cell) => `"${cell}"`).join(',');
}

function nipOf(serial: number): string {
  const month = String((Math.floor(serial / 999) % 12) + 1).padStart(2, '0');
  const year = 1970 + Math.floor(serial / (999 * 12));
  return `${year}${month}15201001${(serial % 2) + 1}${String((serial % 999) + 1).padStart(3, '0')}`;
}

let count = 0;

function rollOf(store: Store): ReturnType<typeof storeRoll> {
  return storeRoll(store, PROFILE, { next: () => `id-${(count += 1)}` }, { now: () => START });
}

async function check(file: string | readonly SheetRow[], store = createMemoryStore()): Promise<RollReport> {
  const rows = typeof file === 'string' ? readCsv(Buffer.from(file)) : file;
  const report = await checkRoll(rows, RULES, rollOf(store), () => undefined);
  if ('problems' in report) throw new Error(report.problems.join('; '));
  return report;
}

async function errorsOf(line: string, ...more: string[]): Promise<readonly string[]> {
  const { results } = await check([HEAD, line, ...more].join('\n'));
  return results[0]?.errors ?? [];
}

describe('the columns of a roll', () => {
  it.each([
    'Nama,NIP,Perangkat Daerah,Email Dinas,Terbit',
    'NAMA LENGKAP;nip;OPD;E-mail;Tgl. Terbit',
    'No,Name,Staff number,Office,Official email,Issued on,NIK,Golongan,Berlaku sampai,Keterangan',
  ])('are known by their names in two languages: %s', async (head) => {
    await expect(check(`${head}\n`.concat(head.replace(/[^,;]+/g, 'x')))).resolves.toBeDefined();
  });

  it.each([
    { head: 'Nama,NIK,Perangkat Daerah,Email Dinas,Terbit', why: 'kolom NIP tidak ada' },
    { head: `${HEAD},Golonga`, why: 'kolom ke-6 "Golonga" tidak dikenal; mungkin maksudnya Golongan?' },
    { head: `${HEAD},Pangkat Kepala`, why: 'yang dikenal: Nama, NIP, NIK, Perangkat Daerah' },
    { head: `${HEAD},nip`, why: 'kolom NIP ada dua kali' },
  ])('are refused with what was expected: $why', async ({ head, why }) => {
    await expect(check(`${head}\n${row()}`)).rejects.toThrow(why);
  });

  it('need rows below them', async () => {
    await expect(check(HEAD)).rejects.toThrow('tidak ada baris');
    await expect(check('')).rejects.toThrow('kosong');
  });
});

describe('a row of a roll', () => {
  it.each([
    { terbit: '2026-01-31', day: '2026-01-31' },
    { terbit: '31/01/2026', day: '2026-01-31' },
    { terbit: '3/2/2026', day: '2026-02-03' },
    { terbit: '31 Januari 2026', day: '2026-01-31' },
    { terbit: '18 Agustus 2026', day: '2026-08-18' },
  ])('may be dated $terbit', async ({ terbit, day }) => {
    const { fresh } = await check(`${HEAD}\n${row({ terbit })}`);
    expect(fresh).toMatchObject([{ nip: NIP, issuedOn: day }]);
  });

  it('may be dated by a date cell', async () => {
    const head = HEAD.split(',');
    const { fresh } = await check(readXlsx(xlsx([head, ['Sari', NIP, 'Dinkes', 'sari@tarakankota.go.id', 46344]])));
    expect(fresh).toMatchObject([{ row: 2, issuedOn: '2026-11-18', validUntil: '2028-11-18' }]);
  });

  it.each([
    { terbit: '31/02/2026', why: 'tanggal ini tidak ada' },
    { terbit: '11/18/2026', why: 'bulan 18 tidak ada; mohon tulis hari/bulan/tahun' },
    { terbit: '03/04/26', why: 'tahunnya dua angka' },
    { terbit: 'kemarin', why: 'bukan tanggal' },
    { terbit: '2026-11-19', why: 'belum tiba' },
    { terbit: '', why: 'kosong' },
  ])('is refused when dated $terbit: $why', async ({ terbit, why }) => {
    expect(await errorsOf(row({ terbit }))).toEqual([expect.stringContaining(`Terbit: ${why}`)]);
  });

  it('with a day that could be two is refused only where another row shows that the month may come first', async () => {
    expect(await errorsOf(row({ terbit: '03/04/2026' }))).toEqual([]);
    const other = row({ nip: nipOf(7), terbit: '04/30/2026' });
    expect(await errorsOf(row({ terbit: '03/04/2026' }), other)).toEqual([expect.stringContaining('dua tanggal')]);
    expect(await errorsOf(row({ terbit: '05/05/2026' }), other)).toEqual([]);
  });

  it('with a formula where a value is wanted is refused, whatever its result', async () => {
    const formula = { formula: 'A9', result: NIP };
    const rows = readXlsx(xlsx([HEAD.split(','), ['Sari', formula, 'Dinkes', 'sari@tarakankota.go.id', 46344]]));
    const { results } = await check(rows);
    expect(results[0]?.errors).toEqual(['NIP: berisi rumus; mohon tulis nilainya']);
  });

  it('with a NIP that a number cell has cut is refused with the reason', async () => {
    const rows = readXlsx(xlsx([HEAD.split(','), ['Sari', Number(NIP), 'Dinkes', 'sari@tarakankota.go.id', 46344]]));
    expect((await check(rows)).results[0]?.errors).toEqual([expect.stringContaining('digit akhirnya hilang')]);
  });

  it.each([
    { changes: { nama: '=cmd|calc' }, why: 'Nama: bukan nama orang' },
    { changes: { nip: '19900515' }, why: 'NIP: jumlah angkanya tidak sesuai' },
    { changes: { email: 'sari@gmail.com' }, why: 'Email Dinas: bukan email dinas instansi ini' },
  ])('is refused: $why', async ({ changes, why }) => {
    expect(await errorsOf(row(changes))).toEqual([why]);
  });

  it('that is there twice is refused both times, with the other row', async () => {
    const { results, fresh } = await check([HEAD, row(), row({ nip: nipOf(1) }), row({ nama: 'Dua' })].join('\n'));
    expect(results.map(({ errors }) => errors)).toEqual([
      ['NIP: juga ada di baris 4'],
      [],
      ['NIP: juga ada di baris 2'],
    ]);
    expect(fresh).toHaveLength(1);
  });

  it('is told with its number and a masked NIP, and nothing else about the person', async () => {
    const lines = reportRoll(
      await check(`${HEAD}\n${row({ terbit: '2020-01-31' })}\n${row({ nip: nipOf(3), nama: '9' })}`),
    );
    expect(lines).toEqual([
      'baris 2 (NIP 1990•••••••••••001): perhatian: Berlaku Sampai: sudah lewat',
      'baris 3 (NIP 1970•••••••••••004): SALAH: Nama: berisi angka',
      '2 baris: 1 baru, 0 sudah tercatat, 1 salah.',
    ]);
  });
});

describe('adding a roll', () => {
  it('makes a certificate without a chat that is found by the NIP and reminded of; the same file again changes nothing', async () => {
    const store = createMemoryStore();
    const file = `${HEAD}\n${row()}\n${row({ nip: nipOf(1), nama: 'Budi' })}`;
    expect(await applyRoll(await check(file, store), rollOf(store), () => undefined)).toBe(2);
    const [certificate] = await store.findCertificatesOfHolder({ owner: '', nip: NIP });
    expect(certificate).toMatchObject({
      name: 'Sari Lestari',
      issuedOn: '2026-01-31',
      validUntil: '2028-01-31',
      revision: 1,
    });
    expect(certificate?.remindAt).toBeDefined();
    const again = await check(file, store);
    expect(again).toMatchObject({ known: 2, fresh: [] });
    expect(await applyRoll(again, rollOf(store), () => undefined)).toBe(0);
    expect(await store.findCertificatesOfHolder({ owner: '', nip: NIP })).toEqual([certificate]);
  });

  it('leaves alone who has one from another day, and whoever got one since the check', async () => {
    const store = createMemoryStore();
    const report = await check(`${HEAD}\n${row()}`, store);
    await applyRoll(await check(`${HEAD}\n${row({ terbit: '2026-02-01' })}`, store), rollOf(store), () => undefined);
    expect(await applyRoll(report, rollOf(store), () => undefined)).toBe(0);
    const { results } = await check(`${HEAD}\n${row()}`, store);
    expect(results[0]?.errors).toEqual(['NIP: sudah tercatat, dengan tanggal terbit 2026-02-01']);
  });

  it('keeps what figures are made of, and neither NIK nor mail', async () => {
    const store = createMemoryStore();
    const lines = [
      `${HEAD},NIK,Golongan`,
      `${row()},6473055505900003,Penata Muda`,
      `${row({ nip: nipOf(1) })},,`,
      `${row({ nip: nipOf(2) })},,PPPK IX`,
    ];
    await applyRoll(await check(lines.join('\n'), store), rollOf(store), () => undefined);
    const [certificate] = await store.findCertificatesOfHolder({ owner: '', nip: NIP });
    const facts = { office: 'Dinas Kesehatan', golongan: 'III/a', status: 'pns', sex: 'female' };
    expect(certificate).toMatchObject({ ...facts, countsFrom: '2026-01-31' });
    expect(JSON.stringify(certificate)).not.toMatch(/6473|tarakankota/);
    const [second] = await store.findCertificatesOfHolder({ owner: '', nip: nipOf(1) });
    expect(second).toMatchObject({ status: 'pns', sex: 'female' });
    expect(second?.golongan).toBeUndefined();
    const [third] = await store.findCertificatesOfHolder({ owner: '', nip: nipOf(2) });
    expect(third).toMatchObject({ golongan: 'IX', status: 'pppk' });
  });

  it('neither revives a revoked certificate nor counts its holder twice when there is a newer one', async () => {
    const store = createMemoryStore();
    await applyRoll(await check(`${HEAD}\n${row()}`, store), rollOf(store), () => undefined);
    const [first] = await store.findCertificatesOfHolder({ owner: '', nip: NIP });
    if (!first) throw new Error('nothing was added');
    const revoked = { on: '2026-03-01', countsFrom: '2026-03-02', ground: 'internal', application: 'TTE-AAAAAA' };
    await store.saveCertificate({ ...first, revoked, revision: 2 });
    const again = await check(`${HEAD}\n${row()}`, store);
    expect(again).toMatchObject({ fresh: [], known: 1 });
    const older = await check(`${HEAD}\n${row({ terbit: '2026-01-01' })}`, store);
    expect(older.results[0]?.errors).toEqual(['NIP: sudah tercatat, dengan tanggal terbit 2026-01-31']);

    const newer = await check(`${HEAD}\n${row({ terbit: '2026-05-04' })}`, store);
    expect(await applyRoll(newer, rollOf(store), () => undefined)).toBe(1);
    const personsOn = async (day: string): Promise<number[]> => {
      const tallies = await store.tallyHolders({ day, nearEndUntil: day, changedBefore: day });
      return tallies.flatMap(({ persons, active }) => [persons, active]);
    };
    expect(await personsOn('2026-02-01')).toEqual([1, 1]);
    expect(await personsOn('2026-05-03')).toEqual([1, 0]);
    expect(await personsOn('2026-05-04')).toEqual([1, 1]);
    const former = await store.findCertificate(first.id);
    expect(former).toMatchObject({ revoked, supersededFrom: '2026-05-04' });
    expect(await check(`${HEAD}\n${row({ terbit: '2026-05-04' })}`, store)).toMatchObject({ fresh: [], known: 1 });
  });

  it('counts nobody twice though it breaks off between two records of a holder, and goes on from there', async () => {
    const store = createMemoryStore();
    await applyRoll(await check(`${HEAD}\n${row()}`, store), rollOf(store), () => undefined);
    const [first] = await store.findCertificatesOfHolder({ owner: '', nip: NIP });
    if (!first) throw new Error('nothing was added');
    const revoked = { on: '2026-03-01', countsFrom: '2026-03-02', ground: 'internal', application: 'TTE-AAAAAA' };
    await store.saveCertificate({ ...first, revoked, revision: 2 });
    let saves = 0;
    const dying: Store = {
      ...store,
      saveCertificate: async (certificate) => {
        saves += 1;
        if (saves > 1) throw new Error('the process was ended');
        return store.saveCertificate(certificate);
      },
    };
    const newer = `${HEAD}\n${row({ terbit: '2026-05-04' })}`;
    await expect(applyRoll(await check(newer, store), rollOf(dying), () => undefined)).rejects.toThrow('ended');
    const personsOn = async (day: string): Promise<number> => {
      const tallies = await store.tallyHolders({ day, nearEndUntil: day, changedBefore: day });
      return tallies.reduce((sum, { persons }) => sum + persons, 0);
    };
    expect(await personsOn('2026-05-04')).toBeLessThan(2);
    expect(await applyRoll(await check(newer, store), rollOf(store), () => undefined)).toBe(1);
    expect(await personsOn('2026-05-03')).toBe(1);
    expect(await personsOn('2026-05-04')).toBe(1);
  });

  it('lists the bad rows as they stood, with the reasons, and with no formula in them', async () => {
    const rows = readCsv(Buffer.from(`${HEAD}\n${row()}\n${row({ nama: '=cmd|calc!A', nip: nipOf(2) })}`));
    const lines = errorsFile(rows, (await check(rows)).results)
      .trimEnd()
      .split('\r\n');
    expect(lines).toEqual([
      '"Baris","Nama","NIP","Perangkat Daerah","Email Dinas","Terbit","Masalah"',
      `"3","'=cmd|calc!A","${nipOf(2)}","Dinas Kesehatan","sari@tarakankota.go.id","2026-01-31","Nama: bukan nama orang"`,
    ]);
  });

  it('deals with 100,000 rows, and says how far it is', async () => {
    const list = Array.from({ length: 100_000 }, (_, at) =>
      row({ nip: nipOf(at) })
        .replaceAll('"', '')
        .split(','),
    );
    const bytes = xlsx([HEAD.split(','), ...list]);
    const seen: number[] = [];
    const started = performance.now();
    const rows = readXlsx(bytes);
    const nobody = { known: () => Promise.resolve(new Map<string, Known>()), add: () => Promise.resolve(0) };
    const report = await checkRoll(rows, RULES, nobody, (done) => seen.push(done));
    expect(performance.now() - started).toBeLessThan(60_000);
    expect('problems' in report ? report.problems : report.fresh.length).toBe(100_000);
    expect(seen.at(-1)).toBe(100_000);
    expect(seen.length).toBeGreaterThan(50);
  }, 120_000);
});
