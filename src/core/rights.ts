// Who may act at a step of a request, and what stands against it; the look-ups that everything about steps shares.
import type { Application, Paper } from './application.ts';
import { isOver } from './application.ts';
import { isAccepted, isOpenPerson } from './people.ts';
import type { Actor } from './person.ts';
import type { Decision, DecisionKind, Profile, Role, Service, SopStep } from './profile.ts';
import type { Refusal } from './refusal.ts';

/** The role whose officers record what happens at a step; undefined when the applicant himself does. */
export function officerOf(step: SopStep, profile: Profile): Role | undefined {
  const actor = profile.actors[step.actor];
  if (actor?.kind === 'applicant') return undefined;
  return actor?.kind === 'external' ? actor.recordedBy : step.actor;
}

/** Whether this person may act at this step of this request. */
export function mayAct(application: Application, step: SopStep, profile: Profile, actor: Actor): boolean {
  const officer = officerOf(step, profile);
  return officer === undefined ? actor.person === application.applicant : actor.roles.includes(officer);
}

/** Whether this person may read the request at all: it is his own, or his work. */
export function mayRead(application: Application, profile: Profile, actor: Actor): boolean {
  return actor.person === application.applicant || isWorkOf(application, profile, actor);
}

/**
 * Whether a role of this person acts at a step of the request's service, or is told when one is late. To hand in is no work: whoever may ask
 * in his own office reads nothing of the others'.
 */
export function isWorkOf(application: Application, profile: Profile, actor: Actor): boolean {
  return serviceOf(application, profile).steps.some((step) => {
    if (step.decisions.every(({ kind }) => kind === 'submit')) return false;
    const officer = officerOf(step, profile);
    const superior = officer === undefined ? undefined : profile.actors[officer]?.superior;
    return [officer, superior].some((role) => role !== undefined && actor.roles.includes(role));
  });
}

/** What stands against a decision before any detail of it is known; undefined when it may go ahead. */
export function objection(
  application: Application,
  wanted: { readonly step: string; readonly decision: DecisionKind },
  { actor, profile }: { readonly actor: Actor; readonly profile: Profile },
): Refusal | undefined {
  const step = serviceOf(application, profile).steps.find((each) => each.id === wanted.step);
  if (!step) return { code: 'not_found' };
  if (!mayAct(application, step, profile, actor)) return { code: 'not_your_step' };
  if (application.step !== step.id || application.state !== 'in_progress') return alreadyDecided(application, step.id);
  if (!step.decisions.some(({ kind }) => kind === wanted.decision)) return { code: 'decision_not_allowed' };
  if (application.claim && application.claim.person !== actor.person)
    return { code: 'claimed', at: application.claim.at };
  const isOfPeople = wanted.decision === 'decide_people' || wanted.decision === 'reject';
  return isOfPeople ? undefined : objectionOfPeople(application, step);
}

/** Where single people are decided, the step goes on only when all of them are, and somebody is accepted. */
function objectionOfPeople({ people = [] }: Application, { decisions }: SopStep): Refusal | undefined {
  if (!decisions.some(({ kind }) => kind === 'decide_people')) return undefined;
  const count = people.filter(isOpenPerson).length;
  if (count > 0) return { code: 'people_open', count };
  return people.some(isAccepted) ? undefined : { code: 'nobody_accepted' };
}

/** The service a request is for; throws when the profile is not the one it was handed in under. */
export function serviceOf(application: Application, profile: Profile): Service {
  const service = profile.services[application.service];
  if (!service) throw new Error(`profile ${profile.version} has no service ${application.service}`);
  return service;
}

/** The step with this id; throws when there is none. */
export function getStep(service: Service, id: string): SopStep {
  const step = service.steps.find((each) => each.id === id);
  if (!step) throw new Error(`service ${service.key} has no step ${id}`);
  return step;
}

/** The step that a decision leads to; undefined when it ends the request. */
export function stepAfter(service: Service, step: SopStep, { next }: Pick<Decision, 'next'>): SopStep | undefined {
  return next === undefined ? service.steps[service.steps.indexOf(step) + 1] : getStep(service, next);
}

/** Keys of the papers that are back with the applicant. */
export function returnedPapers(application: Application): Paper[] {
  return application.state === 'returned' ? application.papers.filter((paper) => paper.returned) : [];
}

/** Who was quicker at this step, and with what. */
function alreadyDecided(application: Application, step: string): Refusal {
  for (const event of application.history.toReversed()) {
    if (event.step !== step) continue;
    if (event.kind === 'application_withdrawn') break;
    const said = { code: 'already_decided' as const, by: event.by.name, at: event.at, step };
    if (event.kind === 'step_decided') return { ...said, decision: event.decision };
    if (event.kind === 'papers_returned') return { ...said, decision: 'return_papers' };
    if (event.kind === 'application_rejected') return { ...said, decision: 'reject' };
  }
  return isOver(application) ? { code: 'request_over' } : { code: 'decision_not_allowed' };
}
