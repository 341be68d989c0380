// The official Cloud API as a way to WhatsApp: signed webhooks in, the Graph API out, nothing kept that a restart would miss.
import type { Inbound } from '../../../app/ports.ts';
import { createFilesInHand } from '../../files-in-hand.ts';
import type { Transport } from '../transport.ts';
import type { Delivery } from './delivery.ts';
import { downloadFile } from './download.ts';
import { createGraph } from './graph.ts';
import { addressOfSender, readMessage } from './inbound.ts';
import { TOKEN } from './interactive.ts';
import type { CloudOptions, Timing } from './options.ts';
import { MOST_IN_HAND, TIMING } from './options.ts';
import { createSender } from './outbound.ts';
import { createCloudWebhook, openDelivery } from './webhook.ts';
import { createWindow } from './window.ts';
import type { Worker } from './worker.ts';
import { createWorker } from './worker.ts';

export interface CloudTransport extends Transport {
  /** For a server of ours that Meta's webhook reaches; 503 while the transport is not started. */
  handleWebhook(request: Request): Promise<Response>;
  /** Where the webhook's own listener is; undefined when there is none. */
  readonly webhookPort: number | undefined;
}

/**
 * Nothing is asked of Meta at the start: the webhook is set up on Meta's page, with the address and the word it repeats. A wrong token
 * shows at the first message, as `unauthorized`, which is tried again.
 */
export function createCloudTransport(options: CloudOptions): CloudTransport {
  const { token, phoneId, log, apiVersion = 'v23.0' } = options;
  const timing: Timing = { ...TIMING, ...options.timing };
  const apiRoot = (options.apiRoot ?? 'https://graph.facebook.com').replace(/\/+$/, '');
  const graph = createGraph({ token, phoneId, base: `${apiRoot}/${apiVersion}`, timing });
  const window = createWindow(
    () => options.now(),
    (address) => options.lastHeard(address),
  );
  const sender = createSender(graph, options, window);
  const files = createFilesInHand(MOST_IN_HAND);
  let worker: Worker | undefined;

  const webhook = createCloudWebhook(options, timing, ({ delivery, ...envelope }) => {
    const taking = worker;
    if (taking) note(delivery);
    return taking?.take(envelope, inboundsOf(delivery));
  });

  function inboundsOf({ messages }: Delivery): Inbound[] {
    return messages.flatMap((message) => readMessage(message, phoneId) ?? []);
  }

  /** What became of messages of ours, by code: a status may come before the answer that told its message's id. */
  function note({ messages, failures, unreadable }: Delivery): void {
    for (const code of failures) log.warn('Meta could not deliver a message', { code });
    const nobody = messages.filter((message) => addressOfSender(message) === undefined).length;
    if (nobody > 0) log.warn('a message came from nobody who can be answered', { messages: nobody });
    if (unreadable > 0) log.error('a message is not as Meta describes it', { messages: unreadable });
  }

  /** With the choice that a token stands for; an unknown one is handed on as it is: a choice that nobody offers. */
  async function withChoice(inbound: Inbound): Promise<Inbound> {
    if (inbound.choice === undefined || !TOKEN.test(inbound.choice)) return inbound;
    const found = await options.findChoice(inbound.from, inbound.choice);
    return { ...inbound, choice: found?.choice ?? inbound.choice };
  }

  return {
    get webhookPort() {
      return webhook.port();
    },
    handleWebhook: (request) => webhook.handle(request),
    async start(onMessage) {
      if (worker) throw new Error('the Cloud API transport was started twice');
      const started = createWorker({
        inbox: options.inbox,
        log,
        timing,
        files,
        open(body) {
          const delivery = openDelivery(body, phoneId, log);
          return delivery ? inboundsOf(delivery) : [];
        },
        async handle(inbound) {
          window.heard(inbound.from, inbound.at);
          await onMessage(await withChoice(inbound));
        },
      });
      await started.start();
      worker = started;
      try {
        await webhook.open();
      } catch (error) {
        worker = undefined;
        await started.stop();
        throw error;
      }
    },
    async stop() {
      const stopping = worker;
      worker = undefined;
      await stopping?.stop();
      await webhook.close();
    },
    send: (to, message, key) => sender.send(to, message, key),
    download: (file, maxBytes) => files.fetch(file, () => downloadFile(graph, apiRoot, file, maxBytes)),
  };
}
