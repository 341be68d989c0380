// What `npm run audit` says: whether the trail is whole, and the story of one request.
import type { TrailCheck } from '../src/app/audit.ts';
import { sha256, verifyTrail } from '../src/app/audit.ts';
import type { Store } from '../src/app/ports.ts';
import type { AuditEntry } from '../src/core/audit.ts';
import { isWhole } from '../src/core/audit.ts';
import type { Profile } from '../src/core/profile.ts';

export interface Report {
  /** 0 whole or found, 1 broken or not found. */
  readonly exitCode: 0 | 1;
  readonly lines: readonly string[];
}

type Fault = Extract<TrailCheck, { ok: false }>['fault'];

const FAULTS: Readonly<Record<Fault, string>> = {
  changed: 'it is not what was recorded',
  missing: 'no entry has this number',
  reordered: 'another entry stands in its place',
  duplicated: 'an earlier entry stands in its place once more',
  cut: 'the remembered head is not in the trail: what came behind it was cut off, or the trail is another one',
};

/** So often the way already gone is told. */
const PROGRESS = 100_000;

/** Goes through the whole trail. `head`: a head printed by an earlier run. */
export async function reportTrail(
  store: Pick<Store, 'readAudit'>,
  head: string | undefined,
  onProgress: (line: string) => void,
): Promise<Report> {
  let told = 0;
  const onPage = (seq: number): void => {
    if (seq - told < PROGRESS) return;
    told = seq;
    onProgress(`${seq} entries so far`);
  };
  const check = await verifyTrail(store, { remembered: head?.toLowerCase(), onPage });
  if (check.ok) {
    const lines = [`The audit trail is whole: ${check.head.seq} entries.`, `Head: ${check.head.hash}`];
    return { exitCode: 0, lines };
  }
  const where = check.fault === 'cut' ? 'behind entry' : 'at entry';
  return { exitCode: 1, lines: [`BROKEN ${where} ${check.seq}: ${check.fault} (${FAULTS[check.fault]}).`] };
}

/** Everything on one request (or one person, by id) as it happened, in the agency's time. */
export async function reportStory(
  store: Pick<Store, 'findAudit'>,
  subject: string,
  office: Profile['office'],
): Promise<Report> {
  const exact = await store.findAudit(subject);
  const entries = exact.length > 0 ? exact : await store.findAudit(subject.toUpperCase());
  if (entries.length === 0) return { exitCode: 1, lines: [`The audit trail has nothing on ${subject}.`] };
  // What a crash has held up stands further behind in the trail than it happened.
  const inTime = entries.toSorted((a, b) => (a.at === b.at ? a.seq - b.seq : a.at < b.at ? -1 : 1));
  return { exitCode: 0, lines: inTime.map((entry) => line(entry, office)) };
}

function line(entry: AuditEntry, { timeZone, zoneLabel }: Profile['office']): string {
  const { role, ...detail } = entry.detail;
  const at = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const who = [entry.actorName || entry.actor, ...(role === undefined ? [] : [`(${role})`])].join(' ');
  const what = [entry.act, ...Object.entries(detail).map(([key, value]) => `${key}=${value}`)].join(' ');
  const changed = isWhole(entry, sha256) ? '' : '  CHANGED: this is not what was recorded';
  return `${entry.seq}  ${at.format(new Date(entry.at))} ${zoneLabel}  ${who}  ${what}  via ${entry.channel}${changed}`;
}
