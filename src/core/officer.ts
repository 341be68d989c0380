// Which roles an officer has on a day, and who is there to be told: deputies (Plh., Plt.), leave and delegation.
import type { LocalDate, Person } from './person.ts';
import type { Role } from './profile.ts';

/** Own roles, those held as Plh. or Plt. through that day, and those of whoever is on leave and has named this person. */
export function rolesOn(person: Person, officers: readonly Person[], today: LocalDate): Role[] {
  const acting = (person.acting ?? []).filter(({ until }) => until >= today).map(({ role }) => role);
  const delegated = officers
    .filter((each) => isAway(each, today) && each.away?.delegate === person.id)
    .flatMap(({ roles }) => roles);
  return [...new Set([...person.roles, ...acting, ...delegated])];
}

export function isAway({ away }: Person, today: LocalDate): boolean {
  return away !== undefined && away.from <= today && today <= away.until;
}

/** Who holds a role on a day. Those on leave are left out, unless then nobody is left: a request must not lie unseen. */
export function holdersOf(role: Role, officers: readonly Person[], today: LocalDate): Person[] {
  const holders = officers.filter((person) => rolesOn(person, officers, today).includes(role));
  const present = holders.filter((person) => !isAway(person, today));
  return present.length > 0 ? present : holders;
}
