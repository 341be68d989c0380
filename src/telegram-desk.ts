// The bot on Telegram with what it asks of the desk: the stored choice behind a button, files, the lease, the menu of commands. For main.
import type { Ids, Log, Store } from './app/ports.ts';
import { choiceOf } from './channels/action-token.ts';
import type { MenuCommand, Pace, Timing } from './channels/telegram/options.ts';
import type { TelegramChannel } from './channels/telegram/telegram-channel.ts';
import { createTelegramChannel } from './channels/telegram/telegram-channel.ts';
import type { TelegramConfig } from './config.ts';
import type { Instant } from './core/person.ts';
import type { Language } from './core/profile.ts';
import type { TextKey, Texts } from './engine/text.ts';

/** What the bot is put together from. */
export interface TelegramParts {
  readonly store: Store;
  readonly ids: Ids;
  readonly log: Log;
  readonly texts: Texts;
  readonly language: Language;
  /** Other waits than the channel's own. */
  readonly timing?: Partial<Timing>;
  /** Another pace than the channel's own. */
  readonly pace?: Pace;
  now(): Instant;
}

/** The words of the menu beside the input box, as `engine/word.ts` understands them. */
const COMMANDS: Readonly<Record<Language, readonly (readonly [string, TextKey])[]>> = {
  id: [
    ['menu', 'command.menu'],
    ['status', 'command.status'],
    ['statistik', 'command.statistics'],
    ['antrean', 'command.queue'],
    ['bantuan', 'command.help'],
    ['batal', 'command.cancel'],
    ['hubungkan', 'command.link'],
    ['bahasa', 'command.language'],
  ],
  en: [
    ['menu', 'command.menu'],
    ['status', 'command.status'],
    ['statistics', 'command.statistics'],
    ['queue', 'command.queue'],
    ['help', 'command.help'],
    ['cancel', 'command.cancel'],
    ['link', 'command.link'],
    ['language', 'command.language'],
  ],
};

export function telegramFor(config: TelegramConfig, parts: TelegramParts): TelegramChannel {
  const { store, ids, log, texts, language } = parts;
  const inMs = (ms: number): Instant => new Date(Date.parse(parts.now()) + ms).toISOString();
  const menu = (of: Language): MenuCommand[] =>
    COMMANDS[of].map(([command, key]) => ({ command, description: texts.t(of, key) }));
  return createTelegramChannel({
    token: config.token,
    apiRoot: config.apiRoot,
    ...(config.webhook ? { webhook: { ...config.webhook, path: new URL(config.webhook.url).pathname } } : {}),
    holder: ids.next(),
    lease: {
      take: (name, holder, ms) => store.takeLease(name, holder, parts.now(), inMs(ms)),
      drop: (name, holder) => store.dropLease(name, holder),
    },
    commands: { id: menu('id'), en: menu('en') },
    language,
    log,
    ...(parts.timing ? { timing: parts.timing } : {}),
    ...(parts.pace ? { pace: parts.pace } : {}),
    tooFast: async (address) => texts.t((await store.findChat(address))?.language ?? language, 'trouble.too_fast'),
    now: () => parts.now(),
    findChoice: async (address, token) => choiceOf(await store.readLog(address, 0), token),
    readFile: (file) => store.readFile(file.id),
  });
}
