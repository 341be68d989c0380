// Which report is wanted; it is made when the turn is over, and sent when it is ready.
import { conversation } from '../src/engine/conversation.ts';

export const report = conversation({
  name: 'report',
  start: 'years',
  steps: {
    years: { ask: 'report_year', next: 'edition' },
    edition: {
      choose: 'report.ask_edition',
      options: [
        { id: 'public', label: 'report.ask_public', next: 'format' },
        { id: 'internal', label: 'report.ask_internal', next: 'format' },
      ],
    },
    format: {
      choose: 'report.ask_format',
      options: [
        { id: 'pdf', label: 'report.ask_pdf', next: 'order' },
        { id: 'xlsx', label: 'report.ask_xlsx', next: 'order' },
        { id: 'csv', label: 'report.ask_csv', next: 'order' },
        { id: 'json', label: 'report.ask_json', next: 'order' },
      ],
    },
    order: { do: 'order_report', ok: 'ordered', refused: 'end' },
    ordered: { say: 'report.ask_making', next: 'end' },
  },
});
