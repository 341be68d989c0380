// WhatsApp as a channel: whichever transport carries it, with manners in front.
import type { Channel } from '../../app/ports.ts';
import type { Manners } from './manners.ts';
import type { Transport } from './transport.ts';

/** Nothing that was said can be shown anew or taken back there, so `amend` and `erase` do nothing. */
export function createWhatsAppChannel(transport: Transport, manners: Manners): Channel {
  return {
    name: 'whatsapp',
    amends: false,
    discreet: true,
    start: (onMessage) => transport.start(onMessage),
    async stop() {
      manners.stop();
      await transport.stop();
    },
    send: (to, message, key) => manners.inTurn(to, message.unasked === true, () => transport.send(to, message, key)),
    amend: async () => {},
    erase: async () => {},
    download: (file, maxBytes) => transport.download(file, maxBytes),
  };
}
