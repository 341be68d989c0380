// The question which service is asked for, among those that fit the person's certificate.
import { servicesOpenTo } from '../core/asking.ts';
import { formatDate } from '../core/calendar.ts';
import { t } from './context.ts';
import type { Context } from './context.ts';
import type { Session } from './session.ts';
import type { Slot } from './slot.ts';
import { say } from './text.ts';

/** No question where it is clear, because there is one only or a button has named it. */
export function serviceSlots(session: Session, context: Context): Slot[] {
  const open = servicesOpenTo(context);
  if ('service' in session.params || (open.length < 2 && !('service' in session.answers))) return [];
  const { certificate, language } = context;
  const list = open.map(({ title, description }) => `• *${say(title, language)}*: ${say(description, language)}`);
  const until = certificate
    ? t(context, UNTIL[certificate.state], { until: formatDate(certificate.validUntil, language) })
    : '';
  return [
    {
      key: 'service',
      question: [until, t(context, 'ask.service', { services: list.join('\n') })].filter(Boolean).join('\n\n'),
      accepts: 'choice',
      options: open.map(({ key, title }) => ({ id: key, label: say(title, language) })),
    },
  ];
}

const UNTIL = {
  active: 'certificate.active',
  near_end: 'certificate.near_end',
  expired: 'certificate.expired',
  revoked: 'certificate.revoked',
} as const;
