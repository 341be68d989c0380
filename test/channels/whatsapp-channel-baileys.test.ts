// WhatsApp by Baileys as a channel, behind its manners: the real transport, with WhatsApp played on its socket.
import type { WAMessage } from '@whiskeysockets/baileys';
import type { Channel } from '../../src/app/ports.ts';
import { createBreaker } from '../../src/channels/whatsapp/breaker.ts';
import { PACE, createManners } from '../../src/channels/whatsapp/manners.ts';
import { createWhatsAppChannel } from '../../src/channels/whatsapp/whatsapp-channel.ts';
import { until } from '../helpers/graph-double-counter.ts';
import { createRig, playedSockets, waMessage } from '../helpers/whatsapp-baileys.ts';
import { startMediaServer } from '../helpers/whatsapp-media-server.ts';
import type { ChannelHarness } from './contract.ts';
import { describeChannel } from './contract.ts';

const NUMBERS = { a: '628120000011', b: '628120000012' } as const;
const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** What nobody takes is not waited for: that is how a stopped channel looks from outside. */
const PATIENCE_MS = 200;

async function openBaileys(): Promise<ChannelHarness> {
  const media = await startMediaServer();
  const sockets = playedSockets();
  const { transport } = createRig({ connect: sockets.connect, mediaRoot: media.root });
  const now = (): string => new Date().toISOString();
  const common = { notebook: { read: async () => undefined, write: async () => {} }, log: SILENT, now };
  const manners = createManners({
    ...common,
    pace: PACE,
    timeZone: 'Asia/Makassar',
    breaker: createBreaker({ ...common, alert: () => {} }),
    random: () => 0,
    pause: async () => {},
  });
  const channel = createWhatsAppChannel(transport, manners);
  let dealtWith = 0;
  const watched: Channel = {
    ...channel,
    async start(onMessage) {
      await channel.start(async (inbound) => {
        await onMessage(inbound);
        dealtWith += 1;
      });
      await until(async () => sockets.all.length > 0);
      sockets.all.at(-1)?.open();
    },
  };

  async function bring(message: WAMessage): Promise<void> {
    const before = dealtWith;
    const patience = Date.now() + PATIENCE_MS;
    sockets.all.at(-1)?.upsert('notify', message);
    await until(async () => dealtWith > before || Date.now() > patience);
  }

  const jidOf = (person: 'a' | 'b'): string => `${NUMBERS[person]}@s.whatsapp.net`;
  const say: ChannelHarness['say'] = (person, text, mark) =>
    bring(waMessage({ conversation: text }, { remoteJid: jidOf(person), ...(mark === undefined ? {} : { id: mark }) }));
  return {
    channel: watched,
    say,
    choose: (person) => say(person, '1'),
    typed: () => '1',
    async upload(person, { name: fileName, bytes }) {
      const document = { document: Buffer.from(bytes), mimetype: 'application/pdf', fileName };
      await bring(await media.message(document, jidOf(person)));
    },
    addressOf: (person) => `whatsapp:${NUMBERS[person]}`,
    deliver: async (person, message, key) => void (await channel.send(`whatsapp:${NUMBERS[person]}`, message, key)),
    shown: (person) =>
      Promise.resolve(
        sockets.all
          .flatMap(({ sent }) => sent)
          .filter(({ jid }) => jid === jidOf(person))
          .map(readOff),
      ),
    async close() {
      await channel.stop();
      await media.stop();
    },
  };
}

/** The text, and the numbered lines under it. */
function readOff({ content }: { readonly content: Record<string, unknown> }): { text: string; choices: string[] } {
  const [text = '', list = ''] = String(content['text']).split('\n\n');
  return { text, choices: list.split('\n').flatMap((line) => /^\d+\. (.*)$/.exec(line)?.[1] ?? []) };
}

describeChannel('whatsapp', openBaileys);
