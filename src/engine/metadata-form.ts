// What the metadata forms of Satu Data Indonesia say of these statistics in every agency: variables and indicators, after the metadata of
// "Kompilasi Data Sertifikat Elektronik" (Bangka Selatan, 2025). An official form is Indonesian in every chat, so its words are here.

export interface Variable {
  readonly name: string;
  readonly alias: string;
  readonly definition: string;
  readonly concept: string;
  /** Where the definition is taken from. */
  readonly reference: string;
  readonly unit: string;
  readonly rule: string;
  readonly question: string;
  /** Whether the variable's values are open to the public: what names a person is micro data and is not. */
  readonly isPublic: boolean;
}

const ITE = 'Undang-Undang Nomor 11 Tahun 2008';

/** Each is recorded daily, as text. */
export const VARIABLES: readonly Variable[] = [
  {
    name: 'Perangkat Daerah',
    alias: '-',
    definition:
      'Unsur pembantu kepala daerah dan Dewan Perwakilan Rakyat Daerah dalam penyelenggaraan urusan pemerintahan yang menjadi kewenangan daerah.',
    concept: 'Instansi Perangkat Daerah',
    reference: 'Peraturan Pemerintah Nomor 18 Tahun 2016',
    unit: 'Unit',
    rule: 'Harus diisi pada semua permintaan data TTE',
    question: 'Di Perangkat Daerah manakah pemohon bertugas?',
    isPublic: true,
  },
  {
    name: 'Nama',
    alias: 'Nama Pemohon Penerbitan TTE',
    definition:
      'Nama lengkap orang yang mengajukan permintaan untuk mendapatkan sertifikat tanda tangan elektronik, yang digunakan sebagai acuan dalam proses verifikasi dan penerbitan sertifikat oleh pihak yang berwenang.',
    concept: 'Nama Pemohon Penerbitan TTE',
    reference: '-',
    unit: '-',
    rule: 'Harus diisi nama yang mengusulkan TTE',
    question: 'Siapakah nama pemohon penerbitan Tanda Tangan Elektronik?',
    isPublic: false,
  },
  {
    name: 'Sertifikat Elektronik',
    alias: 'Sertifikat Elektronik',
    definition:
      'Sertifikat yang bersifat elektronik yang memuat Tanda Tangan Elektronik dan identitas yang menunjukkan status subjek hukum para pihak dalam transaksi elektronik yang dikeluarkan oleh Penyelenggara Sertifikasi Elektronik.',
    concept: 'Sertifikat Elektronik',
    reference: ITE,
    unit: 'Dokumen',
    rule: '-',
    question: '-',
    isPublic: true,
  },
  {
    name: 'Tanda Tangan Elektronik',
    alias: 'TTE',
    definition:
      'Tanda tangan yang terdiri atas informasi elektronik yang dilekatkan, terasosiasi, atau terkait dengan informasi elektronik lainnya yang digunakan sebagai alat verifikasi dan autentikasi.',
    concept: 'Tanda Tangan Elektronik',
    reference: ITE,
    unit: '-',
    rule: '-',
    question: '-',
    isPublic: true,
  },
  {
    name: 'Nama Domain',
    alias: '-',
    definition:
      'Alamat internet penyelenggara negara, orang, badan usaha, dan/atau masyarakat, yang dapat digunakan dalam berkomunikasi melalui internet, yang berupa kode atau susunan karakter yang bersifat unik untuk menunjukkan lokasi tertentu dalam internet.',
    concept: 'Nama Domain',
    reference: ITE,
    unit: '-',
    rule: 'Harus diisi',
    question: 'Apa alamat surat elektronik pemohon penerbitan Tanda Tangan Elektronik?',
    isPublic: false,
  },
  {
    name: 'Penanda Tangan',
    alias: 'Penanda Tangan',
    definition: 'Subjek hukum yang terasosiasikan atau terkait dengan Tanda Tangan Elektronik.',
    concept: 'Penanda Tangan',
    reference: ITE,
    unit: '-',
    rule: '-',
    question: '-',
    isPublic: false,
  },
  {
    name: 'Aparatur Sipil Negara (ASN)',
    alias: 'ASN',
    definition:
      'Profesi bagi pegawai negeri sipil dan pegawai pemerintah dengan perjanjian kerja yang bekerja pada instansi pemerintah.',
    concept: 'Aparatur Sipil Negara (ASN)',
    reference: 'Keputusan Kepala Badan Pusat Statistik Nomor 850 Tahun 2023',
    unit: '-',
    rule: '-',
    question: '-',
    isPublic: true,
  },
];

export interface Indicator {
  readonly name: string;
  readonly definition: string;
  readonly concept: string;
  readonly interpretation: string;
  readonly formula: string;
  readonly measure: string;
  readonly unit: string;
  readonly presentation: string;
  /** The variable it is made of. */
  readonly variable: string;
}

export const INDICATORS: readonly Indicator[] = [
  {
    name: 'Persentase Perangkat Daerah yang Menggunakan Sertifikat Elektronik',
    definition:
      'Ukuran yang menunjukkan persentase dari total Perangkat Daerah yang menggunakan sertifikat elektronik untuk keperluan autentikasi dan keamanan dalam komunikasi digital. Sertifikat elektronik umumnya digunakan untuk menandatangani dokumen secara digital, memastikan integritas data, dan melindungi informasi dari akses yang tidak sah.',
    concept: 'Sertifikat Elektronik; Perangkat Daerah',
    interpretation:
      'Persentase yang tinggi menunjukkan adopsi sertifikat elektronik yang luas oleh Perangkat Daerah untuk meningkatkan keamanan dan keabsahan dokumen digital, sedangkan persentase rendah mengindikasikan perlunya peningkatan penggunaan.',
    formula:
      'Jumlah Perangkat Daerah yang menggunakan sertifikat elektronik / jumlah Perangkat Daerah x 100%; menggunakan berarti memiliki paling sedikit satu sertifikat aktif',
    measure: 'Persentase',
    unit: 'Persen',
    presentation: 'Wilayah',
    variable: 'Sertifikat Elektronik',
  },
  {
    name: 'Jumlah Pegawai Aparatur Sipil Negara (ASN) yang Sudah Terbit TTE (Tanda Tangan Elektronik)',
    definition:
      'Jumlah pegawai negeri sipil dan pegawai pemerintah dengan perjanjian kerja yang diangkat oleh pejabat pembina kepegawaian dan diserahi tugas dalam suatu jabatan pemerintahan atau diserahi tugas negara lainnya dan digaji berdasarkan peraturan perundang-undangan yang sudah terbit TTE.',
    concept:
      'Aparatur Sipil Negara (ASN); Pegawai Negeri Sipil (PNS); Pegawai Pemerintah dengan Perjanjian Kerja (PPPK)',
    interpretation: 'Semakin tinggi angka, semakin banyak Aparatur Sipil Negara yang memiliki TTE.',
    formula: 'Penjumlahan seluruh Aparatur Sipil Negara yang sudah terbit TTE, masing-masing dihitung satu kali',
    measure: 'Total',
    unit: 'Orang',
    presentation: 'Wilayah; Golongan PNS; Jenis Kelamin',
    variable: 'Aparatur Sipil Negara (ASN)',
  },
];
