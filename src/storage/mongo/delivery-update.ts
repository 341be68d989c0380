// Update pipelines that mark lines of a chat's log and recount, in the same step, when its earliest pending line is due.
import type { Store } from '../../app/ports.ts';

type Mark = Parameters<Store['markDelivery']>[0][number];

const isPending = { $eq: ['$$line.delivery', 'pending'] };

/** Sets `pendingAt` from the log as it then stands; removes it when nothing is pending. */
export const recount = [
  {
    $set: {
      pendingAt: {
        $min: {
          $map: {
            input: { $filter: { input: '$log', as: 'line', cond: isPending } },
            as: 'line',
            in: { $ifNull: ['$$line.retryAt', '$$line.at'] },
          },
        },
      },
    },
  },
  { $set: { pendingAt: { $ifNull: ['$pendingAt', '$$REMOVE'] } } },
];

/** Marks the lines of one chat. A line that is no longer pending stays as it is: what was sent was sent. */
export function deliveryUpdate(marks: readonly Mark[]): object[] {
  return [...marks.map(markLine), ...recount];
}

function markLine({ key, delivery, retryAt }: Mark): object {
  const isMeant = { $and: [isPending, { $eq: ['$$line.key', { $literal: key }] }] };
  const marked = {
    delivery,
    tries: { $add: [{ $ifNull: ['$$line.tries', 0] }, 1] },
    retryAt: delivery === 'pending' ? (retryAt ?? '$$REMOVE') : '$$REMOVE',
  };
  const line = {
    $cond: [isMeant, { $mergeObjects: [{ $unsetField: { field: 'retryAt', input: '$$line' } }, marked] }, '$$line'],
  };
  return { $set: { log: { $map: { input: { $ifNull: ['$log', []] }, as: 'line', in: line } } } };
}
