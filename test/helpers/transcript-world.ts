// The desk in memory as a world that transcripts are played in. Everything stored goes through JSON between turns.
import type { Address, Channel, Choice, SentId, Store } from '../../src/app/ports.ts';
import { wakeChats } from '../../src/app/unasked.ts';
import { takeSeats } from '../../src/app/seats.ts';
import type { Certificate } from '../../src/core/certificate.ts';
import { addYears } from '../../src/core/local-date.ts';
import type { Profile, Service } from '../../src/core/profile.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { keepInventedRoll } from './invented-roll.ts';
import type { Sent, TranscriptWorld } from './transcript.ts';
import { makeWorld } from './world.ts';
import type { Said } from './world.ts';

const UNITS: Readonly<Record<string, number>> = {
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  year: 31_557_600_000,
};
const MOST_NUMBERS = 100;
const SETTINGS = ['profile', 'person', 'start', 'second officer', 'certificate', 'roll', 'dashboard'];

export interface DeskWorld extends TranscriptWorld {
  /** Errors and warnings that the desk logged. */
  problems(): readonly string[];
}

/** A text and, where it is one, the message it is a reply to. */
export interface Picked {
  readonly said: Said;
  readonly quoted?: SentId;
}

/** A channel of ours between the desk and the people, and what a person does there to choose. */
export interface ChannelFront {
  channel(listening: Channel): Channel;
  pick(address: Address, choice: Choice): Picked;
}

/**
 * What a transcript may set: `profile`, `person` (the seat it is about), `start` (an instant), `second officer` (another
 * seat and the role it holds, e.g. `wakil kepala_dinas`), `certificate` (a seat and the day its certificate was issued), `roll` (`invented`)
 * and `dashboard` (where it is).
 */
export async function openDeskWorld(
  settings: Readonly<Record<string, string>>,
  front?: ChannelFront,
): Promise<DeskWorld> {
  for (const key of Object.keys(settings)) {
    if (!SETTINGS.includes(key)) throw new Error(`a transcript sets ${SETTINGS.join(', ')}, not ${key}`);
  }
  const { profile, start, person = 'pemohon' } = settings;
  const store = throughJson(createMemoryStore());
  const channel = front ? { channel: (listening: Channel) => front.channel(listening) } : {};
  const world = await makeWorld({ store, ...channel, ...(profile ? { profile } : {}), ...(start ? { start } : {}) });
  const name = world.desk.channels[0]?.name ?? '';
  const [seat, role] = settings['second officer']?.split(' ') ?? [];
  if (seat !== undefined && role !== undefined) {
    const title = { id: role, en: role };
    await takeSeats(world.desk, [{ id: seat, name: 'Dewi Anggraini', title, kind: 'officer', role }], name);
  }
  const [owner, issuedOn] = settings['certificate']?.split(' ') ?? [];
  if (owner !== undefined && issuedOn !== undefined)
    await store.saveCertificate(sarisCertificate(`${name}-${owner}`, issuedOn));
  if (settings['roll'] !== undefined) await keepInventedRoll(store);
  const { dashboard } = settings;
  if (dashboard !== undefined) Object.assign(world.desk, { dashboardUrl: () => dashboard });
  // All choices each chat was ever shown; the last message that had any first.
  const shown = new Map<Address, readonly (readonly Choice[])[]>();
  let heardUpTo = 0;

  return {
    async send(messages) {
      await Promise.all(
        messages.map(({ seat = person, sent }) => {
          const address: Address = `${name}:${seat}`;
          const pick = (choice: Choice): Picked => front?.pick(address, choice) ?? { said: { choice: choice.id } };
          const [last = []] = shown.get(address) ?? [];
          // A bare number means the choice that stands there; elsewhere it may bear another number.
          const meant = 'text' in sent ? last[Number(/^\d+$/.exec(sent.text)?.[0] ?? 0) - 1] : undefined;
          const { said, quoted } = meant && front ? pick(meant) : toSaid(sent, shown.get(address) ?? [], pick);
          return world.say(seat, said, undefined, quoted);
        }),
      );
      // Reports are made beside all else.
      await world.desk.chats.idle();
      await wakeChats(world.desk);
    },
    async change(change) {
      const [, amount, unit] = /^\+(\d+) (minute|hour|day|year)s?$/.exec(change) ?? [];
      const [, verb, key] = /^profile (drops|adds) (\S+)$/.exec(change) ?? [];
      if (unit !== undefined) await world.pass(Number(amount) * (UNITS[unit] ?? 0));
      else if (key !== undefined) world.setProfile(withChange(world.desk.profile, verb === 'adds', key));
      else throw new Error(`what changes is written "+3 days" or "profile adds KEY", not "${change}"`);
    },
    heard() {
      const heard = world.sent.slice(heardUpTo);
      heardUpTo = world.sent.length;
      for (const { to, message } of heard)
        if (message.choices.length > 0) shown.set(to, [message.choices, ...(shown.get(to) ?? [])]);
      return heard.map(({ to, message }) => {
        const seat = to.slice(to.indexOf(':') + 1);
        return { seat: seat === person ? undefined : seat, message };
      });
    },
    async states() {
      const states: string[] = [];
      // Numbers are handed out in order, but not every one of them becomes a request.
      for (let count = 1; count <= MOST_NUMBERS; count += 1) {
        const application = await store.findApplication(`TTE-${String(count).padStart(6, '0')}`);
        if (application === undefined) continue;
        const { number, state, step, due, profileVersion } = application;
        const { office } = await world.desk.profileOf(profileVersion);
        const until = due === undefined ? '' : ` due ${localMinute(due, office.timeZone)} ${office.zoneLabel}`;
        states.push(`${number} ${state} at ${step}${until}`);
      }
      return states;
    },
    problems: () =>
      world.logged.map(({ level, text, data }) => {
        const error = data?.['error'];
        return `${level}: ${text} ${error instanceof Error ? error.stack : ''}`;
      }),
  };
}

/** The certificate that the desk knows of when the transcript begins; nobody is reminded of it. */
function sarisCertificate(owner: string, issuedOn: string): Certificate {
  const at = `${issuedOn}T03:00:00.000Z`;
  const holder = { owner, name: 'Sari Dewi Lestari', nip: '199005152015032001' };
  const told = { recordedAt: at, countsFrom: issuedOn, remindedUntil: at, revision: 1 };
  return { id: 'TTE-SEBELUM', ...holder, issuedOn, validUntil: addYears(issuedOn, 2), ...told };
}

/** A tap names a choice shown last by its label, number or id, or any older one by its id; `(!id)` is one never shown. */
function toSaid(sent: Sent, shown: readonly (readonly Choice[])[], pick: (choice: Choice) => Picked): Picked {
  if ('text' in sent) return { said: sent.text };
  if ('file' in sent) return { said: { file: sent.file.name, bytes: sent.file.bytes } };
  const { tap } = sent;
  if (tap.startsWith('!')) return { said: { choice: tap.slice(1) } };
  const [last = []] = shown;
  const choice =
    last.find(({ id, label }, index) => label === tap || id === tap || `${index + 1}` === tap) ??
    shown.flat().find(({ id }) => id === tap);
  if (choice === undefined) throw new Error(`no button (${tap}); there are ${last.map(({ id }) => id).join(', ')}`);
  return pick(choice);
}

/** The SOP of tomorrow: without that field or paper, or with another paper of that name, in every service. */
function withChange(profile: Profile, adds: boolean, key: string): Profile {
  const changed = (service: Service): Service => {
    const [model] = service.papers;
    if (model === undefined) throw new Error(`${service.key} asks for no paper`);
    if (adds) return { ...service, papers: [...service.papers, { ...model, key, label: { id: key, en: key } }] };
    return {
      ...service,
      fields: service.fields.filter((field) => field.key !== key),
      papers: service.papers.filter((paper) => paper.key !== key),
    };
  };
  const services = Object.entries(profile.services).map(([name, service]) => [name, changed(service)] as const);
  return { ...profile, version: `${profile.version}+${key}`, services: Object.fromEntries(services) };
}

function localMinute(at: string, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' }).format(new Date(at));
}

/** A store that, like a real one, keeps nothing of what it is given but what JSON can say. */
function throughJson(store: Store): Store {
  return {
    ...store,
    saveChat: (change) => store.saveChat(copied(change)),
    findChat: async (address) => copied(await store.findChat(address)),
    lookUp: async (wanted) => copied(await store.lookUp(wanted)),
    saveApplication: (application, effects) => store.saveApplication(copied(application), copied(effects)),
    findApplication: async (number) => copied(await store.findApplication(number)),
  };
}

function copied<T>(value: T): T {
  return value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);
}
