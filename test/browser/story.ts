// Plays the demo as people would: the real command, a real browser, every seat by its own buttons.
import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { expect } from 'vitest';
import type { SamplePaper } from '../../src/channels/web/options.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const PATIENCE = 20_000;

export interface Story {
  readonly page: Page;
  readonly url: string;
  /** What the page wrote to the browser's console as an error. */
  readonly complaints: readonly string[];
  /** Brings a seat to the front. */
  sit(seat: string): Promise<void>;
  /** Types a message and sends it; waits for the answer. */
  say(seat: string, text: string): Promise<void>;
  /** Presses the newest button of that name; waits for the answer. */
  choose(seat: string, label: string): Promise<void>;
  /** Picks files from "this device", several at once; waits until each was answered. */
  upload(seat: string, papers: readonly SamplePaper[]): Promise<void>;
  /** Drags a sample from the side into the chat. */
  drag(seat: string, label: string): Promise<void>;
  /** Waits until the bot has said this in the seat's chat. */
  hears(seat: string, words: string | RegExp): Promise<void>;
  /** The step that the drawing shows as the present one. */
  currentStep(): Locator;
  /** See `keepPicture`. */
  picture(name: string): Promise<void>;
  close(): Promise<void>;
}

export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  return chromium.launch({ executablePath, headless: true, args: FLAGS });
}

/** Keeps what the page looks like in the folder that SCREENSHOTS names, if it is set. */
export async function keepPicture(page: Page, name: string): Promise<void> {
  const folder = process.env['SCREENSHOTS'];
  if (folder === undefined || folder === '') return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Starts the demo with a profile and opens its page. */
export async function openStory(profile: string, viewport = { width: 1440, height: 900 }): Promise<Story> {
  const demo = await startDemo(profile);
  const browser = await launchBrowser();
  const page = await (await browser.newContext({ viewport, locale: 'id-ID', reducedMotion: 'reduce' })).newPage();
  page.setDefaultTimeout(PATIENCE);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  await page.goto(demo.url);
  return { ...tellStory(page), url: demo.url, complaints, close: () => closeAll(browser, demo) };
}

function tellStory(page: Page): Omit<Story, 'url' | 'complaints' | 'close'> {
  const chat = (seat: string) => page.locator(`#chat-${seat}`);
  const answers = (seat: string) => chat(seat).locator('.line.bot');

  async function sit(seat: string): Promise<void> {
    const tab = page.locator(`#seat-${seat}`);
    if (await tab.isVisible()) await tab.click();
    else if (!(await chat(seat).isVisible())) await page.locator(`#switcher [data-panel="${seat}"]`).click();
    await chat(seat).waitFor();
  }

  /** Does something in a chat and waits until it is sent and answered. */
  async function answered(seat: string, act: () => Promise<void>, times = 1): Promise<void> {
    await sit(seat);
    const before = await answers(seat).count();
    await act();
    await expect.poll(() => answers(seat).count(), { timeout: PATIENCE }).toBeGreaterThanOrEqual(before + times);
    await expect.poll(() => chat(seat).locator('.pending').count(), { timeout: PATIENCE }).toBe(0);
  }

  return {
    page,
    sit,
    say: (seat, text) =>
      answered(seat, async () => {
        await chat(seat).locator('textarea').fill(text);
        await chat(seat).locator('textarea').press('Enter');
      }),
    choose: (seat, label) =>
      answered(seat, () => chat(seat).locator('.choice').getByText(label, { exact: true }).last().click()),
    upload: async (seat, papers) => {
      const files = await Promise.all(
        papers.map(async (paper) => ({
          name: paper.name,
          mimeType: paper.type,
          buffer: Buffer.from(await paper.bytes()),
        })),
      );
      await answered(seat, () => chat(seat).locator('input[type=file]').setInputFiles(files));
    },
    drag: (seat, label) =>
      answered(seat, () =>
        page.locator('.samples li', { hasText: label }).first().dragTo(chat(seat).locator('.scroll')),
      ),
    hears: async (seat, words) => {
      await sit(seat);
      await answers(seat).filter({ hasText: words }).last().waitFor();
    },
    currentStep: () => page.locator('.step.current'),
    picture: (name) => keepPicture(page, name),
  };
}

interface Demo {
  readonly url: string;
  stop(): void;
}

function startDemo(profile: string): Promise<Demo> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/demo.ts', profile], {
    env: { ...process.env, PORT: '0', HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      const url = /http:\/\/127\.0\.0\.1:\d+/.exec(said)?.[0];
      if (url !== undefined) resolve({ url, stop: () => child.kill('SIGTERM') });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', () => reject(new Error(`the demo ended: ${said}`)));
  });
}

async function closeAll(browser: Browser, demo: Demo): Promise<void> {
  await browser.close();
  demo.stop();
}
