// `npm run officer -- COMMAND`: who the officers are. Needs the service's own settings (.env); changes take effect at once.
import { parseArgs } from 'node:util';
import { keepCode } from '../src/app/code.ts';
import type { AuditAct, Person, Store } from '../src/app/ports.ts';
import { readServiceConfig } from '../src/config.ts';
import { isLocalDate } from '../src/core/local-date.ts';
import { localDateAt } from '../src/core/office-time.ts';
import { rolesOn } from '../src/core/officer.ts';
import type { Profile } from '../src/core/profile.ts';
import { createLog } from '../src/log.ts';
import { explain, openStore, systemClock, systemIds } from '../src/main.ts';
import { loadProfile } from '../src/sop/load-profile.ts';
import { telegramName } from './telegram-name.ts';

const USAGE = `npm run officer -- list
npm run officer -- add --name "NAME" --role ROLE [--role ROLE]      prints the officer's link: one use, 24 hours
npm run officer -- link ID                                         a new link (a lost phone, a second one)
npm run officer -- roles ID --role ROLE [--role ROLE]              these roles instead of the present ones
npm run officer -- acting ID --role ROLE --kind plh|plt --until YYYY-MM-DD
npm run officer -- away ID --from YYYY-MM-DD --until YYYY-MM-DD [--delegate ID]
npm run officer -- back ID                                         on leave no longer, acting no longer
npm run officer -- remove ID`;

class Usage extends Error {}

const OPTIONS = {
  name: { type: 'string' },
  role: { type: 'string', multiple: true },
  kind: { type: 'string' },
  from: { type: 'string' },
  until: { type: 'string' },
  delegate: { type: 'string' },
  language: { type: 'string' },
} as const;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const [command, id] = positionals;
  if (command === undefined) throw new Usage(USAGE);
  const config = readServiceConfig();
  const profile = loadProfile(config.sopProfile);
  const log = createLog('warn', config.secrets);
  const { store, close } = await openStore(config, log, { join: true });
  try {
    await run(store, profile, command, id, values);
  } finally {
    await close();
  }

  async function run(
    store: Store,
    profile: Profile,
    command: string,
    id: string | undefined,
    given: typeof values,
  ): Promise<void> {
    const roles = (given.role ?? []).map((role) => knownRole(role, profile));
    switch (command) {
      case 'list':
        return list(store, profile);
      case 'add': {
        if (!given.name?.trim() || roles.length === 0) throw new Usage('add needs --name and --role');
        const person: Person = {
          id: systemIds.next(),
          name: given.name.trim(),
          roles,
          language: given.language === 'en' ? 'en' : 'id',
        };
        await save(store, person, 'officer_added');
        return printLink(store, person);
      }
      case 'link':
        return printLink(store, await getOfficer(store, id));
      case 'roles':
        if (roles.length === 0) throw new Usage('roles needs --role; to end all of them: remove');
        return save(store, { ...(await getOfficer(store, id)), roles }, 'officer_changed');
      case 'acting': {
        const officer = await getOfficer(store, id);
        const [role] = roles;
        if (!role || (given.kind !== 'plh' && given.kind !== 'plt'))
          throw new Usage('acting needs --role, --kind plh|plt and --until');
        const acting = [
          ...(officer.acting ?? []),
          { role, kind: given.kind, until: day(given.until, '--until') } as const,
        ];
        return save(store, { ...officer, acting }, 'officer_changed');
      }
      case 'away': {
        const officer = await getOfficer(store, id);
        const delegate = given.delegate === undefined ? {} : { delegate: (await getOfficer(store, given.delegate)).id };
        const away = { from: day(given.from, '--from'), until: day(given.until, '--until'), ...delegate };
        if (away.until < away.from) throw new Usage('--until lies before --from');
        return save(store, { ...officer, away }, 'officer_changed');
      }
      case 'back': {
        const { away: _away, acting: _acting, ...officer } = await getOfficer(store, id);
        return save(store, officer, 'officer_changed');
      }
      case 'remove': {
        const { away: _away, acting: _acting, ...officer } = await getOfficer(store, id);
        return save(store, { ...officer, roles: [] }, 'officer_removed');
      }
      default:
        throw new Usage(USAGE);
    }
  }

  async function save(store: Store, person: Person, act: AuditAct['act']): Promise<void> {
    await store.savePerson(person);
    const at = systemClock.now();
    const detail = { roles: person.roles.join(' ') };
    await store.appendAudit([
      {
        id: systemIds.next(),
        at,
        actor: 'administrator',
        actorName: '',
        act,
        subject: person.id,
        channel: 'cli',
        detail,
      },
    ]);
    console.log(`${person.id}  ${person.name}  ${person.roles.join(', ') || '(no role any more)'}`);
  }

  async function printLink(store: Store, person: Person): Promise<void> {
    const code = systemIds.code();
    const until = await keepCode({ store, clock: systemClock }, code, 'officer', person.id);
    const bot = await telegramName(config);
    console.log(
      bot === undefined
        ? `Code for ${person.name}: ${code} (to be sent to the bot)`
        : `https://t.me/${bot}?start=${code}`,
    );
    console.log(`One use, until ${until}.`);
  }
}

function knownRole(role: string, profile: Profile): string {
  const officers = Object.entries(profile.actors).filter(([, { kind }]) => kind === 'officer');
  if (officers.some(([known]) => known === role)) return role;
  throw new Usage(`no role "${role}"; there are ${officers.map(([known]) => known).join(', ')}`);
}

function day(given: string | undefined, option: string): string {
  if (given !== undefined && isLocalDate(given)) return given;
  throw new Usage(`${option} must be a day, YYYY-MM-DD`);
}

async function getOfficer(store: Store, id: string | undefined): Promise<Person> {
  const found = id === undefined ? undefined : await store.findPerson(id);
  if (!found) throw new Usage(`no officer ${id ?? '(ID is missing)'}; npm run officer -- list`);
  return found;
}

async function list(store: Store, profile: Profile): Promise<void> {
  const officers = await store.findOfficers();
  const today = localDateAt(systemClock.now(), profile.office);
  for (const officer of officers) {
    const chats = await store.findAddresses(officer.id);
    const where = chats.map((address) => address.slice(0, address.indexOf(':'))).join(', ') || 'not linked yet';
    const away = officer.away ? `  away ${officer.away.from} to ${officer.away.until}` : '';
    console.log(`${officer.id}  ${officer.name}  ${rolesOn(officer, officers, today).join(', ')}  (${where})${away}`);
  }
  if (officers.length === 0) console.log('There is no officer yet: npm run officer -- add --name "NAME" --role ROLE');
}

main().catch((error: unknown) => {
  console.error(error instanceof Usage ? error.message : (explain(error) ?? error));
  process.exit(error instanceof Usage ? 2 : 1);
});
