// The part of the store's contract about chats: optimistic versions, the log, the outbox.
import { expect, it } from 'vitest';
import type { Chat, Store } from '../../src/app/ports.ts';
import { answered, at, CHAT, said, turn } from './examples.ts';

const addresses = (chats: readonly Chat[]): string[] => chats.map(({ address }) => address);

export function chatContract(current: () => Store): void {
  it('knows nothing of a chat that was never saved', async () => {
    expect(await current().findChat(CHAT)).toBeUndefined();
    expect(await current().readLog(CHAT, 0)).toEqual([]);
  });

  it('gives a chat back as it was saved, one version on', async () => {
    const store = current();
    expect(await store.saveChat(turn(0, { seen: 'm-1', log: [said(1), answered(2)] }))).toBe(true);
    const { session } = turn(0);
    expect(await store.findChat(CHAT)).toEqual({
      address: CHAT,
      version: 1,
      person: 'p-1',
      language: 'id',
      session,
      seen: ['m-1'],
      lastSeq: 2,
    });
    expect(await store.readLog(CHAT, 0)).toEqual([said(1), answered(2)]);
  });

  it('keeps what a later turn does not mention', async () => {
    const store = current();
    await store.saveChat(turn(0, { seen: 'm-1', log: [said(1)] }));
    await store.saveChat(turn(1, { session: { done: true }, language: 'en' }));
    const chat = await store.findChat(CHAT);
    expect(chat).toMatchObject({ version: 2, language: 'en', session: { done: true }, seen: ['m-1'], lastSeq: 1 });
  });

  it('refuses a save of an older or a newer version and writes nothing then', async () => {
    const store = current();
    await store.saveChat(turn(0, { log: [said(1)] }));
    for (const version of [0, 2]) {
      expect(await store.saveChat(turn(version, { seen: 'lost', log: [said(2)] }))).toBe(false);
    }
    expect(await store.findChat(CHAT)).toMatchObject({ version: 1, seen: [], lastSeq: 1 });
    expect(await store.readLog(CHAT, 0)).toHaveLength(1);
  });

  it('refuses a later version of a chat that does not exist', async () => {
    expect(await current().saveChat(turn(3))).toBe(false);
    expect(await current().findChat(CHAT)).toBeUndefined();
  });

  it.each([0, 1])('lets exactly one of twenty racing saves of version %i win', async (version) => {
    const store = current();
    if (version === 1) await store.saveChat(turn(0));
    const attempts = Array.from({ length: 20 }, (_, index) =>
      store.saveChat(turn(version, { seen: `m-${index}`, log: [said(1, { key: `k-${index}` })] })),
    );
    const wins = (await Promise.all(attempts)).flatMap((won, index) => (won ? [index] : []));
    expect(wins).toHaveLength(1);
    expect(await store.findChat(CHAT)).toMatchObject({ version: version + 1, seen: [`m-${wins[0]}`] });
    expect(await store.readLog(CHAT, 0)).toEqual([said(1, { key: `k-${wins[0]}` })]);
  });

  it('keeps the newest 50 lines and the newest 100 message ids', async () => {
    const store = current();
    for (let index = 0; index < 15; index++) {
      const log = Array.from({ length: 8 }, (_, line) => said(index * 8 + line + 1));
      expect(await store.saveChat(turn(index, { seen: `m-${index}`, log }))).toBe(true);
    }
    const log = await store.readLog(CHAT, 0);
    expect(log.map((entry) => entry.seq)).toEqual(Array.from({ length: 50 }, (_, index) => index + 71));
    for (let index = 15; index < 110; index++) await store.saveChat(turn(index, { seen: `m-${index}` }));
    const chat = await store.findChat(CHAT);
    expect(chat).toMatchObject({ lastSeq: 120, version: 110 });
    expect(chat?.seen).toEqual(Array.from({ length: 100 }, (_, index) => `m-${index + 10}`));
  });

  it('finds the chats in which something waits for its hour, the longest waiting first, until it is said', async () => {
    const store = current();
    await store.saveChat(turn(0, { address: 'web:a', wakeAt: at(4) }));
    await store.saveChat(turn(0, { address: 'web:b', wakeAt: at(3) }));
    await store.saveChat(turn(0, { address: 'web:c', wakeAt: at(6) }));
    await store.saveChat(turn(0, { address: 'web:d' }));
    expect(await store.findWaking(at(2), 10)).toEqual([]);
    expect(await store.findWaking(at(5), 10)).toEqual(['web:b', 'web:a']);
    expect(await store.findWaking(at(5), 1)).toEqual(['web:b']);
    expect(await store.findChat('web:a')).toMatchObject({ wakeAt: at(4) });
    await store.saveChat(turn(1, { address: 'web:b' }));
    expect(await store.findWaking(at(5), 10)).toEqual(['web:a']);
    expect(await store.findChat('web:b')).not.toHaveProperty('wakeAt');
  });

  it('finds the chats whose unfinished form is due, the longest waiting first, until it is looked after', async () => {
    const store = current();
    await store.saveChat(turn(0, { address: 'web:a', draftAt: at(4), wakeAt: at(9) }));
    await store.saveChat(turn(0, { address: 'web:b', draftAt: at(3) }));
    await store.saveChat(turn(0, { address: 'web:c', draftAt: at(6) }));
    await store.saveChat(turn(0, { address: 'web:d', wakeAt: at(3) }));
    expect(await store.findDrafts(at(2), 10)).toEqual([]);
    expect(await store.findDrafts(at(5), 10)).toEqual(['web:b', 'web:a']);
    expect(await store.findDrafts(at(5), 1)).toEqual(['web:b']);
    await store.saveChat(turn(1, { address: 'web:b' }));
    expect(await store.findDrafts(at(5), 10)).toEqual(['web:a']);
    expect(await store.findWaking(at(5), 10)).toEqual(['web:d']);
  });

  it('reads the log from a line on', async () => {
    const store = current();
    await store.saveChat(turn(0, { log: [said(1), answered(2), said(3)] }));
    expect((await store.readLog(CHAT, 1)).map((entry) => entry.seq)).toEqual([2, 3]);
    expect(await store.readLog(CHAT, 3)).toEqual([]);
  });

  it("lists a person's chats, the one he wrote in last first", async () => {
    const store = current();
    await store.saveChat(turn(0, { address: 'web:a', seen: 'm-1', at: at(2) }));
    await store.saveChat(turn(0, { address: 'telegram:7', seen: 'm-1', at: at(3) }));
    await store.saveChat(turn(0, { address: 'web:other', person: 'p-2', seen: 'm-1', at: at(4) }));
    expect(addresses(await store.findChatsOf(['p-1']))).toEqual(['telegram:7', 'web:a']);
    await store.saveChat(turn(1, { address: 'web:a', log: [answered(1)], at: at(5) }));
    expect(addresses(await store.findChatsOf(['p-1']))).toEqual(['telegram:7', 'web:a']);
    await store.saveChat(turn(2, { address: 'web:a', seen: 'm-2', at: at(6) }));
    expect(addresses(await store.findChatsOf(['p-1']))).toEqual(['web:a', 'telegram:7']);
    expect(addresses(await store.findChatsOf(['p-2', 'p-1']))).toEqual(['web:a', 'web:other', 'telegram:7']);
    expect((await store.findChatsOf(['p-2']))[0]).toEqual(await store.findChat('web:other'));
    expect(await store.findChatsOf(['p-3'])).toEqual([]);
    expect(await store.findChatsOf([])).toEqual([]);
  });

  it('lists all chats a page at a time, each once', async () => {
    const store = current();
    expect(await store.listChats(undefined, 2)).toEqual([]);
    const all = ['telegram:7', 'web:a', 'web:b', 'whatsapp:1', 'whatsapp:2'] as const;
    for (const address of all) await store.saveChat(turn(0, { address, seen: 'm-1', log: [said(1)] }));
    const first = await store.listChats(undefined, 2);
    const second = await store.listChats(first[1]?.address, 2);
    const third = await store.listChats(second[1]?.address, 2);
    expect([first.length, second.length, third.length]).toEqual([2, 2, 1]);
    expect(addresses([...first, ...second, ...third]).toSorted()).toEqual(all);
    expect(first[0]).toEqual(await store.findChat(first[0]?.address ?? CHAT));
    expect(await store.listChats(third[0]?.address, 2)).toEqual([]);
    expect(await store.listChats(undefined, 2)).toEqual(first);
  });

  it("finds the bot's pending lines, the chat that waits longest first", async () => {
    const store = current();
    await store.saveChat(turn(0, { address: 'web:b', log: [said(1, { at: at(3) }), answered(2, { at: at(3) })] }));
    await store.saveChat(turn(0, { address: 'web:a', log: [answered(1, { at: at(2) }), answered(2, { at: at(4) })] }));
    await store.saveChat(turn(0, { address: 'web:c', log: [answered(1, { delivery: 'sent' })] }));
    const found = await store.findPending(at(5), 10);
    expect(found.map(({ address, entry }) => `${address} ${entry.seq}`)).toEqual(['web:a 1', 'web:a 2', 'web:b 2']);
    expect(found[0]?.entry).toEqual(answered(1, { at: at(2) }));
    expect((await store.findPending(at(5), 2)).map(({ address }) => address)).toEqual(['web:a', 'web:a']);
  });

  it('no longer offers what was sent, and offers again at its time what is to be retried', async () => {
    const store = current();
    await store.saveChat(turn(0, { log: [answered(1), answered(2), answered(3)] }));
    await store.markDelivery([
      { address: CHAT, key: 'out-1', delivery: 'sent' },
      { address: CHAT, key: 'out-2', delivery: 'pending', retryAt: at(4) },
      { address: CHAT, key: 'out-3', delivery: 'dead' },
    ]);
    expect(await store.findPending(at(3, 59), 10)).toEqual([]);
    const waiting = answered(2, { tries: 1, retryAt: at(4) });
    expect(await store.findPending(at(4), 10)).toEqual([{ address: CHAT, entry: waiting }]);
    expect(await store.readLog(CHAT, 0)).toEqual([
      answered(1, { delivery: 'sent', tries: 1 }),
      waiting,
      answered(3, { delivery: 'dead', tries: 1 }),
    ]);
    await store.markDelivery([{ address: CHAT, key: 'out-2', delivery: 'sent' }]);
    expect(await store.findPending(at(23), 10)).toEqual([]);
    expect((await store.readLog(CHAT, 1))[0]).toEqual(answered(2, { delivery: 'sent', tries: 2 }));
  });

  it('marks lines of several chats at once and leaves lines that were settled', async () => {
    const store = current();
    await store.saveChat(turn(0, { address: 'web:a', log: [answered(1)] }));
    await store.saveChat(turn(0, { address: 'web:b', log: [said(1), answered(2)] }));
    await store.markDelivery([
      { address: 'web:a', key: 'out-1', delivery: 'sent' },
      { address: 'web:b', key: 'out-2', delivery: 'sent' },
      { address: 'web:b', key: 'in-1', delivery: 'dead' },
      { address: 'web:none', key: 'out-1', delivery: 'sent' },
    ]);
    await store.markDelivery([{ address: 'web:a', key: 'out-1', delivery: 'pending', retryAt: at(3) }]);
    await store.markDelivery([]);
    expect(await store.readLog('web:a', 0)).toEqual([answered(1, { delivery: 'sent', tries: 1 })]);
    expect(await store.readLog('web:b', 0)).toEqual([said(1), answered(2, { delivery: 'sent', tries: 1 })]);
    expect(await store.findPending(at(23), 10)).toEqual([]);
    expect(await store.findChat('web:none')).toBeUndefined();
  });

  it('lets marks and a new turn happen at the same time', async () => {
    const store = current();
    await store.saveChat(turn(0, { log: [answered(1)] }));
    const [, saved] = await Promise.all([
      store.markDelivery([{ address: CHAT, key: 'out-1', delivery: 'sent' }]),
      store.saveChat(turn(1, { log: [said(2), answered(3, { at: at(6) })] })),
    ]);
    expect(saved).toBe(true);
    expect(await store.findPending(at(23), 10)).toEqual([{ address: CHAT, entry: answered(3, { at: at(6) }) }]);
  });

  it('forgets a pending line that newer ones have pushed out', async () => {
    const store = current();
    await store.saveChat(turn(0, { log: [answered(1)] }));
    await store.saveChat(turn(1, { log: Array.from({ length: 100 }, (_, index) => said(index + 2)) }));
    expect(await store.findPending(at(23), 10)).toEqual([]);
    expect(await store.findPending(at(23), 10)).toEqual([]);
  });

  it('shares nothing with what it was given or gave', async () => {
    const store = current();
    const session = { answers: { nama: 'Budi Contoh' } };
    await store.saveChat(turn(0, { session }));
    session.answers.nama = 'changed outside';
    const read = async () => (await store.findChat(CHAT))?.session as typeof session;
    const first = await read();
    expect(first).toEqual({ answers: { nama: 'Budi Contoh' } });
    first.answers.nama = 'changed outside';
    expect(await read()).toEqual({ answers: { nama: 'Budi Contoh' } });
  });
}
