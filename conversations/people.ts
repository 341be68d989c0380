// Deciding the people of a request for many, one by one or all that are left: each is recorded at once, and the next page is put.
import { conversation } from '../src/engine/conversation.ts';

export const people = conversation({
  name: 'people',
  start: 'left',
  steps: {
    left: { branch: 'has_open_people', yes: 'which', no: 'done' },
    which: { ask: 'people', next: 'decide' },
    decide: { do: 'decide_people', ok: 'left', refused: 'left' },
    done: { say: 'people.done', next: 'end' },
  },
});
