// A plain answer is taken on the chat as this process saved it last: right also when another process has had the chat meanwhile.
import { describe, expect, it } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import { newSession } from '../../src/engine/session.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { fillUntil, findRequest, handIn, sessionOf } from '../helpers/story.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';

/** Two processes over one store, the second with ids of its own. */
async function twoProcesses(): Promise<{ first: World; second: World; calls: string[] }> {
  const memory = createMemoryStore();
  const calls: string[] = [];
  const store = new Proxy<Store>(memory, {
    get(target, name, receiver) {
      calls.push(String(name));
      return Reflect.get(target, name, receiver) as unknown;
    },
  });
  const first = await makeWorld({ store });
  const second = await makeWorld({ store });
  return { first, second, calls };
}

describe('a plain answer', () => {
  it('reads nothing when this process saved the chat last', async () => {
    const { first, calls } = await twoProcesses();
    await fillUntil(first, 'nip');
    calls.length = 0;
    await first.say('pemohon', '198704122010012003', 'nip');
    // Before the turn and after it the helper looks into the store; the turn itself only saves.
    expect(calls.filter((name) => !['findChat', 'readLog', 'markDelivery'].includes(name))).toEqual(['saveChat']);
  });

  it('is not lost, nor is the other, when two processes take turns with one chat', async () => {
    const { first, second } = await twoProcesses();
    await fillUntil(first, 'nama');
    await first.say('pemohon', 'Sari Dewi Lestari', 'nama');
    await second.say('pemohon', '198704122010012003', 'nip');
    // The first process remembers the question for the NIP; by now the NIK is asked.
    await first.say('pemohon', '6473015204870001', 'nik');
    const { answers } = await sessionOf(first, 'pemohon');
    expect(answers).toMatchObject({ nama: 'Sari Dewi Lestari', nip: '198704122010012003', nik: '6473015204870001' });
  });

  it('that another process has dealt with already changes nothing', async () => {
    const { first, second } = await twoProcesses();
    await fillUntil(first, 'nama');
    await second.say('pemohon', 'Sari Dewi Lestari', 'nama');
    const before = await first.log('pemohon');
    await first.say('pemohon', 'Sari Dewi Lestari', 'nama');
    expect((await first.log('pemohon')).map(({ key }) => key)).toEqual(before.map(({ key }) => key));
  });
});

describe('a chat that was taken away from an officer by another process', () => {
  it('decides nothing any more, although this process remembers whose it was', async () => {
    const { first } = await twoProcesses();
    const { number, step } = await handIn(first);
    await first.say('kepala-dinas', { choice: `act:${number}:${step}:dispose` });
    expect(first.desk.recent.get('web:kepala-dinas')?.person).toBe('web-kepala-dinas');
    const chat = await first.store.findChat('web:kepala-dinas');
    if (!chat) throw new Error('no seat');
    const { seen: _seen, lastSeq: _lastSeq, ...rest } = chat;
    const taken = { ...rest, person: 'stranger', session: newSession(first.now()), log: [], at: first.now() };
    expect(await first.store.saveChat(taken)).toBe(true);
    await first.say('kepala-dinas', { choice: 'note=-' });
    await first.say('kepala-dinas', { choice: `act:${number}:${step}:dispose` });
    await first.say('kepala-dinas', { choice: 'note=-' });
    expect((await findRequest(first, number)).history).toHaveLength(1);
  });
});

describe('a chat that has become somebody else’s in another process', () => {
  it('shows nothing of the person whom this process remembers there', async () => {
    const { first } = await twoProcesses();
    const { number } = await handIn(first);
    const chat = await first.store.findChat('web:pemohon');
    if (!chat) throw new Error('no seat');
    const { seen: _seen, lastSeq: _lastSeq, ...rest } = chat;
    await first.store.saveChat({
      ...rest,
      person: 'stranger',
      session: newSession(first.now()),
      log: [],
      at: first.now(),
    });
    for (const said of ['status', 'menu', number]) {
      const shown = JSON.stringify(await first.say('pemohon', said));
      expect(shown).not.toContain('sedang diproses');
      expect(shown).not.toContain('withdraw');
    }
  });
});

describe('an officer whose role was taken away between two messages', () => {
  it.each(['note=-', 'Mohon segera diproses'])(
    'decides nothing by answering the question already put: %s',
    async (said) => {
      const { first } = await twoProcesses();
      const { number, step } = await handIn(first);
      await first.say('kepala-dinas', { choice: `act:${number}:${step}:dispose` });
      const officer = await first.store.findPerson('web-kepala-dinas');
      if (!officer) throw new Error('no officer');
      await first.store.savePerson({ ...officer, roles: [] });
      await first.say('kepala-dinas', said.includes('=') ? { choice: said } : said);
      expect(await findRequest(first, number)).toMatchObject({ step, revision: 1 });
    },
  );
});
