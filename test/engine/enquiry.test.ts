// What words ask for of the figures and the roll: found out beforehand, so that nothing else is fetched.
import { describe, expect, it } from 'vitest';
import { enquiryOf } from '../../src/engine/enquiry.ts';
import { newSession } from '../../src/engine/session.ts';
import type { Session } from '../../src/engine/session.ts';

const IDLE = newSession('2026-11-18T01:00:00.000Z');
const FORM: Session = { ...IDLE, conversation: 'apply' };
const DECISION: Session = { ...IDLE, conversation: 'decide' };
const SEARCH: Session = { ...IDLE, conversation: 'roll' };

describe('an enquiry', () => {
  it.each([
    ['statistik', { kind: 'statistics' }],
    ['/Statistik', { kind: 'statistics' }],
    ['*rekap*', { kind: 'recap' }],
    ['Supervision', { kind: 'supervision' }],
    ['cari Sari', { kind: 'roll', text: 'Sari' }],
    ['/find Dinas Kesehatan', { kind: 'roll', text: 'Dinas Kesehatan' }],
  ])('is read from "%s"', (text, enquiry) => expect(enquiryOf({ text }, IDLE)).toEqual(enquiry));

  it.each(['Sari', 'statistik sektoral', 'dasbor', 'laporan', 'menu', 'mencari Sari', 'TTE-7K3M9Q'])(
    'is not read from "%s"',
    (text) => expect(enquiryOf({ text }, IDLE)).toBeUndefined(),
  );

  it('of the roll is not read where a text is an answer', () => {
    for (const session of [FORM, DECISION])
      expect(enquiryOf({ text: 'cari surat yang asli' }, session)).toBeUndefined();
  });

  it('is whatever is typed where a search was asked for, but neither a word, a choice nor a request', () => {
    expect(enquiryOf({ text: ' Sari Dewi ' }, SEARCH)).toEqual({ kind: 'roll', text: 'Sari Dewi' });
    expect(enquiryOf({ text: 'menu' }, SEARCH)).toBeUndefined();
    expect(enquiryOf({ text: 'TTE-7K3M9Q' }, SEARCH)).toBeUndefined();
    const shown = { ...SEARCH, offered: [{ id: 'menu=check', label: 'Periksa dokumen' }] };
    expect(enquiryOf({ text: '1' }, shown)).toBeUndefined();
  });

  it('is read from a button, with the colons that an id has of its own', () => {
    expect(enquiryOf({ choice: 'unmask:roll:1f0a:2' }, FORM)).toEqual({ kind: 'record', id: 'roll:1f0a:2' });
    expect(enquiryOf({ choice: 'roll:near_end:Dinas: A' }, IDLE)).toEqual({
      kind: 'roll',
      state: 'near_end',
      text: 'Dinas: A',
    });
    expect(enquiryOf({ choice: 'sign:2026-2' }, IDLE)).toEqual({ kind: 'supervision', signed: '2026-2' });
    expect(enquiryOf({ choice: 'menu=statistics' }, IDLE)).toEqual({ kind: 'statistics' });
    for (const choice of ['sign:2026-3', 'roll:lost:Sari', 'nama=Sari', ''])
      expect(enquiryOf({ choice }, IDLE)).toBeUndefined();
  });

  it('is read from the number of a button that was shown', () => {
    const shown = { ...IDLE, offered: [{ id: 'word:recap', label: 'Rekap per Perangkat Daerah' }] };
    expect(enquiryOf({ text: '1' }, shown)).toEqual({ kind: 'recap' });
    expect(enquiryOf({ text: 'rekap per perangkat' }, shown)).toEqual({ kind: 'recap' });
  });
});
