// Which updates a poll may confirm, and in which order a chat's messages are handed on.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createChatOrder } from '../../src/channels/chat-order.ts';
import { createUpdateLedger } from '../../src/channels/telegram/update-ledger.ts';

const updates = (...ids: readonly number[]) => ids.map((update_id) => ({ update_id }));

describe('the ledger of updates', () => {
  it('asks for nothing in particular before the first update, and then for those after it', () => {
    const ledger = createUpdateLedger();
    expect(ledger.offset()).toBeUndefined();
    ledger.admit(updates(7, 8));
    ledger.settle(7);
    ledger.settle(8);
    expect(ledger.offset()).toBe(9);
  });

  it('stays at the oldest that is open', () => {
    const ledger = createUpdateLedger();
    ledger.admit(updates(7, 8, 9));
    ledger.settle(8);
    expect(ledger.offset()).toBe(7);
    expect(ledger.span()).toBe(3);
    ledger.settle(7);
    expect(ledger.offset()).toBe(9);
  });

  it('takes nothing twice, not even from a poll that was under way when it was settled', () => {
    const ledger = createUpdateLedger();
    ledger.admit(updates(7));
    ledger.offset();
    ledger.settle(7);
    expect(ledger.admit(updates(7, 8))).toEqual(updates(8));
  });

  it('follows ids that begin anew below the old ones', () => {
    const ledger = createUpdateLedger();
    ledger.admit(updates(900_000));
    ledger.settle(900_000);
    ledger.offset();
    expect(ledger.admit(updates(12))).toEqual(updates(12));
    ledger.settle(12);
    expect(ledger.offset()).toBe(13);
  });

  it('wakes whoever waits for the next to be settled', async () => {
    const ledger = createUpdateLedger();
    ledger.admit(updates(7, 8));
    const settled = ledger.settled();
    ledger.settle(8);
    await settled;
    expect(ledger.open()).toBe(1);
  });

  it('never confirms what is not settled, and brings everything once, in whatever order it ends', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 5 }), { maxLength: 60 }), (picks) => {
        const ledger = createUpdateLedger();
        const open: number[] = [];
        const seen: number[] = [];
        let arrived = 100;
        for (const pick of picks) {
          const settled = pick > 2 ? open.splice(pick % Math.max(open.length, 1), 1)[0] : undefined;
          if (settled !== undefined) ledger.settle(settled);
          else arrived += pick;
          const offset = ledger.offset() ?? 0;
          expect(open.every((id) => id >= offset)).toBe(true);
          const queue = Array.from({ length: arrived - 100 }, (_, index) => 100 + index).filter((id) => id >= offset);
          for (const { update_id } of ledger.admit(updates(...queue))) {
            open.push(update_id);
            seen.push(update_id);
          }
        }
        expect(new Set(seen).size).toBe(seen.length);
        expect(seen.length).toBe(arrived - 100);
      }),
    );
  });
});

describe('the order of a chat', () => {
  /** Tasks that say when they begin, and end when they are told to. */
  function bench() {
    const order = createChatOrder();
    const begun: string[] = [];
    const ends = new Map<string, (error?: Error) => void>();
    const run = (name: string, kind: 'file' | 'other', chat = 'a') =>
      order.run(chat, kind, () => {
        begun.push(name);
        return new Promise((resolve, reject) => {
          ends.set(name, (error) => (error ? reject(error) : resolve()));
        });
      });
    const end = async (name: string, error?: Error) => {
      ends.get(name)?.(error);
      await rest();
    };
    return { begun, run, end };
  }
  const rest = () => new Promise((resolve) => setImmediate(resolve));

  it('is one after the other for texts, side by side for files, and each chat for itself', async () => {
    const { begun, run, end } = bench();
    const all = [
      run('text 1', 'other'),
      run('file 1', 'file'),
      run('file 2', 'file'),
      run('text 2', 'other'),
      run('file 3', 'file'),
      run('elsewhere', 'other', 'b'),
    ];
    await rest();
    expect(begun).toEqual(['text 1', 'elsewhere']);
    await end('text 1');
    expect(begun.slice(2)).toEqual(['file 1', 'file 2']);
    await end('file 2');
    expect(begun.slice(4)).toEqual([]);
    await end('file 1');
    expect(begun.slice(4)).toEqual(['text 2']);
    await end('text 2');
    expect(begun.slice(5)).toEqual(['file 3']);
    await Promise.all([end('file 3'), end('elsewhere')]);
    await Promise.all(all);
  });

  it('lets a file that comes late join those that are being dealt with', async () => {
    const { begun, run, end } = bench();
    const first = run('file 1', 'file');
    await rest();
    const second = run('file 2', 'file');
    await rest();
    expect(begun).toEqual(['file 1', 'file 2']);
    await end('file 1');
    await end('file 2');
    await Promise.all([first, second]);
  });

  it('goes on after one that failed, which rejects', async () => {
    const { begun, run, end } = bench();
    const first = run('text 1', 'other');
    const second = run('text 2', 'other');
    await rest();
    const failed = expect(first).rejects.toThrow('no');
    await end('text 1', new Error('no'));
    await failed;
    expect(begun).toEqual(['text 1', 'text 2']);
    await end('text 2');
    await second;
  });
});
