// People, and the profiles (an agency's SOP) that requests were handed in under.
import type { Person, Store } from '../../app/ports.ts';
import { byName } from '../officer-order.ts';
import type { Models, PersonRecord, ProfileRecord } from './schemas.ts';
import { bytesOf } from './schemas.ts';
import type { Place, Sealing } from './sealing.ts';

type PeoplePart = Pick<Store, 'findPerson' | 'savePerson' | 'findPeopleWithRole' | 'findOfficers'>;
type ProfilePart = Pick<Store, 'keepProfile' | 'findProfile'>;

/** Who has a role, acts in one, or names somebody who stands in for him. */
export const MAYBE_OFFICER = { official: true };

/** The part of the Mongo store that keeps people. */
export function createPeople({ people }: Models, sealing: Sealing): PeoplePart {
  const read = (record: PersonRecord) => readPerson(record, sealing);

  return {
    async findPerson(id) {
      const record = await people.findById(id).lean<PersonRecord>();
      return record ? read(record) : undefined;
    },
    async savePerson({ id, name, roles, language, acting, away }) {
      const absent = { ...(acting === undefined && { acting: '' }), ...(away === undefined && { away: '' }) };
      const update = {
        $set: {
          name: sealing.seal(place(id), name),
          roles: [...roles],
          language,
          official: roles.length > 0 || (acting ?? []).length > 0 || away?.delegate !== undefined,
          ...(acting && { acting: [...acting] }),
          ...(away && { away }),
        },
        $unset: absent,
      };
      await people.updateOne({ _id: id }, update, { upsert: true });
    },
    async findPeopleWithRole(role) {
      return (await people.find({ roles: role }).sort({ _id: 1 }).lean<PersonRecord[]>()).map(read);
    },
    async findOfficers() {
      return officersAmong(await people.find(MAYBE_OFFICER).lean<PersonRecord[]>(), people, sealing);
    },
  };
}

/** The part of the Mongo store that keeps profiles: as text, since their keys are free. */
export function createProfiles({ profiles }: Models): ProfilePart {
  return {
    async keepProfile(version, profile) {
      const update = { $setOnInsert: { json: JSON.stringify(profile) } };
      await profiles.updateOne({ _id: version }, update, { upsert: true });
    },
    async findProfile(version) {
      const record = await profiles.findById(version).lean<ProfileRecord>();
      return record ? JSON.parse(record.json) : undefined;
    },
  };
}

function readPerson({ _id: id, name, official: _o, ...rest }: PersonRecord, sealing: Sealing): Person {
  return { id, name: readName(id, bytesOf(name), sealing), ...rest };
}

/** Names by how they are sealed: the officers are read at every step of a request, and hardly ever change. */
const names = new WeakMap<Sealing, Map<string, string>>();
const MOST_NAMES = 1_000;

function readName(id: string, sealed: Uint8Array, sealing: Sealing): string {
  const known = names.get(sealing) ?? new Map<string, string>();
  names.set(sealing, known);
  const key = `${id} ${Buffer.from(sealed).toString('base64')}`;
  const name = known.get(key) ?? (sealing.unseal(place(id), sealed) as string);
  if (known.size >= MOST_NAMES) known.clear();
  known.set(key, name);
  return name;
}

/** The officers, by name, out of all that `MAYBE_OFFICER` has found. */
export async function officersAmong(
  found: readonly PersonRecord[],
  people: Models['people'],
  sealing: Sealing,
): Promise<Person[]> {
  const delegates = new Set(found.flatMap((person) => person.away?.delegate ?? []));
  // Mostly a delegate is an officer himself; only another one is asked for apart.
  const others = [...delegates].filter((id) => !found.some(({ _id }) => _id === id));
  const apart = others.length > 0 ? await people.find({ _id: { $in: others } }).lean<PersonRecord[]>() : [];
  const officers = [...found, ...apart].filter(
    ({ _id, roles, acting = [] }) => roles.length > 0 || acting.length > 0 || delegates.has(_id),
  );
  return officers.map((record) => readPerson(record, sealing)).sort(byName);
}

function place(id: string): Place {
  return ['people', id, 'name'];
}
