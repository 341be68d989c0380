// How the library's socket is set up.
import type { AuthenticationState, UserFacingSocketConfig, WAMessageKey } from '@whiskeysockets/baileys';
import { addressOf } from './address.ts';
import { createBoundedCache } from './bounded-cache.ts';
import type { Baileys } from './library.ts';
import type { BaileysOptions } from './options.ts';
import { libraryLog } from './quiet.ts';

export function socketConfig(
  baileys: Baileys,
  options: BaileysOptions,
  { creds, keys }: AuthenticationState,
  otherJid: (jid: string) => Promise<string | undefined>,
): UserFacingSocketConfig {
  const logger = libraryLog(options.log);

  /** What a recipient asks for again because he could not decrypt it. A file is sent again by the library itself, as long as it remembers. */
  async function getMessage({ remoteJid, id }: WAMessageKey): Promise<{ conversation: string } | undefined> {
    if (!remoteJid || !id) return undefined;
    for (const jid of [remoteJid, await otherJid(remoteJid)]) {
      const address = jid === undefined ? undefined : addressOf(baileys, jid);
      const sent = address && (await options.findSent(address, id));
      if (sent && !sent.file) return { conversation: options.render(sent) };
    }
    return undefined;
  }

  return {
    auth: { creds, keys: baileys.makeCacheableSignalKeyStore(keys, logger) },
    logger,
    syncFullHistory: false,
    shouldSyncHistoryMessage: () => false,
    markOnlineOnConnect: false,
    emitOwnEvents: false,
    // Groups, broadcasts, statuses, newsletters: the bot speaks with one person at a time.
    shouldIgnoreJid: (jid) => addressOf(baileys, jid) === undefined,
    msgRetryCounterCache: createBoundedCache(),
    getMessage,
    ...(options.webSocketUrl === undefined ? {} : { waWebSocketUrl: options.webSocketUrl }),
  };
}
