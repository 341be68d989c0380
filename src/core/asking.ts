// Who may ask for which service, and when: by the person's roles, by the requests under way and by the state of the certificate.
import type { Application } from './application.ts';
import { isOver } from './application.ts';
import { fieldsAsked } from './asked.ts';
import type { CertificateView } from './certificate.ts';
import type { Actor } from './person.ts';
import type { Profile, Role, Service, ServiceKind } from './profile.ts';
import type { Refusal } from './refusal.ts';
import { officerOf } from './rights.ts';

export interface Asking {
  readonly actor: Actor;
  readonly profile: Profile;
  /** The person's own; absent: nothing was issued yet, as far as the desk knows. */
  readonly certificate?: CertificateView | undefined;
  /** The person's own requests, over or not. */
  readonly applications: readonly Application[];
}

/** The services this person may ask for now, in the profile's order. */
export function servicesOpenTo(asking: Asking): Service[] {
  return Object.values(asking.profile.services).filter((service) => objectionToAsking(service, asking) === undefined);
}

/** What stands against asking for a service; undefined when nothing does. */
export function objectionToAsking(service: Service, asking: Asking): Refusal | undefined {
  const role = asksAs(service, asking);
  if (role === undefined) return { code: 'not_for_you' };
  // For somebody else one may ask as often as there are people.
  if (!isApplicant(role, asking.profile)) return undefined;
  const open = asking.applications.find((each) => isInTheWay(each, service));
  if (open) return { code: 'request_open', number: open.number };
  return objectionOfCertificate(service.kind, asking);
}

/**
 * The role in which a person asks: as an officer where the service is asked for by such, else as an applicant. Nobody who acts at a step of
 * a service applies for himself there.
 */
export function asksAs(service: Service, { actor, profile }: Pick<Asking, 'actor' | 'profile'>): Role | undefined {
  const asOfficer = service.askedBy.find((role) => actor.roles.includes(role));
  if (asOfficer !== undefined) return asOfficer;
  const works = service.steps.some((step) => actor.roles.includes(officerOf(step, profile) ?? ''));
  return works ? undefined : service.askedBy.find((role) => isApplicant(role, profile));
}

/** Whether whoever asks in this role asks for himself. */
export function isApplicant(role: Role, profile: Profile): boolean {
  return profile.actors[role]?.kind === 'applicant';
}

/** One request at a time; but a certificate that is misused is not kept alive by a renewal under way. */
function isInTheWay(other: Application, service: Service): boolean {
  if (isOver(other) || other.forOthers) return false;
  return other.service === service.key || service.kind !== 'revoke';
}

/** Which state of the certificate each kind of service is for. An expired or revoked one is not revoked, changed or replaced any more. */
function objectionOfCertificate(kind: ServiceKind, { certificate, profile }: Asking): Refusal | undefined {
  if (kind === 'none') return undefined;
  const state = certificate?.state;
  if (kind === 'issue') {
    // Where the SOP knows no renewal, a new certificate is asked for as the first one was (Tanah Bumbu art. 15 (5)).
    const renewable = Object.values(profile.services).some((service) => service.kind === 'renew');
    return renewable && state !== undefined && state !== 'revoked' ? { code: 'certificate_active' } : undefined;
  }
  if (state === undefined) return { code: 'certificate_missing' };
  if (state === 'revoked') return { code: 'certificate_revoked' };
  return state === 'expired' && kind !== 'renew' ? { code: 'certificate_expired' } : undefined;
}

/** What stands against the answers: one is missing, or somebody means another person's certificate and may not. */
export function objectionToAnswers(
  service: Service,
  answers: Readonly<Record<string, string>>,
  asking: Asking,
): Refusal | undefined {
  const unanswered = fieldsAsked(service, answers).find((field) => !field.optional && !answers[field.key]);
  if (unanswered) return { code: 'answer_missing', field: unanswered.key };
  const own = asking.certificate?.nip;
  const isAboutOwn =
    service.kind !== 'issue' && service.kind !== 'none' && isApplicant(asksAs(service, asking) ?? '', asking.profile);
  const named = service.fields.find(({ kind }) => kind === 'nip');
  return isAboutOwn && own !== undefined && named && answers[named.key] !== own
    ? { code: 'not_your_certificate' }
    : undefined;
}
