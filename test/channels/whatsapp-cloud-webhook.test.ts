// The webhook of the Cloud API: who may knock, what is acknowledged when, and that nothing acknowledged is lost.
import { request } from 'node:http';
import type { ClientRequest } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { OperationalError } from '../../src/app/ports.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { createCloudCounter, silence, until } from '../helpers/graph-double-counter.ts';
import type { CloudCounter } from '../helpers/graph-double-counter.ts';
import { deliveryOf } from '../helpers/graph-double-people.ts';
import type { DoublePerson } from '../helpers/graph-double-people.ts';
import { VERIFY_TOKEN, sign } from '../helpers/graph-double-account.ts';
import { openGraphDouble } from '../helpers/graph-double.ts';
import type { GraphDouble } from '../helpers/graph-double.ts';

let double: GraphDouble;
let counter: CloudCounter;
let sari: DoublePerson;

beforeEach(async () => {
  double = await openGraphDouble();
  sari = double.person('6281200000011');
  counter = createCloudCounter(double, { webhook: { path: '/whatsapp', port: 0 } });
  await counter.start();
});

afterEach(async () => {
  await counter.transport.stop();
  await double.close();
});

function address(path = '/whatsapp'): string {
  return `http://127.0.0.1:${counter.transport.webhookPort}${path}`;
}

async function post(body: string, headers: Record<string, string>): Promise<number> {
  const response = await fetch(address(), { method: 'POST', headers, body });
  await response.arrayBuffer();
  return response.status;
}

function texts(): (string | undefined)[] {
  return counter.arrived.map(({ text }) => text);
}

describe('the handshake', () => {
  const asked = (query: Record<string, string>) =>
    fetch(
      address(
        `/whatsapp?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.challenge': '1158201444', ...query }).toString()}`,
      ),
    );

  it("gives Meta's word back to whoever knows ours", async () => {
    const response = await asked({ 'hub.verify_token': VERIFY_TOKEN });
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await response.text()).toBe('1158201444');
  });

  it.each([{ 'hub.verify_token': 'kata lain' }, { 'hub.verify_token': '' }, {}])(
    'turns others away: %o',
    async (query) => {
      const response = await asked(query);
      expect(response.status).toBe(403);
      expect(await response.text()).toBe('');
    },
  );

  it('is about subscribing only', async () => {
    const response = await asked({ 'hub.verify_token': VERIFY_TOKEN, 'hub.mode': 'unsubscribe' });
    expect(response.status).toBe(403);
  });
});

describe('a delivery', () => {
  it('is acknowledged when it is kept, and dealt with after', async () => {
    let go = (): void => undefined;
    counter.handle = () => new Promise<void>((resolve) => (go = resolve));
    const body = sari.webhook('text', { text: { body: 'Selamat pagi' } });
    expect(await post(body, { 'X-Hub-Signature-256': sign(body) })).toBe(200);
    await counter.count(1);
    expect(texts()).toEqual(['Selamat pagi']);
    expect(await counter.store.readInbox(10)).toMatchObject([{ body }]);
    go();
    await counter.settled();
  });

  it.each([
    ['a wrong signature', (body: string) => ({ 'X-Hub-Signature-256': sign(body, 'another secret') })],
    ["another body's signature", () => ({ 'X-Hub-Signature-256': sign('{}') })],
    ['half a signature', (body: string) => ({ 'X-Hub-Signature-256': sign(body).slice(0, 30) })],
    ['no signature', () => ({})],
  ])('with %s is turned away and not looked at', async (_what, headers) => {
    const body = sari.webhook('text', { text: { body: 'palsu' } });
    expect(await post(body, headers(body))).toBe(401);
    await silence();
    expect(counter.arrived).toEqual([]);
    expect(await counter.store.readInbox(10)).toEqual([]);
    expect(JSON.stringify(counter.logged)).not.toMatch(/palsu|62812/);
  });

  it('is signed over its bytes and not over what they mean', async () => {
    const body = sari.webhook('text', { text: { body: 'é ✓' } });
    const spaced = JSON.stringify(JSON.parse(body), null, 2);
    expect(await post(spaced, { 'X-Hub-Signature-256': sign(body) })).toBe(401);
    expect(await post(spaced, { 'X-Hub-Signature-256': sign(spaced) })).toBe(200);
    await counter.count(1);
    expect(texts()).toEqual(['é ✓']);
  });

  it('knows one path and two methods', async () => {
    expect((await fetch(address('/lain'))).status).toBe(404);
    expect((await fetch(address(), { method: 'PUT', body: '{}' })).status).toBe(405);
  });

  it('of 5 MB is turned away before it has been sent', async () => {
    const opened = knock({ 'Content-Length': 5_000_000 });
    opened.request.flushHeaders();
    expect(await opened.status).toBe(413);
    opened.request.destroy();
  });

  it('of 5 MB that does not say how large it is is not read to its end', async () => {
    const { request: writing, status } = knock({ 'Transfer-Encoding': 'chunked' });
    // Its end never comes: whoever waits for it does not answer this.
    for (let written = 0; written < 5_000_000; written += 100_000) writing.write('x'.repeat(100_000));
    expect(await status).toBe(413);
    writing.destroy();
    expect(await counter.store.readInbox(10)).toEqual([]);
  });

  it('of nearly 3 MB is taken', async () => {
    const body = sari.webhook('text', { text: { body: 'x'.repeat(2_900_000) } });
    expect(await double.bring(body)).toBe(200);
    await counter.count(1);
    // One character more than the desk takes: enough for it to see that it is too long.
    expect(counter.arrived[0]?.text).toHaveLength(20_001);
  });

  it.each(['{', '[]', '{"object":"page","entry":[]}', deliveryOf({ messages: 'x' }), deliveryOf({ metadata: 1 })])(
    'that is not as Meta describes it is acknowledged and dropped: %s',
    async (body) => {
      expect(await double.bring(body)).toBe(200);
      expect(counter.logged).toMatchObject([{ level: 'error', text: 'a webhook is not as Meta describes it' }]);
      expect(await counter.store.readInbox(10)).toEqual([]);
    },
  );

  it('loses no message for another one that cannot be read', async () => {
    const good = {
      id: 'wamid.b',
      from: '6281200000011',
      timestamp: '1795395600',
      type: 'text',
      text: { body: 'baik' },
    };
    expect(await double.bring(deliveryOf({ messages: [{ id: 5 }, good] }))).toBe(200);
    await counter.count(1);
    expect(texts()).toEqual(['baik']);
    expect(counter.logged).toMatchObject([{ text: 'a message is not as Meta describes it', data: { messages: 1 } }]);
  });

  it('about something else, or for another number, is acknowledged and left alone', async () => {
    expect(await double.bring(deliveryOf({ event: 'APPROVED' }, 'message_template_status_update'))).toBe(200);
    const message = {
      id: 'wamid.c',
      from: '6281200000011',
      timestamp: '1795395600',
      type: 'text',
      text: { body: 'x' },
    };
    const metadata = { display_phone_number: '6281100000001', phone_number_id: '999' };
    expect(await double.bring(deliveryOf({ metadata, messages: [message] }))).toBe(200);
    await silence();
    expect(counter.arrived).toEqual([]);
  });

  it('is refused while it cannot be kept, so that Meta comes again', async () => {
    const store = createMemoryStore();
    const broken = createCloudCounter(double, {
      store: { ...store, keepInbox: () => Promise.reject(new OperationalError('unavailable', { retryable: true })) },
    });
    await broken.start();
    expect(await sari.say('nanti')).toBe(503);
    expect(broken.arrived).toEqual([]);
    await broken.transport.stop();
  });

  it('is refused when the transport is stopped', async () => {
    await counter.transport.stop();
    expect(await sari.say('masih ada?')).toBe(503);
    expect(counter.transport.webhookPort).toBeUndefined();
    expect(counter.arrived).toEqual([]);
  });
});

describe('a transport', () => {
  it('whose port is taken does not start, and lets go of what it had begun', async () => {
    const port = counter.transport.webhookPort ?? 0;
    const second = createCloudCounter(double, { webhook: { path: '/whatsapp', port }, store: counter.store });
    await expect(second.start()).rejects.toMatchObject({ code: 'unavailable', retryable: false });
    await counter.store.keepInbox('kept', sari.webhook('text', { text: { body: 'halo' } }));
    await counter.settled();
    await silence();
    expect(second.arrived).toEqual([]);
  });

  it('may be started again after it was stopped, but not twice', async () => {
    await expect(counter.start()).rejects.toThrow('twice');
    await counter.transport.stop();
    await counter.start();
    expect(await sari.say('lagi')).toBe(200);
    await counter.count(1);
  });
});

describe('what was acknowledged', () => {
  it('is taken up by the next process when one dies before it is dealt with', async () => {
    counter.handle = () => new Promise(() => undefined);
    await sari.say('satu');
    await sari.say('dua');
    await counter.count(1);
    // The first one is never heard of again.
    const next = createCloudCounter(double, { store: counter.store });
    await next.start();
    await next.settled();
    expect(next.arrived.map(({ text }) => text)).toEqual(['satu', 'dua']);
    expect(next.arrived[0]?.id).toBe(counter.arrived[0]?.id);
    await next.transport.stop();
  });

  it('stays kept when the transport is stopped first', async () => {
    counter.handle = () => Promise.reject(new OperationalError('unavailable', { retryable: true }));
    await sari.say('satu');
    await counter.count(2);
    await counter.transport.stop();
    expect(await counter.store.readInbox(10)).toHaveLength(1);
  });

  it('is looked for again and again', async () => {
    const body = sari.webhook('text', { text: { body: 'ditinggalkan' } });
    await counter.store.keepInbox('left behind by another process', body);
    await counter.count(1);
    await counter.settled();
    expect(texts()).toEqual(['ditinggalkan']);
  });

  it('is not begun again for an answer of the store that is older than its removal', async () => {
    const store = createMemoryStore();
    let told: (() => void) | undefined;
    const late = createCloudCounter(double, {
      store: {
        ...store,
        async readInbox(limit) {
          const kept = await store.readInbox(limit);
          if (kept.length > 0) await new Promise<void>((resolve) => (told = resolve));
          return kept;
        },
      },
    });
    let go = (): void => undefined;
    late.handle = () => new Promise<void>((resolve) => (go = resolve));
    await late.start();
    await sari.say('sekali');
    await until(async () => told !== undefined);
    go();
    await until(async () => (await store.readInbox(1)).length === 0);
    told?.();
    await silence();
    expect(late.arrived).toHaveLength(1);
    await late.transport.stop();
  });

  it('before a process began goes before what comes now', async () => {
    await counter.transport.stop();
    await counter.store.keepInbox('left behind', sari.webhook('text', { text: { body: 'lama' } }));
    await counter.start();
    await sari.say('baru');
    await counter.settled();
    expect(texts()).toEqual(['lama', 'baru']);
  });

  it('is dealt with once though the store is slow to forget it', async () => {
    let tries = 0;
    const store = createMemoryStore();
    const dropInbox = (id: string): Promise<void> =>
      ++tries < 4 ? Promise.reject(new OperationalError('unavailable', { retryable: true })) : store.dropInbox(id);
    const slow = createCloudCounter(double, { store: { ...store, dropInbox } });
    await slow.start();
    await sari.say('sekali');
    await slow.settled();
    expect(slow.arrived).toHaveLength(1);
    expect(tries).toBe(4);
    await slow.transport.stop();
  });

  it('is tried again when it could not be dealt with, in its place in the chat', async () => {
    let tries = 0;
    counter.handle = () =>
      ++tries < 3 ? Promise.reject(new OperationalError('unavailable', { retryable: true })) : Promise.resolve();
    await sari.say('satu');
    await sari.say('dua');
    await counter.count(4);
    await counter.settled();
    expect(texts()).toEqual(['satu', 'satu', 'satu', 'dua']);
  });

  it('is given up after many tries when others get through, and only then', async () => {
    const budi = double.person('6281200000012');
    counter.handle = ({ from }) => (from.endsWith('11') ? Promise.reject(new Error('bug')) : Promise.resolve());
    await sari.say('racun');
    await counter.count(20);
    expect(counter.logged.filter(({ level }) => level === 'error')).toEqual([]);
    await budi.say('lewat');
    await counter.settled();
    expect(counter.logged.filter(({ level }) => level === 'error')).toMatchObject([{ text: 'a message was given up' }]);
  });

  it('comes three times with the same id and is kept once', async () => {
    const body = sari.webhook('text', { text: { body: 'halo' } });
    let go = (): void => undefined;
    counter.handle = () => new Promise<void>((resolve) => (go = resolve));
    expect(await Promise.all([double.bring(body), double.bring(body), double.bring(body)])).toEqual([200, 200, 200]);
    await counter.count(1);
    expect(await counter.store.readInbox(10)).toHaveLength(1);
    go();
    await counter.settled();
    counter.handle = () => Promise.resolve();
    await double.bring(body);
    await counter.count(2);
    expect(new Set(counter.arrived.map(({ id }) => id)).size).toBe(1);
  });

  it('keeps its place in the chat though the next one was kept sooner', async () => {
    const store = createMemoryStore();
    let slow = true;
    const busy = createCloudCounter(double, {
      store: {
        ...store,
        async keepInbox(id, body) {
          const wait = slow ? 30 : 0;
          slow = false;
          await silence(wait);
          await store.keepInbox(id, body);
        },
      },
    });
    await busy.start();
    expect(await Promise.all([sari.say('satu'), sari.say('dua')])).toEqual([200, 200]);
    await busy.settled();
    expect(busy.arrived.map(({ text }) => text)).toEqual(['satu', 'dua']);
    await busy.transport.stop();
  });

  it('of one chat is dealt with in the order in which it came, and others pass', async () => {
    const budi = double.person('6281200000012');
    let go = (): void => undefined;
    counter.handle = ({ text }) => (text === 'satu' ? new Promise((resolve) => (go = resolve)) : Promise.resolve());
    await sari.say('satu', { at: 1_795_395_602 });
    await sari.say('dua', { at: 1_795_395_601 });
    await budi.say('lewat');
    await until(async () => texts().includes('lewat'));
    expect(texts()).toEqual(['satu', 'lewat']);
    go();
    await counter.settled();
    expect(texts()).toEqual(['satu', 'lewat', 'dua']);
  });
});

/** A request whose body is written by hand. */
function knock(headers: Record<string, string | number>): {
  request: ClientRequest;
  status: Promise<number | undefined>;
} {
  const opened = request(address(), { method: 'POST', headers });
  const status = new Promise<number | undefined>((resolve, reject) => {
    opened.once('response', (response) => resolve(response.statusCode));
    opened.once('error', reject);
  });
  return { request: opened, status };
}
