// Fetches what the engine needs to know for one turn, and no more than that.
import type { Application } from '../core/application.ts';
import { mayRead, officerOf } from '../core/rights.ts';
import { localDateAt } from '../core/office-time.ts';
import { holdersOf, rolesOn } from '../core/officer.ts';
import type { Actor, Instant, LocalDate, Person } from '../core/person.ts';
import type { Language, Profile, Role } from '../core/profile.ts';
import type { Input } from '../engine/advance.ts';
import type { Context } from '../engine/context.ts';
import { matchChoice } from '../engine/match.ts';
import { readWord } from '../engine/word.ts';
import type { Session } from '../engine/session.ts';
import type { Desk } from './desk.ts';
import type { Address } from './ports.ts';

export interface Reader {
  readonly person: string;
  readonly language: Language;
  readonly address: Address;
}

/** Everything the turn may look at; in the midst of a form an answer needs nothing but the chat, and nothing is fetched. */
export async function gather(
  desk: Desk,
  reader: Reader,
  session: Session,
  input: Input | undefined,
  messageId: string,
  now: Instant,
): Promise<Context> {
  const plain = input !== undefined && isFormAnswer(session, input);
  // Roles are read at the moment they are needed: who was removed a minute ago has none.
  const officers = plain ? [] : await desk.store.findOfficers();
  const today = localDateAt(now, desk.profile.office);
  const actor = actorAmong(officers, reader.person, today);
  const officer = actor.roles.length > 0;
  const lean = plain || (officer && isAboutRequest(session, input));
  const applications = lean ? [] : await desk.store.findApplicationsOf(reader.person);
  const queue = lean || !officer ? [] : await desk.store.findApplicationsAt(stepsOf(desk.profile, actor.roles), 100);
  const near = [...applications, ...queue];
  const find = (number: string | undefined): Promise<Application | undefined> | undefined =>
    plain || number === undefined ? undefined : findSubject(desk, number, actor, near);
  const named = await find(numberIn(input, session));
  const inHand = session.params['number'];
  const subject = named?.number === inHand ? named : await find(inHand);
  const versions = new Set(
    [...near, ...(subject ? [subject] : []), ...(named ? [named] : [])].map(({ profileVersion }) => profileVersion),
  );
  const profiles = await Promise.all([...versions].map((version) => desk.profileOf(version)));
  return {
    actor,
    language: reader.language,
    profile: desk.profile,
    profiles: Object.fromEntries([desk.profile, ...profiles].map((profile) => [profile.version, profile])),
    applications,
    queue,
    ...(subject ? { subject } : {}),
    ...(named ? { named } : {}),
    ...(officer ? sharing(officers, actor, named ?? subject, today) : {}),
    ...(asksForCode(input, session) ? { newCode: desk.ids.code() } : {}),
    texts: desk.texts,
    now,
    messageId,
    newNumber: mayHandIn(session, input) ? desk.ids.number() : '',
    channel: reader.address.slice(0, reader.address.indexOf(':')),
  };
}

/** Whether there are colleagues to share the work with, and who is at work on the request. */
function sharing(
  officers: readonly Person[],
  actor: Actor,
  application: Application | undefined,
  today: LocalDate,
): Pick<Context, 'shared' | 'claimant'> {
  const shared = actor.roles.some((role) => holdersOf(role, officers, today).some(({ id }) => id !== actor.person));
  const claimant = officers.find(({ id }) => id === application?.claim?.person)?.name;
  return { shared, ...(claimant === undefined ? {} : { claimant }) };
}

/** The button stands under the last line, or was tapped under an older one. */
function mayHandIn(session: Session, input: Input | undefined): boolean {
  const button = 'summary=submit';
  return session.offered.some(({ id }) => id === button) || (input?.kind === 'choice' && input.id === button);
}

function asksForCode(input: Input | undefined, session: Session): boolean {
  if (input?.kind === 'choice') return input.id === 'menu=link' || /^word:link(?::|$)/.test(input.id);
  if (input?.kind !== 'text') return false;
  const chosen = matchChoice(input.text, session.offered)?.id;
  return readWord(input.text)?.word === 'link' || chosen === 'menu=link';
}

/** Whoever is no officer today is an applicant or the public. */
function actorAmong(officers: readonly Person[], person: string, today: LocalDate): Actor {
  const known = officers.find(({ id }) => id === person);
  return { person, name: known?.name ?? '', roles: known ? rolesOn(known, officers, today) : [] };
}

/** Only answers to the form were on offer, and the input is no word of command. */
function isFormAnswer(session: Session, input: Input): boolean {
  const inForm =
    session.conversation === 'apply' &&
    session.parked.length === 0 &&
    session.offered.every(({ id }) => /^(?!menu=|summary=)[^:]+=/.test(id));
  if (!inForm || input.kind === 'linked' || input.kind === 'link_failed') return false;
  if (input.kind === 'refused_file' || input.kind === 'checked' || input.kind === 'other') return true;
  if (input.kind === 'text') return readWord(input.text) === undefined && NUMBER.exec(input.text.trim()) === null;
  return input.kind === 'file' || session.offered.some(({ id }) => id === input.id);
}

const NUMBER = /^\/?(?:permohonan |request )?([a-z]{2,4}-[0-9a-z]{4,8})$/i;

/** An officer's button on a request, or his answer in the midst of a decision: only that request is looked at. */
function isAboutRequest(session: Session, input: Input | undefined): boolean {
  if (input?.kind !== 'choice' && input?.kind !== 'text') return false;
  if (numberIn(input, session) !== undefined) return true;
  const offered = input.kind === 'text' ? matchChoice(input.text, session.offered)?.id : input.id;
  if (offered !== undefined && /^(?:menu=|word:)/.test(offered)) return false;
  return session.conversation === 'decide' && (input.kind === 'choice' || readWord(input.text) === undefined);
}

/** The request that a button, the number of a choice, or a typed request number speaks of. */
function numberIn(input: Input | undefined, session: Session): string | undefined {
  if (input?.kind === 'text') {
    const typed = NUMBER.exec(input.text.trim())?.[1]?.toUpperCase();
    return typed ?? numberOf(matchChoice(input.text, session.offered)?.id);
  }
  return input?.kind === 'choice' ? numberOf(input.id) : undefined;
}

function numberOf(choice: string | undefined): string | undefined {
  const [kind, number] = choice?.split(':') ?? [];
  return kind !== undefined && ['act', 'papers', 'open', 'history', 'replace', 'claim', 'release'].includes(kind)
    ? number
    : undefined;
}

/** The request of that number, if the person may read it; to everybody else it is as if there were none. */
async function findSubject(
  desk: Desk,
  number: string,
  actor: Actor,
  at: readonly Application[],
): Promise<Application | undefined> {
  const found = at.find((application) => application.number === number) ?? (await desk.store.findApplication(number));
  return found && mayRead(found, await desk.profileOf(found.profileVersion), actor) ? found : undefined;
}

function stepsOf(profile: Profile, roles: readonly Role[]): { service: string; step: string }[] {
  return Object.values(profile.services).flatMap((service) =>
    service.steps.flatMap((step) => {
      const officer = officerOf(step, profile);
      return officer !== undefined && roles.includes(officer) ? [{ service: service.key, step: step.id }] : [];
    }),
  );
}
