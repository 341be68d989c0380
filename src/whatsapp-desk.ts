// WhatsApp with what it asks of the desk: the lines of a chat, files, the lease, the account's secrets, the operator's page. For main.
import type { Address, Channel, Ids, Instant, Log, Outbound, Store } from './app/ports.ts';
import { choiceOf } from './channels/action-token.ts';
import { pause } from './channels/pause.ts';
import { createBaileysTransport } from './channels/whatsapp/baileys/baileys-transport.ts';
import { isIdOf } from './channels/whatsapp/baileys/message-id.ts';
import { pairingPage } from './channels/whatsapp/baileys/pairing-page.ts';
import type { Breaker } from './channels/whatsapp/breaker.ts';
import { createBreaker } from './channels/whatsapp/breaker.ts';
import { createCloudTransport } from './channels/whatsapp/cloud/cloud-transport.ts';
import type { Inbox } from './channels/whatsapp/cloud/options.ts';
import { PACE, createManners } from './channels/whatsapp/manners.ts';
import type { Pace } from './channels/whatsapp/manners.ts';
import type { Notebook } from './channels/whatsapp/notebook.ts';
import { numberedText } from './channels/whatsapp/numbered.ts';
import type { Transport } from './channels/whatsapp/transport.ts';
import { createWhatsAppChannel } from './channels/whatsapp/whatsapp-channel.ts';
import type { WhatsAppConfig } from './config.ts';
import type { Language } from './core/profile.ts';
import type { Texts } from './engine/text.ts';

/** What the channel is put together from. */
export interface WhatsAppParts {
  readonly store: Store;
  readonly ids: Ids;
  readonly log: Log;
  readonly texts: Texts;
  readonly language: Language;
  /** Of the agency: its day has so many unasked messages. */
  readonly timeZone: string;
  now(): Instant;
  /** From 0 to 1. */
  random(): number;
  /** A telephone has to be linked: the page is to be opened now. */
  onUnlinked(): void;
}

export interface WhatsAppDesk {
  readonly channel: Channel;
  /** Of Baileys. */
  readonly page?: OperatorPage;
}

/** Shows what has to be scanned or typed to link the account: whoever knows its path may do so. */
export interface OperatorPage {
  readonly path: string;
  answer(request: Request): Promise<Response>;
}

/** Meta takes far more than anybody here writes, but only so much of what nobody asked for from a new account. */
const CLOUD_PACE: Pace = { ...PACE, gapMs: [0, 50] };

/** Where Meta's deliveries arrive, behind the proxy that holds the certificate. */
export const WEBHOOK_PATH = '/whatsapp';

export function whatsappFor(config: WhatsAppConfig, parts: WhatsAppParts): WhatsAppDesk {
  const { store, log } = parts;
  const now = (): Instant => parts.now();
  const breaker = createBreaker({
    notebook: notebookOf(store, 'breaker'),
    log,
    now,
    alert: (code, until) => log.error('WhatsApp has had enough of us; what nobody asked for waits', { code, until }),
  });
  const manners = createManners({
    pace: config.transport === 'cloud' ? CLOUD_PACE : PACE,
    timeZone: parts.timeZone,
    breaker,
    notebook: notebookOf(store, 'sent'),
    log,
    now,
    random: () => parts.random(),
    pause,
  });
  if (config.transport === 'cloud')
    return { channel: createWhatsAppChannel(cloudFor(config, parts, breaker), manners) };
  const { transport, page } = baileysFor(config, parts, breaker);
  return { channel: createWhatsAppChannel(transport, manners), page };
}

type Of<T extends WhatsAppConfig['transport']> = Extract<WhatsAppConfig, { readonly transport: T }>;

function baileysFor(
  { pairingPhone }: Of<'baileys'>,
  parts: WhatsAppParts,
  breaker: Breaker,
): { transport: Transport; page: OperatorPage } {
  const { store, ids, log } = parts;
  const transport = createBaileysTransport({
    holder: ids.next(),
    lease: {
      take: (name, holder, ms) => {
        const until = new Date(Date.parse(parts.now()) + ms).toISOString();
        return store.takeLease(name, holder, parts.now(), until);
      },
      drop: (name, holder) => store.dropLease(name, holder),
    },
    secrets: store,
    // It has a prefix of its own.
    inbox: inboxOf(store, ''),
    log,
    now: () => parts.now(),
    random: () => parts.random(),
    render: numberedText,
    readFile: (file) => store.readFile(file.id),
    knows: async (address) => (await store.findChat(address)) !== undefined,
    findSent: (chat, sent) => findLine(store, chat, (key) => isIdOf(chat, key, sent)),
    alert: (kind) => {
      log.error('somebody has to look at the WhatsApp account', { kind });
      if (kind === 'pairing_needed') parts.onUnlinked();
    },
    onTrouble: (code) => breaker.trouble(code),
    ...(pairingPhone === undefined ? {} : { pairingPhone }),
  });
  const token = ids.next();
  const page = { path: `/whatsapp/${token}`, answer: pairingPage({ token, state: () => transport.link() }) };
  return { transport, page };
}

function cloudFor(config: Of<'cloud'>, parts: WhatsAppParts, breaker: Breaker): Transport {
  const { store, log, texts, language } = parts;
  const { token, phoneId, appSecret, verifyToken, apiRoot, webhookPort, template } = config;
  const wordsIn = (of: Language) => ({
    list: texts.t(of, 'choices.open'),
    answer: texts.t(of, 'choices.answer'),
  });
  return createCloudTransport({
    token,
    phoneId,
    appSecret,
    verifyToken,
    apiRoot,
    webhook: { path: WEBHOOK_PATH, port: webhookPort },
    inbox: inboxOf(store, 'cloud:'),
    log,
    now: () => parts.now(),
    lastHeard: async (address) => (await store.readLog(address, 0)).findLast(({ from }) => from === 'person')?.at,
    languageOf: async (address) => (await store.findChat(address))?.language ?? language,
    words: { id: wordsIn('id'), en: wordsIn('en') },
    ...(template === undefined ? {} : { template: { name: template, codes: { id: 'id', en: 'en' } } }),
    findChoice: async (address, token) => choiceOf(await store.readLog(address, 0), token),
    readFile: (file) => store.readFile(file.id),
    onTrouble: (code) => breaker.trouble(code),
  });
}

/** Entries of one look at the inbox. */
const INBOX_LOOK = 100;

/** Whatever else is kept there has another prefix: the other transport's messages, when a desk changes from one to the other. */
function inboxOf(store: Store, prefix: string): Inbox {
  return {
    put: (id, body) => store.keepInbox(`${prefix}${id}`, body),
    async take() {
      const kept = await store.readInbox(INBOX_LOOK);
      return kept
        .filter(({ id }) => id.startsWith(prefix))
        .map(({ id, body }) => ({ id: id.slice(prefix.length), body }));
    },
    done: (id) => store.dropInbox(`${prefix}${id}`),
  };
}

/** The bot's line whose key it is, as far back as the chat is kept. */
async function findLine(store: Store, chat: Address, isIt: (key: string) => boolean): Promise<Outbound | undefined> {
  return (await store.readLog(chat, 0)).find(({ from, key }) => from === 'bot' && isIt(key))?.message;
}

/** Apart from the session's own keys, which go when the account is linked anew. */
function notebookOf(store: Store, what: string): Notebook {
  const name = `limits|whatsapp|${what}`;
  return {
    read: async () => (await store.readSecrets([name])).get(name),
    write: (value) => store.writeSecrets([{ name, value }]),
  };
}
