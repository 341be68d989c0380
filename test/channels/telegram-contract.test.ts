// The Telegram channel as a channel, by long polling and by webhook, at the Bot API double.
import type { Outbound } from '../../src/app/ports.ts';
import { createCounter, silence } from '../helpers/telegram-double-counter.ts';
import { openTelegramDouble } from '../helpers/telegram-double.ts';
import type { ChannelHarness } from './contract.ts';
import { describeChannel } from './contract.ts';

const IDS = { a: 3_527_065, b: 3_527_066 } as const;
const SECRET = 'rahasia_webhook-1';

async function open(how: 'polling' | 'webhook'): Promise<ChannelHarness> {
  const double = await openTelegramDouble();
  const webhook = { url: 'https://desa.example/telegram', secret: SECRET, path: '/telegram' };
  const counter = createCounter(double, how === 'webhook' ? { webhook } : {});
  const { channel } = counter;
  double.pushThrough((request) => channel.handleWebhook(request));
  const people = { a: double.person(IDS.a, 'Sari Contoh'), b: double.person(IDS.b, 'Budi Contoh') };
  const marks = new Map<string, number>();
  const labels = new Map<string, string>();
  // What nobody takes is not waited for: that is how a stopped channel looks from outside.
  const taken = (update: number) => Promise.race([double.taken(update), silence(150)]);
  return {
    channel,
    async say(person, text, mark) {
      const again = mark === undefined ? undefined : marks.get(mark);
      const update = again ?? people[person].say(text);
      if (mark !== undefined) marks.set(mark, update);
      if (again !== undefined) double.bringAgain(again);
      await taken(update);
    },
    choose: (person, choice) => taken(people[person].tap(labels.get(choice) ?? '')),
    upload: (person, file) => taken(people[person].upload(file)),
    addressOf: (person) => `telegram:${IDS[person]}`,
    async deliver(person, message: Outbound, key) {
      for (const { id, label } of message.choices) labels.set(id, label);
      await counter.deliver(`telegram:${IDS[person]}`, message, key);
    },
    shown: (person) =>
      Promise.resolve(
        people[person]
          .shown()
          .map(({ text, rows }) => ({ text, choices: rows.flat().map(({ text: label }) => label) })),
      ),
    async close() {
      await channel.stop();
      await double.close();
    },
  };
}

describeChannel('telegram', () => open('polling'));
describeChannel('telegram', () => open('webhook'));
