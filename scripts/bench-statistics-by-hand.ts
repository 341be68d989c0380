// The questions of the statistics, each as one aggregation through the driver alone: what the bench holds the store's own against.
import type { mongo } from 'mongoose';
import type { HolderCount, Span, Tallies } from '../src/core/tally.ts';
import { MOVING_EVENTS } from '../src/core/tally.ts';

type Answers<Name extends keyof Tallies> = Promise<Awaited<ReturnType<Tallies[Name]>>>;
type Answer<Name extends keyof Tallies> = Awaited<Answers<Name>>;

const one = (condition: object) => ({ $sum: { $cond: [condition, 1, 0] } });

export async function holdersByHand(db: mongo.Db, { day, nearEndUntil, changedBefore }: HolderCount) {
  const isRevoked = { $and: [{ $gt: ['$revoked.countsFrom', null] }, { $lte: ['$revoked.countsFrom', day] }] };
  const isActive = { $and: [{ $not: [isRevoked] }, { $gte: ['$validUntil', day] }] };
  const changed = { $ifNull: ['$passphraseOn', { $ifNull: ['$activatedOn', '$issuedOn'] }] };
  const rows = db.collection('certificates').aggregate([
    { $match: { countsFrom: { $lte: day }, $or: [{ supersededFrom: null }, { supersededFrom: { $gt: day } }] } },
    {
      $group: {
        _id: { office: '$office', golongan: '$golongan', status: '$status', sex: '$sex' },
        persons: { $sum: 1 },
        active: one(isActive),
        nearEnd: one({ $and: [isActive, { $lte: ['$validUntil', nearEndUntil] }] }),
        expired: one({ $and: [{ $not: [isRevoked] }, { $lt: ['$validUntil', day] }] }),
        revoked: one(isRevoked),
        passphraseOverdue: one({ $and: [isActive, { $lt: [changed, changedBefore] }] }),
      },
    },
  ]);
  return (await rows.toArray()).map(({ _id, ...counts }) => ({
    ...Object.fromEntries(Object.entries(_id as object).filter(([, fact]) => fact !== null)),
    ...counts,
  })) as unknown as Answer<'tallyHolders'>;
}

export async function monthsByHand(db: mongo.Db, from: string, until: string): Answers<'tallyMonths'> {
  const known = (field: string) => [
    { $match: { [field]: { $gte: from, $lte: until } } },
    { $group: { _id: { $substrBytes: [`$${field}`, 0, 7] }, count: { $sum: 1 } } },
  ];
  const facets = { issued: known('countsFrom'), revoked: known('revoked.countsFrom') };
  const [found] = await db
    .collection('certificates')
    .aggregate([{ $facet: facets }])
    .toArray();
  const months: Record<string, { month: string; issued: number; revoked: number }> = {};
  for (const kind of ['issued', 'revoked'] as const)
    for (const { _id: month, count } of (found?.[kind] ?? []) as { _id: string; count: number }[])
      (months[month] ??= { month, issued: 0, revoked: 0 })[kind] = count;
  return Object.values(months);
}

export async function groundsByHand(db: mongo.Db, day: string): Answers<'tallyGrounds'> {
  const rows = db
    .collection('certificates')
    .aggregate([
      { $match: { 'revoked.countsFrom': { $lte: day } } },
      { $group: { _id: '$revoked.ground', count: { $sum: 1 } } },
    ]);
  return (await rows.toArray()).map(({ _id, count }) => ({ ground: _id as string, count: count as number }));
}

export async function requestsByHand(db: mongo.Db, until: string): Answers<'tallyRequests'> {
  const isMoving = { $and: [{ $lt: ['$$event.at', until] }, { $in: ['$$event.kind', MOVING_EVENTS] }] };
  const moving = { $filter: { input: '$history', as: 'event', cond: isMoving } };
  const event = { kind: '$last.kind', step: '$last.step', decision: '$last.decision' };
  const rows = db
    .collection('applications')
    .aggregate([
      { $match: { submittedAt: { $lt: until } } },
      { $project: { service: 1, profileVersion: 1, last: { $last: moving } } },
      { $group: { _id: { service: '$service', profileVersion: '$profileVersion', ...event }, count: { $sum: 1 } } },
    ]);
  return flat(await rows.toArray());
}

export async function stepsByHand(db: mongo.Db, { from, until }: Span): Answers<'tallySteps'> {
  const place = { service: '$service', step: '$history.step', minutes: '$history.minutes' };
  const rows = db
    .collection('applications')
    .aggregate([
      { $match: { 'history.at': { $gte: from } } },
      { $unwind: '$history' },
      { $match: { 'history.at': { $gte: from, $lt: until }, 'history.minutes': { $exists: true } } },
      { $group: { _id: place, late: one({ $eq: ['$history.late', true] }), count: { $sum: 1 } } },
    ]);
  return flat(await rows.toArray());
}

export async function reasonsByHand(db: mongo.Db, { from, until }: Span): Answers<'tallyReasons'> {
  const kind = { $in: ['papers_returned', 'application_rejected'] };
  const rows = db.collection('applications').aggregate([
    { $match: { 'history.kind': kind } },
    { $unwind: '$history' },
    { $match: { 'history.kind': kind, 'history.at': { $gte: from, $lt: until } } },
    { $unwind: '$history.reasons' },
    {
      $group: {
        _id: { service: '$service', kind: '$history.kind', reason: '$history.reasons' },
        count: { $sum: 1 },
      },
    },
  ]);
  return flat(await rows.toArray());
}

export async function checksByHand(db: mongo.Db, { from, until }: Span): Answers<'tallyActs'> {
  const rows = db
    .collection('audit')
    .aggregate([
      { $match: { act: 'document_checked', at: { $gte: from, $lt: until } } },
      { $group: { _id: '$detail.headline', count: { $sum: 1 } } },
    ]);
  return (await rows.toArray()).map(({ _id, count }) => ({ value: _id as string, count: count as number }));
}

/** What was grouped by beside what was counted; without what a group does not have. */
function flat<Tally>(rows: readonly mongo.Document[]): Tally[] {
  return rows.map(({ _id, ...counts }) => ({
    ...Object.fromEntries(Object.entries(_id as object).filter(([, value]) => value !== null)),
    ...counts,
  })) as Tally[];
}
