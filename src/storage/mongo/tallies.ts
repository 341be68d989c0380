// Counts what the database holds, where it lies: each tally is one aggregation. What is grouped by stands in the clear and names nobody.
import type { HolderFacts } from '../../core/holder.ts';
import { knownFacts } from '../../core/holder.ts';
import type { GroundTally, HolderTally, LateTally, MonthTally, Tallies } from '../../core/tally.ts';
import { countingOn } from './certificates.ts';
import type { Models } from './schemas.ts';
import { createEventTallies } from './event-tallies.ts';

interface HolderGroup extends Pick<HolderTally, 'persons' | 'expired' | 'revoked' | 'nearEnd' | 'passphraseOverdue'> {
  /** What is not known is absent or null, as the server likes. */
  readonly _id: HolderFacts;
}

interface MonthGroup {
  readonly _id: string;
  readonly count: number;
}

/** The part of the Mongo store that counts. */
export function createTallies(models: Models): Tallies {
  const { certificates, applications, chats } = models;
  return {
    ...createEventTallies(models),
    async tallyHolders({ day, nearEndUntil, changedBefore }) {
      const changed = { $ifNull: ['$passphraseOn', '$activatedOn', '$issuedOn'] };
      const isRevoked = { $lte: [{ $ifNull: ['$revoked.countsFrom', LAST] }, day] };
      const [isOver, isNot] = [{ $lt: ['$validUntil', day] }, { $gte: ['$validUntil', day] }];
      const counted = (...conditions: object[]) => ({ $sum: { $cond: [{ $and: conditions }, 1, 0] } });
      const inUse = (condition: object) => counted(condition, isNot, { $not: [isRevoked] });
      const groups = await certificates.aggregate<HolderGroup>([
        { $match: countingOn(day) },
        {
          $group: {
            _id: { office: '$office', golongan: '$golongan', status: '$status', sex: '$sex' },
            persons: { $sum: 1 },
            revoked: counted(isRevoked),
            expired: counted(isOver, { $not: [isRevoked] }),
            nearEnd: inUse({ $lte: ['$validUntil', nearEndUntil] }),
            passphraseOverdue: inUse({ $lt: [changed, changedBefore] }),
          },
        },
      ]);
      return groups.map(({ _id, ...counts }) => {
        const { persons, expired, revoked } = counts;
        return { ...knownFacts(_id), ...counts, active: persons - expired - revoked };
      });
    },
    async tallyMonths(from, until) {
      const byMonth = (field: string) => [
        { $match: { [field]: { $gte: from, $lte: until } } },
        { $group: { _id: { $substrBytes: [`$${field}`, 0, 7] }, count: { $sum: 1 } } },
      ];
      const [found] = await certificates.aggregate<{ issued: MonthGroup[]; revoked: MonthGroup[] }>([
        { $facet: { issued: byMonth('countsFrom'), revoked: byMonth('revoked.countsFrom') } },
      ]);
      return monthsOf(found?.issued ?? [], found?.revoked ?? []);
    },
    async tallyGrounds(day) {
      return await certificates.aggregate<GroundTally>([
        { $match: { 'revoked.countsFrom': { $lte: day } } },
        { $group: { _id: '$revoked.ground', count: { $sum: 1 } } },
        { $project: { _id: 0, ground: '$_id', count: 1 } },
      ]);
    },
    async tallyLate(now) {
      return await applications.aggregate<LateTally>([
        { $match: { state: 'in_progress', due: { $lt: now } } },
        { $group: { _id: { service: '$service', step: '$step' }, count: { $sum: 1 } } },
        { $project: { _id: 0, service: '$_id.service', step: '$_id.step', count: 1 } },
      ]);
    },
    async tallyMessages() {
      const groups = await chats.aggregate<{ _id: string; lines: number }>([
        { $group: { _id: '$channel', lines: { $sum: '$lastSeq' } } },
      ]);
      return groups.map(({ _id: channel, lines }) => ({ channel, lines }));
    },
  };
}

/** Behind every day there is. */
const LAST = '9999-12-31';

function monthsOf(issued: readonly MonthGroup[], revoked: readonly MonthGroup[]): MonthTally[] {
  const months = new Set([...issued, ...revoked].map(({ _id }) => _id));
  const countIn = (groups: readonly MonthGroup[], month: string) => groups.find(({ _id }) => _id === month)?.count ?? 0;
  return [...months]
    .toSorted((one, other) => (one < other ? -1 : 1))
    .map((month) => ({ month, issued: countIn(issued, month), revoked: countIn(revoked, month) }));
}
