// People at the Graph double: what they do becomes webhooks in Meta's shapes, and what WhatsApp shows them is read from what was sent.
import type { DoubleMedia, SentMessage } from './graph-double-account.ts';
import { PHONE_ID, hashOf } from './graph-double-account.ts';
import type { Message } from './graph-double-rules.ts';

/** What the person's client shows of one message of the bot's. */
export interface Shown {
  readonly id: string;
  readonly text: string;
  /** Labels of buttons and rows. */
  readonly choices: readonly string[];
  /** Their ids. */
  readonly ids: readonly string[];
  readonly file?: { readonly name: string | undefined; readonly bytes: Uint8Array };
}

export interface DoublePerson {
  readonly id: string;
  /** Each resolves to the status that the webhook was answered with. `at` is in seconds. */
  say(
    text: string,
    options?: { readonly at?: number; readonly mark?: string; readonly quoted?: string },
  ): Promise<number>;
  /** Taps the newest button or row with this id. */
  tap(choice: string): Promise<number>;
  document(name: string, bytes: Uint8Array): Promise<number>;
  photo(bytes: Uint8Array): Promise<number>;
  /** Any kind of message, with what is peculiar to it. */
  send(type: string, content?: Record<string, unknown>): Promise<number>;
  /** The webhook of such a message, unsent. */
  webhook(type: string, content: Record<string, unknown>, mark?: string, at?: number): string;
  shown(): Shown[];
}

/** What a person needs of the double. */
interface Meta {
  readonly sent: readonly SentMessage[];
  readonly media: Map<string, DoubleMedia>;
  bring(body: string): Promise<number>;
}

/** The example day's morning, in seconds. */
export const NOW_SECONDS = Date.parse('2026-11-23T01:00:00.000Z') / 1000;

let messages = 0;

/** `id`: a phone number in digits, or a business-scoped id, whose owner keeps the number hidden. */
export function createPerson(
  id: string,
  double: Meta,
  seconds: () => number,
  wrote: (at: number) => void,
): DoublePerson {
  const isPhone = /^\d/.test(id);

  /** webhooks/reference/messages, and business-scoped-user-ids where there is no number. */
  function webhook(type: string, content: Record<string, unknown>, mark?: string, at = seconds()): string {
    messages += 1;
    const from = isPhone ? { from: id, from_user_id: 'ID.13491208655302741918' } : { from_user_id: id };
    const contact = isPhone ? { wa_id: id, user_id: 'ID.13491208655302741918' } : { user_id: id };
    const message = {
      ...from,
      id: mark ?? `wamid.${Buffer.from(`masuk-${messages}`).toString('base64')}`,
      timestamp: String(at),
      type,
      ...content,
    };
    return deliveryOf({ contacts: [{ profile: { name: 'Sari Contoh' }, ...contact }], messages: [message] });
  }

  async function bring(body: string, at = seconds()): Promise<number> {
    wrote(at * 1000);
    return double.bring(body);
  }

  function store(bytes: Uint8Array, type: string, name?: string): Record<string, unknown> {
    const mediaId = `${double.media.size + 1}`.padStart(12, '9');
    const sha256 = hashOf(bytes);
    double.media.set(mediaId, { bytes, type, sha256, ...(name === undefined ? {} : { name }) });
    const file = name === undefined ? {} : { filename: name };
    return { ...file, mime_type: type, sha256: Buffer.from(sha256, 'hex').toString('base64'), id: mediaId };
  }

  function shown(): Shown[] {
    const to = isPhone ? `+${id}` : id;
    return double.sent.filter((each) => each.to === to).map(({ id: sent, message }) => show(sent, message, double));
  }

  return {
    id,
    webhook,
    shown,
    say(text, { at, mark, quoted } = {}) {
      const context = quoted === undefined ? {} : { context: { from: '6281100000000', id: quoted } };
      return bring(webhook('text', { text: { body: text }, ...context }, mark, at), at);
    },
    tap(choice) {
      const under = shown().findLast(({ ids }) => ids.includes(choice));
      const index = under?.ids.indexOf(choice) ?? -1;
      if (!under || index < 0) throw new Error(`no button or row ${choice} was ever shown`);
      const sent = double.sent.find(({ id: each }) => each === under.id)?.message;
      const isList = sent?.type === 'interactive' && sent.interactive.type === 'list';
      const reply = { id: choice, title: under.choices[index] };
      const interactive = isList
        ? { type: 'list_reply', list_reply: reply }
        : { type: 'button_reply', button_reply: reply };
      return bring(webhook('interactive', { interactive, context: { from: '6281100000000', id: under.id } }));
    },
    document: (name, bytes) => bring(webhook('document', { document: store(bytes, 'application/pdf', name) })),
    photo: (bytes) => bring(webhook('image', { image: store(bytes, 'image/jpeg') })),
    send: (type, content = {}) => bring(webhook(type, content)),
  };
}

/** A whole webhook around one value. */
export function deliveryOf(value: Record<string, unknown>, field = 'messages'): string {
  const metadata = { display_phone_number: '6281100000000', phone_number_id: PHONE_ID };
  const whole = { messaging_product: 'whatsapp', metadata, ...value };
  return JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [{ id: '102290129340398', changes: [{ value: whole, field }] }],
  });
}

function show(id: string, message: Message, { media }: Meta): Shown {
  switch (message.type) {
    case 'text':
      return { id, text: message.text.body, choices: [], ids: [] };
    case 'template':
      return { id, text: message.template.components[0]?.parameters[0]?.text ?? '', choices: [], ids: [] };
    case 'interactive': {
      const { body, ...rest } = message.interactive;
      const options =
        rest.type === 'button'
          ? rest.action.buttons.map(({ reply }) => reply)
          : rest.action.sections.flatMap(({ rows }) => rows);
      return { id, text: body.text, choices: options.map(({ title }) => title), ids: options.map((each) => each.id) };
    }
    case 'document':
    case 'image': {
      const part = message.type === 'document' ? message.document : message.image;
      const name = message.type === 'document' ? message.document.filename : undefined;
      const bytes = media.get(part.id)?.bytes ?? new Uint8Array();
      return { id, text: part.caption ?? '', choices: [], ids: [], file: { name, bytes } };
    }
  }
}
