// What Meta documents about messages that a business sends, strictly: whatever is not in here is refused. Each rule names its page, all
// under https://developers.facebook.com/documentation/business-messaging/whatsapp/
import { z } from 'zod';

/** Characters as JavaScript counts them, which is never fewer than as Meta does. */
const text = (most: number) => z.string().min(1).max(most);

/** messages/text-messages: "Maximum 4096 characters". */
const Text = z.strictObject({ body: text(4096), preview_url: z.boolean().optional() });

/** messages/interactive-reply-buttons-messages: up to 3 buttons, title 20, id 256, no spaces at the ends of an id; body 1024. */
const Button = z.strictObject({
  type: z.literal('reply'),
  reply: z.strictObject({ id: text(256).refine(isTrimmed, 'spaces around an id'), title: text(20) }),
});

/** messages/interactive-list-messages: row id 200, title 24, description 72. */
const Row = z.strictObject({
  id: text(200).refine(isTrimmed, 'spaces around an id'),
  title: text(24),
  description: text(72).optional(),
});

/** The same page: button 20; up to 10 sections, each with a title of up to 24 where there are several; up to 10 rows in all of them. */
const List = z
  .strictObject({
    button: text(20),
    sections: z
      .array(z.strictObject({ title: text(24).optional(), rows: z.array(Row).min(1) }))
      .min(1)
      .max(10),
  })
  .refine(({ sections }) => sections.flatMap(({ rows }) => rows).length <= 10, 'more than 10 rows')
  .refine(({ sections }) => areUnique(sections.flatMap(({ rows }) => rows.map(({ id }) => id))), 'row ids repeat')
  .refine(({ sections }) => sections.length === 1 || sections.every(({ title }) => title), 'a section has no title');

/** Pages differ on the body of a list (1024 or 4096); the stricter one counts. */
const Body = z.strictObject({ text: text(1024) });

const Interactive = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('button'),
    body: Body,
    action: z
      .strictObject({ buttons: z.array(Button).min(1).max(3) })
      .refine(({ buttons }) => areUnique(buttons.map(({ reply }) => reply.id)), 'button ids repeat')
      .refine(({ buttons }) => areUnique(buttons.map(({ reply }) => reply.title)), 'button titles repeat'),
  }),
  z.strictObject({ type: z.literal('list'), body: Body, action: List }),
]);

/** messages/document-messages and messages/image-messages: caption 1024. */
const Document = z.strictObject({ id: text(200), filename: text(240).optional(), caption: text(1024).optional() });
const Image = z.strictObject({ id: text(200), caption: text(1024).optional() });

/** Error 132000 and the template pages: "Param text cannot have new-line/tab characters or more than 4 consecutive spaces". */
const Parameter = z.strictObject({
  type: z.literal('text'),
  text: text(1024).refine((value) => !/[\n\r\t]| {5}/.test(value), 'line breaks, tabs or many spaces in a parameter'),
});

/** messages/template-messages. */
const Template = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/),
  language: z.strictObject({ code: z.string().regex(/^[a-z]{2,3}(?:_[A-Z]{2})?$/) }),
  components: z.array(z.strictObject({ type: z.literal('body'), parameters: z.array(Parameter).min(1) })).length(1),
});

const base = {
  messaging_product: z.literal('whatsapp'),
  recipient_type: z.literal('individual').optional(),
  /** messages/send-messages, "Phone number formats": the plus and the country code are asked for. */
  to: z
    .string()
    .regex(/^\+[1-9]\d{4,14}$/)
    .optional(),
  /** business-scoped-user-ids: `CC.` and up to 128 letters and digits, with `ENT.` for a parent id. */
  recipient: z
    .string()
    .regex(/^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/)
    .optional(),
};

export const Message = z
  .discriminatedUnion('type', [
    z.strictObject({ ...base, type: z.literal('text'), text: Text }),
    z.strictObject({ ...base, type: z.literal('interactive'), interactive: Interactive }),
    z.strictObject({ ...base, type: z.literal('document'), document: Document }),
    z.strictObject({ ...base, type: z.literal('image'), image: Image }),
    z.strictObject({ ...base, type: z.literal('template'), template: Template }),
  ])
  .refine(({ to, recipient }) => (to === undefined) !== (recipient === undefined), 'either to or recipient');

export type Message = z.infer<typeof Message>;

const MB = 1_000_000;

/** business-phone-numbers/media, "Supported media types": which message may carry it, and how many bytes it may have. */
export const MEDIA: Readonly<Record<string, { readonly message: 'document' | 'image'; readonly most: number }>> = {
  'application/pdf': { message: 'document', most: 100 * MB },
  'text/plain': { message: 'document', most: 100 * MB },
  'image/jpeg': { message: 'image', most: 5 * MB },
  'image/png': { message: 'image', most: 5 * MB },
};

function isTrimmed(value: string): boolean {
  return value.trim() === value;
}

function areUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}
