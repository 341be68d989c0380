// A desk in memory behind the WhatsApp channel and a real Baileys client before crabline, and people who only type and send files.
import type { WAMessage } from '@whiskeysockets/baileys';
import { conversations } from '../../conversations/all.ts';
import { keepCode } from '../../src/app/code.ts';
import type { Desk } from '../../src/app/desk.ts';
import { createDesk } from '../../src/app/desk.ts';
import { handleMessage } from '../../src/app/handle-message.ts';
import type { Address, Outbound, Store } from '../../src/app/ports.ts';
import { upkeep } from '../../src/app/upkeep.ts';
import { messageIdOf } from '../../src/channels/whatsapp/baileys/message-id.ts';
import { createBreaker } from '../../src/channels/whatsapp/breaker.ts';
import { createManners } from '../../src/channels/whatsapp/manners.ts';
import type { Notebook } from '../../src/channels/whatsapp/notebook.ts';
import { createWhatsAppChannel } from '../../src/channels/whatsapp/whatsapp-channel.ts';
import { pause } from '../../src/channels/pause.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { QUIET } from './mongo.ts';
import type { Rig } from './whatsapp-baileys.ts';
import { createRig, QUICK } from './whatsapp-baileys.ts';
import type { Crabline } from './whatsapp-crabline.ts';
import { readTexts, START } from './world.ts';

export interface WhatsAppStory {
  readonly store: Store;
  readonly desk: Desk;
  readonly rig: Rig;
  /** Gives an officer his record; resolves to a one-time code for his chat. */
  addOfficer(id: string, name: string, role: string): Promise<string>;
  /** Runs what a service would run every few seconds. */
  upkeep(): Promise<void>;
  /** Ends the process and begins another one over the same store and session. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export interface Writer {
  readonly address: Address;
  /** Resolves to the bot's new lines when it has dealt with what was said. */
  say(text: string): Promise<Outbound[]>;
  /** By the number that stands before it in the bot's last list. */
  choose(choice: string): Promise<Outbound[]>;
  send(message: WAMessage): Promise<Outbound[]>;
}

/** `mediaRoot`: where the files of people lie. */
export async function openWhatsAppStory(crabline: Crabline, mediaRoot: string): Promise<WhatsAppStory> {
  const store = createMemoryStore();
  const profile = loadProfile('tarakan');
  const now = (): string => START;
  let ids = 0;
  await crabline.pair(store);

  function build(): { rig: Rig; desk: Desk } {
    const rig = createRig(
      {
        connect: crabline.connect,
        webSocketUrl: crabline.webSocketUrl,
        mediaRoot,
        timing: { ...QUICK, ackMs: 5_000, leaseMs: 30_000 },
        now,
        knows: async (address) => (await store.findChat(address)) !== undefined,
        readFile: (file) => store.readFile(file.id),
        async findSent(chat, sent) {
          const lines = await store.readLog(chat, 0);
          return lines.find(({ from, key }) => from === 'bot' && messageIdOf(chat, key) === sent)?.message;
        },
      },
      store,
    );
    const notebook: Notebook = { read: async () => undefined, write: async () => {} };
    const log = QUIET;
    const manners = createManners({
      pace: { gapMs: [0, 0], chatMs: 0, unaskedPerDay: 1_000 },
      timeZone: profile.office.timeZone,
      breaker: createBreaker({ notebook, log, now, alert() {} }),
      notebook,
      log,
      now,
      random: () => 0,
      pause,
    });
    const desk = createDesk({
      store,
      channels: [createWhatsAppChannel(rig.transport, manners)],
      clock: { now },
      ids: {
        next: () => `id-${(ids += 1)}`,
        number: () => `TTE-${String((ids += 1)).padStart(6, '0')}`,
        code: () => `K${'ABCDEFGHJKMN'.slice((ids += 1) % 10)}`.padEnd(13, 'X'),
      },
      log,
      profile,
      language: 'id',
      texts: readTexts(),
      conversations,
      maxFileBytes: 25_000_000,
      checkPdf: () => Promise.reject(new Error('nothing is checked in this story')),
      checksPerHour: 20,
    });
    rig.onMessage = (inbound) => handleMessage(desk, inbound);
    return { rig, desk };
  }

  let running = build();
  async function begin(): Promise<void> {
    const { rig } = running;
    await rig.start();
    for (let tries = 0; rig.transport.link().state !== 'connected'; tries += 1) {
      if (tries > 1_000) throw new Error('no connection to crabline');
      await pause(10);
    }
  }
  await begin();
  return {
    store,
    get desk() {
      return running.desk;
    },
    get rig() {
      return running.rig;
    },
    async addOfficer(id, name, role) {
      await store.savePerson({ id, name, roles: [role], language: 'id' });
      const code = running.desk.ids.code();
      await keepCode(running.desk, code, 'officer', id);
      return code;
    },
    upkeep: () => upkeep(running.desk),
    async restart() {
      await running.rig.transport.stop();
      running = build();
      await begin();
    },
    stop: () => running.rig.transport.stop(),
  };
}

/** Somebody at crabline, whose every act is waited for until the bot has dealt with it. */
export function createWriter(story: WhatsAppStory, crabline: Crabline, jid: string): Writer {
  const address: Address = `whatsapp:lid.${jid.slice(0, jid.indexOf('@'))}`;
  const botLines = async () => (await story.store.readLog(address, 0)).filter(({ from }) => from === 'bot');

  async function after(act: () => Promise<void> | void): Promise<Outbound[]> {
    const { received } = story.rig;
    const before = (await botLines()).at(-1)?.seq ?? 0;
    const count = received.length;
    await act();
    for (let tries = 0; received.length === count; tries += 1) {
      if (tries > 1_000) throw new Error('the message was not dealt with');
      await pause(5);
    }
    await story.desk.chats.idle();
    return (await botLines()).flatMap(({ seq, message }) => (seq > before ? [message] : []));
  }

  return {
    address,
    say: (text) => after(() => crabline.write(jid, text)),
    async choose(choice) {
      const lists = (await botLines()).filter(({ message }) => message.choices.length > 0);
      const { choices = [], firstNumber = 1 } = lists.at(-1)?.message ?? {};
      const index = choices.findIndex(({ id }) => id === choice || id.startsWith(`${choice}@`));
      if (index < 0) throw new Error(`${choice} is not offered, but ${choices.map(({ id }) => id).join(', ')}`);
      return after(() => crabline.write(jid, String(firstNumber + index)));
    },
    send: (message) =>
      after(() => void crabline.sockets.at(-1)?.ev.emit('messages.upsert', { messages: [message], type: 'notify' })),
  };
}
