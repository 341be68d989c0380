// Telegram as a channel: the Bot API in, by long polling or a webhook; the port out.
import { autoRetry } from '@grammyjs/auto-retry';
import { Api } from 'grammy';
import type { Channel, Inbound } from '../../app/ports.ts';
import type { TelegramOptions, Timing } from './options.ts';
import type { Poller } from './poller.ts';
import type { Receiver } from './receiver.ts';
import type { Webhook } from './webhook.ts';
import { OperationalError } from '../../app/ports.ts';
import { toPortError } from './api-error.ts';
import { downloadFile } from './download.ts';
import { createFilesInHand } from '../files-in-hand.ts';
import { ALLOWED_UPDATES } from './inbound.ts';
import { MAX_DOWNLOAD, MOST_IN_HAND, TIMING } from './options.ts';
import { createSender } from './outbound.ts';
import { pause, pauseOf } from '../pause.ts';
import { createPoller } from './poller.ts';
import { createReceiver } from './receiver.ts';
import { createWebhook } from './webhook.ts';

/** Longer than a poll is held open, and enough for an upload over a slow line. */
const TIMEOUT_SECONDS = 100;

export interface TelegramChannel extends Channel {
  /** For a server of ours that Telegram's webhook reaches; 404 when the channel polls. */
  handleWebhook(request: Request): Promise<Response>;
  /** Where the webhook's own listener is; undefined when there is none. */
  readonly webhookPort: number | undefined;
  /** The bot's name, for links such as `https://t.me/<name>?start=…`; undefined until Telegram has told it. */
  readonly username: string | undefined;
}

/** The bot as a channel. Nothing is asked of Telegram before `start`, which throws `unauthorized` for a wrong token. */
export function createTelegramChannel(options: TelegramOptions): TelegramChannel {
  const { token, log, maxDownloadBytes: limit = MAX_DOWNLOAD } = options;
  const apiRoot = (options.apiRoot ?? 'https://api.telegram.org').replace(/\/+$/, '');
  const timing: Timing = { ...TIMING, ...options.timing };
  const api = new Api(token, { apiRoot, timeoutSeconds: TIMEOUT_SECONDS, sensitiveLogs: false });
  // Short waits are waited out here; long ones, and every doubt whether a message got through, are the outbox's.
  api.config.use(
    autoRetry({
      maxRetryAttempts: 1,
      maxDelaySeconds: timing.patienceSeconds,
      rethrowHttpErrors: true,
      rethrowInternalServerErrors: true,
    }),
  );
  const sender = createSender(api, timing, (file) => options.readFile(file));
  const files = createFilesInHand(MOST_IN_HAND);
  let receiver: Receiver | undefined;
  let poller: Poller | undefined;
  let username: string | undefined;
  let ending = new AbortController();
  let settling = Promise.resolve();
  const webhook: Webhook | undefined = options.webhook && createWebhook(options.webhook, timing, log, () => receiver);

  /** Who the bot is, its menus, and how it wants its updates. Throws the port's errors. */
  async function introduce(): Promise<void> {
    try {
      ({ username } = await api.getMe(AbortSignal.timeout(timing.startMs) as never));
      const { url, secret } = options.webhook ?? {};
      const allowed = { allowed_updates: ALLOWED_UPDATES };
      if (url === undefined) await api.deleteWebhook();
      else await api.setWebhook(url, { ...(secret === undefined ? {} : { secret_token: secret }), ...allowed });
    } catch (error) {
      throw toPortError(error);
    }
    await showMenus().catch((error: unknown) =>
      log.warn("the bot's menu could not be set", { error: toPortError(error) }),
    );
  }

  /** One menu for everybody, and one for each of our languages: https://core.telegram.org/bots/api#setmycommands */
  async function showMenus(): Promise<void> {
    await api.setMyCommands(options.commands[options.language]);
    for (const language of ['id', 'en'] as const)
      await api.setMyCommands(options.commands[language], { language_code: language });
  }

  /** Resolves when Telegram knows of us: at once, or, when it is not reached, some time later. */
  async function introduceUntilDone(tries: number): Promise<void> {
    for (let failed = tries; !ending.signal.aborted; failed += 1) {
      try {
        return await introduce();
      } catch (error) {
        log.warn('Telegram was not reached yet', { failed, error });
        await pause(pauseOf(timing.backoffMs, failed + 1), ending.signal);
      }
    }
  }

  return {
    name: 'telegram',
    amends: true,
    get username() {
      return username;
    },
    get webhookPort() {
      return webhook?.port();
    },
    async start(onMessage) {
      if (receiver) throw new Error('the Telegram channel was started twice');
      ending = new AbortController();
      const { signal } = ending;
      const handle = (inbound: Inbound): Promise<void> =>
        signal.aborted ? Promise.reject(new OperationalError('unavailable', { retryable: true })) : onMessage(inbound);
      receiver = createReceiver(api, options, timing, files, handle);
      let introduced = true;
      try {
        // Telegram may come as soon as it knows where.
        await webhook?.open();
        await introduce();
      } catch (error) {
        if (!(error instanceof OperationalError) || !error.retryable || error.code === 'unauthorized') {
          receiver = undefined;
          await webhook?.close();
          throw error instanceof OperationalError && error.code === 'unauthorized' ? wrongToken(error) : error;
        }
        log.warn('Telegram was not reached yet', { failed: 1, error });
        introduced = false;
      }
      poller = webhook ? undefined : createPoller(api, options, timing, receiver);
      settling = introduced ? Promise.resolve() : introduceUntilDone(1);
      const polling = poller;
      if (polling) settling = settling.then(() => (signal.aborted ? undefined : void polling.run()));
    },
    async stop() {
      if (!receiver) return;
      ending.abort();
      receiver = undefined;
      await settling;
      await Promise.all([poller?.stop(), webhook?.close()]);
      poller = undefined;
    },
    send: (to, message, key) => sender.send(to, message, key),
    amend: (to, sent, message) => sender.amend(to, sent, message),
    erase: (from, messageId) => sender.erase(from, messageId),
    download: (file, maxBytes) => files.fetch(file, () => downloadFile(api, { token, apiRoot, limit }, file, maxBytes)),
    async handleWebhook(request) {
      return webhook ? webhook.handle(request) : new Response(null, { status: 404 });
    },
  };
}

function wrongToken({ cause }: OperationalError): OperationalError {
  const said = cause instanceof Error ? ` (${cause.message})` : '';
  const line = `Telegram does not know this bot token. Ask @BotFather for the right one: /mybots, API Token${said}.`;
  return new OperationalError('unauthorized', { retryable: false, cause: new Error(line) });
}
