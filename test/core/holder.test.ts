// What is known of a certificate's holder besides who he is, and what is left open.
import { describe, expect, it } from 'vitest';
import { holderFacts } from '../../src/core/holder.ts';

const TODAY = '2026-11-20';
const WOMANS_NIP = '198704122010012003';
const MANS_PPPK = '198704122021211003';
const WOMANS_NIK = '6473015204870001';

describe('the facts of a holder', () => {
  it('are read from his answers', () => {
    const answers = { office: 'Dinas Kesehatan', golongan: 'III/c', nip: WOMANS_NIP, nik: WOMANS_NIK };
    expect(holderFacts(answers, TODAY)).toEqual({
      office: 'Dinas Kesehatan',
      golongan: 'III/c',
      status: 'pns',
      sex: 'female',
    });
  });

  it('have status and sex of the NIP where no more was asked', () => {
    expect(holderFacts({ nip: MANS_PPPK }, TODAY)).toEqual({ status: 'pppk', sex: 'male' });
  });

  it('have the status of the golongan, which is newer than the NIP', () => {
    expect(holderFacts({ golongan: 'IX', nip: WOMANS_NIP }, TODAY)).toMatchObject({ golongan: 'IX', status: 'pppk' });
  });

  it('have the sex of the NIK where there is no NIP', () => {
    expect(holderFacts({ nik: WOMANS_NIK }, TODAY)).toEqual({ sex: 'female' });
  });

  it('leave open what nobody has said, and what is no golongan', () => {
    expect(holderFacts({}, TODAY)).toEqual({});
    expect(holderFacts({ office: '', golongan: 'IX/z', nip: '123', nik: '' }, TODAY)).toEqual({});
  });
});
