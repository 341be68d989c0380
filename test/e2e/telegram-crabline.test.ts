// Half a form before crabline's Telegram server: it knows neither
// taps nor uploads, so everything is typed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelegramServer } from '@openclaw/crabline';
import { TOKEN } from '../helpers/telegram-double.ts';
import { openTelegramStory } from '../helpers/telegram-story.ts';
import type { TelegramStory } from '../helpers/telegram-story.ts';

describe('before crabline, the desk', () => {
  let server: Awaited<ReturnType<typeof startTelegramServer>>;
  let story: TelegramStory;
  let folder: string;
  let events: string;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'telegram-'));
    events = '';
    server = await startTelegramServer({
      botToken: TOKEN,
      recorderPath: join(folder, 'traffic.jsonl'),
      onEvent: (event) => void (events += JSON.stringify(event)),
    });
    const root = server.manifest.endpoints.apiRoot;
    story = await openTelegramStory({ root, token: TOKEN }, { pollSeconds: 1 });
  });

  afterEach(async () => {
    await story.stop();
    await server.close();
    rmSync(folder, { recursive: true });
  });

  /** Says something; resolves when the chat has an answer to it. */
  async function say(chat: number, text: string): Promise<string> {
    const lines = async () => (await story.store.readLog(`telegram:${chat}`, 0)).filter(({ from }) => from === 'bot');
    const before = (await lines()).length;
    await fetch(server.manifest.endpoints.adminInboundUrl, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-Crabline-Admin-Token': server.manifest.adminToken },
      body: JSON.stringify({ chatId: chat, fromId: chat, text }),
    });
    await expect.poll(async () => (await lines()).length, { timeout: 5_000, interval: 5 }).toBeGreaterThan(before);
    await story.desk.chats.idle();
    return (await lines()).at(-1)?.message.text ?? '';
  }

  it('links an officer, fills a form by words and numbers alone, and lists a queue', async () => {
    const code = await story.addOfficer({ id: 'officer-9001', name: 'Hendra Wijaya', roles: ['kepala_dinas'] });
    expect(await say(9001, `/start ${code}`)).toContain('Hendra Wijaya');
    expect(await say(9001, '/antrean')).toContain(story.words('queue.empty'));
    await say(501, '/start');
    await say(501, '1');
    await say(501, 'setuju');
    expect(await say(501, 'Melati Puspitasari')).toContain('NIP');
    expect(events).toContain('NIP');
    expect(story.logged).toEqual([]);
  });
});
