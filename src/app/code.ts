// One-time codes: an administrator's invitation to an officer, a person's own, said on another channel to be known there too, the link to
// the dashboard, and the visit that it opens.
import { createHash } from 'node:crypto';
import type { Desk } from './desk.ts';
import type { Code, Instant } from './ports.ts';

/** An invitation lies in somebody's inbox; a code of one's own is typed over at once. */
const LIFETIME_MS: Readonly<Record<Code['purpose'], number>> = {
  officer: 24 * 3_600_000,
  join: 15 * 60_000,
  dashboard: 15 * 60_000,
  visit: 8 * 3_600_000,
};

const SAID = /^(?:(\/start\s+)|(?:hubungkan|link)\s+)?(K-?[2-9A-HJ-NP-TV-Z]{12})$/i;

export interface SaidCode {
  readonly code: string;
  /** It came with a link, which may be from anybody, and was not typed over. */
  readonly byLink: boolean;
}

/** The code in what a person typed or a deep link brought (`/start K…`); undefined when there is none. */
export function readCode(text: string): SaidCode | undefined {
  const [, link, code] = SAID.exec(text.trim()) ?? [];
  return code === undefined ? undefined : { code: code.replace('-', '').toUpperCase(), byLink: link !== undefined };
}

/** Keeps a fresh code for a person; `code` comes from `Ids.code()`. Resolves to when it ends. */
export async function keepCode(
  desk: Pick<Desk, 'store' | 'clock'>,
  code: string,
  purpose: Code['purpose'],
  person: string,
): Promise<Instant> {
  const expiresAt = new Date(Date.parse(desk.clock.now()) + LIFETIME_MS[purpose]).toISOString();
  await desk.store.saveCode({ hash: hashOf(code), purpose, person, expiresAt });
  return expiresAt;
}

/** What the code stands for; it is used up by this. Undefined when unknown, used before, or too late. */
export async function useCode(desk: Pick<Desk, 'store' | 'clock'>, code: string): Promise<Code | undefined> {
  return desk.store.takeCode(hashOf(code), desk.clock.now());
}

/** The same without using it up, and only what is of that purpose. */
export async function seeCode(
  { store, clock }: Pick<Desk, 'store' | 'clock'>,
  code: string,
  purpose: Code['purpose'],
): Promise<Code | undefined> {
  const found = await store.findCode(hashOf(code), clock.now());
  return found?.purpose === purpose ? found : undefined;
}

function hashOf(code: string): string {
  return createHash('sha256').update(code).digest('hex');
}
