// The composition root: configuration -> store, channels -> use cases -> start; stops in reverse. The only place with a real clock.
import { hkdfSync, randomInt, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { conversations } from '../conversations/all.ts';
import { createDesk } from './app/desk.ts';
import type { Desk } from './app/desk.ts';
import { createRevocationFetcher } from './app/fetch-revocation.ts';
import { handleMessage } from './app/handle-message.ts';
import type { Clock, Ids, Log, Store } from './app/ports.ts';
import { OperationalError } from './app/ports.ts';
import { startUpkeep } from './app/upkeep.ts';
import { createWebhookListener } from './channels/webhook-listener.ts';
import type { WebChannel } from './channels/web/web-channel.ts';
import { createWebChannel } from './channels/web/web-channel.ts';
import type { ServiceConfig } from './config.ts';
import { ConfigError, readServiceConfig } from './config.ts';
import type { Language, Profile } from './core/profile.ts';
import { createTexts } from './engine/text.ts';
import type { Texts } from './engine/text.ts';
import { createEsign } from './esign/esign.ts';
import { startAgenda } from './jobs/agenda.ts';
import { createLog } from './log.ts';
import { createVerifier } from './pdf/isolated.ts';
import { ProfileError, loadProfile } from './sop/load-profile.ts';
import { startEmbedded } from './storage/mongo/embedded.ts';
import type { MongoStore } from './storage/mongo/mongo-store.ts';
import { createMongoStore } from './storage/mongo/mongo-store.ts';
import { telegramFor } from './telegram-desk.ts';
import { answersFor, dashboardFor } from './web-desk.ts';
import type { OperatorPage } from './whatsapp-desk.ts';
import { whatsappFor } from './whatsapp-desk.ts';

/** Files up to this size are looked at; a paper's own limit, in the profile, is lower. */
export const MAX_FILE_BYTES = 25_000_000;

/** How often what nobody asked for is done. */
export const UPKEEP = { roundMs: 15_000, writeMs: 1_000 } as const;

export const systemClock: Clock = { now: () => new Date().toISOString() };

/** Without letters and digits that look alike. */
const ALPHABET = '23456789ABCDEFGHJKMNPQRSTVWXYZ';

export const systemIds: Ids = {
  next: () => randomUUID(),
  number: () => `TTE-${letters(6)}`,
  code: () => `K${letters(12)}`,
};

function letters(count: number): string {
  return Array.from({ length: count }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
}

/** One of the catalogues in locales/, e.g. `id` or `page.en`. */
export function readCatalogue(name: string): Record<string, string> {
  return JSON.parse(readFileSync(new URL(`../locales/${name}.json`, import.meta.url), 'utf8')) as Record<
    string,
    string
  >;
}

export function readTexts(): Texts {
  return createTexts({ id: readCatalogue('id'), en: readCatalogue('en') });
}

export function readPageTexts(): Record<Language, Record<string, string>> {
  return { id: readCatalogue('page.id'), en: readCatalogue('page.en') };
}

export interface Service {
  /** Of the page, where the chat or the dashboard is on. */
  readonly url?: string;
  stop(): Promise<void>;
}

/**
 * The store of the service, open: on the given server, or on the embedded one, with `join` also on that of a service that is running.
 * Throws OperationalError where none can be had.
 */
export async function openStore(
  config: ServiceConfig,
  log: Log,
  { join = false } = {},
): Promise<{ readonly store: MongoStore; readonly close: () => Promise<void> }> {
  const { mongodbUri, dataDir: dataPath } = config;
  const embedded = mongodbUri === undefined ? await startEmbedded({ dataPath, join }) : undefined;
  const store = createMongoStore({ uri: mongodbUri ?? embedded?.uri ?? '', key: config.dataKey, log });
  const close = async (): Promise<void> => {
    await store.close();
    await embedded?.stop();
  };
  try {
    await store.open();
  } catch (error) {
    await close();
    throw error;
  }
  return { store, close };
}

function webFor(
  config: ServiceConfig,
  profile: Profile,
  store: Store,
  log: Log,
  desk: () => Desk,
  operatorPage?: OperatorPage,
): WebChannel {
  return createWebChannel({
    ...answersFor(store, desk),
    ...(operatorPage === undefined ? {} : { operatorPage }),
    ...(config.dashboard ? { dashboard: dashboardFor(desk) } : {}),
    chat: config.webChat,
    port: config.port,
    host: config.host,
    mode: 'visitor',
    agency: { name: profile.agency.name, timeZone: profile.office.timeZone, zoneLabel: profile.office.zoneLabel },
    seats: [],
    texts: readPageTexts(),
    maxUploadBytes: MAX_FILE_BYTES,
    log,
    now: () => systemClock.now(),
    newId: () => systemIds.next(),
    cookieSecret: new Uint8Array(hkdfSync('sha256', config.dataKey, '', 'web session cookie', 32)),
    ...(config.publicUrl === undefined ? {} : { publicUrl: config.publicUrl, proxied: true }),
  });
}

/** Listens where the chat page would, for the operator's page alone. */
async function openPage({ port, host }: ServiceConfig, page: OperatorPage, log: Log): Promise<OpenPage> {
  const limits = { maxBody: 0, requestMs: 10_000, header: 'host' };
  const listener = createWebhookListener({ port, host, log, ...limits }, (request) => page.answer(request));
  await listener.open();
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${listener.port() ?? port}`,
    close: () => listener.close(),
  };
}

interface OpenPage {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Starts the service. `tell` gets what only an operator may read, and no log: the address of the page that links a telephone.
 * Throws ProfileError for a bad profile, OperationalError where no database can be had.
 */
export async function startService(config: ServiceConfig, tell: (line: string) => void = () => {}): Promise<Service> {
  const log = createLog(config.logLevel, config.secrets);
  const profile = loadProfile(config.sopProfile);
  const { store, close } = await openStore(config, log);
  const stops: (() => Promise<void>)[] = [close];
  const stop = async (): Promise<void> => {
    for (const each of stops.splice(0).reverse()) await each();
  };
  try {
    const now = (): string => systemClock.now();
    const parts = { store, ids: systemIds, log, texts: readTexts(), language: config.languageDefault, now };
    const telegram = config.telegram && telegramFor(config.telegram, parts);
    const whatsapp =
      config.whatsapp &&
      whatsappFor(config.whatsapp, {
        ...parts,
        timeZone: profile.office.timeZone,
        random: () => Math.random(),
        onUnlinked: () => tell(`WhatsApp is not linked. Open ${pageUrl()} and link the telephone there.`),
      });
    const page = whatsapp?.page;
    const served = config.webChat || config.dashboard;
    const web = served ? webFor(config, profile, store, log, (): Desk => desk, page) : undefined;
    const alone = page && !web ? await openPage(config, page, log) : undefined;
    if (alone) stops.push(() => alone.close());
    const pageUrl = (): string => `${config.publicUrl ?? web?.url ?? alone?.url ?? ''}${page?.path ?? ''}`;
    const channels = [web, telegram, whatsapp?.channel].filter((channel) => channel !== undefined);
    const verifier = createVerifier({
      trustDirs: config.trustDir === undefined ? [] : [config.trustDir],
      clock: () => systemClock.now(),
      onFailure: (reason) => log.warn('a document could not be judged', { reason }),
      ...(config.revocation
        ? { fetchRevocation: createRevocationFetcher({ fetch, now: () => Date.parse(systemClock.now()) }) }
        : {}),
    });
    stops.push(() => verifier.stop());
    const desk = createDesk({
      store,
      channels,
      visitorChannels: ['web'],
      clock: systemClock,
      ids: systemIds,
      log,
      profile,
      language: config.languageDefault,
      texts: readTexts(),
      conversations,
      maxFileBytes: MAX_FILE_BYTES,
      checkPdf: (bytes) => verifier.verify(bytes),
      checksPerHour: config.pdfChecksPerHour,
      ...(config.esign ? { esign: createEsign({ ...config.esign, log }) } : {}),
      ...(web && config.dashboard ? { dashboardUrl: () => `${config.publicUrl ?? web.url}/dasbor` } : {}),
    });
    const kept = startUpkeep(desk, UPKEEP);
    stops.push(
      () => kept.stop(),
      () => desk.chats.idle(),
    );
    const jobs = await startAgenda(desk, store.database());
    stops.push(() => jobs.stop());
    for (const channel of channels) {
      await channel.start((inbound) => handleMessage(desk, inbound));
      stops.push(() => channel.stop());
    }
    // Meanwhile the verifier warms up; a trust folder that cannot be read is known at once.
    verifier.start().catch((error: unknown) => log.error('documents cannot be checked', { error }));
    log.info('the desk is open', { profile: profile.key, channels: channels.map(({ name }) => name), url: web?.url });
    return { ...(web ? { url: web.url } : {}), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** One line for what an operator can mend; anything else is a defect and keeps its stack. */
export function explain(error: unknown): string | undefined {
  if (error instanceof ConfigError || error instanceof ProfileError) return error.message;
  if (!(error instanceof OperationalError)) return undefined;
  const { code, cause } = error;
  const [reason = code] = cause instanceof Error ? cause.message.split('\n') : [];
  if (code === 'unauthorized')
    return 'Telegram does not know this bot: check TELEGRAM_BOT_TOKEN (BotFather, /mybots, API Token).';
  if (code === 'conflict') return `The data cannot be used: ${reason}. Stop it, or set DATA_DIR or MONGODB_URI.`;
  if (code === 'unreadable') return `The data cannot be read (${reason}). Set the DATA_KEY that it was kept with.`;
  if (reason.startsWith('WhatsApp ')) return reason;
  if (reason.startsWith('listen '))
    return `The port cannot be had (${reason}). Set PORT, TELEGRAM_WEBHOOK_PORT or WHATSAPP_WEBHOOK_PORT to a free one.`;
  return `The database cannot be had (${reason}). Set MONGODB_URI to a MongoDB 7 or FerretDB 2.7 server.`;
}

async function main(): Promise<void> {
  const config = readServiceConfig();
  if (!config.webChat && config.telegram === undefined && config.whatsapp === undefined) {
    throw new ConfigError(['No channel is on: set TELEGRAM_BOT_TOKEN, WHATSAPP, or WEB_CHAT=on.']);
  }
  const service = await startService(config, (line) => process.stderr.write(`${line}\n`));
  const end = (): void => {
    service.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGINT', end);
  process.once('SIGTERM', end);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    const line = explain(error);
    process.stderr.write(`${line ?? (error instanceof Error ? error.stack : String(error))}\n`);
    process.exit(1);
  });
}
