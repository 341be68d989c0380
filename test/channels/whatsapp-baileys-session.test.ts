// The session in the store's secrets, beside the library's own file version; and what the library may say aloud.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as baileys from '@whiskeysockets/baileys';
import type { SignalDataSet, SignalDataTypeMap } from '@whiskeysockets/baileys';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../src/app/ports.ts';
import { openAuthState, secretsOf } from '../../src/channels/whatsapp/baileys/auth-state.ts';
import { libraryLog, silenceLibsignal } from '../../src/channels/whatsapp/baileys/quiet.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';

const bytes = (...values: number[]) => Buffer.from(values);
const pair = () => ({ public: bytes(1, 2, 255), private: bytes(0, 3) });

/** Every kind of key; ids as they are met, with the characters that files cannot have. */
const WRITES: SignalDataSet[] = [
  {
    'pre-key': { '1': pair(), '2': pair() },
    session: { '628120000011_1.0': bytes(9, 9), '628120000011.0:5': bytes(8) },
    'identity-key': { '628120000011.0': bytes(5) },
  },
  {
    'sender-key': { '120363000000000001@g.us::628120000011::0': bytes(7) },
    'sender-key-memory': { '120363000000000001@g.us': { '628120000011:1@s.whatsapp.net': true } },
    'app-state-sync-key': {
      'AAAA/BBB=': {
        keyData: bytes(1, 1),
        fingerprint: { rawId: 3, currentIndex: 1, deviceIndexes: [0] },
        timestamp: 1_795_000_000_000,
      },
    },
    'app-state-sync-version': {
      regular: { version: 3, hash: bytes(4, 4), indexValueMap: { 'a/b': { valueMac: bytes(6) } } },
    },
    'lid-mapping': { '628120000011': '200000000000011', '200000000000011_reverse': '628120000011' },
    'device-list': { '628120000011': ['0', '12'] },
    tctoken: { '200000000000011@lid': { token: bytes(2, 0), timestamp: '1795000000', senderTimestamp: 5 } },
  },
  { 'pre-key': { '1': null, '3': null }, session: { '628120000011_1.0': bytes(9, 8, 7) } },
  { 'lid-mapping': { '628120000011': null }, tctoken: {} },
];

describe('the session in the store', () => {
  let store: Store;
  let folder: string;
  beforeEach(() => {
    store = createMemoryStore();
    folder = mkdtempSync(join(tmpdir(), 'baileys-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("reads after the same writes what the library's file version reads", async () => {
    const ours = () => openAuthState(baileys, store, 'one');
    const files = () => baileys.useMultiFileAuthState(folder);
    const ids = new Map<string, Set<string>>();
    for (const write of WRITES) {
      for (const [type, values] of Object.entries(write))
        for (const id of Object.keys(values)) ids.set(type, (ids.get(type) ?? new Set(['unknown'])).add(id));
      await (await ours()).state.keys.set(write);
      await (await files()).state.keys.set(write);
      for (const [type, wanted] of ids) {
        const [mine, theirs] = await Promise.all(
          [ours(), files()].map(async (each) => {
            const found = await (await each).state.keys.get(type as keyof SignalDataTypeMap, [...wanted]);
            // The file version says null where ours says nothing.
            return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== null));
          }),
        );
        expect(mine, type).toEqual(theirs);
        expect(Object.keys(mine ?? {}).toSorted(), type).toEqual(Object.keys(theirs ?? {}).toSorted());
      }
    }
    const [key] = Object.values(await (await ours()).state.keys.get('app-state-sync-key', ['AAAA/BBB=']));
    expect(key).toBeInstanceOf(baileys.proto.Message.AppStateSyncKeyData);
  });

  it('keeps the credentials as the file version does, buffers and all', async () => {
    const one = await openAuthState(baileys, store, 'one');
    const file = await baileys.useMultiFileAuthState(folder);
    Object.assign(one.state.creds, { registered: true, routingInfo: bytes(8, 1) });
    Object.assign(file.state.creds, one.state.creds);
    await Promise.all([one.saveCreds(), file.saveCreds()]);
    const again = (await openAuthState(baileys, store, 'one')).state.creds;
    expect(again).toEqual((await baileys.useMultiFileAuthState(folder)).state.creds);
    expect(Buffer.isBuffer(again.noiseKey.private)).toBe(true);
  });

  it('is that of its account alone, and forgotten with it', async () => {
    for (const account of ['one', 'two']) {
      const { state, saveCreds } = await openAuthStateOf(account);
      await state.keys.set({ 'lid-mapping': { a: account } });
      await saveCreds();
    }
    await store.dropSecrets(secretsOf('one'));
    expect(await (await openAuthStateOf('one')).state.keys.get('lid-mapping', ['a'])).toEqual({});
    expect(await (await openAuthStateOf('two')).state.keys.get('lid-mapping', ['a'])).toEqual({ a: 'two' });
  });

  async function openAuthStateOf(account: string) {
    const auth = await openAuthState(baileys, store, account);
    return { state: auth.state, saveCreds: () => auth.saveCreds() };
  }
});

describe('what the library says aloud', () => {
  it('is let through in fixed words alone', () => {
    const lines: unknown[] = [];
    const note = (text: string, data?: unknown): void => void lines.push([text, data]);
    const log = libraryLog({ debug: note, info: note, warn: note, error: note }).child({ class: 'x' });
    log.info({ key: '628120000011' }, 'sent');
    log.debug({}, 'message to 628120000011@s.whatsapp.net');
    log.error({ err: new Error('628120000011') }, 'error in handling message');
    log.error('unexpected error in 628120000011@s.whatsapp.net');
    log.warn('retrying');
    expect(lines).toEqual([
      ['the WhatsApp library met an error', { about: 'error in handling message' }],
      ['the WhatsApp library met an error', {}],
      ['the WhatsApp library warns', { about: 'retrying' }],
    ]);
  });

  it('does not include the private keys that libsignal writes to the console', () => {
    const lines: unknown[][] = [];
    const note = (...args: unknown[]): void => void lines.push(args);
    const target = { info: note, warn: note, error: note };
    silenceLibsignal(target);
    silenceLibsignal(target);
    const session = { currentRatchet: { rootKey: bytes(1) } };
    target.info('Closing session:', session);
    target.warn('Session already closed', session);
    target.error('Failed to decrypt message with any known session...');
    target.info('Opening hours', 8);
    expect(lines).toEqual([['Opening hours', 8]]);
  });
});
