// Counts what memory holds: the same tallies that the database makes.
import type { Chat } from '../../app/store.ts';
import type { Application, ApplicationEvent } from '../../core/application.ts';
import type { AuditEntry } from '../../core/audit.ts';
import type { Certificate } from '../../core/certificate.ts';
import { knownFacts } from '../../core/holder.ts';
import type { HolderTally, RequestTally, StepTally, Tallies } from '../../core/tally.ts';
import { MOVING_EVENTS } from '../../core/tally.ts';

/** What there is to be counted, at this moment. */
export interface Counted {
  certificates(): readonly Certificate[];
  applications(): readonly Application[];
  audit(): readonly AuditEntry[];
  chats(): readonly Pick<Chat, 'address' | 'lastSeq'>[];
}

/** The part of the memory store that counts. */
export function createTallies(counted: Counted): Tallies {
  const events = (): { service: string; event: ApplicationEvent }[] =>
    counted.applications().flatMap(({ service, history }) => history.map((event) => ({ service, event })));

  return {
    tallyHolders: async ({ day, nearEndUntil, changedBefore }) => {
      const groups = new Map<string, HolderTally>();
      for (const each of counted.certificates()) {
        const { validUntil } = each;
        if (!countsOn(each, day)) continue;
        const isRevoked = each.revoked !== undefined && each.revoked.countsFrom <= day;
        const isActive = !isRevoked && validUntil >= day;
        const changed = each.passphraseOn ?? each.activatedOn ?? each.issuedOn;
        const facts = knownFacts(each);
        const key = JSON.stringify(facts);
        const before = groups.get(key);
        groups.set(key, {
          ...facts,
          persons: (before?.persons ?? 0) + 1,
          active: (before?.active ?? 0) + Number(isActive),
          nearEnd: (before?.nearEnd ?? 0) + Number(isActive && validUntil <= nearEndUntil),
          expired: (before?.expired ?? 0) + Number(!isRevoked && !isActive),
          revoked: (before?.revoked ?? 0) + Number(isRevoked),
          passphraseOverdue: (before?.passphraseOverdue ?? 0) + Number(isActive && changed < changedBefore),
        });
      }
      return [...groups.values()];
    },
    tallyMonths: async (from, until) => {
      const within = (day: string | undefined): day is string => day !== undefined && from <= day && day <= until;
      const issued = counted.certificates().flatMap(({ countsFrom }) => (within(countsFrom) ? [countsFrom] : []));
      const ended = counted
        .certificates()
        .flatMap(({ revoked }) => (within(revoked?.countsFrom) ? [revoked.countsFrom] : []));
      const months = [...new Set([...issued, ...ended].map(monthOf))].toSorted();
      return months.map((month) => ({
        month,
        issued: issued.filter((day) => monthOf(day) === month).length,
        revoked: ended.filter((day) => monthOf(day) === month).length,
      }));
    },
    tallyGrounds: async (day) =>
      grouped(
        counted
          .certificates()
          .flatMap(({ revoked }) => (revoked && revoked.countsFrom <= day ? [{ ground: revoked.ground }] : [])),
      ),
    tallyRequests: async (until) =>
      grouped(
        counted.applications().flatMap(({ service, profileVersion, history }) => {
          const last = history.findLast(({ at, kind }) => at < until && isMoving(kind));
          if (!last || !isMoving(last.kind)) return [];
          const { kind, step } = last;
          return [
            { service, profileVersion, kind, step, ...(last.kind === 'step_decided' && { decision: last.decision }) },
          ];
        }),
      ),
    tallyLate: async (now) =>
      grouped(
        counted
          .applications()
          .flatMap(({ service, step, state, due }) =>
            state === 'in_progress' && due !== undefined && due < now ? [{ service, step }] : [],
          ),
      ),
    tallySteps: async ({ from, until }) => {
      const groups = new Map<string, StepTally>();
      for (const { service, event } of events()) {
        if (!('minutes' in event) || event.at < from || event.at >= until) continue;
        const { step, minutes } = event;
        const key = JSON.stringify([service, step, minutes]);
        const { count, late } = groups.get(key) ?? { count: 0, late: 0 };
        groups.set(key, { service, step, minutes, late: late + Number(event.late), count: count + 1 });
      }
      return [...groups.values()];
    },
    tallyReasons: async ({ from, until }) =>
      grouped(
        events().flatMap(({ service, event }) =>
          'reasons' in event && from <= event.at && event.at < until
            ? event.reasons.map((reason) => ({ service, kind: event.kind, reason }))
            : [],
        ),
      ),
    tallyActs: async (act, key, { from, until }) =>
      grouped(
        counted
          .audit()
          .flatMap((entry) =>
            entry.act === act && from <= entry.at && entry.at < until ? [{ value: entry.detail[key] ?? '' }] : [],
          ),
      ),
    tallyMessages: async () => {
      const lines = new Map<string, number>();
      for (const { address, lastSeq } of counted.chats()) {
        const channel = address.slice(0, address.indexOf(':'));
        lines.set(channel, (lines.get(channel) ?? 0) + lastSeq);
      }
      return [...lines].map(([channel, count]) => ({ channel, lines: count }));
    },
  };
}

/** Whether its holder counts by it on that day. */
export function countsOn({ countsFrom, supersededFrom }: Certificate, day: string): boolean {
  return countsFrom <= day && (supersededFrom === undefined || supersededFrom > day);
}

function isMoving(kind: ApplicationEvent['kind']): kind is RequestTally['kind'] {
  return (MOVING_EVENTS as readonly string[]).includes(kind);
}

function monthOf(day: string): string {
  return day.slice(0, 7);
}

/** Those that are alike, once, with how many there are. */
function grouped<Group extends object>(list: readonly Group[]): (Group & { count: number })[] {
  const groups = new Map<string, Group & { count: number }>();
  for (const each of list) {
    const key = JSON.stringify(each);
    groups.set(key, { ...each, count: (groups.get(key)?.count ?? 0) + 1 });
  }
  return [...groups.values()];
}
