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
  const alike = new Map<string, [Mark, ...Mark[]]>();
  for (const mark of marks) {
    const outcome = `${mark.delivery} ${mark.retryAt ?? ''}`;
    alike.set(outcome, [mark, ...(alike.get(outcome) ?? [])]);
  }
  return [...[...alike.values()].map(markLines), ...recount];
}

/** `marks` say the same of different lines: one pass over the log does for all. */
function markLines([first, ...others]: readonly [Mark, ...Mark[]]): object {
  const { delivery, retryAt } = first;
  const keys = [first, ...others].map((mark) => ({ $literal: mark.key }));
  const marked = {
    delivery,
    tries: { $add: [{ $ifNull: ['$$line.tries', 0] }, 1] },
    retryAt: delivery === 'pending' ? (retryAt ?? '$$REMOVE') : '$$REMOVE',
  };
  const line = {
    $cond: [
      { $and: [isPending, { $in: ['$$line.key', keys] }] },
      { $mergeObjects: [{ $unsetField: { field: 'retryAt', input: '$$line' } }, marked] },
      '$$line',
    ],
  };
  return { $set: { log: { $map: { input: { $ifNull: ['$log', []] }, as: 'line', in: line } } } };
}
