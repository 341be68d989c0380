// Help without a request: what the owner does himself on BSrE's page, and whom to ask in which order (Babel F.7).
import { conversation } from '../src/engine/conversation.ts';

export const trouble = conversation({
  name: 'trouble',
  start: 'which',
  steps: {
    which: {
      choose: 'trouble.which',
      options: [
        { id: 'forgotten', label: 'trouble.forgotten', next: 'forgotten' },
        { id: 'activation', label: 'trouble.activation', next: 'activation' },
        { id: 'technical', label: 'trouble.technical', next: 'technical' },
        { id: 'menu', label: 'menu.all', word: 'menu' },
      ],
    },
    forgotten: { say: 'trouble.forgotten_help', next: 'end' },
    activation: { say: 'trouble.activation_help', next: 'end' },
    technical: { say: 'trouble.technical_help', next: 'end' },
  },
});
