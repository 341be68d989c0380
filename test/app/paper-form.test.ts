// A paper that the desk writes for a person to sign: what stands on it, that it fits the page, and what becomes of its file.
import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import { makePaper } from '../../src/app/paper-form.ts';
import { paperForm } from '../../src/core/paper-form.ts';
import { PAPER_TEMPLATES } from '../../src/core/profile.ts';
import type { PaperTemplate } from '../../src/core/profile.ts';
import type { Session } from '../../src/engine/session.ts';
import { verify } from '../../src/pdf/verify.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { pdfText } from '../helpers/pdf-text.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { testTrust } from '../helpers/test-pki.ts';
import { makeWorld, START } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const ANSWERS: Readonly<Record<string, string>> = {
  nama: 'Sari Dewi Lestari, S.Kom.',
  nip: '199005152015032001',
  nik: '6473015505900001',
  golongan: 'III/c',
  jabatan: 'Pranata Komputer',
  perangkat_daerah: 'Dinas Kesehatan',
  email_dinas: 'sari.lestari@tarakankota.go.id',
  whatsapp: '+6281234567890',
};

const LONG = {
  ...ANSWERS,
  nama: 'Prof. Dr. Ir. Raden Ajeng Siti Nurhaliza Kusumawardhani Wulandari Putri, M.Si.',
  jabatan: 'Analis Kebijakan Ahli Madya pada Bidang Pengelolaan Informasi Publik dan Persandian',
  perangkat_daerah: 'Dinas Penanaman Modal, Pelayanan Terpadu Satu Pintu, Tenaga Kerja, Transmigrasi dan Perdagangan',
};

async function write(template: PaperTemplate, answers = ANSWERS, profileName = 'tarakan'): Promise<Uint8Array> {
  const profile = loadProfile(profileName);
  const service = profile.services['penerbitan'];
  const paper = service?.papers[0];
  if (!service || !paper) throw new Error('the profile has no papers');
  return makePaper(paperForm({ profile, service, kind: { ...paper, template }, answers, now: START }));
}

async function wordsOf(bytes: Uint8Array): Promise<string> {
  return (await pdfText(bytes)).flat().join(' ');
}

describe('a ready-made paper', () => {
  it.each([
    {
      template: 'permohonan',
      words: [
        'Hal : Permohonan penerbitan sertifikat elektronik',
        'Lampiran : 3 berkas',
        'Dengan hormat,',
        '1. Formulir permohonan BSrE 2. KTP 3. SK terakhir',
        'Mengetahui, Kepala Dinas Kesehatan Pemohon',
      ],
    },
    { template: 'rekomendasi', words: ['SURAT REKOMENDASI Nomor : ....', 'memberikan rekomendasi kepada:'] },
    {
      template: 'formulir_bsre',
      words: ['FORMULIR PERMOHONAN PENERBITAN SERTIFIKAT ELEKTRONIK', 'Nomor WhatsApp : +6281234567890', 'passphrase'],
    },
    { template: 'pencabutan', words: ['permohonan pencabutan sertifikat elektronik atas nama:'] },
    { template: 'pernyataan_atasan', words: ['SURAT KETERANGAN ATASAN LANGSUNG', 'Atasan langsung ....'] },
  ] as const)('of kind $template has its words, the answers, and room to sign', async ({ template, words }) => {
    const text = await wordsOf(await write(template));
    expect(text).toContain('PEMERINTAH KOTA TARAKAN DINAS KOMUNIKASI INFORMATIKA STATISTIK DAN PERSANDIAN');
    expect(text).toContain('Nama lengkap : Sari Dewi Lestari, S.Kom. NIP : 19900515 201503 2 001');
    expect(text).toContain('Tarakan, 18 November 2026');
    for (const each of words) expect(text).toContain(each);
    if (template !== 'formulir_bsre')
      expect(text).toContain(
        'Yth. Kepala Dinas Komunikasi Informatika Statistik dan Persandian Kota Tarakan di Tempat',
      );
    expect(text).not.toMatch(/contoh|undefined/i);
  });

  it.each(PAPER_TEMPLATES)('of kind %s is a whole, unsigned PDF to our own checker', async (template) => {
    const verdict = verify(await write(template), { trust: testTrust(), now: START });
    expect(verdict).toMatchObject({ headline: 'unsigned', problem: null, signatures: [] });
  });

  it.each(PAPER_TEMPLATES)('of kind %s keeps long names within the page', async (template) => {
    const bytes = await write(template, LONG);
    const document = await PDFDocument.load(bytes);
    expect(document.getPageCount()).toBeLessThanOrEqual(2);
    const font = await (await PDFDocument.create()).embedFont('Helvetica-Bold');
    const lines = (await pdfText(bytes)).flat();
    const wide = lines.filter((line) => !line.startsWith('.') && font.widthOfTextAtSize(line, 11) > 520);
    expect(wide).toEqual([]);
    for (const name of [LONG.nama, LONG.perangkat_daerah]) expect(lines.join(' ')).toContain(name);
  });

  it('never leaves a signature alone on a page', async () => {
    const pages = await pdfText(await write('permohonan', { ...LONG, jabatan: `${LONG.jabatan} `.repeat(9) }));
    expect(pages).toHaveLength(2);
    expect(pages[1]?.join(' ')).toMatch(/^Demikian .* Tarakan, 18 November 2026/);
  });

  it('is written for names in any script', async () => {
    const text = await wordsOf(await write('formulir_bsre', { ...ANSWERS, nama: 'Ṣāliḥ 李小龍 ꦱꦫꦶ' }));
    expect(text).toContain('Salih ???');
  });

  it('leaves out what was not answered, and leaves blank what is not known', async () => {
    const { golongan: _g, perangkat_daerah: _p, ...answers } = ANSWERS;
    const text = await wordsOf(await write('permohonan', answers, 'tanjungpinang'));
    expect(text).not.toContain('Golongan');
    expect(text).toContain('Kepala Perangkat Daerah');
    expect(text).toMatch(/Nomor : \.{40,}/);
  });

  it('names no place where the agency is no city: its seat lies elsewhere', () => {
    const city = loadProfile('tarakan');
    const profile = { ...city, agency: { ...city.agency, government: 'Pemerintah Kabupaten Awan Biru' } };
    const service = profile.services['penerbitan'];
    const paper = service?.papers[0];
    if (!service || !paper) throw new Error('the profile has no papers');
    const form = paperForm({
      profile,
      service,
      kind: { ...paper, template: 'permohonan' },
      answers: ANSWERS,
      now: START,
    });
    expect(form.dateline).toMatch(/^\.{20}, 18 November 2026$/);
  });
});

describe('asking the desk to write the paper', () => {
  const SEAT = 'pemohon';

  async function atThePapers(): Promise<World> {
    const world = await makeWorld();
    for (const said of ['halo', 'ajukan', 'setuju', ...Object.values(ANSWERS)]) await world.say(SEAT, said);
    return world;
  }

  async function sessionOf(world: World): Promise<Session> {
    const chat = await world.store.findChat(`web:${SEAT}`);
    return chat?.session as Session;
  }

  it('brings it with the answers in full, says what to do with it, and asks for it again', async () => {
    const world = await atThePapers();
    const [paper, reply] = await world.say(SEAT, { choice: 'surat_permohonan=make' });
    const file = paper?.message.file;
    expect(file).toMatchObject({ name: 'surat-permohonan.pdf', type: 'pdf' });
    const bytes = await world.store.readFile(file?.id ?? '');
    expect(await wordsOf(bytes ?? new Uint8Array())).toContain('NIK : 6473015505900001');
    expect(reply?.message.text).toContain('cetak dan tandatangani');
    expect(reply?.message.choices.map(({ id }) => id)).toEqual(['surat_permohonan=make']);
    const [received] = await world.say(SEAT, { file: 'surat permohonan.pdf', bytes: sampleFile('pdf', 120) });
    expect(received?.message.text).toContain('kami terima');
  });

  it('keeps one of each only, and none once the form is over', async () => {
    const world = await atThePapers();
    await world.say(SEAT, { choice: 'surat_permohonan=make' });
    const [first] = (await sessionOf(world)).made ?? [];
    await world.say(SEAT, { choice: 'surat_permohonan=make' });
    const [second, ...more] = (await sessionOf(world)).made ?? [];
    expect(more).toEqual([]);
    expect(await world.store.readFile(first?.id ?? '')).toBeUndefined();
    expect(await world.store.readFile(second?.id ?? '')).toBeDefined();
    await world.say(SEAT, 'batal');
    await world.say(SEAT, 'ya');
    expect(await world.store.readFile(second?.id ?? '')).toBeUndefined();
    expect((await sessionOf(world)).made ?? []).toEqual([]);
  });

  it('keeps none once the request is handed in', async () => {
    const world = await atThePapers();
    await world.say(SEAT, { choice: 'formulir_bsre=make' });
    await world.say(SEAT, { choice: 'surat_permohonan=make' });
    const made = (await sessionOf(world)).made ?? [];
    expect(made).not.toEqual([]);
    for (const name of ['surat permohonan', 'formulir', 'ktp', 'sk terakhir'])
      await world.say(SEAT, { file: `${name}.pdf`, bytes: sampleFile('pdf', 120) });
    expect((await sessionOf(world)).made).toEqual(made);
    const lines = await world.say(SEAT, 'kirim permohonan');
    expect(lines.map(({ message }) => message.text).join()).toContain('TTE-');
    expect((await sessionOf(world)).made ?? []).toEqual([]);
    for (const { id } of made) expect(await world.store.readFile(id)).toBeUndefined();
  });

  it('is not offered for papers that only others can give', async () => {
    const world = await atThePapers();
    const before = (await sessionOf(world)).made ?? [];
    const lines = await world.say(SEAT, { choice: 'ktp=make' });
    expect(lines.every(({ message }) => message.file === undefined)).toBe(true);
    expect((await sessionOf(world)).made ?? []).toEqual(before);
  });
});
