// The life of the Baileys socket: the lease, the close codes, pairing, the session that is kept.
import { afterEach, describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { afterClose, waitBefore } from '../../src/channels/whatsapp/baileys/reconnect.ts';
import type { BaileysOptions } from '../../src/channels/whatsapp/baileys/options.ts';
import type { PlayedSocket, Rig } from '../helpers/whatsapp-baileys.ts';
import { QUICK, createRig, playedSockets } from '../helpers/whatsapp-baileys.ts';

/** A lease that a busy machine does not lose by being slow. */
const STEADY = { ...QUICK, leaseMs: 600 };

describe('after a connection has ended', () => {
  it.each([
    [515, 'restart', undefined],
    [408, 'wait', undefined],
    [428, 'wait', undefined],
    [500, 'wait', undefined],
    [503, 'wait', undefined],
    [undefined, 'wait', undefined],
    [799, 'wait', undefined],
    [401, 'stop', 'logged_out'],
    [402, 'stop', 'restricted'],
    [403, 'stop', 'restricted'],
    [406, 'stop', 'restricted'],
    [411, 'stop', 'pairing_needed'],
    [440, 'stop', 'replaced'],
  ])('with %s the next thing is to %s', (code, action, alert) => {
    expect(afterClose(code)).toEqual(alert === undefined ? { action } : { action, alert });
  });

  it('waits longer each time up to a limit, and never all for the same time', () => {
    const waits = [1, 2, 3, 4].map((failures) => waitBefore([100, 300, 1_000], failures, 0));
    expect(waits).toEqual([100, 300, 1_000, 1_000]);
    expect(waitBefore([100], 1, 0.5)).toBe(125);
  });
});

describe('the Baileys socket', () => {
  const rigs: Rig[] = [];
  afterEach(async () => {
    await Promise.all(rigs.splice(0).map(({ transport }) => transport.stop()));
  });

  async function startOne(change: Partial<BaileysOptions> = {}, store = createMemoryStore()) {
    const played = playedSockets();
    const rig = createRig({ connect: played.connect, ...change }, store);
    rigs.push(rig);
    await rig.start();
    return { rig, played, at: (index: number) => socketAt(played.all, index) };
  }

  async function socketAt(all: readonly PlayedSocket[], index: number): Promise<PlayedSocket> {
    await expect.poll(() => all.length, { interval: 2 }).toBeGreaterThan(index);
    return all[index] as PlayedSocket;
  }

  it('is set up to stay in the background and to fetch no history', async () => {
    const { at } = await startOne();
    const { config } = await at(0);
    expect(config).toMatchObject({ syncFullHistory: false, markOnlineOnConnect: false, emitOwnEvents: false });
    expect(config.shouldSyncHistoryMessage?.({})).toBe(false);
    expect(config.msgRetryCounterCache).toBeDefined();
  });

  it('is opened again when it is lost, with what the session has become meanwhile', async () => {
    const { rig, at } = await startOne();
    const one = (await at(0)).open();
    expect(rig.transport.link()).toEqual({ state: 'connected' });
    one.config.auth.creds.nextPreKeyId = 813;
    one.ev.emit('creds.update', { nextPreKeyId: 813 });
    one.close(428);
    await expect.poll(() => rig.transport.link()).toEqual({ state: 'disconnected' });
    const two = await at(1);
    expect(two.config.auth.creds.nextPreKeyId).toBe(813);
    expect(rig.troubles).toEqual(['disconnected']);
    expect(rig.alerts).toEqual([]);
  });

  it('is opened again and again while WhatsApp is not reached, and somebody is told once', async () => {
    const { rig, at } = await startOne({ timing: { leaseMs: 150, backoffMs: [1] } });
    for (let count = 0; count < 21; count += 1) (await at(count)).close(405);
    expect(rig.alerts).toEqual(['unreachable']);
    (await at(21)).open().close(428);
    await at(22);
    expect(rig.alerts).toEqual(['unreachable']);
  });

  it('is left to itself when it does not end: stopping does not wait for a server that is silent', async () => {
    const { rig, at } = await startOne({ timing: { leaseMs: 150, stopMs: 20 } });
    const socket = (await at(0)).open();
    socket.end = () => new Promise(() => {});
    await rig.transport.stop();
    expect(rig.transport.link().state).toBe('disconnected');
  });

  it('tells of a lock on new chats as soon as WhatsApp does, without waiting for a refused message', async () => {
    const { rig, at } = await startOne();
    const socket = (await at(0)).open();
    socket.ev.emit('connection.update', { reachoutTimeLock: { isActive: false } });
    socket.ev.emit('connection.update', { reachoutTimeLock: { isActive: true } });
    expect(rig.troubles).toEqual([463]);
  });

  it('is opened again at once after pairing', async () => {
    const { rig, at } = await startOne({ timing: { leaseMs: 150, backoffMs: [60_000] } });
    (await at(0)).close(515);
    await at(1);
    expect(rig.troubles).toEqual([]);
  });

  it.each([
    [401, 'logged_out'],
    [440, 'replaced'],
    [403, 'restricted'],
  ])('is not opened again after %s; somebody is told, and nothing is forgotten', async (code, alert) => {
    const store = createMemoryStore();
    const { rig, played, at } = await startOne({ timing: STEADY }, store);
    const other = await startOne({ timing: STEADY }, store);
    const socket = (await at(0)).open();
    socket.ev.emit('creds.update', {});
    socket.close(code);
    await expect.poll(() => rig.alerts).toEqual([alert]);
    // Neither is it by the other process, which would meet the same.
    await new Promise((resolve) => setTimeout(resolve, STEADY.leaseMs + 200));
    expect([played.all.length, other.played.all.length]).toEqual([1, 0]);
    expect((await store.readSecrets(['whatsapp|creds'])).size).toBe(1);
    expect(rig.transport.link()).toEqual({ state: 'disconnected' });
  });

  it('is had by one of two processes; the other takes over when the first one ends', async () => {
    const store = createMemoryStore();
    const one = await startOne({ timing: STEADY }, store);
    (await one.at(0)).open();
    const two = await startOne({ timing: STEADY }, store);
    await new Promise((resolve) => setTimeout(resolve, STEADY.leaseMs + 200));
    expect(two.played.all).toEqual([]);
    await one.rig.transport.stop();
    expect((await one.at(0)).ended).toBe(true);
    (await two.at(0)).open();
    expect(two.rig.transport.link().state).toBe('connected');
  });

  it('is given up when the lease is lost, and opened again when it is back', async () => {
    let answer: boolean | 'out' = true;
    const lease = {
      take: async () => {
        if (answer === 'out') throw new Error('the store is out');
        return answer;
      },
      drop: async () => {},
    };
    const { rig, at } = await startOne({ lease, timing: { leaseMs: 60, backoffMs: [5] } });
    const one = (await at(0)).open();
    answer = false;
    await expect.poll(() => one.ended, { interval: 2 }).toBe(true);
    answer = true;
    const two = (await at(1)).open();
    answer = 'out';
    await expect.poll(() => two.ended, { interval: 2 }).toBe(true);
    answer = true;
    await at(2);
    expect(rig.troubles).toEqual([]);
  });

  it('keeps the session at last though the store was out when it changed', async () => {
    const store = createMemoryStore();
    let outages = 2;
    const secrets = {
      ...store,
      writeSecrets: async (changes: Parameters<typeof store.writeSecrets>[0]) => {
        outages -= 1;
        if (outages >= 0) throw new Error('out');
        await store.writeSecrets(changes);
      },
    };
    const { at } = await startOne({ secrets }, store);
    (await at(0)).open().ev.emit('creds.update', {});
    await expect.poll(async () => (await store.readSecrets(['whatsapp|creds'])).size).toBe(1);
  });

  it('tries again when the store does not give the session', async () => {
    const store = createMemoryStore();
    let outages = 2;
    const readSecrets = async (names: readonly string[]) => {
      outages -= 1;
      if (outages >= 0) throw new Error('out');
      return store.readSecrets(names);
    };
    const { rig, at } = await startOne({ secrets: { ...store, readSecrets } }, store);
    await at(0);
    expect(rig.troubles).toEqual([]);
  });

  describe('pairing', () => {
    it('shows each QR until it is scanned, and tells somebody once', async () => {
      const { rig, at } = await startOne();
      const socket = await at(0);
      socket.ev.emit('connection.update', { qr: 'first' });
      expect(rig.transport.link()).toEqual({ state: 'pairing', qr: 'first' });
      socket.ev.emit('connection.update', { qr: 'second' });
      socket.close(408);
      const again = await at(1);
      again.ev.emit('connection.update', { qr: 'third' });
      again.close(515);
      (await at(2)).open();
      expect(rig.qrs).toEqual(['first', 'second', undefined, 'third', undefined]);
      expect(rig.alerts).toEqual(['pairing_needed']);
      expect(rig.troubles).toEqual([]);
      expect(rig.transport.link()).toEqual({ state: 'connected' });
    });

    it('asks for one code to be typed, where it is told the number', async () => {
      const { rig, at } = await startOne({ pairingPhone: '628120000001' });
      const socket = await at(0);
      socket.ev.emit('connection.update', { qr: 'first' });
      socket.ev.emit('connection.update', { qr: 'second' });
      await expect.poll(() => rig.codes).toEqual(['CODE0001']);
      expect(rig.transport.link()).toEqual({ state: 'pairing', code: 'CODE0001' });
      expect(rig.qrs).toEqual([]);
    });

    it('begins anew when the code was not typed, instead of logging in as nobody', async () => {
      const { at } = await startOne({ pairingPhone: '628120000001' });
      const one = await at(0);
      one.config.auth.creds.me = { id: '628120000001@s.whatsapp.net', name: '~' };
      one.ev.emit('creds.update', {});
      one.close(408);
      expect((await at(1)).config.auth.creds.me).toBeUndefined();
    });
  });
});
