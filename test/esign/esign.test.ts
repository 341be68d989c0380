// The Esign Client Service asked over real sockets: every documented answer, everything that may go wrong, and what is never sent or logged.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Esign } from '../../src/app/ports.ts';
import { createEsign } from '../../src/esign/esign.ts';
import type { EsignFault, EsignDouble } from '../helpers/esign-double.ts';
import { ESIGN_PASSWORD, ESIGN_USER, openEsignDouble } from '../helpers/esign-double.ts';
import { issue, pemOf } from '../helpers/test-ca.ts';

const NIK = '6473015204870001';
const PDF = Buffer.from('%PDF-1.7\nthe holder is Ratna Pramesti Wulandari');
const QUICK = { status: { ms: 150, maxBytes: 100_000 }, verify: { ms: 150, maxBytes: 1_000_000 } };

let double: EsignDouble;
let logged: { text: string; data: Record<string, unknown> | undefined }[];

beforeEach(async () => {
  double = await openEsignDouble();
  logged = [];
});
afterEach(() => double.close());

function esignAt(url = double.url, { password = ESIGN_PASSWORD, limits = {} } = {}): Esign {
  const keep = (text: string, data?: Record<string, unknown>): void => void logged.push({ text, data });
  const log = { debug: keep, info: keep, warn: keep, error: keep };
  return createEsign({ url, user: ESIGN_USER, password, log, ...limits });
}

/** Both questions put; how both end, and the codes in the log. */
async function outcome(esign: Esign): Promise<unknown> {
  const answers = [await esign.statusOf(NIK), await esign.verify(PDF)];
  return { answers, codes: logged.map(({ data }) => data?.['code']) };
}

const nothing = (code: string): unknown => ({ answers: ['unknown', undefined], codes: [code, code] });

describe('the status of a person', () => {
  it.each([
    ['ISSUE', 'active'],
    ['EXPIRED', 'expired'],
    ['RENEW', 'renewing'],
    ['WAITING_FOR_VERIFICATION', 'verifying'],
    ['NEW', 'not_activated'],
    ['NO_CERTIFICATE', 'registered'],
    ['NOT_REGISTERED', 'not_registered'],
    ['SUSPEND', 'suspended'],
    ['REVOKE', 'revoked'],
  ])('is read from the word %s', async (word, status) => {
    double.people.set(NIK, word);
    expect(await esignAt().statusOf(NIK)).toBe(status);
    expect(double.offences).toEqual([]);
    expect(logged).toEqual([]);
  });

  it.each([
    ['at the top', { status: 'REVOKE' }],
    ['as userStatus, beside a number', { status: 200, userStatus: 'REVOKE' }],
    ['inside data', { success: true, data: { status: 'REVOKE', nama: 'Ratna' } }],
  ])('is found where clients find it: %s', async (_where, answer) => {
    double.fault = { answer };
    expect(await esignAt().statusOf(NIK)).toBe('revoked');
  });

  it('is found in a refusal too, as the number beside it is not what counts', async () => {
    double.fault = { answer: { status_code: 1110, status: 'NOT_REGISTERED', message: '' }, status: 404 };
    expect(await esignAt().statusOf(NIK)).toBe('not_registered');
  });

  it.each([
    ['a word that is not documented', { status: 'ARCHIVED' }],
    ['a number alone', { status: 1111 }],
    ['a name that every object has', { status: 'constructor' }],
    ['a list', ['ISSUE']],
    ['nothing', null],
  ])('is unknown after %s, and the log does not repeat it', async (_what, answer) => {
    double.fault = { answer };
    expect(await esignAt().statusOf(NIK)).toBe('unknown');
    expect(logged).toEqual([
      { text: 'BSrE gave no answer', data: { path: '/api/v2/user/check/status', code: 'unreadable' } },
    ]);
  });
});

describe('the second opinion on a PDF', () => {
  it.each([
    ['VALID', true, 'valid'],
    ['VALID', false, 'uncertain'],
    ['NO_SIGNATURE', true, 'unsigned'],
    ['INDETERMINATE', true, 'uncertain'],
    ['TOTAL_FAILED', false, 'altered'],
  ])('is read from the conclusion %s, integrity %s', async (conclusion, integrityValid, opinion) => {
    double.verdict = { conclusion, integrityValid };
    expect(await esignAt().verify(PDF)).toBe(opinion);
    expect(double.offences).toEqual([]);
  });

  it('needs the conclusion and no more', async () => {
    double.fault = { answer: { conclusion: 'VALID', signatureInformations: 'many' } };
    expect(await esignAt().verify(PDF)).toBe('valid');
  });
});

describe('a service in trouble', () => {
  it.each<[EsignFault, string]>([
    ['silent', 'too_slow'],
    ['endless', 'too_slow'],
    ['broken', 'unavailable'],
    ['internal', 'unavailable'],
    ['html', 'unreadable'],
    ['cut', 'unreadable'],
    ['too_large', 'too_large'],
    [{ answer: { error: 'Too Many Requests', status: 'ISSUE', conclusion: 'VALID' }, status: 429 }, 'unavailable'],
  ])('that is %s has given no answer, in time', async (fault, code) => {
    double.fault = fault;
    const begun = performance.now();
    expect(await outcome(esignAt(double.url, { limits: { limits: QUICK } }))).toEqual(nothing(code));
    expect(performance.now() - begun).toBeLessThan(2_000);
  });

  it('that is down has given no answer', async () => {
    const esign = esignAt();
    await double.close();
    expect(await outcome(esign)).toEqual(nothing('unavailable'));
    double = await openEsignDouble();
  });

  it('that does not know the password has given no answer', async () => {
    expect(await outcome(esignAt(double.url, { password: 'wrong' }))).toEqual(nothing('unauthorized'));
  });

  it('that points to another host is not followed there: neither the NIK nor the password goes', async () => {
    const other = await openEsignDouble();
    double.fault = { redirectTo: `${other.url}/api/v2/user/check/status` };
    expect(await outcome(esignAt())).toEqual(nothing('redirected'));
    expect(other.calls).toEqual([]);
    await other.close();
  });

  it('that cannot prove who it is is not asked', async () => {
    const stranger = issue({ cn: '127.0.0.1', from: '2020-01-01T00:00:00Z', to: '2040-01-01T00:00:00Z' });
    const key = stranger.key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const other = await openEsignDouble({ key, cert: pemOf(stranger) });
    expect(await outcome(esignAt(other.url))).toEqual(nothing('unavailable'));
    expect(other.calls).toEqual([]);
    await other.close();
  });

  it('is logged without anything personal or secret', async () => {
    for (const fault of ['broken', 'html', 'internal', { answer: { status: NIK } }] as const) {
      double.fault = fault;
      await outcome(esignAt());
    }
    expect(logged.length).toBe(8);
    const lines = JSON.stringify(logged);
    for (const secret of [NIK, ESIGN_PASSWORD, ESIGN_USER, double.url, 'Ratna', 'Login'])
      expect(lines).not.toContain(secret);
  });
});

describe('the double', () => {
  const ask = (path: string, body: string, method = 'POST', type = 'application/json'): Promise<Response> => {
    const Authorization = `Basic ${Buffer.from(`${ESIGN_USER}:${ESIGN_PASSWORD}`).toString('base64')}`;
    const sent = method === 'GET' ? {} : { body };
    return fetch(`${double.url}${path}`, { method, headers: { Authorization, 'Content-Type': type }, ...sent });
  };

  it.each([
    ['/api/v2/sign/pdf', `{"nik":"${NIK}"}`],
    ['/api/v2/user/check/status', `{"nik":"${NIK}","passphrase":"x"}`],
    ['/api/v2/user/check/status', '{"nik":"123"}'],
    ['/api/v2/user/check/status', '{}'],
    ['/api/v2/verify/pdf', `{"file":"${PDF.toString('base64')}","password":"x"}`],
    ['/api/v2/verify/pdf', '{"file":"bm8gUERG"}'],
  ])('refuses %s with %s', async (path, body) => {
    expect((await ask(path, body)).status).toBeGreaterThanOrEqual(400);
    expect(double.offences).toHaveLength(1);
  });

  it('refuses another method, another type, and whoever has no password', async () => {
    const body = `{"nik":"${NIK}"}`;
    expect((await ask('/api/v2/user/check/status', body, 'GET')).status).toBe(405);
    expect((await ask('/api/v2/user/check/status', body, 'POST', 'text/plain')).status).toBe(415);
    expect((await fetch(`${double.url}/api/v2/user/check/status`, { method: 'POST', body })).status).toBe(401);
  });
});
