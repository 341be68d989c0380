// The Graph API to test against: strict where Meta documents a limit, in Meta's shapes; people write through signed webhooks.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DoubleMedia, SentMessage } from './graph-double-account.ts';
import { PHONE_ID, TOKEN, hashOf, sign } from './graph-double-account.ts';
import type { DoublePerson } from './graph-double-people.ts';
import { NOW_SECONDS, createPerson } from './graph-double-people.ts';
import { MEDIA, Message } from './graph-double-rules.ts';

const VERSION = 'v23.0';

/** What goes wrong next time. */
export type Fault =
  /** An error as Meta words it: HTTP status, code, seconds for Retry-After. */
  | { readonly status: number; readonly code: number; readonly retryAfter?: number }
  /** The connection breaks before an answer. */
  | 'broken'
  /** Something in between answers, and not in JSON. */
  | 'gateway'
  /** Nothing is answered at all. */
  | 'silent';

export interface GraphDouble {
  readonly root: string;
  /** Messages that WhatsApp took, oldest first. */
  readonly sent: readonly SentMessage[];
  /** Every call but for media addresses: `POST messages`, `POST media`, `GET media`, and the addresses as `GET file`. */
  readonly calls: readonly string[];
  /** Which limits were violated. `close` rejects when there are any, so take out those that were meant. */
  readonly violations: string[];
  readonly media: Map<string, DoubleMedia>;
  /** Names and language codes of the approved templates, each with one variable. */
  readonly templates: Map<string, readonly string[]>;
  /** By whether a person wrote within 24 hours, free-form messages are refused (131047). */
  enforceWindow(now: () => string): void;
  fail(fault: Fault, times?: number): void;
  person(id: string): DoublePerson;
  /** Signs a webhook and brings it; resolves to the answer's status. */
  bring(body: string, signature?: string): Promise<number>;
  /** How webhooks reach the transport. */
  webhook(push: (request: Request) => Promise<Response>): void;
  /** How many times every webhook is brought; once when nothing is set. */
  repeat: number;
  close(): Promise<void>;
}

type Answer = { readonly json: object } | { readonly bytes: Uint8Array } | { readonly redirect: string } | 'nothing';

class Refusal extends Error {
  readonly fault: { readonly status: number; readonly code: number; readonly retryAfter?: number };
  constructor(fault: Refusal['fault'], details: string) {
    super(details);
    this.fault = fault;
  }
}

export async function openGraphDouble(): Promise<GraphDouble> {
  const sent: SentMessage[] = [];
  const calls: string[] = [];
  const violations: string[] = [];
  const media = new Map<string, DoubleMedia>();
  const templates = new Map<string, readonly string[]>();
  const faults: Fault[] = [];
  const lastWrote = new Map<string, number>();
  let clock: (() => string) | undefined;
  let push: (request: Request) => Promise<Response> = () => Promise.resolve(new Response(null, { status: 404 }));
  let ids = 0;
  const nextId = (): string => String((ids += 1)).padStart(16, '0');

  async function answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const [, version, id = '', edge] = url.pathname.split('/');
    const kind = version === 'file' ? 'file' : (edge ?? 'media');
    calls.push(`${request.method} ${kind}`);
    const body = await bodyOf(request);
    if (request.headers.authorization !== `Bearer ${TOKEN}`)
      throw new Refusal({ status: 401, code: 190 }, 'Invalid OAuth access token');
    const fault = kind === 'file' ? undefined : faults.shift();
    if (fault === 'broken' || fault === 'gateway') throw new Error(fault);
    if (fault === 'silent') return new Promise(() => undefined);
    if (fault) throw new Refusal(fault, 'Asked for by the test');
    if (kind === 'file') return readFile(id);
    if (version !== VERSION) throw new Refusal({ status: 400, code: 2635 }, 'Unknown version');
    if (request.method === 'GET') return describe(id);
    if (id !== PHONE_ID) throw new Refusal({ status: 400, code: 100 }, 'Unknown phone number');
    return kind === 'media' ? upload(request.headers['content-type'] ?? '', body) : take(body);
  }

  /** …/business-phone-numbers/media: the address is good for five minutes. */
  function describe(id: string): { json: object } {
    const file = media.get(id);
    if (!file) throw new Refusal({ status: 400, code: 100 }, 'Object does not exist');
    const size = file.size ?? file.bytes.length;
    const address = file.url ?? `${root}/file/${id}`;
    return {
      json: {
        messaging_product: 'whatsapp',
        url: address,
        mime_type: file.type,
        sha256: file.sha256,
        file_size: String(size),
        id,
      },
    };
  }

  function readFile(id: string): Answer {
    const file = media.get(id);
    if (!file || (file.expired ?? 0) > 0) {
      if (file) file.expired = (file.expired ?? 0) - 1;
      return 'nothing';
    }
    return file.redirect === undefined ? { bytes: file.bytes } : { redirect: file.redirect };
  }

  async function upload(contentType: string, body: Buffer): Promise<{ json: object }> {
    const form = await new Response(body, { headers: { 'Content-Type': contentType } }).formData();
    const file = form.get('file');
    const type = form.get('type');
    const rule = typeof type === 'string' ? MEDIA[type] : undefined;
    if (form.get('messaging_product') !== 'whatsapp') throw violation('messaging_product is missing');
    if (!(file instanceof File)) throw violation('there is no file');
    if (!rule || file.type !== type) throw violation(`the type ${file.type} is not supported`);
    if (file.size > rule.most) throw violation(`${file.size} bytes are too many for ${file.type}`);
    const bytes = new Uint8Array(await file.arrayBuffer());
    const id = nextId();
    media.set(id, { bytes, type: file.type, name: file.name, sha256: hashOf(bytes) });
    return { json: { id } };
  }

  function take(body: Buffer): { json: object } {
    const parsed = Message.safeParse(JSON.parse(body.toString('utf8')));
    if (!parsed.success)
      throw violation(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
    const message = parsed.data;
    const to = message.to ?? message.recipient ?? '';
    checkMedia(message);
    checkTemplate(message);
    checkWindow(message, to);
    const id = `wamid.${nextId()}`;
    sent.push({ id, to, message });
    const contact = message.to === undefined ? { user_id: to } : { input: to, wa_id: to.slice(1) };
    return { json: { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id }] } };
  }

  function checkMedia(message: Message): void {
    if (message.type !== 'document' && message.type !== 'image') return;
    const { id } = message.type === 'document' ? message.document : message.image;
    const file = media.get(id);
    if (!file) throw violation('the file was never uploaded');
    if (MEDIA[file.type]?.message !== message.type)
      throw violation(`${file.type} in a message of type ${message.type}`);
  }

  /** support/error-codes: 132001, the template does not exist in the language. */
  function checkTemplate(message: Message): void {
    if (message.type !== 'template') return;
    const { name, language } = message.template;
    if (templates.get(name)?.includes(language.code) === true) return;
    violations.push(`no template ${name} in ${language.code}`);
    throw new Refusal({ status: 404, code: 132001 }, 'Template does not exist');
  }

  /** support/error-codes: 131047, "more than 24 hours have passed since the recipient last replied". */
  function checkWindow(message: Message, to: string): void {
    if (message.type === 'template' || !clock) return;
    const wrote = lastWrote.get(to);
    if (wrote !== undefined && Date.parse(clock()) - wrote < 24 * 60 * 60_000) return;
    throw new Refusal({ status: 400, code: 131047 }, 'Re-engagement message');
  }

  function violation(what: string): Refusal {
    violations.push(what);
    return new Refusal({ status: 400, code: 100 }, what);
  }

  const server = createServer((request, reply) => {
    answer(request)
      .then((answered) => {
        if (answered === 'nothing') reply.writeHead(404).end();
        else if ('redirect' in answered) reply.writeHead(302, { Location: answered.redirect }).end();
        else if ('bytes' in answered) reply.writeHead(200).end(answered.bytes);
        else json(reply, 200, answered.json);
      })
      .catch((error: unknown) => {
        if (error instanceof Refusal) return refuse(reply, error);
        if (error instanceof Error && error.message === 'gateway')
          return void reply.writeHead(502, { 'Content-Type': 'text/html' }).end('<h1>Bad Gateway</h1>');
        request.socket.destroy();
      });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const root = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const double: GraphDouble = {
    root,
    sent,
    calls,
    violations,
    media,
    templates,
    repeat: 1,
    enforceWindow: (now) => void (clock = now),
    fail(fault, times = 1) {
      for (let left = times; left > 0; left -= 1) faults.push(fault);
    },
    person(id) {
      const seconds = (): number => (clock ? Math.floor(Date.parse(clock()) / 1000) : NOW_SECONDS);
      const to = /^\d/.test(id) ? `+${id}` : id;
      return createPerson(id, double, seconds, (at) => lastWrote.set(to, Math.max(lastWrote.get(to) ?? 0, at)));
    },
    async bring(body, signature = sign(body)) {
      const headers = { 'Content-Type': 'application/json', 'X-Hub-Signature-256': signature };
      const request = (): Request => new Request('http://localhost/whatsapp', { method: 'POST', headers, body });
      const { status } = await push(request());
      for (let more = 1; more < double.repeat; more += 1) await push(request());
      return status;
    },
    webhook: (given) => void (push = given),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      if (violations.length > 0) throw new Error(`Meta would have refused: ${violations.join(' | ')}`);
    },
  };
  return double;
}

function json(reply: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  reply.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Graph API, "Handling errors". */
function refuse(reply: ServerResponse, { message: details, fault }: Refusal): void {
  const { status, code, retryAfter } = fault;
  const error = {
    message: `(#${code}) ${details}`,
    type: 'OAuthException',
    code,
    error_data: { messaging_product: 'whatsapp', details },
    fbtrace_id: 'AbCdEfGhIjKlMnOp',
  };
  json(reply, status, { error }, retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) });
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
