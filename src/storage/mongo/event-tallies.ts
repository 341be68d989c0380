// Counts what has happened to requests, and what was done: over the histories that the requests carry, and over the audit trail.
import type { ActTally, ReasonTally, RequestTally, Span, StepTally, Tallies } from '../../core/tally.ts';
import { MOVING_EVENTS } from '../../core/tally.ts';
import type { Models } from './schemas.ts';

type EventTallies = Pick<Tallies, 'tallyRequests' | 'tallySteps' | 'tallyReasons' | 'tallyActs'>;

/** The part of the Mongo store that counts events. */
export function createEventTallies({ applications, audit }: Models): EventTallies {
  return {
    async tallyRequests(until) {
      const isMoving = { $and: [{ $lt: ['$$this.at', until] }, { $in: ['$$this.kind', MOVING_EVENTS] }] };
      const last = { $arrayElemAt: [{ $filter: { input: '$history', cond: isMoving } }, -1] };
      const { kind, step, decision } = { kind: '$$last.kind', step: '$$last.step', decision: '$$last.decision' };
      const where = { service: '$service', profileVersion: '$profileVersion', kind, step, decision };
      const groups = await applications.aggregate<Group<Omit<RequestTally, 'count'>>>([
        // Handing it in is the first of these events.
        { $match: { submittedAt: { $lt: until } } },
        // Not in a stage of its own: FerretDB would look for the last event once for each field of it.
        { $group: { _id: { $let: { vars: { last }, in: where } }, count: { $sum: 1 } } },
      ]);
      return groups.map(({ _id: { decision: made, ...place }, count }) => ({
        ...place,
        ...(made && { decision: made }),
        count,
      }));
    },
    async tallySteps(span) {
      const taken = { ...within(span), minutes: { $exists: true } };
      const where = { service: '$service', step: '$history.step', minutes: '$history.minutes' };
      const groups = await applications.aggregate<Group<Omit<StepTally, 'late' | 'count'>> & { late: number }>([
        ...eventsThat(taken),
        { $group: { _id: where, late: { $sum: { $cond: ['$history.late', 1, 0] } }, count: { $sum: 1 } } },
      ]);
      return groups.map(({ _id, late, count }) => ({ ..._id, late, count }));
    },
    async tallyReasons(span) {
      const given = { ...within(span), kind: { $in: ['papers_returned', 'application_rejected'] } };
      const where = { service: '$service', kind: '$history.kind', reason: '$history.reasons' };
      const groups = await applications.aggregate<Group<Omit<ReasonTally, 'count'>>>([
        ...eventsThat(given),
        { $unwind: '$history.reasons' },
        { $group: { _id: where, count: { $sum: 1 } } },
      ]);
      return groups.map(({ _id, count }) => ({ ..._id, count }));
    },
    async tallyActs(act, key, { from, until }) {
      return await audit.aggregate<ActTally>([
        { $match: { act, at: { $gte: from, $lt: until } } },
        { $group: { _id: { $ifNull: [`$detail.${key}`, ''] }, count: { $sum: 1 } } },
        { $project: { _id: 0, value: '$_id', count: 1 } },
      ]);
    },
  };
}

interface Group<Place> {
  readonly _id: Place;
  readonly count: number;
}

function within({ from, until }: Span) {
  return { at: { $gte: from, $lt: until } };
}

/** The events of all requests that fit, one document each, in the field `history`. */
function eventsThat(fit: Readonly<Record<string, object>>) {
  const one = Object.fromEntries(Object.entries(fit).map(([field, condition]) => [`history.${field}`, condition]));
  return [
    { $match: { history: { $elemMatch: fit } } },
    { $project: { service: 1, history: 1 } },
    { $unwind: '$history' },
    { $match: one },
  ];
}
