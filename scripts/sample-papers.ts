// The papers a profile asks for, invented, for the demo and the browser tests; made when first asked for, then kept.
import { emptySheet } from '../src/core/people.ts';
import type { PaperKind, Profile } from '../src/core/profile.ts';
import type { SamplePaper } from '../src/channels/web/options.ts';
import { sampleApplicant } from './sample-applicant.ts';
import type { SampleApplicant } from './sample-applicant.ts';
import type { Block } from './sample-letters.ts';
import { applicantRows, drawLetter, groupedNip } from './sample-letters.ts';
import { drawCard, drawSelfie } from './sample-pictures.ts';

const HEAD = { name: 'Contoh Kepala Dinas, M.Si.', nip: groupedNip('197001012000011001') };

/** One sample for each paper of the profile's services, and a blurred card that deserves to be sent back. */
export function samplePapers(profile: Profile): SamplePaper[] {
  const applicant = sampleApplicant(profile);
  const kinds = new Map(
    Object.values(profile.services).flatMap(({ papers }) => papers.map((kind) => [kind.key, kind])),
  );
  const papers = [...kinds.values()].map((kind) => samplePaper(kind, applicant));
  const blurred: SamplePaper = {
    name: 'ktp-buram.jpg',
    label: { id: 'KTP (foto buram)', en: 'KTP (blurred photo)' },
    type: 'image/jpeg',
    bytes: once(() => Promise.resolve(drawCard(applicant, { blurred: true }))),
  };
  return kinds.has('ktp') ? [...papers, blurred] : papers;
}

function samplePaper(kind: PaperKind, applicant: SampleApplicant): SamplePaper {
  const picture = pictureOf(kind.key, applicant);
  const stem = kind.key.replaceAll('_', '-');
  if (kind.sheet !== undefined)
    return {
      name: `${stem}.csv`,
      label: kind.label,
      type: 'text/csv',
      bytes: once(() => Promise.resolve(listOf(applicant))),
    };
  return picture && kind.types.includes('jpeg')
    ? { name: `${stem}.jpg`, label: kind.label, type: 'image/jpeg', bytes: once(() => Promise.resolve(picture())) }
    : {
        name: `${stem}.pdf`,
        label: kind.label,
        type: 'application/pdf',
        bytes: once(() => drawLetter(kind.label.id, letterOf(kind, applicant))),
      };
}

function pictureOf(key: string, applicant: SampleApplicant): (() => Uint8Array) | undefined {
  if (key === 'ktp') return () => drawCard(applicant, { blurred: false });
  if (/^(?:swafoto|selfie|foto)/.test(key)) return () => drawSelfie(applicant, { withCard: key.includes('ktp') });
  return undefined;
}

/** The list with its one applicant. */
function listOf({ name, nip, nik, mail }: SampleApplicant): Uint8Array {
  return Buffer.from(`${emptySheet()}${[name, nip, nik, mail, ''].join(';')}\r\n`);
}

function letterOf(kind: PaperKind, applicant: SampleApplicant): Block[] {
  const letter = LETTERS[kind.key] ?? plainLetter;
  return letter(applicant, kind.label.id);
}

type Letter = (applicant: SampleApplicant, title: string) => Block[];

const CLOSING = 'Demikian disampaikan, atas perhatian dan kerja sama Bapak/Ibu diucapkan terima kasih.';

const signed: Block = {
  kind: 'signature',
  place: 'Kota Contoh, 5 Januari 2026',
  title: 'Kepala Dinas Perhubungan,',
  ...HEAD,
};

function plainLetter(applicant: SampleApplicant, title: string): Block[] {
  return [
    { kind: 'title', lines: [title.toUpperCase(), 'Nomor: 000/CONTOH/2026'] },
    { kind: 'table', rows: applicantRows(applicant) },
    { kind: 'paragraph', text: `Dokumen ini adalah contoh ${title.toLowerCase()} untuk mencoba layanan.` },
    signed,
  ];
}

const LETTERS: Readonly<Record<string, Letter>> = {
  surat_permohonan: (applicant) => [
    {
      kind: 'table',
      rows: [
        ['Nomor', '000.4/001/CONTOH/2026'],
        ['Lampiran', '1 (satu) berkas'],
        ['Perihal', 'Permohonan Penerbitan Sertifikat Elektronik'],
      ],
    },
    { kind: 'paragraph', text: 'Yth. Kepala Dinas Komunikasi, Informatika, Statistik dan Persandian di tempat' },
    {
      kind: 'paragraph',
      text: 'Dalam rangka penerapan tanda tangan elektronik pada naskah dinas, bersama ini kami mengajukan permohonan penerbitan sertifikat elektronik bagi pegawai berikut:',
    },
    { kind: 'table', rows: applicantRows(applicant) },
    {
      kind: 'paragraph',
      text: 'Sebagai kelengkapan terlampir formulir permohonan, salinan KTP dan salinan SK terakhir.',
    },
    { kind: 'paragraph', text: CLOSING },
    signed,
  ],
  surat_rekomendasi: (applicant) => [
    { kind: 'title', lines: ['SURAT REKOMENDASI', 'Nomor: 000.4/002/CONTOH/2026'] },
    {
      kind: 'paragraph',
      text: 'Yang bertanda tangan di bawah ini memberikan rekomendasi penerbitan tanda tangan elektronik (TTE) kepada:',
    },
    { kind: 'table', rows: applicantRows(applicant) },
    {
      kind: 'paragraph',
      text: 'Pegawai tersebut bertugas pada Dinas Perhubungan dan memerlukan tanda tangan elektronik untuk menandatangani naskah dinas sesuai kewenangannya.',
    },
    { kind: 'paragraph', text: CLOSING },
    signed,
  ],
  formulir_bsre: (applicant) => [
    { kind: 'title', lines: ['FORMULIR PERMOHONAN SERTIFIKAT ELEKTRONIK', 'Diisi dengan huruf cetak'] },
    {
      kind: 'table',
      rows: [
        ['Jenis permohonan', '[X] Baru   [  ] Pembaruan   [  ] Pencabutan'],
        ...applicantRows(applicant),
        ['NIK', applicant.nik],
        ['Tempat, tanggal lahir', `${applicant.birthplace}, ${applicant.birthday}`],
        ['Nomor telepon', applicant.phone],
        ['Kegunaan', '[X] Tanda tangan elektronik   [  ] Proteksi email'],
      ],
    },
    {
      kind: 'paragraph',
      text: 'Saya menyatakan bahwa data di atas benar dan bersedia mematuhi kewajiban pemilik sertifikat elektronik, termasuk menjaga kerahasiaan passphrase.',
    },
    {
      kind: 'signature',
      place: 'Kota Contoh, 5 Januari 2026',
      title: 'Pemohon,',
      name: applicant.name,
      nip: groupedNip(applicant.nip),
    },
  ],
  sk_terakhir: (applicant) => [
    {
      kind: 'title',
      lines: [
        'KEPUTUSAN KEPALA DINAS PERHUBUNGAN',
        'Nomor: 800/003/CONTOH/2025',
        'tentang Pengangkatan dalam Jabatan Fungsional',
      ],
    },
    {
      kind: 'paragraph',
      text: 'Menimbang: bahwa untuk kelancaran pelaksanaan tugas perlu mengangkat pegawai dalam jabatan fungsional.',
    },
    { kind: 'paragraph', text: 'MEMUTUSKAN: Terhitung mulai tanggal 1 Oktober 2025 mengangkat pegawai di bawah ini:' },
    { kind: 'table', rows: applicantRows(applicant) },
    {
      kind: 'paragraph',
      text: 'Keputusan ini mulai berlaku pada tanggal ditetapkan. Keputusan ini contoh dan tidak mengikat siapa pun.',
    },
    signed,
  ],
};

/** Drawing takes a moment: it is done once, when somebody wants it. */
function once(make: () => Promise<Uint8Array>): () => Promise<Uint8Array> {
  let made: Promise<Uint8Array> | undefined;
  return () => (made ??= make());
}
