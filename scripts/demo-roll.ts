// The roll that the demo begins with, so that its figures have something to tell: invented owners in the offices that the profile knows.
// The same every time, but for the days, which are counted back from today.
import type { Store } from '../src/app/ports.ts';
import type { Certificate } from '../src/core/certificate.ts';
import { holderFacts } from '../src/core/holder.ts';
import { addDays, addYears } from '../src/core/local-date.ts';
import type { Office } from '../src/core/office-list.ts';
import { localDateAt } from '../src/core/office-time.ts';
import type { Instant, LocalDate } from '../src/core/person.ts';
import type { Profile } from '../src/core/profile.ts';

const OWNERS = 240;
const FIRST = 'Andi Bunga Citra Dimas Eka Fajar Gita Hadi Indah Joko Kartika Lukman Mawar Nanda Putri Raka'.split(' ');
const LAST = 'Contoh Teladan Misalan Umpama Andaian Percobaan Ilustrasi'.split(' ');
const GRADES = 'II/c II/d III/a III/a III/b III/b III/c III/d IV/a IX'.split(' ');

/** Every office but the last three has somebody; some owners have no golongan, some certificates have ended or were revoked. */
export async function keepDemoRoll(store: Store, profile: Profile, now: Instant): Promise<void> {
  const today = localDateAt(now, profile.office);
  const offices = profile.offices ?? demoOffices(profile);
  if (offices.length === 0) return;
  await store.keepOffices(offices);
  const inhabited = offices.slice(0, Math.max(1, offices.length - 3));
  for (let at = 0; at < OWNERS; at += 1) {
    // More of them in the first offices, as in life.
    const office = inhabited[Math.floor(inhabited.length * (at / OWNERS) ** 1.6)] ?? inhabited[0];
    await store.saveCertificate(ownerOf(at, office?.name ?? '', today, profile));
  }
}

function ownerOf(at: number, office: string, today: LocalDate, profile: Profile): Certificate {
  const { certificate } = profile;
  const grounds = groundsOf(profile);
  const issuedOn = addDays(today, -((at * 37) % (certificate.validYears * 365 + 60)) - 1);
  const golongan = at % 17 === 0 ? '' : (GRADES[(at * 7) % GRADES.length] ?? '');
  const name = `${FIRST[at % FIRST.length] ?? ''} ${LAST[at % LAST.length] ?? ''}`;
  const nip = nipOf(at, golongan === 'IX');
  const id = `contoh-${at}`;
  const recordedAt = `${issuedOn}T02:00:00.000Z`;
  const ended = addDays(issuedOn, 40);
  return {
    id,
    owner: id,
    name,
    nip,
    ...holderFacts({ office, golongan, nip }, today),
    issuedOn,
    validUntil: addYears(issuedOn, certificate.validYears),
    recordedAt,
    countsFrom: issuedOn,
    remindedUntil: recordedAt,
    ...(at % 23 === 5 && ended < today
      ? { revoked: { on: ended, countsFrom: ended, ground: grounds[at % grounds.length] ?? '', application: id } }
      : {}),
    revision: 1,
  };
}

function groundsOf({ services }: Profile): string[] {
  return Object.values(services).flatMap(({ fields, steps }) => {
    const asked = steps.flatMap(({ decisions }) => decisions.flatMap(({ ground }) => ground ?? []));
    return fields.filter(({ key }) => asked.includes(key)).flatMap(({ options }) => options.map(({ id }) => id));
  });
}

/** Eighteen digits in the form of the number, belonging to nobody: the serial is 9xx. */
function nipOf(at: number, isPppk: boolean): string {
  const born = `${1970 + (at % 28)}${two(1 + (at % 12))}${two(1 + (at % 28))}`;
  const serial = String(900 + (at % 100));
  const sex = 1 + (at % 2);
  return born + (isPppk ? `202121${sex}` : `2019${two(1 + (at % 12))}${sex}`) + serial;
}

function two(number: number): string {
  return String(number).padStart(2, '0');
}

/** No document lists all Perangkat Daerah: the demo takes those whose names it knows, and says nothing of a real regency by it. */
function demoOffices({ services }: Profile): Office[] {
  const fields = Object.values(services).flatMap((service) => service.fields);
  const names = fields.find(({ key }) => key === 'perangkat_daerah')?.suggestions ?? [];
  const areas = names.flatMap((name) => /^Kecamatan (.+)$/.exec(name)?.[1] ?? []);
  return names.map((name, at) => ({
    name,
    area: /^Kecamatan (.+)$/.exec(name)?.[1] ?? areas[at % areas.length] ?? 'Pusat',
  }));
}
