// The dashboard as an officer meets it: asked for in his chat, opened by its link, read without a script, by keyboard, on a telephone and in
// the dark; and what is met by whoever comes again, too late, or with somebody else's link.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { Story } from './story.ts';
import { keepPicture, openStory } from './story.ts';

const SEAT = 'verifikator';

/** How a screen reader would call what has the focus, more or less; asked in the page. */
const FOCUSED = `((at) => at.getAttribute('aria-label') || at.name || at.textContent.trim())(document.activeElement)`;

describe('the dashboard', () => {
  let story: Story;
  let page: Page;
  let link: string;

  beforeAll(async () => {
    story = await openStory('tarakan');
    page = await openBrowser({ viewport: { width: 1280, height: 900 } });
  });
  afterAll(() => story.close());

  /** The address that the bot gives in the officer's chat. */
  const askForLink = async (): Promise<string> => {
    await story.say(SEAT, 'dasbor');
    const address = await story.page.locator(`#chat-${SEAT} .line.bot a[href*="/dasbor/"]`).last().getAttribute('href');
    if (address === null) throw new Error('the bot has given no link');
    return address;
  };
  /** A browser of somebody's own, in which no script runs. */
  const openBrowser = async (options: BrowserContextOptions = {}): Promise<Page> => {
    const browser = story.page.context().browser();
    if (!browser) throw new Error('there is no browser');
    const opened = await (await browser.newContext({ javaScriptEnabled: false, ...options })).newPage();
    opened.setDefaultTimeout(10_000);
    return opened;
  };
  const press = (on: Page, name: string) => on.getByRole('button', { name }).click();
  const showsFigures = (on: Page) => on.getByRole('table').first().isVisible();

  it('has in chat its figures in four lines, below a picture of them', async () => {
    await story.sit(SEAT);
    await story.say(SEAT, 'statistik');
    const chat = story.page.locator(`#chat-${SEAT}`);
    await story.hears(SEAT, /25 dari 28/);
    expect((await chat.locator('.line.bot').last().innerText()).match(/• /g)).toHaveLength(4);
    const picture = chat.locator('.line.bot img').last();
    await picture.scrollIntoViewIfNeeded();
    expect((await picture.boundingBox())?.height).toBeGreaterThan(60);
    await story.picture('dashboard-0-chat');
  });

  it('is opened by the link that the officer asks for in chat, who is told of it there', async () => {
    link = await askForLink();
    await page.goto(link);
    await page.getByRole('heading', { name: 'Dasbor TTE' }).waitFor();
    await press(page, 'Buka dasbor');
    await page.getByRole('heading', { level: 1, name: /Sertifikat Elektronik/ }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/dasbor');
    await page.getByText('25 dari 28').waitFor();
    await story.hears(SEAT, /Dasbor dibuka dengan tautan Bapak\/Ibu/);
    await keepPicture(page, 'dashboard-1-light');
  });

  it('has every chart drawn, described, and beside it the same as a table', async () => {
    await page.waitForLoadState('load');
    const charts = page.locator('section:has(figure)');
    expect(await charts.count()).toBeGreaterThan(4);
    for (const chart of await charts.all()) {
      const image = chart.getByRole('img');
      expect((await image.getAttribute('alt'))?.length).toBeGreaterThan(10);
      expect((await image.boundingBox())?.height).toBeGreaterThan(60);
      expect(await chart.getByRole('table').count()).toBe(1);
    }
    for (const table of await page.getByRole('table').all())
      expect((await table.locator('caption').textContent())?.trim()).not.toBe('');
    expect(await page.getByRole('region', { name: /^Tabel: / }).count()).toBe(await page.getByRole('table').count());
  });

  it('can be read by keyboard alone', async () => {
    await page.reload();
    const tables = await page.getByRole('table').count();
    const passed: string[] = [];
    do {
      await page.keyboard.press('Tab');
      passed.push(await page.evaluate<string>(FOCUSED));
    } while (passed.at(-1) !== 'Tutup dasbor' && passed.length < 60);
    // A date has several parts, each of them a stop.
    const stops = passed.filter((stop, at) => stop !== passed[at - 1]);
    expect(stops.slice(0, 8)).toEqual([
      'Langsung ke angka',
      'Bahasa Indonesia',
      'English',
      'from',
      'day',
      'Tampilkan',
      `Pilih bagian (${await page.locator('.sections li').count()})`,
      'Tabel: Perangkat Daerah yang menggunakan sertifikat elektronik',
    ]);
    expect(stops.filter((stop) => stop.startsWith('Tabel: '))).toHaveLength(tables);
    expect(stops.at(-1)).toBe('Tutup dasbor');

    await page.reload();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate<string>(FOCUSED)).toBe('from');
  });

  it('shows another period, and says so when there is no such', async () => {
    await page.getByLabel('Sampai tanggal').fill('2025-06-30');
    await page.getByLabel('Dari tanggal').fill('2025-01-01');
    await press(page, 'Tampilkan');
    await page.getByText('Keadaan 30 Juni 2025').waitFor();
    await page.goto(`${story.url}/dasbor?day=2999-01-01`);
    await page.getByRole('status').getByText('Tanggal itu belum tiba').waitFor();
  });

  it('speaks English when asked to, for the same period', async () => {
    await page.goto(`${story.url}/dasbor?from=2025-01-01&day=2025-06-30`);
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByText('As of 30 June 2025').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
  });

  it('scrolls sideways in its tables only, on a telephone', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.goto(`${story.url}/dasbor`);
    await keepPicture(page, 'dashboard-2-telephone');
    const sideways = await page.evaluate(`(() => {
      const wide = [...document.querySelectorAll('body *')].filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1);
      const { scrollWidth, clientWidth } = document.documentElement;
      return [scrollWidth - clientWidth, ...new Set(wide.map((each) => each.className))];
    })()`);
    expect(sideways).toEqual([0, 'table']);
  });

  it('is dark where the device is', async () => {
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(11, 23, 27)');
    await keepPicture(page, 'dashboard-3-dark');
  });

  it('is not opened twice, nor by who has the link of another', async () => {
    for (const somebody of [page, await openBrowser()]) {
      await somebody.goto(link);
      await press(somebody, 'Buka dasbor');
      await somebody.getByText('Tautan ini tidak berlaku lagi').waitFor();
      await somebody.getByText('Silakan tulis “dasbor” di percakapan').waitFor();
    }
    const stranger = await openBrowser();
    expect((await stranger.goto(`${story.url}/dasbor`))?.status()).toBe(403);
    expect(await showsFigures(stranger)).toBe(false);
    expect((await page.goto(`${story.url}/dasbor`))?.status()).toBe(200);
  });

  it('is not opened too late', async () => {
    const late = await askForLink();
    const somebody = await openBrowser();
    await somebody.goto(late);
    await story.page.locator('[data-advance="PT1H"]').click();
    await press(somebody, 'Buka dasbor');
    await somebody.getByText('Tautan ini tidak berlaku lagi').waitFor();
  });

  it('ends when the officer says so in his chat', async () => {
    expect((await page.goto(`${story.url}/dasbor`))?.status()).toBe(200);
    await story.say(SEAT, 'tutup dasbor');
    expect((await page.reload())?.status()).toBe(403);
  });

  it('ends by itself after eight hours', async () => {
    await page.goto(await askForLink());
    await press(page, 'Buka dasbor');
    expect(await showsFigures(page)).toBe(true);
    await story.page.locator('[data-advance="P1D"]').click();
    await expect.poll(async () => (await page.goto(`${story.url}/dasbor`))?.status()).toBe(403);
    await keepPicture(page, 'dashboard-4-over');
  });

  it('gives the browser nothing to complain of', () => {
    expect(story.complaints).toEqual([]);
  });
});
