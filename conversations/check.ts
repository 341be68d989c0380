// Is this signed PDF genuine? A PDF that comes outside a form is checked without this being opened first.
import { conversation } from '../src/engine/conversation.ts';

export const check = conversation({
  name: 'check',
  start: 'file',
  steps: {
    file: { upload: 'signed_pdf', next: 'end' },
  },
});
