// The three metadata tables of Satu Data Indonesia (kegiatan, variabel, indikator), numbered as on the official form (chapter V is for
// sample surveys and left out there, too). Institutions and positions only, never a person; what nobody has said stays '-'.
import { formatDate } from '../core/calendar.ts';
import type { Profile, Publication } from '../core/profile.ts';
import type { ReportCell, ReportSection } from '../core/report.ts';
import { INDICATORS, VARIABLES } from './metadata-form.ts';
import type { Words } from './report-words.ts';

const UNSAID = '-';

/** Of the statistics of that year; they are published in the next. */
export function metadataSections(publication: Publication, year: number, words: Words): ReportSection[] {
  const { profile, t } = words;
  const activity = activityRows(publication, year, profile);
  return [
    table('kegiatan', t('metadata.activity'), ACTIVITY_COLUMNS, activity),
    table('variabel', t('metadata.variables'), VARIABLE_COLUMNS, variableRows()),
    table('indikator', t('metadata.indicators'), INDICATOR_COLUMNS, indicatorRows(publication)),
  ];
}

function table(
  key: string,
  title: string,
  titles: readonly string[],
  rows: readonly (readonly ReportCell[])[],
): ReportSection {
  const columns = titles.map((each, at) => ({ key: `kolom_${at + 1}`, title: each, kind: 'text' as const }));
  return { key: `metadata_${key}`, title, columns, rows };
}

type Row = readonly [number: string, item: string, value: string];

function activityRows(publication: Publication, year: number, { agency, contacts }: Profile): Row[] {
  const { title, province, regency, responsible } = publication;
  const { address = UNSAID, phone = UNSAID, mail = UNSAID } = contacts;
  return [
    ['', 'Judul Kegiatan', title],
    ['', 'Tahun', String(year)],
    ['', 'Jenis Statistik', 'Statistik Sektoral'],
    ['', 'Cara Pengumpulan Data', 'Kompilasi Produk Administrasi'],
    ['', 'Sektor Kegiatan', 'Teknologi Informasi dan Komunikasi'],
    ['', 'Apakah mendapatkan rekomendasi kegiatan', UNSAID],
    ['', 'Identitas Rekomendasi', UNSAID],
    ['I', 'Penyelenggara', ''],
    ['1.1', 'Instansi Penyelenggara', agency.name.id],
    ['1.2', 'Alamat', address],
    ['1.3', 'Telepon', phone],
    ['1.4', 'Faksimile', UNSAID],
    ['1.5', 'Email', mail],
    ['II', 'Penanggung Jawab', ''],
    ['2.1', 'Unit Eselon Penanggung Jawab', ''],
    ['', 'Eselon 1', UNSAID],
    ['', 'Eselon 2', responsible.unit],
    ['2.2', 'Penanggung Jawab Teknis (setingkat Eselon 3)', ''],
    ['', 'Nama', UNSAID],
    ['', 'Jabatan', responsible.position],
    ['', 'Alamat', address],
    ['', 'Telepon', phone],
    ['', 'Faksimile', UNSAID],
    ['', 'Email', mail],
    ['III', 'Perencanaan dan Persiapan', ''],
    ['3.1', 'Latar Belakang', backgroundText(publication)],
    ['3.2', 'Tujuan Kegiatan', publication.purpose],
    ['3.3', 'Rencana Jadwal Kegiatan', ''],
    ...scheduleRows(year),
    ['3.4', 'Variabel (Karakteristik) yang Dikumpulkan', ''],
    ...VARIABLES.map(({ name, definition }, at): Row => [
      `3.4.${at + 1}`,
      name,
      `${definition} Referensi waktu: harian.`,
    ]),
    ['IV', 'Desain Kegiatan', ''],
    ['4.1', 'Kegiatan ini dilakukan', 'Berulang'],
    ['4.2', 'Frekuensi Penyelenggaraan', 'Tahunan'],
    ['4.3', 'Tipe Pengumpulan Data', 'Longitudinal Panel'],
    ['4.4', 'Cakupan Wilayah Pengumpulan Data', 'Sebagian Wilayah Indonesia'],
    ['4.5', 'Wilayah Kegiatan', regency === UNSAID ? province : `${province}; ${regency}`],
    ['4.6', 'Metode Pengumpulan Data', 'Pengumpulan Data Sekunder'],
    ['4.7', 'Sarana Pengumpulan Data', 'Computer Aided Web Interviewing (CAWI)'],
    ['4.8', 'Unit Pengumpulan Data', 'Individu'],
    ...collectionRows(year, levelOf(publication) === 'Provinsi' ? 'Provinsi' : 'Kabupaten/Kota'),
  ];
}

function backgroundText({ legalBasis, background }: Publication): string {
  const list = legalBasis.map((each, at) => `${String.fromCodePoint(97 + at)}. ${each}`);
  return `${list.length > 0 ? `Dasar hukum: ${list.join('; ')}. ` : ''}${background}`;
}

/** The plan of the year as the published metadata have it (3.3). */
function scheduleRows(year: number): Row[] {
  const span = (from: string, until: string, of = year): string =>
    `${formatDate(`${of}-${from}`, 'id')} s/d ${formatDate(`${of}-${until}`, 'id')}`;
  return [
    ['A', 'Perencanaan', ''],
    ['1', 'Perencanaan Kegiatan', span('01-10', '01-17')],
    ['2', 'Desain', span('01-11', '01-18')],
    ['B', 'Pengumpulan', ''],
    ['3', 'Pengumpulan Data', span('01-19', '12-31')],
    ['C', 'Pemeriksaan', ''],
    ['4', 'Pengolahan Data', span('01-20', '12-31')],
    ['D', 'Penyebarluasan', ''],
    ['5', 'Analisis Data', span('01-21', '12-31')],
    ['6', 'Diseminasi Hasil', span('01-01', '02-20', year + 1)],
    ['7', 'Evaluasi', span('03-01', '03-31', year + 1)],
  ];
}

/** How it is collected, processed and spread; how many people do so, and what they have learned, only the agency knows. */
function collectionRows(year: number, level: string): Row[] {
  return [
    ['VI', 'Pengumpulan Data', ''],
    ['6.1', 'Apakah Melakukan Uji Coba (Pilot Survey)?', 'Tidak'],
    ['6.2', 'Metode Pemeriksaan Kualitas Pengumpulan Data', 'Lainnya: pengecekan data kembali'],
    ['6.3', 'Apakah Melakukan Penyesuaian Nonrespon?', 'Tidak'],
    ['6.4', 'Petugas Pengumpulan Data', 'Staf Instansi Penyelenggara'],
    ['6.5', 'Persyaratan Pendidikan Terendah Petugas Pengumpulan Data', UNSAID],
    ['6.6', 'Jumlah Petugas', ''],
    ['', 'Supervisor/penyelia/pengawas', UNSAID],
    ['', 'Pengumpul data/enumerator', UNSAID],
    ['6.7', 'Apakah Melakukan Pelatihan Petugas?', UNSAID],
    ['VII', 'Pengolahan dan Analisis', ''],
    ['7.1', 'Tahapan Pengolahan Data', ''],
    ['', 'Penyuntingan (Editing)', 'Ya'],
    ['', 'Penyandian (Coding)', 'Tidak'],
    ['', 'Perekaman (Data Entry)', 'Ya'],
    ['', 'Penyahihan (Validasi)', 'Ya'],
    ['7.2', 'Metode Analisis', 'Deskriptif'],
    ['7.3', 'Unit Analisis', 'Lainnya: Perangkat Daerah'],
    ['7.4', 'Tingkat Penyajian Hasil Analisis', level],
    ['VIII', 'Diseminasi Hasil', ''],
    ['8.1', 'Produk Kegiatan yang Tersedia untuk Umum', ''],
    ['', 'Tercetak (Hardcopy)', 'Tidak'],
    ['', 'Digital (Softcopy)', 'Ya'],
    ['', 'Data Mikro', 'Tidak'],
    ['8.2', 'Rencana Rilis Produk Kegiatan', ''],
    ['', 'Tercetak (Hardcopy)', UNSAID],
    ['', 'Digital (Softcopy)', formatDate(`${year + 1}-02-20`, 'id')],
    ['', 'Data Mikro', UNSAID],
  ];
}

/** "Kabupaten Bangka Selatan" is estimated at the level of a Kabupaten. */
function levelOf({ regency }: Publication): string {
  if (regency === UNSAID) return 'Provinsi';
  return regency.startsWith('Kota ') ? 'Kota' : 'Kabupaten';
}

const ACTIVITY_COLUMNS = ['No', 'Rincian', 'Isian'];

const VARIABLE_COLUMNS = [
  'No',
  'Nama Variabel',
  'Alias',
  'Definisi',
  'Konsep',
  'Referensi Pemilihan',
  'Referensi Waktu',
  'Ukuran',
  'Satuan',
  'Tipe Data',
  'Klasifikasi Isian',
  'Aturan Validasi',
  'Kalimat Pertanyaan',
  'Apakah dapat diakses umum?',
];

function variableRows(): string[][] {
  return VARIABLES.map(({ name, alias, definition, concept, reference, unit, rule, question, isPublic }, at) => [
    String(at + 1),
    name,
    alias,
    definition,
    concept,
    reference,
    'Harian',
    UNSAID,
    unit,
    'String',
    UNSAID,
    rule,
    question,
    isPublic ? 'Ya' : 'Tidak',
  ]);
}

const INDICATOR_COLUMNS = [
  'No',
  'Nama Indikator',
  'Definisi',
  'Konsep',
  'Interpretasi',
  'Metode/Rumus Perhitungan',
  'Ukuran',
  'Satuan',
  'Klasifikasi Penyajian',
  'Apakah Indikator Komposit',
  'Indikator Pembangun: Nama',
  'Indikator Pembangun: Publikasi Ketersediaan',
  'Variabel Pembangun: Nama',
  'Variabel Pembangun: Kegiatan Penghasil',
  'Level Estimasi',
  'Apakah dapat diakses umum?',
];

function indicatorRows(publication: Publication): string[][] {
  return INDICATORS.map((indicator, at) => [
    String(at + 1),
    indicator.name,
    indicator.definition,
    indicator.concept,
    indicator.interpretation,
    indicator.formula,
    indicator.measure,
    indicator.unit,
    indicator.presentation,
    'Tidak',
    UNSAID,
    UNSAID,
    indicator.variable,
    publication.title,
    levelOf(publication),
    'Ya',
  ]);
}
