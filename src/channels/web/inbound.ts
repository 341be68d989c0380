// Makes the port's Inbound of what came over HTTP, already clean enough to be kept and shown.
import { z } from 'zod';
import type { Address, IncomingFile, Inbound, Instant } from '../../app/ports.ts';
import { Fault } from './fault.ts';

/** One more than the use cases accept: enough for them to see that it is too long. */
export const MAX_TEXT = 20_001;

const MAX_NAME = 200;

const Said = z.union([
  z.strictObject({ text: z.string() }),
  z.strictObject({ choice: z.string().min(1).max(MAX_NAME) }),
]);

const Key = z.string().regex(/^[\x21-\x7e]{1,100}$/);

export type Said = { readonly text: string } | { readonly choice: string };

/** The body of `POST …/messages` as JSON. Throws Fault. */
export function parseSaid(body: string): Said {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Fault('bad_json');
  }
  const said = Said.safeParse(value);
  if (!said.success) throw new Fault('bad_request');
  if (!('text' in said.data)) return { choice: cleanText(said.data.choice) };
  if (said.data.text === '') throw new Fault('empty_message');
  return { text: cleanText(said.data.text.slice(0, MAX_TEXT)) };
}

/** The message's id: the same for the same Idempotency-Key, however often it is sent. Throws Fault for a key that is none. */
export function messageId(person: string, key: string | undefined, newId: () => string): string {
  if (key === undefined) return `web:${person}:${newId()}`;
  if (!Key.safeParse(key).success) throw new Fault('bad_key');
  return `web:${person}:${key}`;
}

export function toInbound(
  id: string,
  from: Address,
  said: { readonly text?: string; readonly choice?: string; readonly file?: IncomingFile },
  at: Instant,
): Inbound {
  return { id, from, ...said, at };
}

/** The last part of a path that some browsers send whole, without control characters, short. */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return cleanText(last)
    .replaceAll(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .slice(0, MAX_NAME);
}

/** Half of a character (a lone surrogate) can be stored nowhere. */
export function cleanText(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\ufffd');
}
