// The whole procedure of Tarakan on Telegram, over HTTP: four officers who only tap, and an applicant who never leaves his chat.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { sampleFile } from '../helpers/sample-files.ts';
import { finish, giveBack, handDown, handIn, openOffice, requestOf } from '../helpers/telegram-office.ts';
import type { Office } from '../helpers/telegram-office.ts';
import { forbidden, indiscretions, leftStanding } from '../helpers/telegram-story-checks.ts';
import { openTelegramStory } from '../helpers/telegram-story.ts';
import type { TelegramStory } from '../helpers/telegram-story.ts';
import { openTelegramDouble } from '../helpers/telegram-double.ts';
import type { TelegramDouble } from '../helpers/telegram-double.ts';

let double: TelegramDouble;
let story: TelegramStory;
let office: Office;
let offered: string[];

beforeEach(async () => {
  offered = [];
  double = await openTelegramDouble();
  story = await openTelegramStory(double, {
    async onSend(of, to, { choices }) {
      offered.push(...(await forbidden(of, to, choices)));
    },
  });
  office = await openOffice(story, double);
});

afterEach(async () => {
  await story.stop();
  await double.close();
});

/** Of every tap the answer is the first thing that Telegram hears of us. */
function firstCallsAfter(taps: number): string[] {
  return double.calls.slice(taps).map(({ method }) => method);
}

describe('the procedure of Tarakan on Telegram', () => {
  it('comes from the first word to the certificate, one paper having been replaced', async () => {
    const { applicant, verifikator, kepala_dinas: head } = office;
    const players = Object.values(office);
    const number = await handIn(story, applicant);
    expect(applicant.text()).toContain(`Permohonan diterima dengan nomor ${number}`);
    expect(head.buttons()).toEqual(['Disposisi', 'Lihat berkas', 'Riwayat']);

    await head.tap('Lihat berkas');
    const papers = head.person.shown().flatMap(({ document }) => (document ? [document.bytes] : []));
    expect(papers.map(({ length }) => length)).toEqual([
      sampleFile('pdf').length,
      sampleFile('pdf').length,
      40_000,
      sampleFile('pdf').length,
    ]);
    await head.tap('Disposisi');
    await head.say('Mohon <segera> & *teliti*');
    expect(await leftStanding(story, players)).toEqual([]);
    await office.kepala_bidang.tap('Disposisi');
    expect(office.kepala_bidang.text()).toContain('Disposisi Hendra Wijaya: Mohon <segera> & teliti');
    await office.kepala_bidang.tap('Tanpa catatan');
    await office.statistisi.tap('Teruskan ke verifikator');
    await office.statistisi.tap('Tanpa catatan');
    expect(await leftStanding(story, players)).toEqual([]);

    await giveBack(verifikator, 'KTP', 'Buram atau tidak terbaca');
    expect((await requestOf(story, applicant)).state).toBe('returned');
    expect(await leftStanding(story, players)).toEqual([]);
    expect(applicant.text()).toContain('• KTP: Buram atau tidak terbaca');
    await applicant.tap('Unggah ulang berkas');
    await applicant.photo(sampleFile('jpeg', 60_000));
    await applicant.tap('Kirim berkas');
    expect(verifikator.text()).toContain('Berkas pengganti sudah diunggah pemohon');

    await verifikator.tap('Lengkap dan terkirim ke BSrE');
    await verifikator.tap('Passphrase sudah diisi');
    await verifikator.tap('Terbit, serahkan');
    await verifikator.tap('Hari ini');

    const { state, history } = await requestOf(story, applicant);
    expect(state).toBe('completed');
    expect(applicant.text()).toContain('telah terbit');
    expect(applicant.text()).toContain('berlaku 18 November 2026 sampai 18 November 2028');
    expect(history.filter(({ kind }) => kind === 'step_decided')).toHaveLength(6);
    expect(await leftStanding(story, players)).toEqual([]);
    expect(offered).toEqual([]);
    expect(indiscretions(double)).toEqual([]);
    expect([...new Set(double.state.queries.values())]).toEqual(['answered']);
    expect(story.logged).toEqual([]);
  });

  it('shows in each settled message who decided what and when, and takes its buttons away', async () => {
    await handIn(story, office.applicant);
    await handDown(office, 'verifikator');
    await giveBack(office.verifikator, 'KTP', 'Buram atau tidak terbaca');

    for (const [who, decision, name] of [
      ['kepala_dinas', 'Disposisi', 'Hendra Wijaya'],
      ['kepala_bidang', 'Disposisi', 'Ratna Kusuma'],
      ['statistisi', 'Teruskan ke verifikator', 'Bagus Prasetyo'],
      ['verifikator', 'Kembalikan berkas', 'Maya Anggraini'],
    ] as const) {
      const task = office[who].person.shown().find(({ text }) => text.includes('Pemohon: Melati Puspitasari'));
      expect(task?.text).toContain(`✔ ${decision} oleh ${name}, 18 November 2026`);
      expect(task).toMatchObject({ rows: [], edits: 1 });
    }
  });

  it('answers every tap before it says anything', async () => {
    await handIn(story, office.applicant);
    const before = double.calls.length;
    await office.kepala_dinas.tap('Disposisi');
    expect(firstCallsAfter(before)).toEqual(['answerCallbackQuery', 'sendMessage']);
    const between = double.calls.length;
    await office.kepala_dinas.tap('Tanpa catatan');
    expect(firstCallsAfter(between)[0]).toBe('answerCallbackQuery');
    expect(firstCallsAfter(between).filter((method) => method === 'answerCallbackQuery')).toHaveLength(1);
    expect(firstCallsAfter(between)).toContain('editMessageText');
  });

  it('is told to everybody whom it concerns, and to nobody else', async () => {
    const { applicant, verifikator, kepala_dinas: head } = office;
    const number = await handIn(story, applicant);
    expect(head.text()).toContain(number);
    expect(verifikator.text()).not.toContain(number);
    await handDown(office, 'verifikator');
    await finish(verifikator);
    expect(applicant.text()).toContain('langkah “Disposisi Kepala Dinas” selesai');
    expect(verifikator.text()).toContain('Permohonan berakhir: ');
  });

  it('lists what waits for an officer, the earliest due first, and opens one', async () => {
    const number = await handIn(story, office.applicant);
    await office.kepala_dinas.say('/antrean');
    expect(office.kepala_dinas.buttons()[0]).toBe(`${number} · Melati Puspitasari`);
    await office.kepala_dinas.tap(`${number} · Melati Puspitasari`);
    expect(office.kepala_dinas.buttons()).toContain('Disposisi');
    await office.kepala_bidang.say('/antrean');
    expect(office.kepala_bidang.text()).toContain('Tidak ada permohonan yang menunggu');
    await office.verifikator.say(`/permohonan ${number}`);
    expect(office.verifikator.text()).toContain(`Riwayat ${number}`);
    expect(office.verifikator.buttons()).toEqual(['Lihat berkas', 'Riwayat']);
    expect(offered).toEqual([]);
  });

  it('speaks English with whoever prefers it', async () => {
    await office.applicant.say('/english');
    await office.applicant.say('/menu');
    expect(office.applicant.buttons()).toContain('Request an electronic certificate');
  });
});
