// The invented pegawai and Perangkat Daerah of the made sample: the same for the same seed.
import type { Office } from '../../src/core/office-list.ts';
import type { LocalDate } from '../../src/core/person.ts';

/** Numbers from 0 up to, not including, 1; the same for the same seed (mulberry32). */
export interface Dice {
  next(): number;
  /** True so often: 0.1 is every tenth time. */
  often(part: number): boolean;
  /** A whole number from `least` to `most`, both included. */
  from(least: number, most: number): number;
  one<Of>(list: readonly Of[]): Of;
}

export function dice(seed: number): Dice {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const from = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    from,
    often: (part) => next() < part,
    one(list) {
      const chosen = list[from(0, list.length - 1)];
      if (chosen === undefined) throw new Error('nothing to choose from');
      return chosen;
    },
  };
}

/** The first day of the new names. */
export const CUT: LocalDate = '2026-07-01';
const LAST_DAY: LocalDate = '2026-06-30';

const FLOWERS =
  'Anggrek Aster Bakung Cempaka Dahlia Edelweis Flamboyan Gardenia Kamboja Kenanga Lavender Mawar Melati Nusa Pacar Seruni Soka Teratai Tulip Wijaya'.split(
    ' ',
  );
const AREAS = ['Utara', 'Barat', 'Tengah', 'Timur'];

/** By what it is called in the plan of the sample: the one Perangkat Daerah, whatever its name. */
export type Unit = string;

interface SampleUnit {
  readonly unit: Unit;
  readonly area: string;
  /** As people write it. */
  readonly written: readonly string[];
}

/** 40 of them until the cut; then the first has another name, and the second and the third are one. */
export const UNITS: readonly SampleUnit[] = ['Dinas', 'Badan'].flatMap((kind, row) =>
  FLOWERS.map((flower, at) => ({
    unit: `${kind} ${flower}`,
    area: AREAS[(at + row) % AREAS.length] ?? '',
    written: [`${kind} ${flower}`, `${kind.toUpperCase()} ${flower}`, `${kind.slice(0, 1)}. ${flower}`],
  })),
);

export const RENAMED = { before: 'Dinas Anggrek', after: 'Dinas Puspa' };
export const MERGED = { before: ['Dinas Aster', 'Badan Cempaka'], after: 'Badan Taman Sari' };
/** On no list. */
export const NOWHERE = 'Perumda Antah Berantah';
/** There is nobody in the last four. */
export const EMPTY = UNITS.slice(-4).map(({ unit }) => unit);

/** The list as it is brought in, with both names of what was renamed or merged. */
export const OFFICES: readonly Office[] = [
  ...UNITS.map(({ unit, area, written }): Office => {
    const into = unit === RENAMED.before ? RENAMED.after : MERGED.before.includes(unit) ? MERGED.after : undefined;
    return { name: unit, area, also: written.slice(2), ...(into ? { until: LAST_DAY, into } : {}) };
  }),
  { name: RENAMED.after, area: 'Utara', from: CUT },
  { name: MERGED.after, area: 'Tengah', from: CUT },
];

export interface Pegawai {
  readonly key: string;
  readonly name: string;
  readonly nip?: string;
  readonly nik?: string;
  readonly golongan?: string;
  readonly status: 'pns' | 'pppk' | 'unknown';
  readonly sex: 'male' | 'female' | 'unknown';
  readonly unit: Unit;
}

const FIRST = 'Sekar Bima Laras Arya Kirana Panji Wulan Galih Ayu Satria Dara Jaka'.split(' ');
const SECOND = 'Kusuma Lestari Nugraha Pratama Utami Wibawa Anjani Mahardika Saraswati Prakoso'.split(' ');
const PNS = 'II/a II/b II/c II/d III/a III/b III/c III/d IV/a IV/b IV/c'.split(' ');
const PPPK = 'V VII IX X'.split(' ');
/** Everybody's birthday is another day from here on. */
const BORN = Date.UTC(1975, 0, 1);

/** The pegawai number `at`, from 0; without numbers nothing is known of him but his name and his office. */
export function pegawai(at: number, roll: Dice, hasNumbers = true): Pegawai {
  const born = new Date(BORN + at * 86_400_000).toISOString().slice(0, 10);
  const [year = '', month = '', day = ''] = born.split('-');
  const sex = roll.often(0.55) ? 'female' : 'male';
  const status = roll.often(0.25) ? 'pppk' : 'pns';
  const start = status === 'pns' ? `${Number(year) + 24}${month}` : `${2020 + (at % 5)}21`;
  const nip = `${year}${month}${day}${start}${sex === 'male' ? 1 : 2}001`;
  const nik = `647301${sex === 'male' ? day : Number(day) + 40}${month}${year.slice(2)}0001`;
  const golongan = roll.one(status === 'pns' ? PNS : PPPK);
  const unit = roll.one(UNITS.slice(0, -EMPTY.length)).unit;
  const name = `${roll.one(FIRST)} ${roll.one(SECOND)}`;
  return hasNumbers
    ? { key: `p${at}`, name, nip, nik, golongan, status, sex, unit }
    : { key: `p${at}`, name, status: 'unknown', sex: 'unknown', unit };
}
