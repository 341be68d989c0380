// A report's tables and the roll as CSV: for Excel in Indonesia, and never a formula.
import { describe, expect, it } from 'vitest';
import { readCsv } from '../../src/sheets/read-csv.ts';
import { reportCsv, rollCsvHeader, rollCsvLine } from '../../src/reports/report-csv.ts';
import { SAMPLE_REPORT } from './sample-report.ts';

const LINE = {
  name: 'Sinta Melati',
  nip: '198501012010012001',
  office: 'Dinas; "Kesehatan"',
  golongan: 'III/c',
  issuedOn: '2026-02-03',
  validUntil: '2028-02-03',
  state: 'Aktif',
};

const TITLES = {
  name: 'Nama',
  nip: 'NIP',
  office: 'Perangkat Daerah',
  golongan: 'Golongan',
  issuedOn: 'Terbit',
  validUntil: 'Berlaku sampai',
  state: 'Keadaan',
};

describe('the tables of a report as CSV', () => {
  const files = reportCsv(SAMPLE_REPORT);

  it('are a file for each section and each table of metadata', () => {
    expect([...files.keys()]).toEqual([
      'by_office.csv',
      'by_state.csv',
      'by_month.csv',
      'steps.csv',
      'kegiatan.csv',
      'variabel.csv',
    ]);
  });

  it('begin with the mark of UTF-8 and the keys, and have the figures as they are', () => {
    expect(files.get('by_state.csv')).toBe(
      [
        '\uFEFF"office";"active";"near_end";"expired";"revoked"',
        '"Dinas Kesehatan";320;41;12;3',
        '"Dinas Pendidikan dan Kebudayaan";611;77;58;"*"',
        '"Inspektorat";44;6;0;0',
        '"Badan Perencanaan Pembangunan Daerah";61;"*";9;4',
        '',
      ].join('\r\n'),
    );
    expect(files.get('steps.csv')).toContain('"Penyerahan kepada pemohon";15;;;\r\n');
  });

  it('have the decimal sign of the language, and two decimals at most', () => {
    expect(files.get('steps.csv')).toContain(';44,5;12,5\r\n');
    const [section] = SAMPLE_REPORT.sections;
    if (!section) throw new Error('no section');
    const sections = [{ ...section, rows: [['Inspektorat', 'Kota', 1234, 100 / 3]] }];
    const english = reportCsv({ ...SAMPLE_REPORT, language: 'en', sections });
    expect(english.get('by_office.csv')).toContain('"Inspektorat";"Kota";1234;33.33\r\n');
  });

  it('disarm a name that would be a formula, and keep it otherwise', () => {
    const text = files.get('by_office.csv') ?? '';
    expect(text).toContain(`"'=HYPERLINK(""http://x.example"",""klik"")";"Kecamatan Tepi Laut";402;71\r\n`);
    expect(text).toContain('"<script>alert(1)</script> & ""Co"" $& zr1-c0"');
  });

  it('are no path, whatever a key holds', () => {
    const [section] = SAMPLE_REPORT.sections;
    if (!section) throw new Error('no section');
    const sections = [{ ...section, key: '../../etc/passwd' }];
    expect([...reportCsv({ ...SAMPLE_REPORT, sections, metadata: [] }).keys()]).toEqual(['______etc_passwd.csv']);
  });
});

describe('the roll as CSV', () => {
  it('is written line by line, and read back as it was', () => {
    const bytes = new TextEncoder().encode(rollCsvHeader(TITLES) + rollCsvLine(LINE));
    const rows = readCsv(bytes).map(({ cells }) => cells.map((cell) => (cell && 'text' in cell ? cell.text : cell)));
    expect(rows).toEqual([Object.values(TITLES), Object.values(LINE)]);
  });

  it.each(['=1+1', '+62', '-5', '@SUM(A1)', '\t=1', '\r=1', ' =1'])('disarms %j', (name) => {
    expect(rollCsvLine({ ...LINE, name })).toContain(`"'${name}";`);
  });
});
