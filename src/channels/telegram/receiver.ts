// One update on its way to the desk: taps are answered first, one chat is kept in order, and what is no message, or too many, ends here.
import type { Api } from 'grammy';
import { z } from 'zod';
import type { Address, Inbound } from '../../app/ports.ts';
import type { FilesInHand } from '../files-in-hand.ts';
import type { Received } from './inbound.ts';
import type { TelegramOptions, Timing } from './options.ts';
import { createRateLimit } from '../rate-limit.ts';
import { chatOf } from './address.ts';
import { isRefusal, toPortError } from './api-error.ts';
import { createChatOrder } from '../chat-order.ts';
import { readUpdate } from './inbound.ts';
import { PACE } from './options.ts';

/** Runs what deals with a message, once or until it succeeds. */
export type Persistence = (deal: () => Promise<void>) => Promise<void>;

export interface Receiver {
  /** Resolves when the update has been dealt with; rejects when `persist` does. */
  receive(update: unknown, persist: Persistence): Promise<void>;
}

export function createReceiver(
  api: Api,
  options: TelegramOptions,
  { answerMs }: Timing,
  files: FilesInHand,
  handle: (inbound: Inbound) => Promise<void>,
): Receiver {
  const { log } = options;
  const order = createChatOrder();
  const pace = createRateLimit(options.pace ?? PACE);
  const reminders = createRateLimit({ burst: 1, perMinute: 1 });

  /** What comes too fast is dropped, and the chat is told so now and then. */
  async function isTooFast(from: Address): Promise<boolean> {
    const now = Date.parse(options.now());
    if (pace.take(from, now) === 0) return false;
    if (reminders.take(from, now) > 0) return true;
    try {
      log.info('a chat sends too fast');
      await api.sendMessage(chatOf(from), await options.tooFast(from), {}, AbortSignal.timeout(answerMs) as never);
    } catch (error) {
      log.warn('a chat that sends too fast could not be told', { error: toPortError(error) });
    }
    return true;
  }

  /** Without an answer the button shows a running clock for minutes: https://core.telegram.org/bots/api#callbackquery */
  async function answer(query: string): Promise<void> {
    try {
      await api.answerCallbackQuery(query, undefined, AbortSignal.timeout(answerMs) as never);
    } catch (error) {
      // After a while, or a second time, Telegram wants no answer any more.
      if (isRefusal(error, /query is too old|query ID is invalid/i)) return;
      log.warn('a tap could not be answered', { error: toPortError(error) });
    }
  }

  async function leave(chat: number): Promise<void> {
    try {
      await api.leaveChat(chat);
      log.info('the bot left a group: it speaks with one person at a time');
    } catch (error) {
      log.debug('the bot could not leave a group', { error: toPortError(error) });
    }
  }

  async function tapped(tap: Extract<Received, { kind: 'tap' }>, persist: Persistence): Promise<void> {
    const answered = answer(tap.query);
    const { from, id, token, at } = tap;
    if (from === undefined || (await isTooFast(from))) return answered;
    const deal = async (): Promise<void> => {
      // An unknown token is handed on as it is: a choice that nobody offers.
      const { choice } = (await options.findChoice(from, token)) ?? { choice: token };
      await handle({ id, from, choice, at });
    };
    return order.run(from, 'other', async () => {
      await answered;
      await persist(deal);
    });
  }

  return {
    async receive(update, persist) {
      let received: Received;
      try {
        received = readUpdate(update, options.now());
      } catch (error) {
        if (!(error instanceof z.ZodError)) throw error;
        log.error('an update is not as Telegram describes it', { at: error.issues.map(({ path }) => path.join('.')) });
        return;
      }
      switch (received.kind) {
        case 'nothing':
          return;
        case 'group':
          return leave(received.chat);
        case 'tap':
          return tapped(received, persist);
        case 'message': {
          const { inbound } = received;
          if (await isTooFast(inbound.from)) return;
          const deal = (): Promise<void> => files.during(inbound.file, () => handle(inbound));
          return order.run(inbound.from, inbound.file ? 'file' : 'other', () => persist(deal));
        }
      }
    },
  };
}
