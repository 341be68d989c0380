// Asking for a certificate: where staff register in phases, whether it is the person's turn; then agreement, what the agency's SOP asks, a
// summary, and only then the request is handed in.
import { conversation } from '../src/engine/conversation.ts';

export const apply = conversation({
  name: 'apply',
  start: 'service',
  steps: {
    service: { ask: 'service', next: 'phases' },
    phases: { branch: 'in_phases', yes: 'phase', no: 'consent' },
    phase: {
      choose: 'apply.phase',
      options: [
        { id: 'open', label: 'apply.phase_open', means: 'yes', next: 'consent' },
        { id: 'later', label: 'apply.phase_later', means: 'no', next: 'wait' },
      ],
    },
    wait: { say: 'apply.wait', next: 'end' },
    consent: {
      choose: 'apply.consent',
      options: [
        { id: 'agree', label: 'apply.agree', means: 'yes', next: 'begin' },
        { id: 'disagree', label: 'apply.disagree', means: 'no', next: 'declined' },
      ],
    },
    declined: { say: 'apply.declined', next: 'end' },
    begin: { say: 'apply.begin', next: 'fields' },
    fields: { ask: 'fields', next: 'papers' },
    papers: { upload: 'papers', next: 'summary' },
    summary: {
      choose: 'apply.summary',
      options: [
        { id: 'submit', label: 'apply.submit', means: 'yes', next: 'submit' },
        { id: 'change', label: 'apply.change', word: 'change' },
        { id: 'cancel', label: 'apply.cancel', word: 'cancel' },
      ],
    },
    submit: { do: 'submit', ok: 'submitted', refused: 'summary' },
    submitted: { say: 'apply.submitted', next: 'end' },
  },
});
