// BSrE's Esign Client Service, version 2 of its API: the status of a person and a second look at a PDF, and nothing else.
// Version 1 would put the NIK into the address, where every log on the way keeps it.
import type { Esign, Log } from '../app/ports.ts';
import type { ClientOptions, Limits, Trouble } from './client.ts';
import { createClient } from './client.ts';
import { readOpinion, readStatus } from './answers.ts';

export interface EsignOptions extends ClientOptions {
  readonly log: Log;
  /** For tests. */
  readonly limits?: { readonly status: Limits; readonly verify: Limits };
}

const LIMITS = { status: { ms: 3_000, maxBytes: 100_000 }, verify: { ms: 10_000, maxBytes: 1_000_000 } };

export function createEsign({ log, limits = LIMITS, ...options }: EsignOptions): Esign {
  const post = createClient(options);

  async function ask<T>(path: string, body: object, within: Limits, read: (body: unknown) => T | undefined) {
    const answer = await post(path, body, within);
    const understood = answer.ok ? read(answer.body) : undefined;
    const code: Trouble | undefined = answer.ok ? 'unreadable' : answer.trouble;
    if (understood === undefined) log.warn('BSrE gave no answer', { path, code });
    return understood;
  }

  return {
    async statusOf(nik) {
      return (await ask('/api/v2/user/check/status', { nik }, limits.status, readStatus)) ?? 'unknown';
    },
    verify: (bytes) =>
      ask('/api/v2/verify/pdf', { file: Buffer.from(bytes).toString('base64') }, limits.verify, readOpinion),
  };
}
