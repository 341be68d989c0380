// What a webhook of Meta says, checked once. Shapes: https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference/messages
import { z } from 'zod';

const Id = z.string().min(1).max(500);
const Media = z.object({
  id: Id,
  mime_type: z.string().optional().catch(undefined),
  filename: z.string().optional().catch(undefined),
  sha256: z.string().optional().catch(undefined),
});
const Reply = z.object({ id: z.string().min(1).max(300) });

/** What a kind of message holds may fail without the message being lost: it is then one that the desk cannot read. */
const Message = z.object({
  id: Id,
  /** Absent when the person keeps the number hidden; then there is a business-scoped id. */
  from: z.string().optional(),
  from_user_id: z.string().optional(),
  /** Seconds since 1970, as text. */
  timestamp: z.string().regex(/^\d{1,12}$/),
  type: z.string(),
  group_id: z.string().optional(),
  context: z.object({ id: Id.optional() }).optional().catch(undefined),
  text: z.object({ body: z.string() }).optional().catch(undefined),
  button: z.object({ text: z.string() }).optional().catch(undefined),
  interactive: z.object({ button_reply: Reply.optional(), list_reply: Reply.optional() }).optional().catch(undefined),
  document: Media.optional().catch(undefined),
  image: Media.optional().catch(undefined),
  unsupported: z.object({ type: z.string() }).optional().catch(undefined),
});

const Contact = z.object({ wa_id: z.string().optional(), user_id: z.string().optional() });
const Failure = z.object({ code: z.number() });
const Status = z.object({ status: z.string(), errors: z.array(Failure).optional() });

const Value = z.object({
  metadata: z.object({ phone_number_id: z.string() }),
  contacts: z.array(Contact).optional(),
  messages: z.array(z.unknown()).optional(),
  statuses: z.array(Status).optional(),
  errors: z.array(Failure).optional(),
});

const Delivery = z.object({
  object: z.literal('whatsapp_business_account'),
  entry: z.array(z.object({ changes: z.array(z.object({ field: z.string(), value: z.unknown() })) })),
});

export type CloudMessage = z.infer<typeof Message>;
export type CloudMedia = z.infer<typeof Media>;

/** What one webhook brings to our number. */
export interface Delivery {
  readonly messages: readonly CloudMessage[];
  /** Codes of what could not be delivered to people, or went wrong at Meta: …/whatsapp/support/error-codes */
  readonly failures: readonly number[];
  /** How many messages are not as Meta describes them. */
  readonly unreadable: number;
}

/** Throws z.ZodError for what is not as Meta describes it, and SyntaxError for what is no JSON. */
export function readDelivery(body: string, phoneId: string): Delivery {
  const values = Delivery.parse(JSON.parse(body))
    .entry.flatMap(({ changes }) => changes)
    .filter(({ field }) => field === 'messages')
    .map(({ value }) => Value.parse(value))
    .filter(({ metadata }) => metadata.phone_number_id === phoneId);
  const messages = values.flatMap(({ messages: each = [], contacts = [] }) =>
    each.map((message) => {
      const read = Message.safeParse(message).data;
      const { wa_id, user_id } = contacts.length === 1 ? (contacts[0] ?? {}) : {};
      // Who wrote stands in the message, or beside it where it has one contact.
      return read && { ...read, from: read.from ?? wa_id, from_user_id: read.from_user_id ?? user_id };
    }),
  );
  return {
    messages: messages.filter((message) => message !== undefined),
    failures: values.flatMap(({ statuses = [], errors = [] }) =>
      [...errors, ...statuses.flatMap((status) => status.errors ?? [])].map(({ code }) => code),
    ),
    unreadable: messages.filter((message) => message === undefined).length,
  };
}
