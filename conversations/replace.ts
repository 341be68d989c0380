// Handing in anew the papers that an officer gave back, and only those.
import { conversation } from '../src/engine/conversation.ts';

export const replace = conversation({
  name: 'replace',
  start: 'papers',
  steps: {
    papers: { upload: 'returned_papers', next: 'summary' },
    summary: {
      choose: 'replace.summary',
      options: [
        { id: 'send', label: 'replace.send', means: 'yes', next: 'send' },
        { id: 'change', label: 'apply.change', word: 'change' },
        { id: 'later', label: 'replace.later', means: 'no', word: 'menu' },
      ],
    },
    send: { do: 'replace_papers', ok: 'sent', refused: 'summary' },
    sent: { say: 'replace.sent', next: 'end' },
  },
});
