// What `npm run officer` understands, and what each command does to the officers' records and the audit trail.
import { parseArgs } from 'node:util';
import { keepCode } from '../src/app/code.ts';
import { closeVisits } from '../src/app/dashboard.ts';
import type { Address, AuditAct, Clock, Ids, Person, Store } from '../src/app/ports.ts';
import { isLocalDate } from '../src/core/local-date.ts';
import { localDateAt } from '../src/core/office-time.ts';
import { rolesOn } from '../src/core/officer.ts';
import type { Profile } from '../src/core/profile.ts';
import { newSession } from '../src/engine/session.ts';
import { recordAct } from './cli-act.ts';

export const USAGE = `npm run officer -- list
npm run officer -- add --name "NAME" --role ROLE [--role ROLE] [--language id|en]
                                                                   prints the officer's link: one use, 24 hours
npm run officer -- add --request NUMBER --name "NAME" --role ROLE  who handed in that request, in the chats he has
npm run officer -- link ID                                         a new link (a new phone, a second one)
npm run officer -- unlink ID                                       his chats are his no longer (a lost phone), nor his visits
                                                                   to the dashboard
npm run officer -- roles ID --role ROLE [--role ROLE]              these roles instead of the present ones
npm run officer -- acting ID --role ROLE --kind plh|plt --until YYYY-MM-DD
npm run officer -- away ID --from YYYY-MM-DD --until YYYY-MM-DD [--delegate ID]
npm run officer -- back ID                                         on leave no longer, acting no longer
npm run officer -- remove ID`;

/** The call makes no sense; the message says why. */
export class Usage extends Error {}

export type Call =
  | { readonly command: 'list' }
  | {
      readonly command: 'add';
      readonly name: string;
      readonly roles: readonly string[];
      readonly language: 'id' | 'en';
      /** One of his own. */
      readonly request: string | undefined;
    }
  | { readonly command: 'link' | 'unlink' | 'back' | 'remove'; readonly id: string }
  | { readonly command: 'roles'; readonly id: string; readonly roles: readonly string[] }
  | {
      readonly command: 'acting';
      readonly id: string;
      readonly role: string;
      readonly kind: 'plh' | 'plt';
      readonly until: string;
    }
  | {
      readonly command: 'away';
      readonly id: string;
      readonly from: string;
      readonly until: string;
      readonly delegate: string | undefined;
    };

/** What the commands work with. */
export interface OfficerDesk {
  readonly store: Store;
  readonly profile: Profile;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The bot's name at Telegram; undefined where there is none, or it cannot be had now. */
  readonly botName: () => Promise<string | undefined>;
  readonly say: (line: string) => void;
}

const OPTIONS = {
  name: { type: 'string' },
  role: { type: 'string', multiple: true },
  kind: { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
  delegate: { type: 'string' },
  language: { type: 'string' },
  request: { type: 'string' },
} as const;

/** Checks all that can be checked before a database is opened. Throws Usage. */
export function readCall(args: readonly string[], profile: Profile): Call {
  const { values, positionals } = parse(args);
  const [command, id, ...more] = positionals;
  if (command === undefined || more.length > 0) throw new Usage(USAGE);
  const roles = [...new Set((values.role ?? []).map((role) => knownRole(role, profile)))];
  if (command === 'list') return { command };
  if (command === 'add') {
    const name = values.name?.trim();
    if (id !== undefined || !name || roles.length === 0) throw new Usage('add needs --name "NAME" and --role ROLE');
    return { command, name, roles, language: knownLanguage(values.language), request: values.request };
  }
  if (!['link', 'unlink', 'roles', 'acting', 'away', 'back', 'remove'].includes(command))
    throw new Usage(`no command "${command}"\n${USAGE}`);
  if (id === undefined) throw new Usage(`${command} needs the officer's ID; npm run officer -- list`);
  if (command === 'roles') {
    if (roles.length === 0) throw new Usage('roles needs --role ROLE; to end all of them: remove');
    return { command, id, roles };
  }
  if (command === 'acting') {
    const { kind } = values;
    const [role] = roles;
    if (role === undefined || roles.length > 1 || (kind !== 'plh' && kind !== 'plt'))
      throw new Usage('acting needs one --role, --kind plh|plt and --until YYYY-MM-DD');
    return { command, id, role, kind, until: day(values.until, '--until') };
  }
  if (command === 'away') {
    const away = { from: day(values.from, '--from'), until: day(values.until, '--until') };
    if (away.until < away.from) throw new Usage('--until lies before --from');
    if (values.delegate === id) throw new Usage('nobody can be his own --delegate');
    return { command, id, ...away, delegate: values.delegate };
  }
  return { command: command as 'link' | 'unlink' | 'back' | 'remove', id };
}

function parse(args: readonly string[]): {
  values: { [K in keyof typeof OPTIONS]?: K extends 'role' ? string[] : string };
  positionals: string[];
} {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new Usage(error instanceof Error ? error.message : USAGE);
  }
}

function knownRole(role: string, profile: Profile): string {
  const officers = Object.entries(profile.actors).filter(([, { kind }]) => kind === 'officer');
  if (officers.some(([known]) => known === role)) return role;
  throw new Usage(`no role "${role}"; there are ${officers.map(([known]) => known).join(', ')}`);
}

function knownLanguage(language = 'id'): 'id' | 'en' {
  if (language === 'id' || language === 'en') return language;
  throw new Usage('--language must be id or en');
}

function day(given: string | undefined, option: string): string {
  if (given !== undefined && isLocalDate(given)) return given;
  throw new Usage(`${option} must be a day, YYYY-MM-DD`);
}

/** Does it, at once for everybody: the desk asks the store at every tap. Throws Usage for an officer that is not there. */
export async function carryOut(call: Call, desk: OfficerDesk): Promise<void> {
  const { store } = desk;
  switch (call.command) {
    case 'list':
      return list(desk);
    case 'add': {
      const { name, roles, language, request } = call;
      const id = request === undefined ? desk.ids.next() : await applicantOf(store, request);
      const person: Person = { id, name, roles, language };
      await save(desk, person, 'officer_added');
      // A chat with requests of its own cannot be linked by a code, and need not be.
      return request === undefined ? giveLink(desk, person) : undefined;
    }
    case 'link': {
      const officer = await getOfficer(store, call.id);
      const known = (await store.findOfficers()).some(({ id }) => id === officer.id);
      if (!known) throw new Usage(`${officer.name} has no role; npm run officer -- roles ${officer.id} --role ROLE`);
      return giveLink(desk, officer);
    }
    case 'unlink': {
      const officer = await getOfficer(store, call.id);
      const chats = await store.findChatsOf([officer.id]);
      for (const { address } of chats) await takeChat(desk, address, officer.id);
      // Only now: while he has a chat another link can be asked for in it.
      await closeVisits(desk, officer.id);
      await save(desk, officer, 'officer_changed', { unlink: String(chats.length) });
      return desk.say(`Chats taken away: ${chats.length}. A new one for him: npm run officer -- link ${officer.id}`);
    }
    case 'roles':
      return save(desk, { ...(await getOfficer(store, call.id)), roles: call.roles }, 'officer_changed');
    case 'acting': {
      const { id, role, kind, until } = call;
      const officer = await getOfficer(store, id);
      checkNotOver(desk, until);
      const others = (officer.acting ?? []).filter((each) => each.role !== role);
      return save(desk, { ...officer, acting: [...others, { role, kind, until }] }, 'officer_changed');
    }
    case 'away': {
      const { id, from, until } = call;
      const officer = await getOfficer(store, id);
      checkNotOver(desk, until);
      const delegate = call.delegate === undefined ? {} : { delegate: (await getOfficer(store, call.delegate)).id };
      return save(desk, { ...officer, away: { from, until, ...delegate } }, 'officer_changed');
    }
    case 'back': {
      const { away: _away, acting: _acting, ...officer } = await getOfficer(store, call.id);
      return save(desk, officer, 'officer_changed');
    }
    case 'remove': {
      const { away: _away, acting: _acting, ...officer } = await getOfficer(store, call.id);
      await save(desk, { ...officer, roles: [] }, 'officer_removed');
      // With a role that he gets later they would come to life again.
      return closeVisits(desk, officer.id);
    }
  }
}

function checkNotOver({ clock, profile }: OfficerDesk, until: string): void {
  const today = localDateAt(clock.now(), profile.office);
  if (until < today) throw new Usage(`--until lies in the past; today is ${today}`);
}

async function getOfficer(store: Store, id: string): Promise<Person> {
  const found = await store.findPerson(id);
  if (!found) throw new Usage(`no officer ${id}; npm run officer -- list`);
  return found;
}

async function applicantOf(store: Store, number: string): Promise<string> {
  const { applicant } = (await store.findApplication(number.toUpperCase())) ?? {};
  if (applicant === undefined) throw new Usage(`no request ${number}`);
  if (await store.findPerson(applicant))
    throw new Usage(`who handed it in is known already; npm run officer -- roles ${applicant} --role ROLE`);
  return applicant;
}

/** From now on the chat is that of somebody new, who has said nothing yet. The service may be writing to it meanwhile. */
async function takeChat({ store, ids, clock }: OfficerDesk, address: Address, from: string): Promise<void> {
  for (;;) {
    const chat = await store.findChat(address);
    if (chat?.person !== from) return;
    const { seen: _seen, lastSeq: _lastSeq, ...unchanged } = chat;
    const at = clock.now();
    if (await store.saveChat({ ...unchanged, person: ids.next(), session: newSession(at), log: [], at })) return;
  }
}

async function save(
  desk: OfficerDesk,
  person: Person,
  act: AuditAct['act'],
  more: AuditAct['detail'] = {},
): Promise<void> {
  await desk.store.savePerson(person);
  const detail = { roles: person.roles.join(' '), ...more };
  await recordAct(desk, { act, subject: person.id, detail });
  desk.say(describe(person, person.roles));
}

async function giveLink(desk: OfficerDesk, person: Person): Promise<void> {
  const code = desk.ids.code();
  const until = await keepCode(desk, code, 'officer', person.id);
  const bot = await desk.botName();
  desk.say(
    bot === undefined
      ? `Code for ${person.name}: ${code} (to be sent to the bot)`
      : `https://t.me/${bot}?start=${code}`,
  );
  desk.say(`One use, until ${until}.`);
}

async function list({ store, profile, clock, say }: OfficerDesk): Promise<void> {
  const officers = await store.findOfficers();
  const today = localDateAt(clock.now(), profile.office);
  for (const officer of officers) {
    const chats = await store.findChatsOf([officer.id]);
    const channels = new Set(chats.map(({ address }) => address.slice(0, address.indexOf(':'))));
    const where = [...channels].join(', ') || 'not linked yet';
    say(`${describe(officer, rolesOn(officer, officers, today))}  (${where})`);
  }
  if (officers.length === 0) say('There is no officer yet: npm run officer -- add --name "NAME" --role ROLE');
}

function describe({ id, name, acting = [], away }: Person, roles: readonly string[]): string {
  return [
    id,
    name,
    roles.join(', ') || '(no role any more)',
    ...acting.map(({ role, kind, until }) => `${kind} ${role} until ${until}`),
    ...(away ? [`away ${away.from} to ${away.until}${away.delegate ? `, meanwhile ${away.delegate}` : ''}`] : []),
  ].join('  ');
}
