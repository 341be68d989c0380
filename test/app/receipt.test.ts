// The receipt of a check: asked for by a button, a PDF of its own that holds the facts, gone once another document was checked.
import { createHash } from 'node:crypto';
import { PDFDocument } from 'pdf-lib';
import { describe, expect, it } from 'vitest';
import type { LogEntry } from '../../src/app/ports.ts';
import { makeReceipt } from '../../src/app/receipt.ts';
import type { Receipt } from '../../src/engine/draft.ts';
import { unsignedPaper, validPaper, alteredPaper, paperSignedBy } from '../helpers/checked-papers.ts';
import { pdfText } from '../helpers/pdf-text.ts';
import { testTrust } from '../helpers/test-pki.ts';
import { makeWorld } from '../helpers/world.ts';
import type { World } from '../helpers/world.ts';

const SEAT = 'publik';

async function check(world: World, bytes: Uint8Array, file = 'surat.pdf'): Promise<string> {
  const [line] = await world.say(SEAT, { file, bytes });
  const button = line?.message.choices.find(({ id }) => id.startsWith('receipt:'));
  if (!button) throw new Error('no receipt is offered');
  return button.id;
}

async function fileIn(world: World, lines: readonly LogEntry[]): Promise<Uint8Array> {
  const file = lines.find(({ message }) => message.file)?.message.file;
  const bytes = file && (await world.store.readFile(file.id));
  if (!bytes) throw new Error('no file came');
  expect(file).toMatchObject({
    type: 'pdf',
    size: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  });
  return bytes;
}

async function receiptFor(world: World, bytes: Uint8Array, file?: string): Promise<string> {
  const button = await check(world, bytes, file);
  return (await pdfText(await fileIn(world, await world.say(SEAT, { choice: button })))).flat().join(' ');
}

describe('the receipt', () => {
  it('says which file was checked, when, and what was found, and that it proves nothing in law', async () => {
    const bytes = validPaper();
    const text = await receiptFor(await makeWorld({ trust: testTrust() }), bytes, 'SK Kepala Dinas.pdf');
    for (const words of [
      'PEMERINTAH KOTA TARAKAN DINAS KOMUNIKASI INFORMATIKA STATISTIK DAN PERSANDIAN',
      'BUKTI PEMERIKSAAN DOKUMEN',
      'Nama berkas SK Kepala Dinas.pdf',
      'Ukuran 24 kB',
      `SHA-256 ${createHash('sha256').update(bytes).digest('hex')}`,
      'Waktu pemeriksaan 18 November 2026 pukul 09.00 WITA',
      'SAH. Dokumen utuh',
      'Tanda Tangan #1',
      'Identitas penandatangan terverifikasi: Ratna Pramesti Wulandari, Pemerintah Kabupaten Awan Biru',
      'Dokumen belum mengalami perubahan.',
      'Tanda tangan memiliki stempel waktu: 10 Maret 2026 pukul 11.00 WITA (TSA Uji).',
      'Tanda tangan mendukung LTV',
      'informasi, bukan alat bukti hukum',
      'https://tte.komdigi.go.id/verifyPDF',
      '1 / 1',
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(/[*?]/);
  });

  it('speaks the language of the dialogue', async () => {
    const world = await makeWorld({ trust: testTrust() });
    await world.say(SEAT, 'english');
    const text = await receiptFor(world, alteredPaper());
    expect(text).toContain('RECEIPT FOR A DOCUMENT CHECK File name surat.pdf');
    expect(text).toContain('NOT VALID.');
    expect(text).toContain('Checked on 18 November 2026, 09:00 WITA');
    expect(text).toContain('is not legal evidence');
  });

  it('may be asked for twice', async () => {
    const world = await makeWorld({ trust: testTrust() });
    const button = await check(world, unsignedPaper());
    const first = await fileIn(world, await world.say(SEAT, { choice: button }));
    const second = await fileIn(world, await world.say(SEAT, { choice: button }));
    expect(Buffer.from(second).equals(first)).toBe(true);
  });

  it('of an earlier document is gone, and the button says so', async () => {
    const world = await makeWorld({ trust: testTrust() });
    const older = await check(world, validPaper());
    const newer = await check(world, unsignedPaper());
    const lines = await world.say(SEAT, { choice: older });
    expect(lines.map(({ message }) => message.file)).toEqual([undefined]);
    expect(lines[0]?.message.text).toContain('sudah tidak tersedia');
    await fileIn(world, await world.say(SEAT, { choice: newer }));
  });

  it('is not to be had for what somebody else had checked', async () => {
    const world = await makeWorld({ trust: testTrust() });
    const button = await check(world, validPaper());
    const [line] = await world.say('pemohon', { choice: button });
    expect(line?.message.text).toContain('sudah tidak tersedia');
  });

  it('goes on over as many pages as it needs, each with its number and the file it is about', async () => {
    const bytes = paperSignedBy(7);
    const world = await makeWorld({ trust: testTrust() });
    const button = await check(world, bytes);
    const pages = await pdfText(await fileIn(world, await world.say(SEAT, { choice: button })));
    expect(pages.map((lines) => lines.filter((line) => /^\d \/ \d$/.test(line)))).toEqual([['1 / 2'], ['2 / 2']]);
    expect(pages[1]?.join(' ')).toContain(createHash('sha256').update(bytes).digest('hex').slice(0, 16));
    expect(pages.flat().join(' ')).toContain('dan 1 tanda tangan lain');
  });
});

describe('the page of a receipt', () => {
  const receipt = (name: string): Receipt => ({
    checked: {
      name,
      verdict: {
        at: '2026-11-18T01:00:00.000Z',
        sha256: 'ab'.repeat(32),
        size: 10,
        signatures: [],
        documentTimestamps: [],
        notes: [],
        problem: null,
        integrity: 'unsigned',
        headline: 'unsigned',
      },
    },
    letterhead: ['PEMERINTAH KOTA CONTOH'],
    title: 'BUKTI',
    rows: [{ label: 'Nama berkas', value: name }],
    headline: 'ℹ️ *Tidak ada*',
    sections: [],
    information: 'Keterangan.',
  });

  it('breaks a name that is wider than the line, and loses none of it', async () => {
    const name = `${'surat_keputusan_'.repeat(40)}.pdf`;
    const [lines = []] = await pdfText(await makeReceipt(receipt(name)));
    const from = lines.indexOf('Nama berkas') + 1;
    expect(lines.slice(from, lines.indexOf('Tidak ada')).join('')).toBe(name);
    expect(lines.length).toBeGreaterThan(8);
  });

  it('writes what the fonts lack without accents, else as a question mark', async () => {
    const [lines] = await pdfText(await makeReceipt(receipt('Ṣaḥīḥ – “São” 文.pdf')));
    expect(lines).toContain('Sahih – “São” ?.pdf');
  });

  it('is the same for the same receipt, and dated by the check', async () => {
    const first = await makeReceipt(receipt('a.pdf'));
    expect(await makeReceipt(receipt('a.pdf'))).toEqual(first);
    const document = await PDFDocument.load(first, { updateMetadata: false });
    expect(document.getCreationDate()?.toISOString()).toBe('2026-11-18T01:00:00.000Z');
    expect(document.getTitle()).toBe('BUKTI');
  });
});
