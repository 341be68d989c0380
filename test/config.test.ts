// What the environment may say, and that no problem stays unsaid and no secret is shown.
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig, readServiceConfig } from '../src/config.ts';

const KEY = Buffer.from('0123456789abcdef0123456789abcdef');

function problemsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('the settings', () => {
  it('have a default each, but for secrets and what may be absent', () => {
    expect(readConfig({})).toEqual({
      sopProfile: 'tarakan',
      port: 3000,
      host: '127.0.0.1',
      webChat: false,
      dashboard: false,
      dataDir: './data',
      logLevel: 'info',
      languageDefault: 'id',
      revocation: false,
      pdfChecksPerHour: 20,
      secrets: [],
    });
  });

  it('take an empty variable for an absent one', () => {
    expect(readConfig({ PORT: '', MONGODB_URI: ' ', DATA_KEY: '' })).toEqual(readConfig({}));
  });

  it('are the same by default as .env.example says', () => {
    expect(readConfig(parseEnv(readFileSync('.env.example', 'utf8')))).toEqual(readConfig({}));
  });

  it('are read from the environment', () => {
    const config = readConfig({
      SOP_PROFILE: './mine.yaml',
      PORT: '0',
      WEB_CHAT: 'on',
      DASHBOARD: 'on',
      PUBLIC_URL: 'https://tte.example.go.id/',
      TRUST_DIR: '/etc/tte/trust',
      REVOCATION: 'on',
      LANGUAGE_DEFAULT: 'en',
      PDF_CHECKS_PER_HOUR: '5',
    });
    expect(config).toMatchObject({
      sopProfile: './mine.yaml',
      port: 0,
      webChat: true,
      dashboard: true,
      publicUrl: 'https://tte.example.go.id',
      trustDir: '/etc/tte/trust',
      revocation: true,
      languageDefault: 'en',
      pdfChecksPerHour: 5,
    });
  });

  it('take the key in base64, base64url and hex alike', () => {
    for (const text of [KEY.toString('base64'), KEY.toString('base64url'), KEY.toString('hex')]) {
      expect(Buffer.from(readConfig({ DATA_KEY: text }).dataKey ?? [])).toEqual(KEY);
    }
  });

  it('cannot be changed afterwards', () => {
    const config = readServiceConfig({ DATA_KEY: KEY.toString('hex') });
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.secrets)).toBe(true);
  });

  it('know every secret value, the password inside the server address too', () => {
    const uri = 'mongodb://desk:p%40ssw0rd@db.example:27017/tte';
    const { secrets } = readConfig({ MONGODB_URI: uri, DATA_KEY: KEY.toString('hex') });
    expect(secrets).toEqual([KEY.toString('hex'), uri, 'p%40ssw0rd', 'p@ssw0rd']);
  });
});

describe('WhatsApp', () => {
  const CLOUD = {
    WHATSAPP: 'cloud',
    WHATSAPP_TOKEN: 'EAAG-made-up-token-0123456789',
    WHATSAPP_PHONE_ID: '100000000000001',
    WHATSAPP_APP_SECRET: '0123456789abcdef0123456789abcdef',
    WHATSAPP_VERIFY_TOKEN: 'a-word-of-our-own',
  };

  it('is off unless it is asked for, whatever else is set', () => {
    expect(readConfig({ ...CLOUD, WHATSAPP: '' })).not.toHaveProperty('whatsapp');
    expect(readConfig({ ...CLOUD, WHATSAPP: 'off' })).not.toHaveProperty('whatsapp');
  });

  it('by Baileys needs nothing more, and takes a number to pair with', () => {
    expect(readConfig({ WHATSAPP: 'baileys' }).whatsapp).toEqual({ transport: 'baileys' });
    expect(readConfig({ WHATSAPP: 'baileys', WHATSAPP_PAIRING_PHONE: '6281200000001' }).whatsapp).toEqual({
      transport: 'baileys',
      pairingPhone: '6281200000001',
    });
    expect(problemsOf(() => readConfig({ WHATSAPP: 'baileys', WHATSAPP_PAIRING_PHONE: '0812-0000' }))).toEqual([
      'WHATSAPP_PAIRING_PHONE must be a phone number in digits alone, country code first: 62812…',
    ]);
  });

  it('by the Cloud API is what Meta gave, and keeps the secrets of it', () => {
    const { whatsapp, secrets } = readConfig({ ...CLOUD, WHATSAPP_TEMPLATE: 'kabar_permohonan' });
    expect(whatsapp).toEqual({
      transport: 'cloud',
      token: CLOUD.WHATSAPP_TOKEN,
      phoneId: CLOUD.WHATSAPP_PHONE_ID,
      appSecret: CLOUD.WHATSAPP_APP_SECRET,
      verifyToken: CLOUD.WHATSAPP_VERIFY_TOKEN,
      webhookPort: 8082,
      apiRoot: 'https://graph.facebook.com',
      template: 'kabar_permohonan',
    });
    expect(secrets).toEqual([CLOUD.WHATSAPP_TOKEN, CLOUD.WHATSAPP_APP_SECRET, CLOUD.WHATSAPP_VERIFY_TOKEN]);
  });

  it('by the Cloud API says of everything that is missing where it is to be had', () => {
    const problems = problemsOf(() => readConfig({ WHATSAPP: 'cloud' }));
    expect(problems.map((problem) => problem.split(' is missing: ')[0])).toEqual(Object.keys(CLOUD).slice(1));
    for (const problem of problems) expect(problem).toMatch(/is missing: WHATSAPP=cloud needs .{10,}/);
  });
});

describe('the Esign Client Service', () => {
  const ESIGN = { ESIGN_URL: 'http://10.0.0.5/', ESIGN_USER: 'meja-tte', ESIGN_PASSWORD: 'p@ss:word' };

  it('is asked where its address, user and password are set, and the password is a secret', () => {
    const { esign, secrets } = readConfig(ESIGN);
    expect(esign).toEqual({ url: 'http://10.0.0.5', user: 'meja-tte', password: 'p@ss:word' });
    expect(secrets).toEqual(['p@ss:word']);
    expect(readConfig({ ...ESIGN, ESIGN_URL: '' })).not.toHaveProperty('esign');
  });

  it('cannot be asked by halves, nor at an address that holds the password', () => {
    const missing = problemsOf(() => readConfig({ ESIGN_URL: ESIGN.ESIGN_URL }));
    expect(missing.map((problem) => problem.split(':')[0])).toEqual([
      'ESIGN_USER is missing',
      'ESIGN_PASSWORD is missing',
    ]);
    for (const url of ['http://meja:rahasia@10.0.0.5', 'ftp://10.0.0.5', '10.0.0.5'])
      expect(problemsOf(() => readConfig({ ...ESIGN, ESIGN_URL: url })).join()).toMatch(/^ESIGN_URL must be[^5]*$/);
    expect(problemsOf(() => readConfig({ ...ESIGN, ESIGN_USER: 'a:b' })).join()).toMatch(/^ESIGN_USER must be/);
  });
});

describe('a wrong environment', () => {
  it('is refused with every problem at once, each in a line that begins with the variable', () => {
    const problems = problemsOf(() =>
      readConfig({
        PORT: '70000',
        WEB_CHAT: 'yes',
        PUBLIC_URL: 'javascript:alert(1)',
        MONGODB_URI: 'postgres://x',
        DATA_KEY: 'c2hvcnQ=',
        LOG_LEVEL: 'loud',
        LANGUAGE_DEFAULT: 'nl',
        REVOCATION: '1',
        PDF_CHECKS_PER_HOUR: '0',
      }),
    );
    expect(problems.map((problem) => problem.split(' ')[0])).toEqual([
      'PORT',
      'WEB_CHAT',
      'PUBLIC_URL',
      'MONGODB_URI',
      'DATA_KEY',
      'LOG_LEVEL',
      'LANGUAGE_DEFAULT',
      'REVOCATION',
      'PDF_CHECKS_PER_HOUR',
    ]);
    for (const problem of problems) expect(problem).not.toContain('\n');
  });

  it('never has its secrets repeated in the message', () => {
    const message = problemsOf(() => readConfig({ DATA_KEY: 'hunter2hunter2', MONGODB_URI: 'mongo:hunter3' })).join();
    expect(message).toContain('DATA_KEY');
    expect(message).not.toMatch(/hunter/);
  });

  it.each(['3e3', '-1', '0x10', '80.5', '1e999'])('does not take %s for a port', (port) => {
    expect(problemsOf(() => readConfig({ PORT: port }))).toEqual(['PORT must be a whole number from 0 to 65535']);
  });

  it('lacks the key when the service starts, and says how to make one', () => {
    expect(problemsOf(() => readServiceConfig({ PORT: 'x' }))).toEqual([
      'PORT must be a whole number from 0 to 65535',
      'DATA_KEY is missing: make one with openssl rand -base64 32',
    ]);
  });
});
