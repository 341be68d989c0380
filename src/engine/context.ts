// What a turn needs to know besides the session: fetched by the use case, only read here.
import type { Application } from '../core/application.ts';
import { touchedCertificate } from '../core/application.ts';
import type { EsignStatus } from '../core/esign.ts';
import type { Certificate, CertificateView } from '../core/certificate.ts';
import type { NewPerson } from '../core/people.ts';
import type { Actor, Instant } from '../core/person.ts';
import type { Language, Profile, Service } from '../core/profile.ts';
import { serviceOf } from '../core/rights.ts';
import type { Fetched } from './enquiry.ts';
import type { Session } from './session.ts';
import type { Params, TextKey, Texts } from './text.ts';

export interface Context {
  readonly actor: Actor;
  readonly language: Language;
  /** Today's profile; requests already handed in run under the one in `profiles`. */
  readonly profile: Profile;
  readonly profiles: Readonly<Record<string, Profile>>;
  /** The person's own requests, newest first. */
  readonly applications: readonly Application[];
  /** The person's own certificate; absent in the midst of a form, where nobody asks for it. */
  readonly certificate?: CertificateView;
  /** The own certificate whose reminder the input answers. */
  readonly reminded?: Certificate;
  /** What waits for the person as an officer, the earliest due first. */
  readonly queue: readonly Application[];
  /** The request that the dialogue under way is about, if the person may see it. */
  readonly subject?: Application;
  /** The request that the input itself names, by a button or by its number, if the person may see it. */
  readonly named?: Application;
  /** Where its applicant stands at BSrE, when an officer opens it and BSrE is asked. */
  readonly atBsre?: EsignStatus;
  /** Of the form under way, as its spreadsheet has them, where it may be handed in now. */
  readonly people?: readonly NewPerson[];
  /** Name of the officer who is at work on the request in question. */
  readonly claimant?: string;
  /** Others hold one of the officer's roles today, so that work has to be shared out. */
  readonly shared?: boolean;
  /** Code for joining another channel or opening the dashboard, should one be asked for during this turn. */
  readonly newCode?: string;
  /** What the words ask for of the figures or the roll, if the person may know it. */
  readonly fetched?: Fetched;
  /** Where the dashboard is; absent while there is none. */
  readonly dashboardUrl?: string;
  readonly texts: Texts;
  readonly now: Instant;
  /** Id of the message this turn answers. */
  readonly messageId: string;
  /** Number for a request, should one be handed in during this turn. */
  readonly newNumber: string;
  /** Name of the channel, kept with a recorded agreement. */
  readonly channel: string;
  /** Another file of the same burst already waits: the question is put after that one. */
  readonly more?: boolean;
}

export function t(context: Context, key: TextKey, params?: Params): string {
  return context.texts.t(context.language, key, params);
}

export function profileOf(application: Application, context: Context): Profile {
  const profile = context.profiles[application.profileVersion];
  if (!profile) throw new Error(`the profile of ${application.number} was not fetched`);
  return profile;
}

export function serviceAt(application: Application, context: Context): Service {
  return serviceOf(application, profileOf(application, context));
}

/** The service a dialogue is about: of the request at hand, else the one being asked for. */
export function serviceInHand(session: Pick<Session, 'params' | 'answers'>, context: Context): Service {
  if (session.params['number'] && context.subject) return serviceAt(context.subject, context);
  const { services } = context.profile;
  const key = session.params['service'] ?? session.answers['service'] ?? '';
  const service = services[key] ?? Object.values(services)[0];
  if (!service) throw new Error('the profile has no service');
  return service;
}

/** The person's request that can still be taken back: open, and nothing issued or revoked on it. */
export function withdrawable(context: Context): Application | undefined {
  return openApplications(context).find((application) => !touchedCertificate(application));
}

/** The person's requests that are not over yet. */
export function openApplications(context: Context): Application[] {
  return context.applications.filter(({ state }) => state === 'in_progress' || state === 'returned');
}
