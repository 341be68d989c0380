// Counts what the database holds, where it lies: each tally is one aggregation. What is grouped by stands in the clear and names nobody.
import type { GroundTally, HolderTally, LateTally, MonthTally, Tallies } from '../../core/tally.ts';
import { countingOn } from './certificates.ts';
import type { Models } from './schemas.ts';
import { createEventTallies } from './event-tallies.ts';

/** What became of a certificate, as one letter less to carry: in use (with or without the two doubts), expired or revoked. */
interface HolderGroup {
  readonly _id: Pick<HolderTally, 'office' | 'golongan' | 'status' | 'sex'> & {
    readonly end: 'revoked' | 'expired' | 'near' | 'far';
    readonly overdue?: boolean;
  };
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
      const inUse = { $cond: [{ $lte: ['$validUntil', nearEndUntil] }, 'near', 'far'] };
      const end = {
        $cond: [isRevoked, 'revoked', { $cond: [{ $lt: ['$validUntil', day] }, 'expired', inUse] }],
      };
      const overdue = { $lt: [changed, changedBefore] };
      const facts = { office: '$office', golongan: '$golongan', status: '$status', sex: '$sex' };
      const groups = await certificates.aggregate<HolderGroup>([
        { $match: countingOn(day) },
        { $group: { _id: { ...facts, end, overdue }, count: { $sum: 1 } } },
      ]);
      return holdersOf(groups);
    },
    async tallyMonths(from, until) {
      const within = { $gte: from, $lte: until };
      const month = (field: string) => ({ $substrBytes: [field, 0, 7] });
      const counted = (name: string, field: string) => [
        { $match: { [field]: within } },
        { $group: { _id: month(`$${field}`), [name]: { $sum: 1 } } },
      ];
      const revoked = { coll: certificates.collection.name, pipeline: counted('revoked', 'revoked.countsFrom') };
      return await certificates.aggregate<MonthTally>([
        ...counted('issued', 'countsFrom'),
        { $unionWith: revoked },
        { $group: { _id: '$_id', issued: { $sum: '$issued' }, revoked: { $sum: '$revoked' } } },
        { $sort: { _id: 1 } },
        { $project: { _id: 0, month: '$_id', issued: 1, revoked: 1 } },
      ]);
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

function holdersOf(groups: readonly HolderGroup[]): HolderTally[] {
  const tallies = new Map<string, HolderTally>();
  for (const { _id, count } of groups) {
    const { office, golongan, status, sex, end, overdue } = _id;
    const facts = {
      ...(office && { office }),
      ...(golongan && { golongan }),
      ...(status && { status }),
      ...(sex && { sex }),
    };
    const key = JSON.stringify(facts);
    const before = tallies.get(key);
    const isActive = end === 'near' || end === 'far';
    tallies.set(key, {
      ...facts,
      persons: (before?.persons ?? 0) + count,
      active: (before?.active ?? 0) + (isActive ? count : 0),
      nearEnd: (before?.nearEnd ?? 0) + (end === 'near' ? count : 0),
      expired: (before?.expired ?? 0) + (end === 'expired' ? count : 0),
      revoked: (before?.revoked ?? 0) + (end === 'revoked' ? count : 0),
      passphraseOverdue: (before?.passphraseOverdue ?? 0) + (isActive && overdue ? count : 0),
    });
  }
  return [...tallies.values()];
}
