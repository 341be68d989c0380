// How far a request is, as anybody may see it: the SOP's steps with who has it, until when and how late. No personal data.
import type { Application, ApplicationEvent, ApplicationState } from './application.ts';
import type { Instant, LocalDate } from './person.ts';
import type { Profile, Role, Service, SopStep, Text } from './profile.ts';
import { isOver } from './application.ts';
import { officerOf } from './rights.ts';
import { deadline, officeMinutesBetween } from './office-time.ts';

/** `skipped`: the request went past it, or ended before it. */
export type StepState = 'done' | 'current' | 'waiting' | 'skipped';

export interface StepView {
  readonly id: string;
  readonly title: Text;
  /** Who acts, as the SOP calls him. */
  readonly actor: Text;
  /** Whose officers record it; of the applicant's own steps the applicant's. */
  readonly role: Role;
  readonly state: StepState;
  /** When it came to this step (the last time, if it came more than once). */
  readonly since?: Instant;
  readonly due?: Instant;
  readonly doneAt?: Instant;
  /** One of the two, as the SOP states it. */
  readonly minutesAllowed?: number;
  readonly daysAllowed?: number;
  readonly late: boolean;
  /** Office minutes past the deadline, when late. */
  readonly lateMinutes?: number;
}

export interface ApplicationView {
  readonly number: string;
  readonly service: Text;
  readonly state: ApplicationState;
  /** Id of the step it is at; once it has ended, the last one. */
  readonly step: string;
  /** Who has it now; absent once it has ended. */
  readonly holder?: { readonly title: Text; readonly role: Role };
  readonly steps: readonly StepView[];
  readonly since: Instant;
  readonly due?: Instant;
  readonly late: boolean;
  readonly certificate?: { readonly issuedOn: LocalDate; readonly validUntil: LocalDate };
}

/** What may be shown of a request under the profile it runs under. */
export function viewApplication(
  application: Application,
  service: Service,
  profile: Profile,
  now: Instant,
): ApplicationView {
  const passed = passages(application);
  const at = service.steps.findIndex(({ id }) => id === application.step);
  const steps = service.steps.map((step, index) => viewStep(step, index - at, application, passed, profile, now));
  const issued = application.history.findLast((event) => event.kind === 'certificate_issued');
  return {
    number: application.number,
    service: service.title,
    state: application.state,
    step: application.step,
    ...holderOf(application, service, profile),
    steps,
    since: application.since,
    ...(application.due === undefined ? {} : { due: application.due }),
    late: application.due !== undefined && now > application.due,
    ...(issued ? { certificate: { issuedOn: issued.issuedOn, validUntil: issued.validUntil } } : {}),
  };
}

interface Passage {
  readonly step: string;
  /** Absent for the step the request began with. */
  readonly since: Instant | undefined;
  readonly doneAt: Instant;
}

/** The steps it has gone through, in order. Papers handed in anew start the time of their step afresh. */
function passages(application: Application): Passage[] {
  const found: Passage[] = [];
  let since: Instant | undefined;
  for (const event of application.history) {
    if (event.kind === 'papers_replaced') since = event.at;
    if (!movesOn(event)) continue;
    found.push({ step: event.step, since, doneAt: event.at });
    since = event.at;
  }
  return found;
}

function movesOn(event: ApplicationEvent): boolean {
  return (
    event.kind === 'application_submitted' || event.kind === 'step_decided' || event.kind === 'application_rejected'
  );
}

function viewStep(
  step: SopStep,
  distance: number,
  application: Application,
  passed: readonly Passage[],
  profile: Profile,
  now: Instant,
): StepView {
  const passage = passed.findLast((each) => each.step === step.id);
  const about = {
    id: step.id,
    title: step.title,
    actor: profile.actors[step.actor]?.title ?? { id: step.actor, en: step.actor },
    role: officerOf(step, profile) ?? step.actor,
    ...('minutes' in step.allowed ? { minutesAllowed: step.allowed.minutes } : { daysAllowed: step.allowed.days }),
  };
  if (distance === 0 && !isOver(application)) {
    const { since, due } = application;
    const times = { since, ...(due === undefined ? {} : { due }) };
    return { ...about, state: 'current', ...times, ...lateness(due, now, profile) };
  }
  // A request that was sent back to an earlier step will pass the later ones again.
  if (distance > 0 && !isOver(application)) return { ...about, state: 'waiting', late: false };
  if (!passage) return { ...about, state: 'skipped', late: false };
  const { since, doneAt } = passage;
  if (since === undefined) return { ...about, state: 'done', doneAt, late: false };
  const due = deadline(since, step.allowed, profile.office);
  return { ...about, state: 'done', since, due, doneAt, ...lateness(due, doneAt, profile) };
}

function lateness(due: Instant | undefined, at: Instant, profile: Profile): Pick<StepView, 'late' | 'lateMinutes'> {
  if (due === undefined || at <= due) return { late: false };
  return { late: true, lateMinutes: officeMinutesBetween(due, at, profile.office) };
}

function holderOf(application: Application, service: Service, profile: Profile): Pick<ApplicationView, 'holder'> {
  if (isOver(application)) return {};
  // Returned papers are with the applicant, who acts at the first step.
  const step =
    application.state === 'returned' ? service.steps[0] : service.steps.find(({ id }) => id === application.step);
  const title = step && profile.actors[step.actor]?.title;
  return step && title ? { holder: { title, role: officerOf(step, profile) ?? step.actor } } : {};
}
