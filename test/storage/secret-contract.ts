// The part of the store's contract about the secrets of a channel's account.
import { expect, it } from 'vitest';
import type { Store } from '../../src/app/ports.ts';

export function secretContract(current: () => Store): void {
  it('keeps, replaces and removes secrets, many at once', async () => {
    const store = current();
    expect(await store.readSecrets(['one|a', 'one|b'])).toEqual(new Map());
    await store.writeSecrets([
      { name: 'one|a', value: 'first' },
      { name: 'one|b', value: '{"kunci":"é"}' },
    ]);
    expect(await store.readSecrets(['one|a', 'one|b', 'one|c'])).toEqual(
      new Map([
        ['one|a', 'first'],
        ['one|b', '{"kunci":"é"}'],
      ]),
    );
    await store.writeSecrets([
      { name: 'one|a', value: 'second' },
      { name: 'one|b', value: undefined },
      { name: 'one|unknown', value: undefined },
    ]);
    expect(await store.readSecrets(['one|a', 'one|b'])).toEqual(new Map([['one|a', 'second']]));
    await store.writeSecrets([]);
    expect(await store.readSecrets([])).toEqual(new Map());
  });

  it('lets the last change of a name count, an empty value too', async () => {
    const store = current();
    await store.writeSecrets([
      { name: 'one|a', value: 'first' },
      { name: 'one|a', value: undefined },
      { name: 'one|a', value: '' },
    ]);
    expect(await store.readSecrets(['one|a'])).toEqual(new Map([['one|a', '']]));
  });

  it('drops what begins with a prefix, and nothing else', async () => {
    const store = current();
    const names = ['one|a', 'one|b', 'one', 'oneself|a', 'two|one|a', 'o.e|a'];
    await store.writeSecrets(names.map((name) => ({ name, value: name })));
    await store.dropSecrets('one|');
    await store.dropSecrets('three|');
    const left = ['one', 'oneself|a', 'two|one|a', 'o.e|a'];
    expect([...(await store.readSecrets(names)).keys()].toSorted()).toEqual(left.toSorted());
  });
}
