// The only reader of the environment: checked once at the start, then frozen. No secret has a default.
import { z } from 'zod';

const WHOLE_NUMBER = /^\d{1,9}$/;

function wholeNumber(from: number, to: number) {
  const error = `must be a whole number from ${from} to ${to}`;
  return z
    .string()
    .regex(WHOLE_NUMBER, { error, abort: true })
    .transform(Number)
    .refine((value) => value >= from && value <= to, { error });
}

function onOff() {
  return z.enum(['on', 'off'], { error: 'must be on or off' }).transform((value) => value === 'on');
}

function oneOf<const T extends readonly string[]>(values: T) {
  return z.enum(values, { error: `must be one of ${values.join(', ')}` });
}

function isUrl(value: string, schemes: readonly string[]): boolean {
  return URL.canParse(value) && schemes.includes(new URL(value).protocol);
}

/** The key's 32 bytes, or undefined when the text is neither base64 nor hex of 32 bytes. */
function toKey(value: string): Uint8Array | undefined {
  if (/^[0-9a-f]{64}$/i.test(value)) return new Uint8Array(Buffer.from(value, 'hex'));
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(value)) return new Uint8Array(Buffer.from(value, 'base64'));
  return undefined;
}

/** An empty variable counts as an absent one; both take the default. */
const Environment = z.object({
  SOP_PROFILE: z.string().default('tarakan'),
  PORT: wholeNumber(0, 65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  WEB_CHAT: onOff().default(false),
  DASHBOARD: onOff().default(false),
  PUBLIC_URL: z
    .string()
    .refine((value) => isUrl(value, ['http:', 'https:']), { error: 'must be an http or https address' })
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  MONGODB_URI: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\/[^/]/, { error: 'must begin with mongodb:// or mongodb+srv:// and name a host' })
    .optional(),
  DATA_DIR: z.string().default('./data'),
  DATA_KEY: z
    .string()
    .transform((value, context) => {
      const key = toKey(value);
      if (key === undefined) context.addIssue('must be 32 bytes in base64 or hex; make one: openssl rand -base64 32');
      return key ?? z.NEVER;
    })
    .optional(),
  LOG_LEVEL: oneOf(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  LANGUAGE_DEFAULT: oneOf(['id', 'en']).default('id'),
  TRUST_DIR: z.string().optional(),
  REVOCATION: onOff().default(false),
  PDF_CHECKS_PER_HOUR: wholeNumber(1, 1_000_000).default(20),
  ESIGN_URL: z
    .string()
    .refine((value) => isUrl(value, ['http:', 'https:']) && !/[?#@]/.test(value), {
      error: 'must be an http or https address without user, password, query or fragment',
    })
    .transform((value) => value.replace(/\/+$/, ''))
    .optional(),
  ESIGN_USER: z
    .string()
    .regex(/^[^:\s]{1,200}$/, { error: 'must be without a colon and without spaces' })
    .optional(),
  ESIGN_PASSWORD: z.string().optional(),
  TELEGRAM_BOT_TOKEN: z
    .string()
    .regex(/^\d{3,20}:[A-Za-z0-9_-]{10,100}$/, { error: 'must look like 123456789:AA…, as BotFather gives it' })
    .optional(),
  TELEGRAM_API_ROOT: z
    .string()
    .refine((value) => isUrl(value, ['http:', 'https:']), { error: 'must be an http or https address' })
    .transform((value) => value.replace(/\/+$/, ''))
    .default('https://api.telegram.org'),
  TELEGRAM_WEBHOOK_URL: z
    .string()
    .refine((value) => isUrl(value, ['https:', 'http:']), { error: 'must be an https address' })
    .optional(),
  TELEGRAM_WEBHOOK_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,256}$/, { error: 'must be 16 to 256 letters, digits, _ or -' })
    .optional(),
  TELEGRAM_WEBHOOK_PORT: wholeNumber(1, 65_535).default(8081),
  WHATSAPP: oneOf(['off', 'baileys', 'cloud']).default('off'),
  WHATSAPP_PAIRING_PHONE: z
    .string()
    .regex(/^[1-9]\d{7,14}$/, { error: 'must be a phone number in digits alone, country code first: 62812…' })
    .optional(),
  WHATSAPP_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9._|-]{20,1000}$/, { error: 'must be the access token as Meta gives it, without spaces' })
    .optional(),
  WHATSAPP_PHONE_ID: z
    .string()
    .regex(/^\d{5,30}$/, { error: 'must be the digits of the phone number ID, which is not the phone number' })
    .optional(),
  WHATSAPP_APP_SECRET: z
    .string()
    .regex(/^[0-9a-f]{32,64}$/i, { error: 'must be the 32 hexadecimal digits of the app secret' })
    .optional(),
  WHATSAPP_VERIFY_TOKEN: z
    .string()
    .regex(/^[A-Za-z0-9_-]{16,256}$/, { error: 'must be 16 to 256 letters, digits, _ or -' })
    .optional(),
  WHATSAPP_WEBHOOK_PORT: wholeNumber(1, 65_535).default(8082),
  WHATSAPP_API_ROOT: z
    .string()
    .refine((value) => isUrl(value, ['http:', 'https:']), { error: 'must be an http or https address' })
    .transform((value) => value.replace(/\/+$/, ''))
    .default('https://graph.facebook.com'),
  WHATSAPP_TEMPLATE: z
    .string()
    .regex(/^[a-z0-9_]{1,512}$/, { error: 'must be lower-case letters, digits and _' })
    .optional(),
});

export type Variable = keyof typeof Environment.shape;

/** Every variable there is; `.env.example` and the README name the same ones. */
export const VARIABLES: readonly string[] = Object.keys(Environment.shape);

export type LogLevel = z.infer<typeof Environment>['LOG_LEVEL'];

export interface Config {
  readonly sopProfile: string;
  readonly port: number;
  readonly host: string;
  readonly webChat: boolean;
  readonly dashboard: boolean;
  /** Without a slash at its end. */
  readonly publicUrl?: string;
  /** Absent: the embedded server, with its data in `dataDir`. */
  readonly mongodbUri?: string;
  readonly dataDir: string;
  /** 32 bytes. */
  readonly dataKey?: Uint8Array;
  readonly logLevel: LogLevel;
  readonly languageDefault: 'id' | 'en';
  readonly trustDir?: string;
  readonly revocation: boolean;
  readonly pdfChecksPerHour: number;
  /** Absent: BSrE is not asked. */
  readonly esign?: { readonly url: string; readonly user: string; readonly password: string };
  /** Absent: no bot on Telegram. */
  readonly telegram?: TelegramConfig;
  /** Absent: nothing on WhatsApp. */
  readonly whatsapp?: WhatsAppConfig;
  /** Values that must never be shown: the log hides them. */
  readonly secrets: readonly string[];
}

export interface TelegramConfig {
  readonly token: string;
  readonly apiRoot: string;
  /** Absent: long polling. */
  readonly webhook?: { readonly url: string; readonly secret: string; readonly port: number };
}

export type WhatsAppConfig =
  | {
      readonly transport: 'baileys';
      /** Digits, country code first. Absent: pairing is by QR alone. */
      readonly pairingPhone?: string;
    }
  | {
      readonly transport: 'cloud';
      readonly token: string;
      readonly phoneId: string;
      readonly appSecret: string;
      readonly verifyToken: string;
      readonly webhookPort: number;
      readonly apiRoot: string;
      /** Absent: what nobody asked for goes only to people who wrote within a day. */
      readonly template?: string;
    };

/** What `npm start` needs: the same, and the key is there. */
export interface ServiceConfig extends Config {
  readonly dataKey: Uint8Array;
}

/** The environment is not as it should be. One line per problem; no line holds a value, so no secret either. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** The settings as the environment and the defaults give them. Throws ConfigError with every problem. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  return read(env, []);
}

/** The same for the service itself, which keeps people's data and so cannot do without the key. */
export function readServiceConfig(env: NodeJS.ProcessEnv = process.env): ServiceConfig {
  const config = read(env, ['DATA_KEY']);
  const { dataKey } = config;
  if (dataKey === undefined) throw new Error('DATA_KEY was checked and is not there');
  return Object.freeze({ ...config, dataKey });
}

function read(env: NodeJS.ProcessEnv, required: readonly Variable[]): Config {
  const given = givenVariables(env);
  const parsed = Environment.safeParse(given);
  const problems = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')} ${issue.message}`);
  for (const variable of required) {
    if (given[variable] === undefined) problems.push(`${variable} is missing: ${HOW_TO_SET[variable] ?? 'set it'}`);
  }
  if (given['TELEGRAM_WEBHOOK_URL'] !== undefined && given['TELEGRAM_WEBHOOK_SECRET'] === undefined) {
    problems.push(
      'TELEGRAM_WEBHOOK_SECRET is missing: TELEGRAM_WEBHOOK_URL needs it, make one with openssl rand -hex 32',
    );
  }
  const needed = [...(given['WHATSAPP'] === 'cloud' ? CLOUD : []), ...(given['ESIGN_URL'] === undefined ? [] : ESIGN)];
  for (const variable of needed) {
    if (given[variable] === undefined) problems.push(`${variable} is missing: ${HOW_TO_SET[variable] ?? 'set it'}`);
  }
  if (parsed.data === undefined || problems.length > 0) throw new ConfigError(problems);
  const value = parsed.data;
  const telegram = telegramOf(value);
  const whatsapp = whatsappOf(value);
  const esign = esignOf(value);
  return Object.freeze({
    sopProfile: value.SOP_PROFILE,
    port: value.PORT,
    host: value.HOST,
    webChat: value.WEB_CHAT,
    dashboard: value.DASHBOARD,
    ...(value.PUBLIC_URL === undefined ? {} : { publicUrl: value.PUBLIC_URL }),
    ...(value.MONGODB_URI === undefined ? {} : { mongodbUri: value.MONGODB_URI }),
    dataDir: value.DATA_DIR,
    ...(value.DATA_KEY === undefined ? {} : { dataKey: value.DATA_KEY }),
    logLevel: value.LOG_LEVEL,
    languageDefault: value.LANGUAGE_DEFAULT,
    ...(value.TRUST_DIR === undefined ? {} : { trustDir: value.TRUST_DIR }),
    revocation: value.REVOCATION,
    pdfChecksPerHour: value.PDF_CHECKS_PER_HOUR,
    ...(esign === undefined ? {} : { esign }),
    ...(telegram === undefined ? {} : { telegram }),
    ...(whatsapp === undefined ? {} : { whatsapp }),
    secrets: Object.freeze(secretsOf(given)),
  });
}

/** What WHATSAPP=cloud cannot do without. */
const CLOUD = ['WHATSAPP_TOKEN', 'WHATSAPP_PHONE_ID', 'WHATSAPP_APP_SECRET', 'WHATSAPP_VERIFY_TOKEN'] as const;

/** What ESIGN_URL cannot do without. */
const ESIGN = ['ESIGN_USER', 'ESIGN_PASSWORD'] as const;

const HOW_TO_SET: Partial<Record<Variable, string>> = {
  DATA_KEY: 'make one with openssl rand -base64 32',
  ESIGN_USER: 'ESIGN_URL needs it, as made in the admin page of the Esign Client Service',
  ESIGN_PASSWORD: 'ESIGN_URL needs it, as made in the admin page of the Esign Client Service',
  WHATSAPP_TOKEN: "WHATSAPP=cloud needs a system user's token (business.facebook.com, Settings, System users)",
  WHATSAPP_PHONE_ID:
    'WHATSAPP=cloud needs the phone number ID (developers.facebook.com, your app, WhatsApp, API Setup)',
  WHATSAPP_APP_SECRET: 'WHATSAPP=cloud needs the app secret (developers.facebook.com, your app, App settings, Basic)',
  WHATSAPP_VERIFY_TOKEN: 'WHATSAPP=cloud needs a word of your own, make one with openssl rand -hex 32',
};

function esignOf(value: z.infer<typeof Environment>): Config['esign'] {
  const { ESIGN_URL: url, ESIGN_USER: user, ESIGN_PASSWORD: password } = value;
  return url === undefined || user === undefined || password === undefined ? undefined : { url, user, password };
}

function telegramOf(value: z.infer<typeof Environment>): TelegramConfig | undefined {
  const { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_URL: url, TELEGRAM_WEBHOOK_SECRET: secret } = value;
  if (token === undefined) return undefined;
  const webhook =
    url !== undefined && secret !== undefined ? { webhook: { url, secret, port: value.TELEGRAM_WEBHOOK_PORT } } : {};
  return { token, apiRoot: value.TELEGRAM_API_ROOT, ...webhook };
}

function whatsappOf(value: z.infer<typeof Environment>): WhatsAppConfig | undefined {
  if (value.WHATSAPP === 'baileys') {
    const { WHATSAPP_PAIRING_PHONE: pairingPhone } = value;
    return { transport: 'baileys', ...(pairingPhone === undefined ? {} : { pairingPhone }) };
  }
  const { WHATSAPP_TOKEN: token, WHATSAPP_PHONE_ID: phoneId, WHATSAPP_TEMPLATE: template } = value;
  const { WHATSAPP_APP_SECRET: appSecret, WHATSAPP_VERIFY_TOKEN: verifyToken } = value;
  const complete = token !== undefined && phoneId !== undefined && appSecret !== undefined && verifyToken !== undefined;
  if (value.WHATSAPP === 'off' || !complete) return undefined;
  const { WHATSAPP_WEBHOOK_PORT: webhookPort, WHATSAPP_API_ROOT: apiRoot } = value;
  const optional = template === undefined ? {} : { template };
  return { transport: 'cloud', token, phoneId, appSecret, verifyToken, webhookPort, apiRoot, ...optional };
}

function givenVariables(env: NodeJS.ProcessEnv): Record<string, string> {
  const given: Record<string, string> = {};
  for (const variable of VARIABLES) {
    const value = env[variable]?.trim();
    if (value !== undefined && value !== '') given[variable] = value;
  }
  return given;
}

/** The secret variables' values, and the password inside the server's address both as written and decoded. */
function secretsOf(given: Record<string, string>): string[] {
  const secrets = [
    given['DATA_KEY'],
    given['MONGODB_URI'],
    given['ESIGN_PASSWORD'],
    given['TELEGRAM_BOT_TOKEN'],
    given['TELEGRAM_WEBHOOK_SECRET'],
    given['WHATSAPP_TOKEN'],
    given['WHATSAPP_APP_SECRET'],
    given['WHATSAPP_VERIFY_TOKEN'],
  ];
  const password = /^[^:]+:\/\/[^:@/]*:([^@/]+)@/.exec(given['MONGODB_URI'] ?? '')?.[1];
  if (password !== undefined) secrets.push(password, decoded(password));
  // Anything shorter would blot out half of every line, and protects nothing.
  return [...new Set(secrets)].filter((secret) => secret !== undefined).filter((secret) => secret.length >= 4);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
