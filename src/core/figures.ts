// The figures of the desk, made of tallies: the two published indicators (metadata "Kompilasi Data Sertifikat Elektronik", Bangka Selatan
// 2025) as of a day, and the desk's own.
import type { ApplicationState } from './application.ts';
import type { Sex, Status } from './check.ts';
import { GOLONGAN } from './golongan.ts';
import type { Office } from './office-list.ts';
import { formerNames, officeOn, officesOn } from './office-list.ts';
import type { Instant, LocalDate } from './person.ts';
import type { Profile, SopStep } from './profile.ts';
import { getStep, stepAfter } from './rights.ts';
import type {
  ActTally,
  GroundTally,
  HolderTally,
  LateTally,
  MessageTally,
  MonthTally,
  ReasonTally,
  RequestTally,
  StepTally,
} from './tally.ts';

/** Holders and what became of their certificates; `persons` is active, expired and revoked together. */
export type HolderCounts = Pick<
  HolderTally,
  'persons' | 'active' | 'nearEnd' | 'expired' | 'revoked' | 'passphraseOverdue'
>;

/** A Perangkat Daerah of the day. */
export interface OfficeLine extends HolderCounts {
  readonly name: string;
  readonly formerly: readonly string[];
  /** '' where there is no list to tell. */
  readonly area: string;
}

export interface AreaLine {
  readonly area: string;
  /** Perangkat Daerah in the area, and those of them with at least one active certificate. */
  readonly offices: number;
  readonly using: number;
  readonly persons: number;
}

/** Both indicators as of the end of a day. */
export interface Indicators {
  readonly day: LocalDate;
  /** All Perangkat Daerah of that day; absent where no list of them is known: then there is no share. */
  readonly offices?: number;
  /** Of them (without a list: of the names given) those with at least one active certificate. */
  readonly using: number;
  /** Percent, not rounded. */
  readonly share?: number;
  readonly byOffice: readonly OfficeLine[];
  /** Whose office is not known, or is not on the list of that day. */
  readonly elsewhere: HolderCounts;
  /** Empty where there is no list. */
  readonly byArea: readonly AreaLine[];
  /** ASN whose TTE has been issued, whatever became of it since; each counted once. */
  readonly holders: HolderCounts;
  readonly bySex: Readonly<Record<Sex | 'unknown', number>>;
  readonly byStatus: Readonly<Record<Status | 'unknown', number>>;
  /** PNS, lowest first, those without any left out; `unknown` last. */
  readonly byGolongan: readonly { readonly golongan: string; readonly persons: number }[];
}

/** `offices` undefined: nobody has said which there are. */
export function indicators(
  tallies: readonly HolderTally[],
  offices: readonly Office[] | undefined,
  day: LocalDate,
): Indicators {
  const known = (offices ? officesOn(offices, day) : namesIn(tallies)).map((office) => ({ office, counts: nobody() }));
  const elsewhere = nobody();
  // Each name is looked up once: there may be thousands of offices, and many tallies of each.
  const countsOf = new Map(
    [...new Set(tallies.map(({ office = '' }) => office))].map((name) => {
      const meant = offices ? officeOn(offices, name, day) : known.find(({ office }) => office.name === name)?.office;
      return [name, known.find(({ office }) => office === meant)?.counts] as const;
    }),
  );
  for (const tally of tallies) add(countsOf.get(tally.office ?? '') ?? elsewhere, tally);
  const byOffice = known.map(({ office, counts }): OfficeLine => ({
    name: office.name,
    formerly: offices ? formerNames(office, offices, day) : [],
    area: office.area,
    ...counts,
  }));
  const using = byOffice.filter(({ active }) => active > 0).length;
  const holders = nobody();
  for (const tally of tallies) add(holders, tally);
  return {
    day,
    ...(offices ? { offices: byOffice.length } : {}),
    using,
    ...(offices && byOffice.length > 0 ? { share: (using / byOffice.length) * 100 } : {}),
    byOffice: byOffice.toSorted((one, other) => one.name.localeCompare(other.name, 'id')),
    elsewhere,
    byArea: offices ? areas(byOffice) : [],
    holders,
    bySex: countBy(tallies, ['male', 'female', 'unknown'], ({ sex }) => sex ?? 'unknown'),
    byStatus: countBy(tallies, ['pns', 'pppk', 'unknown'], ({ status }) => status ?? 'unknown'),
    byGolongan: grades(tallies),
  };
}

function namesIn(tallies: readonly HolderTally[]): Office[] {
  const names = new Set(tallies.flatMap(({ office }) => office ?? []));
  return [...names].map((name) => ({ name, area: '' }));
}

function areas(offices: readonly OfficeLine[]): AreaLine[] {
  const names = [...new Set(offices.map(({ area }) => area))].toSorted((one, other) => one.localeCompare(other, 'id'));
  return names.map((area) => {
    const own = offices.filter((office) => office.area === area);
    const persons = own.reduce((sum, office) => sum + office.persons, 0);
    return { area, offices: own.length, using: own.filter(({ active }) => active > 0).length, persons };
  });
}

function grades(tallies: readonly HolderTally[]): Indicators['byGolongan'] {
  const pns = tallies.filter(({ status }) => status === 'pns');
  const codes = GOLONGAN.filter(({ status }) => status === 'pns').map(({ code }) => code);
  const counted = countBy(pns, [...codes, 'unknown'], ({ golongan = '' }) =>
    codes.includes(golongan) ? golongan : 'unknown',
  );
  return Object.entries(counted).flatMap(([golongan, persons]) => (persons > 0 ? [{ golongan, persons }] : []));
}

function countBy<const Key extends string>(
  tallies: readonly HolderTally[],
  keys: readonly Key[],
  keyOf: (tally: HolderTally) => Key,
): Record<Key, number> {
  const counted = Object.fromEntries(keys.map((key) => [key, 0])) as Record<Key, number>;
  for (const tally of tallies) counted[keyOf(tally)] += tally.persons;
  return counted;
}

type Mutable<Counts> = { -readonly [Key in keyof Counts]: Counts[Key] };

function nobody(): Mutable<HolderCounts> {
  return { persons: 0, active: 0, nearEnd: 0, expired: 0, revoked: 0, passphraseOverdue: 0 };
}

function add(counts: Mutable<HolderCounts>, tally: HolderTally): void {
  for (const key of Object.keys(counts) as (keyof HolderCounts)[]) counts[key] += tally[key];
}

/** How long decisions on a step took, in office minutes. */
export interface StepLine {
  readonly service: string;
  readonly step: string;
  /** What the SOP allows; absent when today's has no such step. */
  readonly allowed?: SopStep['allowed'];
  readonly decisions: number;
  readonly median: number;
  readonly p90: number;
  readonly late: number;
}

/** One line for each step that was decided on, in the order of the SOP. */
export function stepLines(tallies: readonly StepTally[], profile: Profile): StepLine[] {
  const order = Object.values(profile.services).flatMap(({ key, steps }) =>
    steps.map((step) => ({ service: key, step: step.id, allowed: step.allowed })),
  );
  const gone = tallies.filter((tally) => !order.some((each) => isSameStep(each, tally)));
  const places = [...order, ...gone.filter((tally, at) => gone.findIndex((each) => isSameStep(each, tally)) === at)];
  return places.flatMap((place) => {
    const own = tallies.filter((tally) => isSameStep(tally, place)).toSorted((a, b) => a.minutes - b.minutes);
    const decisions = sum(own, ({ count }) => count);
    if (decisions === 0) return [];
    const allowed = 'allowed' in place ? { allowed: place.allowed } : {};
    const [median, p90] = [percentile(own, 0.5), percentile(own, 0.9)];
    const { service, step } = place;
    return [{ service, step, ...allowed, decisions, median, p90, late: sum(own, ({ late }) => late) }];
  });
}

/** By nearest rank: the least of the values that so large a part of all does not exceed. `sorted` is by minutes. */
function percentile(sorted: readonly StepTally[], part: number): number {
  let rank = Math.ceil(part * sum(sorted, ({ count }) => count));
  for (const { minutes, count } of sorted) {
    rank -= count;
    if (rank <= 0) return minutes;
  }
  return 0;
}

/** Requests in one state, at one step where they have one. */
export interface RequestLine {
  readonly service: string;
  readonly state: ApplicationState;
  /** Of those in progress or returned. */
  readonly step?: string;
  readonly count: number;
  /** Of those in progress: past their time, as of now. */
  readonly late: number;
}

/** `profiles` by version: every request under the one it was handed in under. */
export function requestLines(
  tallies: readonly RequestTally[],
  late: readonly LateTally[],
  profiles: Readonly<Record<string, Profile>>,
): RequestLine[] {
  const lines = new Map<string, RequestLine>();
  for (const tally of tallies) {
    const { service, count } = tally;
    const place = placeAfter(tally, profiles);
    const key = [service, place.state, place.step ?? ''].join(' ');
    const overdue =
      place.state === 'in_progress' ? late.find((each) => isSameStep(each, { service, ...place })) : undefined;
    const before = lines.get(key)?.count ?? 0;
    lines.set(key, { service, ...place, count: before + count, late: overdue?.count ?? 0 });
  }
  return [...lines.values()];
}

/** Where a request is after its last moving event, and in which state. */
function placeAfter(
  { service: key, profileVersion, kind, step: id, decision }: RequestTally,
  profiles: Readonly<Record<string, Profile>>,
): Pick<RequestLine, 'state' | 'step'> {
  if (kind === 'application_completed') return { state: 'completed' };
  if (kind === 'application_rejected') return { state: 'rejected' };
  if (kind === 'application_withdrawn') return { state: 'withdrawn' };
  if (kind === 'papers_returned') return { state: 'returned', step: id };
  if (kind === 'papers_replaced') return { state: 'in_progress', step: id };
  const service = profiles[profileVersion]?.services[key];
  if (!service) throw new Error(`no service ${key} in profile ${profileVersion}`);
  const step = getStep(service, id);
  const made = kind === 'application_submitted' ? 'submit' : decision;
  const next = stepAfter(service, step, step.decisions.find((each) => each.kind === made) ?? {});
  return next ? { state: 'in_progress', step: next.id } : { state: 'completed' };
}

function isSameStep(one: { service: string; step?: string }, other: { service: string; step?: string }): boolean {
  return one.service === other.service && one.step === other.step;
}

function sum<Of>(list: readonly Of[], numberOf: (each: Of) => number): number {
  return list.reduce((total, each) => total + numberOf(each), 0);
}

/** What the desk may know of itself; no person in it. */
export interface Figures {
  readonly madeAt: Instant;
  /** As of the end of its day. */
  readonly indicators: Indicators;
  /** First day of what is counted over time; the last is the indicators' day. */
  readonly from: LocalDate;
  /** Whether the day is today: what is of this moment alone is left out of others (late requests, overdue passphrases, messages). */
  readonly isToday: boolean;
  readonly months: readonly MonthTally[];
  readonly grounds: readonly GroundTally[];
  readonly requests: readonly RequestLine[];
  readonly steps: readonly StepLine[];
  readonly reasons: readonly ReasonTally[];
  /** Checked PDFs by headline of the verdict. */
  readonly checks: readonly ActTally[];
  /** Within the time where days' records tell, else absent. */
  readonly messages?: readonly MessageTally[];
}

/** What was so at the end of a day, written down in the night after it, once. */
export interface DayRecord {
  readonly day: LocalDate;
  readonly closedAt: Instant;
  /**
   * Of this moment alone, and so only in records that were closed in the night after their day: lines in chats until then, and overdue
   * passphrases.
   */
  readonly momentary?: { readonly messages: readonly MessageTally[]; readonly passphraseOverdue: number };
  readonly holders: Omit<HolderCounts, 'passphraseOverdue'>;
  readonly offices?: number;
  readonly using: number;
  readonly requests: readonly RequestLine[];
  /** PDFs checked on that day, by headline. */
  readonly checks: readonly ActTally[];
}
