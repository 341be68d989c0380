// The part of the store's contract about small things with an end: one-time codes, leases, ids of sent messages.
import { expect, it } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import { at, CHAT, code } from './examples.ts';

export function tokenContract(current: () => Store): void {
  it('gives a code out once', async () => {
    const store = current();
    await store.saveCode(code('aa'));
    await store.saveCode(code('bb', { purpose: 'join', person: 'p-1' }));
    expect(await store.takeCode('aa', at(8))).toEqual(code('aa'));
    expect(await store.takeCode('aa', at(8))).toBeUndefined();
    expect(await store.takeCode('cc', at(8))).toBeUndefined();
    expect(await store.takeCode('bb', at(8))).toEqual(code('bb', { purpose: 'join', person: 'p-1' }));
  });

  it('lets a code end at its instant, whatever the clock on the wall says', async () => {
    const store = current();
    const past = code('aa', { expiresAt: '2001-01-01T00:00:00.000Z' });
    await store.saveCode(past);
    expect(await store.takeCode('aa', '2000-12-31T23:59:59.999Z')).toEqual(past);
    await store.saveCode(code('bb'));
    expect(await store.takeCode('bb', at(9))).toBeUndefined();
  });

  it('shows a code without using it up, as long as it is good', async () => {
    const store = current();
    await store.saveCode(code('aa', { purpose: 'visit' }));
    for (let time = 0; time < 3; time += 1)
      expect(await store.findCode('aa', at(8, 59))).toEqual(code('aa', { purpose: 'visit' }));
    expect(await store.findCode('aa', at(9))).toBeUndefined();
    expect(await store.findCode('bb', at(8))).toBeUndefined();
    expect(await store.takeCode('aa', at(8))).toEqual(code('aa', { purpose: 'visit' }));
    expect(await store.findCode('aa', at(8))).toBeUndefined();
  });

  it('ends the codes of one purpose that a person has', async () => {
    const store = current();
    const [link, visit] = [{ purpose: 'dashboard' }, { purpose: 'visit' }] as const;
    await store.saveCode(code('aa', link));
    await store.saveCode(code('bb', link));
    await store.saveCode(code('cc', visit));
    await store.saveCode(code('dd', { ...link, person: 'p-8' }));
    await store.dropCodes('dashboard', 'p-9');
    await store.dropCodes('dashboard', 'p-9');
    const left = await Promise.all(['aa', 'bb', 'cc', 'dd'].map((hash) => store.findCode(hash, at(8))));
    expect(left.map((each) => each?.hash)).toEqual([undefined, undefined, 'cc', 'dd']);
  });

  it('lets one of twenty have a code that all say at once', async () => {
    const store = current();
    await store.saveCode(code('aa'));
    const taken = await Promise.all(Array.from({ length: 20 }, () => store.takeCode('aa', at(8))));
    expect(taken.filter((each) => each !== undefined)).toEqual([code('aa')]);
  });

  it('leases to one holder at a time, who may renew and give back', async () => {
    const store = current();
    expect(await store.takeLease('poller', 'one', at(1), at(2))).toBe(true);
    expect(await store.takeLease('poller', 'two', at(1, 30), at(3))).toBe(false);
    expect(await store.takeLease('other', 'two', at(1, 30), at(3))).toBe(true);
    expect(await store.takeLease('poller', 'one', at(1, 59), at(3))).toBe(true);
    expect(await store.takeLease('poller', 'two', at(2, 59), at(4))).toBe(false);
    await store.dropLease('poller', 'two');
    expect(await store.takeLease('poller', 'two', at(2, 59), at(4))).toBe(false);
    await store.dropLease('poller', 'one');
    expect(await store.takeLease('poller', 'two', at(2, 59), at(4))).toBe(true);
    await store.dropLease('nothing', 'one');
  });

  it('lets another have a lease from the instant it ends at', async () => {
    const store = current();
    await store.takeLease('poller', 'one', at(1), at(2));
    expect(await store.takeLease('poller', 'two', at(2), at(3))).toBe(true);
    expect(await store.takeLease('poller', 'one', at(2), at(3))).toBe(false);
  });

  it.each(['new', 'ended'])('lets one of twenty have a %s lease', async (state) => {
    const store = current();
    if (state === 'ended') await store.takeLease('poller', 'before', at(1), at(2));
    const takers = Array.from({ length: 20 }, (_, index) => store.takeLease('poller', `h-${index}`, at(3), at(4)));
    expect((await Promise.all(takers)).filter(Boolean)).toHaveLength(1);
  });

  it('remembers what a channel called a line', async () => {
    const store = current();
    expect((await store.findSentIds(CHAT, ['out-1', 'out-2'])).size).toBe(0);
    await store.keepSentId(CHAT, 'out-1', '401');
    await store.keepSentId(CHAT, 'out-2', '402');
    await store.keepSentId('web:a', 'out-1', '7');
    await store.keepSentId(CHAT, 'out-2', '403');
    expect(await store.findSentIds(CHAT, ['out-1', 'out-2', 'out-9'])).toEqual(
      new Map([
        ['out-1', '401'],
        ['out-2', '403'],
      ]),
    );
    expect(await store.findSentIds('web:a', ['out-1'])).toEqual(new Map([['out-1', '7']]));
    expect((await store.findSentIds('web:a', [])).size).toBe(0);
  });
}
