// The whole procedure of Tarakan in a browser: from the first word to the certificate, with a paper sent back on the way.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleApplicant } from '../../scripts/sample-applicant.ts';
import { samplePapers } from '../../scripts/sample-papers.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import type { Story } from './story.ts';
import { openStory } from './story.ts';

const profile = loadProfile('tarakan');
const applicant = sampleApplicant(profile);
const papers = new Map(samplePapers(profile).map((paper) => [paper.name, paper]));

function paper(name: string) {
  const found = papers.get(name);
  if (!found) throw new Error(`no sample ${name}`);
  return found;
}

describe('the Tarakan procedure in a browser', () => {
  let story: Story;

  beforeAll(async () => {
    story = await openStory('tarakan');
  });
  afterAll(() => story.close());

  it('greets the applicant within two seconds of the page being there', async () => {
    await story.page.locator('#chat-pemohon .line.bot').first().waitFor({ timeout: 2_000 });
    await story.hears('pemohon', 'Selamat datang');
    await story.picture('tarakan-1-welcome');
  });

  it('takes the request with real papers, dragged, attached and several at once', async () => {
    await story.choose('pemohon', 'Ajukan sertifikat elektronik');
    await story.hears('pemohon', 'Pemberitahuan data pribadi');
    await story.choose('pemohon', 'Saya setuju');
    const { name, nip, nik, grade, position, office, mail, phone } = applicant;
    for (const answer of [name, nip, nik, grade, position, office, mail, phone]) await story.say('pemohon', answer);
    await story.hears('pemohon', 'Surat permohonan');
    await story.drag('pemohon', 'Surat permohonan');
    await story.hears('pemohon', 'surat-permohonan.pdf');
    await story.upload('pemohon', [paper('formulir-bsre.pdf'), paper('ktp-buram.jpg')]);
    await story.hears('pemohon', 'ktp-buram.jpg');
    await story.upload('pemohon', [paper('sk-terakhir.pdf')]);
    await story.hears('pemohon', 'Mohon periksa sebelum dikirim');
    await story.picture('tarakan-2-summary');
    await story.choose('pemohon', 'Kirim permohonan');
    await story.hears('pemohon', /TTE-\w{6}/);
  });

  it('passes it down from seat to seat, and shows who has it and that it is late', async () => {
    await expect.poll(() => story.currentStep().textContent()).toContain('Disposisi Kepala Dinas');
    await story.page.locator('[data-advance=PT1H]').click();
    await story.hears('kepala-dinas', 'TTE-');
    await expect.poll(() => story.currentStep().textContent()).toContain('Terlambat');
    await story.picture('tarakan-3-late');
    for (const [seat, label] of [
      ['kepala-dinas', 'Disposisi'],
      ['kepala-bidang', 'Disposisi'],
      ['statistisi', 'Teruskan ke verifikator'],
    ] as const) {
      await story.hears(seat, 'TTE-');
      await story.choose(seat, label);
      await story.choose(seat, 'Tanpa catatan');
    }
    await expect.poll(() => story.currentStep().textContent()).toContain('Pemeriksaan berkas');
  });

  it('shows the papers to the verifier, who sends one back', async () => {
    await story.choose('verifikator', 'Lihat berkas');
    await story.hears('verifikator', 'ktp-buram.jpg');
    await story.page.locator('#chat-verifikator .paper', { hasText: 'ktp-buram.jpg' }).last().click();
    await expect
      .poll(() => story.page.locator('#viewer img').evaluate((image: { naturalWidth: number }) => image.naturalWidth))
      .toBeGreaterThan(500);
    await story.picture('tarakan-4-paper');
    await story.page.keyboard.press('Escape');
    await story.choose('verifikator', 'Kembalikan berkas');
    await story.choose('verifikator', 'KTP');
    await story.choose('verifikator', 'Buram atau tidak terbaca');
    await story.choose('verifikator', 'Cukup, kirim');
    await expect.poll(() => story.page.locator('.pill').textContent()).toBe('Perlu perbaikan');
    await story.picture('tarakan-5-returned');
  });

  it('takes the replacement from the applicant', async () => {
    await story.hears('pemohon', 'Buram atau tidak terbaca');
    await story.choose('pemohon', 'Unggah ulang berkas');
    await story.upload('pemohon', [paper('ktp.jpg')]);
    await story.choose('pemohon', 'Kirim berkas');
    await expect.poll(() => story.page.locator('.pill').textContent()).toContain('Diproses');
  });

  it('ends with the certificate', async () => {
    await story.hears('verifikator', 'ktp.jpg');
    await story.choose('verifikator', 'Lengkap dan terkirim ke BSrE');
    await story.choose('verifikator', 'Passphrase sudah diisi');
    await story.choose('verifikator', 'Terbit, serahkan');
    await story.choose('verifikator', 'Hari ini');
    await story.hears('pemohon', 'telah terbit');
    await expect.poll(() => story.page.locator('.pill').textContent()).toBe('Selesai');
    expect(await story.page.locator('.step.done').count()).toBe(7);
    await story.picture('tarakan-6-issued');
  });

  it('lets the reader change language and look, and fits a telephone', async () => {
    const { page } = story;
    await page.getByRole('button', { name: 'EN', exact: true }).click();
    await expect.poll(() => page.locator('.pill').textContent()).toBe('Completed');
    await page.emulateMedia({ colorScheme: 'dark' });
    await story.picture('tarakan-7-dark');
    for (const [name, width] of [
      ['wide', 1000],
      ['telephone', 390],
      ['small', 360],
    ] as const) {
      await page.setViewportSize({ width, height: 780 });
      const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
      expect(overflow, name).toBeLessThanOrEqual(0);
      await story.picture(`tarakan-8-${name}`);
    }
    await page.locator('#switcher [data-panel=progress]').click();
    await page.locator('#progress').waitFor();
    await story.picture('tarakan-9-progress');
  });

  it('gave the browser nothing to complain about', () => {
    expect(story.complaints).toEqual([]);
  });
});
