// Fetches what somebody asks for of the figures or of the roll: officers all, anybody else the public figures, and nothing unless asked.
import type { Office } from '../core/office-list.ts';
import { officeOn } from '../core/office-list.ts';
import type { LocalDate } from '../core/person.ts';
import { firstDayOf, isSignable, supervisedOn, supervisionSubject } from '../core/supervision.ts';
import type { HalfYear } from '../core/supervision.ts';
import type { Enquiry, Fetched, RollSearch, Supervised } from '../engine/enquiry.ts';
import { MOST_FOUND, rollQuery } from '../engine/roll.ts';
import type { Desk } from './desk.ts';
import { figuresOf, findOffices, holderCount, indicatorsOn } from './figures.ts';
import type { Certificate, Profile } from './ports.ts';
import { recentFigures } from './recent-figures.ts';

/** Undefined where the person may not know it. */
export async function fetchAsked(
  desk: Desk,
  enquiry: Enquiry,
  isOfficer: boolean,
  today: LocalDate,
): Promise<Fetched | undefined> {
  const year = { from: `${today.slice(0, 4)}-01-01`, day: today };
  if (!isOfficer)
    return enquiry.kind === 'statistics' ? { kind: 'public', figures: await recentFigures(desk, year) } : undefined;
  switch (enquiry.kind) {
    case 'statistics':
      return { kind: 'statistics', figures: await figuresOf(desk, year) };
    case 'recap':
      return { kind: 'recap', indicators: await indicatorsOn(desk, today) };
    case 'supervision': {
      const { signed } = enquiry;
      const half = signed !== undefined && isSignable(signed, today) ? signed : supervisedOn(today);
      return { ...enquiry, ...(await supervisedIn(desk, half, today)) };
    }
    case 'roll':
      return { ...enquiry, found: await search(desk, enquiry, today) };
    case 'record': {
      const certificate = await desk.store.findCertificate(enquiry.id);
      return { kind: 'record', ...(certificate ? { certificate } : {}) };
    }
  }
}

/** How it stands today, with what is counted over the half-year, and who has signed for it. */
export async function supervisedIn(desk: Desk, half: HalfYear, today: LocalDate): Promise<Supervised> {
  const [figures, acts] = await Promise.all([
    figuresOf(desk, { from: firstDayOf(half), day: today }),
    desk.store.findAudit(supervisionSubject(half)),
  ]);
  return { half, figures, signatures: acts.filter(({ act }) => act === 'supervision_signed') };
}

async function search(desk: Desk, asked: RollSearch, today: LocalDate): Promise<Certificate[]> {
  const offices = (await findOffices(desk)) ?? officesAsked(desk.profile);
  const inUse = officeOn(offices, asked.text, today) ? await officesInUse(desk, today) : [];
  const query = rollQuery(asked, { offices, inUse, today, rules: desk.profile.certificate });
  return query ? desk.store.findRoll(query, MOST_FOUND) : [];
}

/** Names of offices, each way that one is spelt. */
async function officesInUse({ store, profile }: Desk, today: LocalDate): Promise<string[]> {
  const tallies = await store.tallyHolders(holderCount(today, profile));
  return [...new Set(tallies.flatMap(({ office }) => office ?? []))];
}

/** Without a list: those that applicants are offered. */
function officesAsked({ services }: Profile): Office[] {
  const fields = Object.values(services).flatMap((service) => service.fields);
  const names = fields.filter(({ key }) => key === 'perangkat_daerah').flatMap(({ suggestions }) => suggestions);
  return [...new Set(names)].map((name) => ({ name, area: '' }));
}
