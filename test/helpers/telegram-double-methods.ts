// The methods of the Bot API double and what each of them refuses. getUpdates is in telegram-double.ts, since it waits.
import { parseHtml } from './telegram-double-html.ts';
import type { DoubleButton, DoubleChat, DoubleMessage, DoubleState, Params } from './telegram-double-state.ts';
import { ApiRefusal, Upload, badRequest } from './telegram-double-state.ts';

/** https://core.telegram.org/bots/api#getfile: "bots can download files of up to 20MB in size". */
const MAX_FETCH = 20 * 1024 * 1024;

/** https://core.telegram.org/bots/api#senddocument: "files of any type of up to 50 MB in size". */
const MAX_UPLOAD = 50 * 1024 * 1024;

type Method = (state: DoubleState, params: Params) => unknown;

export const METHODS: Readonly<Record<string, Method>> = {
  getMe: ({ bot }) => bot,

  sendMessage(state, params) {
    const chat = writable(state, params);
    const { text, html } = wordsOf(params, 'text');
    // https://core.telegram.org/bots/api#sendmessage: text has "1-4096 characters after entities parsing".
    if (text.trim() === '') throw badRequest('message text is empty');
    if (text.length > 4096) throw badRequest('message is too long');
    return view(state, chat, post(state, chat, { text, html, rows: keyboardOf(params) }));
  },

  sendDocument(state, params) {
    const chat = writable(state, params);
    const { document } = params;
    // https://core.telegram.org/bots/api#senddocument: document is required.
    if (!(document instanceof Upload)) throw badRequest('there is no document in the request');
    // https://core.telegram.org/bots/api#sending-files: nothing can be sent as an empty file.
    if (document.bytes.length === 0) throw badRequest('file must be non-empty');
    if (document.bytes.length > MAX_UPLOAD) throw new ApiRefusal(413, 'Request Entity Too Large');
    const { text, html } = wordsOf(params, 'caption');
    // https://core.telegram.org/bots/api#senddocument: caption has "0-1024 characters after entities parsing".
    if (text.length > 1024) throw badRequest('message caption is too long');
    return view(state, chat, post(state, chat, { text, html, rows: keyboardOf(params), document }));
  },

  editMessageText(state, params) {
    const { text, html } = wordsOf(params, 'text');
    // https://core.telegram.org/bots/api#editmessagetext: text has "1-4096 characters after entities parsing".
    if (text.trim() === '') throw badRequest('message text is empty');
    if (text.length > 4096) throw badRequest('message is too long');
    const { chat, message } = editable(state, params);
    // https://core.telegram.org/bots/api#editmessagetext edits text messages; a caption has #editmessagecaption.
    if (message.document) throw badRequest('there is no text in the message to edit');
    return edit(state, chat, message, { text, html, rows: keyboardOf(params) });
  },

  editMessageCaption(state, params) {
    const { text, html } = wordsOf(params, 'caption');
    // https://core.telegram.org/bots/api#editmessagecaption: caption has "0-1024 characters after entities parsing".
    if (text.length > 1024) throw badRequest('message caption is too long');
    const { chat, message } = editable(state, params);
    // https://core.telegram.org/bots/api#editmessagecaption edits messages that have a caption.
    if (!message.document) throw badRequest('there is no caption in the message to edit');
    return edit(state, chat, message, { text, html, rows: keyboardOf(params) });
  },

  deleteMessage(state, params) {
    const { messages } = writable(state, params);
    const at = messages.findIndex(({ id }) => id === Number(params['message_id']));
    const [message] = messages.slice(at, at + 1);
    // https://core.telegram.org/bots/api#deletemessage; the words are the server's.
    if (at < 0 || !message) throw badRequest('message to delete not found');
    // https://core.telegram.org/bots/api#deletemessage: "A message can only be deleted if it was sent less than 48 hours ago."
    if (message.old === true) throw badRequest("message can't be deleted for everyone");
    // https://core.telegram.org/bots/api#deletemessage: "Bots can delete incoming messages in private chats."
    messages.splice(at, 1);
    return true;
  },

  answerCallbackQuery({ queries }, { callback_query_id, text }) {
    // https://core.telegram.org/bots/api#answercallbackquery: text has "0-200 characters".
    if (typeof text === 'string' && text.length > 200) throw badRequest('MESSAGE_TOO_LONG');
    const id = String(callback_query_id);
    // https://core.telegram.org/bots/api#answercallbackquery: a query is answered once, and in time; the words are the server's.
    if (queries.get(id) !== 'open')
      throw badRequest('query is too old and response timeout expired or query ID is invalid');
    queries.set(id, 'answered');
    return true;
  },

  getFile({ files }, { file_id }) {
    const file = files.get(String(file_id));
    // https://core.telegram.org/bots/api#getfile
    if (!file) throw badRequest('wrong file_id or the file is temporarily unavailable');
    // https://core.telegram.org/bots/api#getfile: "For the moment, bots can download files of up to 20MB in size."
    if (file.size > MAX_FETCH) throw badRequest('file is too big');
    return { file_id, file_unique_id: `u-${String(file_id)}`, file_size: file.size, file_path: file.path };
  },

  setMyCommands({ commands }, params) {
    const list = params['commands'];
    // https://core.telegram.org/bots/api#setmycommands: "At most 100 commands can be specified."
    if (!Array.isArray(list) || list.length > 100) throw badRequest('BOT_COMMANDS_TOO_MUCH');
    for (const { command, description } of list as { command: string; description: string }[]) {
      // https://core.telegram.org/bots/api#botcommand: 1-32 lower-case English letters, digits and underscores.
      if (!/^[a-z0-9_]{1,32}$/.test(command)) throw badRequest('BOT_COMMAND_INVALID');
      // https://core.telegram.org/bots/api#botcommand: description has 1-256 characters.
      if (description.length < 1 || description.length > 256) throw badRequest('BOT_COMMAND_DESCRIPTION_INVALID');
    }
    const language = stringOf(params['language_code']);
    // https://core.telegram.org/bots/api#setmycommands: "A two-letter ISO 639-1 language code."
    if (!/^(?:[a-z]{2})?$/.test(language)) throw badRequest('LANG_CODE_INVALID');
    commands.set(language, list);
    return true;
  },

  setWebhook(state, { url, secret_token: secret, allowed_updates: allowed }) {
    // https://core.telegram.org/bots/api#setwebhook: "HTTPS URL to send updates to." A local address may do without here.
    if (!/^(?:https:\/\/|http:\/\/(?:127\.0\.0\.1|localhost)[:/])/.test(stringOf(url)))
      throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
    // https://core.telegram.org/bots/api#setwebhook: secret_token has "1-256 characters. Only characters A-Z, a-z, 0-9, _ and -".
    if (secret !== undefined && !/^[A-Za-z0-9_-]{1,256}$/.test(stringOf(secret)))
      throw badRequest('secret token contains unallowed characters');
    state.webhook = { url: stringOf(url), secret: secret === undefined ? undefined : stringOf(secret) };
    setAllowed(state, allowed);
    return true;
  },

  deleteWebhook(state) {
    state.webhook = undefined;
    return true;
  },

  getWebhookInfo: ({ webhook, queue, allowed }) => ({
    url: webhook?.url ?? '',
    has_custom_certificate: false,
    pending_update_count: queue.length,
    allowed_updates: allowed,
  }),

  leaveChat({ left }, { chat_id }) {
    // https://core.telegram.org/bots/api#leavechat: for groups, supergroups and channels; their ids are negative.
    if (Number(chat_id) > 0) throw badRequest("chat member status can't be changed in private chats");
    left.push(Number(chat_id));
    return true;
  },
};

/** https://core.telegram.org/bots/api#getupdates: a list that is not given is left as it was. */
export function setAllowed(state: DoubleState, allowed: unknown): void {
  if (Array.isArray(allowed)) state.allowed = allowed.map(String);
}

function stringOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** The chat to write to. */
function writable({ chats }: DoubleState, { chat_id }: Params): DoubleChat {
  const chat = chats.get(Number(chat_id));
  // https://core.telegram.org/bots/api#sendmessage: chat_id is that of a chat the bot knows.
  if (!chat) throw badRequest('chat not found');
  // https://core.telegram.org/bots/faq#how-do-i-message-users-who-have-blocked-my-bot and https://core.telegram.org/api/errors#403-forbidden
  if (chat.blocked) throw new ApiRefusal(403, 'Forbidden: bot was blocked by the user');
  // https://core.telegram.org/api/errors#403-forbidden
  if (chat.deactivated) throw new ApiRefusal(403, 'Forbidden: user is deactivated');
  // https://core.telegram.org/bots/features#deep-linking and https://core.telegram.org/bots#how-are-bots-different-from-users:
  // "Bots cannot initiate conversations with users."
  if (!chat.started) throw new ApiRefusal(403, "Forbidden: bot can't initiate conversation with a user");
  return chat;
}

function editable(state: DoubleState, params: Params): { chat: DoubleChat; message: DoubleMessage } {
  const chat = writable(state, params);
  const message = chat.messages.find(({ id }) => id === Number(params['message_id']));
  // https://core.telegram.org/bots/api#updating-messages
  if (!message) throw badRequest('message to edit not found');
  // https://core.telegram.org/bots/api#updating-messages: a bot changes its own messages only.
  if (message.from !== 'bot') throw badRequest("message can't be edited");
  return { chat, message };
}

function edit(
  state: DoubleState,
  chat: DoubleChat,
  message: DoubleMessage,
  now: Pick<DoubleMessage, 'text' | 'html' | 'rows'>,
): unknown {
  // https://core.telegram.org/bots/api#editmessagetext; in the server's words.
  if (message.html === now.html && JSON.stringify(message.rows) === JSON.stringify(now.rows))
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current ' +
        'content and reply markup of the message',
    );
  Object.assign(message, now);
  message.edits += 1;
  return view(state, chat, message);
}

function wordsOf(params: Params, field: 'text' | 'caption'): { text: string; html: string } {
  const html = stringOf(params[field]);
  // https://core.telegram.org/bots/api#formatting-options: this double reads HTML and plain text.
  if (![undefined, 'HTML'].includes(params['parse_mode'] as string | undefined))
    throw badRequest('unsupported parse_mode');
  return { html, text: params['parse_mode'] === 'HTML' ? parseHtml(html) : html };
}

function keyboardOf({ reply_markup }: Params): readonly (readonly DoubleButton[])[] {
  const rows = (reply_markup as { inline_keyboard?: Record<string, unknown>[][] } | undefined)?.inline_keyboard ?? [];
  // https://core.telegram.org/bots/api#inlinekeyboardmarkup; that there may be 100 is not in the docs.
  if (rows.flat().length > 100) throw badRequest('reply markup is too long');
  return rows.map((row) =>
    row.map((button) => {
      const text = stringOf(button['text']);
      const data = stringOf(button['callback_data']);
      const bytes = Buffer.byteLength(data);
      // https://core.telegram.org/bots/api#inlinekeyboardbutton: text is required.
      if (text.trim() === '') throw badRequest('can\'t parse inline keyboard button: Field "text" must be non-empty');
      // https://core.telegram.org/bots/api#inlinekeyboardbutton: callback_data has "1-64 bytes".
      if (bytes < 1 || bytes > 64) throw badRequest('BUTTON_DATA_INVALID');
      return { text, data };
    }),
  );
}

function post(
  state: DoubleState,
  chat: DoubleChat,
  what: Pick<DoubleMessage, 'text' | 'html' | 'rows'> & Partial<Pick<DoubleMessage, 'document'>>,
): DoubleMessage {
  const message: DoubleMessage = { ...what, id: state.nextMessage, from: 'bot', edits: 0 };
  state.nextMessage += 1;
  chat.messages.push(message);
  return message;
}

/** https://core.telegram.org/bots/api#message */
export function view(state: DoubleState, chat: DoubleChat, message: DoubleMessage): Record<string, unknown> {
  const person = { id: chat.id, is_bot: false, first_name: chat.name };
  return {
    message_id: message.id,
    date: 1_795_251_600,
    chat: { id: chat.id, type: 'private', first_name: chat.name },
    from: message.from === 'bot' ? state.bot : person,
    ...(message.document ? { document: { file_id: `sent-${message.id}` } } : { text: message.text }),
    ...(message.rows.length > 0
      ? {
          reply_markup: {
            inline_keyboard: message.rows.map((row) => row.map(({ text, data }) => ({ text, callback_data: data }))),
          },
        }
      : {}),
  };
}
