// Taking a request back.
import { conversation } from '../src/engine/conversation.ts';

export const withdraw = conversation({
  name: 'withdraw',
  start: 'sure',
  steps: {
    sure: {
      choose: 'withdraw.sure',
      options: [
        { id: 'yes', label: 'withdraw.yes', means: 'yes', next: 'withdraw' },
        { id: 'no', label: 'withdraw.no', means: 'no', next: 'kept' },
      ],
    },
    kept: { say: 'withdraw.kept', next: 'end' },
    withdraw: { do: 'withdraw', ok: 'withdrawn', refused: 'end' },
    withdrawn: { say: 'withdraw.withdrawn', next: 'end' },
  },
});
