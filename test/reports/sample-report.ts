// An invented report with everything that a report may hold: charts of each kind, cells that are not told, hostile names, long tables.
import { SUPPRESSED } from '../../src/core/report.ts';
import type { Report, ReportCell, ReportColumn, ReportSection } from '../../src/core/report.ts';

const NAME: ReportColumn = { key: 'office', title: 'Perangkat Daerah', kind: 'text' };

/** The longest kind of name, and the most hostile ones. */
export const OFFICE_NAMES = [
  'Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk dan Keluarga Berencana',
  'Sekretariat Daerah',
  '=HYPERLINK("http://x.example","klik")',
  '<script>alert(1)</script> & "Co" $& zr1-c0',
  'Badan Keuangan dan Aset Daerah',
  'Kecamatan Bukit Raya',
] as const;

const byOffice: ReportSection = {
  key: 'by_office',
  title: 'Pemegang TTE menurut Perangkat Daerah',
  note: 'Diurutkan dari yang terbanyak. Satu orang dihitung satu kali.',
  columns: [
    NAME,
    { key: 'area', title: 'Wilayah', kind: 'text' },
    { key: 'holders', title: 'Pemegang TTE', kind: 'count' },
    { key: 'share', title: 'Persentase aktif', kind: 'percent' },
  ],
  rows: [
    [OFFICE_NAMES[0], 'Kecamatan Bukit Raya', 1234, 87.5],
    [OFFICE_NAMES[1], 'Kecamatan Bukit Raya', 861, 92.3],
    [OFFICE_NAMES[2], 'Kecamatan Tepi Laut', 402, 71],
    [OFFICE_NAMES[3], 'Kecamatan Tepi Laut', SUPPRESSED, null],
    [OFFICE_NAMES[4], 'Kecamatan Bukit Raya', 57, 40],
    [OFFICE_NAMES[5], 'Kecamatan Bukit Raya', 0, 0],
    ['Jumlah', '', 2557, 81.2],
  ],
  hasTotal: true,
  chart: { kind: 'bars', label: 'office', values: ['holders'], alt: 'Batang: pemegang TTE tiap Perangkat Daerah.' },
};

const byState: ReportSection = {
  key: 'by_state',
  title: 'Sertifikat menurut keadaan',
  columns: [
    NAME,
    { key: 'active', title: 'Aktif', kind: 'count' },
    { key: 'near_end', title: 'Segera berakhir', kind: 'count' },
    { key: 'expired', title: 'Kedaluwarsa', kind: 'count' },
    { key: 'revoked', title: 'Dicabut', kind: 'count' },
  ],
  rows: [
    ['Dinas Kesehatan', 320, 41, 12, 3],
    ['Dinas Pendidikan dan Kebudayaan', 611, 77, 58, SUPPRESSED],
    ['Inspektorat', 44, 6, 0, 0],
    ['Badan Perencanaan Pembangunan Daerah', 61, SUPPRESSED, 9, 4],
  ],
  chart: {
    kind: 'stacked',
    label: 'office',
    values: ['active', 'near_end', 'expired', 'revoked'],
    alt: 'Batang bertumpuk: keadaan sertifikat tiap Perangkat Daerah.',
  },
};

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun', 'Jul', 'Agu', 'Sep', 'Okt', 'Nov', 'Des'];

const byMonth: ReportSection = {
  key: 'by_month',
  title: 'Permohonan menurut bulan',
  columns: [
    { key: 'month', title: 'Bulan', kind: 'text' },
    { key: 'received', title: 'Diterima', kind: 'count' },
    { key: 'finished', title: 'Selesai', kind: 'count' },
  ],
  rows: MONTHS.map((month, index) => [`${month} 2026`, 140 + ((index * 37) % 90), 120 + ((index * 53) % 80)]),
  chart: { kind: 'columns', label: 'month', values: ['received', 'finished'], alt: 'Kolom: permohonan tiap bulan.' },
};

const steps: ReportSection = {
  key: 'steps',
  title: 'Lama tiap langkah dibanding SOP',
  note: 'Menit kerja; – berarti belum ada permohonan yang melewati langkah itu.',
  columns: [
    { key: 'step', title: 'Langkah', kind: 'text' },
    { key: 'allowed', title: 'Menurut SOP', kind: 'minutes' },
    { key: 'median', title: 'Median', kind: 'minutes' },
    { key: 'p90', title: 'Persentil 90', kind: 'minutes' },
    { key: 'late', title: 'Terlambat', kind: 'percent' },
  ],
  rows: [
    ['Pemeriksaan kelengkapan berkas', 30, 18, 44.5, 12.5],
    ['Verifikasi data kepegawaian', 60, 35, 71, 16.7],
    ['Penerbitan oleh BSrE', 1440, 960, 2210, 22.25],
    ['Penyerahan kepada pemohon', 15, null, null, null],
  ],
  chart: {
    kind: 'bars',
    label: 'step',
    values: ['median', 'p90'],
    alt: 'Batang: median dan persentil 90 tiap langkah.',
  },
};

/** Of so many rows, enough for several pages. */
export function longSection(rows: number): ReportSection {
  const row = (index: number): ReportCell[] => [`Unit Kerja ${index + 1}`, (index * 7) % 113, 100 - (index % 60) / 2];
  return {
    key: 'long',
    title: 'Daftar panjang',
    columns: [
      { key: 'unit', title: 'Unit kerja', kind: 'text' },
      { key: 'holders', title: 'Pemegang', kind: 'count' },
      { key: 'share', title: 'Bagian', kind: 'percent' },
    ],
    rows: Array.from({ length: rows }, (_, index) => row(index)),
  };
}

const LONG_TEXT =
  'Kompilasi ini menghitung pegawai yang sertifikat elektroniknya telah diterbitkan, menurut catatan meja layanan. '.repeat(
    6,
  );

const activity: ReportSection = {
  key: 'kegiatan',
  title: 'Metadata kegiatan',
  columns: [
    { key: 'field', title: 'Rincian', kind: 'text' },
    { key: 'value', title: 'Isian', kind: 'text' },
  ],
  rows: [
    ['Judul kegiatan', 'Kompilasi Data Sertifikat Elektronik yang Diterbitkan'],
    ['Cara pengumpulan data', 'Kompilasi produk administrasi'],
    ['Latar belakang', LONG_TEXT.trim()],
    ['Telepon', '-'],
  ],
};

const VARIABLE_FIELDS = [
  'Nama variabel',
  'Alias',
  'Konsep',
  'Definisi',
  'Referensi pemilihan',
  'Referensi waktu',
  'Tipe data',
  'Klasifikasi isian',
  'Aturan validasi',
  'Kalimat pertanyaan',
  'Dapat diakses umum',
];

const variables: ReportSection = {
  key: 'variabel',
  title: 'Metadata variabel',
  columns: VARIABLE_FIELDS.map((title, index) => ({ key: `field_${index}`, title, kind: 'text' })),
  rows: ['Perangkat Daerah', 'Golongan', 'Jenis kelamin'].map((name) =>
    VARIABLE_FIELDS.map((field, index) =>
      index === 0 ? name : `${field} untuk ${name.toLowerCase()}, diisi dari profil`,
    ),
  ),
};

export const SAMPLE_REPORT: Report = {
  edition: 'internal',
  language: 'id',
  title: 'Laporan Sertifikat Elektronik Tahun 2026',
  subtitle: 'Keadaan sampai dengan 31 Oktober 2026',
  letterhead: [
    'PEMERINTAH KABUPATEN CONTOH',
    'DINAS KOMUNIKASI DAN INFORMATIKA',
    'Jalan Merdeka Nomor 1, Contoh – diskominfo@contoh.example',
  ],
  from: '2026-01-01',
  day: '2026-10-31',
  madeAt: '2026-11-01T02:15:00.000Z',
  summary: [
    { key: 'share', label: 'Perangkat Daerah dengan sertifikat aktif', value: '82,5%' },
    { key: 'holders', label: 'ASN yang TTE-nya telah diterbitkan', value: '2.557' },
    { key: 'open', label: 'Permohonan yang sedang berjalan', value: '61' },
    { key: 'list', label: 'Daftar Perangkat Daerah', value: 'daftar belum diimpor, persentase tidak dihitung' },
  ],
  sections: [byOffice, byState, byMonth, steps],
  metadata: [activity, variables],
  notes: [
    '* berarti angka tidak ditampilkan karena menyangkut kurang dari tiga orang, atau akan mengungkap angka seperti itu.',
    '– berarti angkanya tidak ada.',
  ],
};

export const SAMPLE_WORDS = {
  edition: 'Edisi internal',
  madeAt: 'Dibuat 1 November 2026 pukul 10.15 WITA',
  summary: 'Ringkasan',
  metadata: 'Metadata Satu Data Indonesia',
  notes: 'Catatan',
};
