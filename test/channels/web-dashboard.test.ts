// The dashboard over real HTTP: what a link does and what fetches it do not do, who sees figures and until when, and what is on the page.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { keepCode } from '../../src/app/code.ts';
import { closeVisits } from '../../src/app/dashboard.ts';
import type { WebOptions } from '../../src/channels/web/options.ts';
import { dashboardFor } from '../../src/web-desk.ts';
import type { World } from '../helpers/world.ts';
import { makeWorld } from '../helpers/world.ts';
import { NAME, NIP, certificate } from '../storage/examples.ts';
import type { WebDesk } from './web-desk.ts';
import { createWebDesk } from './web-desk.ts';

const MINUTE = 60_000;
const OFFICER = 'web-verifikator';
const NASTY = 'Dinas "Uji" <script>alert(1)</script> & Rekan';

describe('the dashboard', () => {
  let world: World;
  let web: WebDesk;
  const logged: string[] = [];

  const open = async (options: Partial<WebOptions> = {}) => {
    const log = (text: string, data?: object) => void logged.push(`${text} ${JSON.stringify(data)}`);
    web = createWebDesk({
      mode: 'visitor',
      cookieSecret: new Uint8Array(32).fill(3),
      dashboard: dashboardFor(() => world.desk),
      now: () => world.now(),
      log: { debug: log, info: log, warn: log, error: log },
      ...options,
    });
    await web.start();
  };
  beforeEach(async () => {
    logged.length = 0;
    world = await makeWorld();
    await open();
  });
  afterEach(() => web.channel.stop());

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${web.channel.url}${path}`, { redirect: 'manual', ...init });
  const newCode = async () => {
    const code = world.desk.ids.code();
    await keepCode(world.desk, code, 'dashboard', OFFICER);
    return code;
  };
  const press = (code: string, headers: Record<string, string> = {}, lang = 'id') =>
    ask(`/dasbor?lang=${lang}`, { method: 'POST', body: new URLSearchParams({ code }), headers });
  const visit = async () => cookieOf(await press(await newCode()));
  const look = (cookie: string, path = '/dasbor') => ask(path, { headers: { cookie } });

  describe('the link', () => {
    it('shows a button, and however often it is fetched it still opens', async () => {
      const code = await newCode();
      for (const method of ['GET', 'HEAD', 'GET']) {
        const preview = await ask(`/dasbor/${code}`, { method });
        expect([preview.status, preview.headers.get('set-cookie')]).toEqual([200, null]);
        if (method === 'GET') expect(await preview.text()).toMatch(/<form method="post"[\s\S]*Buka dasbor/);
      }
      const opened = await press(code);
      expect([opened.status, opened.headers.get('location')]).toEqual([303, '/dasbor?lang=id']);
      expect(opened.headers.get('set-cookie')).toMatch(
        /^meja_dasbor=[\w-]+; Path=\/dasbor; HttpOnly; SameSite=Strict; Max-Age=28800$/,
      );
      expect((await look(cookieOf(opened))).status).toBe(200);
    });

    it('opens once', async () => {
      const code = await newCode();
      expect((await press(code)).status).toBe(303);
      const again = await press(code);
      expect([again.status, again.headers.get('set-cookie')]).toEqual([410, null]);
      expect(await again.text()).toContain('Silakan tulis “dasbor” di percakapan');
    });

    it('opens nothing after 15 minutes', async () => {
      const code = await newCode();
      await world.pass(15 * MINUTE);
      expect((await press(code)).status).toBe(410);
    });

    it('sends the cookie over https alone, where the page is reached by it', async () => {
      await web.channel.stop();
      await open({ publicUrl: 'https://tte.example.go.id' });
      const opened = await press(await newCode(), { origin: 'https://tte.example.go.id' });
      expect(opened.headers.get('set-cookie')).toMatch(/^__Secure-meja_dasbor=.*; Secure$/);
      expect((await look(cookieOf(opened))).status).toBe(200);
    });

    it('cannot be pressed from elsewhere', async () => {
      const code = await newCode();
      expect((await press(code, { origin: 'https://jahat.example' })).status).toBe(403);
      expect((await press(code, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
      expect((await press(code)).status).toBe(303);
    });

    it('cannot be guessed for long', async () => {
      const guess = () => press(world.desk.ids.code());
      for (let tries = 0; tries < 10; tries += 1) expect((await guess()).status).toBe(410);
      const tired = await guess();
      expect([tired.status, tired.headers.get('retry-after')]).toEqual([429, '10']);
      expect((await press(await newCode())).status).toBe(429);
      await world.pass(MINUTE);
      expect((await press(await newCode())).status).toBe(303);
    });

    it.each(['', 'K', 'k2f8mtqx9rwh3', 'KAAAAAAAAAAA%00', "K' OR '1'='1", '../dasbor', 'K'.repeat(900)])(
      'is none with the code "%s"',
      async (code) => {
        expect((await press(code)).status).toBe(410);
      },
    );

    it('is not asked for with a longer form than it has', async () => {
      expect((await press('K'.repeat(5_000))).status).toBe(413);
    });
  });

  describe('a visit', () => {
    it('ends after 8 hours', async () => {
      const cookie = await visit();
      await world.pass(8 * 60 * MINUTE - 1_000);
      expect((await look(cookie)).status).toBe(200);
      await world.pass(1_000);
      const late = await look(cookie);
      expect(late.status).toBe(403);
      expect(await late.text()).toContain('Silakan tulis “dasbor” di percakapan');
    });

    it.each([
      ['no cookie', ''],
      ['a made-up cookie', 'meja_dasbor=id-99999'],
      ['an empty cookie', 'meja_dasbor='],
      ['a hostile cookie', 'meja_dasbor={"$ne":1}'],
      ['the cookie of the chat page', 'meja_tte=id-1'],
    ])('is none of somebody else’s with %s', async (_what, cookie) => {
      await visit();
      const page = await look(cookie);
      expect([page.status, (await page.text()).includes('<table>')]).toEqual([403, false]);
      expect((await look(cookie, '/dasbor/grafik/areas.svg')).status).toBe(403);
    });

    it('ends with the next look when its officer has lost his role, charts and all', async () => {
      await fill(world);
      const cookie = await visit();
      const chart = /src="(\/dasbor\/grafik\/[^"]+)"/.exec(await bodyOf(await look(cookie)))?.[1] ?? '';
      const statuses = async () => {
        const all = ['/dasbor', chart.replaceAll('&amp;', '&')].map(async (path) => (await look(cookie, path)).status);
        return Promise.all(all);
      };
      expect(await statuses()).toEqual([200, 200]);
      const officer = await world.store.findPerson(OFFICER);
      if (officer) await world.store.savePerson({ ...officer, roles: [] });
      expect(await statuses()).toEqual([403, 403]);
    });

    it('ends by its button, and the cookie goes', async () => {
      const cookie = await visit();
      const closed = await ask('/dasbor/tutup', { method: 'POST', headers: { cookie } });
      expect(closed.headers.get('set-cookie')).toContain(
        'meja_dasbor=; Path=/dasbor; HttpOnly; SameSite=Strict; Max-Age=0',
      );
      expect(await closed.text()).toContain('Dasbor sudah ditutup');
      expect((await look(cookie)).status).toBe(403);
    });

    it('does not end by a form from elsewhere', async () => {
      const cookie = await visit();
      await ask('/dasbor/tutup', { method: 'POST', headers: { cookie, origin: 'https://jahat.example' } });
      expect((await look(cookie)).status).toBe(200);
    });

    it('ends when its officer says so in the chat', async () => {
      const cookie = await visit();
      await closeVisits(world.desk, OFFICER);
      expect((await look(cookie)).status).toBe(403);
    });
  });

  describe('the page', () => {
    const page = async (query = '') => bodyOf(await look(await visit(), `/dasbor${query}`));

    it('shows each chart with what it shows in words, and with its table', async () => {
      await fill(world);
      const cookie = await visit();
      const body = await bodyOf(await look(cookie));
      const sections = body
        .split('<section class="card')
        .slice(1)
        .filter((part) => part.includes('<figure>'));
      expect(sections.length).toBeGreaterThan(2);
      for (const section of sections) {
        expect(section).toMatch(/<img src="[^"]+" alt="[^"]{10,}"/);
        expect(section).toMatch(/<table>\s*<caption>\s*\S/);
        for (const [, address = ''] of section.matchAll(/(?:src|srcset)="(\/dasbor\/grafik\/[^"]+)"/g)) {
          const chart = await look(cookie, address.replaceAll('&amp;', '&'));
          expect([chart.status, chart.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
          expect(chart.headers.get('content-security-policy')).toContain('sandbox');
          expect(await chart.text()).toContain('prefers-color-scheme:dark');
        }
      }
    });

    it('names nobody who has a certificate', async () => {
      await fill(world);
      const body = await page();
      expect(body).toContain('Dinas &quot;Uji&quot;');
      for (const personal of [NAME, NIP, 'Rahmawati', '6473014107850002']) expect(body).not.toContain(personal);
    });

    it('takes what people have written for text', async () => {
      await fill(world);
      for (const body of [await page(), await page('?lang=en')]) {
        expect(body).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; Rekan');
        expect(body).not.toMatch(/<script|<style|\sstyle=|\son\w+=|javascript:/i);
      }
    });

    it('keeps inside its own walls, and is kept by nobody', async () => {
      const { headers } = await look(await visit());
      expect(headers.get('content-security-policy')).toBe(
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
      );
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
    });

    it.each(['id', 'en'] as const)('is in one language, which it says: %s', async (language) => {
      const body = await page(`?lang=${language}`);
      expect(body).toContain(`<html lang="${language}">`);
      expect(body.includes('Tampilkan')).toBe(language === 'id');
      expect(body).not.toMatch(/dashboard\.\w+|report\.\w+/);
    });

    it('says why it does not show a day to come, and shows those of today', async () => {
      const body = await page('?from=2026-01-01&day=2026-11-19');
      expect(body).toContain('Tanggal itu belum tiba');
      expect(body).toContain('name="day" value="2026-11-18"');
    });

    it.each([
      '?day=%3Cscript%3E',
      '?from[]=2026-01-01&day[$gt]=1',
      '?day=2026-11-18&day=2027-01-01',
      `?from=${'9'.repeat(5_000)}`,
      '?lang=%00&size=../..',
      '?__proto__=1&constructor=2',
    ])('is whole for the query %s', async (query) => {
      const body = await page(query);
      expect(body).toContain('</html>');
      expect(body).not.toMatch(/<script|9{40}/);
    });

    it.each(['none', '../../etc/passwd', '__proto__', 'x'.repeat(3_000)])('has no chart "%s"', async (name) => {
      const cookie = await visit();
      expect((await look(cookie, `/dasbor/grafik/${encodeURIComponent(name)}.svg`)).status).toBe(404);
    });
  });

  it('writes neither code nor token into the log', async () => {
    const code = await newCode();
    const cookie = cookieOf(await press(code));
    world.desk.store.findOfficers = () => Promise.reject(new Error('a defect'));
    expect((await look(cookie)).status).toBe(500);
    expect((await ask('/dasbor/nothing')).status).toBe(404);
    expect(logged.join('\n')).toContain('the dashboard failed');
    expect(logged.join('\n')).not.toContain(code);
    expect(logged.join('\n')).not.toContain(cookie.split('=')[1]);
  });

  it('can be all that is served', async () => {
    await web.channel.stop();
    await open({ chat: false });
    for (const path of ['/', '/app.js', '/api/people', '/api/about', '/api/applications', '/api/events'])
      expect([path, (await ask(path)).status]).toEqual([path, 404]);
    expect((await ask('/api/chats/saya/messages', { method: 'POST', body: '{"text":"halo"}' })).status).toBe(404);
    expect((await ask('/healthz')).status).toBe(200);
    expect((await ask('/dasbor/gaya.css')).status).toBe(200);
    expect((await ask('/dasbor/ikon.svg')).status).toBe(200);
    expect((await look(await visit())).status).toBe(200);
  });

  it('is not served unless it is on', async () => {
    await web.channel.stop();
    web = createWebDesk({ mode: 'visitor', cookieSecret: new Uint8Array(32).fill(3) });
    await web.start();
    for (const path of ['/dasbor', `/dasbor/${await newCode()}`, '/dasbor/gaya.css'])
      expect((await ask(path)).status).toBe(404);
    expect((await ask('/')).status).toBe(200);
  });
});

/** Three holders in an office with a name of an ill-meaning person's. */
async function fill({ store }: World): Promise<void> {
  await store.keepOffices([
    { name: NASTY, area: 'Utara' },
    { name: 'Dinas Lain', area: 'Selatan' },
  ]);
  for (const id of ['s-1', 's-2', 's-3']) {
    const own = { owner: id, nip: id === 's-1' ? NIP : `19850701201001200${id.slice(-1)}` };
    await store.saveCertificate(certificate(id, { ...own, office: NASTY, countsFrom: '2026-11-02' }));
  }
}

function cookieOf(response: Response): string {
  return response.headers.get('set-cookie')?.split(';')[0] ?? '';
}

async function bodyOf(response: Response): Promise<string> {
  expect(response.status).toBe(200);
  return response.text();
}
