// The check of a signed PDF in the dialogue: the answer, and a receipt of it on request.
import { formatInstant } from '../core/calendar.ts';
import type { EsignOpinion } from '../core/esign.ts';
import { askAgain } from './answer.ts';
import { clear } from './aside.ts';
import { t } from './context.ts';
import type { Draft } from './draft.ts';
import type { Checked } from './session.ts';
import { offer, tell, update } from './draft.ts';
import { OFFICIAL_PAGE, headlineOf, sectionsOf, verdictText } from './verdict-text.ts';
import { say } from './text.ts';
import { megabytes } from './view.ts';

const HOUR_MS = 3_600_000;

/** When this person had documents checked within the last hour. */
export function recentChecks(checks: readonly string[], now: string): string[] {
  return checks.filter((at) => Date.parse(now) - Date.parse(at) < HOUR_MS);
}

export function tellVerdict(draft: Draft, { name, verdict }: Checked, opinion?: EsignOpinion): void {
  const { context, session } = draft;
  update(draft, { checked: { name, verdict }, checks: [...recentChecks(session.checks, context.now), context.now] });
  draft.parts.push(verdictText(name, verdict, context, opinion));
  if (session.conversation === 'check') clear(draft);
  if (draft.session.conversation !== null) return askAgain(draft);
  offer(draft, [
    { id: `receipt:${verdict.sha256.slice(0, 16)}`, label: t(context, 'check.receipt') },
    ...(draft.session.parked.length > 0 ? [{ id: 'word:resume', label: t(context, 'menu.resume') }] : []),
    { id: 'menu=check', label: t(context, 'check.another') },
    { id: 'word:menu', label: t(context, 'menu.all') },
  ]);
}

/** A button of an earlier check no longer has its facts; the newest one has. */
export function giveReceipt(draft: Draft, sha256: string): void {
  const { context } = draft;
  const { checked } = draft.session;
  if (!checked || sha256 === '' || !checked.verdict.sha256.startsWith(sha256)) {
    tell(draft, 'check.receipt_gone');
    return askAgain(draft);
  }
  const { verdict } = checked;
  const { agency, office } = context.profile;
  draft.receipt = {
    checked,
    letterhead:
      agency.letterhead.length > 0 ? agency.letterhead : [agency.government, say(agency.name, context.language)],
    title: t(context, 'receipt.title'),
    rows: [
      { label: t(context, 'receipt.file'), value: checked.name },
      { label: t(context, 'receipt.size'), value: megabytes(verdict.size, context) },
      { label: t(context, 'receipt.sha256'), value: verdict.sha256 },
      { label: t(context, 'receipt.at'), value: formatInstant(verdict.at, office, context.language) },
    ],
    headline: headlineOf(verdict, context),
    sections: sectionsOf(verdict, context),
    information: t(context, 'receipt.information', { page: OFFICIAL_PAGE }),
  };
  tell(draft, 'check.receipt_follows');
}
