// Fetches what the engine needs to know for one turn, and no more than that.
import { channelOf } from './address.ts';
import type { Application } from '../core/application.ts';
import { currentCertificate } from '../core/certificate.ts';
import { isWorkOf, mayRead, officerOf } from '../core/rights.ts';
import { localDateAt } from '../core/office-time.ts';
import { holdersOf, rolesOn } from '../core/officer.ts';
import type { Actor, Instant, LocalDate, Person } from '../core/person.ts';
import type { Language, Profile, Role } from '../core/profile.ts';
import type { Input } from '../engine/advance.ts';
import type { Context } from '../engine/context.ts';
import type { Word } from '../engine/conversation.ts';
import { askedWord, enquiryOf } from '../engine/enquiry.ts';
import { matchChoice } from '../engine/match.ts';
import { readWord } from '../engine/word.ts';
import type { Session } from '../engine/session.ts';
import { statusAtBsre } from './bsre.ts';
import type { Desk } from './desk.ts';
import { fetchAsked } from './fetch-asked.ts';
import { readPeople, sheetAsked } from './read-people.ts';
import type { Address, Found, Wanted } from './ports.ts';

export interface Reader {
  readonly person: string;
  readonly language: Language;
  readonly address: Address;
}

/** What was looked up for a turn beforehand, by what the chat was last known to be. */
export interface LookedUp {
  readonly wanted: Wanted;
  readonly found: Found;
}

/** What a person said, as far as it decides what to look up; neither a text nor a choice is a file, or something unreadable. */
export interface Words {
  readonly text?: string;
  readonly choice?: string;
}

/** What a turn may have to look at, in one round trip. */
export async function lookUp(desk: Desk, wanted: Wanted): Promise<LookedUp> {
  return { wanted, found: await desk.store.lookUp(wanted) };
}

/** What these words ask for at this point of the dialogue. Of a button on one request mostly no other is wanted: officers tap them. */
export function wantedBy(words: Words, session: Session, person: string | undefined): Wanted {
  const numbers = [numberIn(words, session), session.params['number']].filter((number) => number !== undefined);
  return person === undefined || isAboutRequest(session, words) ? { numbers } : { applicant: person, numbers };
}

/** Everything the turn may look at; in the midst of a form an answer needs nothing but the chat, and nothing is fetched. */
export async function gather(
  desk: Desk,
  reader: Reader,
  session: Session,
  input: Input | undefined,
  messageId: string,
  now: Instant,
  before?: LookedUp,
): Promise<Context> {
  const words = wordsOf(input);
  const plain = words !== undefined && isFormAnswer(session, words);
  // Roles are read at the moment they are needed: who was removed a minute ago has none.
  const wanted = wantedBy(words ?? {}, session, reader.person);
  const found = plain ? NOTHING : await lookUpRest(desk, wanted, before);
  const { officers } = found;
  const today = localDateAt(now, desk.profile.office);
  const actor = actorAmong(officers, reader.person, today);
  const officer = actor.roles.length > 0;
  const lean = plain || (officer && isAboutRequest(session, words));
  const { applications, certificates } = lean ? NOTHING : await ownOf(desk, reader.person, wanted, found);
  const certificate = currentCertificate(certificates, today, desk.profile.certificate);
  const reminded = certificates.find(({ id }) => id === certificateIn(words, session));
  const queue = lean || !officer ? [] : await desk.store.findApplicationsAt(stepsOf(desk.profile, actor.roles), 100);
  const near = [...applications, ...queue];
  const find = async (number: string | undefined): Promise<Application | undefined> => {
    const application = found.named.find((each) => each.number === number);
    return application && mayRead(application, await desk.profileOf(application.profileVersion), actor)
      ? application
      : undefined;
  };
  const named = await find(numberIn(words, session));
  const channel = channelOf(reader.address);
  const looksUp =
    named && opensRequest(words, session) && isWorkOf(named, await desk.profileOf(named.profileVersion), actor);
  const atBsre = looksUp ? await statusAtBsre(desk, named, { actor, channel, at: now }) : undefined;
  const inHand = session.params['number'];
  const subject = named?.number === inHand ? named : await find(inHand);
  const enquiry = plain || words === undefined ? undefined : enquiryOf(words, session);
  const fetched = enquiry && (await fetchAsked(desk, enquiry, officer, today));
  const dashboardUrl = desk.dashboardUrl?.();
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
    ...(certificate ? { certificate } : {}),
    ...(reminded ? { reminded } : {}),
    ...(subject ? { subject } : {}),
    ...(named ? { named } : {}),
    ...(atBsre ? { atBsre } : {}),
    ...(mayHandIn(session, words) ? await peopleOf(desk, session, now) : {}),
    ...(officer ? sharing(officers, actor, named ?? subject, today) : {}),
    ...(fetched ? { fetched } : {}),
    ...(words && isCodeWord(askedWord(words, session)) ? { newCode: desk.ids.code() } : {}),
    ...(dashboardUrl === undefined ? {} : { dashboardUrl }),
    texts: desk.texts,
    now,
    messageId,
    newNumber: mayHandIn(session, words) ? desk.ids.number() : '',
    channel,
  };
}

const NOTHING: Found = { officers: [], applications: [], certificates: [], named: [] };

/** The reader's own requests and certificates. */
function ownOf(desk: Desk, person: string, { applicant }: Wanted, found: Found): Found | Promise<Found> {
  return applicant === person ? found : desk.store.lookUp({ applicant: person, numbers: [] });
}

/** What was found beforehand, if it is all that is wanted; the chat was perhaps another one than it was known to be. */
async function lookUpRest(desk: Desk, wanted: Wanted, before: LookedUp | undefined): Promise<Found> {
  const known =
    before !== undefined &&
    (wanted.applicant === undefined || before.wanted.applicant === wanted.applicant) &&
    wanted.numbers.every((number) => before.wanted.numbers.includes(number));
  return known ? before.found : await desk.store.lookUp(wanted);
}

/** Undefined when it is no word of a dialogue: nothing, or a one-time code. */
function wordsOf(input: Input | undefined): Words | undefined {
  if (input === undefined || input.kind === 'linked' || input.kind === 'link_failed') return undefined;
  if (input.kind === 'text') return { text: input.text };
  return input.kind === 'choice' ? { choice: input.id } : {};
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
function mayHandIn(session: Session, words: Words | undefined): boolean {
  const button = 'summary=submit';
  return session.offered.some(({ id }) => id === button) || words?.choice === button;
}

/** The people of the form's spreadsheet: it was found good when it came, and is kept as a file alone. */
async function peopleOf(desk: Desk, session: Session, now: Instant): Promise<Pick<Context, 'people'>> {
  const file = session.papers[sheetAsked(session, desk.profile)?.key ?? ''];
  const bytes = file && (await desk.store.readFile(file.id));
  const read = bytes && readPeople(bytes, file.type, desk.profile, now);
  return read && 'people' in read ? { people: read.people } : {};
}

function isCodeWord(word: Word | undefined): boolean {
  return word === 'link' || word === 'dashboard';
}

/** Whoever is no officer today is an applicant or the public. */
function actorAmong(officers: readonly Person[], person: string, today: LocalDate): Actor {
  const known = officers.find(({ id }) => id === person);
  return { person, name: known?.name ?? '', roles: known ? rolesOn(known, officers, today) : [] };
}

/** Only answers to the form were on offer, and what was said is no word of command. */
export function isFormAnswer(session: Session, { text, choice }: Words): boolean {
  const inForm =
    session.conversation === 'apply' &&
    session.parked.length === 0 &&
    session.offered.every(({ id }) => /^(?!menu=|summary=|service=)[^:]+=/.test(id));
  if (!inForm) return false;
  if (text !== undefined) return readWord(text) === undefined && NUMBER.exec(text.trim()) === null;
  return choice === undefined || session.offered.some(({ id }) => id === choice);
}

const NUMBER = /^\/?(?:permohonan |request )?([a-z]{2,4}-[0-9a-z]{4,8})$/i;

/** An officer's button on a request, or his answer in the midst of a decision: only that request is looked at. */
function isAboutRequest(session: Session, words: Words = {}): boolean {
  const { text, choice } = words;
  if (text === undefined && choice === undefined) return false;
  if (numberIn(words, session) !== undefined) return true;
  const offered = text === undefined ? choice : matchChoice(text, session.offered)?.id;
  if (offered !== undefined && /^(?:menu=|word:)/.test(offered)) return false;
  const decides = session.conversation === 'decide' || session.conversation === 'people';
  return decides && (text === undefined || readWord(text) === undefined);
}

/** The request that a button, the number of a choice, or a typed request number speaks of. */
function numberIn({ text, choice }: Words = {}, session: Session): string | undefined {
  if (text === undefined) return numberOf(choice);
  const typed = NUMBER.exec(text.trim())?.[1]?.toUpperCase();
  return typed ?? numberOf(matchChoice(text, session.offered)?.id);
}

/** Its number was typed, or the button was chosen that shows it. */
function opensRequest({ text, choice }: Words = {}, session: Session): boolean {
  if (text !== undefined && NUMBER.test(text.trim())) return true;
  const chosen = text === undefined ? choice : matchChoice(text, session.offered)?.id;
  return chosen?.startsWith('open:') ?? false;
}

/** The certificate whose reminder a choice answers, by its button or by its number. */
function certificateIn({ text, choice }: Words = {}, session: Session): string | undefined {
  const [kind, id] = (text === undefined ? choice : matchChoice(text, session.offered)?.id)?.split(':') ?? [];
  return kind === 'remind' ? id : undefined;
}

function numberOf(choice: string | undefined): string | undefined {
  const [kind, number] = choice?.split(':') ?? [];
  return kind !== undefined && ['act', 'papers', 'open', 'history', 'replace', 'claim', 'release'].includes(kind)
    ? number
    : undefined;
}

function stepsOf(profile: Profile, roles: readonly Role[]): { service: string; step: string }[] {
  return Object.values(profile.services).flatMap((service) =>
    service.steps.flatMap((step) => {
      const officer = officerOf(step, profile);
      return officer !== undefined && roles.includes(officer) ? [{ service: service.key, step: step.id }] : [];
    }),
  );
}
