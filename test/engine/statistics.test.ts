// The figures in words: four lines for officers whatever there is to tell, offices in a useful order, and nothing small for the public.
import { describe, expect, it } from 'vitest';
import { conversations } from '../../conversations/all.ts';
import type { Figures } from '../../src/core/figures.ts';
import { advance } from '../../src/engine/advance.ts';
import type { Context } from '../../src/engine/context.ts';
import type { Turn } from '../../src/engine/draft.ts';
import type { Fetched } from '../../src/engine/enquiry.ts';
import { newSession } from '../../src/engine/session.ts';
import { loadProfile } from '../../src/sop/load-profile.ts';
import { phrase } from '../helpers/phrase.ts';
import { holders, makeFigures, OFFICES, texts } from '../helpers/report-figures.ts';

const PROFILE = loadProfile('tarakan');
const NOW = '2026-12-31T01:00:00.000Z';
const CONTEXT: Context = {
  actor: { person: 'p-1', name: 'Hendra', roles: ['kepala_dinas'] },
  language: 'id',
  profile: PROFILE,
  profiles: { [PROFILE.version]: PROFILE },
  applications: [],
  queue: [],
  texts,
  now: NOW,
  messageId: 'm-1',
  newNumber: '',
  channel: 'web',
};

function said(word: string, fetched: Fetched, context: Partial<Context> = {}): Turn {
  return advance(conversations, newSession(NOW), { kind: 'text', text: word }, { ...CONTEXT, ...context, fetched });
}

function wordsOf({ replies }: Turn): string {
  return replies.map(({ text }) => text).join('\n');
}

const DESK: Pick<Figures, 'isToday' | 'requests' | 'steps' | 'months' | 'reasons'> = {
  isToday: true,
  requests: [
    { service: 'penerbitan', state: 'in_progress', step: 'disposisi_kadis', count: 2, late: 1 },
    { service: 'penerbitan', state: 'in_progress', step: 'pemeriksaan', count: 3, late: 1 },
    { service: 'pencabutan', state: 'in_progress', step: 'pencabutan', count: 2, late: 0 },
    { service: 'penerbitan', state: 'returned', step: 'pemeriksaan', count: 9, late: 0 },
    { service: 'penerbitan', state: 'completed', count: 40, late: 0 },
  ],
  steps: [
    { service: 'penerbitan', step: 'disposisi_kadis', decisions: 4, median: 5, p90: 9, late: 0 },
    { service: 'penerbitan', step: 'pemeriksaan', decisions: 4, median: 75, p90: 90, late: 1 },
  ],
  months: [
    { month: '2026-01', issued: 7, revoked: 0 },
    { month: '2026-02', issued: 5, revoked: 1 },
  ],
  reasons: [],
};

describe('the statistics for officers', () => {
  it('say in four lines who uses it, who has it, what waits and where, and what took longest', () => {
    const lines = wordsOf(said('statistik', { kind: 'statistics', figures: makeFigures(DESK) })).split('\n');
    expect(lines).toHaveLength(5);
    expect(lines[1]).toContain('*3 dari 4* memakai TTE (75%)');
    expect(lines[2]).toMatch(/\*29\* orang .* 25 aktif, 2 di antaranya/);
    expect(lines[3]).toMatch(
      /\*7\* dalam proses, 2 terlambat; terbanyak menunggu di Verifikator Sertifikat Elektronik \(5\)/,
    );
    expect(lines[4]).toMatch(/Tahun 2026: \*12\* .*langkah terlama .*, median 1 jam 15 menit jam kerja/);
  });

  it('say that the list of all offices is missing instead of guessing a share', () => {
    const told = wordsOf(said('statistik', { kind: 'statistics', figures: makeFigures({ offices: null }) }));
    expect(told).toMatch(phrase('statistics.no_list'));
    expect(told).not.toContain('%');
  });

  it('are whole where there is nothing yet, without a chart of nothing', () => {
    const turn = said('statistik', { kind: 'statistics', figures: makeFigures({ tallies: [] }) });
    expect(wordsOf(turn).split('\n')).toHaveLength(5);
    expect(turn.chart).toBeUndefined();
  });

  it('draw the ten offices with the most holders, and say that there are more', () => {
    const offices = Array.from({ length: 14 }, (_, index) => ({ name: `Dinas ${index + 10}`, area: 'Utara' }));
    const tallies = offices.map(({ name }, index) => holders(index + 1, { office: name }));
    const { chart } = said('statistik', { kind: 'statistics', figures: makeFigures({ tallies, offices }) });
    expect(chart?.rows.map(([name]) => name)).toEqual(
      offices
        .slice(4)
        .map(({ name }) => name)
        .toReversed(),
    );
    expect(chart?.chart?.alt).toMatch(phrase('statistics.most'));
    expect(chart?.hasTotal).toBeUndefined();
  });
});

describe('the recap', () => {
  it('begins with the offices in which nobody can sign, and keeps the names that were', () => {
    const { indicators } = makeFigures();
    const lines = wordsOf(said('rekap', { kind: 'recap', indicators }))
      .split('\n')
      .slice(1);
    expect(lines).toEqual([
      '• Dinas Epsilon: 0 dari 4',
      '• Dinas Alfa Beta (dahulu Dinas Alfa, Dinas Beta): 11 dari 11',
      '• Dinas Delta: 9 dari 9',
      '• Dinas Gama: 2 dari 2',
      '• Perangkat Daerah belum diketahui atau tidak ada dalam daftar: 3 dari 3',
    ]);
  });

  it('is cut at twenty lines, and says where the others are', () => {
    const offices = Array.from({ length: 26 }, (_, index) => ({ name: `Dinas ${index + 10}`, area: 'Utara' }));
    const { indicators } = makeFigures({ offices });
    const told = wordsOf(said('rekap', { kind: 'recap', indicators }));
    expect(told.match(/^• Dinas/gm)).toHaveLength(20);
    expect(told).toContain('… dan 6 Perangkat Daerah');
  });

  it('says so where nobody has said which offices there are', () => {
    const { indicators } = makeFigures({ offices: null });
    expect(wordsOf(said('rekap', { kind: 'recap', indicators }))).toMatch(phrase('recap.no_list'));
  });
});

describe('the public statistics', () => {
  const actor = { person: 'p-9', name: '', roles: [] };
  const tell = (figures: Figures): string => wordsOf(said('statistik', { kind: 'public', figures }, { actor }));

  it('tell both indicators, the day, and nothing of the desk', () => {
    const told = tell(makeFigures({ ...DESK, offices: OFFICES }));
    expect(told).toContain('31 Desember 2026');
    expect(told).toContain('75%');
    expect(told).not.toMatch(/terlambat|Rekap|Unduh|Dasbor/);
  });

  it('tell no figure of fewer than three persons, and why it is missing', () => {
    const tallies = [
      holders(8, { office: 'Dinas Gama', sex: 'male' }),
      holders(2, { office: 'Dinas Gama', sex: 'female' }),
    ];
    const told = tell(makeFigures({ tallies }));
    expect(told).toMatch(phrase('statistics.hidden'));
    expect(told).not.toMatch(/: 2$/m);
    expect(told).toMatch(/: \*$/m);
  });
});
