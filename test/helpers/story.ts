// An honest applicant and honest officers in a desk in memory: they read what is asked and answer it properly.
import { getStep, officerOf } from '../../src/core/rights.ts';
import { localDateAt } from '../../src/core/office-time.ts';
import type { Application } from '../../src/core/application.ts';
import { fieldsAsked, papersAsked } from '../../src/core/asked.ts';
import type { Field, PaperType, Profile, Service } from '../../src/core/profile.ts';
import { readSession } from '../../src/engine/session.ts';
import type { Session } from '../../src/engine/session.ts';
import type { LogEntry } from '../../src/app/ports.ts';
import { listXlsx, peopleAt } from './people-list.ts';
import { sampleFile } from './sample-files.ts';
import type { Said, World } from './world.ts';

/** An invented woman's numbers: they agree with each other on birth date and sex. */
export const NAME = 'Melati Puspitasari';
export const NIP = '198704122010012003';
export const NIK = '6473015204870001';
export const PHONE = '081234567890';

/** The proper answer to a question of the profile. */
export function honestAnswer(field: Field, profile: Profile): string {
  switch (field.kind) {
    case 'name':
      return NAME;
    case 'nip':
      return '19870412 201001 2 003';
    case 'nik':
      return NIK;
    case 'golongan':
      return 'III/c';
    case 'office_mail':
      return `melati.puspitasari@${profile.mailDomains[0] ?? 'contoh.go.id'}`;
    case 'phone':
      return PHONE;
    case 'choice':
      return field.options[0]?.label.id ?? '';
    case 'date':
      return '12-04-1987';
    case 'text':
      return field.suggestions.includes('Dinas Kesehatan') ? 'Dinas Kesehatan' : 'Pranata Komputer Ahli Muda';
  }
}

/** A small file whose name speaks of the paper: a PDF where one will do, a list of people of that domain where one is asked for. */
export function paperFile(key: string, types: readonly PaperType[] = ['pdf'], domain = ''): Said {
  if (types.includes('xlsx')) return { file: `${key}.xlsx`, bytes: listXlsx(peopleAt(domain)) };
  const type = types.includes('pdf') ? 'pdf' : (types[0] ?? 'pdf');
  return { file: `${key.replaceAll('_', ' ')}.${type}`, bytes: sampleFile(type) };
}

export async function sessionOf(world: World, seat: string): Promise<Session> {
  return readSession((await world.store.findChat(`web:${seat}`))?.session, world.now());
}

/** What an honest applicant does next; undefined when no form is under way. */
export async function honestMove(world: World, seat: string): Promise<Said | undefined> {
  const session = await sessionOf(world, seat);
  const { profile } = world.desk;
  if (session.conversation === null) return session.parked.length > 0 ? 'lanjut' : undefined;
  if (session.conversation === 'withdraw') return { choice: 'sure=no' };
  const offered = session.offered.map(({ id }) => id);
  if (session.conversation === 'trouble') return { choice: 'which=technical' };
  if (session.conversation === 'check')
    return offered.includes('word:cancel_yes') ? { choice: 'word:cancel_yes' } : 'batal';
  const wanted = ['word:cancel_yes', 'consent=agree', 'summary=submit', 'summary=send', 'stray.text=note'];
  const plain =
    wanted.find((id) => offered.includes(id)) ?? offered.find((id) => /^stray\.file=|^service=|=sure$|=keep$/.test(id));
  if (plain !== undefined) return { choice: plain };
  // A side question (which answer to change, which language) or a notice stands in between.
  if (offered.some((id) => !id.includes('='))) return 'lanjut';
  if (session.conversation !== 'apply') return paperMove(world, session);
  const service = serviceOf(session, profile);
  if (session.answers['consent'] !== 'agree') return 'lanjut';
  const fields = fieldsAsked(service, session.answers);
  const field = fields.find(({ key }) => key === session.focus) ?? fields.find(({ key }) => !(key in session.answers));
  if (field) {
    const typed = offered.find((id) => id.startsWith(`${field.key}=`));
    return typed !== undefined && field.kind === 'text' ? { choice: typed } : honestAnswer(field, profile);
  }
  const papers = papersAsked(service, session.answers);
  const missing = papers.find(({ key }) => key === session.focus || !(key in session.papers));
  return missing ? paperFile(missing.key, missing.types, profile.mailDomains[0]) : 'lanjut';
}

async function paperMove(world: World, session: Session): Promise<Said> {
  const application = await world.store.findApplication(session.params['number'] ?? '');
  const back = application?.papers.find(({ key, returned }) => returned && !(key in session.papers));
  const profile = application && (await world.desk.profileOf(application.profileVersion));
  const kind = profile?.services[application?.service ?? '']?.papers.find(({ key }) => key === back?.key);
  return kind ? paperFile(kind.key, kind.types) : 'lanjut';
}

/** The service that a form is about. */
export function serviceOf({ params, answers }: Session, profile: Profile): Service {
  const key = params['service'] ?? answers['service'] ?? '';
  const service = profile.services[key] ?? Object.values(profile.services)[0];
  if (!service) throw new Error('the profile has no service');
  return service;
}

/** Opens the form, that of the menu or of the service named, and agrees to the notice on personal data. */
export async function beginForm(world: World, seat = 'pemohon', service?: string): Promise<LogEntry[]> {
  await world.say(seat, 'menu');
  await world.say(seat, { choice: service === undefined ? 'menu=apply' : `ask:${service}` });
  return world.say(seat, { choice: 'consent=agree' });
}

/** Answers until the question `key` stands (a field, a paper, or `summary`); resolves to the bot's last lines. */
export async function fillUntil(world: World, key: string, seat = 'pemohon', service?: string): Promise<LogEntry[]> {
  const { profile } = world.desk;
  let lines: LogEntry[] = [];
  if ((await sessionOf(world, seat)).conversation !== 'apply') lines = await beginForm(world, seat, service);
  for (let count = 0; ; count += 1) {
    if (count > 50)
      throw new Error(`${seat} does not come to ${key}: ${lines.map(({ message }) => message.text).join()}`);
    const session = await sessionOf(world, seat);
    const asked = serviceOf(session, profile);
    const field = fieldsAsked(asked, session.answers).find((each) => !(each.key in session.answers));
    const paper = papersAsked(asked, session.answers).find((each) => !(each.key in session.papers));
    const next = field ?? paper;
    if (!next || next.key === key) return lines;
    lines = await world.say(
      seat,
      field ? honestAnswer(field, profile) : paperFile(next.key, paper?.types, profile.mailDomains[0]),
    );
  }
}

/** Fills a whole form and hands it in; resolves to the request. */
export async function handIn(world: World, seat = 'pemohon', service?: string): Promise<Application> {
  await fillUntil(world, 'summary', seat, service);
  await world.say(seat, { choice: 'summary=submit' });
  return latestOf(world, seat);
}

/** The person's newest request; throws when there is none. */
export async function latestOf(world: World, seat = 'pemohon'): Promise<Application> {
  const chat = await world.store.findChat(`web:${seat}`);
  const [application] = await world.store.findApplicationsOf(chat?.person ?? '');
  if (!application) throw new Error(`${seat} has no request`);
  return application;
}

/** The seat that acts at the request's present step. */
export async function holderOf(world: World, application: Application, applicant = 'pemohon'): Promise<string> {
  const profile = await world.desk.profileOf(application.profileVersion);
  const service = profile.services[application.service];
  if (!service) throw new Error(`no service ${application.service}`);
  return officerOf(getStep(service, application.step), profile)?.replaceAll('_', '-') ?? applicant;
}

/** Takes the first decision of the present step, with the details it needs; resolves to the request as it is then. */
export async function decideHonestly(world: World, number: string, applicant = 'pemohon'): Promise<Application> {
  const application = await findRequest(world, number);
  const seat = await holderOf(world, application, applicant);
  const profile = await world.desk.profileOf(application.profileVersion);
  const step = profile.services[application.service]?.steps.find(({ id }) => id === application.step);
  const isOpen = application.people?.some(({ state }) => state === 'open') ?? false;
  const kind = step?.decisions.find((each) => isOpen || each.kind !== 'decide_people')?.kind ?? '';
  await world.say(seat, { choice: `act:${number}:${application.step}:${kind}` });
  if (kind === 'decide_people') {
    await world.say(seat, { choice: 'people.1=all' });
    await world.say(seat, { choice: 'sure=yes' });
  }
  if (kind === 'dispose') await world.say(seat, { choice: 'note=-' });
  if (kind === 'issue' || kind === 'revoke')
    await world.say(seat, { choice: `date=${localDateAt(world.now(), profile.office)}` });
  return findRequest(world, number);
}

/** Decides until the request stands at `step`, or, with `end`, until it is over. */
export async function driveTo(world: World, number: string, step: string, applicant = 'pemohon'): Promise<Application> {
  let application = await findRequest(world, number);
  const isThere = (): boolean => application.step === step && step !== 'end';
  for (let count = 0; !isThere(); count += 1) {
    if (application.state === 'completed') return application;
    if (count > 20)
      throw new Error(`${number} does not come to ${step}: it is ${application.state} at ${application.step}`);
    application = await decideHonestly(world, number, applicant);
  }
  return application;
}

/** The officer gives papers back, each for the profile's first reason. */
export async function giveBack(world: World, number: string, keys: readonly string[]): Promise<Application> {
  const application = await findRequest(world, number);
  const seat = await holderOf(world, application);
  await world.say(seat, { choice: `act:${number}:${application.step}:return_papers` });
  for (const [index, key] of keys.entries()) {
    await world.say(seat, { choice: `pick.${index + 1}=${key}` });
    await world.say(seat, { choice: `reason.${key}=Buram atau tidak terbaca` });
  }
  await world.say(seat, { choice: `pick.${keys.length + 1}=-` });
  return findRequest(world, number);
}

export async function findRequest(world: World, number: string): Promise<Application> {
  const application = await world.store.findApplication(number);
  if (!application) throw new Error(`no request ${number}`);
  return application;
}
