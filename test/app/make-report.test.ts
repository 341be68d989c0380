// A report as files: the same figures in each format, the roll only where it may be, and nothing in it that a spreadsheet would carry out.
import { strFromU8, unzipSync } from 'fflate';
import { beforeEach, describe, expect, it } from 'vitest';
import type { OnRoll, ReportFile, ReportPlan } from '../../src/app/make-report.ts';
import { countReport, makeReportFiles, reportName, reportParts, ROLL_FILE } from '../../src/app/make-report.ts';
import { addDays } from '../../src/core/local-date.ts';
import type { Certificate } from '../../src/core/certificate.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const TODAY = '2026-11-18';
const INTERNAL: ReportPlan = {
  edition: 'internal',
  language: 'id',
  from: '2026-01-01',
  day: TODAY,
  formats: ['pdf', 'xlsx', 'csv', 'json'],
  roll: 'full',
};
const PUBLIC: ReportPlan = { ...INTERNAL, edition: 'public' };

let world: World;

beforeEach(async () => {
  world = await makeWorld();
});

function owner(number: number, more: Partial<Certificate> = {}): Certificate {
  const id = `contoh-${String(number).padStart(6, '0')}`;
  const issuedOn = addDays('2026-02-02', number % 28);
  return {
    id,
    owner: id,
    name: 'Melati Puspitasari',
    nip: String(199005152015032000n + BigInt(number)),
    office: 'Dinas Kesehatan',
    golongan: 'III/a',
    status: 'pns',
    sex: 'female',
    issuedOn,
    validUntil: '2028-02-01',
    recordedAt: `${issuedOn}T02:00:00.000Z`,
    countsFrom: issuedOn,
    remindedUntil: `${issuedOn}T02:00:00.000Z`,
    revision: 1,
    ...more,
  };
}

async function keep(...certificates: Certificate[]): Promise<void> {
  for (const each of certificates) await world.store.saveCertificate(each);
}

async function makeFiles(plan: ReportPlan): Promise<ReportFile[]> {
  return makeReportFiles(world.desk, plan, await countReport(world.desk, plan));
}

function find(files: readonly ReportFile[], type: ReportFile['type']): Uint8Array {
  const file = files.find((each) => each.type === type);
  if (!file) throw new Error(`no ${type} among ${files.map(({ name }) => name).join(', ')}`);
  return file.bytes;
}

/** By name, as text. */
function unzip(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(
    Object.entries(unzipSync(bytes)).map(([name, inner]) => [name, Buffer.from(inner).toString('utf8')]),
  );
}

/** All that stands in a workbook. */
function bookText(bytes: Uint8Array): string {
  return Object.values(unzip(bytes)).join('\n');
}

describe('a report as files', () => {
  it('is named after the agency, the period, the edition and the language', async () => {
    const nameOf = (order: Partial<ReportPlan>): string => reportName(world.desk, { ...PUBLIC, ...order });
    expect(nameOf({})).toBe('laporan-tte-tarakan-2026-publik');
    expect(nameOf({ from: '2025-01-01', day: '2025-12-31', language: 'en' })).toBe(
      'laporan-tte-tarakan-2025-publik-en',
    );
    expect(nameOf({ from: '2026-03-01', day: '2026-12-31' })).toBe(
      'laporan-tte-tarakan-2026-03-01-sd-2026-12-31-publik',
    );
    expect(nameOf({ day: '2026-06-30', edition: 'internal' })).toBe(
      'laporan-tte-tarakan-2026-01-01-sd-2026-06-30-internal',
    );
    const files = await makeFiles(PUBLIC);
    expect(files.map(({ name }) => name)).toEqual([
      'laporan-tte-tarakan-2026-publik.pdf',
      'laporan-tte-tarakan-2026-publik.xlsx',
      'laporan-tte-tarakan-2026-publik.json',
      'laporan-tte-tarakan-2026-publik.zip',
    ]);
  });

  it('has only the formats that are asked for', async () => {
    const files = await makeFiles({ ...PUBLIC, formats: ['json'] });
    expect(files.map(({ type }) => type)).toEqual(['json']);
  });

  it('tells the same figure in JSON, in CSV and in the workbook', async () => {
    await keep(...Array.from({ length: 7 }, (_, number) => owner(number)));
    const files = await makeFiles({ ...INTERNAL, roll: 'none' });
    const json = JSON.parse(strFromU8(find(files, 'json'))) as {
      sections: Record<string, { rows: Record<string, unknown>[] }>;
    };
    expect(json.sections['certificates']?.rows[0]).toEqual({ state: 'Aktif', count: 7 });
    expect(unzip(find(files, 'zip'))['certificates.csv']).toContain('"Aktif";7\r\n');
    expect(bookText(find(files, 'xlsx'))).toMatch(/<v>7<\/v>/);
    expect(strFromU8(find(files, 'pdf').subarray(0, 5))).toBe('%PDF-');
  });

  it('in the public edition names nobody, whatever is asked of the roll', async () => {
    await keep(owner(1), owner(2));
    const files = await makeFiles(PUBLIC);
    const all = [
      bookText(find(files, 'xlsx')),
      ...Object.values(unzip(find(files, 'zip'))),
      strFromU8(find(files, 'json')),
    ];
    expect(all.join('\n')).not.toMatch(/Melati|19900515/);
    expect(Object.keys(unzip(find(files, 'zip')))).not.toContain('daftar-pemilik.csv');
  });

  it('counts what there is on its day, and says when there was nothing', async () => {
    await keep(owner(1));
    expect(await countReport(world.desk, INTERNAL)).toMatchObject({ persons: 1, isEmpty: false });
    expect(await countReport(world.desk, { ...INTERNAL, from: '2020-01-01', day: '2020-12-31' })).toMatchObject({
      persons: 0,
      isEmpty: true,
    });
  });
});

describe('the roll in the internal edition', () => {
  async function rollOf(order: Partial<ReportPlan> = {}): Promise<{ csv: string[]; book: string }> {
    const files = await makeFiles({ ...INTERNAL, formats: ['xlsx', 'csv'], ...order });
    const csv = unzip(find(files, 'zip'))['daftar-pemilik.csv'] ?? '';
    return { csv: csv.split('\r\n'), book: bookText(find(files, 'xlsx')) };
  }

  it('has everybody once, with the state of that day', async () => {
    const revoked = { on: '2026-07-01', countsFrom: '2026-07-01', ground: 'internal', application: 'TTE-AAAAAA' };
    await keep(
      owner(1),
      owner(2, { revoked }),
      owner(3, { supersededFrom: '2026-05-01' }),
      owner(4, { validUntil: TODAY }),
    );
    expect((await rollOf()).csv).toEqual([
      '\uFEFF"Nama";"NIP";"Perangkat Daerah";"Golongan";"Terbit";"Berlaku sampai";"Keadaan"',
      '"Melati Puspitasari";"199005152015032001";"Dinas Kesehatan";"III/a";"2026-02-03";"2028-02-01";"Aktif"',
      '"Melati Puspitasari";"199005152015032002";"Dinas Kesehatan";"III/a";"2026-02-04";"2028-02-01";"Dicabut"',
      '"Melati Puspitasari";"199005152015032004";"Dinas Kesehatan";"III/a";"2026-02-06";"2026-11-18";"Segera berakhir"',
      '',
    ]);
    const june = await rollOf({ day: '2026-06-30', language: 'en' });
    expect(june.csv[2]).toContain('"Active"');
    expect(june.csv).toHaveLength(5);
    expect((await rollOf({ day: '2026-07-01', language: 'en' })).csv[2]).toContain('"Revoked"');
    const april = await rollOf({ day: '2026-04-30' });
    expect(april.csv).toHaveLength(6);
  });

  it('is masked where that is asked for', async () => {
    await keep(owner(1));
    const { csv, book } = await rollOf({ roll: 'masked' });
    expect(csv[1]).toContain('"M••• P•••";"1990•••••••••••001"');
    expect(`${csv.join('\n')}${book}`).not.toMatch(/Melati|199005152015032001/);
    expect(book).toContain('1990•••••••••••001');
  });

  it('is left out where that is asked for', async () => {
    await keep(owner(1));
    const { csv, book } = await rollOf({ roll: 'none' });
    expect(csv).toEqual(['']);
    expect(book).not.toContain('Melati');
  });

  it('holds what looks like a formula as a text, in CSV and in the workbook', async () => {
    const formula = '=HYPERLINK("http://example.invalid","klik")';
    await keep(owner(1, { office: formula, name: '+Melati' }), owner(2, { office: '@SUM(A1:A9)' }));
    const { csv, book } = await rollOf();
    expect(csv[1]).toContain(`"'+Melati"`);
    expect(csv[1]).toContain(`"'=HYPERLINK(""http://example.invalid"",""klik"")"`);
    expect(csv[2]).toContain(`"'@SUM(A1:A9)"`);
    expect(book).toContain('@SUM(A1:A9)');
    expect(book).toContain('=HYPERLINK');
    expect(book).not.toContain('<f>');
  });

  it('comes in pages: nobody is left out or told twice where there are more than one', async () => {
    const count = 2345;
    for (let number = 0; number < count; number += 1) await keep(owner(number));
    const progress: number[] = [];
    const plan: ReportPlan = { ...INTERNAL, formats: ['csv'] };
    const onRoll: OnRoll = (done, of) => void progress.push(done, of);
    const counted = await countReport(world.desk, plan);
    let roll = '';
    for await (const { name, content } of reportParts(world.desk, plan, counted, { longRoll: false, onRoll }))
      if (name === ROLL_FILE) for await (const piece of content as AsyncIterable<string>) roll += piece;
    const lines = roll.trimEnd().split('\r\n').slice(1);
    expect(new Set(lines).size).toBe(count);
    expect(lines).toHaveLength(count);
    expect(progress).toEqual([1000, count, 2000, count, count, count]);
  });

  it('of more than 10,000 goes into a CSV alone, and never into a chat; the report says so', async () => {
    const many = { ...INTERNAL, formats: ['xlsx', 'csv', 'json'] as const };
    await keep(owner(1));
    const counted = { ...(await countReport(world.desk, many)), persons: 10_001 };
    const partsOf = async (longRoll: boolean): Promise<Map<string, unknown>> => {
      const parts = new Map<string, unknown>();
      for await (const { name, content } of reportParts(world.desk, many, counted, { longRoll }))
        parts.set(name, content);
      return parts;
    };
    const written = await partsOf(true);
    expect(written.has('daftar-pemilik.csv')).toBe(true);
    const json = `${reportName(world.desk, many)}.json`;
    expect(written.get(json)).toContain('lebih dari 10.000 orang; seluruhnya ada pada berkas daftar-pemilik.csv');
    expect(bookText(written.get(`${reportName(world.desk, many)}.xlsx`) as Uint8Array)).not.toContain('Melati');
    const sent = await partsOf(false);
    expect(sent.has('daftar-pemilik.csv')).toBe(false);
    expect(sent.get(json)).toContain('tidak disertakan di sini');
  });
});
