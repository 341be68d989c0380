// WhatsApp by way of Baileys: a linked device of an ordinary account. Unofficial, and against WhatsApp's terms; see the README.
import type { BinaryNode } from '@whiskeysockets/baileys';
import type { Inbound } from '../../../app/ports.ts';
import { OperationalError } from '../../../app/ports.ts';
import type { Transport } from '../transport.ts';
import type { Connection } from './connection.ts';
import { createConnection } from './connection.ts';
import { downloadMessage } from './download.ts';
import { loadBaileys } from './library.ts';
import type { BaileysOptions, Link } from './options.ts';
import { MEDIA_ROOT, TIMING } from './options.ts';
import { silenceLibsignal } from './quiet.ts';
import type { Receiver } from './receiver.ts';
import { createReceiver } from './receiver.ts';
import { createSender } from './sending.ts';

export interface BaileysTransport extends Transport {
  /** How the account stands just now. */
  link(): Link;
}

interface Running {
  readonly baileys: Awaited<ReturnType<typeof loadBaileys>>;
  readonly connection: Connection;
  readonly receiver: Receiver;
  readonly sender: ReturnType<typeof createSender>;
}

/** Nothing is loaded or connected before `start`, which throws `unavailable` where the library is not installed. */
export function createBaileysTransport(options: BaileysOptions): BaileysTransport {
  const timing = { ...TIMING, ...options.timing };
  let running: Running | undefined;

  async function open(onMessage: (inbound: Inbound) => Promise<void>): Promise<Running> {
    const baileys = await loadBaileys();
    const sender = createSender(baileys, options, timing);
    const receiver = createReceiver(baileys, options, timing, (id) => sender.isOurs(id), onMessage);
    const connection = createConnection(baileys, options, timing, {
      opening(socket) {
        // `append` is what waited on the server while we were away; it is news like all the rest.
        socket.ev.on('messages.upsert', ({ messages }) => receiver.receive(messages, socket));
        void receiver.resume(socket);
        socket.ws.on('CB:ack,class:message', (node: BinaryNode) => sender.acknowledged(node));
      },
      closed: () => sender.disconnected(),
    });
    return { baileys, connection, receiver, sender };
  }

  return {
    async start(onMessage) {
      if (running) throw new Error('the WhatsApp transport was started twice');
      silenceLibsignal(globalThis.console);
      running = await open(onMessage);
      void running.connection.run();
    },
    async stop() {
      const { connection, receiver } = running ?? {};
      running = undefined;
      await connection?.stop();
      await receiver?.stop();
    },
    async send(to, message, key) {
      const socket = running?.connection.socket();
      if (!running || !socket) throw notConnected();
      return running.sender.send(socket, to, message, key);
    },
    async download(file, maxBytes) {
      if (!running) throw notConnected();
      const { baileys, connection, receiver } = running;
      const { mediaRoot = MEDIA_ROOT } = options;
      return receiver.fetch(file, (message) =>
        downloadMessage(
          {
            baileys,
            mediaRoot,
            timing,
            async reupload(stale) {
              const socket = connection.socket();
              if (!socket) throw notConnected();
              await socket.updateMediaMessage(stale);
            },
          },
          message,
          maxBytes,
        ),
      );
    },
    link: () => running?.connection.link() ?? { state: 'disconnected' },
  };
}

function notConnected(): OperationalError {
  return new OperationalError('unavailable', { retryable: true, cause: new Error('WhatsApp is not connected') });
}
