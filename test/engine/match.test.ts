import { describe, expect, it } from 'vitest';
import { fold, matchChoice, suggest } from '../../src/engine/match.ts';

const PAPERS = [
  { id: 'act:register', label: 'Sudah didaftarkan ke BSrE' },
  { id: 'act:return_papers', label: 'Kembalikan berkas' },
  { id: 'act:reject', label: 'Tolak' },
  { id: 'papers:TTE-7K3M9Q', label: 'Lihat berkas' },
];

const CONSENT = [
  { id: 'consent=agree', label: 'Saya setuju' },
  { id: 'consent=disagree', label: 'Tidak setuju' },
];

const WITHDRAWAL = [
  { id: 'sure=yes', label: 'Ya, tarik' },
  { id: 'sure=no', label: 'Tidak jadi' },
];

describe('the choice that a typed text means', () => {
  it.each([
    ['1', 'act:register'],
    ['4', 'papers:TTE-7K3M9Q'],
    ['2.', 'act:return_papers'],
    ['2)', 'act:return_papers'],
    ['#2', 'act:return_papers'],
    ['(2)', 'act:return_papers'],
    [' 2 ', 'act:return_papers'],
    ['no 2', 'act:return_papers'],
    ['No. 2', 'act:return_papers'],
    ['nomor 2', 'act:return_papers'],
    ['number 2', 'act:return_papers'],
    ['pilihan 2', 'act:return_papers'],
    ['２', 'act:return_papers'],
  ])('is found by its number: %s', (text, id) => {
    expect(matchChoice(text, PAPERS)?.id).toBe(id);
  });

  it.each(['0', '5', '99', '1000', '1 2', '2,5', 'dua'])('is none when there is no such number: %s', (text) => {
    expect(matchChoice(text, PAPERS)).toBeUndefined();
  });

  it.each([
    ['papers:TTE-7K3M9Q', 'papers:TTE-7K3M9Q'],
    [' act:reject ', 'act:reject'],
    ['Tolak', 'act:reject'],
    ['TOLAK!', 'act:reject'],
    ['kembalikan  berkas', 'act:return_papers'],
    ['Sudah didaftarkan ke BSrE', 'act:register'],
  ])('is found by its id or its label: %s', (text, id) => {
    expect(matchChoice(text, PAPERS)?.id).toBe(id);
    expect(matchChoice(text, PAPERS, 'exact')?.id).toBe(id);
  });

  it.each([
    ['sudah', 'act:register'],
    ['kembalikan', 'act:return_papers'],
    ['didaftarkan ke', 'act:register'],
    ['lihat', 'papers:TTE-7K3M9Q'],
    ['tol', 'act:reject'],
  ])('is found by the beginning of its words: %s', (text, id) => {
    expect(matchChoice(text, PAPERS)?.id).toBe(id);
  });

  it.each([
    ['tolk', 'act:reject'],
    ['tloak', 'act:reject'],
    ['kembalikn', 'act:return_papers'],
    ['kembalkan berkas', 'act:return_papers'],
    ['didaftrkan', 'act:register'],
  ])('is found in spite of a slip: %s', (text, id) => {
    expect(matchChoice(text, PAPERS)?.id).toBe(id);
  });

  it.each([
    ['a part of two labels', 'berkas'],
    ['a slip near two labels', 'brkas'],
    ['too little to go by', 'to'],
    ['the middle of a word', 'aftark'],
    ['something else', 'terima kasih'],
    ['nothing', ''],
    ['marks only', '?!'],
  ])('is none for %s', (_, text) => {
    expect(matchChoice(text, PAPERS)).toBeUndefined();
  });

  it('is none when two choices have the same label', () => {
    const twins = [
      { id: 'a', label: 'Dinas Kesehatan' },
      { id: 'b', label: 'Dinas Kesehatan' },
    ];
    expect(matchChoice('dinas kesehatan', twins)).toBeUndefined();
    expect(matchChoice('2', twins)?.id).toBe('b');
  });

  it('is none when there is nothing to choose from', () => {
    expect(matchChoice('1', [])).toBeUndefined();
  });

  it.each(['tolk', 'kembalikan', 'lihat', 'sudah'])(
    'leaves parts and slips alone where free text is an answer too: %s',
    (text) => {
      expect(matchChoice(text, PAPERS, 'exact')).toBeUndefined();
    },
  );

  it('still takes a number where free text is an answer too', () => {
    expect(matchChoice('3', PAPERS, 'exact')?.id).toBe('act:reject');
  });

  it('prefers a label to a part of another', () => {
    const nested = [
      { id: 'all', label: 'Dinas Kesehatan dan Sosial' },
      { id: 'one', label: 'Dinas Kesehatan' },
    ];
    expect(matchChoice('dinas kesehatan', nested)?.id).toBe('one');
  });
});

describe('an agreement', () => {
  it.each([
    ['Saya setuju.', 'consent=agree'],
    ['saya setju', 'consent=agree'],
    ['tidak', 'consent=disagree'],
    ['tidak setuju', 'consent=disagree'],
    ['tidk setuju', 'consent=disagree'],
  ])('is understood: %s', (text, id) => {
    expect(matchChoice(text, CONSENT)?.id).toBe(id);
  });

  it.each([
    'setuju',
    'saya g setuju',
    'tak setuju',
    'ga setuju',
    'gak setuju',
    'nggak setuju',
    'belum setuju',
    'saya tidak setuju',
    'kurang setuju',
  ])('is never guessed: %s', (text) => {
    expect(matchChoice(text, CONSENT)?.id).not.toBe('consent=agree');
  });

  it.each([
    'ga tarik',
    'gak tarik',
    'tak tarik',
    'g tarik',
    'jadi',
    'tidak',
    'tidak tarik',
    'jangan tarik',
    'tdk',
    'batal tarik',
  ])('to withdraw is never guessed: %s', (text) => {
    expect(matchChoice(text, WITHDRAWAL)?.id).not.toBe('sure=yes');
  });
});

describe('a yes or a no', () => {
  it.each([
    ['ya', 'sure=yes'],
    ['Ya.', 'sure=yes'],
    ['ya tarik', 'sure=yes'],
    ['tidak', 'sure=no'],
  ])('is enough: %s', (text, id) => {
    expect(matchChoice(text, WITHDRAWAL)?.id).toBe(id);
  });
});

describe('suggestions', () => {
  const OFFICES = [
    'Badan Penanggulangan Bencana Daerah',
    'Badan Pendapatan Daerah',
    'Dinas Kesehatan',
    'Dinas Pendidikan',
    'Dinas Sosial',
    'Inspektorat',
  ];

  it.each([
    ['dinas kesehtan', ['Dinas Kesehatan']],
    ['DINAS  KESEHATAN', ['Dinas Kesehatan']],
    ['inspektorat kota', ['Inspektorat']],
    ['kesehatan', ['Dinas Kesehatan']],
    ['bpbd', ['Badan Penanggulangan Bencana Daerah']],
    ['BPBD', ['Badan Penanggulangan Bencana Daerah']],
    ['dinkes', ['Dinas Kesehatan']],
    ['dinsos', ['Dinas Sosial']],
    ['xyz', []],
    ['di', []],
    ['', []],
  ])('for "%s" are what is within reach', (text, found) => {
    expect(suggest(text, OFFICES, 4)).toEqual(found);
  });

  it('come nearest first and never more than asked for', () => {
    expect(suggest('dinas sosail', ['Dinas Sosial Kota', 'Dinas Sosial'], 4)).toEqual([
      'Dinas Sosial',
      'Dinas Sosial Kota',
    ]);
    expect(suggest('dinas', OFFICES, 4)).toEqual(['Dinas Kesehatan', 'Dinas Pendidikan', 'Dinas Sosial']);
    expect(suggest('dinas', OFFICES, 2)).toEqual(['Dinas Kesehatan', 'Dinas Pendidikan']);
  });
});

describe('a text for comparing', () => {
  it.each([
    ['  Ya, TARIK!  ', 'ya tarik'],
    ['Café–Crème', 'cafe creme'],
    ['III/d', 'iii d'],
    ['*tebal*', 'tebal'],
    ['２', '2'],
    ['🎉', ''],
  ])('has no case, accents or marks: %j', (text, folded) => {
    expect(fold(text)).toBe(folded);
  });
});

describe('a plain yes or no', () => {
  const question = [
    { id: 'agree', label: 'Saya setuju', means: 'yes' as const },
    { id: 'disagree', label: 'Tidak setuju', means: 'no' as const },
  ];

  it.each(['ya', 'Ya.', 'setuju', 'ya, saya setuju', 'ok', 'yes'])(
    'takes "%s" for the choice that means yes',
    (typed) => {
      expect(matchChoice(typed, question)?.id).toBe('agree');
    },
  );

  it.each(['tidak', 'gak', 'tidak setuju', 'no'])('takes "%s" for the choice that means no', (typed) => {
    expect(matchChoice(typed, question)?.id).toBe('disagree');
  });

  it('takes neither for a choice that means neither', () => {
    const plain = question.map(({ id, label }) => ({ id, label: `Pilihan ${label}` }));

    expect(matchChoice('ya', plain)).toBeUndefined();
  });
});

it('thousands of letters are not compared with every word there is', () => {
  const labels = Array.from({ length: 200 }, (_, at) => `Dinas Komunikasi Informatika Statistik Persandian ${at}`);
  const began = performance.now();
  matchChoice(
    'a'.repeat(4000),
    labels.map((label) => ({ id: label, label })),
  );
  // One such sign becomes eighteen letters.
  suggest('ﷺ'.repeat(500), labels, 4);
  expect(performance.now() - began).toBeLessThan(700);
});
