// The audit trail: who did what, when, to what, through which channel. Each entry carries the hash of the one before it, so that
// nothing in it can be changed, left out, put in or moved unseen. Pure: whoever calls brings SHA-256 along.
import type { Instant } from './person.ts';

/** All that is recorded; past tense, noun first. */
export const ACTS = [
  'request_submitted',
  'step_decided',
  'papers_returned',
  'papers_replaced',
  'person_decided',
  'request_rejected',
  'request_withdrawn',
  'request_claimed',
  'request_released',
  'certificate_issued',
  'certificate_revoked',
  'paper_opened',
  'bsre_asked',
  'document_checked',
  'roll_imported',
  'offices_changed',
  'supervision_signed',
  'dashboard_opened',
  'papers_erased',
  'officer_added',
  'officer_changed',
  'officer_removed',
  'officer_linked',
  'handle_joined',
  'roll_unmasked',
  'report_made',
] as const;

export type ActKind = (typeof ACTS)[number];

/** Who did what, when, to what, through which channel. */
export interface AuditAct {
  /** The same for every attempt to record the same act: it enters the trail once. */
  readonly id: string;
  readonly at: Instant;
  readonly actor: string;
  /** Empty for applicants: their name is in the request. */
  readonly actorName: string;
  readonly act: ActKind;
  /** Number of the request, or id of the person, that it was done to. */
  readonly subject: string;
  /** `telegram`, `web`, `cli` … */
  readonly channel: string;
  /** Codes and keys only, no personal data: step, decision, paper. */
  readonly detail: Readonly<Record<string, string>>;
}

/** An act in the chain: `hash` is over everything else in the entry. */
export interface AuditEntry extends AuditAct {
  /** 1, 2, 3 … without gaps. */
  readonly seq: number;
  /** Hash of the entry before; 64 zeros for the first. */
  readonly previous: string;
  readonly hash: string;
}

/** A link of the chain: what the next entry is tied to. */
export interface AuditHead {
  readonly seq: number;
  readonly hash: string;
}

/** Hex SHA-256 of a text in UTF-8. */
export type Hash = (text: string) => string;

/** What the first entry is tied to. */
export const BEGINNING: AuditHead = { seq: 0, hash: '0'.repeat(64) };

/** `changed`: it is not what was recorded. `missing`: nothing has this number. `reordered`, `duplicated`: another entry has its place. */
export type AuditFault = 'changed' | 'missing' | 'reordered' | 'duplicated';

export type ChainCheck =
  | { readonly ok: true; readonly head: AuditHead }
  | { readonly ok: false; readonly seq: number; readonly fault: AuditFault };

/** The act as an entry of the chain. */
export function sealAct(act: AuditAct, seq: number, previous: string, hash: Hash): AuditEntry {
  const { id, at, actor, actorName, act: kind, subject, channel, detail } = act;
  const entry = { id, at, actor, actorName, act: kind, subject, channel, detail, seq, previous };
  return { ...entry, hash: hash(canonicalJson(entry)) };
}

/** The acts as entries behind `head`, in their order. */
export function chain(acts: readonly AuditAct[], head: AuditHead, hash: Hash): AuditEntry[] {
  let { seq, hash: previous } = head;
  return acts.map((act) => {
    const entry = sealAct(act, (seq += 1), previous, hash);
    previous = entry.hash;
    return entry;
  });
}

/**
 * Whether the entries follow `from` as they were recorded, and if not, where the first fault is. A tail that was cut off leaves no fault:
 * that only shows against a head remembered elsewhere.
 */
export function verifyChain(entries: readonly AuditEntry[], hash: Hash, from: AuditHead = BEGINNING): ChainCheck {
  let head = from;
  for (const [index, entry] of entries.entries()) {
    const seq = head.seq + 1;
    if (entry.seq !== seq) return { ok: false, seq, fault: misplaced(entries, index, seq) };
    if (!isWhole(entry, hash)) return { ok: false, seq, fault: foreign(entries, entry, hash) };
    // Both are whole by themselves: the later one vouches for what stood before it.
    if (entry.previous !== head.hash)
      return head.seq === 0 ? { ok: false, seq, fault: 'changed' } : { ok: false, seq: head.seq, fault: 'changed' };
    head = { seq, hash: entry.hash };
  }
  return { ok: true, head };
}

/** JSON of one shape for one value, after RFC 8785: keys sorted by code units, no white space, nothing undefined. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

/** Whether the entry is what was recorded, looked at by itself. */
export function isWhole(entry: AuditEntry, hash: Hash): boolean {
  return sealAct(entry, entry.seq, entry.previous, hash).hash === entry.hash;
}

/** Another number than the expected one stands here. */
function misplaced(entries: readonly AuditEntry[], index: number, seq: number): AuditFault {
  const found = entries[index]?.seq ?? 0;
  if (found < seq) return 'duplicated';
  return entries.slice(index + 1).some((later) => later.seq === seq) ? 'reordered' : 'missing';
}

/** The entry is not what was recorded under its number: perhaps it was recorded under another. */
function foreign(entries: readonly AuditEntry[], entry: AuditEntry, hash: Hash): AuditFault {
  const origin = entries.find(({ seq }) => seq !== entry.seq && isWhole({ ...entry, seq }, hash));
  if (!origin) return 'changed';
  return origin.hash === entry.hash ? 'duplicated' : 'reordered';
}
