// People, and the profiles (an agency's SOP) that requests were handed in under.
import type { Person, Store } from '../../app/ports.ts';
import type { Models, PersonRecord, ProfileRecord } from './schemas.ts';
import { bytesOf } from './schemas.ts';
import type { Place, Sealing } from './sealing.ts';

type PeoplePart = Pick<Store, 'findPerson' | 'savePerson' | 'findPeopleWithRole'>;
type ProfilePart = Pick<Store, 'keepProfile' | 'findProfile'>;

/** The part of the Mongo store that keeps people. */
export function createPeople({ people }: Models, sealing: Sealing): PeoplePart {
  function read({ _id: id, name, roles, language }: PersonRecord): Person {
    return { id, name: sealing.unseal(place(id), bytesOf(name)) as string, roles, language };
  }

  return {
    async findPerson(id) {
      const record = await people.findById(id).lean<PersonRecord>();
      return record ? read(record) : undefined;
    },
    async savePerson({ id, name, roles, language }) {
      const update = { $set: { name: sealing.seal(place(id), name), roles: [...roles], language } };
      await people.updateOne({ _id: id }, update, { upsert: true });
    },
    async findPeopleWithRole(role) {
      return (await people.find({ roles: role }).sort({ _id: 1 }).lean<PersonRecord[]>()).map(read);
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

function place(id: string): Place {
  return ['people', id, 'name'];
}
