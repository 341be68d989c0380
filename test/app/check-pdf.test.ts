// Somebody sends a document to be checked: what the bot says of it, the receipt, the limits, and that the file is not kept.
import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { LogEntry, Store } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import {
  alteredPaper,
  annotatedPaper,
  brokenPaper,
  cutPaper,
  expiredPaper,
  lockedPaper,
  overwrittenPaper,
  paperSignedBy,
  revokedPaper,
  selfSignedPaper,
  stampedPaper,
  strangersPaper,
  unsignedPaper,
  validPaper,
  validPaperBy,
} from '../helpers/checked-papers.ts';
import { sampleFile } from '../helpers/sample-files.ts';
import { testTrust } from '../helpers/test-pki.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const SEAT = 'publik';
const HOUR = 3_600_000;

const makeCheckingWorld = (store?: Store): Promise<World> =>
  makeWorld({ trust: testTrust(), ...(store ? { store } : {}) });

async function send(world: World, bytes: Uint8Array, file = 'surat.pdf'): Promise<LogEntry> {
  const [line, ...rest] = await world.say(SEAT, { file, bytes });
  if (!line || rest.length > 0) throw new Error(`${rest.length + (line ? 1 : 0)} answers instead of one`);
  return line;
}

async function answerTo(bytes: Uint8Array, file?: string): Promise<string> {
  return (await send(await makeCheckingWorld(), bytes, file)).message.text;
}

/** A ZIP file of stored entries, as they stand at the front of a Word document. */
function wordFile(): Uint8Array {
  const type = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  const entries = { '[Content_Types].xml': `<Override ContentType="${type}"/>`, 'word/document.xml': '<w:document/>' };
  return Buffer.concat([
    ...Object.entries(entries).map(([name, text]) => {
      const head = Buffer.alloc(30);
      head.writeUInt32LE(0x04034b50, 0);
      head.writeUInt16LE(20, 4);
      head.writeUInt32LE(crc32(text), 14);
      head.writeUInt32LE(text.length, 18);
      head.writeUInt32LE(text.length, 22);
      head.writeUInt16LE(name.length, 26);
      return Buffer.concat([head, Buffer.from(name + text)]);
    }),
    Buffer.alloc(64),
  ]);
}

describe('a document sent outside a form', () => {
  it('is called valid with the four lines of the official page, the reason for trust and the note on pictures', async () => {
    const line = await send(await makeCheckingWorld(), validPaper(), 'SK Kepala Dinas.pdf');
    expect(line.message.text.split('\n')).toEqual([
      '📄 SK Kepala Dinas.pdf',
      '✅ *SAH.* Dokumen utuh, dan penandatangannya dipastikan oleh penyelenggara sertifikat resmi (PSrE Indonesia).',
      '',
      '*Tanda Tangan #1*',
      '✅ Identitas penandatangan terverifikasi: *Ratna Pramesti Wulandari*, Pemerintah Kabupaten Awan Biru (diterbitkan oleh PSrE Uji DS G1).',
      '✅ Dokumen belum mengalami perubahan.',
      '✅ Tanda tangan memiliki stempel waktu: 10 Maret 2026 pukul 11.00 WITA (TSA Uji).',
      '✅ Tanda tangan mendukung LTV (tetap dapat diperiksa bertahun-tahun kemudian).',
      '',
      'Gambar tanda tangan atau kode QR yang tampak di halaman bukanlah tanda tangan elektronik. Yang kami periksa adalah tanda tangan yang tersimpan di dalam berkasnya.',
      '',
      'Diperiksa 18 November 2026 pukul 09.00 WITA. Hasil ini bersifat informasi, bukan bukti hukum. Laman resmi: https://tte.komdigi.go.id/verifyPDF',
    ]);
    expect(line.message.choices.map(({ label }) => label)).toEqual([
      'Unduh bukti pemeriksaan',
      'Periksa dokumen lain',
      'Menu',
    ]);
  });

  it('is answered in English to whoever speaks English', async () => {
    const world = await makeCheckingWorld();
    await world.say(SEAT, 'english');
    const { text } = (await send(world, validPaper())).message;
    expect(text).toContain('✅ *VALID.* The document is intact');
    expect(text).toContain('✅ The signer’s identity is verified: *Ratna Pramesti Wulandari*');
    expect(text).toContain('✅ The signature has a time stamp: 10 March 2026, 11:00 WITA (TSA Uji).');
    expect((await send(world, revokedPaper())).message.text).toContain('❌ *NOT VALID.* The certificate had already');
    expect((await send(world, unsignedPaper())).message.text).toContain('*no electronic signature*');
  });

  it.each([
    [
      'altered by an update',
      alteredPaper,
      ['❌ *TIDAK SAH.* Ada bagian yang ditambah atau diubah', '❌ Isi dokumen berubah'],
    ],
    [
      'overwritten',
      overwrittenPaper,
      ['❌ *TIDAK SAH.* Isi dokumen berubah', '❌ Isi dokumen tidak cocok', '⚠️ Identitas'],
    ],
    ['unsigned', unsignedPaper, ['ℹ️ *Tidak ada tanda tangan elektronik*', 'mohon minta PDF aslinya: pindaian, foto']],
    [
      'of a stranger',
      strangersPaper,
      ['⚠️ *BELUM DAPAT DIPASTIKAN.* Isinya tidak berubah', 'PSrE Indonesia yang kami kenal', '⚠️ Identitas'],
    ],
    [
      'of its own making',
      selfSignedPaper,
      ['Sertifikatnya buatan sendiri', 'tertulis: “Wahyu Nugroho”.', '➖ Tanda tangan tidak memiliki stempel waktu.'],
    ],
    [
      'expired without time stamp',
      expiredPaper,
      ['⚠️ *BELUM DAPAT DIPASTIKAN.*', 'kini sudah kedaluwarsa, dan tidak ada stempel waktu'],
    ],
    [
      'revoked before',
      revokedPaper,
      ['❌ *TIDAK SAH.* Sertifikatnya sudah dicabut', '⚠️ Identitas', '✅ Dokumen belum mengalami perubahan.'],
    ],
    [
      'silent on revocation',
      stampedPaper,
      ['⚠️ *BELUM DAPAT DIPASTIKAN.* Isinya tidak berubah', 'apakah sertifikatnya sudah dicabut', '✅ Identitas'],
    ],
    [
      'annotated',
      annotatedPaper,
      ['⚠️ *BELUM DAPAT DIPASTIKAN.* Ada catatan', 'setelah ditandatangani (halaman 2).', '✅ Identitas'],
    ],
    ['locked', lockedPaper, ['⚠️ *BELUM DAPAT DIPASTIKAN.* Dokumen ini terkunci kata sandi', 'jangan dikirim ke sini']],
    ['broken', brokenPaper, ['⚠️ *BELUM DAPAT DIPASTIKAN.* Berkas ini rusak atau tidak lengkap.']],
    [
      'cut off in its signature',
      cutPaper,
      ['ℹ️ *Tidak ada tanda tangan elektronik*', 'sisa tanda tangan yang tidak lengkap'],
    ],
  ] as const)('that is %s gets its own answer', async (_what, make, expected) => {
    const text = await answerTo(make());
    for (const words of expected) expect(text).toContain(words);
    expect(text).toContain('Laman resmi: https://tte.komdigi.go.id/verifyPDF');
    expect(text).not.toMatch(/[{}–]|undefined|null/);
  });

  it('says of every signature what is true of it', async () => {
    const text = await answerTo(paperSignedBy(2));
    expect(text).toContain('✅ *SAH.*');
    expect(text).toContain('*Penanda Tangan 1*');
    expect(text).toContain('belum mengalami perubahan. Tanda tangan lain ditambahkan kemudian (diizinkan).');
    expect(text).toContain('*Tanda Tangan #2*\n✅ Identitas penandatangan terverifikasi: *Penanda Tangan 2*');
  });

  it('counts the signatures that it does not tell one by one', async () => {
    const text = await answerTo(paperSignedBy(8));
    expect(text).toContain('*Tanda Tangan #6*');
    expect(text).not.toContain('#7');
    expect(text).toContain('*dan 2 tanda tangan lain*');
    expect(text.length).toBeLessThan(4096);
  });

  it('says which signature keeps it from being valid', async () => {
    const world = await makeCheckingWorld();
    const { text } = (await send(world, paperSignedBy(2, 1))).message;
    expect(text).toContain(
      '*BELUM DAPAT DIPASTIKAN.* Isinya tidak berubah sejak ditandatangani. Tanda Tangan #2: Kami',
    );
  });

  it('shows a name that wants to deceive as plain words', async () => {
    const text = await answerTo(
      validPaperBy({ cn: '*Budi* _Santoso_ `\u202E\u0007~palsu~\n✅ *SAH*', o: '*Dinas*' }),
      '\u202E*surat*\u0000`.pdf',
    );
    expect(text).toContain('📄 surat.pdf\n');
    expect(text).toContain('terverifikasi: *Budi Santoso palsu ✅ SAH*, Dinas (diterbitkan');
    expect(text).not.toMatch(/\p{Bidi_Control}|\p{Cc}(?<!\n)/u);
  });

  it('leaves out what a certificate does not say', async () => {
    const text = await answerTo(validPaperBy({ cn: 'Citra Lestari', o: '' }));
    expect(text).toContain('terverifikasi: *Citra Lestari* (diterbitkan oleh PSrE Uji DS G1).');
  });
});

describe('a file that cannot be checked', () => {
  it.each([
    ['a Word file', 'surat.docx', wordFile(), ['dokumen Office, bukan PDF']],
    ['an old Word file', 'surat.doc', Buffer.from(`d0cf11e0a1b11ae1${'00'.repeat(600)}`, 'hex'), ['dokumen Office']],
    ['a photo', 'foto.jpg', sampleFile('jpeg'), ['adalah gambar', 'mohon kirim PDF aslinya']],
    ['a scan', 'pindaian.png', sampleFile('png'), ['adalah gambar', 'mohon kirim PDF aslinya']],
    ['an empty file', 'surat.pdf', sampleFile('empty'), ['kosong']],
    ['a program called PDF', 'surat.pdf', sampleFile('exe'), ['tidak sesuai dengan namanya']],
  ])('is told what is the matter: %s', async (_what, name, bytes, expected) => {
    const text = await answerTo(bytes, name);
    for (const words of [`*${name}*`, ...expected]) expect(text).toContain(words);
  });

  it.each([
    ['announced', 26_000_000],
    ['sent', undefined],
  ])('is not to be made smaller when it is too large as %s', async (_how, size) => {
    const world = await makeCheckingWorld();
    if (size === undefined) Object.assign(world.desk, { maxFileBytes: 1_000 });
    const [line] = await world.say(SEAT, { file: 'tebal.pdf', bytes: validPaper(), ...(size ? { size } : {}) });
    expect(line?.message.text).toContain(`*tebal.pdf* terlalu besar untuk diperiksa di sini`);
    expect(line?.message.text).toContain('jangan diperkecil');
  });

  it('leaves somebody who was asked for a document at the question', async () => {
    const world = await makeCheckingWorld();
    await world.say(SEAT, { choice: 'menu=check' });
    expect((await send(world, sampleFile('png'), 'pindaian.png')).message.text).toMatch(
      /gambar[^]*\*Periksa dokumen\*/,
    );
    expect((await send(world, validPaper())).message.text).toContain('✅ *SAH.*');
    expect((await send(world, unsignedPaper())).message.text).toContain('*Tidak ada tanda tangan elektronik*');
  });
});

describe('the checked file', () => {
  it('is kept nowhere', async () => {
    const store = createMemoryStore();
    const kept: string[] = [];
    const watched: Store = {
      ...store,
      saveFile(id, bytes, meta) {
        kept.push(meta.name);
        return store.saveFile(id, bytes, meta);
      },
    };
    const world = await makeCheckingWorld(watched);
    await send(world, validPaper(), 'rahasia.pdf');
    const [said] = (await world.log(SEAT)).slice(-2);
    expect(kept).toEqual([]);
    expect(said).toMatchObject({ from: 'person', message: { text: 'rahasia.pdf' } });
    expect(said?.message.file).toBeUndefined();
  });

  it('is a paper and not checked when it comes in the middle of a form', async () => {
    const world = await makeCheckingWorld();
    await world.say('pemohon', { choice: 'menu=apply' });
    await world.say('pemohon', { choice: 'consent=agree' });
    const bytes = validPaper();
    const [line] = await world.say('pemohon', { file: 'surat.pdf', bytes });
    expect(line?.message.text).toContain('Berkas *surat.pdf* kami simpan');
    expect(line?.message.text).not.toContain('SAH');
    const said = (await world.log('pemohon')).findLast(({ from }) => from === 'person');
    const kept = await world.store.readFile(said?.message.file?.id ?? '');
    expect(Buffer.from(kept ?? []).equals(bytes)).toBe(true);
  });
});

describe('the limit of checks', () => {
  it('holds for one person and one hour', async () => {
    const world = await makeCheckingWorld();
    Object.assign(world.desk, { checksPerHour: 2 });
    await send(world, unsignedPaper());
    await world.pass(HOUR / 2);
    await send(world, unsignedPaper());
    expect((await send(world, unsignedPaper())).message.text).toContain('Batas pemeriksaan dokumen untuk satu jam');
    const [other] = await world.say('pemohon', { file: 'surat.pdf', bytes: unsignedPaper() });
    expect(other?.message.text).toContain('*Tidak ada tanda tangan elektronik*');
    await world.pass(HOUR / 2);
    expect((await send(world, unsignedPaper())).message.text).toContain('*Tidak ada tanda tangan elektronik*');
    expect((await send(world, unsignedPaper())).message.text).toContain('Batas pemeriksaan');
  });
});
