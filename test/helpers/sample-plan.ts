// What is to happen in the years of the made sample: a list of moves in the order of time, each with what it leads to. It is made
// without looking at the desk, whose figures are held against it.
import type { DecisionKind } from '../../src/core/profile.ts';
import type { LocalDate } from '../../src/core/person.ts';
import type { Dice, Pegawai, Unit } from './sample-people.ts';

/** Where a request is, once something has happened to it. */
export interface Place {
  readonly state: 'in_progress' | 'returned' | 'completed' | 'rejected' | 'withdrawn';
  readonly step?: string;
}

/** What is on record of somebody's certificate. */
export interface Issued {
  readonly holder: string;
  readonly unit: Unit;
  readonly golongan: string;
  readonly status: Pegawai['status'];
  readonly sex: Pegawai['sex'];
  readonly issuedOn: LocalDate;
  readonly validUntil: LocalDate;
}

/** One thing that happened to a request, in plain words. */
export interface Happening {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly request: number;
  readonly service: string;
  /** At which it happened; undefined when it was handed in. */
  readonly step?: string;
  /** Whether somebody decided on the step, so that time was used. */
  readonly decision: boolean;
  readonly leaves: Place;
  readonly issued?: readonly Issued[];
  readonly revoked?: { readonly holder: string; readonly ground: string };
  readonly reasons?: { readonly kind: 'papers_returned' | 'application_rejected'; readonly of: readonly string[] };
}

/** How it is done. */
export type Move = { readonly at: number; readonly request: number; readonly seat: string } & (
  | {
      readonly kind: 'submit';
      readonly service: string;
      readonly answers: Readonly<Record<string, string>>;
      readonly papers: readonly string[];
      readonly people?: readonly Pegawai[];
    }
  | {
      readonly kind: 'decide';
      readonly step: string;
      readonly decision: DecisionKind;
      readonly reason?: string;
      readonly date?: LocalDate;
      readonly papers?: readonly { readonly key: string; readonly reason: string }[];
    }
  /** One is turned down, or all who are left are taken. */
  | { readonly kind: 'people'; readonly step: string; readonly refused?: string }
  | { readonly kind: 'replace'; readonly papers: readonly string[] }
  | { readonly kind: 'withdraw' }
);

export interface Plan {
  readonly moves: readonly Move[];
  readonly happenings: readonly Happening[];
}

export type Ending =
  | { readonly how: 'through' }
  | { readonly how: 'stuck' | 'withdrawn'; readonly after: number }
  | { readonly how: 'rejected'; readonly reason: string; readonly counted: string }
  /** As often, and whether the papers are handed in anew the last time. */
  | { readonly how: 'returned'; readonly times: number; readonly again: boolean };

export interface Asked {
  readonly service: string;
  readonly who: Pegawai;
  /** The seat that asks. */
  readonly seat: string;
  /** As he writes his office. */
  readonly written: string;
  readonly at: number;
  readonly ending: Ending;
  readonly choices?: Readonly<Record<string, string>>;
  readonly people?: readonly Pegawai[];
}

const HOUR = 3_600_000;
const MINUTE = 60_000;
const DAY = 24 * HOUR;

const DOWN = [
  { step: 'disposisi_kepala_dinas', seat: 'kepala-dinas', decision: 'dispose' },
  { step: 'disposisi_kepala_bidang', seat: 'kepala-bidang', decision: 'dispose' },
  { step: 'pendataan', seat: 'statistisi', decision: 'dispose' },
] as const;
const CHECK = { step: 'pemeriksaan', seat: 'verifikator', decision: 'register' } as const;
const ISSUE = [
  { step: 'passphrase', seat: 'verifikator', decision: 'confirm' },
  { step: 'penyerahan', seat: 'verifikator', decision: 'issue' },
] as const;
const CONFIRM = { step: 'konfirmasi', seat: '', decision: 'confirm' } as const;

type Stop = { readonly step: string; readonly seat: string; readonly decision: DecisionKind };

/** The SOP of Tarakan, by hand: through which steps each kind of request goes, and at which it may come back. */
const WAYS: Readonly<Record<string, { readonly stops: readonly Stop[]; readonly papers: readonly string[] }>> = {
  penerbitan: {
    stops: [...DOWN, CHECK, ...ISSUE],
    papers: ['surat_permohonan', 'formulir_bsre', 'ktp', 'sk_terakhir'],
  },
  pembaruan: {
    stops: [...DOWN, CHECK, ...ISSUE],
    papers: ['surat_permohonan', 'formulir_bsre', 'ktp', 'sk_terakhir'],
  },
  penerbitan_kembali: {
    stops: [...DOWN, CHECK, ...ISSUE],
    papers: ['surat_permohonan', 'surat_keterangan_atasan'],
  },
  perubahan_data: {
    stops: [...DOWN, { step: 'pembaruan_data', seat: 'verifikator', decision: 'complete' }, CONFIRM],
    papers: ['sk_terakhir'],
  },
  'perubahan_data nik': {
    stops: [
      ...DOWN,
      { step: 'pembaruan_data', seat: 'verifikator', decision: 'register' },
      { step: 'penerbitan_baru', seat: 'verifikator', decision: 'issue' },
      CONFIRM,
    ],
    papers: ['ktp'],
  },
  pencabutan: {
    stops: [...DOWN, { step: 'pencabutan', seat: 'verifikator', decision: 'revoke' }],
    papers: ['surat_pencabutan', 'sk_mutasi', 'sk_pemberhentian'],
  },
  penerbitan_kolektif: {
    stops: [...DOWN, CHECK, ...ISSUE],
    papers: ['surat_permohonan_kolektif', 'daftar_pegawai'],
  },
};

/** In the SOP's list, and not. */
const RETURN_REASONS = ['Buram atau tidak terbaca', 'Belum ditandatangani', 'Bukan dokumen yang diminta'];
const OWN_REASON = 'Halamannya terbalik semua';

/** Local time at Tarakan is eight hours ahead. */
export function localDay(at: number): LocalDate {
  return new Date(at + 8 * HOUR).toISOString().slice(0, 10);
}

/** The same day two years on. */
function twoYearsOn(day: LocalDate): LocalDate {
  return `${Number(day.slice(0, 4)) + 2}${day.slice(4)}`;
}

/** Writes a plan, request by request. */
export function createPlanner(roll: Dice) {
  const moves: (Move & { readonly tells?: Happening })[] = [];
  let requests = 0;

  /** Plans one request; resolves to when its last move is over. */
  function ask(asked: Asked): number {
    const { service, who, seat, ending, choices = {}, people } = asked;
    const request = requests++;
    const isNew = service === 'perubahan_data' && choices['yang_berubah'] === 'nik';
    const way = WAYS[isNew ? 'perubahan_data nik' : service];
    if (!way) throw new Error(`no way for ${service}`);
    const isBulk = people !== undefined;
    const ground = choices['dasar_pencabutan'];
    let now = asked.at;
    const tell = (move: Move, leaves: Place, more: Partial<Happening> = {}): void => {
      const step = 'step' in move ? { step: move.step } : {};
      const happened = { at: move.at, request, service, ...step, decision: move.kind === 'decide', leaves, ...more };
      moves.push({ ...move, tells: happened });
    };
    const first = way.stops[0];
    const papers = way.papers.filter((key) => isAsked(key, ground));
    tell(
      {
        at: now,
        request,
        seat,
        kind: 'submit',
        service,
        answers: answersOf(asked),
        papers,
        ...(people ? { people } : {}),
      },
      { state: 'in_progress', ...(first ? { step: first.step } : {}) },
    );
    for (const [at, stop] of way.stops.entries()) {
      const { step } = stop;
      const by = { request, seat: stop.seat === '' ? seat : stop.seat };
      if ((ending.how === 'stuck' || ending.how === 'withdrawn') && ending.after === at) {
        if (ending.how === 'stuck') return now;
        now += roll.from(3, 500) * MINUTE;
        tell({ at: now, request, seat, kind: 'withdraw' }, { state: 'withdrawn' });
        return now;
      }
      const mayReturn = !isBulk && ['register', 'complete', 'revoke'].includes(stop.decision);
      if (mayReturn && ending.how === 'rejected') {
        now += wait(roll);
        const { reason, counted } = ending;
        tell(
          { at: now, ...by, kind: 'decide', step, decision: 'reject', reason },
          { state: 'rejected' },
          { reasons: { kind: 'application_rejected', of: [counted] } },
        );
        return now;
      }
      const times = mayReturn && ending.how === 'returned' ? ending.times : 0;
      for (let handed = 1; handed <= times; handed += 1) {
        now += wait(roll);
        const back = papers.slice(0, roll.from(1, Math.min(2, papers.length)));
        const reasons = back.map(() => (roll.often(0.3) ? OWN_REASON : roll.one(RETURN_REASONS)));
        const listed = back.map((key, index) => ({ key, reason: reasons[index] ?? '' }));
        tell(
          { at: now, ...by, kind: 'decide', step, decision: 'return_papers', papers: listed },
          { state: 'returned', step },
          {
            reasons: {
              kind: 'papers_returned',
              of: reasons.map((reason) => (reason === OWN_REASON ? '' : reason)),
            },
          },
        );
        if (handed === times && ending.how === 'returned' && !ending.again) return now;
        now += roll.from(20, 3_000) * MINUTE;
        tell({ at: now, request, seat, kind: 'replace', papers: back }, { state: 'in_progress', step });
      }
      if (isBulk && stop === CHECK) {
        for (const refused of people.slice(0, 2)) {
          now += MINUTE;
          moves.push({ at: now, ...by, kind: 'people', step, refused: refused.key });
        }
        now += MINUTE;
        moves.push({ at: now, ...by, kind: 'people', step });
      }
      now += wait(roll);
      const needsDate = stop.decision === 'issue' || stop.decision === 'revoke';
      const today = localDay(now);
      const before = localDay(now - DAY);
      const date = roll.often(0.3) && localDay(asked.at) <= before ? before : today;
      const next = way.stops[at + 1];
      const holders = isBulk ? people.slice(2) : [who];
      tell(
        { at: now, ...by, kind: 'decide', step, decision: stop.decision, ...(needsDate ? { date } : {}) },
        next ? { state: 'in_progress', step: next.step } : { state: 'completed' },
        {
          ...(stop.decision === 'issue'
            ? {
                issued: holders.map(({ key, unit, golongan = '', status, sex }) => ({
                  holder: key,
                  unit: isBulk ? who.unit : unit,
                  golongan,
                  status,
                  sex,
                  issuedOn: date,
                  validUntil: twoYearsOn(date),
                })),
              }
            : {}),
          ...(stop.decision === 'revoke' ? { revoked: { holder: who.key, ground: ground ?? '' } } : {}),
        },
      );
    }
    return now;
  }

  return {
    ask,
    /** All until `end`, in the order of time. */
    plan(end: number): Plan {
      const all = moves.filter(({ at }) => at <= end).toSorted((one, other) => one.at - other.at);
      return {
        moves: all.map(({ tells: _tells, ...move }) => move as Move),
        happenings: all.flatMap(({ tells }) => tells ?? []),
      };
    },
  };
}

/** Whether the paper belongs to a revocation on that ground. */
function isAsked(paper: string, ground = ''): boolean {
  if (paper === 'sk_mutasi') return ground.startsWith('mutasi');
  return paper !== 'sk_pemberhentian' || ['pensiun', 'meninggal', 'mengundurkan_diri'].includes(ground);
}

/** Mostly minutes; at times exactly what the SOP allows, now and then days. */
function wait(roll: Dice): number {
  const lot = roll.next();
  if (lot < 0.6) return roll.from(2, 9) * MINUTE;
  if (lot < 0.8) return roll.one([10, 11, 15, 16, 20, 21]) * MINUTE;
  return lot < 0.95 ? roll.from(3, 12) * 10 * MINUTE : roll.from(1, 3) * DAY + HOUR;
}

function answersOf({ service, who, written, choices = {} }: Asked): Record<string, string> {
  const { name, nip, nik, golongan } = who;
  const numbers = { ...(nip ? { nip } : {}), ...(nik ? { nik } : {}) };
  const nama = { nama: name };
  const office = { perangkat_daerah: written };
  const reach = {
    email_dinas: `${who.name.toLowerCase().replace(' ', '.')}@tarakankota.go.id`,
    whatsapp: '+6281200000001',
  };
  const { whatsapp } = reach;
  switch (service) {
    case 'penerbitan_kembali':
      return { ...choices, ...nama, ...numbers, ...office, ...reach };
    case 'perubahan_data': {
      const changed = choices['yang_berubah'] === 'nik' && nik ? { nik } : { jabatan: 'Analis Data' };
      return { ...choices, ...nama, ...(nip ? { nip } : {}), ...changed, ...office, ...reach };
    }
    case 'pencabutan':
      return {
        ...choices,
        keterangan: 'Sesuai surat terlampir',
        ...nama,
        ...(nip ? { nip } : {}),
        ...office,
        whatsapp,
      };
    case 'penerbitan_kolektif':
      return { ...office, whatsapp, email_dinas: reach.email_dinas };
    default:
      return { ...nama, ...numbers, ...(golongan ? { golongan } : {}), jabatan: 'Analis Data', ...office, ...reach };
  }
}
