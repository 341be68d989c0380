// The Baileys transport with all that it asks for kept in memory, and a socket for it that a test plays WhatsApp on.
import { EventEmitter } from 'node:events';
import type { UserFacingSocketConfig, WAMessage } from '@whiskeysockets/baileys';
import { jidNormalizedUser } from '@whiskeysockets/baileys';
import type { Address, Inbound, Outbound, Store } from '../../src/app/ports.ts';
import type { BaileysTransport } from '../../src/channels/whatsapp/baileys/baileys-transport.ts';
import { createBaileysTransport } from '../../src/channels/whatsapp/baileys/baileys-transport.ts';
import type { Connect, Socket } from '../../src/channels/whatsapp/baileys/library.ts';
import type { BaileysOptions, Timing } from '../../src/channels/whatsapp/baileys/options.ts';
import { numberedText } from '../../src/channels/whatsapp/numbered.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';

export const SELF = '628120000001@s.whatsapp.net';
export const SELF_LID = '100000000000001@lid';
/** An invented applicant, by number and by linked id. */
export const SARI = '628120000011@s.whatsapp.net';
export const SARI_LID = '200000000000011@lid';

export const QUICK: Timing = {
  leaseMs: 150,
  backoffMs: [10],
  retryMs: [5],
  ackMs: 300,
  downloadMs: 5_000,
  reuploadMs: 300,
  stopMs: 2_000,
};

export interface Rig {
  readonly transport: BaileysTransport;
  readonly store: Store;
  /** Its name in the lease, unless it was given another. */
  readonly holder: string;
  readonly received: Inbound[];
  readonly alerts: string[];
  readonly troubles: unknown[];
  readonly qrs: (string | undefined)[];
  readonly codes: string[];
  /** Everything that was logged, as text. */
  readonly logged: string[];
  /** Addresses that have a chat. */
  readonly known: Set<Address>;
  /** What the outbox has, by chat and id. */
  readonly outbox: Map<string, Outbound>;
  /** What becomes of a message; does nothing at first. */
  onMessage(inbound: Inbound): Promise<void>;
  start(): Promise<void>;
}

export function createRig(change: Partial<BaileysOptions> = {}, store: Store = createMemoryStore()): Rig {
  const logged: string[] = [];
  const holder = `h-${Math.random()}`;
  const line =
    (level: string) =>
    (text: string, data?: Record<string, unknown>): void =>
      void logged.push(`${level} ${text} ${JSON.stringify(data ?? {}, (_key, value: unknown) => plain(value))}`);
  const inMs = (ms: number): string => new Date(Date.now() + ms).toISOString();
  const rig: Omit<Rig, 'transport'> = {
    store,
    holder,
    received: [],
    alerts: [],
    troubles: [],
    qrs: [],
    codes: [],
    logged,
    known: new Set(),
    outbox: new Map(),
    onMessage: async () => {},
    start: () =>
      transport.start(async (inbound) => {
        await whole.onMessage(inbound);
        rig.received.push(inbound);
      }),
  };
  const transport = createBaileysTransport({
    holder,
    lease: {
      take: (name, holder, ms) => store.takeLease(name, holder, inMs(0), inMs(ms)),
      drop: (name, holder) => store.dropLease(name, holder),
    },
    secrets: store,
    inbox: {
      put: (id, body) => store.keepInbox(id, body),
      take: () => store.readInbox(100),
      done: (id) => store.dropInbox(id),
    },
    log: { debug: line('debug'), info: line('info'), warn: line('warn'), error: line('error') },
    now: () => inMs(0),
    random: () => 0,
    render: numberedText,
    readFile: async () => Buffer.from('isi'),
    knows: async (address) => rig.known.has(address),
    findSent: async (chat, sent) => rig.outbox.get(`${chat} ${sent}`),
    alert: (kind) => void rig.alerts.push(kind),
    onTrouble: (code) => void rig.troubles.push(code),
    onQr: (qr) => void rig.qrs.push(qr),
    onPairingCode: (code) => void rig.codes.push(code),
    timing: QUICK,
    ...change,
  });
  const whole: Rig = Object.assign(rig, { transport });
  return whole;
}

function plain(value: unknown): unknown {
  return value instanceof Error ? { message: value.message, cause: plain(value.cause) } : value;
}

/** WhatsApp as the library shows it: what was sent, and events to be played. */
export class PlayedSocket {
  readonly ev = Object.assign(new EventEmitter(), { flush: () => this.flushed() });
  readonly ws = new EventEmitter();
  readonly user = { id: SELF, lid: SELF_LID };
  readonly sent: { jid: string; content: Record<string, unknown>; id: string }[] = [];
  readonly lids = new Map<string, string>();
  readonly config: UserFacingSocketConfig;
  ended = false;
  /** The `error` of the next acks; `null` for no ack at all. */
  answer: string | undefined | null;
  /** What the library still holds back. */
  heldBack: WAMessage[] = [];
  reuploads = 0;
  onReupload: (message: WAMessage) => void = () => {};
  readonly signalRepository = {
    lidMapping: {
      getLIDForPN: async (pn: string) => this.lids.get(jidNormalizedUser(pn)) ?? null,
      getPNForLID: async (lid: string) => [...this.lids].find(([, each]) => each === lid)?.[0] ?? null,
    },
  };

  constructor(config: UserFacingSocketConfig) {
    this.config = config;
  }

  open(): this {
    this.ev.emit('connection.update', { connection: 'open' });
    return this;
  }

  close(statusCode?: number): void {
    if (this.ended) return;
    this.ended = true;
    const error = statusCode === undefined ? undefined : Object.assign(new Error('closed'), { output: { statusCode } });
    this.ev.emit('connection.update', { connection: 'close', lastDisconnect: { error, date: new Date() } });
    this.ev.removeAllListeners();
  }

  async end(): Promise<void> {
    this.close();
  }

  flushed(): boolean {
    const messages = this.heldBack.splice(0);
    if (messages.length > 0) this.upsert('append', ...messages);
    return true;
  }

  upsert(type: 'notify' | 'append', ...messages: WAMessage[]): void {
    this.ev.emit('messages.upsert', { messages, type });
  }

  async sendMessage(jid: string, content: Record<string, unknown>, { messageId: id }: { messageId: string }) {
    this.sent.push({ jid, content, id });
    const { answer } = this;
    if (answer === null) return;
    setImmediate(() => {
      const attrs = { id, class: 'message', from: jid, ...(answer === undefined ? {} : { error: answer }) };
      this.ws.emit('CB:ack,class:message', { tag: 'ack', attrs });
    });
  }

  async requestPairingCode(phone: string): Promise<string> {
    return `CODE${phone.slice(-4)}`;
  }

  async updateMediaMessage(message: WAMessage): Promise<WAMessage> {
    this.reuploads += 1;
    this.onReupload(message);
    return message;
  }
}

/** A place where sockets are made; the latest is at the end. */
export function playedSockets(): { readonly all: PlayedSocket[]; readonly connect: Connect } {
  const all: PlayedSocket[] = [];
  return {
    all,
    connect(config) {
      const socket = new PlayedSocket(config);
      all.push(socket);
      return socket as unknown as Socket;
    },
  };
}

let counted = 0;

/** A message as the library hands it over. */
export function waMessage(message: WAMessage['message'] | undefined, key: Partial<WAMessage['key']> = {}): WAMessage {
  counted += 1;
  return {
    key: { remoteJid: SARI, fromMe: false, id: `3A${counted.toString(16).padStart(18, '0').toUpperCase()}`, ...key },
    messageTimestamp: 1_795_000_000,
    ...(message ? { message } : {}),
  };
}
