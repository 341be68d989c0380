// The page as a visitor of the running service meets it: one chat, a session, no seats; and what every page owes its readers.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import type { WebDesk } from '../channels/web-desk.ts';
import { createWebDesk } from '../channels/web-desk.ts';
import { keepPicture, launchBrowser } from './story.ts';

describe('the page for a visitor', () => {
  let desk: WebDesk;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    desk = createWebDesk({ mode: 'visitor', cookieSecret: new Uint8Array(32).fill(3) });
    await desk.start();
    browser = await launchBrowser();
    page = await (await browser.newContext({ viewport: { width: 1100, height: 760 } })).newPage();
    page.setDefaultTimeout(10_000);
    await page.goto(desk.channel.url);
  });
  afterAll(async () => {
    await browser.close();
    await desk.channel.stop();
  });

  it('shows one chat, without seats, clock buttons or samples', async () => {
    await page.locator('.chat').waitFor();
    expect(await page.locator('.chat').count()).toBe(1);
    for (const absent of ['.seat', '.moves button', '.samples']) expect(await page.locator(absent).count()).toBe(0);
    await keepPicture(page, 'visitor-1-empty');
  });

  it('begins when the visitor says so, by keyboard alone', async () => {
    await page.getByRole('button', { name: 'Mulai' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('Anda berkata: Mulai').waitFor();
    await page.getByRole('textbox', { name: 'Pesan' }).focus();
    await page.keyboard.type('Baris satu');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('*tebal* <b>bukan</b> https://contoh.go.id.');
    await page.keyboard.press('Enter');
    await page.locator('.line.person strong', { hasText: 'tebal' }).waitFor();
    expect(await page.locator('.line.person .words').last().innerHTML()).toContain('&lt;b&gt;bukan&lt;/b&gt;');
    expect(await page.locator('.line.person a').last().getAttribute('href')).toBe('https://contoh.go.id');
  });

  it('says when a file is too large, and shows one that is not', async () => {
    const upload = (name: string, size: number) =>
      page
        .locator('input[type=file]')
        .setInputFiles({ name, mimeType: 'application/pdf', buffer: Buffer.alloc(size, '%PDF-1.7 ') });
    await upload('besar.pdf', 150_000);
    await page.getByText('Berkas terlalu besar.').waitFor();
    await upload('surat.pdf', 5_000);
    await page.locator('.line.person a.paper', { hasText: 'surat.pdf' }).waitFor();
  });

  it('finds the chat again after it was loaded anew', async () => {
    await expect.poll(() => page.locator('.pending').count()).toBe(0);
    const before = await page.locator('.line').count();
    await page.reload();
    await expect.poll(() => page.locator('.line').count()).toBe(before);
    await keepPicture(page, 'visitor-2-chat');
  });

  it('hears what the desk says by itself', async () => {
    const from = desk.arrived[0]?.from;
    if (!from) throw new Error('nobody has written');
    desk.write(from, 'bot', { text: 'Sertifikat Bapak/Ibu telah terbit', choices: [] });
    await desk.channel.send(from, { text: '', choices: [] }, 'k');
    await page.getByText('Sertifikat Bapak/Ibu telah terbit').waitFor();
  });

  it('gives everything that can be pressed or filled in a name', async () => {
    const nameless = await page.evaluate(`[...document.querySelectorAll('button, a, textarea, select, [role=log], nav')]
      .filter((each) => !(each.getAttribute('aria-label') || each.textContent.trim()))
      .map((each) => each.outerHTML)`);
    expect(nameless).toEqual([]);
    expect(await page.locator('[role=log][aria-live=polite]').count()).toBe(1);
    expect(await page.locator('html').getAttribute('lang')).toBe('id');
  });

  it('keeps a message that could not be sent, and sends it once when it can', async () => {
    await page.context().setOffline(true);
    await page.getByRole('textbox', { name: 'Pesan' }).fill('tidak hilang');
    await page.keyboard.press('Enter');
    const again = page.getByRole('button', { name: 'Coba lagi' });
    await again.waitFor();
    await page.context().setOffline(false);
    await again.click();
    await page.getByText('Anda berkata: tidak hilang').waitFor();
    expect(desk.arrived.filter(({ text }) => text === 'tidak hilang')).toHaveLength(1);
  });
});
