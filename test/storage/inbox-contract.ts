// The part of the store's contract about what was acknowledged and is not dealt with yet.
import { expect, it } from 'vitest';
import type { Store } from '../../src/app/ports.ts';

export function inboxContract(current: () => Store): void {
  it('keeps each body under its id until it is dropped, the first one first', async () => {
    const store = current();
    expect(await store.readInbox(10)).toEqual([]);
    for (const id of ['c', 'a', 'b']) await store.keepInbox(id, `{"isi":"${id} ✓"}`);
    expect(await store.readInbox(10)).toEqual(['c', 'a', 'b'].map((id) => ({ id, body: `{"isi":"${id} ✓"}` })));
    expect((await store.readInbox(2)).map(({ id }) => id)).toEqual(['c', 'a']);
    await store.dropInbox('a');
    await store.dropInbox('unknown');
    expect((await store.readInbox(10)).map(({ id }) => id)).toEqual(['c', 'b']);
  });

  it('keeps what comes again once, in its place', async () => {
    const store = current();
    await store.keepInbox('one', 'body');
    await store.keepInbox('two', 'other');
    await Promise.all(Array.from({ length: 10 }, () => store.keepInbox('one', 'body')));
    expect((await store.readInbox(10)).map(({ id }) => id)).toEqual(['one', 'two']);
  });

  it('takes a body of three megabytes', async () => {
    const store = current();
    const body = 'x'.repeat(3_000_000);
    await store.keepInbox('large', body);
    const [kept] = await store.readInbox(1);
    expect(kept?.body === body).toBe(true);
  });
}
