// What follows a button on a request: the one or two things the decision still needs, then the decision.
import { conversation } from '../src/engine/conversation.ts';

export const decide = conversation({
  name: 'decide',
  start: 'details',
  steps: {
    details: { ask: 'decision', next: 'decide' },
    decide: { do: 'decide', ok: 'decided', refused: 'end' },
    decided: { say: 'decide.decided', next: 'end' },
  },
});
