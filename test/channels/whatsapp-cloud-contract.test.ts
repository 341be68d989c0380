// WhatsApp through the Cloud API as a channel, with its manners in front, at the Graph double.
import type { Outbound } from '../../src/app/ports.ts';
import { createBreaker } from '../../src/channels/whatsapp/breaker.ts';
import { createManners } from '../../src/channels/whatsapp/manners.ts';
import type { Notebook } from '../../src/channels/whatsapp/notebook.ts';
import { createWhatsAppChannel } from '../../src/channels/whatsapp/whatsapp-channel.ts';
import { NOW, createCloudCounter } from '../helpers/graph-double-counter.ts';
import { openGraphDouble } from '../helpers/graph-double.ts';
import type { ChannelHarness } from './contract.ts';
import { describeChannel } from './contract.ts';

const IDS = { a: '6281200000011', b: 'ID.13491208655302741919' } as const;

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

async function open(): Promise<ChannelHarness> {
  const double = await openGraphDouble();
  const counter = createCloudCounter(double);
  const notebook: Notebook = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
  const given = { notebook, log: SILENT, now: () => NOW };
  const manners = createManners({
    ...given,
    pace: { gapMs: [0, 0], chatMs: 0, unaskedPerDay: 100 },
    timeZone: 'Asia/Makassar',
    breaker: createBreaker({ ...given, alert: () => undefined }),
    random: () => 0,
    pause: () => Promise.resolve(),
  });
  const channel = createWhatsAppChannel(counter.transport, manners);
  const people = { a: double.person(IDS.a), b: double.person(IDS.b) };
  return {
    channel,
    async say(person, text, mark) {
      await people[person].say(text, mark === undefined ? {} : { mark });
      await counter.settled();
    },
    async choose(person, choice) {
      await people[person].tap(choice);
      await counter.settled();
    },
    async upload(person, { name, bytes }) {
      await people[person].document(name, bytes);
      await counter.settled();
    },
    addressOf: (person) => `whatsapp:${IDS[person]}`,
    async deliver(person, message: Outbound, key) {
      await channel.send(`whatsapp:${IDS[person]}`, message, key);
    },
    shown: (person) => Promise.resolve(people[person].shown().map(({ text, choices }) => ({ text, choices }))),
    async close() {
      await channel.stop();
      await double.close();
    },
  };
}

describeChannel('whatsapp', open);
