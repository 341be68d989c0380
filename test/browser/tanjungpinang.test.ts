// The whole procedure of Tanjungpinang in a browser, on a telephone: one seat at a time, applicant and officers in turn.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleApplicant } from '../../scripts/sample-applicant.ts';
import { samplePapers } from '../../scripts/sample-papers.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import type { Story } from './story.ts';
import { openStory } from './story.ts';

const profile = loadProfile('tanjungpinang');
const applicant = sampleApplicant(profile);
const papers = samplePapers(profile).filter(({ name }) => /^(?:surat-rekomendasi|ktp)\.\w+$/.test(name));
const blurred = samplePapers(profile).filter(({ name }) => name === 'ktp-buram.jpg');

describe('the Tanjungpinang procedure on a telephone', () => {
  let story: Story;

  beforeAll(async () => {
    story = await openStory('tanjungpinang', { width: 390, height: 844 });
  });
  afterAll(() => story.close());

  it('takes the request of the applicant', async () => {
    await story.hears('pemohon', 'Selamat datang');
    await story.picture('tanjungpinang-1-welcome');
    await story.choose('pemohon', 'Ajukan sertifikat elektronik');
    await story.choose('pemohon', 'Saya setuju');
    const { name, nip, nik, grade, position, office, mail, phone } = applicant;
    for (const answer of [name, nip, nik, grade, position, office, mail, phone]) await story.say('pemohon', answer);
    expect(papers).toHaveLength(2);
    const [letter] = papers;
    if (letter) await story.upload('pemohon', [letter]);
    await story.upload('pemohon', blurred);
    await story.hears('pemohon', 'Mohon periksa sebelum dikirim');
    await story.picture('tanjungpinang-2-summary');
    await story.choose('pemohon', 'Kirim permohonan');
  });

  it('passes it down to the verifier, telling each that it is their turn', async () => {
    await story.page.locator('#switcher [data-panel=kepala-dinas] .badge').waitFor();
    for (const seat of ['kepala-dinas', 'kepala-bidang']) {
      await story.hears(seat, 'TTE-');
      if (seat === 'kepala-dinas') await story.picture('tanjungpinang-3-officer');
      await story.choose(seat, 'Disposisi');
      await story.choose(seat, 'Tanpa catatan');
    }
  });

  it('sends one paper back and takes its replacement', async () => {
    await story.hears('verifikator', 'TTE-');
    await story.choose('verifikator', 'Kembalikan berkas');
    await story.choose('verifikator', 'KTP');
    await story.choose('verifikator', 'Buram atau tidak terbaca');
    await story.choose('verifikator', 'Cukup, kirim');
    await story.choose('pemohon', 'Unggah ulang berkas');
    await story.upload('pemohon', papers.slice(1));
    await story.choose('pemohon', 'Kirim berkas');
    await story.picture('tanjungpinang-4-replaced');
  });

  it('goes to and fro between verifier and applicant until the certificate is there', async () => {
    for (const [seat, label] of [
      ['verifikator', 'Lengkap dan terdaftar di BSrE'],
      ['pemohon', 'Akun sudah diaktifkan'],
      ['verifikator', 'Data aktivasi sesuai'],
      ['pemohon', 'Passphrase sudah dibuat'],
      ['verifikator', 'BSrE sudah menerbitkan'],
      ['verifikator', 'Hari ini'],
      ['pemohon', 'Pemberitahuan sudah diterima'],
    ] as const)
      await story.choose(seat, label);
    await story.page.locator('#switcher [data-panel=progress]').click();
    await expect.poll(() => story.page.locator('.pill').textContent()).toBe('Selesai');
    expect(await story.page.locator('.certificate').textContent()).toContain('Sertifikat terbit');
    await story.picture('tanjungpinang-5-issued');
  });

  it('gave the browser nothing to complain about', () => {
    expect(story.complaints).toEqual([]);
  });
});
