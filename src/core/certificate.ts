// What the desk knows of a certificate: the record of an issue, and what the events of requests make of it.
import type { Application, ApplicationEvent } from './application.ts';
import type { LocalDate } from './person.ts';

/** The record kept of an issued certificate. */
export interface Certificate {
  readonly application: string;
  readonly owner: string;
  readonly issuedOn: LocalDate;
  readonly validUntil: LocalDate;
}

/** What a change of a request does to certificates: makes the record of a new one, or ends the one its applicant has. */
export type CertificateChange =
  | { readonly kind: 'issued'; readonly certificate: Certificate }
  | {
      readonly kind: 'revoked';
      readonly owner: string;
      readonly on: LocalDate;
      readonly ground: string;
      readonly application: string;
    };

/** The changes that follow from what has just happened to a request, in that order; the same whenever they are derived. */
export function certificateChanges(
  { number, applicant }: Application,
  events: readonly ApplicationEvent[],
): CertificateChange[] {
  return events.flatMap((event): CertificateChange[] => {
    if (event.kind === 'certificate_issued') {
      const { issuedOn, validUntil } = event;
      return [{ kind: 'issued', certificate: { application: number, owner: applicant, issuedOn, validUntil } }];
    }
    if (event.kind === 'certificate_revoked')
      return [{ kind: 'revoked', owner: applicant, on: event.revokedOn, ground: event.ground, application: number }];
    return [];
  });
}
