// A reminder of a certificate in words, and what its owner answers to it.
import { formatDate } from '../core/calendar.ts';
import type { Certificate } from '../core/certificate.ts';
import { addDays, daysBetween, isLocalDate } from '../core/local-date.ts';
import { localDateAt } from '../core/office-time.ts';
import type { Reminder, ReminderAnswer, ReminderKind } from '../core/reminder.ts';
import { answerReminder, REMINDER_ANSWERS, REMINDER_KINDS } from '../core/reminder.ts';
import type { Context } from './context.ts';
import { t } from './context.ts';
import type { Draft, Reply } from './draft.ts';
import { tell } from './draft.ts';
import { askAgainOrMenu } from './open.ts';
import type { OfferedChoice } from './session.ts';

type Reader = Pick<Context, 'texts' | 'language' | 'profile' | 'now'>;

/** The message, with what can be answered: `remind:<certificate>:<kind>:<date>:<answer>`. */
export function reminderReply({ kind, date }: Reminder, certificate: Certificate, reader: Reader): Reply {
  const { texts, language, profile } = reader;
  const left = daysBetween(localDateAt(reader.now, profile.office), certificate.validUntil);
  const say = (key: Parameters<typeof texts.t>[1], params = {}): string => texts.t(language, key, params);
  const choice = (answer: ReminderAnswer): OfferedChoice => ({
    id: `remind:${certificate.id}:${kind}:${date}:${answer}`,
    label:
      answer === 'done' ? say(kind === 'activation' ? 'remind.activated' : 'remind.changed') : say(`remind.${answer}`),
  });
  const text = say(`remind.${kind === 'expiry' ? expiryText(left) : kind}`, {
    number: certificate.id,
    count: left,
    days: profile.certificate.passphraseEveryDays,
    issued: formatDate(certificate.issuedOn, language),
    activate: formatDate(addDays(certificate.issuedOn, profile.certificate.activateWithinDays), language),
    until: formatDate(certificate.validUntil, language),
  });
  const renewal = Object.values(profile.services).find((service) => service.kind === 'renew');
  const next = renewal
    ? { id: `ask:${renewal.key}`, label: renewal.title[language] }
    : { id: 'word:menu', label: say('menu.all') };
  return { text, choices: [...answersFor(kind, left).map(choice), ...(kind === 'expiry' ? [next] : [])] };
}

function expiryText(left: number): 'expiry' | 'expiry_today' | 'expired' {
  return left > 0 ? 'expiry' : left === 0 ? 'expiry_today' : 'expired';
}

/** `left`: days until the end; nobody is reminded after it. */
function answersFor(kind: ReminderKind, left: number): ReminderAnswer[] {
  return REMINDER_ANSWERS.filter((answer) => {
    if (answer === 'done') return kind !== 'expiry';
    if (answer === 'week') return kind !== 'activation' && left > 7;
    return left > 0;
  });
}

/** A reminder's button, however old: it changes the record of the person's own certificate, or he reads why not. */
export function hearReminder(draft: Draft, [, kind, date = '', answer]: readonly string[]): void {
  const { reminded, profile, now, language } = draft.context;
  const which = REMINDER_KINDS.find((each) => each === kind);
  const said = REMINDER_ANSWERS.find((each) => each === answer);
  if (!reminded || !which || !said || !isLocalDate(date)) {
    tell(draft, 'button.stale');
    return askAgainOrMenu(draft);
  }
  const answered = answerReminder(reminded, { kind: which, date }, said, profile, now);
  if ('certificate' in answered) draft.certificate = answered.certificate;
  const day = answered.outcome === 'snoozed' ? answered.until : answered.outcome === 'done' ? answered.today : date;
  const key =
    answered.outcome === 'stopped'
      ? (`remind.stopped.${which}` as const)
      : (`remind.said.${answered.outcome}` as const);
  draft.parts.push(t(draft.context, key, { date: formatDate(day, language) }));
  askAgainOrMenu(draft);
}
