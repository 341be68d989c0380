// The API around the chats: the people, the requests, the clock, the page's words and samples.
import type { Hono } from 'hono';
import { z } from 'zod';
import type { Address } from '../../app/ports.ts';
import type { EventHub } from './events.ts';
import type { Guard } from './guard.ts';
import type { WebOptions } from './options.ts';
import type { Room } from './room.ts';
import { readLimited } from './body.ts';
import { eventStream, messageOf } from './chat-routes.ts';
import { eventFrame } from './events.ts';
import { Fault } from './fault.ts';
import { ONESELF } from './guard.ts';
import { paperResponse } from './paper-response.ts';

const MAX_CLOCK_BODY = 1_000;

const Advance = z.strictObject({ advance: z.string().max(40) });
const Lang = z.enum(['id', 'en']);
const Position = z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER);

export function routeDesk(app: Hono, options: WebOptions, guard: Guard, hub: EventHub, room: Room): void {
  const demo = options.mode === 'demo';

  app.get('/api/about', (context) =>
    context.json({
      mode: options.mode,
      agency: options.agency.name,
      timeZone: options.agency.timeZone,
      zoneLabel: options.agency.zoneLabel,
      now: options.now(),
      clock: demo && options.advanceClock !== undefined,
      maxUploadBytes: options.maxUploadBytes,
      samples: samples().map(({ name, label, type }) => ({
        name,
        label,
        type,
        url: `/api/samples/${encodeURIComponent(name)}`,
      })),
    }),
  );

  app.get('/api/texts', (context) => {
    const lang = Lang.safeParse(context.req.query('lang') ?? 'id');
    if (!lang.success) throw new Fault('bad_request');
    return context.json(options.texts[lang.data]);
  });

  app.get('/api/people', (context) => {
    const cookie = guard.welcome(context);
    if (cookie === undefined) return context.json(options.seats);
    context.header('Set-Cookie', cookie);
    const title = { id: options.texts.id['seat.visitor'] ?? '', en: options.texts.en['seat.visitor'] ?? '' };
    return context.json([{ id: ONESELF, name: '', title, kind: 'applicant', role: 'applicant' }]);
  });

  app.get('/api/applications', async (context) => context.json(await options.listApplications(guard.viewer(context))));

  app.get('/api/applications/:number', async (context) => {
    const number = context.req.param('number');
    const viewer = guard.viewer(context);
    const view =
      viewer === undefined
        ? await options.viewApplication(number)
        : (await options.listApplications(viewer)).find((each) => each.number === number);
    // Somebody else's request and none at all look the same.
    if (!view) throw new Fault('unknown_application');
    return context.json(view);
  });

  app.get('/api/events', (context) => {
    const people = demo ? options.seats.map(({ id }) => id) : [ONESELF];
    const known = new URLSearchParams(context.req.header('last-event-id') ?? context.req.query('after') ?? '');
    const names = new Map<Address, string>(people.map((person) => [guard.addressOf(context, person), person]));
    const after = new Map([...names].map(([address, person]) => [address, positionOf(known.get(person))]));
    return eventStream(hub, guard.remote(context), after, (address, entry, positions) => {
      const person = names.get(address) ?? '';
      const at = new URLSearchParams(
        Object.fromEntries([...names].map(([each, name]) => [name, String(positions.get(each) ?? 0)])),
      );
      return eventFrame({ id: at.toString(), data: { person, message: messageOf(person, entry) } });
    });
  });

  app.post('/api/clock', guard.writing, async (context) => {
    if (!demo || !options.advanceClock) throw new Fault('not_found');
    const now = await options
      .advanceClock(parseAdvance(await readLimited(context.req.raw, MAX_CLOCK_BODY, room)))
      .catch((error: unknown) => {
        throw error instanceof RangeError ? new Fault('bad_duration') : error;
      });
    hub.broadcast(eventFrame({ event: 'clock', data: { now } }));
    return context.json({ now });
  });

  app.get('/api/samples/:name', async (context) => {
    const sample = samples().find(({ name }) => name === context.req.param('name'));
    if (!sample) throw new Fault('unknown_file');
    const { name, type } = sample;
    return paperResponse({ name, type, bytes: await sample.bytes() }, context.req.query('download') !== undefined);
  });

  function samples() {
    return demo ? (options.samples ?? []) : [];
  }
}

function parseAdvance(body: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Fault('bad_json');
  }
  const wanted = Advance.safeParse(value);
  if (!wanted.success) throw new Fault('bad_request');
  return wanted.data.advance;
}

function positionOf(value: string | null): number {
  const position = Position.safeParse(value ?? 0);
  if (!position.success) throw new Fault('bad_request');
  return position.data;
}
