// What BSrE says, where the agency runs an Esign Client Service: asked at the moment it is needed, written into the audit trail before it
// is asked, and never waited for longer than the port allows. Without an answer the desk goes on by hand.
import type { Application } from '../core/application.ts';
import { isOver } from '../core/application.ts';
import type { EsignOpinion, EsignStatus } from '../core/esign.ts';
import type { Actor } from '../core/person.ts';
import { serviceOf } from '../core/rights.ts';
import type { Verdict } from '../core/verdict.ts';
import { audit } from './audit.ts';
import type { Desk } from './desk.ts';
import { settleEffects } from './effects.ts';
import type { Instant } from './ports.ts';

/** What is known of BSrE's last answers; in this process's memory alone. Times in milliseconds since 1970. */
export interface BsreMemory {
  /** By NIK. */
  readonly statuses: Map<string, { readonly status: EsignStatus; readonly until: number }>;
  /** It had no opinion on a document: until then the next ones need not wait for one. */
  silentUntil: number;
}

export function createBsreMemory(): BsreMemory {
  return { statuses: new Map(), silentUntil: 0 };
}

/** How long an answer is good; without one BSrE is asked again sooner. */
const KEPT_MS = { answer: 10 * 60_000, none: 60_000 };
const MOST_KEPT = 500;

/** Status of the person that an open request is about; undefined where BSrE is not asked, `unknown` where it does not answer. */
export async function statusAtBsre(
  desk: Desk,
  application: Application,
  by: { readonly actor: Actor; readonly channel: string; readonly at: Instant },
): Promise<EsignStatus | undefined> {
  const nik = desk.esign && !isOver(application) ? await nikOf(desk, application) : undefined;
  if (desk.esign === undefined || nik === undefined) return undefined;
  const now = Date.parse(by.at);
  const { statuses } = desk.bsre;
  const known = statuses.get(nik);
  if (known && known.until > now) return known.status;
  const { person: actor, name: actorName } = by.actor;
  const { number: subject } = application;
  // What happened before stands before it in the trail.
  await settleEffects(desk);
  await audit(desk, [
    { actor, actorName, act: 'bsre_asked', subject, channel: by.channel, detail: { asked: 'status' } },
  ]);
  const status = await desk.esign.statusOf(nik);
  const [oldest] = statuses.keys();
  if (oldest !== undefined && statuses.size >= MOST_KEPT) statuses.delete(oldest);
  statuses.set(nik, { status, until: now + (status === 'unknown' ? KEPT_MS.none : KEPT_MS.answer) });
  return status;
}

/** A second opinion on a document that we could read; undefined where there is none. */
export async function opinionOfBsre(
  desk: Desk,
  bytes: Uint8Array,
  verdict: Verdict,
  from: { readonly person: string; readonly channel: string; readonly at: Instant },
): Promise<EsignOpinion | undefined> {
  // What our own reader stumbles over is kept away from a service inside the agency's network.
  const now = Date.parse(from.at);
  if (desk.esign === undefined || verdict.problem !== null || desk.bsre.silentUntil > now) return undefined;
  const { person: actor, channel } = from;
  const detail = { asked: 'verify' };
  await audit(desk, [{ actor, actorName: '', act: 'bsre_asked', subject: actor, channel, detail }]);
  const opinion = await desk.esign.verify(bytes);
  if (opinion === undefined) desk.bsre.silentUntil = now + KEPT_MS.none;
  return opinion;
}

async function nikOf(desk: Desk, application: Application): Promise<string | undefined> {
  const { fields } = serviceOf(application, await desk.profileOf(application.profileVersion));
  return fields.flatMap(({ key, kind }) => (kind === 'nik' ? (application.answers[key] ?? []) : []))[0];
}
