// Whom officers look for in the roll of holders; what is typed is searched for at once (engine/roll.ts).
import { conversation } from '../src/engine/conversation.ts';

export const roll = conversation({
  name: 'roll',
  start: 'who',
  steps: {
    who: { ask: 'roll', next: 'end' },
  },
});
