// What a report says of given figures: which tables, which rows, what is withheld, and every word in both languages.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Figures } from '../../src/core/figures.ts';
import type { Language } from '../../src/core/profile.ts';
import { LANGUAGES } from '../../src/core/profile.ts';
import type { Edition, Report, ReportSection } from '../../src/core/report.ts';
import { SUPPRESSED } from '../../src/core/report.ts';
import type { HolderTally } from '../../src/core/tally.ts';
import { makeReport } from '../../src/engine/report.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { holders, makeFigures, OFFICES, texts } from '../helpers/report-figures.ts';

const profile = loadProfile('tarakan');

function reportOf(figures: Figures, edition: Edition = 'internal', language: Language = 'id'): Report {
  return makeReport(figures, { edition, language, texts, profile });
}

function section(report: Report, key: string): ReportSection {
  const found = report.sections.find((each) => each.key === key);
  if (!found) throw new Error(`no section ${key}`);
  return found;
}

/** Every text and number that a reader could see. */
function allOf(report: Report): string {
  return JSON.stringify(report);
}

/** All that the desk knows, as of today. */
const DESK: Partial<Figures> = {
  isToday: true,
  months: [
    { month: '2026-02', issued: 20, revoked: 0 },
    { month: '2026-11', issued: 9, revoked: 1 },
  ],
  grounds: [
    { ground: 'sesuatu', count: 1 },
    { ground: 'pensiun', count: 4 },
  ],
  requests: [
    { service: 'layanan_lama', state: 'in_progress', step: 'langkah_lama', count: 1, late: 0 },
    { service: 'penerbitan', state: 'completed', count: 29, late: 0 },
    { service: 'penerbitan', state: 'returned', step: 'verifikasi', count: 2, late: 0 },
    { service: 'penerbitan', state: 'in_progress', step: 'disposisi_kepala_dinas', count: 7, late: 3 },
  ],
  steps: [
    {
      service: 'penerbitan',
      step: 'disposisi_kepala_dinas',
      allowed: { minutes: 15 },
      decisions: 8,
      median: 12,
      p90: 40,
      late: 2,
    },
    { service: 'penerbitan', step: 'langkah_lama', decisions: 1, median: 5, p90: 5, late: 0 },
    { service: 'pencabutan', step: 'pencabutan', allowed: { days: 1 }, decisions: 4, median: 90, p90: 91, late: 0 },
  ],
  reasons: [
    { service: 'penerbitan', kind: 'papers_returned', reason: '', count: 3 },
    {
      service: 'penerbitan',
      kind: 'papers_returned',
      reason: profile.services['penerbitan']?.returnReasons[0]?.id ?? '',
      count: 5,
    },
    { service: 'penerbitan', kind: 'application_rejected', reason: 'Alasan yang sudah tidak ada', count: 1 },
  ],
  checks: [
    { value: 'valid', count: 12 },
    { value: 'unsigned', count: 4 },
    { value: 'later_kind', count: 1 },
  ],
  messages: [
    { channel: 'web', lines: 40 },
    { channel: 'telegram', lines: 1200 },
    { channel: 'surat', lines: 1 },
  ],
};

describe('the public edition', () => {
  const report = reportOf(makeFigures(), 'public');

  it('has the two indicators and nothing of the desk', () => {
    expect(report.sections.map(({ key }) => key)).toEqual(['share', 'areas', 'golongan', 'sex', 'offices']);
    expect(section(report, 'offices').columns.map(({ key }) => key)).toEqual(['office', 'area', 'uses', 'persons']);
  });

  it('tells the share of Perangkat Daerah, and by area', () => {
    expect(section(report, 'share').rows).toEqual([
      ['Selatan', 2, 1, 50],
      ['Utara', 2, 2, 100],
      ['Jumlah', 4, 3, 75],
    ]);
  });

  it('withholds a count below three with what would reveal it, in every table that has it', () => {
    expect(section(report, 'golongan').rows).toEqual([
      ['III/a', 6],
      ['III/b', 14],
      ['PNS, golongan belum diketahui', 4],
      ['PPPK', SUPPRESSED],
      ['Status kepegawaian belum diketahui', SUPPRESSED],
      ['Jumlah', 29],
    ]);
    expect(section(report, 'offices').rows).toEqual([
      ['Dinas Alfa Beta (dahulu Dinas Alfa, Dinas Beta)', 'Utara', 'Ya', SUPPRESSED],
      ['Dinas Delta', 'Selatan', 'Ya', 9],
      ['Dinas Epsilon', 'Selatan', 'Tidak', 4],
      ['Dinas Gama', 'Utara', 'Ya', SUPPRESSED],
      ['Tidak ada dalam daftar, atau belum diketahui', '', '', 3],
      ['Jumlah', '', '', 29],
    ]);
  });

  it('has a row of its own for a sex that is not known', () => {
    expect(section(report, 'sex').rows).toEqual([
      ['Laki-laki', 15],
      ['Perempuan', 11],
      ['Belum diketahui', 3],
      ['Jumlah', 29],
    ]);
  });

  it('tells in its summary and under its charts nothing that a table withholds', () => {
    const few = [holders(2, { office: 'Dinas Delta', status: 'pppk', sex: 'female' })];
    const small = reportOf(makeFigures({ tallies: few }), 'public');
    expect(small.summary.map(({ key, value }) => `${key} ${value}`)).toEqual([
      'share 25%',
      'using 1 dari 4',
      'holders *',
      'male 0',
      'female *',
      'pppk *',
    ]);
    for (const { chart, rows } of small.sections.slice(1)) {
      expect(chart?.alt ?? 'tidak ada angka').toContain('tidak ada angka');
      expect(rows.flat()).not.toContain(2);
    }
  });

  it('does not call the greatest count that is shown the greatest of all', () => {
    const { title, chart } = section(report, 'offices');
    expect(chart?.alt).toBe(`${title}: terbanyak di antara yang ditampilkan Dinas Delta, 9.`);
    expect(section(report, 'sex').chart?.alt).toMatch(/: terbanyak Laki-laki, 15\.$/);
  });

  it('says what is meant by a star', () => {
    expect(report.notes.join(' ')).toContain('Tanda bintang berarti angka tidak ditampilkan: kurang dari 3 orang');
  });
});

describe('the internal edition', () => {
  const report = reportOf(makeFigures(DESK));

  it('withholds nothing', () => {
    expect(allOf(report)).not.toContain('suppressed');
    expect(section(report, 'offices').rows).toEqual([
      ['Dinas Alfa Beta (dahulu Dinas Alfa, Dinas Beta)', 'Utara', 'Ya', 11, 11, 2, 0, 0, 1],
      ['Dinas Delta', 'Selatan', 'Ya', 9, 9, 0, 0, 0, 0],
      ['Dinas Epsilon', 'Selatan', 'Tidak', 4, 0, 0, 3, 1, 0],
      ['Dinas Gama', 'Utara', 'Ya', 2, 2, 0, 0, 0, 0],
      ['Tidak ada dalam daftar, atau belum diketahui', '', '', 3, 3, 0, 0, 0, 0],
      ['Jumlah', '', '', 29, 25, 2, 3, 1, 1],
    ]);
  });

  it('shows an office by the name it bore on the day, and nobody twice', () => {
    const before = section(reportOf(makeFigures({ day: '2026-06-30' })), 'offices').rows;
    expect(before.slice(0, 2).map(([name, , , persons]) => [name, persons])).toEqual([
      ['Dinas Alfa', 6],
      ['Dinas Beta', 5],
    ]);
    expect(before.at(-1)?.[3]).toBe(29);
  });

  it('tells what needs attention of today only', () => {
    expect(section(report, 'attention').rows).toEqual([
      ['Segera berakhir', 2],
      ['Passphrase terlambat diganti', 1],
    ]);
    const past = section(reportOf(makeFigures()), 'attention');
    expect(past.rows).toEqual([['Segera berakhir', 2]]);
    expect(past.note).toContain('hanya dapat ditunjukkan untuk hari ini');
  });

  it('names a ground as the form does, and one that the form does not know by itself', () => {
    expect(section(report, 'grounds').rows).toEqual([
      ['Pensiun', 4],
      ['sesuatu', 1],
      ['Jumlah', 5],
    ]);
  });

  it('shows every month, those without anything too', () => {
    const { rows, chart } = section(report, 'months');
    expect(rows).toHaveLength(13);
    expect(rows[0]).toEqual(['Januari 2026', 0, 0]);
    expect(rows[1]).toEqual(['Februari 2026', 20, 0]);
    expect(rows.at(-1)).toEqual(['Jumlah', 29, 1]);
    expect(chart).toMatchObject({ kind: 'columns', alt: 'Terbit 29 dan dicabut 1 sertifikat.' });
  });

  it('tells requests by state, and where they wait in the order of the SOP', () => {
    expect(section(report, 'requests').rows).toEqual([
      [expect.stringContaining('Penerbitan'), 7, 2, 29, 0, 0, 38],
      ['layanan_lama', 1, 0, 0, 0, 0, 1],
      ['Jumlah', 8, 2, 29, 0, 0, 39],
    ]);
    const service = profile.services['penerbitan']?.title.id;
    expect(section(report, 'waiting').rows).toEqual([
      [expect.stringContaining('isposisi'), service, 'Kepala Dinas', 7, 3],
      ['verifikasi (berkas dikembalikan)', service, 'Pemohon', 2, 0],
      ['langkah_lama', 'layanan_lama', '', 1, 0],
      ['Jumlah', '', '', 10, 3],
    ]);
    expect(section(reportOf(makeFigures({ ...DESK, isToday: false })), 'waiting').columns.at(-1)?.key).toBe('requests');
  });

  it('sets the time of each step beside that of the SOP, service by service', () => {
    expect(section(report, 'steps_penerbitan').rows).toEqual([
      [expect.stringContaining('isposisi'), '15 menit', 8, 12, 40, 2, 25],
      ['langkah_lama', null, 1, 5, 5, 0, 0],
    ]);
    const { rows, chart } = section(report, 'steps_pencabutan');
    expect(rows[0]?.[1]).toBe('1 hari kerja');
    expect(chart?.alt).toBe('Langkah terlama: Pencabutan oleh BSrE, median 90 menit, persentil ke-90 91 menit.');
  });

  it('tells reasons of the list in the language read, and all others in one row', () => {
    const [known] = profile.services['penerbitan']?.returnReasons ?? [];
    const english = reportOf(makeFigures(DESK), 'internal', 'en');
    expect(section(english, 'returns').rows.map(([reason, , count]) => [reason, count])).toEqual([
      [known?.en, 5],
      ['Another reason', 3],
      ['Total', 8],
    ]);
    expect(section(english, 'refusals').rows[0]?.[0]).toBe('Alasan yang sudah tidak ada');
  });

  it('tells checked documents by verdict and messages by channel', () => {
    expect(section(report, 'checks').rows).toEqual([
      ['Sah', 12],
      ['Tidak sah', 0],
      ['Belum dapat dipastikan', 0],
      ['Tanpa tanda tangan elektronik', 4],
      ['later_kind', 1],
      ['Jumlah', 17],
    ]);
    expect(section(report, 'messages').rows.slice(0, 2)).toEqual([
      ['Telegram', 1200],
      ['Halaman web', 40],
    ]);
  });

  it('says that it does not know messages of days without a record', () => {
    const { rows, note } = section(reportOf(makeFigures()), 'messages');
    expect(rows).toEqual([]);
    expect(note).toBe('Jumlah pesan tidak diketahui: catatan harian pada masa itu tidak memuatnya.');
  });
});

describe('the public edition, whatever is counted', () => {
  const tally = fc.record({
    persons: fc.integer({ min: 1, max: 6 }),
    office: fc.constantFrom(undefined, 'Dinas Entah', ...OFFICES.map(({ name }) => name)),
    facts: fc.constantFrom({}, { status: 'pns', golongan: 'III/a', sex: 'male' }, { status: 'pppk', sex: 'female' }),
  });

  it('has no table in which one or two persons are told', () => {
    fc.assert(
      fc.property(fc.array(tally, { maxLength: 12 }), (given) => {
        const tallies = given.map(({ persons, office, facts }) =>
          holders(persons, { ...(facts as Partial<HolderTally>), ...(office !== undefined && { office }) }),
        );
        const { sections } = reportOf(makeFigures({ tallies }), 'public');
        const told = sections.flatMap(({ columns, rows }) => {
          const at = columns.findIndex(({ key }) => key === 'persons');
          return rows.map((row) => row[at]);
        });
        expect(told).not.toContain(1);
        expect(told).not.toContain(2);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a desk without a list of Perangkat Daerah', () => {
  it.each<Edition>(['public', 'internal'])(
    'gives no share in the %s edition, and says how to bring one in',
    (edition) => {
      const report = reportOf(makeFigures({ offices: null }), edition);
      const { rows, note, chart } = section(report, 'share');
      expect(rows).toEqual([['Jumlah', null, 5, null]]);
      expect(note).toContain('npm run import -- --offices FILE');
      expect(chart).toBeUndefined();
      expect(report.summary.slice(0, 2).map(({ value }) => value)).toEqual(['–', '5']);
      expect(section(report, 'areas').rows).toEqual([]);
      expect(section(report, 'offices').columns.map(({ key }) => key)).not.toContain('area');
    },
  );

  it('publishes no name of an office as somebody typed it, and says why; officers see it', () => {
    const typed = 'Dinas Kesehatan, a.n. Melati 0812-0000-0000';
    const figures = makeFigures({ offices: null, tallies: [holders(1, { office: typed }), holders(9, {})] });
    for (const language of LANGUAGES) expect(allOf(reportOf(figures, 'public', language))).not.toContain(typed);
    const { rows, note, chart } = section(reportOf(figures, 'public'), 'offices');
    expect([rows, chart]).toEqual([[], undefined]);
    expect(note).toContain('sebagaimana ditulis pemohon');
    expect(section(reportOf(figures, 'internal'), 'offices').rows[0]?.[0]).toBe(typed);
  });

  it('withholds nothing for the sake of a table that is not published', () => {
    const few = ['A', 'B', 'C'].map((office) => holders(1, { office, sex: 'male', status: 'pppk' }));
    const { rows } = section(reportOf(makeFigures({ offices: null, tallies: few }), 'public'), 'sex');
    expect(rows.map(([, count]) => count)).toEqual([3, 0, 0, 3]);
  });

  it('gives none for a day before the first office of the list either', () => {
    const later = OFFICES.map((office) => ({ ...office, from: '2027-01-01' }));
    const { rows, note } = section(reportOf(makeFigures({ offices: later })), 'share');
    expect(rows).toEqual([['Jumlah', 0, 0, null]]);
    expect(note).toContain('belum ada Perangkat Daerah pada hari itu');
  });
});

describe('a year without data', () => {
  it.each<Edition>(['public', 'internal'])(
    'says so under every table of the %s edition, with totals of nothing',
    (edition) => {
      const report = reportOf(makeFigures({ tallies: [] }), edition);
      for (const { key, rows, hasTotal, note, chart } of report.sections) {
        expect(chart, key).toBeUndefined();
        if (key !== 'messages') expect(note, key).toContain('Belum ada data.');
        if (!hasTotal) continue;
        const numbers = (rows.at(-1) ?? []).filter(
          (cell, at) => typeof cell === 'number' && !(key === 'share' && at === 1),
        );
        expect(
          numbers.every((cell) => cell === 0),
          key,
        ).toBe(true);
      }
    },
  );
});

describe.each(LANGUAGES)('a report in %s', (language) => {
  const reports = [
    reportOf(makeFigures(DESK), 'internal', language),
    reportOf(makeFigures({ tallies: [] }), 'internal', language),
    reportOf(makeFigures({ offices: null }), 'public', language),
  ];

  it('has words for everything', () => {
    for (const report of reports) {
      expect(allOf(report)).not.toMatch(/"(?:report|metadata|duration)\.[\w.]+"/);
      expect(allOf(report)).not.toMatch(/\{\{|undefined|NaN|Infinity/);
    }
  });

  it('has four to six figures at its head, and rows as wide as its columns', () => {
    for (const { summary, sections, metadata } of reports) {
      expect(summary.length).toBeGreaterThanOrEqual(4);
      expect(summary.length).toBeLessThanOrEqual(6);
      for (const { key, columns, rows } of [...sections, ...metadata])
        expect(
          rows.every((row) => row.length === columns.length),
          key,
        ).toBe(true);
    }
  });

  it('has charts of columns that there are', () => {
    for (const { columns, chart } of reports.flatMap(({ sections }) => sections)) {
      const keys = columns.map(({ key }) => key);
      if (chart) expect(keys).toEqual(expect.arrayContaining([chart.label, ...chart.values]));
    }
  });
});
