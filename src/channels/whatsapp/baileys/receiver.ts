// Messages in, on their way to the desk: one chat in order, files of a burst together. WhatsApp brings nothing twice that the library has
// confirmed, so what fails is tried again here.
import type { WAMessage } from '@whiskeysockets/baileys';
import type { Address, Inbound, IncomingFile } from '../../../app/ports.ts';
import { OperationalError } from '../../../app/ports.ts';
import { createChatOrder } from '../../chat-order.ts';
import { createFilesInHand } from '../../files-in-hand.ts';
import { pause, pauseOf } from '../../pause.ts';
import { addressOf, isLid, otherJidOf } from './address.ts';
import type { Received } from './inbound.ts';
import { inboundIdOf } from '../inbound-id.ts';
import { readMessage } from './inbound.ts';
import type { KeptMessages } from './kept-messages.ts';
import { createKeptMessages } from './kept-messages.ts';
import type { Baileys, Socket } from './library.ts';
import type { BaileysOptions, Timing } from './options.ts';
import { ACCOUNT, MOST_IN_HAND } from './options.ts';

/** A message that fails so often, and not because of the world, is given up. */
const MOST_TRIES = 12;

export interface Receiver {
  receive(messages: readonly WAMessage[], socket: Socket): void;
  /** Takes up what an earlier process left behind. */
  resume(socket: Socket): Promise<void>;
  /** The bytes of a file that is being dealt with; `fetch` gets the message that announced it. */
  fetch(file: IncomingFile, fetch: (message: WAMessage) => Promise<Uint8Array>): Promise<Uint8Array>;
  /** Nothing is tried again from now on; resolves when what is being dealt with is done. */
  stop(): Promise<void>;
}

export function createReceiver(
  baileys: Baileys,
  options: BaileysOptions,
  timing: Timing,
  isOurs: (id: string) => boolean,
  onMessage: (inbound: Inbound) => Promise<void>,
): Receiver {
  const { account = ACCOUNT, log } = options;
  const order = createChatOrder();
  const files = createFilesInHand(MOST_IN_HAND);
  /** By the reference given to the desk, while the message is being dealt with. */
  const announced = new Map<string, WAMessage>();
  const working = new Set<Promise<void>>();
  /** How often each message is waiting or being dealt with. */
  const inHand = new Map<string, number>();
  const kept = options.inbox && createKeptMessages(baileys, options.inbox);
  const ending = new AbortController();

  /** False when it was broken off by the end of the process. */
  async function untilDone(deal: () => Promise<void>): Promise<boolean> {
    for (let tries = 1; !ending.signal.aborted; tries += 1) {
      try {
        await deal();
        return true;
      } catch (error) {
        const hopeless = !(error instanceof OperationalError) && tries >= MOST_TRIES;
        log[hopeless ? 'error' : 'warn']('a message was not dealt with', { tries, hopeless, error });
        if (hopeless) return true;
        await pause(pauseOf(timing.retryMs, tries), ending.signal);
      }
    }
    return false;
  }

  /** Of its two addresses the one that has a chat already, else the linked id's: that one stays when the number changes. */
  async function findAddress({ chat, alternative }: Received, socket: Socket): Promise<Address | undefined> {
    const there = addressOf(baileys, chat);
    if (there === undefined) return undefined;
    const other = alternative ?? (await otherJidOf(baileys, socket, chat));
    const addresses = [there, ...(other ? [addressOf(baileys, other)] : [])].filter((each) => each !== undefined);
    addresses.sort((one, two) => Number(isLid(two)) - Number(isLid(one)));
    for (const address of addresses) if (await options.knows(address)) return address;
    return addresses[0];
  }

  /** Undefined for the echo of what we have sent ourselves. */
  async function inboundOf(received: Received, socket: Socket): Promise<Inbound | undefined> {
    const { id, own, point, quoted, at } = received;
    const from = await findAddress(received, socket);
    if (from === undefined) return undefined;
    if (own && (isOurs(id) || (await options.findSent(from, id)))) return undefined;
    const name = nameOf(received);
    const base = { id: name, from, messageId: id, ...(quoted === undefined ? {} : { quoted }), at };
    if (own) return { ...base, human: true, ...('file' in point ? { other: 'unknown' as const } : point) };
    return { ...base, ...('file' in point ? { file: { ref: name, ...point.file } } : point) };
  }

  async function deal(received: Received, message: WAMessage, socket: Socket): Promise<void> {
    const inbound = await inboundOf(received, socket);
    if (!inbound) return;
    const { file } = inbound;
    if (!file) return onMessage(inbound);
    announced.set(file.ref, message);
    try {
      await files.during(file, () => onMessage(inbound));
    } finally {
      announced.delete(file.ref);
    }
  }

  const nameOf = ({ chat, id }: Received): string => inboundIdOf(account, chat, id);

  /** Resolves when it has been dealt with; undefined when there is nothing to deal with. */
  function receiveOne(message: WAMessage, socket: Socket, isKept: boolean): Promise<void> | undefined {
    const { id, lid } = socket.user ?? {};
    const received = readMessage(baileys, message, { id, lid }, options.now());
    if (!received) return undefined;
    const kind = 'file' in received.point && !received.own ? 'file' : 'other';
    const name = nameOf(received);
    // What is in hand already has been kept already.
    if (isKept && inHand.has(name)) return undefined;
    inHand.set(name, (inHand.get(name) ?? 0) + 1);
    const keeping = isKept || !kept ? Promise.resolve() : untilDone(() => kept.keep(name, message));
    const work = order.run(received.chat, kind, async () => {
      const done = await untilDone(() => deal(received, message, socket));
      await keeping;
      // Kept for nothing it is merely dealt with once more, which the desk notices.
      if (done) await kept?.drop(name).catch((error: unknown) => log.debug('a message was not dropped', { error }));
    });
    const ended = work.finally(() => {
      working.delete(ended);
      const left = (inHand.get(name) ?? 1) - 1;
      if (left > 0) inHand.set(name, left);
      else inHand.delete(name);
    });
    working.add(ended);
    return ended;
  }

  function receiveAll(messages: readonly WAMessage[], socket: Socket, isKept: boolean): Promise<void>[] {
    return messages.flatMap((message) => {
      try {
        return receiveOne(message, socket, isKept) ?? [];
      } catch (error) {
        log.error('a message could not be read', { error });
        return [];
      }
    });
  }

  /** The inbox tells of so many at once: when they have been dealt with there may be more. */
  async function takeUp(messages: KeptMessages, socket: Socket): Promise<void> {
    const begun = new Set<string>();
    let working: Promise<void>[];
    do {
      const fresh = (await messages.take()).filter(({ key }) => !begun.has(`${key.remoteJid} ${key.id}`));
      for (const { key } of fresh) begun.add(`${key.remoteJid} ${key.id}`);
      working = receiveAll(fresh, socket, true);
      await Promise.all(working);
    } while (working.length > 0 && !ending.signal.aborted);
  }

  return {
    async resume(socket) {
      try {
        if (kept) await takeUp(kept, socket);
      } catch (error) {
        log.warn('the messages of an earlier process could not be taken up', { error });
      }
    },
    receive: (messages, socket) => void receiveAll(messages, socket, false),
    async fetch(file, fetch) {
      const message = announced.get(file.ref);
      if (!message) {
        const cause = new Error('a file was asked for after its message had been dealt with');
        throw new OperationalError('gone', { retryable: false, cause });
      }
      return files.fetch(file, () => fetch(message));
    },
    async stop() {
      ending.abort();
      const enough = new AbortController();
      await Promise.race([Promise.allSettled(working), pause(timing.stopMs, enough.signal)]);
      enough.abort();
    },
  };
}
