// `npm run whatsapp`: whether a telephone is linked, linking one, and forgetting it.
import * as baileys from '@whiskeysockets/baileys';
import { beforeEach, describe, expect, it } from 'vitest';
import { Failure, Usage, carryOut, readCall } from '../../scripts/whatsapp-commands.ts';
import type { Store } from '../../src/app/ports.ts';
import { openAuthState } from '../../src/channels/whatsapp/baileys/auth-state.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { QUIET } from '../helpers/mongo.ts';
import { playedSockets, SELF } from '../helpers/whatsapp-baileys.ts';

describe('the linked account', () => {
  let store: Store;
  let lines: string[];
  let sockets: ReturnType<typeof playedSockets>;
  let typed: string;

  beforeEach(() => {
    store = createMemoryStore();
    lines = [];
    sockets = playedSockets();
    typed = '';
  });

  function run(...args: string[]): Promise<void> {
    return carryOut(readCall(args), {
      store,
      log: QUIET,
      holder: 'script',
      now: () => new Date().toISOString(),
      say: (line) => void lines.push(line),
      ask: async () => typed,
      connect: sockets.connect,
    });
  }

  async function pair(): Promise<void> {
    const auth = await openAuthState(baileys, store, 'whatsapp');
    Object.assign(auth.state.creds, { me: { id: SELF }, account: {} });
    await auth.saveCreds();
  }

  it('is shown without its number', async () => {
    await run('status');
    await pair();
    await run('status');
    expect(lines).toEqual([expect.stringContaining('No telephone'), expect.stringContaining('is linked: +62812•')]);
  });

  it.each([[[]], [['--phone', '628120000001']]])(
    'is linked with %j by a QR or a code, and then left to the service',
    async (args) => {
      const linking = run('link', ...args);
      await expect.poll(() => sockets.all.length).toBe(1);
      const [socket] = sockets.all;
      socket?.ev.emit('connection.update', { qr: '2@abc' });
      await expect.poll(() => lines.join('\n')).toMatch(args.length > 0 ? /CODE0001/ : /▄/);
      Object.assign(socket?.config.auth.creds ?? {}, { me: { id: SELF }, account: {} });
      socket?.ev.emit('creds.update', {});
      socket?.close(515);
      await linking;
      expect(lines.at(-1)).toContain('is linked');
      expect(sockets.all).toHaveLength(1);
      expect(
        await store.takeLease('whatsapp:whatsapp', 'service', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
      ).toBe(true);
      await run('link');
      expect(lines.at(-1)).toContain('is linked: +62812');
    },
  );

  it('is not linked while the service runs, or when WhatsApp does not want to', async () => {
    const later = new Date(Date.now() + 60_000).toISOString();
    await store.takeLease('whatsapp:whatsapp', 'service', later, new Date(Date.now() + 120_000).toISOString());
    await expect(run('link')).rejects.toThrow(Failure);
    await store.dropLease('whatsapp:whatsapp', 'service');
    const linking = run('link');
    await expect.poll(() => sockets.all.length).toBe(1);
    sockets.all[0]?.close(403);
    await expect(linking).rejects.toThrow('limited or banned');
  });

  it('is forgotten when that was typed, and not otherwise', async () => {
    await run('forget');
    await pair();
    typed = 'yes';
    await run('forget');
    expect(lines.at(-1)).toBe('Nothing was changed.');
    typed = 'forget';
    await run('forget');
    await run('status');
    expect(lines.at(-1)).toContain('No telephone');
  });

  it.each([
    [],
    ['unlink'],
    ['status', 'forget'],
    ['status', '--phone', '628120000001'],
    ['link', '--phone', '0812'],
    ['link', '--fone'],
  ])('makes no sense of %s %s %s', (...args) => {
    expect(() => readCall(args.filter((each) => each !== undefined))).toThrow(Usage);
  });
});
