// What a report is ordered with in chat: the year, the edition and the kind of file.
import type { Check } from '../core/check.ts';
import { accept, refuse } from '../core/check.ts';
import { localDateAt } from '../core/office-time.ts';
import type { LocalDate } from '../core/person.ts';
import { REPORT_FORMATS } from '../core/report.ts';
import { tidy } from '../core/typed-text.ts';
import { t } from './context.ts';
import type { Context } from './context.ts';
import type { Draft } from './draft.ts';
import { tell } from './draft.ts';
import type { Slot } from './slot.ts';

const YEAR = 'year';

/** This year, the one before, or any other that is typed and has begun. */
export function yearSlot(context: Context): Slot {
  const today = localDateAt(context.now, context.profile.office);
  const year = Number(today.slice(0, 4));
  return {
    key: YEAR,
    question: t(context, 'report.ask_year'),
    accepts: 'text',
    options: [year, year - 1].map((each) => ({ id: String(each), label: String(each) })),
    check: (typed) => checkYear(typed, today),
    example: String(year - 1),
  };
}

function checkYear(typed: string, today: LocalDate): Check {
  const said = tidy(typed).toLowerCase();
  if (/^(?:tahun ini|this year)$/.test(said)) return accept(today.slice(0, 4));
  if (/^(?:tahun lalu|last year)$/.test(said)) return accept(String(Number(today.slice(0, 4)) - 1));
  const year = /^(?:tahun |year )?(\d{4})$/.exec(said)?.[1];
  if (year === undefined) return refuse('not_a_year');
  return year > today.slice(0, 4) ? refuse('future_year') : accept(year);
}

/** Whether it was ordered: whoever is no officer any more gets none. */
export function orderReport(draft: Draft): boolean {
  const { answers } = draft.session;
  const format = REPORT_FORMATS.find((each) => each === answers['format']);
  if (!format || draft.context.actor.roles.length === 0) {
    tell(draft, 'menu.not_understood');
    return false;
  }
  const edition = answers['edition'] === 'internal' ? 'internal' : 'public';
  draft.report = { year: Number(answers[YEAR]), edition, format };
  return true;
}
