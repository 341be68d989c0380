// Two invented years of the desk: whoever asks for what, on a desk in memory, and the plain list of what happened.
import { audit, checkedAct } from '../../src/app/audit.ts';
import { applyRoll, checkRoll } from '../../src/app/import-roll.ts';
import { storeRoll } from '../../src/app/store-roll.ts';
import type { LocalDate } from '../../src/core/person.ts';
import type { Profile } from '../../src/core/profile.ts';
import type { Headline } from '../../src/core/verdict.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import type { Hand } from './sample-hands.ts';
import { chatHand, shortHand } from './sample-hands.ts';
import type { Dice, Pegawai } from './sample-people.ts';
import { CUT, dice, MERGED, NOWHERE, OFFICES, pegawai, RENAMED, UNITS } from './sample-people.ts';
import type { Asked, Ending, Happening, Issued, Move } from './sample-plan.ts';
import { createPlanner, localDay } from './sample-plan.ts';
import type { World } from './world.ts';
import { makeWorld } from './world.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** So many stand in one letter; the first two are turned down. */
const LISTED = 5;
const HEAD = 'kepala-perangkat-daerah';

/** Rows of a roll that was brought in at once. */
export interface Brought {
  readonly at: number;
  readonly rows: readonly (Issued & Readonly<Record<'name' | 'nip' | 'written', string>>)[];
}

/** A PDF that somebody sent. */
export interface Checked {
  readonly at: number;
  readonly headline: Headline;
}

/** What is to happen in the two years, and what came of it: written down by whoever thought it out, not read back from the desk. */
export interface Years {
  readonly moves: readonly Move[];
  readonly happenings: readonly Happening[];
  readonly brought: readonly Brought[];
  readonly checked: readonly Checked[];
  /** Now, at the end of them. */
  readonly end: number;
}

/** Local: the first and the last moment. */
const BEGIN = Date.parse('2025-01-02T08:00:00+08:00');
const END = Date.parse('2026-12-30T15:30:00+08:00');
/** Of the last day before offices changed. */
const MIDNIGHT = Date.parse(`${CUT}T00:00:00+08:00`);
/** The roll was brought in twice. */
const ROLLS = [Date.parse('2025-03-12T10:00:00+08:00'), Date.parse('2026-09-10T10:00:00+08:00')] as const;

/** Thinks out what so many pegawai do; without `odd` only what can be done in chat. */
export function thinkOutYears(count: number, seed: number, odd = true): Years {
  const roll = dice(seed);
  const planner = createPlanner(roll);
  const everybody = Array.from({ length: count }, (_, at) => {
    const person = pegawai(at, roll, !(odd && roll.often(0.015)));
    return odd && roll.often(0.015) ? { ...person, unit: NOWHERE } : person;
  });
  // Every fourth has one from before; every fourth has none and asks for none.
  const part = (from: number, until: number): Pegawai[] => everybody.slice(count * from, count * until);
  const rolled = part(0, 0.25).filter(({ nip }) => nip !== undefined);
  const listed = part(0.25, 0.31).filter(({ nip }) => nip !== undefined);
  const others = part(0.31, 0.75);

  const brought = ROLLS.map((at, which) => {
    const rows = rolled.filter((_, index) => (index % 5 === 0) === (which === 1));
    return { at, rows: rows.map((person) => rowOf(person, at, roll)) };
  });
  for (const [index, person] of rolled.entries()) {
    const since = ROLLS[index % 5 === 0 ? 1 : 0];
    if (roll.often(0.2)) ask('penerbitan', person, later(since, roll));
    else if (roll.often(0.1)) revoke(person, later(since, roll), HEAD);
  }
  for (let from = 0; from + LISTED <= listed.length; from += LISTED) {
    const people = listed.slice(from, from + LISTED).map((each) => (roll.often(0.2) ? withoutGrade(each) : each));
    const [head] = people;
    if (!head) continue;
    const who = { ...head, key: 'kepala', name: 'Kepala Contoh' };
    const ending: Ending = roll.often(0.1) ? { how: 'stuck', after: roll.from(0, 3) } : { how: 'through' };
    planner.ask({
      service: 'penerbitan_kolektif',
      who,
      seat: HEAD,
      written: head.unit,
      at: anyTime(roll),
      ending,
      people,
    });
  }
  // Some around the very midnight that figures end with, and some whose time is over just now.
  const around = odd ? others.splice(0, 60) : [];
  const justOver = odd ? others.splice(0, 3) : [];
  for (const [at, person] of around.entries()) live(person, MIDNIGHT - (at % 10) * MINUTE);
  for (const person of justOver) ask('penerbitan', person, END - 15 * MINUTE, { ending: { how: 'stuck', after: 0 } });
  for (const person of others) live(person, anyTime(roll));

  const headlines = ['valid', 'valid', 'invalid', 'indeterminate', 'unsigned'] as const;
  const checked = Array.from({ length: Math.ceil(count / 12) }, (_, index) => ({
    at: index === 0 ? MIDNIGHT : anyTime(roll),
    headline: roll.one(headlines),
  }));
  // Of few people there may be nobody to bring in, and a roll of nobody is none.
  const filled = brought.filter(({ rows }) => rows.length > 0);
  return { ...planner.plan(END), brought: filled, checked: checked.toSorted((a, b) => a.at - b.at), end: END };

  function ask(service: string, who: Pegawai, at: number, more: Partial<Asked> = {}): number {
    const written = odd ? writtenBy(who, at, roll) : who.unit;
    return planner.ask({ service, who, seat: who.key, written, at, ending: { how: 'through' }, ...more });
  }

  function live(person: Pegawai, at: number): void {
    const ending = endingOf(roll);
    const over = ask('penerbitan', person, at, { ending });
    if (ending.how === 'stuck' || (ending.how === 'returned' && !ending.again)) return;
    if (ending.how !== 'through' && ending.how !== 'returned') {
      if (roll.often(0.25)) ask('penerbitan', person, later(over, roll));
      return;
    }
    goOn(person, later(over, roll));
  }

  function goOn(person: Pegawai, at: number): void {
    const lot = roll.next();
    if (lot < 0.12) {
      const moved = roll.often(0.3) ? { ...person, unit: roll.one(UNITS.slice(0, 36)).unit } : person;
      const graded = moved.golongan && roll.often(0.2) ? promoted(moved) : moved;
      const over = ask('pembaruan', graded, at);
      if (roll.often(0.15) && person.nip) revoke(graded, later(over, roll), HEAD);
    } else if (lot < 0.17) {
      const ending: Ending = { how: 'returned', times: 1, again: true };
      const over = ask('penerbitan_kembali', person, at, { choices: { sebab: 'hilang' }, ending });
      if (roll.often(0.2)) revoke(person, later(over, roll), person.key);
    } else if (lot < 0.22) revoke(person, at, person.key);
    else if (lot < 0.26 && person.nip) revoke(person, at, HEAD);
    else if (lot < 0.29) ask('perubahan_data', person, at, { choices: { yang_berubah: 'jabatan' } });
    else if (lot < 0.31 && person.nik) ask('perubahan_data', person, at, { choices: { yang_berubah: 'nik' } });
  }

  function revoke(person: Pegawai, at: number, seat: string): void {
    const ground = roll.one(['penyalahgunaan', 'mutasi_internal', 'mutasi_keluar', 'pensiun', 'mengundurkan_diri']);
    const over = ask('pencabutan', person, at, { seat, choices: { dasar_pencabutan: ground } });
    if (ground === 'mutasi_internal' && roll.often(0.6))
      ask('penerbitan', { ...person, unit: roll.one(UNITS.slice(0, 36)).unit }, later(over, roll));
  }
}

function endingOf(roll: Dice): Ending {
  const lot = roll.next();
  if (lot < 0.74) return { how: 'through' };
  if (lot < 0.82) return { how: 'returned', times: roll.from(1, 2), again: true };
  if (lot < 0.85) return { how: 'returned', times: 1, again: false };
  if (lot < 0.87) return { how: 'rejected', reason: 'Email dinas tidak aktif', counted: 'Email dinas tidak aktif' };
  if (lot < 0.88)
    return {
      how: 'rejected',
      reason: 'Employment data do not match',
      counted: 'Data kedinasan tidak sesuai',
    };
  if (lot < 0.9) return { how: 'rejected', reason: 'Belum diangkat', counted: '' };
  if (lot < 0.94) return { how: 'withdrawn', after: roll.from(0, 5) };
  return { how: 'stuck', after: roll.from(0, 5) };
}

function promoted(person: Pegawai): Pegawai {
  return { ...person, golongan: person.status === 'pns' ? 'IV/d' : 'XI' };
}

function withoutGrade({ golongan: _golongan, ...person }: Pegawai): Pegawai {
  return person;
}

function rowOf(person: Pegawai, at: number, roll: Dice): Brought['rows'][number] {
  const { key, name, nip = '', status, sex, golongan = '' } = person;
  const issuedOn = localDay(at - roll.from(1, 760) * DAY).replace('02-29', '02-28');
  const validUntil = `${Number(issuedOn.slice(0, 4)) + 2}${issuedOn.slice(4)}`;
  const isMerged = MERGED.before.includes(person.unit) && localDay(at) >= CUT;
  const unit = isMerged ? MERGED.after : person.unit;
  const written = isMerged ? MERGED.after : writtenBy(person, at, roll);
  return {
    holder: key,
    name,
    nip,
    unit,
    written,
    status,
    sex,
    golongan: roll.often(0.7) ? golongan : '',
    issuedOn,
    validUntil,
  };
}

/** The office as somebody writes it at that time: in full, in capitals, abbreviated; by its new name or still by the old one. */
function writtenBy({ unit }: Pegawai, at: number, roll: Dice): string {
  const isAfter = localDay(at) >= CUT;
  if (unit === RENAMED.before && isAfter) return roll.one([RENAMED.before, RENAMED.after]);
  if (MERGED.before.includes(unit) && isAfter) return roll.one([unit, MERGED.after]);
  const known = UNITS.find((each) => each.unit === unit);
  return known && roll.often(0.2) ? roll.one(known.written) : unit;
}

/** On a weekday, mostly in office hours; now and then in the evening, or in the last minute of the day. */
function anyTime(roll: Dice): number {
  return onWeekday(BEGIN + roll.from(0, 725) * DAY, roll);
}

function later(at: number, roll: Dice): number {
  return onWeekday(at + roll.from(5, 300) * DAY, roll);
}

function onWeekday(at: number, roll: Dice): number {
  const midnight = Date.parse(`${localDay(at)}T00:00:00+08:00`);
  const weekday = new Date(midnight + 8 * HOUR).getUTCDay();
  const day = midnight + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0) * DAY;
  const minute = roll.often(0.93) ? roll.from(480, 930) : roll.one([0, 1_200, 1_439]);
  return day + minute * MINUTE;
}

/** The profile of Tarakan in which nobody is forced to give his numbers or his pay grade. */
export function samplesProfile(): Profile {
  const profile = loadProfile('tarakan');
  const easy = ['nip', 'nik', 'golongan'];
  const services = Object.entries(profile.services).map(([key, service]) => {
    const fields = service.fields.map((field) => ({ ...field, optional: field.optional || easy.includes(field.key) }));
    return [key, { ...service, fields }] as const;
  });
  return { ...profile, services: Object.fromEntries(services) };
}

/** Something that is done to the desk at a time, besides. */
export interface Besides {
  readonly at: number;
  readonly act: (world: World) => Promise<void>;
}

export interface Lived {
  readonly world: World;
  readonly hand: Hand;
  /** What is done to the desk from now on is done at that time. */
  setTime(at: number): void;
}

/** Lives the years on a desk of its own; what stands in `besides` is done when its time has come. */
export async function liveYears(
  { moves, brought, checked, end }: Years,
  { profile = samplesProfile(), inChat = false, besides = [] as readonly Besides[] } = {},
): Promise<Lived> {
  const world = await makeWorld({ profile });
  const setTime = (at: number): void => {
    Object.assign(world.desk, { clock: { now: () => new Date(at).toISOString() } });
  };
  setTime(BEGIN);
  await world.store.keepOffices(OFFICES);
  const hand = inChat ? chatHand(world) : await shortHand(world);
  const all: Besides[] = [
    ...moves.map((move) => ({ at: move.at, act: () => hand.make(move) })),
    ...brought.map((each) => ({ at: each.at, act: () => bringIn(world, each) })),
    ...checked.map((each, index) => ({ at: each.at, act: () => check(world, each, index) })),
    ...besides,
  ];
  let count = 0;
  for (const { at, act } of all.toSorted((one, other) => one.at - other.at)) {
    setTime(at);
    await act(world);
    if ((count += 1) % 100 === 0) await hand.settle();
  }
  await hand.settle();
  setTime(end);
  return { world, hand, setTime };
}

async function check({ desk }: World, { at, headline }: Checked, index: number): Promise<void> {
  await audit(desk, [
    checkedAct({ headline }, { channel: 'web', messageId: `pdf-${index}`, at: new Date(at).toISOString() }),
  ]);
}

const TITLES = ['Nama', 'NIP', 'Perangkat Daerah', 'Email Dinas', 'Golongan', 'Terbit', 'Berlaku Sampai'];

/** As `npm run import` does. */
async function bringIn({ desk, store }: World, { at, rows }: Brought): Promise<void> {
  const { profile } = desk;
  const roll = storeRoll(store, profile, desk.ids, desk.clock);
  const cells = rows.map((row) => {
    const { name, nip, written, golongan, issuedOn, validUntil } = row;
    return [name, nip, written, 'pegawai@tarakankota.go.id', golongan, issuedOn, validUntil];
  });
  const sheet = [TITLES, ...cells].map((texts, index) => ({
    number: index + 1,
    cells: texts.map((text) => ({ text })),
  }));
  const today: LocalDate = localDay(at);
  const rules = { today, mailDomains: profile.mailDomains, validYears: profile.certificate.validYears };
  const report = await checkRoll(sheet, rules, roll, () => undefined);
  if ('problems' in report) throw new Error(report.problems.join());
  const added = await applyRoll(report, roll, () => undefined);
  if (added !== rows.length)
    throw new Error(
      `${added} of ${rows.length} rows: ${JSON.stringify(report.results.find(({ errors }) => errors.length > 0))}`,
    );
}
