// The web channel over real HTTP: the contract, the API, and what hostile clients send.
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { ChannelHarness } from './contract.ts';
import type { WebDesk } from './web-desk.ts';
import { describeChannel } from './contract.ts';
import { MAX_UPLOAD, createWebDesk } from './web-desk.ts';

const seatOf = { a: 'pemohon', b: 'kadis' } as const;

describeChannel('web', (): Promise<ChannelHarness> => {
  const desk = createWebDesk();
  const { channel } = desk;
  const url = (person: 'a' | 'b') => `${channel.url}/api/chats/${seatOf[person]}/messages`;
  const post = async (person: 'a' | 'b', body: object, mark?: string) => {
    await postJson(url(person), body, mark === undefined ? {} : { 'Idempotency-Key': mark });
  };
  return Promise.resolve({
    channel,
    say: (person, text, mark) => post(person, { text }, mark),
    choose: (person, choice) => post(person, { choice }),
    upload: async (person, file) => {
      await fetch(url(person), { method: 'POST', body: form(file) });
    },
    addressOf: (person) => `web:${seatOf[person]}`,
    deliver: async (person, message, key) => {
      desk.write(`web:${seatOf[person]}`, 'bot', message);
      await channel.send(`web:${seatOf[person]}`, message, key);
    },
    shown: async (person) => {
      const lines = await messages(desk, seatOf[person]);
      return lines
        .filter(({ from }) => from === 'bot')
        .map(({ text, choices }) => ({ text, choices: choices.map(({ label }) => label) }));
    },
    close: () => channel.stop(),
  });
});

describe('the web API', () => {
  let desk: WebDesk;
  const open = async (...args: Parameters<typeof createWebDesk>) => {
    desk = createWebDesk(...args);
    await desk.start();
    return desk.channel.url;
  };
  afterEach(() => desk.channel.stop());

  it('names the seats of the demo', async () => {
    const url = await open();
    expect(await getJson(`${url}/api/people`)).toMatchObject([{ id: 'pemohon' }, { id: 'kadis' }, { id: 'verif' }]);
  });

  it('answers a message once it has been dealt with, and gives the lines after a number', async () => {
    const url = await open();
    const response = await postJson(`${url}/api/chats/pemohon/messages`, { text: 'halo' });
    expect(response.status).toBe(202);
    const lines = await messages(desk, 'pemohon');
    expect(lines).toMatchObject([
      { seq: 1, from: 'person', text: 'halo' },
      { seq: 2, from: 'bot', text: 'Anda berkata: halo', choices: [{ id: 'ya', label: 'Ya' }] },
    ]);
    expect(await getJson(`${url}/api/chats/pemohon/messages?after=1`)).toMatchObject([{ seq: 2 }]);
  });

  it('deals once with a message that is sent twice under one key', async () => {
    const url = await open();
    for (let i = 0; i < 2; i += 1)
      await postJson(`${url}/api/chats/pemohon/messages`, { text: 'halo' }, { 'Idempotency-Key': 'k-1' });
    expect(desk.arrived.map(({ id }) => id)).toEqual(['web:pemohon:k-1']);
  });

  it('shows a paper in the chat it stands in and in no other', async () => {
    const url = await open();
    await fetch(`${url}/api/chats/pemohon/messages`, { method: 'POST', body: form({ name: 'a b.pdf', bytes: PDF }) });
    const [line] = await messages(desk, 'pemohon');
    expect(line?.file).toMatchObject({ name: 'a b.pdf', type: 'application/pdf', size: PDF.length });
    const shown = await fetch(url + line?.file?.url);
    expect(shown.headers.get('content-type')).toBe('application/pdf');
    expect(shown.headers.get('content-disposition')).toContain('inline; filename="a b.pdf"');
    expect(shown.headers.get('x-content-type-options')).toBe('nosniff');
    expect(new Uint8Array(await shown.arrayBuffer())).toEqual(PDF);
    const elsewhere = await fetch((url + line?.file?.url).replace('/pemohon/', '/kadis/'));
    expect(elsewhere.status).toBe(404);
  });

  it('locks an image into a sandbox', async () => {
    const url = await open();
    await fetch(`${url}/api/chats/pemohon/messages`, { method: 'POST', body: form({ name: 'ktp.jpg', bytes: PDF }) });
    const [line] = await messages(desk, 'pemohon');
    const shown = await fetch(url + line?.file?.url);
    expect(shown.headers.get('content-security-policy')).toMatch(/default-src 'none'.*; sandbox$/);
  });

  it('moves the clock of the demo and says so to whoever listens', async () => {
    const url = await open();
    const events = listen(`${url}/api/events`);
    await events.opened;
    const response = await postJson(`${url}/api/clock`, { advance: 'P3D' });
    expect(await response.json()).toEqual({ now: '2026-11-26T01:00:00.000Z' });
    expect(await events.next()).toContain('event: clock\ndata: {"now":"2026-11-26T01:00:00.000Z"}');
    await events.stop();
  });

  it.each(['3 days', 'P', '', 'P-3D'])('refuses to move the clock by "%s"', async (advance) => {
    const url = await open();
    const response = await postJson(`${url}/api/clock`, { advance });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'bad_duration' } });
  });

  it('shows how far a request is', async () => {
    const url = await open();
    expect(await getJson(`${url}/api/applications/TTE-7K3M9Q`)).toMatchObject({ state: 'in_progress', late: true });
    expect((await fetch(`${url}/api/applications/TTE-000000`)).status).toBe(404);
  });

  it('says whether the desk is well', async () => {
    let well = true;
    const url = await open({ health: () => Promise.resolve(well) });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    well = false;
    expect((await fetch(`${url}/healthz`)).status).toBe(503);
  });

  it('keeps the page to its own files and inside its own walls', async () => {
    const url = await open();
    const page = await fetch(url);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    expect(await page.text()).not.toMatch(/<script(?![^>]* src=)|<style|\son\w+=|https?:\/\//);
  });

  it.each(['/../package.json', '/style/../../options.ts', '/%2e%2e%2foptions.ts', '/style/%00', '/web-channel.ts'])(
    'gives nothing for %s',
    async (path) => {
      const url = await open();
      expect(await rawStatus(url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`)).toMatch(
        / (?:404|400) /,
      );
    },
  );
});

describe('events', () => {
  let desk: WebDesk;
  afterEach(() => desk.channel.stop());

  it('bring new lines as they come, and after a break those that were missed', async () => {
    desk = createWebDesk();
    await desk.start();
    const address = `${desk.channel.url}/api/chats/pemohon`;
    const events = listen(`${address}/events`);
    await postJson(`${address}/messages`, { text: 'satu' });
    expect(await events.next()).toMatch(/id: 1\ndata: .*"satu"/);
    expect(await events.next()).toMatch(/id: 2\n/);
    await events.stop();
    await postJson(`${address}/messages`, { text: 'dua' });
    const again = listen(`${address}/events`, { 'Last-Event-ID': '2' });
    expect(await again.next()).toMatch(/id: 3\ndata: .*"dua"/);
    await again.stop();
  });

  it('of all chats say where in each of them one is', async () => {
    desk = createWebDesk();
    await desk.start();
    const { url } = desk.channel;
    const events = listen(`${url}/api/events`);
    await events.opened;
    await postJson(`${url}/api/chats/kadis/messages`, { text: 'satu' });
    expect(await events.next()).toMatch(/id: pemohon=0&kadis=1&verif=0\ndata: \{"person":"kadis","message":/);
    await events.stop();
    const again = listen(`${url}/api/events`, { 'Last-Event-ID': 'pemohon=0&kadis=1&verif=0' });
    expect(await again.next()).toMatch(/id: pemohon=0&kadis=2&verif=0\n/);
    await again.stop();
  });
});

describe('a hostile client', () => {
  let desk: WebDesk;
  const open = async (...args: Parameters<typeof createWebDesk>) => {
    desk = createWebDesk(...args);
    await desk.start();
    return `${desk.channel.url}/api/chats/pemohon/messages`;
  };
  afterEach(() => desk.channel.stop());

  it('sends 10 MB of text and gets an answer of the bot', async () => {
    const url = await open({ maxUploadBytes: 10 * MAX_UPLOAD });
    const response = await postJson(url, { text: 'x'.repeat(10_000_000) });
    expect(response.status).toBe(202);
    expect(desk.arrived[0]?.text).toHaveLength(20_001);
    expect((await messages(desk, 'pemohon')).at(-1)?.text).toContain('Anda berkata');
  });

  it('sends more than anybody says', async () => {
    const url = await open();
    await expectFault(await postJson(url, { text: 'x'.repeat(17_000_000) }), 413, 'too_large');
  });

  it.each([
    ['no JSON', '{"text":', 400, 'bad_json'],
    ['nothing', '', 400, 'bad_json'],
    ['a number for a text', '{"text":5}', 400, 'bad_request'],
    ['an empty text', '{"text":""}', 400, 'empty_message'],
    ['text and choice at once', '{"text":"a","choice":"b"}', 400, 'bad_request'],
    ['a choice without an end', `{"choice":"${'x'.repeat(5000)}"}`, 400, 'bad_request'],
    ['an array', '[]', 400, 'bad_request'],
    ['a prototype', '{"__proto__":{"text":"a"}}', 400, 'bad_request'],
    ['null', 'null', 400, 'bad_request'],
    ['deep nesting', '['.repeat(100_000), 400, 'bad_json'],
  ])('sends %s', async (_name, body, status, code) => {
    const url = await open();
    const response = await fetch(url, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    await expectFault(response, status, code);
    expect(desk.arrived).toEqual([]);
  });

  it('sends halves of characters, which are replaced', async () => {
    const url = await open();
    const body = '{"text":"a\\ud800b"}';
    await fetch(url, { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
    expect(desk.arrived[0]?.text).toBe('a\ufffdb');
  });

  it('names a seat that is not there', async () => {
    const url = await open();
    await expectFault(await postJson(url.replace('pemohon', 'bupati'), { text: 'a' }), 404, 'unknown_person');
    await expectFault(await fetch(url.replace('pemohon', '__proto__')), 404, 'unknown_person');
  });

  it('asks for lines after nonsense', async () => {
    const url = await open();
    for (const after of ['-1', '1.5', 'x', '9'.repeat(40)])
      await expectFault(await fetch(`${url}?after=${after}`), 400, 'bad_request');
  });

  it('uses a key that is none', async () => {
    const url = await open();
    await expectFault(await postJson(url, { text: 'a' }, { 'Idempotency-Key': 'a b' }), 400, 'bad_key');
    await expectFault(await postJson(url, { text: 'a' }, { 'Idempotency-Key': 'k'.repeat(101) }), 400, 'bad_key');
  });

  it('sends another kind of body', async () => {
    const url = await open();
    const response = await fetch(url, { method: 'POST', body: 'a=b', headers: { 'Content-Type': 'text/plain' } });
    await expectFault(response, 415, 'unsupported_type');
  });

  it('comes from another page', async () => {
    const url = await open();
    await expectFault(await postJson(url, { text: 'a' }, { Origin: 'https://example.org' }), 403, 'not_allowed');
    await expectFault(await postJson(url, { text: 'a' }, { Origin: 'null' }), 403, 'not_allowed');
    await expectFault(await postJson(url, { text: 'a' }, { 'Sec-Fetch-Site': 'cross-site' }), 403, 'not_allowed');
    expect((await postJson(url, { text: 'a' }, { Origin: desk.channel.url })).status).toBe(202);
  });

  it('uploads a file over the limit and hears of it from the bot', async () => {
    const url = await open();
    const body = form({ name: 'besar.pdf', bytes: new Uint8Array(MAX_UPLOAD + 1) });
    expect((await fetch(url, { method: 'POST', body })).status).toBe(202);
    expect(desk.arrived[0]?.file?.size).toBeGreaterThan(MAX_UPLOAD);
    expect((await messages(desk, 'pemohon')).at(-1)?.text).toBe('Berkas terlalu besar.');
  });

  it('announces an upload so big that it is not read at all', async () => {
    const url = new URL(await open());
    const head = `POST ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: multipart/form-data; boundary=b\r\n`;
    expect(await rawStatus(url.origin, `${head}Content-Length: 99999999999\r\n\r\n--b\r\n`)).toContain(' 202 ');
    expect(desk.arrived[0]?.file?.size).toBe(99_999_999_999);
  });

  it('sends an upload without an end, and is cut short', async () => {
    const url = await open();
    const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n';
    let sent = 0;
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode(head)),
      pull: (controller) => {
        sent += 50_000;
        if (sent > 500 * MAX_UPLOAD) controller.close();
        else controller.enqueue(new Uint8Array(50_000));
      },
    });
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    await fetch(url, { method: 'POST', body, headers, duplex: 'half' }).catch(() => undefined);
    await expect.poll(() => desk.arrived.length).toBe(1);
    expect(desk.arrived[0]?.file?.size).toBeGreaterThan(MAX_UPLOAD);
    expect(sent).toBeLessThan(100 * MAX_UPLOAD);
  });

  it('sends uploads so slowly that they pile up: there is room for so many, and for others when they are gone', async () => {
    const url = await open();
    const stopper = new AbortController();
    const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n';
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    const slow = Array.from({ length: 18 }, () => {
      const body = new ReadableStream({
        start: (controller) => controller.enqueue(new TextEncoder().encode(head + 'x'.repeat(MAX_UPLOAD * 0.95))),
      });
      return fetch(url, { method: 'POST', body, headers, duplex: 'half', signal: stopper.signal }).catch(
        () => undefined,
      );
    });
    const upload = () => fetch(url, { method: 'POST', body: form({ name: 'b.pdf', bytes: new Uint8Array(90_000) }) });
    await expect.poll(async () => (await upload()).status).toBe(503);
    await expectFault(await postJson(url, { text: 'x'.repeat(90_000) }), 503, 'busy');

    stopper.abort();
    await Promise.all(slow);
    await expect.poll(async () => (await upload()).status).toBe(202);
  });

  it('asks for papers without reading them: others wait a moment, and get theirs when it is gone', async () => {
    const size = 8_000_000;
    let reading = 0;
    const readFile = () => {
      reading += 1;
      return Promise.resolve({ bytes: new Uint8Array(size), name: 'a.pdf', type: 'pdf' });
    };
    const url = (await open({ readFile })).replace('messages', 'files/x');
    for (let i = 0; i < 8; i += 1) expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
    reading = 0;

    const stopper = new AbortController();
    const lazy = Array.from({ length: 30 }, () => fetch(url, { signal: stopper.signal }).catch(() => undefined));
    await expect.poll(() => reading).toBe(8);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(reading).toBe(8);

    const wanted = fetch(url);
    stopper.abort();
    await Promise.all(lazy);
    const response = await wanted;
    expect(response.headers.get('content-length')).toBe(String(size));
    expect((await response.arrayBuffer()).byteLength).toBe(size);
  });

  it('uploads 0 bytes, which the bot hears of', async () => {
    const url = await open();
    await fetch(url, { method: 'POST', body: form({ name: 'kosong.pdf', bytes: new Uint8Array() }) });
    expect(desk.arrived[0]?.file).toMatchObject({ name: 'kosong.pdf', size: 0 });
  });

  it('gives a file a path, controls and directions in its name', async () => {
    const url = await open();
    await fetch(url, { method: 'POST', body: form({ name: '../../etc/\u202efdp.exe', bytes: PDF }) });
    expect(desk.arrived[0]?.file?.name).toBe('fdp.exe');
  });

  const part = (name: string, extra = '') =>
    `--b\r\nContent-Disposition: form-data; name="${name}"${extra}\r\n\r\nx\r\n`;
  it.each([
    ['no file', `${part('text')}--b--\r\n`, 'missing_file'],
    ['a file without a name', `${part('file', '; filename=""')}--b--\r\n`, 'missing_file'],
    ['another field as a file', `${part('other', '; filename="a.pdf"')}--b--\r\n`, 'missing_file'],
    ['two files', `${part('file', '; filename="a.pdf"').repeat(2)}--b--\r\n`, 'too_many_parts'],
    ['two thousand parts', `${part('x').repeat(2_000)}--b--\r\n`, 'too_many_parts'],
    ['an upload that breaks off', part('file', '; filename="a.pdf"').slice(0, -3), 'broken_upload'],
    ['rubbish', 'rubbish', 'broken_upload'],
    ['headers without an end', `--b\r\nX: ${'y'.repeat(200_000)}\r\n\r\nx\r\n--b--\r\n`, 'missing_file'],
  ])('uploads %s', async (_name, body, code) => {
    const url = await open();
    const headers = { 'Content-Type': 'multipart/form-data; boundary=b' };
    await expectFault(await fetch(url, { method: 'POST', body, headers }), 400, code);
    expect(desk.arrived).toEqual([]);
  });

  it('uploads without saying where the parts end', async () => {
    const url = await open();
    const headers = { 'Content-Type': 'multipart/form-data' };
    await expectFault(await fetch(url, { method: 'POST', body: 'x', headers }), 400, 'broken_upload');
  });

  it('hears that it was not dealt with when it never was, in one neutral sentence', async () => {
    const url = await open({}, () => Promise.reject(new Error('secret detail')));
    const response = await postJson(url, { text: 'a' });
    expect(response.headers.get('retry-after')).toBe('5');
    expect(await response.clone().text()).not.toContain('secret');
    await expectFault(response, 503, 'unavailable');
    expect(desk.warnings).toHaveLength(3);
  });
});

describe('a visitor', () => {
  let desk: WebDesk;
  const secret = new Uint8Array(32).fill(7);
  const open = async (options: Parameters<typeof createWebDesk>[0] = {}) => {
    desk = createWebDesk({ mode: 'visitor', cookieSecret: secret, ...options });
    await desk.start();
    return desk.channel.url;
  };
  const enter = async (url: string) => {
    const response = await fetch(`${url}/api/people`);
    return { response, cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '' };
  };
  afterEach(() => desk.channel.stop());

  it('is nobody but himself', async () => {
    const url = await open();
    const { response, cookie } = await enter(url);
    expect(response.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Strict/);
    expect(await response.json()).toMatchObject([{ id: 'saya' }]);
    expect((await postJson(`${url}/api/chats/saya/messages`, { text: 'halo' }, { cookie })).status).toBe(202);
    expect(desk.arrived[0]?.from).toMatch(/^web:id-\d+$/);
    const other = await enter(url);
    expect(await getJson(`${url}/api/chats/saya/messages`, { cookie })).toHaveLength(2);
    expect(await getJson(`${url}/api/chats/saya/messages`, { cookie: other.cookie })).toHaveLength(0);
  });

  it('stays the same when he comes back', async () => {
    const url = await open();
    const { cookie } = await enter(url);
    const again = await fetch(`${url}/api/people`, { headers: { cookie } });
    expect(again.headers.get('set-cookie')).toContain(cookie);
  });

  it('finds no seats, no clock and no samples', async () => {
    const url = await open();
    const { cookie } = await enter(url);
    await expectFault(await fetch(`${url}/api/chats/kadis/messages`, { headers: { cookie } }), 404, 'unknown_person');
    await expectFault(await postJson(`${url}/api/clock`, { advance: 'P3D' }, { cookie }), 404, 'not_found');
    expect(await getJson(`${url}/api/about`)).toMatchObject({ mode: 'visitor', clock: false, samples: [] });
  });

  it('cannot make up a session', async () => {
    const url = await open();
    const { cookie } = await enter(url);
    for (const forged of ['', 'meja_tte=pemohon', 'meja_tte=kadis-kadis.abc', cookie.replace(/id-\d/, 'id-9')]) {
      const response = await fetch(`${url}/api/chats/saya/messages`, { headers: { cookie: forged } });
      await expectFault(response, 401, 'no_session');
    }
  });

  it('sees his own requests only', async () => {
    const seen: (string | undefined)[] = [];
    const url = await open({
      listApplications: (viewer) => {
        seen.push(viewer);
        return Promise.resolve([]);
      },
    });
    const { cookie } = await enter(url);
    expect(await getJson(`${url}/api/applications`, { cookie })).toEqual([]);
    await expectFault(
      await fetch(`${url}/api/applications/TTE-7K3M9Q`, { headers: { cookie } }),
      404,
      'unknown_application',
    );
    await expectFault(await fetch(`${url}/api/applications/TTE-7K3M9Q`), 401, 'no_session');
    expect(seen.every((viewer) => viewer?.startsWith('web:id-'))).toBe(true);
  });

  it('cannot listen so often that nobody else hears anything', async () => {
    const url = await open({ publicUrl: 'http://127.0.0.1', proxied: true });
    const { cookie } = await enter(url);
    const stopper = new AbortController();
    const listenFrom = async (address: string) => {
      const headers = { cookie, 'X-Forwarded-For': address };
      return (await fetch(`${url}/api/events`, { headers, signal: stopper.signal })).status;
    };
    const statuses = await Promise.all(Array.from({ length: 101 }, () => listenFrom('192.0.2.1')));
    expect(statuses.filter((status) => status === 503)).toHaveLength(1);
    expect(await listenFrom('192.0.2.2')).toBe(200);
    stopper.abort();
  });

  it('is one subscriber, whichever addresses of an IPv6 network he comes from', async () => {
    const url = await open({ publicUrl: 'http://127.0.0.1', proxied: true });
    const enterFrom = async (address: string) =>
      (await fetch(`${url}/api/people`, { headers: { 'X-Forwarded-For': address } })).status;
    const addresses = Array.from({ length: 31 }, (_, at) => (at % 2 ? `2001:db8::7:${at}` : `2001:0db8:0:0:${at}::1`));
    const statuses = await Promise.all(addresses.map(enterFrom));
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect(await enterFrom('2001:db8:0:1::1')).toBe(200);
    expect(await enterFrom('192.0.2.1')).toBe(200);
  });

  it('is asked to wait when he writes too fast', async () => {
    const url = await open();
    const { cookie } = await enter(url);
    const statuses: number[] = [];
    for (let i = 0; i < 22; i += 1)
      statuses.push((await postJson(`${url}/api/chats/saya/messages`, { text: 'x' }, { cookie })).status);
    expect(statuses.filter((status) => status === 202)).toHaveLength(20);
    const refused = await postJson(`${url}/api/chats/saya/messages`, { text: 'x' }, { cookie });
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    await expectFault(refused, 429, 'rate_limited');
  });

  it('has a cookie for https only when the page is reached by https', async () => {
    const url = await open({ publicUrl: 'https://tte.example.go.id' });
    const { response } = await enter(url);
    expect(response.headers.get('set-cookie')).toMatch(/^__Host-meja_tte=.*; Secure$/);
    const origin = { Origin: desk.channel.url };
    await expectFault(await postJson(`${url}/api/chats/saya/messages`, { text: 'a' }, origin), 403, 'not_allowed');
  });

  it('is not let in without a secret to sign with', () => {
    expect(() => createWebDesk({ mode: 'visitor' })).toThrow(RangeError);
    desk = createWebDesk();
  });
});

const PDF = new TextEncoder().encode('%PDF-1.7 contoh');

interface Line {
  seq: number;
  from: 'bot' | 'person';
  text: string;
  choices: { id: string; label: string }[];
  file?: { id: string; name: string; type: string; size: number; url: string };
}

async function messages(desk: WebDesk, person: string): Promise<Line[]> {
  return (await getJson(`${desk.channel.url}/api/chats/${person}/messages`)) as Line[];
}

async function getJson(url: string, headers: Record<string, string> = {}): Promise<unknown> {
  return (await fetch(url, { headers })).json();
}

function postJson(url: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json', ...headers },
  });
}

function form({ name, bytes }: { name: string; bytes: Uint8Array }): FormData {
  const data = new FormData();
  data.set('file', new Blob([new Uint8Array(bytes)]), name);
  return data;
}

async function expectFault(response: Response, status: number, code: string): Promise<void> {
  expect(await response.json()).toMatchObject({
    error: { code, message: { id: expect.stringMatching(/ /), en: expect.stringMatching(/ /) } },
  });
  expect(response.status).toBe(status);
}

/** The status line that a request written by hand gets. */
function rawStatus(origin: string, request: string): Promise<string> {
  const { hostname, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.once('data', (data) => {
      resolve(data.toString().split('\r\n')[0] ?? '');
      socket.destroy();
    });
    socket.once('error', reject);
  });
}

/** Events of a stream one by one, comments and `retry` left out. */
function listen(url: string, headers: Record<string, string> = {}) {
  const stopper = new AbortController();
  const response = fetch(url, { headers, signal: stopper.signal });
  const frames = (async function* read() {
    const { body } = await response;
    if (!body) return;
    let text = '';
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const frame = text.slice(0, end);
        text = text.slice(end + 2);
        if (frame.includes('data:')) yield frame;
      }
    }
  })();
  return {
    opened: response,
    next: async () => (await frames.next()).value ?? '',
    stop: async () => {
      stopper.abort();
      await frames.next().catch(() => undefined);
    },
  };
}
