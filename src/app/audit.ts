// Who did what enters the audit trail. What a change of a request led to is saved along with it and appended afterwards, so that neither
// is lost and neither is there without the other; what is only looked at is written down before it is shown.
import { createHash } from 'node:crypto';
import type { ApplicationEvent } from '../core/application.ts';
import type { ActKind, AuditAct, AuditFault, AuditHead } from '../core/audit.ts';
import { BEGINNING, verifyChain } from '../core/audit.ts';
import type { Actor } from '../core/person.ts';
import type { Verdict } from '../core/verdict.ts';
import type { Turn } from '../engine/draft.ts';
import type { Desk } from './desk.ts';
import type { Instant, Store } from './ports.ts';

/** An act without an id is a new one, and without an instant it happens now. */
export type NewAct = Omit<AuditAct, 'id' | 'at'> & Partial<Pick<AuditAct, 'id' | 'at'>>;

/** Of the events of a request; an end that follows from the last decision is no act of anybody's. */
const ACT_OF: Readonly<Record<ApplicationEvent['kind'], ActKind | undefined>> = {
  application_submitted: 'request_submitted',
  step_decided: 'step_decided',
  papers_returned: 'papers_returned',
  papers_replaced: 'papers_replaced',
  person_decided: 'person_decided',
  certificate_issued: 'certificate_issued',
  certificate_revoked: 'certificate_revoked',
  application_completed: undefined,
  application_rejected: 'request_rejected',
  application_withdrawn: 'request_withdrawn',
  application_claimed: 'request_claimed',
  application_released: 'request_released',
};

/** So many entries are read at once; a million are verified without being in memory together. */
const PAGE = 2_000;

/** Writes acts into the audit trail; resolves when they are there. */
export async function audit(
  { store, clock, ids }: Pick<Desk, 'store' | 'clock' | 'ids'>,
  acts: readonly NewAct[],
): Promise<void> {
  if (acts.length === 0) return;
  await store.appendAudit(acts.map((act) => ({ ...act, id: act.id ?? ids.next(), at: act.at ?? clock.now() })));
}

/** The acts of a change: the same whenever they are derived from it. */
export function actsOf({ application, events }: NonNullable<Turn['change']>, channel: string): AuditAct[] {
  return events.flatMap((event, index) => {
    const act = ACT_OF[event.kind];
    if (act === undefined) return [];
    const id = `${application.number}:${application.revision}:${index}`;
    const { person: actor, name } = event.by;
    // An applicant's name is erased with the request one day, and nothing can be taken out of the trail.
    const actorName = actor === application.applicant ? '' : name;
    return [{ id, at: event.at, actor, actorName, act, subject: application.number, channel, detail: detailOf(event) }];
  });
}

/** That somebody had papers of another person's request shown to him: one act for each paper. */
export function openingActs(
  opened: NonNullable<Turn['opened']>,
  by: { readonly actor: Actor; readonly channel: string; readonly messageId: string; readonly at: Instant },
): AuditAct[] {
  const { actor, channel, messageId, at } = by;
  const who = { actor: actor.person, actorName: actor.name };
  return opened.papers.map((paper) => {
    const id = `${opened.number}:opened:${messageId}:${paper}`;
    return { id, at, ...who, act: 'paper_opened', subject: opened.number, channel, detail: { paper } };
  });
}

/** What a turn itself names to be written down, as done by its person. */
export function ownActs(
  acts: NonNullable<Turn['acts']>,
  { actor, channel, at }: { readonly actor: Actor; readonly channel: string; readonly at: Instant },
): AuditAct[] {
  return acts.map((act) => ({ ...act, at, actor: actor.person, actorName: actor.name, channel }));
}

/** That a PDF was checked, and how it was judged; nothing of the file, nor who sent it. */
export function checkedAct(
  { headline }: Pick<Verdict, 'headline'>,
  { channel, messageId, at }: { readonly channel: string; readonly messageId: string; readonly at: Instant },
): AuditAct {
  const id = `checked:${messageId}`;
  return { id, at, actor: '', actorName: '', act: 'document_checked', subject: '', channel, detail: { headline } };
}

/** `cut`: the chain is whole, but the remembered head is not in it. */
export type TrailCheck =
  | { readonly ok: true; readonly head: AuditHead }
  | { readonly ok: false; readonly seq: number; readonly fault: AuditFault | 'cut' };

/** Goes through the whole trail, page by page. `remembered` is the hash of a head that was seen at some time before. */
export async function verifyTrail(
  store: Pick<Store, 'readAudit'>,
  { remembered, onPage }: { remembered?: string | undefined; onPage?: ((seq: number) => void) | undefined } = {},
): Promise<TrailCheck> {
  let head = BEGINNING;
  let seen = remembered === undefined || remembered === head.hash;
  for (;;) {
    const entries = await store.readAudit(head.seq, PAGE);
    if (entries.length === 0) return seen ? { ok: true, head } : { ok: false, seq: head.seq, fault: 'cut' };
    const check = verifyChain(entries, sha256, head);
    if (!check.ok) return check;
    seen ||= entries.some(({ hash }) => hash === remembered);
    head = check.head;
    onPage?.(head.seq);
  }
}

/** Hex SHA-256 of a text in UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** Keys and codes alone: reasons, notes and names stay in the request. */
function detailOf(event: ApplicationEvent): Record<string, string> {
  const at = { step: event.step, role: event.by.role };
  switch (event.kind) {
    case 'step_decided':
      return { ...at, decision: event.decision, ...(event.date === undefined ? {} : { date: event.date }) };
    case 'papers_returned':
      return { ...at, papers: event.papers.map(({ key }) => key).join(' ') };
    case 'papers_replaced':
      return { ...at, papers: event.papers.join(' ') };
    case 'person_decided':
      return { ...at, person: event.id, accepted: String(event.accepted) };
    case 'certificate_issued':
      return { ...at, issuedOn: event.issuedOn, validUntil: event.validUntil };
    case 'certificate_revoked':
      return { ...at, revokedOn: event.revokedOn };
    default:
      return at;
  }
}
