// The page on which an operator links the account's telephone.
import { describe, expect, it } from 'vitest';
import type { Link } from '../../src/channels/whatsapp/baileys/options.ts';
import { pairingPage } from '../../src/channels/whatsapp/baileys/pairing-page.ts';

const TOKEN = 'rahasia-yang-panjang-0123456789';

describe('the pairing page', () => {
  async function get(link: Link, path = `/whatsapp/${TOKEN}`, method = 'GET') {
    const page = pairingPage({ token: TOKEN, state: () => link });
    const response = await page(new Request(`http://127.0.0.1${path}`, { method }));
    return { response, status: response.status, html: await response.text() };
  }

  it('shows the QR as a picture while the telephone is to be linked', async () => {
    const { html, response } = await get({ state: 'pairing', qr: '2@abc,def,ghi' });
    expect(html).toContain('Menunggu pemindaian');
    expect(html).toContain('<svg');
    expect(html).toContain('http-equiv="refresh"');
    expect(html).not.toMatch(/<script|2@abc/);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    expect(response.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });

  it('shows the code where one is to be typed, and nothing but its letters', async () => {
    expect((await get({ state: 'pairing', code: 'ABCD1234' })).html).toContain('ABCD-1234');
    expect((await get({ state: 'pairing', code: '<b>AB' })).html).not.toContain('<b>AB');
  });

  it('says when it is connected, and when it is not', async () => {
    const connected = await get({ state: 'connected' });
    expect(connected.html).toContain('Terhubung');
    expect(connected.html).not.toContain('<svg');
    expect((await get({ state: 'disconnected' })).html).toContain('Terputus');
  });

  it.each([
    ['/whatsapp/', 'GET'],
    ['/whatsapp/falsch', 'GET'],
    [`/whatsapp/${TOKEN}x`, 'GET'],
    [`/whatsapp/${TOKEN}/`, 'GET'],
    [`/${TOKEN}`, 'GET'],
    [`/whatsapp/${TOKEN}`, 'POST'],
  ])('is not there for %s by %s', async (path, method) => {
    expect(await get({ state: 'pairing', qr: 'x' }, path, method)).toMatchObject({ status: 404, html: '' });
  });
});
