// The people on the other side of the Bot API double: what their apps show, and what they do.
import { view } from './telegram-double-methods.ts';
import type { DoubleChat, DoubleMessage, DoubleState, DoubleUpdate } from './telegram-double-state.ts';

/** Each act gives the id of the update that it makes. */
export interface DoublePerson {
  readonly chat: DoubleChat;
  say(text: string): number;
  /** Taps the button with that label, under the last message that has one. */
  tap(label: string): number;
  /** Taps what is no longer shown, or somebody else's: whatever a client may send. */
  tapData(data: string, from?: { readonly id: number }): number;
  upload(file: {
    readonly name: string;
    readonly bytes: Uint8Array;
    readonly size?: number;
    readonly caption?: string;
  }): number;
  /** As a photo: made small by the app, without a name, in several sizes. */
  photo(bytes: Uint8Array): number;
  edit(text: string): number;
  /** Any other message: its fields beside those that all have. */
  send(fields: Readonly<Record<string, unknown>>): number;
  block(): void;
  /** What the bot has said here. */
  shown(): DoubleMessage[];
}

export function createPeople(
  state: DoubleState,
  arrive: (update: DoubleUpdate) => void,
): (id: number, name?: string) => DoublePerson {
  let nextUpdate = 900_000;
  let nextQuery = 1;
  let nextFile = 1;

  function update(fields: Readonly<Record<string, unknown>>): number {
    const id = nextUpdate;
    nextUpdate += 1;
    arrive({ update_id: id, ...fields });
    return id;
  }

  function keep(bytes: Uint8Array, path: string, size = bytes.length): string {
    const id = `file-${nextFile}`;
    nextFile += 1;
    state.files.set(id, { path: `${path}/${id}`, bytes, size });
    return id;
  }

  return (id, name = 'Pegawai Contoh') => {
    const chat: DoubleChat = state.chats.get(id) ?? {
      id,
      name,
      started: true,
      blocked: false,
      deactivated: false,
      messages: [],
    };
    state.chats.set(id, chat);

    function write(fields: Readonly<Record<string, unknown>>, text = ''): number {
      chat.started = true;
      const message: DoubleMessage = { id: state.nextMessage, from: 'person', text, html: text, rows: [], edits: 0 };
      state.nextMessage += 1;
      chat.messages.push(message);
      const { text: _text, ...common } = view(state, chat, message);
      return update({ message: { ...common, ...fields } });
    }

    function tapData(data: string, { id: by }: { readonly id: number } = { id }): number {
      const message = chat.messages.findLast(({ from }) => from === 'bot');
      const query = `q-${nextQuery}`;
      nextQuery += 1;
      state.queries.set(query, 'open');
      const from = { id: by, is_bot: false, first_name: name };
      const base = { id: query, from, chat_instance: 'c', data };
      return update({ callback_query: { ...base, ...(message ? { message: view(state, chat, message) } : {}) } });
    }

    return {
      chat,
      tapData,
      say(text) {
        // https://core.telegram.org/bots/api#messageentity: the app marks a command at the beginning.
        const command = /^\/\w+(?:@\w+)?/.exec(text)?.[0];
        const entities = command ? { entities: [{ type: 'bot_command', offset: 0, length: command.length }] } : {};
        return write({ text, ...entities }, text);
      },
      tap(label) {
        const buttons = chat.messages.toReversed().flatMap(({ rows }) => rows.flat());
        const button = buttons.find(({ text }) => text === label);
        if (!button) throw new Error(`no button ${label}; there are ${buttons.map(({ text }) => text).join(', ')}`);
        return tapData(button.data);
      },
      upload({ name: file_name, bytes, size, caption }) {
        const file_id = keep(bytes, 'documents', size);
        const document = { file_id, file_unique_id: `u-${file_id}`, file_name, file_size: size ?? bytes.length };
        return write({ document, ...(caption === undefined ? {} : { caption }) });
      },
      photo(bytes) {
        const size = (of: Uint8Array, width: number) => {
          const file_id = keep(of, 'photos');
          return { file_id, file_unique_id: `u-${file_id}`, width, height: width, file_size: of.length };
        };
        return write({ photo: [size(bytes.slice(0, 1), 90), size(bytes, 1280), size(bytes.slice(0, 2), 320)] });
      },
      edit(text) {
        const message = chat.messages.findLast(({ from }) => from === 'person');
        if (!message) throw new Error('nothing was said yet');
        return update({ edited_message: { ...view(state, chat, message), edit_date: 1_795_251_700, text } });
      },
      send: (fields) => write(fields),
      block() {
        chat.blocked = true;
      },
      shown: () => chat.messages.filter(({ from }) => from === 'bot'),
    };
  };
}
