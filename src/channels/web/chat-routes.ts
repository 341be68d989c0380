// The API of one chat: what is said in it, its papers, and its events.
import type { Context, Hono } from 'hono';
import { z } from 'zod';
import type { Address, Inbound, LogEntry } from '../../app/ports.ts';
import type { EventHub } from './events.ts';
import type { Guard } from './guard.ts';
import type { WebOptions } from './options.ts';
import type { Room } from './room.ts';
import type { UploadShelf } from './upload-shelf.ts';
import { eventFrame } from './events.ts';
import { Fault } from './fault.ts';
import { readLimited } from './body.ts';
import { cleanName, cleanText, messageId, parseSaid, toInbound } from './inbound.ts';
import { createOutgoing } from './outgoing.ts';
import { MIME, paperResponse } from './paper-response.ts';
import { readUpload } from './upload.ts';

/** 10 MB of text is answered by the bot; JSON may write a character in six. */
const MAX_JSON = 16 * 1024 * 1024;

const Seq = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export interface ChatDeps {
  readonly options: WebOptions;
  readonly guard: Guard;
  readonly hub: EventHub;
  readonly shelf: UploadShelf;
  readonly room: Room;
  /** Resolves when the message has been dealt with. Throws Fault when it could not be. */
  readonly receive: (inbound: Inbound) => Promise<void>;
}

export function routeChats(app: Hono, { options, guard, hub, shelf, room, receive }: ChatDeps): void {
  const outgoing = createOutgoing();

  app.get('/api/chats/:person/messages', async (context) => {
    const person = context.req.param('person');
    const address = guard.addressOf(context, person);
    const after = Seq.safeParse(context.req.query('after') ?? 0);
    if (!after.success) throw new Fault('bad_request');
    const lines = await options.readLog(address, after.data);
    return context.json(lines.map((entry) => messageOf(person, entry)));
  });

  app.post('/api/chats/:person/messages', guard.writing, async (context) => {
    const person = context.req.param('person');
    const address = guard.addressOf(context, person);
    const id = messageId(address.slice('web:'.length), context.req.header('idempotency-key'), () => options.newId());
    const type = context.req.header('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (type === 'multipart/form-data') {
      const cutShort = await receiveUpload(context, id, address);
      if (cutShort) context.header('Connection', 'close');
    } else if (type === 'application/json') {
      const said = parseSaid(await readLimited(context.req.raw, MAX_JSON, room));
      await receive(toInbound(id, address, said, options.now()));
    } else throw new Fault('unsupported_type');
    hub.notify(address);
    return context.json({ id }, 202);
  });

  app.get('/api/chats/:person/events', (context) => {
    const person = context.req.param('person');
    const address = guard.addressOf(context, person);
    const last = Seq.safeParse(context.req.header('last-event-id') ?? context.req.query('after') ?? 0);
    if (!last.success) throw new Fault('bad_request');
    return eventStream(hub, guard.remote(context), new Map([[address, last.data]]), (_address, entry) =>
      eventFrame({ id: String(entry.seq), data: messageOf(person, entry) }),
    );
  });

  app.get('/api/chats/:person/files/:id', async (context) => {
    const address = guard.addressOf(context, context.req.param('person'));
    const response = await outgoing.send(guard.remote(context), async () => {
      const file = await options.readFile(address, context.req.param('id'));
      if (!file) throw new Fault('unknown_file');
      return paperResponse(file, context.req.query('download') !== undefined);
    });
    // Nobody reads the body of an answer to HEAD.
    if (context.req.method === 'HEAD') await response.body?.cancel();
    return response;
  });

  async function receiveUpload(context: Context, id: string, from: Address): Promise<boolean> {
    const upload = await readUpload(context.req.raw, options.maxUploadBytes, room);
    const ref = options.newId();
    if (upload.bytes && !shelf.put(ref, upload.bytes)) throw new Fault('busy', 5);
    try {
      const file = { ref, name: cleanName(upload.name), size: upload.size };
      const text = upload.text ? { text: cleanText(upload.text) } : {};
      await receive(toInbound(id, from, { file, ...text }, options.now()));
    } finally {
      shelf.drop(ref);
    }
    return upload.cutShort;
  }
}

/** An event stream over these chats. Throws Fault when too many listen already. */
export function eventStream(
  hub: EventHub,
  from: string,
  after: ReadonlyMap<Address, number>,
  frame: (address: Address, entry: LogEntry, positions: ReadonlyMap<Address, number>) => string,
): Response {
  const stream = hub.listen({ from, after, frame });
  if (!stream) throw new Fault('busy', 10);
  return new Response(stream, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  });
}

/** A line of the log as the API gives it. */
export function messageOf(person: string, { seq, from, at, message }: LogEntry): object {
  const { text, choices, file } = message;
  const paper = file && {
    id: file.id,
    name: file.name,
    type: MIME[file.type],
    size: file.size,
    url: `/api/chats/${encodeURIComponent(person)}/files/${encodeURIComponent(file.id)}`,
  };
  return { seq, from, text, choices, ...(paper ? { file: paper } : {}), at };
}
