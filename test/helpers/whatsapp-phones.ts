// Telephones with WhatsApp as the people of a transcript hold them: the bot's messages as rendered, and numbers typed instead of buttons tapped.
import type { Address, Channel, Choice, SentId } from '../../src/app/ports.ts';
import { createBreaker } from '../../src/channels/whatsapp/breaker.ts';
import { PACE, createManners } from '../../src/channels/whatsapp/manners.ts';
import { numberedText, plainText } from '../../src/channels/whatsapp/numbered.ts';
import type { Transport } from '../../src/channels/whatsapp/transport.ts';
import { createWhatsAppChannel } from '../../src/channels/whatsapp/whatsapp-channel.ts';
import type { ChannelFront, Picked } from './transcript-world.ts';
import { START } from './world.ts';

interface Shown {
  readonly sent: SentId;
  readonly text: string;
  readonly choices: readonly Choice[];
}

const SILENT = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

/** WhatsApp between the desk and the people; waits for nothing. */
export function createPhones(): ChannelFront {
  /** Of each chat, the newest first. */
  const chats = new Map<Address, Shown[]>();
  const nothing = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
  const common = { notebook: nothing, log: SILENT, now: () => START };

  function transportTo(listening: Channel): Transport {
    return {
      start: (onMessage) => listening.start(onMessage),
      stop: () => listening.stop(),
      download: (file, maxBytes) => listening.download(file, maxBytes),
      async send(to, message, key) {
        await listening.send(to, message, key);
        const shown = { sent: `wa-${key}`, text: numberedText(message), choices: message.choices };
        chats.set(to, [shown, ...(chats.get(to) ?? [])]);
        return shown.sent;
      },
    };
  }

  return {
    channel(listening) {
      const manners = createManners({
        ...common,
        pace: PACE,
        timeZone: 'Asia/Makassar',
        breaker: createBreaker({ ...common, alert: () => {} }),
        random: () => 0,
        pause: () => Promise.resolve(),
      });
      return createWhatsAppChannel(transportTo(listening), manners);
    },
    /** The number beside the label; one of an older message is typed in reply to it. */
    pick(address, choice): Picked {
      const withChoices = (chats.get(address) ?? []).filter(({ choices }) => choices.length > 0);
      const at = withChoices.findIndex(({ choices }) => choices.some(({ id }) => id === choice.id));
      const shown = withChoices[at];
      if (!shown) throw new Error(`nothing on the telephone offers ${choice.id}`);
      const label = plainText(choice.label);
      const number = shown.text
        .split('\n')
        .slice(-shown.choices.length)
        .map((line) => /^(\d+)\. (.*)$/.exec(line))
        .find((line) => line?.[2] === label)?.[1];
      if (number === undefined) throw new Error(`no number stands before ${label}`);
      return at === 0 ? { said: number } : { said: number, quoted: shown.sent };
    },
  };
}
