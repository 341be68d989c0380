// How it stands with the certificates, for the head of the office.
import { formatDate } from '../core/calendar.ts';
import { localDateAt } from '../core/office-time.ts';
import type { HolderCounts } from '../core/figures.ts';
import type { Context } from './context.ts';
import type { Reply } from './draft.ts';

export function supervisionReply(
  counts: HolderCounts,
  { texts, language, profile, now }: Pick<Context, 'texts' | 'language' | 'profile' | 'now'>,
): Reply {
  const text = texts.t(language, 'supervision.text', {
    ...counts,
    date: formatDate(localDateAt(now, profile.office), language),
    days: profile.certificate.passphraseEveryDays,
  });
  return { text, choices: [] };
}
