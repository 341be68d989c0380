// Whether a person is an officer at this moment, for what is not decided in a turn of his own.
import { localDateAt } from '../core/office-time.ts';
import { rolesOn } from '../core/officer.ts';
import type { Person } from '../core/person.ts';
import type { Desk } from './desk.ts';

/** The person, if he has a role today: his own, as a deputy, or by delegation. */
export async function findOfficer(
  { store, clock, profile }: Pick<Desk, 'store' | 'clock' | 'profile'>,
  person: string,
): Promise<Person | undefined> {
  const today = localDateAt(clock.now(), profile.office);
  const officers = await store.findOfficers();
  const known = officers.find(({ id }) => id === person);
  return known && rolesOn(known, officers, today).length > 0 ? known : undefined;
}
